"""The figures of the front page: mandates by entity and by concept, and the next due dates."""

from __future__ import annotations

import datetime
import re
from dataclasses import dataclass
from typing import Any

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import Case, CharField, Count, F, Q, QuerySet, Value, When
from django.db.models.functions import JSONObject, Substr

from majlis.events.lifecycle import CONVENED, OPEN
from majlis.events.models import Meeting
from majlis.framework.models import Concept
from majlis.instruments.lifecycle import CONFIRMED
from majlis.instruments.models import Version
from majlis.kernel import clock
from majlis.kernel.compiled_query import compiled_query
from majlis.kernel.languages import sort_key
from majlis.kernel.models import Reader
from majlis.kernel.models.record import visibility_condition
from majlis.kernel.snapshot_cache import cached_rows
from majlis.mandates.core.rows import (
    AnnotatedMandate,
    JsonRow,
    MandateRow,
    all_titles,
    entity_title,
    mandate_rows,
    title_in,
    title_language,
    with_row_data,
)
from majlis.mandates.lifecycle import FROZEN
from majlis.mandates.models import Addressee, Mandate, ReviewSet
from majlis.mandates.register import coverage, queries
from majlis.mandates.register.coverage import Coverage

SHOWN_STATES = ("answered", "soon", "late")
"""States whose numbers are shown beside the number of mandates."""
MAX_ENTITIES = 12
MAX_BODIES = 12
_ENTITY, _BODY = "entity", "body"
_YEAR = re.compile(r"[12][0-9]{3}")
MAX_NEXT_DUE = 6
MAX_NEXT_MEETINGS = 3
MAX_OPEN_REVIEWS = 5
"""Frozen review sets that the front page lists."""


def _state_counts(today: str, path: str, also: Q | None = None) -> dict[str, Count]:
    """The number of mandates at ``path`` in each of ``SHOWN_STATES``, where ``also`` holds.

    With ``also`` the rows may repeat, and are counted distinct; without it they cannot, and the
    count takes half the time.
    """
    date = queries.date_expression(today)
    return {
        name: Count(
            f"{path}pk",
            distinct=also is not None,
            filter=_with_prefix(queries.in_state(name, date), path) & (also or Q()),
        )
        for name in SHOWN_STATES
    }


def _with_prefix(rule: Q, path: str) -> Q:
    """A condition on mandates as a condition on rows that have their mandate at ``path``."""
    prefixed = Q(_connector=rule.connector, _negated=rule.negated)
    children: list[Any] = rule.children
    for child in children:
        moved = (
            _with_prefix(child, path) if isinstance(child, Q) else (f"{path}{child[0]}", child[1])
        )
        prefixed.children.append(moved)
    return prefixed


@dataclass(frozen=True)
class GroupedCounts:
    """Mandates in force by addressee, by the body that issued their text, and by the year of the text.

    Rows have ``slug`` (empty for a text of no body) and ``called``, by name; or ``year``, in order; and
    ``asked``, and the counts of ``SHOWN_STATES``. A text of no known year is in no row of the years.
    """

    entities: list[JsonRow]
    bodies: list[JsonRow]
    years: list[JsonRow]


def grouped_counts(user: Reader, language: str) -> GroupedCounts:
    """Mandates in force by addressee (those addressed most), by body and by year; one query."""
    entities: list[JsonRow] = []
    bodies: dict[str, JsonRow] = {}
    years: dict[str, JsonRow] = {}
    for row in _grouped_counts(user, today=clock.today().isoformat()):
        slug, year = row["of_slug"] or "", row["of_year"]
        named: JsonRow = {"slug": slug, "called": title_in(row["titles"], language) or slug}
        if row["part"] == _ENTITY:
            groups = [named]
            entities.append(named)
        else:
            groups = [bodies.setdefault(slug, named)]
            if _YEAR.fullmatch(year):
                groups.append(years.setdefault(year, {"year": year}))
        for group in groups:
            for name in ("asked", *SHOWN_STATES):
                group[name] = group.get(name, 0) + row[name]
    most = sorted(bodies.values(), key=lambda row: -row["asked"])[:MAX_BODIES]
    return GroupedCounts(
        sorted(entities, key=lambda row: sort_key(row["called"], language)),
        sorted(most, key=lambda row: (not row["slug"], sort_key(row["called"], language))),
        [years[year] for year in sorted(years)],
    )


@cached_rows
@compiled_query
def _grouped_counts(user: Reader, today: str) -> QuerySet[Addressee, JsonRow]:
    """Rows by addressee, and rows by body and year, in one union query for all languages."""
    names = ("part", "of_year", "of_slug", "titles", "asked", *SHOWN_STATES)
    mandate = "source__current_of__"
    addressees = Addressee.objects.filter(
        _with_prefix(queries.in_legal_status(queries.BINDS), mandate),
        visibility_condition(user, f"{mandate}record__"),
        role=Addressee.Role.ADDRESSEE,
    )
    entities: QuerySet[Addressee, JsonRow] = (
        addressees.order_by()
        .annotate(part=Value(_ENTITY), of_year=Value(""))
        .values("part", "of_year", "entity", of_slug=F("entity__slug"))
        .annotate(asked=Count(f"{mandate}pk"), **_state_counts(today, mandate))
        .order_by("-asked", "entity")
        .annotate(titles=all_titles("entity"))
        .values(*names)[:MAX_ENTITIES]
    )
    date = Case(
        When(source__version__date="", then=F("source__version__slug")),
        default=F("source__version__date"),
        output_field=CharField(),
    )
    mandates = Mandate.objects.visible_to(user).filter(queries.in_legal_status(queries.BINDS))
    bodies: QuerySet[Mandate, JsonRow] = (
        mandates.order_by()
        .annotate(part=Value(_BODY), of_year=Substr(date, 1, 4))
        .values(
            "part", "of_year", issuer=F("instrument__body"), of_slug=F("instrument__body__slug")
        )
        .annotate(asked=Count("pk"), **_state_counts(today, ""))
        .annotate(titles=all_titles("issuer"))
        .values(*names)
    )
    union: QuerySet[Addressee, JsonRow] = entities.union(bodies, all=True).order_by()
    return union


def counts_by_concept(user: Reader, scheme: str, language: str) -> list[JsonRow]:
    """The concepts of a scheme in their order: code, called, address, asked, and the counts of ``SHOWN_STATES``.

    ``asked``: the number of mandates in force with a confirmed tag of the concept. One query.
    """
    rows = _counts_by_concept(user, scheme=scheme, today=clock.today().isoformat())
    return [{**row, "called": title_in(row["titles"], language)} for row in rows]


@cached_rows
@compiled_query
def _counts_by_concept(user: Reader, scheme: str, today: str) -> QuerySet[Concept, JsonRow]:
    mandate = "tags__lineage__mandates__"
    counted = Q(tags__state=CONFIRMED) & visibility_condition(user, f"{mandate}record__")
    counted &= _with_prefix(queries.in_legal_status(queries.BINDS), mandate)
    counts: QuerySet[Concept, JsonRow] = (
        Concept.objects.visible_to(user)
        .filter(scheme__key=scheme)
        .annotate(
            asked=Count(f"{mandate}pk", distinct=True, filter=counted),
            **_state_counts(today, mandate, counted),
        )
        .annotate(titles=all_titles("pk"), address=F("record__address"))
        .order_by("position", "pk")
        .values("code", "titles", "address", "asked", *SHOWN_STATES)
    )
    return counts


def next_due(user: Reader, language: str, today: datetime.date | None = None) -> list[MandateRow]:
    """The mandates in force that are due next, from today on; one query. Overdue ones have a list of their own."""
    iso = (today or clock.today()).isoformat()
    return mandate_rows(_next_due(user, today=iso, language=language))


@cached_rows
@compiled_query
def _next_due(user: Reader, today: str, language: str) -> QuerySet[AnnotatedMandate]:
    date = queries.date_expression(today)
    upcoming = queries.due_from(date) & ~queries.in_state("late", date)
    mandates = Mandate.objects.visible_to(user).filter(
        queries.in_legal_status(queries.BINDS), upcoming
    )
    first = mandates.select_related("record").order_by("due", "number")
    return with_row_data(first[:MAX_NEXT_DUE], language)


def coverage_reviews_and_meetings(
    user: Reader, language: str
) -> tuple[Coverage, list[dict[str, str]], list[JsonRow]]:
    """The coverage; the review sets that take comments now, the newest first; the next meetings.

    A review set has slug, called, language; for a meeting see ``next_meeting_rows``. One query for all,
    to keep within the number of queries of the front page.
    """
    iso = clock.today().isoformat()
    rows = _coverage_reviews_and_meetings(user, today=iso, language=language)
    row = rows[0] if rows else {}
    coverage_of_row = coverage.coverage_from_row(row)
    return coverage_of_row, row.get("reviews") or [], row.get("meetings") or []


@cached_rows
@compiled_query
def _coverage_reviews_and_meetings(
    user: Reader, today: str, language: str
) -> QuerySet[Version, JsonRow]:
    open_sets = ReviewSet.objects.visible_to(user).filter(state=FROZEN).order_by("-frozen_at", "pk")
    values = JSONObject(
        slug=F("slug"),
        called=entity_title("pk", language),
        language=title_language("pk", language),
    )
    sets = open_sets.values(json=values)[:MAX_OPEN_REVIEWS]
    return coverage.coverage_totals(user).annotate(
        reviews=ArraySubquery(sets),
        meetings=ArraySubquery(next_meeting_rows(user, today, language)),
    )


def next_meetings(user: Reader, language: str) -> list[JsonRow]:
    """The next meetings, for a page without the figures of the register. One query."""
    iso = clock.today().isoformat()
    return [row["json"] for row in _next_meetings(user, today=iso, language=language)]


@cached_rows
@compiled_query
def _next_meetings(user: Reader, today: str, language: str) -> QuerySet[Meeting, Any]:
    return next_meeting_rows(user, today, language)


def next_meeting_rows(user: Reader, today: str, language: str) -> QuerySet[Meeting, Any]:
    """The meetings that were convened and are not over, the first one first, as JSON.

    Their slug, address and state, called in a language, the name of the body, first_day and last_day.
    """
    values = JSONObject(
        slug=F("slug"),
        address=F("record__address"),
        state=F("state"),
        called=entity_title("pk", language),
        called_in=title_language("pk", language),
        body=entity_title("body", language),
        first_day=F("first_day"),
        last_day=F("last_day"),
    )
    meetings: QuerySet[Meeting, Any] = Meeting.objects.visible_to(user).filter(
        state__in=(CONVENED, OPEN), last_day__gte=queries.date_expression(today)
    )
    return meetings.order_by("first_day", "pk").values(json=values)[:MAX_NEXT_MEETINGS]
