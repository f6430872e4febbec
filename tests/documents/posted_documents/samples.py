"""Posted documents for the tests of all pages, fictional."""

from __future__ import annotations

from typing import Any

from majlis.events.models import AgendaItem, Meeting
from tests.documents.posted_documents import texts


def plant(meeting: Meeting, item: AgendaItem) -> dict[str, Any]:
    """A document with a revision, a translation, a language that is due, and a place on the agenda."""
    document = texts.written(meeting, title="A fictional list of lamps", late=True)
    revision = texts.version(document)
    revision.files.create(language="ru", due="2999-01-01")
    return {
        "library_document": document,
        "document_translation": texts.translation(revision, "fr"),
        "consideration": texts.place(document, item, outcome="noted"),
    }
