"""The archive of a meeting: agenda, documents with their files, and conclusions as pages that open from a disk.

``index.html`` leads to the languages; each has the agenda, the list of documents and a page for each document
with its text in that language or in the original. ``files`` holds the files as they were posted, those of
presentations, recordings and statements too; ``data`` the lists as CSV and JSON.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import PurePath

from django.template.loader import render_to_string
from django.utils import translation
from django.utils.safestring import SafeString, mark_safe
from django.utils.text import capfirst, slugify
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext, pgettext_lazy

from majlis.commons.notices.links import absolute_url
from majlis.documents.archive import pdf, queries
from majlis.documents.archive.queries import MeetingRecords
from majlis.documents.core.symbols import version_symbol
from majlis.documents.lifecycle import WITHDRAWN
from majlis.documents.models import Consideration, Document, DocumentFile, DocumentVersion
from majlis.events.core import names
from majlis.events.lifecycle import DRAFT
from majlis.events.models import AgendaItem, Conclusion, ItemMaterial
from majlis.instruments.imports.working_copy import parse_text
from majlis.instruments.texts.pdf import text_blocks
from majlis.kernel import clock, downloads
from majlis.kernel.downloads import Field, Sheet
from majlis.kernel.files import open_file
from majlis.kernel.languages import LANGUAGE_CODES, LANGUAGES_BY_CODE
from majlis.kernel.models import StoredFile
from majlis.kernel.models.wording import LocalizedText
from majlis.kit.archive import CHECKSUM_FILE, ArchiveWriter, archive_parts, render_page
from majlis.look import formats
from majlis.paper import write
from majlis.paper.blocks import Document as PaperDocument

FILE_PART = 1 << 16  # bytes read at once


@dataclass(frozen=True)
class ArchivedItem:
    """An item of the agenda with what stands under it."""

    item: AgendaItem
    title: LocalizedText
    documents: list[tuple[Document, str, Consideration]]
    conclusions: list[tuple[Conclusion, LocalizedText]]
    materials: list[ArchivedMaterial]
    items: list[ArchivedItem]


@dataclass(frozen=True)
class ArchivedMaterial:
    """A presentation, a recording or a statement for the record: ``address`` of its file or of its link, or its text."""

    kind: str
    title: LocalizedText
    source: LocalizedText
    address: str
    text: LocalizedText


@dataclass(frozen=True)
class ArchivedVersion:
    """A version of a document with the text that is shown, and its files: (language, path, name).

    ``note``: whether the text has a file, which prevails.
    """

    symbol: str
    shown: DocumentFile | None
    text: SafeString
    files: list[tuple[str, str, str]]
    note: str = ""


def archive_of(records: MeetingRecords) -> Iterator[bytes]:
    """The archive in parts, as soon as they are there."""
    return archive_parts(clock.today(), lambda writer: _Package(records, writer).fill())


class _Package:
    """An archive under work."""

    def __init__(self, records: MeetingRecords, writer: ArchiveWriter) -> None:
        self.records = records
        self.writer = writer
        self.day = clock.today()
        self.texts: dict[int, SafeString] = {}
        self.files: dict[str, StoredFile] = {}

    def fill(self) -> Iterator[None]:
        """Write the files one by one. Nothing is left in another language between two steps."""
        writer = self.writer
        writer.put_languages(lambda: names.meeting_name(self.records.meeting).text)
        writer.put_style()
        yield
        for code in LANGUAGE_CODES:
            self.put_lists(code)
            yield
            for document in self.records.documents:
                with translation.override(code):
                    self.put(
                        code, f"documents/{document.slug}.html", *self.document(document, code)
                    )
                yield
        for name, file in sorted(self.files.items()):
            writer.put(f"files/{name}", _parts_of(file.sha256))
            yield
        for sheet in (documents_sheet, agenda_sheet, conclusions_sheet):
            with translation.override("en"):
                writer.put(
                    f"data/{sheet(self.records).name}.csv", downloads.as_csv(sheet(self.records))
                )
                writer.put(
                    f"data/{sheet(self.records).name}.json", downloads.as_json(sheet(self.records))
                )
            yield
        writer.put("README.txt", self.readme())
        yield

    def put_lists(self, code: str) -> None:
        """Write the pages of a language, but for those of documents."""
        with translation.override(code):
            self.put(code, "index.html", self.title(), self.index(code))
            self.put(code, "documents.html", pgettext("meeting", "Documents"), self.documents(code))

    def title(self) -> str:
        """The name of the meeting in the active language."""
        return names.meeting_name(self.records.meeting).text

    def put(self, code: str, place: str, title: str, content: str) -> None:
        """Write a page of a language."""
        page = render_page(
            place,
            title,
            content,
            of=self.title(),
            links=[
                ("index.html", pgettext("meeting", "Agenda")),
                ("documents.html", pgettext("meeting", "Documents")),
            ],
            edition=_("As at %(date)s") % {"date": formats.date(self.day, code)},
            notice=prevailing_note(code),
        )
        self.writer.put(f"{code}/{place}", [page])

    def index(self, code: str) -> str:
        """The agenda, with documents and conclusions."""
        meeting = self.records.meeting
        return render_to_string(
            "documents/archive/index.html",
            {
                "meeting": meeting,
                "dates": formats.date_range(meeting.first_day, meeting.last_day, code)
                if meeting.first_day and meeting.last_day
                else "",
                "place": meeting.say("place"),
                "items": self.items(None),
                "address": absolute_url(f"/{code}/{meeting.record.address}/"),
            },
        )

    def items(self, parent: AgendaItem | None) -> list[ArchivedItem]:
        """The items under an item."""
        return [
            ArchivedItem(
                item,
                item.say("title"),
                [
                    (document, self.records.symbol(document), row)
                    for document, row in self.records.documents_at(item)
                ],
                [
                    (conclusion, conclusion.say("text"))
                    for conclusion in self.records.conclusions_at(item)
                    if conclusion.state != DRAFT
                ],
                [self.material(each) for each in self.records.materials_at(item)],
                self.items(item),
            )
            for item in self.records.children(parent)
        ]

    def material(self, material: ItemMaterial) -> ArchivedMaterial:
        """What stands at an item beside its documents, with its file where it has one."""
        name = material_name(material)
        if material.file is not None:
            self.files.setdefault(name, material.file)
        given_by = material.organisation
        return ArchivedMaterial(
            capfirst(str(material.get_kind_display())),
            LocalizedText(material.title, material.language, ""),
            given_by.say("title")
            if given_by is not None
            else LocalizedText(material.presented_by, "", ""),
            f"../files/{name}" if material.file is not None else material.link,
            LocalizedText(material.text, material.language, ""),
        )

    def documents(self, code: str) -> str:
        """The list of documents."""
        rows = [
            (
                document,
                self.records.symbol(document),
                document.say("title"),
                pdf.source_names(document, code),
            )
            for document in self.records.documents
        ]
        return render_to_string(
            "documents/archive/documents.html",
            {
                "documents": [
                    (
                        document,
                        symbol,
                        title,
                        formats.list_separator(code).join(map(_plain, sources)),
                    )
                    for document, symbol, title, sources in rows
                ],
                "sheets": ("documents", "agenda", "conclusions"),
            },
        )

    def document(self, document: Document, code: str) -> tuple[str, str]:
        """The title and the page of a document."""
        title = document.say("title")
        content = render_to_string(
            "documents/archive/document.html",
            {
                "document": document,
                "title": title,
                "withdrawn": document.state == WITHDRAWN,
                "sources": formats.list_separator(code).join(
                    map(_plain, pdf.source_names(document, code))
                ),
                "versions": [
                    self.version(document, version, code)
                    for version in queries.current_versions(document)
                ],
                "address": absolute_url(f"/{code}/{document.record.address}/"),
            },
        )
        return f"{document.symbol} {title.text}".strip(), content

    def version(self, document: Document, version: DocumentVersion, code: str) -> ArchivedVersion:
        """A version with its text for a reader and its files."""
        shown = queries.file_in_language(version, code, document.language)
        files = []
        for file in version.files.all():
            if file.file is not None:
                name = pdf.file_name(document, version, file)
                self.files.setdefault(name, file.file)
                files.append((file.language, f"../../files/{name}", name))
        return ArchivedVersion(
            version_symbol(document, version),
            shown,
            self.text(document, shown) if shown is not None and shown.text else SafeString(),
            files,
            file_note(shown) if shown is not None and shown.text else "",
        )

    def text(self, document: Document, file: DocumentFile) -> SafeString:
        """A text as HTML in its own language; it is rendered once for all pages."""
        if file.pk not in self.texts:
            title = document.say("title", file.language).text or document.symbol
            blocks = tuple(text_blocks(parse_text(file.text), title))
            printed = PaperDocument(language=file.language, title=title, blocks=blocks)
            self.texts[file.pk] = mark_safe(write.fragment(printed, 2))
        return self.texts[file.pk]

    def readme(self) -> Iterator[str]:
        """What this is, in six languages."""
        yield "Majlis\n\n"
        for code in LANGUAGE_CODES:
            with translation.override(code):
                lines = (
                    f"[{LANGUAGES_BY_CODE[code].name}]",
                    self.title(),
                    _(
                        "Open index.html in a browser. The folder “data” holds machine-readable files."
                    ),
                    prevailing_note(code),
                    _("%(file)s lists the checksum of every file.") % {"file": CHECKSUM_FILE},
                )
            yield "\n".join(lines) + "\n\n"


def prevailing_note(language: str) -> str:
    """What prevails, in the active language: a text that was typed on the site has no file."""
    sentences = (_("The texts are rendered."), _("Where a document has a file, the file prevails."))
    return formats.gap(language).join(sentences)


def file_note(shown: DocumentFile) -> str:
    """Whether the text that is shown has a file."""
    if shown.file is None:
        return _("This text was typed on the site and has no file.")
    return _("Rendered from the file. The file prevails.")


def material_name(material: ItemMaterial) -> str:
    """The name of the file of a material: ``item-3-presentation-7.pdf``."""
    suffix = PurePath(material.file_name).suffix.lower()
    if material.file is not None:
        suffix = pdf.SUFFIXES.get(material.file.media_type, suffix)
    return f"item-{slugify(material.item.label)}-{material.kind}-{material.pk}{suffix}"


def _plain(words: object) -> str:
    return str(getattr(words, "text", words))


def _parts_of(sha256: str) -> Iterator[bytes]:
    with open_file(sha256) as stream:
        while part := stream.read(FILE_PART):
            yield part


def documents_sheet(records: MeetingRecords) -> Sheet:
    """The documents as a list."""
    fields = [
        Field("symbol", pgettext_lazy("document", "Symbol")),
        Field("title", pgettext_lazy("document", "Title")),
        Field("language", pgettext_lazy("document", "Language of the original")),
        Field("source", pgettext_lazy("document", "Source")),
        Field("category", pgettext_lazy("document", "Category")),
        Field("purpose", pgettext_lazy("document", "Purpose")),
        Field("items", pgettext_lazy("document", "Agenda items")),
        Field("versions", pgettext_lazy("document", "Versions")),
        Field("languages", pgettext_lazy("document", "Languages")),
        Field("late", gettext_lazy("Received after the deadline")),
        Field("posted", pgettext_lazy("document", "Posted"), gettext_lazy("time in UTC")),
        Field("state", pgettext_lazy("document", "Status")),
    ]
    items = {item.pk: item.label for item in records.items}
    rows = (
        [
            document.symbol,
            document.say("title").text,
            document.language,
            [_plain(source) for source in pdf.source_names(document, "en")],
            document.category,
            document.purpose,
            [
                items[each.item_id]
                for each in document.considerations.all()
                if each.item_id in items
            ],
            [version_symbol(document, version) for version in document.versions.all()],
            sorted(
                {file.language for each in document.versions.all() for file in each.files.all()}
            ),
            document.late,
            document.posted_at.astimezone(datetime.UTC) if document.posted_at else "",
            document.state,
        ]
        for document in records.documents
    )
    return Sheet("documents", pgettext_lazy("meeting", "Documents"), fields, rows)


def agenda_sheet(records: MeetingRecords) -> Sheet:
    """The agenda as a list."""
    fields = [
        Field("item", pgettext_lazy("agenda", "Item")),
        Field("title", pgettext_lazy("agenda", "Title")),
        Field("outcome", pgettext_lazy("agenda", "Outcome")),
        Field("documents", pgettext_lazy("agenda", "Documents")),
    ]
    rows = (
        [
            item.label,
            item.say("title").text,
            item.outcome,
            [records.symbol(document) for document, _row in records.documents_at(item)],
        ]
        for item in records.items
    )
    return Sheet("agenda", pgettext_lazy("meeting", "Agenda"), fields, rows)


def conclusions_sheet(records: MeetingRecords) -> Sheet:
    """The conclusions that are decided, as a list."""
    fields = [
        Field("item", pgettext_lazy("agenda", "Item")),
        Field("state", pgettext_lazy("conclusion", "Status")),
        Field("language", pgettext_lazy("conclusion", "Language")),
        Field("text", pgettext_lazy("conclusion", "Text")),
    ]
    labels = {item.pk: item.label for item in records.items}
    rows = (
        [labels.get(each.item_id, ""), each.state, each.say("text").language, each.say("text").text]
        for each in records.conclusions
        if each.state != DRAFT
    )
    return Sheet("conclusions", pgettext_lazy("meeting", "Conclusions"), fields, rows)
