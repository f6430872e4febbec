"""The Django application of the room."""

from __future__ import annotations

from django.apps import AppConfig
from django.utils.translation import pgettext_lazy


class DocumentsConfig(AppConfig):
    """Application configuration: registers what the room adds to the site."""

    name = "majlis.documents"
    label = "documents"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Register the kind of record."""
        from majlis.kernel import record_kinds

        record_kinds.register_kind(
            "document",
            pgettext_lazy("kind of record", "document"),
            pgettext_lazy("kind of record", "documents"),
        )
