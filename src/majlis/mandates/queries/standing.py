"""Where implementation stands: by actor, by concept, and what comes next; each number is that of a list of the register."""

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
from majlis.mandates.lifecycle import FROZEN
from majlis.mandates.models import Mandate, Named, ReviewSet
from majlis.mandates.queries import reach, register
from majlis.mandates.queries.lines import Line, lines, title_of, with_lines
from majlis.mandates.queries.reach import Reach

SHOWN = ("answered", "soon", "late")
"""States of which the numbers stand beside how many were asked."""
MOST_ACTORS = 12
NEXT = 6
CALLS = 5
"""Review sets under review that the front page names."""


def _counts(today: str, path: str, also: Q | None = None) -> dict[str, Count]:
    """How many mandates at ``path`` are in each state of ``SHOWN_ROWS``, of those alone that ``also`` holds for.

    Each once, where ``also`` is given: without it, no row comes twice, and to count so takes half the time.
    """
    on = register.day(today)
    return {
        name: Count(
            f"{path}pk",
            distinct=also is not None,
            filter=_under(register.in_state(name, on), path) & (also or Q()),
        )
        for name in SHOWN
    }


def _under(rule: Q, path: str) -> Q:
    """A condition on mandates as one on rows that have a mandate at ``path``."""
    made = Q(_connector=rule.connector, _negated=rule.negated)
    children: list[Any] = rule.children
    for each in children:
        moved = _under(each, path) if isinstance(each, Q) else (f"{path}{each[0]}", each[1])
        made.children.append(moved)
    return made


def by_actor(user: Any, language: str) -> list[dict[str, Any]]:
    """The actors asked most, in the order of their names: slug, called, asked, and the numbers of ``SHOWN_ROWS``."""
    iso = clock.today().isoformat()
    rows = _by_actor(user, today=iso, language=language)
    return sorted(rows, key=lambda row: sort_key(row["called"] or row["slug"], language))


@cached_rows
@compiled_query
def _by_actor(user: Any, today: str, language: str) -> QuerySet[Any]:
    of = "asking__current_of__"
    named = Named.objects.filter(
        _under(register.in_standing(register.BINDS), of),
        visibility_condition(user, f"{of}record__"),
        role=Named.Role.ASKED,
    )
    found: QuerySet[Any] = (
        named.order_by()
        .values("actor", slug=F("actor__slug"))
        .annotate(asked=Count(f"{of}pk"), **_counts(today, of))
        .order_by("-asked", "actor")
        .annotate(called=title_of("actor", language))
        .values("slug", "called", "asked", *SHOWN)[:MOST_ACTORS]
    )
    return found


def by_concept(user: Any, scheme: str, language: str) -> list[dict[str, Any]]:
    """The concepts of a scheme in their order: code, called, asked (of how many mandates in force one is confirmed),
    and the numbers of ``SHOWN_ROWS``. One query."""
    iso = clock.today().isoformat()
    return _by_concept(user, scheme=scheme, today=iso, language=language)


@cached_rows
@compiled_query
def _by_concept(user: Any, scheme: str, today: str, language: str) -> QuerySet[Any]:
    of = "tags__lineage__mandates__"
    counted = Q(tags__state=CONFIRMED) & visibility_condition(user, f"{of}record__")
    counted &= _under(register.in_standing(register.BINDS), of)
    found: QuerySet[Any] = (
        Concept.objects.visible_to(user)
        .filter(scheme__key=scheme)
        .annotate(
            asked=Count(f"{of}pk", distinct=True, filter=counted), **_counts(today, of, counted)
        )
        .annotate(called=title_of("pk", language), address=F("record__address"))
        .order_by("position", "pk")
        .values("code", "called", "address", "asked", *SHOWN)
    )
    return found


def coming(user: Any, language: str, today: datetime.date | None = None) -> list[Line]:
    """What comes next: what is due from today on, the next first; one query. What is late is a list of its own."""
    iso = (today or clock.today()).isoformat()
    return lines(_coming(user, today=iso, language=language))


@cached_rows
@compiled_query
def _coming(user: Any, today: str, language: str) -> QuerySet[Any]:
    on = register.day(today)
    comes = register.comes(on) & ~register.in_state("late", on)
    found = Mandate.objects.visible_to(user).filter(register.in_standing(register.BINDS), comes)
    first = found.select_related("record").order_by("due", "number")
    return with_lines(first[:NEXT], language)


def reach_and_reviews(user: Any, language: str) -> tuple[Reach, list[dict[str, Any]]]:
    """How far the register reaches, and the review sets that take comments now, the newest first: slug, called.

    One query for both: the front page has no room for another.
    """
    rows = _reach_and_reviews(user, language=language)
    row = rows[0] if rows else {}
    return reach.reach_from(row), row.get("reviews") or []


@cached_rows
@compiled_query
def _reach_and_reviews(user: Any, language: str) -> QuerySet[Any]:
    found = ReviewSet.objects.visible_to(user).filter(state=FROZEN).order_by("-frozen_at", "pk")
    sets = found.values(json=JSONObject(slug=F("slug"), called=title_of("pk", language)))[:CALLS]
    rows: QuerySet[Any] = reach.of_all(user).annotate(reviews=ArraySubquery(sets))
    return rows
