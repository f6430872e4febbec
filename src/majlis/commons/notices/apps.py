"""Notices as a Django application."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.apps import AppConfig
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.translation import pgettext_lazy

if TYPE_CHECKING:
    from majlis.commons.notices.models import Notice


class NoticesConfig(AppConfig):
    """Events, subscriptions, mail and feeds."""

    name = "majlis.commons.notices"
    label = "notices"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Register the personal data, the account entry, the verbs of delivery and the receiver of ``verb_done``."""
        from majlis.commons.notices import delivery, personal_data
        from majlis.commons.notices.dispatch import on_verb
        from majlis.kernel.verbs import verb_done
        from majlis.look import menu

        personal_data.register()
        menu.register_account_entry(
            menu.MenuEntry(
                "notices:mine",
                pgettext_lazy("page section", "Notifications"),
                shown=lambda request: request.user.is_authenticated,
                waiting=_unread_notices,
            )
        )
        assert delivery.RETRY_PERIOD  # importing the module registers its verbs
        verb_done.connect(on_verb, dispatch_uid="notices.on_act")


def _unread_notices(request: HttpRequest) -> QuerySet[Notice] | None:
    from majlis.commons.notices.queries import notices_of

    user = request.user
    return notices_of(user, unread=True) if user.is_authenticated else None
