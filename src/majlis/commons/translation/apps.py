"""The translation queue as a Django application."""

from __future__ import annotations

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class TranslationConfig(AppConfig):
    """The translation queue of all rooms."""

    name = "majlis.commons.translation"
    label = "translation"

    def ready(self) -> None:
        """Register the notifications and the work entry."""
        from majlis.commons.translation import notifications, queries
        from majlis.commons.translation.rules import may_translate
        from majlis.look import menu

        notifications.register()
        menu.register_work_entry(
            menu.MenuEntry(
                "translation:queue",
                _("Texts awaiting translation"),
                order=80,
                shown=lambda request: may_translate.test(request.user),
                waiting=lambda request: queries.open_jobs_of(request.user),
            )
        )
