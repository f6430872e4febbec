"""Who a document comes from: its authors and co-signatories, the office that made it, or the person."""

from __future__ import annotations

from django.utils.translation import get_language

from majlis.documents.models import Document, Source, SourceState
from majlis.kernel.models.wording import LocalizedText
from majlis.look import formats

NAMED_STATES = (SourceState.AUTHOR, SourceState.SIGNED)
"""The states of sources that pages name; the others are known only to those who prepare the document."""


def named_sources(document: Document) -> list[Source]:
    """The authors and co-signatories of a document, authors first."""
    sources = [each for each in document.sources.all() if each.state in NAMED_STATES]
    return sorted(sources, key=lambda each: (NAMED_STATES.index(SourceState(each.state)), each.pk))


def source_names(document: Document, language: str | None = None) -> list[LocalizedText]:
    """The names of those from whom a document comes, authors first.

    A document without organizations comes from an office in plain words, else from the person who submitted
    it, as an individual member of the body. The language of a name that has none is that of the document.
    """
    names = [each.organisation.say("title", language) for each in named_sources(document)]
    if names:
        return names
    if document.source_words:
        return [LocalizedText(document.source_words, document.language, "")]
    if document.submitted_by is not None:
        return [LocalizedText(str(document.submitted_by), "", "")]
    return []


def source_text(document: Document) -> str:
    """Those from whom a document comes as plain text in the language of the page, for files and sentences."""
    language = get_language() or "en"
    names = source_names(document, language)
    return formats.list_separator(language).join(name.text for name in names)
