"""A document in one language for print: a header with symbol, meeting and source, then its text."""

from __future__ import annotations

import re

from django.utils import translation
from django.utils.translation import pgettext

from majlis.documents.core.sources import source_names
from majlis.documents.core.symbols import version_symbol
from majlis.documents.models import Document as MeetingDocument
from majlis.documents.models import DocumentVersion, VersionKind
from majlis.events.core.names import meeting_name
from majlis.instruments.texts.pdf import text_blocks
from majlis.kernel.models.wording import LocalizedText
from majlis.look import formats
from majlis.paper.blocks import Column, Content, Document, Inline, Run, Symbol, Table
from majlis.textkit.model import Text

_SPACE = re.compile(r"\s+")
_UNSAFE = re.compile(r"[^\w&]+")
MAX_TITLE_IN_NAME = 60
"""Characters of a title in the name of a file."""


def file_stem(document: MeetingDocument, version: DocumentVersion, language: str) -> str:
    """The name of a file without its ending, from the symbol: `WG-AB-5-2-Rev-1.en`.

    Before the document has a symbol, its title names it; before a version has a number, its kind does:
    `WG-AB-5-2-addendum.en`.
    """
    symbol = version_symbol(document, version)
    if not symbol:
        title = document.say("title", language).text[:MAX_TITLE_IN_NAME]
        return f"{_UNSAFE.sub('-', title).strip('-') or document.slug}.{language}"
    kind = "" if version.kind == VersionKind.ORIGINAL or version.number else f"-{version.kind}"
    return f"{_UNSAFE.sub('-', symbol).strip('-')}{kind}.{language}"


def inline(words: LocalizedText, language: str) -> Inline:
    """Words in a line of print, marked with their language where it is another."""
    if words.language and words.language != language:
        return Run(words.text, language=words.language)
    return words.text


def header(document: MeetingDocument, version: DocumentVersion, language: str) -> Table:
    """The header of a document in the language that is active: meeting, symbol, date, source, purpose, action required."""
    meeting = document.meeting
    rows: list[tuple[Content, Content]] = [
        (pgettext("of a body", "Meeting"), (inline(meeting_name(meeting, language), language),))
    ]
    if meeting.first_day and meeting.last_day:
        days = formats.date_range(meeting.first_day, meeting.last_day, language)
        rows.append((pgettext("of a meeting", "Dates"), days))
    symbol = version_symbol(document, version)
    if symbol:
        rows.append((pgettext("text", "Symbol"), (Symbol(symbol),)))
    if version.posted_at:
        posted = formats.date(version.posted_at.date(), language)
        rows.append((pgettext("document", "Posted"), posted))
    sources: list[Inline] = []
    for name in source_names(document, language):
        sources += [formats.list_separator(language)] if sources else []
        sources.append(inline(name, language))
    if sources:
        rows.append((pgettext("of a document", "Source"), tuple(sources)))
    purpose = str(document.get_purpose_display())
    rows.append((pgettext("document", "Purpose"), purpose))
    required = document.say("action_required", language)
    if required.text:
        label = pgettext("document", "Action required")
        rows.append((label, (inline(required, language),)))
    return Table(
        pgettext("document", "Document"),
        (
            Column(pgettext("document", "Field"), width=1),
            Column(pgettext("document", "Value"), width=3),
        ),
        tuple(rows),
    )


def printed_document(document: MeetingDocument, version: DocumentVersion, text: Text) -> Document:
    """A version in the language of its text, ready for print. The wordings of the document must be loaded."""
    language = text.language
    title = document.say("title", language).text or text.title or document.slug
    symbol = version_symbol(document, version)
    with translation.override(language):
        head = header(document, version, language)
    return Document(
        language=language,
        title=_SPACE.sub(" ", title).strip(),
        blocks=(head, *text_blocks(text, title)),
        running_head=symbol[:120],
    )
