"""The brief for a successor: overdue, past and coming mandates, the latest reports, and mandates without a lead."""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Case, CharField, Count, F, OuterRef, Q, Subquery, Value, When, Window
from django.db.models.functions import RowNumber

from majlis.kernel import clock
from majlis.mandates.briefings.queries import MAX_ROWS, LimitedList, mandates_of_entities
from majlis.mandates.core.rows import MandateRow, mandate_rows, with_row_data
from majlis.mandates.models import Entity, Mandate, OverdueNotice
from majlis.mandates.register.queries import in_state

MAX_NAMED = 10
"""Mandates that the page names of what was said, and of what nobody leads."""
STATES = ("late", "passed", "soon")


@dataclass
class HandoverBrief:
    """``count``: how many mandates ask; ``state_links``: what is late, whose date is past, what is due soon; ``value_label``: what was
    answered last; ``calendar_end``: mandate -> the day until which who leads may answer before others read that it is late."""

    count: int
    states: dict[str, LimitedList]
    unled: LimitedList
    said: list[MandateRow] = field(default_factory=list)
    until: dict[int, datetime.date] = field(default_factory=dict)


def handover_brief(
    user: Any, actors: Sequence[Entity], language: str, speaks_for: Sequence[Entity] = ()
) -> HandoverBrief:
    """All of it, in two queries; ``speaks_for``: those of them for which the user speaks."""
    today = clock.today()
    found = mandates_of_entities(user, actors)
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
        .filter(at__lte=MAX_ROWS)
    )
    unled = found.filter(lead=None)[:MAX_NAMED]
    said = found.exclude(last_activity_on=None).order_by("-last_activity_on", "number")[:MAX_NAMED]
    one_of = Q(pk__in=ranked.values("pk")) | Q(pk__in=unled.values("pk"))
    rows = Mandate.objects.filter(one_of | Q(pk__in=said.values("pk"))).annotate(in_state=state)
    rows = rows.order_by(*by_due).select_related("record")
    if speaks_for:
        rows = rows.annotate(until=_answer_deadline(speaks_for, today))
    read = mandate_rows(with_row_data(rows, language))
    days = {each.mandate.pk: getattr(each.mandate, "until", None) for each in read}
    until = {key: day for key, day in days.items() if day is not None}
    states = {
        name: LimitedList(
            [each for each in read if _state_of(each) == name][:MAX_ROWS], counts[name]
        )
        for name in STATES
    }
    latest = sorted(
        (each for each in read if each.mandate.last_activity_on), key=lambda x: x.mandate.number
    )
    latest.sort(key=lambda each: str(each.mandate.last_activity_on), reverse=True)
    return HandoverBrief(
        counts["count"],
        states,
        LimitedList(
            [each for each in read if each.mandate.lead_id is None][:MAX_NAMED], counts["unled"]
        ),
        latest[:MAX_NAMED],
        until,
    )


def _state_of(line: MandateRow) -> str:
    return str(getattr(line.mandate, "in_state", ""))


def _answer_deadline(leads: Sequence[Entity], today: datetime.date) -> Subquery:
    """Of what one of these actors leads on, and was told of as late: the last day to answer. Nobody else reads it."""
    own = Q(deliverable__mandate=OuterRef("pk"))
    merged = Q(deliverable__merged_from__mandate=OuterRef("pk"))
    told = OverdueNotice.objects.filter(
        own | merged,
        entity=OuterRef("lead"),
        entity__in=[each.pk for each in leads],
        waived=False,
        answer_by__gte=today,
    )
    return Subquery(told.order_by("answer_by").values("answer_by")[:1])
