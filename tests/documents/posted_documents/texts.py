"""Documents with texts for tests of posted documents, fictional."""

from __future__ import annotations

from typing import Any

from majlis.documents.core.words import read_typed
from majlis.documents.lifecycle import POSTED
from majlis.documents.models import Consideration, Document, DocumentFile, DocumentVersion
from majlis.events.models import AgendaItem, Meeting
from majlis.kernel import clock
from tests.documents import factories

FIRST = "A fictional list\n\n1. The offices count the lamps.\n\n2. The offices count the boats."
SECOND = "A fictional list\n\n1. The offices count all lamps.\n\n2. The offices count the boats."


def write(file: DocumentFile, text: str) -> DocumentFile:
    """Give a file a text, as if it had been typed."""
    content = read_typed(text, file.language)
    file.text, file.words = content.text, content.words
    file.save()
    return file


def written(of: Meeting | None = None, text: str = FIRST, **values: Any) -> Document:
    """A posted document whose original has a text."""
    document = factories.document(of, **values)
    write(DocumentFile.objects.get(version__document=document), text)
    return document


def version(
    document: Document, kind: str = "revision", number: int = 1, text: str = SECOND, **values: Any
) -> DocumentVersion:
    """A posted version of a document, with a text in the language of the document."""
    made = DocumentVersion.objects.create(
        document=document,
        kind=kind,
        number=number,
        **{"state": POSTED, "posted_at": clock.now()} | values,
    )
    translation(made, document.language, text, status="authentic")
    return made


def translation(
    version: DocumentVersion, language: str, text: str = "", status: str = "translated"
) -> DocumentFile:
    """A version in another language."""
    file = DocumentFile(version=version, language=language, status=status, origin="form")
    return write(file, text or f"A fictional text in {language}.")


def place(document: Document, item: AgendaItem, **values: Any) -> Consideration:
    """Place a document at an item."""
    return Consideration.objects.create(document=document, item=item, **values)
