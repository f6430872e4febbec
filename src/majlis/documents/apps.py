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
        from majlis.documents.archive import views as archive
        from majlis.events import extension_points
        from majlis.events.models import Meeting
        from majlis.kernel import record_kinds
        from majlis.kit import work

        record_kinds.register_kind(
            "document",
            pgettext_lazy("kind of record", "document"),
            pgettext_lazy("kind of record", "documents"),
        )
        extension_points.register_meeting_section(
            "documents/archive/section.html", archive.archive_section
        )
        work.register_subjects(
            Meeting,
            lambda reader, keys: (
                Meeting.objects.visible_to(reader).filter(pk__in=keys).with_wordings()
            ),
        )
