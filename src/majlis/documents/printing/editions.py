"""Printing: a numbered document of the meeting, and a revision of it each time that the records have changed."""

from __future__ import annotations

import io
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

from django.db.models import Max
from django.utils import translation
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext, pgettext_lazy

from majlis.documents.core.access import set_posted_access
from majlis.documents.core.body_rules import get_or_create_series
from majlis.documents.core.symbols import version_symbol
from majlis.documents.core.words import content_of
from majlis.documents.lifecycle import POSTED, WITHDRAWN
from majlis.documents.models import (
    Category,
    Document,
    DocumentFile,
    DocumentVersion,
    FileOrigin,
    Purpose,
    Series,
    VersionKind,
)
from majlis.documents.numbering.allotment import allot_number
from majlis.documents.posted_documents.paper import file_stem, header
from majlis.documents.printing.lines import Line, blocks_of, text_of
from majlis.events.core.names import meeting_name
from majlis.events.models import Meeting
from majlis.kernel import clock
from majlis.kernel.errors import Fault, InvalidInput, StrOrPromise
from majlis.kernel.files import DOCX, PDF, store_file
from majlis.kernel.json_types import JSON
from majlis.kernel.languages import LANGUAGE_CODES
from majlis.kernel.models import WordingStatus
from majlis.kernel.records import create_record, mark_changed
from majlis.kernel.verbs import Act
from majlis.look.bidi import without_isolates
from majlis.paper import write
from majlis.paper.blocks import Document as Paper
from majlis.paper.errors import PaperError

TITLES: Mapping[str, StrOrPromise] = {
    Category.AGENDA: pgettext_lazy("title of a document", "Agenda"),
    Category.PARTICIPANTS: pgettext_lazy("title of a document", "List of participants"),
}
PURPOSES = {Category.AGENDA: Purpose.ACTION, Category.PARTICIPANTS: Purpose.INFORMATION}
SLUGS = {Category.AGENDA: "agenda", Category.PARTICIPANTS: "participants"}


class Printable(Protocol):
    """What can be printed: the language of the original, all languages, and the lines in each."""

    @property
    def language(self) -> str:
        """The language of the original."""

    @property
    def languages(self) -> Sequence[str]:
        """The languages in which it is printed; the original is one of them."""

    def lines(self, language: str) -> list[Line]:
        """The lines in a language, which is active."""


@dataclass(frozen=True)
class Edition:
    """A printed document in one language: its lines, and what is stored to read, compare and search it."""

    lines: Sequence[Line]
    text: str
    words: str


def edition_of(printable: Printable, title: StrOrPromise, language: str) -> Edition:
    """What is printed in a language."""
    with translation.override(language):
        lines = printable.lines(language)
        content = content_of(text_of(lines, language, str(title)))
    return Edition(lines, content.text, without_isolates(content.words))


def printed_document(meeting: Meeting, category: str) -> Document | None:
    """The document as which a part of the records of a meeting was printed, unless it was withdrawn; one query."""
    documents = Document.objects.filter(
        meeting=meeting, category=category, versions__files__origin=FileOrigin.RECORDS
    ).exclude(state=WITHDRAWN)
    return documents.select_related("record", "series", "meeting__record").order_by("pk").first()


def latest_version(document: Document) -> DocumentVersion:
    """The latest revision of a printed document, else its original."""
    bases = document.versions.filter(
        state=POSTED, kind__in=(VersionKind.ORIGINAL, VersionKind.REVISION)
    )
    return bases.order_by("-number")[0]


def print_edition(
    act: Act, meeting: Meeting, printable: Printable, category: str, series: str
) -> Document:
    """Print a part of the records of a locked meeting: a new document, or a revision of it if it has changed.

    ``series``: the code of the series of a new document. The text in the language of the original decides: where
    only translations have changed, they take the place of the former ones. Without any change nothing is printed,
    and the act says so. Raises InvalidInput for a series that the body does not have.
    """
    document = printed_document(meeting, category)
    language = document.language if document is not None else printable.language
    codes = list(dict.fromkeys([language, *printable.languages]))
    editions = {code: edition_of(printable, TITLES[category], code) for code in codes}
    if document is None:
        document = _create_document(meeting, category, series, language)
        version = DocumentVersion.objects.create(
            document=document, state=POSTED, made_by=act.actor.user, posted_at=clock.now()
        )
        changed = codes
    else:
        document.meeting = meeting
        version = latest_version(document)
        before = dict(version.files.values_list("language", "text"))
        changed = [code for code in codes if editions[code].text != before.get(code)]
        if not changed:
            act.unchanged()
            return document
        if language in changed:
            version = _create_revision(act, document)
            changed = codes
    for code in changed:
        save_printed_file(document, version, code, editions[code], TITLES[category])
    mark_changed(document.record)
    set_posted_access(document)
    new: dict[str, JSON] = {"version": version_symbol(document, version), "languages": changed}
    act.note(document, new=new)
    return document


def _create_document(meeting: Meeting, category: str, code: str, language: str) -> Document:
    """A new document of the secretariat, with its number."""
    series = _series(meeting, code)
    slug = _free_slug(f"{meeting.slug}-{SLUGS[Category(category)]}")
    titles = {}
    for each in LANGUAGE_CODES:
        with translation.override(each):
            titles[each] = str(TITLES[category])
    with translation.override(language):
        source = pgettext("source of a document", "Secretariat")
    now = clock.now()
    record = create_record(
        "document",
        f"documents/{slug}",
        {"title": titles},
        authentic=language,
        access=meeting.record.access,
        circle=meeting.record.circle,
    )
    document = Document(
        record=record,
        meeting=meeting,
        series=series,
        slug=slug,
        category=category,
        purpose=PURPOSES[Category(category)],
        state=POSTED,
        language=language,
        source_words=source,
        accepted_at=now,
        posted_at=now,
    )
    allot_number(document)
    document.save(force_insert=True)
    return document


def _series(meeting: Meeting, code: str) -> Series:
    """The series of a code. Raises InvalidInput where the body has none."""
    for each in get_or_create_series(meeting.body):
        if each.code == code:
            return each
    raise InvalidInput({"series": _("The body does not have this series. Select another one.")})


def _free_slug(slug: str) -> str:
    """A slug that no document has: the agenda of a meeting is printed as a new document after a withdrawal."""
    taken = set(Document.objects.filter(slug__startswith=slug).values_list("slug", flat=True))
    number = 1
    free = slug
    while free in taken:
        number += 1
        free = f"{slug}-{number}"
    return free


def _create_revision(act: Act, document: Document) -> DocumentVersion:
    """The next revision of a document; the number of the document stays."""
    last = document.versions.filter(kind=VersionKind.REVISION).aggregate(last=Max("number"))["last"]
    return DocumentVersion.objects.create(
        document=document,
        kind=VersionKind.REVISION,
        number=(last or 0) + 1,
        state=POSTED,
        made_by=act.actor.user,
        posted_at=clock.now(),
    )


def save_printed_file(
    document: Document,
    version: DocumentVersion,
    language: str,
    edition: Edition,
    title: StrOrPromise,
) -> None:
    """Print a version in a language as Word file and as PDF, and store both."""
    with translation.override(language):
        paper = Paper(
            language=language,
            title=str(title),
            blocks=(header(document, version, language), *blocks_of(edition.lines)),
            running_head=running_head(document, version, language),
        )
    authentic = language == document.language
    DocumentFile.objects.update_or_create(
        version=version,
        language=language,
        defaults={
            "status": WordingStatus.AUTHENTIC if authentic else WordingStatus.TRANSLATED,
            "origin": FileOrigin.RECORDS,
            "file": store_file(io.BytesIO(_printed(write.docx, paper)), allowed=(DOCX,)),
            "pdf": store_file(io.BytesIO(_printed(write.pdf, paper)), allowed=(PDF,)),
            "name": f"{file_stem(document, version, language)}.docx",
            "text": edition.text,
            "words": edition.words,
            "due": None,
            "made_at": clock.now(),
        },
    )


def running_head(document: Document, version: DocumentVersion, language: str) -> str:
    """What stands on top of each page: the symbol, where there is one yet, and the meeting."""
    symbol = version_symbol(document, version)
    name = meeting_name(document.meeting, language).text
    return (f"{symbol} · {name}" if symbol else name)[:120]


def _printed(writer: Callable[[Paper], bytes], paper: Paper) -> bytes:
    """The bytes of a file. Raises Fault, which says what to do, where a sign of the text has no typeface."""
    try:
        return writer(paper)
    except PaperError as error:
        raise Fault(
            _("The document cannot be printed: a title contains a sign that no typeface has."),
            _("Correct the titles, then print again."),
        ) from error
