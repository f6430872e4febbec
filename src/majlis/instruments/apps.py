"""The room as a Django application."""

from __future__ import annotations

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class InstrumentsConfig(AppConfig):
    """Instruments, versions, provisions, wordings."""

    name = "majlis.instruments"
    label = "instruments"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Make the room's kinds of records known."""
        from majlis.kernel import kinds

        kinds.register("instrument", _("text"), _("texts"))
        kinds.register("version", _("version of a text"), _("versions of texts"))
        kinds.register(
            "series", pgettext_lazy("texts", "series"), pgettext_lazy("texts, plural", "series")
        )
