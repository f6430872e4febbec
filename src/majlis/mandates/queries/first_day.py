"""What a successor has to know on the first day: what is late, past or near, what was said last, what nobody leads."""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Case, CharField, Count, F, OuterRef, Q, Subquery, Value, When, Window
from django.db.models.functions import RowNumber

from majlis.kernel import clock
from majlis.mandates.models import Actor, LateNotice, Mandate
from majlis.mandates.queries.brief import MOST, Some, asked_of
from majlis.mandates.queries.lines import Line, lines, with_lines
from majlis.mandates.queries.register import in_state

TAKEN_OVER = 10
"""Mandates that the page names of what was said, and of what nobody leads."""
STATES = ("late", "passed", "soon")


@dataclass
class FirstDay:
    """``count``: how many mandates ask; ``state_links``: what is late, whose date is past, what is due soon; ``value_label``: what was
    answered last; ``until``: mandate -> the day until which who leads may answer before others read that it is late."""

    count: int
    states: dict[str, Some]
    unled: Some
    said: list[Line] = field(default_factory=list)
    until: dict[int, datetime.date] = field(default_factory=dict)


def first_day(
    user: Any, actors: Sequence[Actor], language: str, speaks_for: Sequence[Actor] = ()
) -> FirstDay:
    """All of it, in two queries; ``speaks_for``: those of them for which the user speaks."""
    today = clock.today()
    found = asked_of(user, actors)
    counts = found.order_by().aggregate(
        count=Count("pk"),
        unled=Count("pk", filter=Q(lead=None)),
        **{name: Count("pk", filter=in_state(name, today)) for name in STATES},
    )
    by_due = (F("due").asc(nulls_last=True), F("number").asc())
    state = Case(
        *(When(in_state(name, today), then=Value(name)) for name in STATES),
        default=Value(""),
        output_field=CharField(),
    )
    ranked = (
        found.order_by()
        .annotate(in_state=state)
        .exclude(in_state="")
        .annotate(at=Window(RowNumber(), partition_by=F("in_state"), order_by=by_due))
        .filter(at__lte=MOST)
    )
    unled = found.filter(lead=None)[:TAKEN_OVER]
    said = found.exclude(moved_on=None).order_by("-moved_on", "number")[:TAKEN_OVER]
    one_of = Q(pk__in=ranked.values("pk")) | Q(pk__in=unled.values("pk"))
    rows = Mandate.objects.filter(one_of | Q(pk__in=said.values("pk"))).annotate(in_state=state)
    rows = rows.order_by(*by_due).select_related("record")
    if speaks_for:
        rows = rows.annotate(until=_until(speaks_for, today))
    read = lines(with_lines(rows, language))
    days = {each.mandate.pk: getattr(each.mandate, "until", None) for each in read}
    until = {key: day for key, day in days.items() if day is not None}
    states = {
        name: Some([each for each in read if _state_of(each) == name][:MOST], counts[name])
        for name in STATES
    }
    latest = sorted(
        (each for each in read if each.mandate.moved_on), key=lambda x: x.mandate.number
    )
    latest.sort(key=lambda each: str(each.mandate.moved_on), reverse=True)
    return FirstDay(
        counts["count"],
        states,
        Some([each for each in read if each.mandate.lead_id is None][:TAKEN_OVER], counts["unled"]),
        latest[:TAKEN_OVER],
        until,
    )


def _state_of(line: Line) -> str:
    return str(getattr(line.mandate, "in_state", ""))


def _until(leads: Sequence[Actor], today: datetime.date) -> Subquery:
    """Of what one of these actors leads on, and was told of as late: the last day to answer. Nobody else reads it."""
    own = Q(deliverable__mandate=OuterRef("pk"))
    merged = Q(deliverable__took_in__mandate=OuterRef("pk"))
    told = LateNotice.objects.filter(
        own | merged,
        actor=OuterRef("lead"),
        actor__in=[each.pk for each in leads],
        spared=False,
        answer_by__gte=today,
    )
    return Subquery(told.order_by("answer_by").values("answer_by")[:1])
