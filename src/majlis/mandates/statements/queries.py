"""Queries of statements, responses, resources and evaluations, and of the whole implementation of a mandate."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import batched
from typing import TYPE_CHECKING, TypedDict

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import Case, F, OuterRef, QuerySet, Subquery, Value, When
from django.db.models.functions import JSONObject

from majlis.kernel.compiled_query import compiled_query
from majlis.kernel.models import Reader, Wording
from majlis.kernel.models.wording import WordingStatus
from majlis.mandates.core.rows import JsonRow, document_json, entity_title
from majlis.mandates.deliverables.queries import DeliverableRow, deliverable_rows, occurrence_rows
from majlis.mandates.models import (
    Entity,
    Evaluation,
    Evidence,
    Mandate,
    Resource,
    Response,
    Statement,
)

if TYPE_CHECKING:
    from django_stubs_ext import WithAnnotations


@dataclass
class Implementation:
    """The implementation of one mandate.

    The rows of all but deliverables and statements are dicts from the JSON of the database.
    """

    deliverables: list[DeliverableRow] = field(default_factory=list)
    statements: list[StatementRow] = field(default_factory=list)
    resources: list[JsonRow] = field(default_factory=list)
    evaluations: list[JsonRow] = field(default_factory=list)
    responses: list[JsonRow] = field(default_factory=list)
    occurrences: list[JsonRow] = field(default_factory=list)


def implementation_of(user: Reader, mandate: Mandate, language: str) -> Implementation:
    """The implementation of a mandate, as far as the user may see it."""
    (row,) = _other_rows(user, mandate=mandate.pk, language=language)
    return Implementation(
        _deliverable_rows(user, mandate=mandate.pk, language=language),
        _statement_rows(user, mandate=mandate.pk, language=language),
        row.resources_,
        row.evaluations_,
        row.responses_,
        row.occurrences_,
    )


@compiled_query
def _deliverable_rows(user: Reader, mandate: int, language: str) -> QuerySet[DeliverableRow]:
    return deliverable_rows(user, Mandate(pk=mandate), language)


@compiled_query
def _statement_rows(user: Reader, mandate: int, language: str) -> QuerySet[StatementRow]:
    return statement_rows(user, Mandate(pk=mandate), language)


@compiled_query
def _other_rows(
    user: Reader, mandate: int, language: str
) -> QuerySet[WithAnnotations[Mandate, OtherRows]]:
    return _with_other_rows(user, Mandate.objects.filter(pk=mandate), language)


class OtherRows(TypedDict):
    """What was recorded on a mandate beside deliverables and statements."""

    resources_: list[JsonRow]
    evaluations_: list[JsonRow]
    responses_: list[JsonRow]
    occurrences_: list[JsonRow]


def _with_other_rows(
    user: Reader, mandates: QuerySet[Mandate], language: str
) -> QuerySet[WithAnnotations[Mandate, OtherRows]]:
    return mandates.annotate(
        resources_=resource_rows(user, language),
        evaluations_=evaluation_rows(user, language, mandate=OuterRef("pk")),
        responses_=response_rows(user, language),
        occurrences_=occurrence_rows(user, language),
    )


class StatementData(TypedDict):
    """The annotations of ``statement_rows``."""

    said_text: JsonRow | None
    said_reason: JsonRow | None
    evidence_: list[JsonRow]
    by_entity: str | None
    reviewed_entity: str | None


type StatementRow = WithAnnotations[Statement, StatementData]


def statement_rows(user: Reader, mandate: Mandate | None, language: str) -> QuerySet[StatementRow]:
    """The current statements on a mandate (on all for None) with their evidence, the latest first, in one query."""
    reader_language_first = Case(When(language=language, then=Value(0)), default=Value(1))
    wordings = Wording.objects.filter(record=OuterRef("pk")).exclude(text="")
    texts = wordings.order_by(reader_language_first, "status", "language").values(
        json=JSONObject(text=F("text"), language=F("language"))
    )
    original = Wording.objects.filter(record=OuterRef("statement"), status=WordingStatus.AUTHENTIC)
    evidence = Evidence.objects.filter(statement=OuterRef("pk")).values(
        json=JSONObject(
            link=F("link"),
            title=F("title"),
            language=Subquery(original.values("language")[:1]),
            **document_json(user, language),
        )
    )
    rows: QuerySet[StatementRow] = (
        Statement.objects.visible_to(user)
        .filter(withdrawn_at=None, **({"mandate": mandate} if mandate is not None else {}))
        .select_related("record", "reviewed_at")
        .annotate(
            said_text=Subquery(texts.filter(field="text")[:1]),
            said_reason=Subquery(texts.filter(field="reason")[:1]),
            evidence_=ArraySubquery(evidence),
            by_entity=entity_title("entity", language),
            reviewed_entity=entity_title("reviewed_at__entity", language),
        )
        .order_by("-ordinal")
    )
    return rows


def resource_rows(user: Reader, language: str) -> ArraySubquery:
    """Subquery: what documents say about resources of the outer mandate, by year; never sorted by amount."""
    return ArraySubquery(
        Resource.objects.filter(mandate=OuterRef("pk"))
        .order_by("year", "pk")
        .values(
            json=JSONObject(
                pk=F("pk"),
                kind=F("kind"),
                amount=F("amount"),
                currency=F("currency"),
                year=F("year"),
                year_to=F("year_to"),
                funding=F("funding"),
                language=F("language"),
                words=F("words"),
                title=F("title"),
                link=F("link"),
                **document_json(user, language),
            )
        )
    )


def evaluation_rows(
    user: Reader, language: str, **filters: OuterRef | Entity | int
) -> ArraySubquery:
    """Subquery: evaluations as JSON, the latest first."""
    rows = (
        Evaluation.objects.filter(**filters)
        .order_by("-year", "pk")
        .values(
            json=JSONObject(
                pk=F("pk"),
                own=F("own"),
                evaluator=entity_title("evaluator", language),
                evaluator_slug=F("evaluator__slug"),
                evaluator_name=F("evaluator_name"),
                evaluated=entity_title("evaluated", language),
                year=F("year"),
                language=F("language"),
                text=F("text"),
                title=F("title"),
                link=F("link"),
                **document_json(user, language),
            )
        )
    )
    return ArraySubquery(rows)


def response_rows(user: Reader, language: str) -> ArraySubquery:
    """Subquery: responses to the outer mandate as JSON, in the order of publication."""
    return ArraySubquery(
        Response.objects.filter(mandate=OuterRef("pk"))
        .order_by("pk")
        .values(
            json=JSONObject(
                pk=F("pk"),
                organisation=entity_title("organisation", language),
                organisation_key=F("organisation_id"),
                entity_key=F("entity_id"),
                entity=entity_title("entity", language),
                language=F("language"),
                text=F("text"),
                title=Value(""),
                link=F("link"),
                date=F("date"),
                **document_json(user, language),
            )
        )
    )


MANDATES_PER_BATCH = 500


def implementation_of_all(user: Reader, language: str) -> Iterator[tuple[Mandate, Implementation]]:
    """Each mandate that the user may see with its implementation, by number.

    It runs four queries for each ``MANDATES_PER_BATCH`` mandates.
    """
    keys = Mandate.objects.visible_to(user).order_by("number").values_list("pk", flat=True)
    for batch in batched(list(keys), MANDATES_PER_BATCH):
        yield from _implementation_of_some(user, list(batch), language)


def _implementation_of_some(
    user: Reader, keys: list[int], language: str
) -> Iterator[tuple[Mandate, Implementation]]:
    implementations: dict[int, tuple[Mandate, Implementation]] = {}
    rows = _with_other_rows(user, Mandate.objects.filter(pk__in=keys), language)
    for row in rows.select_related("record").order_by("number"):
        values = (row.resources_, row.evaluations_, row.responses_, row.occurrences_)
        implementations[row.pk] = (row, Implementation([], [], *values))
    for deliverable in deliverable_rows(user, None, language).filter(mandate__in=keys):
        implementations[deliverable.mandate_id][1].deliverables.append(deliverable)
    for statement in statement_rows(user, None, language).filter(mandate__in=keys):
        implementations[statement.mandate_id][1].statements.append(statement)
    yield from implementations.values()
