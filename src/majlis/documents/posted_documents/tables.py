"""How documents are shown in lists: cells, columns, names of series, sources and languages."""

from __future__ import annotations

from collections.abc import Iterable

from django.urls import reverse
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import get_language, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from majlis.commons.notices import atom
from majlis.documents.core.body_rules import SERIES_NAMES
from majlis.documents.core.sources import source_names
from majlis.documents.core.symbols import version_symbol
from majlis.documents.models import Category, Consideration, Document, DocumentVersion, Purpose
from majlis.documents.posted_documents.addresses import version_slug, version_url
from majlis.documents.posted_documents.listing import ListedDocument, short_name_of
from majlis.documents.posted_documents.queries import (
    BY_SYMBOL,
    IN_MEETING,
    VersionFiles,
    by_posting,
)
from majlis.events.models import Meeting
from majlis.kernel.languages import LANGUAGES_BY_CODE
from majlis.kernel.models.wording import LocalizedText
from majlis.kernel.templatetags.majlis import said
from majlis.kit.cells import by_title
from majlis.kit.columns import Column
from majlis.look import formats, parts
from majlis.look.templatetags.look import date

OWN_NAMES = {
    code: format_html('<span lang="{}" dir="{}">{}</span>', code, each.direction, each.name)
    for code, each in LANGUAGES_BY_CODE.items()
}
"""The six languages, each by its own name."""
PURPOSES = {
    Purpose.ACTION: pgettext_lazy("purpose of a document", "For action"),
    Purpose.INFORMATION: pgettext_lazy("purpose of a document", "For information"),
}
"""The purposes as they stand beside a symbol."""
LATE = pgettext_lazy("document", "Late")
WITHDRAWN = pgettext_lazy("document", "Withdrawn")


def page_language() -> str:
    """The language of the page."""
    return get_language() or "en"


def shown_symbol(document: Document, current: VersionFiles | None = None) -> str:
    """The symbol of a document with that of its latest revision; empty before it has a number."""
    return version_symbol(document, current.version if current else None)


def symbol_html(symbol: str) -> SafeString:
    """A symbol, which reads from left to right in every language."""
    return format_html('<bdi dir="ltr">{}</bdi>', symbol)


def series_label(code: str) -> str:
    """The name of a series by its code, for lists of several bodies."""
    return str(SERIES_NAMES.get(code, code))


def source_line(document: Document) -> SafeString:
    """From whom a document comes, in a line."""
    return names_html(source_names(document))


def names_html(names: Iterable[LocalizedText]) -> SafeString:
    """Names in a line; that of a person, whose script is not known, is isolated."""
    return joined_html(
        (said(name) if name.language else format_html("<bdi>{}</bdi>", name.text),)
        for name in names
    )


def joined_html(rows: Iterable[tuple[SafeString | str]]) -> SafeString:
    """Pieces of HTML as a list in a line."""
    return format_html_join(formats.list_separator(page_language()), "{}", rows)


def item_label(consideration: Consideration) -> str:
    """The number of an item with the short name of its meeting, which must be loaded with its wordings."""
    item = consideration.item
    return f"{short_name_of(item.meeting).text}, {item.label}"


def short_html(short: LocalizedText) -> SafeString | str:
    """The short name of a meeting: signs in no language, else a name."""
    return said(short) if short.language else symbol_html(short.text)


def meeting_cell(listed: ListedDocument) -> parts.Cell:
    """The meeting of a document in a few signs, with a link to its page."""
    url = f"/{page_language()}/meetings/{listed.meeting.slug}/"
    return parts.Cell(short_html(listed.meeting.short), url)


def listed_items(listed: ListedDocument, meeting: Meeting | None) -> list[str]:
    """The numbers of the items at which a document is considered; with the short name of any other meeting."""
    own = meeting.pk if meeting is not None else None
    return [
        each.label if each.meeting == own else f"{each.short.text}, {each.label}"
        for each in listed.items
    ]


def item_links(listed: ListedDocument, meeting: Meeting | None) -> SafeString:
    """The items at which a document is considered, each with a link."""
    language = page_language()
    own = meeting.pk if meeting is not None else None
    between = formats.clause_separator(language)
    return format_html_join(
        formats.list_separator(language),
        '<a href="/{}/{}/">{}{}{}</a>',
        (
            (language, each.address, "", "", symbol_html(each.label))
            if each.meeting == own
            else (
                language,
                each.address,
                short_html(each.short),
                between,
                symbol_html(each.label),
            )
            for each in listed.items
        ),
    )


def own_names(codes: Iterable[str]) -> SafeString:
    """Languages by their own names, in a line."""
    return joined_html((OWN_NAMES[code],) for code in codes)


def title_notes(listed: ListedDocument) -> SafeString:
    """What is said below the title of a document: its source, its purpose, that it was withdrawn or is late."""
    notes: list[SafeString | str] = [names_html(listed.sources)] if listed.sources else []
    notes.append(str(PURPOSES[Purpose(listed.document.purpose)]))
    marks = ((WITHDRAWN, listed.is_withdrawn), (LATE, listed.document.late))
    notes += [str(words) for words, holds in marks if holds]
    return format_html_join(" · ", "{}", ((note,) for note in notes))


def symbol_cell(listed: ListedDocument) -> parts.Cell:
    """The symbol of a document with that of its latest revision, and a link to its page."""
    return parts.Cell(symbol_html(listed.symbol), listed.document.get_absolute_url())


def title_cell(listed: ListedDocument) -> parts.Cell:
    """The title of a document, with the notes on it below."""
    return parts.Cell(said(listed.title), note=title_notes(listed))


def document_columns(meeting: Meeting | None = None) -> tuple[Column[ListedDocument], ...]:
    """The columns of a list of documents; ``meeting``: that of the list, None for all meetings.

    The list of a meeting shows the items of its agenda, that of all meetings shows the meeting in their place.
    """
    of_meetings: tuple[Column[ListedDocument], ...] = ()
    if meeting is None:
        of_meetings = (
            Column(
                "body",
                pgettext_lazy("intergovernmental body", "Body"),
                value=lambda row: row.meeting.body,
            ),
            Column(
                "meeting",
                pgettext_lazy("of a body", "Meeting"),
                meeting_cell,
                lambda row: row.meeting.slug,
                sort=("meeting__first_day", "meeting"),
            ),
        )
    return (
        Column(
            "symbol",
            pgettext_lazy("text", "Symbol"),
            symbol_cell,
            lambda row: row.symbol,
            sort=BY_SYMBOL if meeting is None else IN_MEETING,
        ),
        Column(
            "title",
            pgettext_lazy("title of a record", "Title"),
            title_cell,
            lambda row: row.title.text,
            sort=by_title,
            meaning=_("in the language of the page, if available"),
        ),
        *of_meetings,
        Column(
            "source",
            pgettext_lazy("of a document", "Source"),
            value=lambda row: [name.text for name in row.sources],
        ),
        Column(
            "series",
            pgettext_lazy("of documents", "Series"),
            value=lambda row: row.document.series_code,  # type: ignore[attr-defined]
            meaning=_("code of the series, empty for the main series"),
        ),
        Column(
            "purpose",
            pgettext_lazy("document", "Purpose"),
            value=lambda row: row.document.purpose,
        ),
        Column(
            "category",
            pgettext_lazy("document", "Category"),
            value=lambda row: row.document.category,
        ),
        Column(
            "items",
            pgettext_lazy("of an agenda", "Items"),
            (lambda row: item_links(row, meeting)) if meeting is not None else None,
            lambda row: listed_items(row, meeting),
        ),
        Column(
            "languages",
            pgettext_lazy("languages of a text", "Languages"),
            lambda row: own_names(row.languages),
            lambda row: " ".join(row.languages),
            meaning=_("language codes of the latest version"),
        ),
        Column(
            "posted",
            pgettext_lazy("document", "Posted"),
            lambda row: date(row.posted_at),
            lambda row: row.posted_at and row.posted_at.date(),
            sort=by_posting,
        ),
        Column(
            "late",
            LATE,
            value=lambda row: row.document.late,
            meaning=_("whether it was received after the deadline"),
        ),
        Column(
            "status",
            pgettext_lazy("status of a record", "Status"),
            value=lambda row: row.document.state,
        ),
    )


def category_name(document: Document) -> str:
    """The category of a document in words."""
    return str(Category(document.category).label)


def feed_entry(listed: ListedDocument) -> atom.Entry:
    """A document in a feed: symbol, title, source and purpose."""
    document, symbol, title = listed.document, listed.symbol, listed.title.text
    posted = document.posted_at or document.record.created_at
    return atom.Entry(
        key=f"/{document.record.address}",
        title=f"{symbol} · {title}" if title else symbol,
        link=document.get_absolute_url(),
        at=posted,
        changed_at=listed.latest.changed_at or posted,
        html=format_html(
            "<p>{}</p><p>{} · {}</p>",
            short_html(listed.meeting.short),
            names_html(listed.sources),
            WITHDRAWN if listed.is_withdrawn else PURPOSES[Purpose(document.purpose)],
        ),
    )


def untranslated_cell(version: DocumentVersion) -> parts.Cell:
    """The symbol and title of a version that is missing in a language, with a link to its page."""
    document = version.document
    return parts.Cell(
        symbol_html(version_symbol(document, version)),
        version_url(document, version),
        said(document.say("title")),
    )


def add_file_cell(version: DocumentVersion) -> parts.Cell:
    """A link to add the language that is missing."""
    url = reverse("documents:add_file", args=[version.document.slug, version_slug(version)])
    return parts.Cell(
        pgettext_lazy("document", "Add file"), f"{url}?language={language_wanted(version)}"
    )


def language_wanted(version: DocumentVersion) -> str:
    """The language that is missing, of a row of the list of missing languages."""
    return str(getattr(version, "into", ""))


UNTRANSLATED_COLUMNS = (
    Column[DocumentVersion](
        "symbol",
        pgettext_lazy("text", "Symbol"),
        untranslated_cell,
        lambda version: version_symbol(version.document, version),
    ),
    Column[DocumentVersion](
        "title",
        pgettext_lazy("title of a record", "Title"),
        value=lambda version: version.document.say("title").text,
    ),
    Column[DocumentVersion](
        "original",
        pgettext_lazy("document", "Original language"),
        lambda version: OWN_NAMES[version.document.language],
        lambda version: version.document.language,
    ),
    Column[DocumentVersion](
        "into",
        pgettext_lazy("translation", "Target language"),
        value=language_wanted,
    ),
    Column[DocumentVersion](
        "posted",
        pgettext_lazy("document", "Posted"),
        lambda version: date(version.posted_at),
        lambda version: version.posted_at and version.posted_at.date(),
    ),
    Column[DocumentVersion](
        "due",
        pgettext_lazy("due date", "Due date"),
        lambda version: date(getattr(version, "due", None)),
        lambda version: getattr(version, "due", None),
    ),
    Column[DocumentVersion]("add", pgettext_lazy("column of a table", "Action"), add_file_cell),
)
