"""How statements, responses, resources and evaluations are displayed."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from majlis.kernel.actor import Actor as Doer
from majlis.kernel.verbs import may
from majlis.look import formats, parts
from majlis.mandates.core.display import (
    date_text,
    document_link,
    page_language,
    period_text,
    session_name,
    with_language,
)
from majlis.mandates.core.representation import represented_organisations
from majlis.mandates.core.rows import JsonRow
from majlis.mandates.deliverables.tables import PROGRESS_DIALS, deliverable_card
from majlis.mandates.models import Mandate, Resource, Statement
from majlis.mandates.models.choices import Force, Progress
from majlis.mandates.statements.queries import Implementation, implementation_of


def deliverable_section(found: Implementation, mandate: Mandate) -> dict[str, Any]:
    """What the section "What came of it" shows of a mandate."""
    return {
        "mandate": mandate,
        "deliverables": [deliverable_card(each, mandate) for each in found.deliverables],
        "occurrences": [
            (
                date_text(each["date"]),
                with_language(each["words"], each["language"]),
                document_link(each),
            )
            for each in found.occurrences
        ],
        "invited": mandate.force in (Force.INVITES, Force.ENCOURAGES),
        "trigger": bool(mandate.source is not None and mandate.source.trigger),
    }


def implementation_section(request: HttpRequest, mandate: Mandate) -> dict[str, Any]:
    """What the template ``mandates/answers.html`` shows of a mandate, in five queries at most for who is not signed in."""
    found = implementation_of(request.user, mandate, page_language())
    doer = Doer.of(request)
    owns = may(doer, "mandates.publish_statement", mandate)
    office = may(doer, "mandates.add_deliverable", mandate)
    spoken = represented_organisations(doer.person)

    def mine(row: JsonRow) -> bool:
        own = owns and row["entity_key"] is not None and row["entity_key"] == mandate.lead_id
        return office or own or row["organisation_key"] in spoken

    return (
        deliverable_section(found, mandate)
        | statement_sections(found, mandate, mine)
        | {
            "owns": owns,
            "office": office,
            "responds": owns or may(doer, "mandates.publish_response", mandate),
            "evaluates": owns or may(doer, "mandates.add_evaluation", mandate),
        }
    )


MayEdit = Callable[[JsonRow], bool]


@dataclass
class StatementCard:
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


def statement_card(it: Any, mandate: Mandate) -> StatementCard:
    """A statement that was read with its rows."""
    return StatementCard(
        it,
        it.get_absolute_url(),
        period_text(it.period_from, it.period_to),
        statement_state(it),
        _worded_text(it.said_text),
        _worded_text(it.said_reason),
        [document_link(each) for each in it.evidence_],
        review_text(it),
        it.by_entity or "",
    )


def statement_state(it: Statement) -> SafeString:
    """How its author says that it stands, drawn."""
    state = Progress(it.state)
    return format_html(
        '<span class="state {}">{}</span>', PROGRESS_DIALS.get(state, "open"), state.label
    )


def _worded_text(found: JsonRow | None) -> SafeString | str:
    return with_language(found["text"], found["language"]) if found else ""


def review_text(it: Any) -> str:
    """At which meeting it was reviewed, or on which date; nothing where it was not."""
    at = (
        session_name(it.reviewed_at, it.reviewed_entity or "") if it.reviewed_at is not None else ""
    )
    known = it.reviewed_on or (it.reviewed_at.date if it.reviewed_at is not None else "")
    pieces = [each for each in (at or it.reviewed_words, date_text(known)) if each]
    return formats.list_separator(page_language()).join(pieces)


def amount_text(row: JsonRow) -> str:
    """An amount with its currency and year, as the reader's language writes numbers."""
    if row["amount"] is None:
        return ""
    value = Decimal(str(row["amount"]))
    places = 0 if value == value.to_integral_value() else 2
    said = f"{row['currency']} {formats.number(value, page_language(), places)}"
    return formats.list_separator(page_language()).join(filter(None, [said, years_text(row)]))


def years_text(row: JsonRow) -> str:
    """The year of a statement on resources, or the first and the last."""
    return period_text(str(row["year"] or ""), str(row["year_to"] or ""))


def resource_table(
    rows: list[JsonRow], mandate: Mandate, edits: bool = False
) -> parts.Table | None:
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
        words = with_language(row["words"], row["language"])
        said = amount_text(row)
        note: Any = words if said else ""
        cells = [
            parts.Cell(said or words, note=note),
            Resource.Kind(row["kind"]).label,
            Resource.Funding(row["funding"]).label,
            document_link(row),
        ]
        if edits:
            cells.append(parts.Cell(pgettext("verb", "correct"), f"?of={row['pk']}"))
        made.append(cells)
    if edits:
        columns.append(parts.Column(_("To do")))
    return parts.Table(columns, made, _("Published statements on resources"), headed=True)


@dataclass
class EvaluationCard:
    """An evaluation as a page shows it."""

    pk: int
    by: str
    of: str
    year: int
    text: SafeString | str
    document: SafeString | str
    yearly: str = ""


def evaluation_card(row: JsonRow) -> EvaluationCard:
    """An evaluation of the database's JSON."""
    by = row["by"] or row["evaluator_name"]
    text = with_language(row["text"], row["language"])
    yearly = ""
    if row["by_slug"] and not row["own"]:
        yearly = reverse("mandates:annual_evaluation", args=[row["by_slug"], row["year"]])
    return EvaluationCard(
        row["pk"], by, row["of"] or "", row["year"], text, document_link(row), yearly
    )


@dataclass
class ResponseCard:
    """A response as a page shows it; ``edit_comment``: where the reader corrects it, if they may."""

    who: str
    text: SafeString | str
    document: SafeString | str
    date: str
    edit: str = ""


def response_cards(
    rows: list[JsonRow], mandate: Mandate, mine: MayEdit | None = None
) -> list[ResponseCard]:
    """Responses in the order in which they came."""
    url = f"{reverse('mandates:add_statement', args=[mandate.slug])}?do=respond&of="
    return [
        ResponseCard(
            each["organisation"] or each["entity"] or "",
            with_language(each["text"], each["language"]),
            document_link(each),
            date_text(each["date"]),
            f"{url}{each['pk']}" if mine is not None and mine(each) else "",
        )
        for each in rows
    ]


def statement_sections(
    found: Implementation, mandate: Mandate, mine: MayEdit | None = None
) -> dict[str, Any]:
    """What a page says of a mandate besides its deliverables; ``personal_feed``: which responses the reader corrects."""
    return {
        "statements": [statement_card(each, mandate) for each in found.statements],
        "resources": resource_table(found.resources, mandate),
        "own": [evaluation_card(each) for each in found.evaluations if each["own"]],
        "others": [evaluation_card(each) for each in found.evaluations if not each["own"]],
        "responses": response_cards(found.responses, mandate, mine),
    }
