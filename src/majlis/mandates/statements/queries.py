"""Statements, responses, resources and evaluations, and all that is known of the implementation of a mandate."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import batched
from typing import Any

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import Case, F, OuterRef, QuerySet, Subquery, Value, When
from django.db.models.functions import JSONObject

from majlis.kernel.models import Wording
from majlis.mandates.core.rows import JsonRow, document_json, entity_title
from majlis.mandates.deliverables import queries as deliverables_queries
from majlis.mandates.deliverables.queries import deliverable_rows, occurrence_rows
from majlis.mandates.models import (
    Deliverable,
    Evaluation,
    Evidence,
    Mandate,
    Resource,
    Response,
    Statement,
)


@dataclass
class Implementation:
    """What came of one mandate. Each row is a dictionary of the database's JSON; ``deliverables`` and ``statement_rows`` are models with such rows."""

    deliverables: list[Deliverable] = field(default_factory=list)
    statements: list[Statement] = field(default_factory=list)
    resources: list[JsonRow] = field(default_factory=list)
    evaluations: list[JsonRow] = field(default_factory=list)
    responses: list[JsonRow] = field(default_factory=list)
    occurrences: list[JsonRow] = field(default_factory=list)


def implementation_of(user: Any, mandate: Mandate, language: str) -> Implementation:
    """All that was said of a mandate, for a reader."""
    row: Any = Mandate.objects.filter(pk=mandate.pk).annotate(
        resources_=ArraySubquery(resource_rows(user, language)),
        evaluations_=ArraySubquery(evaluation_rows(user, language).filter(mandate=OuterRef("pk"))),
        responses_=ArraySubquery(response_rows(user, language)),
        occurrences_=ArraySubquery(occurrence_rows(user, language)),
    )
    found = row.values("resources_", "evaluations_", "responses_", "occurrences_")[0]
    return Implementation(
        list(deliverable_rows(user, mandate, language)),
        list(statement_rows(user, mandate, language)),
        found["resources_"],
        found["evaluations_"],
        found["responses_"],
        found["occurrences_"],
    )


def statement_rows(user: Any, mandate: Mandate | None, language: str) -> QuerySet[Any]:
    """The statements on a mandate (on all, for None) that stand, the latest first, with their evidence, in one query."""
    other = Case(When(language=language, then=Value(0)), default=Value(1))
    words = Wording.objects.filter(record=OuterRef("pk")).exclude(text="")
    said = words.order_by(other, "status", "language").values(
        json=JSONObject(text=F("text"), language=F("language"))
    )
    evidence = Evidence.objects.filter(statement=OuterRef("pk")).values(
        json=JSONObject(link=F("link"), title=F("title"), **document_json(user, language))
    )
    rows: QuerySet[Any] = (
        Statement.objects.visible_to(user)
        .filter(withdrawn_at=None, **({"mandate": mandate} if mandate is not None else {}))
        .select_related("record", "reviewed_at")
        .annotate(
            said_text=Subquery(said.filter(field="text")[:1]),
            said_reason=Subquery(said.filter(field="reason")[:1]),
            evidence_=ArraySubquery(evidence),
            by_entity=entity_title("entity", language),
            reviewed_entity=entity_title("reviewed_at__entity", language),
        )
        .order_by("-ordinal")
    )
    return rows


def resource_rows(user: Any, language: str) -> QuerySet[Any]:
    """What documents say of resources, by year and as they came in: never by amount."""
    return (
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


def evaluation_rows(user: Any, language: str) -> QuerySet[Any]:
    """Evaluations as JSON, the latest first."""
    return Evaluation.objects.order_by("-year", "pk").values(
        json=JSONObject(
            pk=F("pk"),
            own=F("own"),
            by=entity_title("by", language),
            by_slug=F("by__slug"),
            evaluator_name=F("evaluator_name"),
            of=entity_title("of", language),
            year=F("year"),
            language=F("language"),
            text=F("text"),
            title=F("title"),
            link=F("link"),
            **document_json(user, language),
        )
    )


def response_rows(user: Any, language: str) -> QuerySet[Any]:
    """Responses as JSON, in the order in which they came."""
    return (
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


MANDATES_AT_ONCE = 500


def implementation_of_all(user: Any, language: str) -> Iterator[tuple[Mandate, Implementation]]:
    """Each mandate that the user may see, by its number, with what came of it; four queries for some hundred of them."""
    keys = Mandate.objects.visible_to(user).order_by("number").values_list("pk", flat=True)
    for part in batched(list(keys), MANDATES_AT_ONCE):
        yield from _implementation_of_some(user, list(part), language)


def _implementation_of_some(
    user: Any, keys: list[int], language: str
) -> Iterator[tuple[Mandate, Implementation]]:
    of = OuterRef("pk")
    rows: Any = Mandate.objects.filter(pk__in=keys).annotate(
        resources_=ArraySubquery(resource_rows(user, language)),
        evaluations_=ArraySubquery(evaluation_rows(user, language).filter(mandate=of)),
        responses_=ArraySubquery(response_rows(user, language)),
        occurrences_=ArraySubquery(deliverables_queries.occurrence_rows(user, language)),
    )
    made: dict[int, tuple[Mandate, Implementation]] = {}
    for each in rows.select_related("record").order_by("number"):
        found = (each.resources_, each.evaluations_, each.responses_, each.occurrences_)
        made[each.pk] = (each, Implementation([], [], *found))
    for one in deliverables_queries.deliverable_rows(user, None, language).filter(mandate__in=keys):
        made[one.mandate_id][1].deliverables.append(one)
    for one in statement_rows(user, None, language).filter(mandate__in=keys):
        made[one.mandate_id][1].statements.append(one)
    yield from made.values()
