"""The proceedings: agenda, documents and conclusions of a meeting in one tagged PDF, set in one pass.

Each document is printed from its text; the files from which the texts were read are inside the PDF. Joining
ready PDFs would lose their tags, so a file that cannot be read is attached only.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import PurePath

from django.utils import translation
from django.utils.text import slugify
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from majlis.documents.archive import queries
from majlis.documents.archive.queries import MeetingRecords
from majlis.documents.core import sources
from majlis.documents.core.symbols import LETTERS, version_symbol
from majlis.documents.models import Document as MeetingDocument
from majlis.documents.models import DocumentFile, DocumentVersion, FileOrigin
from majlis.events.core import names
from majlis.events.lifecycle import DRAFT
from majlis.events.models import AgendaItem, Conclusion
from majlis.instruments.imports.working_copy import parse_text
from majlis.instruments.texts.pdf import text_blocks
from majlis.kernel.files import DOCX, PDF, TEXT, stored_path
from majlis.kernel.languages import LANGUAGES_BY_CODE
from majlis.kernel.models.wording import LocalizedText
from majlis.look import formats
from majlis.look.templatetags.look import language_name
from majlis.paper.blocks import (
    Attachment,
    Block,
    Clause,
    Column,
    Content,
    Contents,
    Cover,
    Document,
    Heading,
    Inline,
    Note,
    PageBreak,
    Paragraph,
    Passage,
    Run,
    Symbol,
    Table,
)

SUFFIXES = {DOCX: ".docx", PDF: ".pdf", TEXT: ".txt"}
"""The ending of the name of a file by its media type."""
GROUP = 8
"""Signs of a checksum between two spaces: it is longer than a line of its column."""
TEXT_LEVEL = 2
"""The headings inside a document stand below its own, which is of this level."""


def localized(words: LocalizedText, language: str) -> Inline:
    """Words for a reader, marked with their language where it is another."""
    if words.language and words.language != language:
        return Run(words.text, language=words.language)
    return words.text


def title_of(document: MeetingDocument, language: str) -> Inline:
    """The title of a document for a reader."""
    words = document.say("title", language)
    return localized(words, language) if words.text else pgettext("document", "no title")


def file_name(document: MeetingDocument, version: DocumentVersion, file: DocumentFile) -> str:
    """The name of a file outside the site, from its symbol: ``CWG-39-2-Rev-1-E.docx``."""
    symbol = version_symbol(document, version).replace("(", "-").replace(")", "").replace(".", "-")
    stem = slugify(symbol.replace("/", "-")).upper() or document.slug
    suffix = SUFFIXES.get(file.file.media_type, "") if file.file is not None else ""
    return f"{stem}-{LETTERS[file.language]}{suffix or PurePath(file.name).suffix.lower()}"


def source_names(document: MeetingDocument, language: str) -> list[Inline]:
    """Who a document comes from, in the words of its page; never a person, as a file leaves the site."""
    if not document.sources.all() and not document.source_words:
        return []
    names = sources.source_names(document, language)
    return [localized(name, language) for name in names if name.text]


def in_groups(digest: str) -> str:
    """A checksum in groups of eight signs, between which a line may break."""
    return " ".join(digest[at : at + GROUP] for at in range(0, len(digest), GROUP))


def separated(parts: list[Inline], language: str) -> tuple[Inline, ...]:
    """Words one after the other, with the separator of the language."""
    comma = formats.list_separator(language)
    return tuple(inline for part in parts for inline in (comma, part))[1:]


def build_proceedings(records: MeetingRecords, language: str) -> Document:
    """The proceedings in a language, with the files that its documents have in it (or in their original).

    Files are attached in the order of their documents, each named by its symbol.
    """
    with translation.override(language):
        return _Proceedings(records, language).document()


class _Proceedings:
    """One document under work: the files to attach are noted on the way."""

    def __init__(self, records: MeetingRecords, language: str) -> None:
        self.records = records
        self.language = language
        self.attachments: dict[str, Attachment] = {}
        self.hashes: list[tuple[str, str]] = []

    def document(self) -> Document:
        """The whole."""
        meeting, language = self.records.meeting, self.language
        name = names.meeting_name(meeting, language)
        blocks = [
            *self.agenda(),
            *self.documents(),
            *self.conclusions(),
        ]
        files = self.files()
        lines: list[Content] = []
        if meeting.first_day and meeting.last_day:
            lines.append(formats.date_range(meeting.first_day, meeting.last_day, language))
        if (place := meeting.say("place", language)).text:
            lines.append((localized(place, language),))
        lines.append(
            formats.gap(language).join(
                (_("The texts are rendered."), _("Where a file is attached, the file prevails."))
            )
        )
        return Document(
            language=language,
            title=pgettext("printed documents of a meeting", "Proceedings"),
            cover=Cover(subtitle=name.text, lines=tuple(lines)),
            blocks=(Contents(2), PageBreak(), *blocks, *files),
            running_head=name.text[:120],
            attachments=tuple(self.attachments.values()),
        )

    def agenda(self) -> Iterator[Block]:
        """The agenda, with the symbols of the documents under each item and what came of it."""
        yield Heading(1, pgettext("meeting", "Agenda"))
        if not self.records.items:
            yield Paragraph(_("The agenda has no items."))
        yield from self.items(None, 0)

    def items(self, parent: AgendaItem | None, level: int) -> Iterator[Block]:
        """The items under an item, each with its documents."""
        for item in self.records.children(parent):
            words: list[Inline] = [localized(item.say("title", self.language), self.language)]
            symbols: list[Inline] = [
                Symbol(self.records.symbol(document))
                for document, _row in self.records.documents_at(item)
            ]
            if symbols:
                words += [" (", *separated(symbols, self.language), ")"]
            if item.outcome:
                words += [formats.clause_separator(self.language), item.get_outcome_display()]
            yield Clause(tuple(words), item.label, level)
            yield from self.items(item, level + 1)

    def documents(self) -> Iterator[Block]:
        """All documents, each on a new page."""
        yield PageBreak()
        yield Heading(1, pgettext("meeting", "Documents"))
        if not self.records.documents:
            yield Paragraph(_("No documents have been posted."))
        for document in self.records.documents:
            yield from self.one(document)
            yield PageBreak()

    def one(self, document: MeetingDocument) -> Iterator[Block]:
        """A document: header, then each of its current versions."""
        head = (Symbol(document.symbol), " ", title_of(document, self.language))
        yield Heading(TEXT_LEVEL, head, anchor=f"document-{document.pk}")
        rows: list[tuple[Content, ...]] = [
            (pgettext("document", "Purpose"), document.get_purpose_display())
        ]
        names = source_names(document, self.language)
        if names:
            rows.insert(0, (pgettext("document", "Source"), separated(names, self.language)))
        if document.late:
            late = pgettext("document", "Received after the deadline")
            rows.append((late, document.late_reason or pgettext("answer", "yes")))
        yield Table(
            pgettext("document", "Document"),
            (
                Column(pgettext("document", "Field"), width=1),
                Column(pgettext("document", "Value"), width=3),
            ),
            tuple(rows),
        )
        versions = queries.current_versions(document)
        if not versions:
            yield Paragraph(_("This document was withdrawn."))
        for version in versions:
            yield from self.version(document, version)

    def version(self, document: MeetingDocument, version: DocumentVersion) -> Iterator[Block]:
        """A version in the language of the reader, or in its original."""
        symbol = version_symbol(document, version)
        if symbol != document.symbol:
            yield Heading(TEXT_LEVEL + 1, (Symbol(symbol),))
        file = queries.file_in_language(version, self.language, document.language)
        if file is None:
            yield Paragraph(_("No text is available yet."))
            return
        if file.language != self.language:
            words = _("Not available in this language. Language of the text below:")
            yield Paragraph((words, " ", str(language_name(file.language))))
        yield from self.attached(document, version, file)
        if not file.text:
            return
        text = parse_text(file.text)
        blocks = tuple(text_blocks(text, document.say("title", file.language).text, TEXT_LEVEL))
        if file.language == self.language:
            yield from blocks
        elif blocks:
            yield Passage(file.language, blocks)

    def attached(
        self, document: MeetingDocument, version: DocumentVersion, file: DocumentFile
    ) -> Iterator[Block]:
        """The note on the file of a text, which is attached; a text from the form or the records has none."""
        if file.file is None or file.origin == FileOrigin.FORM:
            return
        name = file_name(document, version, file)
        digest = file.file.sha256
        if name not in self.attachments:
            symbol = version_symbol(document, version, file.language)
            self.attachments[name] = Attachment(
                name,
                stored_path(digest),
                file.file.media_type,
                f"{symbol} · {LANGUAGES_BY_CODE[file.language].name} · SHA-256 {digest}",
                original=bool(file.text),
            )
            self.hashes.append((name, digest))
        if not file.text:
            words = _("This file could not be read. It is attached here as:")
        elif file.file.media_type == DOCX:
            words = _(
                "Rendered; the Word file prevails. It is attached to this PDF under this name:"
            )
        else:
            words = _("Rendered; the file prevails. It is attached to this PDF under this name:")
        yield Note((words, " ", Symbol(name)))

    def conclusions(self) -> Iterator[Block]:
        """The conclusions that are decided, by item; drafts are not printed."""
        decided = [each for each in self.records.conclusions if each.state != DRAFT]
        if not decided:
            return
        yield Heading(1, pgettext("meeting", "Conclusions"))
        for item in self.records.items:
            under = [each for each in decided if each.item_id == item.pk]
            if not under:
                continue
            title = localized(item.say("title", self.language), self.language)
            yield Heading(2, (f"{item.label} ", title))
            for conclusion in under:
                yield from self.conclusion(conclusion)

    def conclusion(self, conclusion: Conclusion) -> Iterator[Block]:
        """A conclusion with its status."""
        words = conclusion.say("text", self.language)
        if words.text:
            for paragraph in words.text.split("\n\n"):
                if paragraph.strip():
                    yield Paragraph(
                        (
                            localized(
                                LocalizedText(paragraph.strip(), words.language, ""), self.language
                            ),
                        )
                    )
        yield Paragraph((Run(str(conclusion.get_state_display()), emphasis=True),))

    def files(self) -> Iterator[Block]:
        """The attached files with their hashes, by which each can be checked."""
        if not self.hashes:
            return
        yield Heading(1, pgettext("document", "Attached files"))
        yield Table(
            _("Files in this PDF, with their checksums (SHA-256)"),
            (
                Column(pgettext("file", "File"), width=2),
                Column("SHA-256", width=3),
            ),
            tuple(((Symbol(name),), (Symbol(in_groups(digest)),)) for name, digest in self.hashes),
        )
