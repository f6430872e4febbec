"""Who a document comes from: its authors and co-signatories, the office that made it, or the person."""

from __future__ import annotations

from django.utils import translation
from django.utils.translation import get_language, pgettext_lazy

from majlis.documents.models import Document, Source, SourceState
from majlis.kernel.models.wording import LocalizedText
from majlis.look import formats

NAMED_STATES = (SourceState.AUTHOR, SourceState.SIGNED)
"""The states of sources that pages name; the others are known only to those who prepare the document."""

SECRETARIAT = pgettext_lazy("source of a document", "Secretariat")
"""The office from which printed documents come."""


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
        return [office_name(document, language)]
    if document.submitted_by is not None:
        return [LocalizedText(str(document.submitted_by), "", "")]
    return []


def office_name(document: Document, language: str | None = None) -> LocalizedText:
    """The office from which a document comes, in its own words; one that this site named, in the language asked for.

    The secretariat has the documents that are printed in all languages, whatever that of the page was.
    """
    with translation.override(document.language):
        is_secretariat = document.source_words == str(SECRETARIAT)
    if not is_secretariat:
        return LocalizedText(document.source_words, document.language, "")
    chosen = language or get_language() or "en"
    with translation.override(chosen):
        return LocalizedText(str(SECRETARIAT), chosen, "")


def source_text(document: Document) -> str:
    """Those from whom a document comes as plain text in the language of the page, for files and sentences."""
    language = get_language() or "en"
    names = source_names(document, language)
    return formats.list_separator(language).join(name.text for name in names)
