"""Documents on the page of a meeting: those under each item of its agenda, and a section that counts them."""

from __future__ import annotations

import datetime
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.http import HttpRequest
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from majlis.documents.core.body_rules import named, rules_of
from majlis.documents.core.symbols import SymbolForms, version_symbol
from majlis.documents.lifecycle import POSTED
from majlis.documents.models import Consideration, Purpose, VersionKind
from majlis.documents.posted_documents import queries, tables
from majlis.documents.posted_documents.addresses import changes_url, version_url
from majlis.documents.posted_documents.changes import base_of
from majlis.documents.posted_documents.page_parts import outcome_badge
from majlis.documents.posted_documents.queries import AgendaDocument, VersionFiles
from majlis.events.models import AgendaItem, Meeting
from majlis.kernel.actor import Actor
from majlis.kernel.languages import LANGUAGES_BY_CODE
from majlis.kernel.templatetags.majlis import said
from majlis.kernel.verbs import may
from majlis.look import formats, parts

TEMPLATE = "documents/posted_documents/item_documents.html"
SECTION = "documents/posted_documents/meeting_section.html"


@dataclass(frozen=True)
class LanguageLink:
    """A language by its own name, with the page of the document in it."""

    code: str
    name: str
    url: str


@dataclass(frozen=True)
class ItemDocument:
    """A document under an item, as the template draws it."""

    symbol: str
    url: str
    purpose: str
    title: SafeString | str
    also: Sequence[parts.Link] = ()
    languages: Sequence[LanguageLink] = ()
    due: Sequence[str] = field(default=())
    state: str = ""
    outcome: str = ""
    outcome_url: str = ""


def documents_of_items(request: HttpRequest, meeting: Meeting) -> Mapping[int, SafeString]:
    """The documents under each item of a meeting, by the key of the item; four queries for all items, or six."""
    by_item: dict[int, list[Consideration]] = {}
    considerations = list(queries.considerations_at(request.user, meeting))
    for each in considerations:
        by_item.setdefault(each.item_id, []).append(each)
    if not by_item:
        return {}
    details = {each.document.pk: each for each in queries.load_versions(considerations)}
    decides = may(
        Actor.of(request), "documents.set_consideration_outcome", AgendaItem(meeting=meeting)
    )
    return {
        item: render_to_string(
            TEMPLATE,
            {
                "documents": [
                    item_document(details[each.document_id], each, decides=decides) for each in rows
                ]
            },
            request,
        )
        for item, rows in by_item.items()
    }


def item_document(
    listed: AgendaDocument, consideration: Consideration, *, decides: bool
) -> ItemDocument:
    """A document under an item; ``decides``: with a link to record what came of it."""
    document, current = listed.document, listed.current
    url = document.get_absolute_url()
    state = "" if document.state == POSTED else str(document.get_state_display())
    return ItemDocument(
        symbol=tables.shown_symbol(document, current),
        url=url,
        purpose=str(tables.PURPOSES[Purpose(document.purpose)]),
        title=said(document.say("title")),
        also=[each for each in also_links(listed, current) if each.label],
        languages=[
            LanguageLink(code, LANGUAGES_BY_CODE[code].name, f"{url}?in={code}#text")
            for code in listed.languages
        ],
        due=due_lines(current) if current and not listed.is_withdrawn else (),
        state=state,
        outcome=outcome_badge(consideration) if consideration.outcome else "",
        outcome_url=reverse("documents:set_outcome", args=[consideration.pk]) if decides else "",
    )


def also_links(listed: AgendaDocument, current: VersionFiles | None) -> list[parts.Link]:
    """What stands below the title: the source, the revision, that it is late, its addenda and corrigenda."""
    document, language = listed.document, tables.page_language()
    found = [parts.Link(tables.source_line(document))]
    if document.late:
        found.append(parts.Link(_("received after the deadline")))
    if current is not None and current.version.kind == VersionKind.REVISION:
        version = current.version
        words = pgettext("version of a document", "revision %(number)s") % {
            "number": formats.number(version.number, language)
        }
        if version.posted_at:
            words = _("%(revision)s of %(date)s") % {
                "revision": words,
                "date": formats.date(version.posted_at.date(), language),
            }
        found.append(parts.Link(words))
        if base_of(listed.versions, current) is not None and not listed.is_withdrawn:
            found.append(
                parts.Link(pgettext("button", "Compare versions"), changes_url(document, version))
            )
    forms = SymbolForms.of(rules_of(document.meeting.body))
    for each in listed.versions:
        if each.is_base or listed.is_withdrawn:
            continue
        version = each.version
        suffix = forms.suffix(version.kind, version.number)
        label = suffix or version_symbol(document, version)
        found.append(parts.Link(tables.symbol_html(label), version_url(document, version)))
    return found


def due_lines(current: VersionFiles) -> list[str]:
    """When the languages that are missing are expected, in words: `4 languages due 25 February 2027`."""
    counts: Counter[datetime.date] = Counter()
    for code in current.missing_languages:
        if due := current.due_date(code):
            counts[due] += 1
    language = tables.page_language()
    return [
        ngettext("%(n)s language due %(date)s", "%(n)s languages due %(date)s", number)
        % {"n": formats.number(number, language), "date": formats.date(due, language)}
        for due, number in sorted(counts.items())
    ]


@dataclass(frozen=True)
class SeriesLine:
    """A series in the section: its name, how many documents, the list of these."""

    name: SafeString | str
    number: int
    url: str


def meeting_documents(request: HttpRequest, meeting: Meeting) -> Mapping[str, Any] | None:
    """The section of documents; None for a meeting without documents, except for its officers."""
    language = tables.page_language()
    officer = may(Actor.of(request), "documents.add_consideration", AgendaItem(meeting=meeting))
    url = reverse("documents:meeting_documents", args=[meeting.slug])
    lines = [
        SeriesLine(
            said(named(names, language)) or tables.series_label(code),
            number,
            f"{url}?series={code or queries.MAIN_SERIES}",
        )
        for code, names, number in queries.series_counts(request.user, meeting)
    ]
    if not lines and not officer:
        return None
    unplaced = queries.unplaced_documents(request.user, meeting) if officer else []
    return {
        "total": sum(line.number for line in lines),
        "series": lines,
        "url": url,
        "all_url": reverse("documents:documents"),
        "place_url": reverse("documents:place_at_item", args=[meeting.slug]) if officer else "",
        "unplaced": [
            parts.Cell(
                tables.symbol_html(each.symbol),
                reverse("documents:place_document", args=[each.slug]),
                said(each.say("title")),
            )
            for each in unplaced
        ],
    }
