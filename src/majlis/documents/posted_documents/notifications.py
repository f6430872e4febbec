"""Notifications of posted documents: a document in another language, and what came of a document at an item."""

from __future__ import annotations

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from majlis.commons.notices.events import EventValues, register
from majlis.documents.lifecycle import POSTED
from majlis.documents.models import DocumentFile
from majlis.events.models import Outcome
from majlis.kernel.models import Access, AuditEntry, Record
from majlis.look.languages import name_of


def register_notifications() -> None:
    """Register the notifications; called once at startup."""
    register(
        "documents.add_file",
        sentence=_("{record}: now also in {language}."),
        values=lambda entry: {"language": str(entry.new.get("language", ""))},
        say=with_language,
        only=concerns_posted,
        public=True,
    )
    register(
        "documents.set_consideration_outcome",
        sentence=_("Outcome recorded for {record}: {outcome}."),
        values=lambda entry: {"outcome": str(entry.new.get("outcome", ""))},
        say=with_outcome,
        only=concerns_open_outcome,
        public=True,
    )


def concerns_posted(entry: AuditEntry) -> bool:
    """Whether the document of an entry is posted, and the version of the file too."""
    key = int(entry.target.partition(":")[2])
    files = DocumentFile.objects.filter(pk=key, version__state=POSTED)
    return files.filter(version__document=entry.record_id, version__document__state=POSTED).exists()


def concerns_open_outcome(entry: AuditEntry) -> bool:
    """Whether an outcome was recorded at an item that all see who see the document."""
    record = entry.record
    if record is None or not entry.new.get("outcome"):
        return False
    items = Record.objects.filter(address=entry.old.get("item", ""))
    same = Q(access=record.access, circle=record.circle_id)
    return items.filter(Q(access=Access.PUBLIC) | same).exists()


def with_language(values: EventValues, language: str) -> EventValues:
    """The values with the name of the language."""
    return {**values, "language": name_of(values["language"])}


def with_outcome(values: EventValues, language: str) -> EventValues:
    """The values with the outcome in words."""
    return {**values, "outcome": dict(Outcome.choices).get(values["outcome"], "")}
