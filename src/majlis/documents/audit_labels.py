"""Labels of the audit values of the room, for histories."""

from __future__ import annotations

from django.utils.translation import gettext_lazy, pgettext_lazy

from majlis.documents.models import Category, LateRule, Purpose, SourceState, VersionKind
from majlis.events.models import Outcome
from majlis.kernel.audit_labels import HIDDEN, AuditLabel, Shown, register_audit_labels

# Contributions, versions and co-signatures.
register_audit_labels(
    "documents",
    {
        "abstract": AuditLabel(pgettext_lazy("history", "Abstract"), language="language"),
        "action_required": AuditLabel(
            pgettext_lazy("history", "Action required"), language="language"
        ),
        "category": AuditLabel(pgettext_lazy("history", "Category"), choices=Category.choices),
        "header": AuditLabel(pgettext_lazy("history", "Header fields")),
        "items": AuditLabel(pgettext_lazy("history", "Agenda items")),
        "kind": AuditLabel(pgettext_lazy("history", "Kind"), choices=VersionKind.choices),
        "late": AuditLabel(gettext_lazy("Received after the deadline")),
        "late_reason": AuditLabel(gettext_lazy("Reason for accepting a late document")),
        "meeting": AuditLabel(pgettext_lazy("history", "Meeting"), Shown.RECORD),
        "note_language": AuditLabel(pgettext_lazy("history", "Language"), Shown.LANGUAGE),
        "organisation": AuditLabel(pgettext_lazy("history", "Organization"), Shown.RECORD),
        "purpose": AuditLabel(pgettext_lazy("history", "Purpose"), choices=Purpose.choices),
        "series": AuditLabel(pgettext_lazy("history", "Series")),
        "sha256": HIDDEN,
        "signature": AuditLabel(
            pgettext_lazy("history", "Co-signature"), choices=SourceState.choices
        ),
        "source_words": AuditLabel(pgettext_lazy("history", "Source")),
        "symbols": AuditLabel(pgettext_lazy("history", "Symbols")),
        "title": AuditLabel(pgettext_lazy("history", "Title"), language="language"),
        "words": AuditLabel(pgettext_lazy("history", "Words of the text")),
    },
)
# Rules of a body for its documents.
register_audit_labels(
    "documents",
    {
        "addendum_form": AuditLabel(gettext_lazy("Addition for an addendum")),
        "aliases": AuditLabel(gettext_lazy("Earlier names in symbols")),
        "code": AuditLabel(pgettext_lazy("history", "Code")),
        "corrigendum_form": AuditLabel(gettext_lazy("Addition for a corrigendum")),
        "deadline_days": AuditLabel(
            gettext_lazy("Days before the meeting by which contributions are due")
        ),
        "for_information": AuditLabel(gettext_lazy("Its documents are for information")),
        "group": AuditLabel(pgettext_lazy("history", "Group in symbols")),
        "hints": AuditLabel(pgettext_lazy("history", "Hint")),
        "internal": AuditLabel(gettext_lazy("Only officers of the body add documents")),
        "key": AuditLabel(pgettext_lazy("history", "Key")),
        "language_form": AuditLabel(gettext_lazy("Addition for a copy in one language")),
        "late_rule": AuditLabel(
            gettext_lazy("Contributions after the deadline"), choices=LateRule.choices
        ),
        "names": AuditLabel(pgettext_lazy("history", "Name")),
        "number_form": AuditLabel(gettext_lazy("Form of a symbol in the main series")),
        "required": AuditLabel(gettext_lazy("A document cannot be submitted without it")),
        "revision_form": AuditLabel(gettext_lazy("Addition for a revision")),
        "series_form": AuditLabel(gettext_lazy("Form of a symbol in another series")),
        "title_limit": AuditLabel(gettext_lazy("Characters of a title at most")),
        "word_limit": AuditLabel(gettext_lazy("Words of a contribution at most")),
    },
)
# Reports and proceedings.
register_audit_labels(
    "documents",
    {
        "documents": AuditLabel(pgettext_lazy("history", "Documents")),
        "meetings": AuditLabel(pgettext_lazy("history", "Meetings"), Shown.COUNT),
        "texts": AuditLabel(pgettext_lazy("history", "Texts"), Shown.COUNT),
    },
)
# The library, and what is printed from the records.
LIBRARY_LABELS = {
    "due": AuditLabel(pgettext_lazy("history", "Due date"), Shown.DATE),
    "file": AuditLabel(pgettext_lazy("history", "File")),
    "item": AuditLabel(pgettext_lazy("history", "Agenda item"), Shown.RECORD),
    "label": AuditLabel(gettext_lazy("Number of the agenda item")),
    "language": AuditLabel(pgettext_lazy("history", "Language"), Shown.LANGUAGE),
    "languages": AuditLabel(pgettext_lazy("history", "Languages"), Shown.LANGUAGE),
    "note": AuditLabel(pgettext_lazy("history", "Note"), language="note_language"),
    "outcome": AuditLabel(pgettext_lazy("history", "Outcome"), choices=lambda: Outcome.choices),
    "version": AuditLabel(pgettext_lazy("history", "Version")),
    "version_key": HIDDEN,
}
register_audit_labels("documents", LIBRARY_LABELS)
# Imports of past meetings.
register_audit_labels(
    "documents.import_document",
    {
        "organisations": AuditLabel(pgettext_lazy("history", "Organizations"), Shown.COUNT),
        "posted_on": AuditLabel(pgettext_lazy("history", "Posted"), Shown.DATE),
    },
)
