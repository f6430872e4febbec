"""The translation queue as a Django application."""

from __future__ import annotations

from django.apps import AppConfig
from django.utils.translation import pgettext_lazy


class TranslationConfig(AppConfig):
    """The translation queue of all rooms."""

    name = "majlis.commons.translation"
    label = "translation"

    def ready(self) -> None:
        """Register the notifications and the menu entry."""
        from majlis.commons.translation import notifications
        from majlis.commons.translation.rules import may_translate
        from majlis.look import menu

        notifications.register()
        menu.register_entry(
            menu.MenuEntry(
                "translation:queue",
                pgettext_lazy("page", "Translation"),
                order=80,
                shown=lambda request: may_translate.test(request.user),
            )
        )
