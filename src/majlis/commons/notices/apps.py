"""Notices as a Django application."""

from __future__ import annotations

from django.apps import AppConfig
from django.utils.translation import pgettext_lazy


class NoticesConfig(AppConfig):
    """Events, subscriptions, mail and feeds."""

    name = "majlis.commons.notices"
    label = "notices"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Register the personal data, the account entry, the verbs of delivery and the receiver of ``verb_done``."""
        from majlis.commons.notices import delivery, personal_data, queries
        from majlis.commons.notices.dispatch import on_verb
        from majlis.kernel.verbs import verb_done
        from majlis.look import menu

        personal_data.register()
        menu.register_account_entry(
            menu.MenuEntry(
                "notices:mine",
                pgettext_lazy("page section", "Notifications"),
                shown=lambda request: request.user.is_authenticated,
                waiting=lambda request: queries.notices_of(request.user, unread=True),
            )
        )
        assert delivery.RETRY_PERIOD  # importing the module registers its verbs
        verb_done.connect(on_verb, dispatch_uid="notices.on_act")
