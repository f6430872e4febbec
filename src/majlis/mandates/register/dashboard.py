"""The figures of the front page: mandates by entity and by concept, and what is due next."""

from __future__ import annotations

import datetime
from typing import Any

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import Count, F, Q, QuerySet
from django.db.models.functions import JSONObject

from majlis.framework.models import Concept
from majlis.instruments.lifecycle import CONFIRMED
from majlis.kernel import clock
from majlis.kernel.compiled_query import compiled_query
from majlis.kernel.languages import sort_key
from majlis.kernel.models.record import visibility_condition
from majlis.kernel.snapshot_cache import cached_rows
from majlis.mandates.core.rows import MandateRow, entity_title, mandate_rows, with_row_data
from majlis.mandates.lifecycle import FROZEN
from majlis.mandates.models import Addressee, Mandate, ReviewSet
from majlis.mandates.register import coverage, queries
from majlis.mandates.register.coverage import Coverage

SHOWN_STATES = ("answered", "soon", "late")
"""States of which the numbers stand beside how many were asked."""
MAX_ENTITIES = 12
MAX_NEXT_DUE = 6
MAX_OPEN_REVIEWS = 5
"""Review sets under review that the front page names."""


def _state_counts(today: str, path: str, also: Q | None = None) -> dict[str, Count]:
    """How many mandates at ``path`` are in each state of ``SHOWN_ROWS``, of those alone that ``also`` holds for.

    Each once, where ``also`` is given: without it, no row comes twice, and to count so takes half the time.
    """
    on = queries.date_expression(today)
    return {
        name: Count(
            f"{path}pk",
            distinct=also is not None,
            filter=_with_prefix(queries.in_state(name, on), path) & (also or Q()),
        )
        for name in SHOWN_STATES
    }


def _with_prefix(rule: Q, path: str) -> Q:
    """A condition on mandates as one on rows that have a mandate at ``path``."""
    made = Q(_connector=rule.connector, _negated=rule.negated)
    children: list[Any] = rule.children
    for each in children:
        moved = _with_prefix(each, path) if isinstance(each, Q) else (f"{path}{each[0]}", each[1])
        made.children.append(moved)
    return made


def counts_by_entity(user: Any, language: str) -> list[dict[str, Any]]:
    """The actors asked most, in the order of their names: slug, called, asked, and the numbers of ``SHOWN_ROWS``."""
    iso = clock.today().isoformat()
    rows = _counts_by_entity(user, today=iso, language=language)
    return sorted(rows, key=lambda row: sort_key(row["called"] or row["slug"], language))


@cached_rows
@compiled_query
def _counts_by_entity(user: Any, today: str, language: str) -> QuerySet[Any]:
    of = "source__current_of__"
    named = Addressee.objects.filter(
        _with_prefix(queries.in_legal_status(queries.BINDS), of),
        visibility_condition(user, f"{of}record__"),
        role=Addressee.Role.ADDRESSEE,
    )
    found: QuerySet[Any] = (
        named.order_by()
        .values("entity", slug=F("entity__slug"))
        .annotate(asked=Count(f"{of}pk"), **_state_counts(today, of))
        .order_by("-asked", "entity")
        .annotate(called=entity_title("entity", language))
        .values("slug", "called", "asked", *SHOWN_STATES)[:MAX_ENTITIES]
    )
    return found


def counts_by_concept(user: Any, scheme: str, language: str) -> list[dict[str, Any]]:
    """The concepts of a scheme in their order: code, called, asked (of how many mandates in force one is confirmed),
    and the numbers of ``SHOWN_ROWS``. One query."""
    iso = clock.today().isoformat()
    return _counts_by_concept(user, scheme=scheme, today=iso, language=language)


@cached_rows
@compiled_query
def _counts_by_concept(user: Any, scheme: str, today: str, language: str) -> QuerySet[Any]:
    of = "tags__lineage__mandates__"
    counted = Q(tags__state=CONFIRMED) & visibility_condition(user, f"{of}record__")
    counted &= _with_prefix(queries.in_legal_status(queries.BINDS), of)
    found: QuerySet[Any] = (
        Concept.objects.visible_to(user)
        .filter(scheme__key=scheme)
        .annotate(
            asked=Count(f"{of}pk", distinct=True, filter=counted),
            **_state_counts(today, of, counted),
        )
        .annotate(called=entity_title("pk", language), address=F("record__address"))
        .order_by("position", "pk")
        .values("code", "called", "address", "asked", *SHOWN_STATES)
    )
    return found


def next_due(user: Any, language: str, today: datetime.date | None = None) -> list[MandateRow]:
    """What comes next: what is due from today on, the next first; one query. What is late is a list of its own."""
    iso = (today or clock.today()).isoformat()
    return mandate_rows(_next_due(user, today=iso, language=language))


@cached_rows
@compiled_query
def _next_due(user: Any, today: str, language: str) -> QuerySet[Any]:
    on = queries.date_expression(today)
    comes = queries.due_from(on) & ~queries.in_state("late", on)
    found = Mandate.objects.visible_to(user).filter(queries.in_legal_status(queries.BINDS), comes)
    first = found.select_related("record").order_by("due", "number")
    return with_row_data(first[:MAX_NEXT_DUE], language)


def coverage_and_open_reviews(user: Any, language: str) -> tuple[Coverage, list[dict[str, Any]]]:
    """How far the register reaches, and the review sets that take comments now, the newest first: slug, called.

    One query for both: the front page has no room for another.
    """
    rows = _coverage_and_open_reviews(user, language=language)
    row = rows[0] if rows else {}
    return coverage.coverage_from_row(row), row.get("reviews") or []


@cached_rows
@compiled_query
def _coverage_and_open_reviews(user: Any, language: str) -> QuerySet[Any]:
    found = ReviewSet.objects.visible_to(user).filter(state=FROZEN).order_by("-frozen_at", "pk")
    sets = found.values(json=JSONObject(slug=F("slug"), called=entity_title("pk", language)))[
        :MAX_OPEN_REVIEWS
    ]
    rows: QuerySet[Any] = coverage.coverage_totals(user).annotate(reviews=ArraySubquery(sets))
    return rows
