"""The room as a Django application."""

from __future__ import annotations

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class MandatesConfig(AppConfig):
    """Mandates: who owes what to whom, and what came of it."""

    name = "majlis.mandates"
    label = "mandates"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Make the room's kinds of records known, its place in the menu, and what of it is searched."""
        from majlis.kernel import kinds
        from majlis.look import menu
        from majlis.mandates import importing, numbers, rules, telling_archive  # noqa: F401

        kinds.register("mandate", _("mandate"), _("mandates"), symbol=numbers.symbol)
        kinds.register(
            "actor", pgettext_lazy("mandates", "actor"), pgettext_lazy("mandates", "actors")
        )
        menu.register(menu.Entry("mandates:register", _("Mandates"), 20))
        importing.register_ours()
        telling_archive.tell()  # after what other subjects tell of
