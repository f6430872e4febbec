"""Moderation as a Django application."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.apps import AppConfig
from django.db.models import QuerySet
from django.db.models.signals import post_migrate
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

if TYPE_CHECKING:
    from majlis.commons.moderation.models import Case


class ModerationConfig(AppConfig):
    """The moderation of contributions."""

    name = "majlis.commons.moderation"
    label = "moderation"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Register the work entry, notifications, to-do items and personal data."""
        from majlis.commons.moderation import notifications, personal_data
        from majlis.commons.moderation.queries import waiting_cases
        from majlis.commons.moderation.rules import is_moderator
        from majlis.commons.notices import todo
        from majlis.look import menu

        post_migrate.connect(load_reasons, sender=self)
        menu.register_work_entry(
            menu.MenuEntry(
                "moderation:queue",
                pgettext_lazy("page", "Moderation"),
                800,
                _is_moderator,
                waiting=_waiting_cases,
            )
        )
        notifications.register()
        personal_data.register()
        todo.register_rows(
            waiting_cases,
            sentence=notifications.cases_sentence,
            url_name="moderation:queue",
            code="moderation",
            name=_("contributions awaiting moderation"),
            may=is_moderator.test,
        )
        todo.register(notifications.writer_todo)


def _is_moderator(request: HttpRequest) -> bool:
    from majlis.commons.moderation.rules import is_moderator

    user = getattr(request, "user", None)
    return user is not None and bool(is_moderator.test(user))


def _waiting_cases(request: HttpRequest) -> QuerySet[Case] | None:
    from majlis.commons.moderation.queries import waiting_cases

    user = request.user
    return waiting_cases(user) if user.is_authenticated else None


def load_reasons(using: str, **_unused: Any) -> None:
    """Load the reasons from their file after each migration of the database."""
    from django.db import connections

    from majlis.commons.moderation import reasons
    from majlis.commons.moderation.models import Reason, ReasonText

    if ReasonText._meta.db_table in connections[using].introspection.table_names():
        reasons.load_reasons(Reason, ReasonText)
