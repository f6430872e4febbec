"""Where implementation stands: by actor, by concept, and what comes next; each number is that of a list of the register."""

from __future__ import annotations

import datetime
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from django.db.models import Count, F, Q, QuerySet
from django.utils import timezone

from majlis.instruments.lifecycle import CONFIRMED
from majlis.kernel.languages import sort_key
from majlis.kernel.models.record import visible
from majlis.kernel.prepared import prepared
from majlis.mandates.kinds import OPEN
from majlis.mandates.models import Mandate, Named
from majlis.mandates.queries import register
from majlis.mandates.queries.lines import Line, title_of

SHOWN = ("answered", "soon", "late")
"""States of which the numbers stand beside how many were asked."""
MOST_ACTORS = 12
NEXT = 6
Says = Callable[[Any, Sequence[int]], Mapping[int, str]]
SAID: list[Says] = []
"""Who knows what a lead says of its delay registers a function here: reader, keys of mandates -> key -> its words."""


def _counts(today: str, path: str = "") -> dict[str, Count]:
    on = register.day(today)
    return {
        name: Count(f"{path}pk", distinct=True, filter=_under(register.in_state(name, on), path))
        for name in SHOWN
    }


def _under(rule: Q, path: str) -> Q:
    """A condition on mandates as one on rows that have a mandate at ``path``."""
    if not path:
        return rule
    made = Q(_connector=rule.connector, _negated=rule.negated)
    for each in rule.children:
        moved = _under(each, path) if isinstance(each, Q) else (f"{path}{each[0]}", each[1])
        made.children.append(moved)
    return made


def by_actor(user: Any, language: str) -> list[dict[str, Any]]:
    """The actors asked most, in the order of their names: slug, called, asked, and the numbers of ``SHOWN``."""
    iso = timezone.localdate().isoformat()
    rows = _by_actor(user, today=iso, language=language)
    return sorted(rows, key=lambda row: sort_key(row["called"] or row["slug"], language))


@prepared
def _by_actor(user: Any, today: str, language: str) -> QuerySet[Any]:
    of = "asking__current_of__"
    named = Named.objects.filter(
        _under(register.in_standing(register.BINDS), of),
        visible(user, f"{of}record__"),
        role=Named.Role.ASKED,
    )
    found: QuerySet[Any] = (
        named.order_by()
        .values("actor", slug=F("actor__slug"))
        .annotate(asked=Count(f"{of}pk", distinct=True), **_counts(today, of))
        .order_by("-asked", "actor")
        .annotate(called=title_of("actor", language))
        .values("slug", "called", "asked", *SHOWN)[:MOST_ACTORS]
    )
    return found


def by_concept(user: Any, scheme: str) -> dict[str, dict[str, int]]:
    """Code of each concept of a scheme that is confirmed of a mandate in force -> asked, and the numbers of ``SHOWN``."""
    iso = timezone.localdate().isoformat()
    return {row["code"]: row for row in _by_concept(user, scheme=scheme, today=iso)}


@prepared
def _by_concept(user: Any, scheme: str, today: str) -> QuerySet[Any]:
    found: QuerySet[Any] = (
        Mandate.objects.visible_to(user)
        .filter(
            register.in_standing(register.BINDS),
            lineage__tags__state=CONFIRMED,
            lineage__tags__concept__scheme__key=scheme,
        )
        .order_by()
        .values(code=F("lineage__tags__concept__code"))
        .annotate(asked=Count("pk", distinct=True), **_counts(today))
        .values("code", "asked", *SHOWN)
    )
    return found


def coming(user: Any, language: str, today: datetime.date | None = None) -> list[Line]:
    """What comes next: what is late, then what is due from today on; two queries."""
    day = today or timezone.localdate()
    late = register.in_state("late", day)
    open_ = Q(progress__in=OPEN, due__gte=day)
    found = register.found(user, {}, day).filter(late | open_)
    return register.shown(user, found[:NEXT], language)


def said(user: Any, keys: Sequence[int]) -> dict[int, str]:
    """What leads say of a delay, by key of the mandate."""
    made: dict[int, str] = {}
    for each in SAID:
        made.update(each(user, keys))
    return made
