"""Notifications of the library: a document in another language, and what came of a document at an item."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from majlis.commons.notices.events import EventValues, register
from majlis.documents.lifecycle import POSTED
from majlis.documents.models import Document
from majlis.events.models import Outcome
from majlis.kernel.models import AuditEntry
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
        only=lambda entry: bool(entry.new.get("outcome")),
        public=True,
    )


def concerns_posted(entry: AuditEntry) -> bool:
    """Whether the document of an entry is posted."""
    return Document.objects.filter(pk=entry.record_id, state=POSTED).exists()


def with_language(values: EventValues, language: str) -> EventValues:
    """The values with the name of the language."""
    return {**values, "language": name_of(values["language"])}


def with_outcome(values: EventValues, language: str) -> EventValues:
    """The values with the outcome in words."""
    return {**values, "outcome": dict(Outcome.choices).get(values["outcome"], "")}
