"""The Django application of the room."""

from __future__ import annotations

from django.apps import AppConfig
from django.utils.translation import pgettext_lazy


class EventsConfig(AppConfig):
    """Application configuration: registers what the room adds to the site."""

    name = "majlis.events"
    label = "events"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Register kinds of records."""
        from majlis.kernel import record_kinds

        record_kinds.register_kind(
            "meeting",
            pgettext_lazy("kind of record", "meeting"),
            pgettext_lazy("kind of record", "meetings"),
        )
        record_kinds.register_kind(
            "agenda_item",
            pgettext_lazy("kind of record", "agenda item"),
            pgettext_lazy("kind of record", "agenda items"),
        )
        record_kinds.register_kind(
            "conclusion",
            pgettext_lazy("kind of record", "conclusion"),
            pgettext_lazy("kind of record", "conclusions"),
        )
