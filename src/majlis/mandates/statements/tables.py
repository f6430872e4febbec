"""How statements, responses, resources and evaluations are displayed."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal

from django.http import HttpRequest
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from majlis.kernel.actor import Actor
from majlis.kernel.errors import StrOrPromise
from majlis.kernel.verbs import may
from majlis.look import formats, parts
from majlis.mandates.core.display import (
    Context,
    date_text,
    document_link,
    page_language,
    period_text,
    row_links,
    session_name,
    with_language,
)
from majlis.mandates.core.representation import represented_organisations
from majlis.mandates.core.rows import JsonRow
from majlis.mandates.core.table import PROGRESS_DIALS
from majlis.mandates.deliverables.tables import deliverable_card, waits_for_trigger
from majlis.mandates.models import Mandate, Resource, Statement
from majlis.mandates.models.choices import Force, Progress
from majlis.mandates.statements.queries import Implementation, StatementRow, implementation_of


def deliverable_section(implementation: Implementation, mandate: Mandate) -> Context:
    """The context of the deliverables of a mandate."""
    return {
        "mandate": mandate,
        "deliverables": [deliverable_card(each, mandate) for each in implementation.deliverables],
        "occurrences": [
            (
                date_text(each["date"]),
                with_language(each["words"], each["language"]),
                document_link(each),
            )
            for each in implementation.occurrences
        ],
        "invited": mandate.force in (Force.INVITES, Force.ENCOURAGES, Force.COMMITS),
        "trigger": waits_for_trigger(mandate),
    }


def implementation_section(request: HttpRequest, mandate: Mandate) -> Context:
    """The context of ``mandates/detail/implementation.html``; at most five queries for anonymous readers."""
    implementation = implementation_of(request.user, mandate, page_language())
    actor = Actor.of(request)
    may_publish = may(actor, "mandates.publish_statement", mandate)
    is_secretariat = may(actor, "mandates.add_deliverable", mandate)
    organisations = represented_organisations(actor.person)

    def may_edit(row: JsonRow) -> bool:
        is_own = (
            may_publish and row["entity_key"] is not None and row["entity_key"] == mandate.lead_id
        )
        return is_secretariat or is_own or row["organisation_key"] in organisations

    return (
        deliverable_section(implementation, mandate)
        | statement_sections(implementation, mandate, may_edit)
        | {
            "owns": may_publish,
            "office": is_secretariat,
            "responds": may_publish or may(actor, "mandates.publish_response", mandate),
            "evaluates": may_publish or may(actor, "mandates.add_evaluation", mandate),
        }
    )


MayEdit = Callable[[JsonRow], bool]


@dataclass
class StatementCard:
    """A progress statement as a page shows it."""

    it: StatementRow
    url: str
    period: str
    state: SafeString
    text: SafeString | str
    reason: SafeString | str
    evidence: list[SafeString | str]
    reviewed: str
    by: str


def statement_card(statement: StatementRow, mandate: Mandate) -> StatementCard:
    """The display of a row of ``statement_rows``."""
    return StatementCard(
        statement,
        statement.get_absolute_url(),
        period_text(statement.period_from, statement.period_to),
        statement_state(statement),
        _worded_text(statement.said_text),
        _worded_text(statement.said_reason),
        [document_link(each) for each in statement.evidence_],
        review_text(statement),
        statement.by_entity or "",
    )


def statement_title(statement: Statement) -> str:
    """The name of a statement: its number on its mandate."""
    return _("Progress statement %(number)s") % {"number": statement.ordinal}


def statement_state(statement: Statement) -> SafeString:
    """The badge with the progress that a statement reports."""
    state = Progress(statement.state)
    return format_html(
        '<span class="state {}">{}</span>', PROGRESS_DIALS.get(state, "open"), state.label
    )


def _worded_text(wording: JsonRow | None) -> SafeString | str:
    return with_language(wording["text"], wording["language"]) if wording else ""


def review_text(statement: StatementRow) -> str:
    """The meeting that reviewed a statement, and the date; empty if it was not reviewed."""
    session = (
        session_name(statement.reviewed_at, statement.reviewed_entity or "")
        if statement.reviewed_at is not None
        else ""
    )
    date = statement.reviewed_on or (
        statement.reviewed_at.date if statement.reviewed_at is not None else ""
    )
    pieces = [each for each in (session or statement.reviewed_words, date_text(date)) if each]
    return formats.clause_separator(page_language()).join(pieces)


def amount_text(row: JsonRow) -> str:
    """An amount with its currency and year, in the number format of the reader's language."""
    if row["amount"] is None:
        return ""
    value = Decimal(str(row["amount"]))
    places = 0 if value == value.to_integral_value() else 2
    amount = f"{row['currency']} {formats.number(value, page_language(), places)}"
    return formats.clause_separator(page_language()).join(filter(None, [amount, years_text(row)]))


def years_text(row: JsonRow) -> str:
    """The year of a statement on resources, or the first and the last."""
    return period_text(str(row["year"] or ""), str(row["year_to"] or ""))


def resource_table(
    rows: list[JsonRow], mandate: Mandate, edits: bool = False
) -> parts.Table | None:
    """Statements on resources as a table; None if there are none."""
    if not rows:
        return None
    columns = [
        parts.Column(_("Amount or description")),
        parts.Column(_("Kind of statement")),
        parts.Column(_("Kind of funding")),
        parts.Column(pgettext("evidence", "Document")),
    ]
    table_rows: list[parts.TableRow] = []
    for row in rows:
        words = with_language(row["words"], row["language"])
        amount = amount_text(row)
        note = words if amount else ""
        cells: list[parts.Cell | StrOrPromise] = [
            parts.Cell(amount or words, note=note),
            Resource.Kind(row["kind"]).label,
            Resource.Funding(row["funding"]).label,
            document_link(row),
        ]
        if edits:
            cells.append(_resource_links(amount or words, mandate, row["pk"]))
        table_rows.append(cells)
    if edits:
        columns.append(parts.Column(pgettext("column of a table", "Actions")))
    return parts.Table(columns, table_rows, _("Published statements on resources"), headed=True)


def _resource_links(name: str, mandate: Mandate, key: int) -> SafeString:
    """Links to correct and to withdraw a statement on resources."""
    kwargs = {"slug": mandate.slug, "key": key}
    return row_links(
        name,
        parts.Link(pgettext("verb", "correct"), reverse("mandates:change_resource", kwargs=kwargs)),
        parts.Link(
            pgettext("verb", "withdraw"), reverse("mandates:withdraw_resource", kwargs=kwargs)
        ),
    )


@dataclass
class EvaluationCard:
    """An evaluation as a page shows it; ``yearly`` is the address of the annual evaluation."""

    pk: int
    evaluator: str
    evaluated: str
    year: int
    text: SafeString | str
    document: SafeString | str
    yearly: str = ""


def evaluation_card(row: JsonRow) -> EvaluationCard:
    """The display of a row of ``evaluation_rows``."""
    evaluator = row["evaluator"] or row["evaluator_name"]
    text = with_language(row["text"], row["language"])
    yearly = ""
    if row["evaluator_slug"] and not row["own"]:
        yearly = reverse("mandates:annual_evaluation", args=[row["evaluator_slug"], row["year"]])
    return EvaluationCard(
        row["pk"], evaluator, row["evaluated"] or "", row["year"], text, document_link(row), yearly
    )


@dataclass
class ResponseCard:
    """A response as a page shows it; ``pk`` is set where the reader may correct it."""

    who: str
    text: SafeString | str
    document: SafeString | str
    date: str
    pk: int | None = None


def response_cards(rows: list[JsonRow], may_edit: MayEdit | None = None) -> list[ResponseCard]:
    """Responses in the order of publication."""
    return [
        ResponseCard(
            each["organisation"] or each["entity"] or "",
            with_language(each["text"], each["language"]),
            document_link(each),
            date_text(each["date"]),
            each["pk"] if may_edit is not None and may_edit(each) else None,
        )
        for each in rows
    ]


def statement_sections(
    implementation: Implementation, mandate: Mandate, may_edit: MayEdit | None = None
) -> Context:
    """The context of all but the deliverables of a mandate; ``may_edit`` tells which responses the reader may correct."""
    return {
        "statements": [statement_card(each, mandate) for each in implementation.statements],
        "resources": resource_table(implementation.resources, mandate),
        "own": [evaluation_card(each) for each in implementation.evaluations if each["own"]],
        "others": [evaluation_card(each) for each in implementation.evaluations if not each["own"]],
        "responses": response_cards(implementation.responses, may_edit),
    }
