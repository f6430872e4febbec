"""The parts of the page of a document: facts, versions, languages with their files, where it was considered."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.urls import reverse
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import pgettext, pgettext_lazy

from majlis.documents.core.body_rules import named, series_name
from majlis.documents.core.symbols import unposted_kind, version_symbol
from majlis.documents.lifecycle import POSTED
from majlis.documents.models import (
    Consideration,
    Document,
    HeaderValue,
    Purpose,
    Source,
    SourceState,
    VersionKind,
)
from majlis.documents.posted_documents import tables
from majlis.documents.posted_documents.addresses import changes_url, version_slug, version_url
from majlis.documents.posted_documents.changes import base_of, common_files
from majlis.documents.posted_documents.files import file_links
from majlis.documents.posted_documents.queries import VersionFiles
from majlis.events.core.names import meeting_name
from majlis.events.models import Outcome
from majlis.kernel.models.wording import LocalizedText
from majlis.kernel.templatetags.majlis import said
from majlis.kit import trails
from majlis.look import formats, parts
from majlis.look.languages import name_of
from majlis.look.templatetags.look import WORDINGS, date, state, symbol

VERSION_KINDS = {
    VersionKind.ORIGINAL: pgettext_lazy("version of a document, in a list", "Original"),
    VersionKind.REVISION: pgettext_lazy("version of a document, in a list", "Revision"),
    VersionKind.ADDENDUM: pgettext_lazy("version of a document, in a list", "Addendum"),
    VersionKind.CORRIGENDUM: pgettext_lazy("version of a document, in a list", "Corrigendum"),
}
OUTCOME_PHASES = {
    Outcome.PENDING: "wait",
    Outcome.CONSIDERED: "met",
    Outcome.NOTED: "met",
    Outcome.AGREED: "met",
    Outcome.AGREED_WITH_STATEMENTS: "met",
    Outcome.NOT_AGREED: "ended",
    Outcome.CARRIED_OVER: "going",
}
"""The kind of the badge of each outcome."""
PRIVATE_FIELDS = ("contact",)
"""Keys of header fields that may name a person, so they are shown only to those who prepare the document."""


def document_trail(document: Document) -> list[parts.Link]:
    """The breadcrumbs of a document: those of its meeting, the documents of this, the document."""
    meeting = document.meeting
    documents = reverse("documents:meeting_documents", args=[meeting.slug])
    own = trails.link_to(document)
    return [
        *trails.trail_to(meeting),
        parts.Link(pgettext("page", "Documents"), documents),
        parts.Link(document.symbol or own.label, own.url),
    ]


def document_facts(
    document: Document, values: Sequence[HeaderValue], *, prepares: bool
) -> list[parts.Fact]:
    """The header of a document; ``prepares``: with what is for those who prepare it, such as the contact."""
    language = tables.page_language()
    facts = [
        parts.Fact(
            pgettext("of a body", "Meeting"),
            said(meeting_name(document.meeting)),
            document.meeting.get_absolute_url(),
        ),
        parts.Fact(
            pgettext("of a document", "Source"),
            tables.source_line(document),
        ),
        parts.Fact(pgettext("document", "Purpose"), tables.PURPOSES[Purpose(document.purpose)]),
        parts.Fact(pgettext("of documents", "Series"), series_name(document.series, language)),
        parts.Fact(pgettext("document", "Category"), tables.category_name(document)),
    ]
    required = document.say("action_required")
    if required.text:
        facts.insert(3, parts.Fact(pgettext("document", "Action required"), said(required)))
    facts.append(
        parts.Fact(pgettext("document", "Original language"), tables.OWN_NAMES[document.language])
    )
    if document.posted_at:
        facts.append(
            parts.Fact(
                pgettext("document", "Posted"),
                date(document.posted_at),
                note=late_note(document),
            )
        )
    elif document.late:
        facts.append(parts.Fact(tables.LATE, late_note(document)))
    for each in values:
        if each.field.key in PRIVATE_FIELDS and not prepares:
            continue
        name = said(named(each.field.names, language))
        text = said(LocalizedText(each.text, document.language, ""))
        facts.append(parts.Fact(name or each.field.key, text))
    if prepares and document.submitted_by is not None:
        facts.append(
            parts.Fact(
                pgettext("of a document", "Contact"),
                str(document.submitted_by),
                note=pgettext("document", "not public"),
            )
        )
    return facts


def late_note(document: Document) -> str:
    """That a document came after the deadline, with the reason; empty for one in time."""
    if not document.late:
        return ""
    words = _("received after the deadline")
    if not document.late_reason:
        return words
    return f"{words}{formats.colon(tables.page_language())}{document.late_reason}"


# Versions.


@dataclass(frozen=True)
class VersionLine:
    """A version in the list of versions; ``unposted``: what it is while it has no number of its own."""

    symbol: str
    url: str
    kind: str
    unposted: str
    posted: str
    note: SafeString | str
    languages: SafeString
    changes: str
    is_shown: bool


def version_lines(
    document: Document, versions: Sequence[VersionFiles], shown: VersionFiles | None
) -> list[VersionLine]:
    """The versions, the latest first; a revision has a link to what it changed, where that can be compared."""
    lines = []
    for each in versions:
        version = each.version
        base = base_of(versions, each)
        number = f" {version.number}" if version.number else ""
        state_note = "" if version.state == POSTED else str(version.get_state_display())
        lines.append(
            VersionLine(
                symbol=version_symbol(document, version),
                url=version_url(document, version),
                kind=f"{VERSION_KINDS[VersionKind(version.kind)]}{number}",
                unposted=unposted_kind(version),
                posted=date(version.posted_at) or state_note,
                note=said(LocalizedText(version.note, version.note_language, "")),
                languages=tables.own_names(each.languages),
                changes=changes_url(document, version)
                if base is not None and common_files(base, each)
                else "",
                is_shown=shown is not None and shown.version.pk == version.pk,
            )
        )
    return lines[::-1]


def version_words(line: VersionLine) -> SafeString | str:
    """What names a version in the list: `WG-AB-5/2(Rev.1)`, or `WG-AB-5/2, addendum` before it is posted."""
    if not line.symbol:
        return line.kind
    symbol = tables.symbol_html(line.symbol)
    if not line.unposted:
        return symbol
    between = formats.clause_separator(tables.page_language())
    return format_html("{}{}{}", symbol, between, line.unposted)


def versions_table(lines: Sequence[VersionLine]) -> parts.Table:
    """The versions as a table."""
    rows = [
        [
            parts.Cell(
                version_words(line),
                "" if line.is_shown else line.url,
                line.kind if line.symbol else "",
            ),
            line.posted,
            line.note,
            line.languages,
            parts.Cell(pgettext("changes between versions", "Changes"), line.changes)
            if line.changes
            else "",
        ]
        for line in lines
    ]
    columns = [
        parts.Column(pgettext("version of a text", "Version")),
        parts.Column(pgettext("document", "Posted")),
        parts.Column(pgettext("version of a document", "What changed")),
        parts.Column(pgettext("languages of a text", "Languages")),
        parts.Column(pgettext("of a version", "Comparison")),
    ]
    return parts.Table(columns, rows, pgettext("of a document", "Versions"), headed=True)


# Languages.


def languages_table(
    document: Document, shown: VersionFiles, read: str, *, may_remove: bool
) -> parts.Table:
    """The languages of a version: by their own names, with their files; when those that are missing are expected.

    ``read``: the language that the page shows.
    """
    rows: list[list[parts.Cell | str]] = []
    for file in shown.files:
        links = file_links(document, file)
        about = file_words(document, shown, file.language)
        url = "" if file.language == read else f"?in={file.language}#text"
        row: list[parts.Cell | str] = [
            parts.Cell(tables.OWN_NAMES[file.language], url),
            str(WORDINGS[file.status]),
            html_links(links, about) if links else pgettext("document", "in preparation"),
        ]
        if may_remove:
            remove = reverse("documents:remove_file", args=[document.slug, file.pk])
            row.append(html_links([parts.Link(pgettext("document", "Remove file"), remove)], about))
        rows.append(row)
    for code in shown.missing_languages:
        due = shown.due_date(code)
        words = due_words(due) if due else _("not available yet")
        rows.append([tables.OWN_NAMES[code], words, "", *([""] if may_remove else [])])
    columns = [
        parts.Column(pgettext("language", "Language")),
        parts.Column(pgettext("status of a record", "Status")),
        parts.Column(pgettext("of a document", "Files")),
    ]
    if may_remove:
        columns.append(parts.Column(pgettext("column of a table", "Action")))
    return parts.Table(columns, rows, _("Languages and files"), headed=True)


def due_words(due: object) -> str:
    """The date by which a language is expected, in words."""
    return format_html(pgettext("document", "due {date}"), date=date(due))  # type: ignore[arg-type]


def file_words(document: Document, shown: VersionFiles, language: str) -> SafeString:
    """What a link to a file is about, for those who hear it: the symbol, or the title, and the language."""
    symbol = version_symbol(document, shown.version)
    between = formats.clause_separator(tables.page_language())
    name = tables.symbol_html(symbol) if symbol else said(document.say("title"))
    return format_html("{}{}{}", name, between, name_of(language))


def html_links(links: Sequence[parts.Link], about: SafeString | str = "") -> SafeString:
    """Links in a line; ``about``: what each is about, for those who hear it."""
    heard = format_html('<span class="vh"> {}</span>', about) if about else ""
    return format_html_join(
        " · ",
        '<a href="{}"><bdi>{}</bdi>{}</a>',
        ((each.url, each.label, heard) for each in links),
    )


# Where it was considered.


def considerations_table(
    rows: Sequence[Consideration], deciding: set[int], decisions: Mapping[int, parts.Link]
) -> parts.Table:
    """Where a document is considered and what came of it.

    ``deciding``: rows whose outcome the reader may record. ``decisions``: by row, a link to record what the body
    decided on a report.
    """
    has_links = bool(deciding or decisions)
    lines: list[list[parts.Cell | str]] = []
    for each in rows:
        line: list[parts.Cell | str] = [
            parts.Cell(said(meeting_name(each.item.meeting)), each.item.meeting.get_absolute_url()),
            parts.Cell(
                format_html("{} {}", symbol(each.item.label), said(each.item.say("title"))),
                each.item.get_absolute_url(),
            ),
            parts.Cell(
                outcome_badge(each),
                note=said(LocalizedText(each.note, each.note_language, "")),
            ),
        ]
        if has_links:
            own = [decisions[each.pk]] if each.pk in decisions else []
            links = [
                *own,
                parts.Link(
                    pgettext("document", "Record outcome"),
                    reverse("documents:set_outcome", args=[each.pk]),
                ),
                parts.Link(
                    _("Remove from item"), reverse("documents:remove_consideration", args=[each.pk])
                ),
            ]
            about = format_html(
                "{}{}{}",
                said(meeting_name(each.item.meeting)),
                formats.clause_separator(tables.page_language()),
                symbol(each.item.label),
            )
            line.append(html_links(links if each.pk in deciding else own, about))
        lines.append(line)
    columns = [
        parts.Column(pgettext("of a body", "Meeting")),
        parts.Column(pgettext("of an agenda", "Item")),
        parts.Column(pgettext("of a document at an item", "Outcome")),
    ]
    if has_links:
        columns.append(parts.Column(pgettext("column of a table", "Action")))
    return parts.Table(columns, lines, _("Where it was considered"), headed=True)


def outcome_badge(consideration: Consideration) -> str:
    """What came of a document at an item, as a badge."""
    outcome = Outcome(consideration.outcome)
    return state(OUTCOME_PHASES[outcome], capfirst(str(outcome.label)))


def signatures_table(
    sources: Sequence[Source], links: Mapping[int, Sequence[parts.Link]]
) -> parts.Table:
    """The organizations that are asked to co-sign, with their answers; ``links``: what the reader may do, by source."""
    rows = [
        [
            said(each.organisation.say("title")),
            capfirst(str(each.get_state_display())),
            html_links(links[each.pk], said(each.organisation.say("title")))
            if links.get(each.pk)
            else waiting_words(each),
        ]
        for each in sources
    ]
    columns = [
        parts.Column(pgettext("organization", "Organization")),
        parts.Column(pgettext("status of a record", "Status")),
        parts.Column(pgettext("column of a table", "Action")),
    ]
    return parts.Table(columns, rows, pgettext("document", "Co-signatures"), headed=True)


def waiting_words(source: Source) -> str:
    """Who answers a request for a co-signature, for a reader who may not."""
    if source.state != SourceState.ASKED:
        return ""
    return _("The focal point of the organization answers.")


def version_names(versions: Sequence[VersionFiles]) -> dict[str, VersionFiles]:
    """Versions by what names them in addresses."""
    return {version_slug(each.version): each for each in versions}
