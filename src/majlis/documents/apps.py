"""The Django application of the room."""

from __future__ import annotations

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class DocumentsConfig(AppConfig):
    """Application configuration: registers what the room adds to the site."""

    name = "majlis.documents"
    label = "documents"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Register the kind of record."""
        from majlis.commons.search import registry
        from majlis.commons.translation import extension_points as translation_points
        from majlis.commons.translation.rules import may_translate
        from majlis.documents import audit_labels, personal_data, search, signals  # noqa: F401
        from majlis.documents.archive import section as archive
        from majlis.documents.contributions import notifications as contribution_notifications
        from majlis.documents.contributions import queries as contributions
        from majlis.documents.contributions import section
        from majlis.documents.core import history
        from majlis.documents.core.body_rules import contributions_due
        from majlis.documents.models import Document
        from majlis.documents.posted_documents import (
            agenda,
            item_documents,
            notifications,
            page_parts,
        )
        from majlis.documents.printing import tables as printing
        from majlis.documents.reporting import notifications as report_notifications
        from majlis.documents.reporting import section as reporting
        from majlis.documents.transfer import imports
        from majlis.events import extension_points
        from majlis.events.models import Meeting
        from majlis.kernel import audit, record_kinds
        from majlis.kit import trails, work
        from majlis.look import menu

        record_kinds.register_kind(
            "document",
            pgettext_lazy("kind of record", "document"),
            pgettext_lazy("kind of record", "documents"),
        )
        audit.register_hidden_entries("document", history.hidden_entries)
        extension_points.register_meeting_section(archive.SECTION, archive.archive_section)
        work.register_subjects(
            Meeting,
            lambda reader, keys: (
                Meeting.objects.visible_to(reader).filter(pk__in=keys).with_wordings()
            ),
        )
        menu.register_record_tool("documents/numbering/body_links.html", order=7)
        # Contributions.
        extension_points.register_meeting_section(
            section.TEMPLATE, section.contributions_of_meeting
        )
        contribution_notifications.register_notifications()
        menu.register_work_entry(
            menu.MenuEntry(
                "documents:my_contributions",
                pgettext_lazy("page", "My contributions"),
                35,
                shown=lambda request: contributions.is_contributor(request.user),
                waiting=lambda request: contributions.returned_documents(request.user),
            )
        )
        menu.register_work_entry(
            menu.MenuEntry(
                "documents:submitted_documents",
                pgettext_lazy("page", "Submitted documents"),
                40,
                shown=lambda request: contributions.is_any_officer(request.user),
                waiting=lambda request: contributions.waiting_versions(request.user),
            )
        )
        extension_points.register_contributions_due(contributions_due)
        # Posted documents.
        registry.register(
            "document",
            words=search.document_words,
            symbols=search.document_symbols,
            notes=search.document_notes,
            suggested=registry.Suggested("document", search.symbols_to_enter),
        )
        trails.register_trail(Document, page_parts.document_trail)
        notifications.register_notifications()
        extension_points.register_item_content(agenda.documents_of_items)
        extension_points.register_item_documents(item_documents.documents_to_discuss)
        extension_points.register_meeting_section(agenda.SECTION, agenda.meeting_documents)
        all_documents = _("Documents of all meetings")
        extension_points.register_list_link(all_documents, "documents:documents")
        untranslated = pgettext_lazy("page", "Documents awaiting translation")
        translation_points.register_queue_page(untranslated, "documents:untranslated")
        menu.register_work_entry(
            menu.MenuEntry(
                "documents:untranslated",
                untranslated,
                81,
                shown=lambda request: bool(may_translate.test(request.user)),
            )
        )
        # Printing.
        extension_points.register_meeting_section(printing.SECTION, printing.printed_documents)
        personal_data.register_personal_data()
        # Reports.
        extension_points.register_meeting_section(reporting.SECTION, reporting.report_section)
        menu.register_record_tool(reporting.RECORD_TOOL, order=4)
        report_notifications.register_notifications()
        # Imports of past meetings.
        imports.register_imports()
