"""What was said of a mandate, as pages show it: statements, responses, published resources, evaluations."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from majlis.look import formats, parts
from majlis.mandates.kinds import Progress
from majlis.mandates.models import Mandate, Resource, Statement
from majlis.mandates.queries.answers import Came, Row
from majlis.mandates.show.answers import DIALS, day, document, here, in_its_language, named

Mine = Callable[[Row], bool]


@dataclass
class Said:
    """A progress statement as a page shows it."""

    it: Any
    url: str
    period: str
    state: SafeString
    text: SafeString | str
    reason: SafeString | str
    evidence: list[SafeString | str]
    reviewed: str
    by: str


def statement(it: Any, mandate: Mandate) -> Said:
    """A statement that was read with its rows."""
    return Said(
        it,
        it.get_absolute_url(),
        period(it.period_from, it.period_to),
        state_of_statement(it),
        _worded(it.said_text),
        _worded(it.said_reason),
        [document(each) for each in it.evidence_],
        reviewed(it),
        it.by_actor or "",
    )


def state_of_statement(it: Statement) -> SafeString:
    """How its author says that it stands, drawn."""
    state = Progress(it.state)
    return format_html('<span class="state {}">{}</span>', DIALS.get(state, "open"), state.label)


def _worded(found: Row | None) -> SafeString | str:
    return in_its_language(found["text"], found["language"]) if found else ""


def period(since: str, until: str) -> str:
    """From when to when: one date where both are the same."""
    if since and until and since != until:
        return _("%(since)s to %(until)s") % {"since": day(since), "until": day(until)}
    return day(since or until)


def reviewed(it: Any) -> str:
    """At which meeting it was reviewed, or on which date; nothing where it was not."""
    at = named(it.reviewed_at, it.reviewed_actor or "") if it.reviewed_at is not None else ""
    known = it.reviewed_on or (it.reviewed_at.date if it.reviewed_at is not None else "")
    pieces = [each for each in (at or it.reviewed_words, day(known)) if each]
    return formats.list_separator(here()).join(pieces)


def amount(row: Row) -> str:
    """An amount with its currency and year, as the reader's language writes numbers."""
    if row["amount"] is None:
        return ""
    value = Decimal(str(row["amount"]))
    places = 0 if value == value.to_integral_value() else 2
    said = f"{row['currency']} {formats.number(value, here(), places)}"
    return formats.list_separator(here()).join(filter(None, [said, years(row)]))


def years(row: Row) -> str:
    """The year of a statement on resources, or the first and the last."""
    return period(str(row["year"] or ""), str(row["year_to"] or ""))


def resources(rows: list[Row], mandate: Mandate, edits: bool = False) -> parts.Table | None:
    """Statements on resources as a table; nothing where no figure was published."""
    if not rows:
        return None
    columns = [
        parts.Column(_("What the document says")),
        parts.Column(_("Kind of statement")),
        parts.Column(_("Kind of funding")),
        parts.Column(pgettext("evidence", "Document")),
    ]
    made = []
    for row in rows:
        words = in_its_language(row["words"], row["language"])
        said = amount(row)
        note: Any = words if said else ""
        cells = [
            parts.Cell(said or words, note=note),
            Resource.Sort(row["sort"]).label,
            Resource.Funding(row["funding"]).label,
            document(row),
        ]
        if edits:
            cells.append(parts.Cell(pgettext("verb", "correct"), f"?of={row['pk']}"))
        made.append(cells)
    if edits:
        columns.append(parts.Column(_("To do")))
    return parts.Table(columns, made, _("Published statements on resources"), headed=True)


@dataclass
class Judged:
    """An evaluation as a page shows it."""

    pk: int
    by: str
    of: str
    year: int
    text: SafeString | str
    document: SafeString | str
    yearly: str = ""


def evaluation(row: Row) -> Judged:
    """An evaluation of the database's JSON."""
    by = row["by"] or row["by_words"]
    text = in_its_language(row["text"], row["language"])
    yearly = ""
    if row["by_slug"] and not row["own"]:
        yearly = reverse("mandates:yearly", args=[row["by_slug"], row["year"]])
    return Judged(row["pk"], by, row["of"] or "", row["year"], text, document(row), yearly)


@dataclass
class Responded:
    """A response as a page shows it; ``edit_comment``: where the reader corrects it, if they may."""

    who: str
    text: SafeString | str
    document: SafeString | str
    date: str
    edit: str = ""


def responses(rows: list[Row], mandate: Mandate, mine: Mine | None = None) -> list[Responded]:
    """Responses in the order in which they came."""
    url = f"{reverse('mandates:say', args=[mandate.slug])}?do=respond&of="
    return [
        Responded(
            each["organisation"] or each["actor"] or "",
            in_its_language(each["text"], each["language"]),
            document(each),
            day(each["date"]),
            f"{url}{each['pk']}" if mine is not None and mine(each) else "",
        )
        for each in rows
    ]


def more(found: Came, mandate: Mandate, mine: Mine | None = None) -> dict[str, Any]:
    """What a page says of a mandate besides its deliverables; ``personal_feed``: which responses the reader corrects."""
    return {
        "statements": [statement(each, mandate) for each in found.statements],
        "resources": resources(found.resources, mandate),
        "own": [evaluation(each) for each in found.evaluations if each["own"]],
        "others": [evaluation(each) for each in found.evaluations if not each["own"]],
        "responses": responses(found.responses, mandate, mine),
    }
