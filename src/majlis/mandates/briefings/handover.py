"""The brief for a successor: overdue, past and coming mandates, the latest reports, and mandates without a lead."""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from dataclasses import dataclass, field

from django.db.models import Case, CharField, Count, F, OuterRef, Q, Subquery, Value, When, Window
from django.db.models.functions import RowNumber

from majlis.kernel import clock
from majlis.kernel.models import Reader
from majlis.mandates.briefings.queries import MAX_ROWS, LimitedList, mandates_of_entities
from majlis.mandates.core.due_order import by_due
from majlis.mandates.core.rows import MandateRow, mandate_rows, with_row_data
from majlis.mandates.models import Entity, Mandate, OverdueNotice
from majlis.mandates.register.queries import in_state

MAX_NAMED = 10
"""The most mandates in the lists of latest reports and of mandates without a lead."""
STATES = ("late", "passed", "soon")


@dataclass
class HandoverBrief:
    """The content of the page for a successor.

    ``count``: the number of mandates. ``states``: overdue, past-date and soon-due mandates.
    ``unled``: mandates without a lead. ``said``: the latest reports. ``until``: mandate -> the last
    day for the lead to answer before others see that it is overdue.
    """

    count: int
    states: dict[str, LimitedList]
    unled: LimitedList
    said: list[MandateRow] = field(default_factory=list)
    until: dict[int, datetime.date] = field(default_factory=dict)


def handover_brief(
    user: Reader, actors: Sequence[Entity], language: str, speaks_for: Sequence[Entity] = ()
) -> HandoverBrief:
    """Read the brief in two queries; ``speaks_for``: those entities that the user represents."""
    today = clock.today()
    mandates = mandates_of_entities(user, actors)
    counts = mandates.order_by().aggregate(
        count=Count("pk"),
        unled=Count("pk", filter=Q(lead=None)),
        **{name: Count("pk", filter=in_state(name, today)) for name in STATES},
    )
    state = Case(
        *(When(in_state(name, today), then=Value(name)) for name in STATES),
        default=Value(""),
        output_field=CharField(),
    )
    ranked = (
        mandates.order_by()
        .annotate(in_state=state)
        .exclude(in_state="")
        .annotate(at=Window(RowNumber(), partition_by=F("in_state"), order_by=by_due()))
        .filter(at__lte=MAX_ROWS)
    )
    unled = mandates.filter(lead=None)[:MAX_NAMED]
    reported = mandates.exclude(last_activity_on=None).order_by("-last_activity_on", "number")[
        :MAX_NAMED
    ]
    selected = Q(pk__in=ranked.values("pk")) | Q(pk__in=unled.values("pk"))
    rows = Mandate.objects.filter(selected | Q(pk__in=reported.values("pk"))).annotate(
        in_state=state
    )
    rows = rows.order_by(*by_due()).select_related("record")
    if speaks_for:
        rows = rows.annotate(until=_answer_deadline(speaks_for, today))
    lines = mandate_rows(with_row_data(rows, language))
    days = {each.mandate.pk: getattr(each.mandate, "until", None) for each in lines}
    until = {key: day for key, day in days.items() if day is not None}
    states = {
        name: LimitedList(
            [each for each in lines if _state_of(each) == name][:MAX_ROWS], counts[name]
        )
        for name in STATES
    }
    latest_reports = sorted(
        (each for each in lines if each.mandate.last_activity_on), key=lambda x: x.mandate.number
    )
    latest_reports.sort(key=lambda each: str(each.mandate.last_activity_on), reverse=True)
    return HandoverBrief(
        counts["count"],
        states,
        LimitedList(
            [each for each in lines if each.mandate.lead_id is None][:MAX_NAMED], counts["unled"]
        ),
        latest_reports[:MAX_NAMED],
        until,
    )


def _state_of(line: MandateRow) -> str:
    return str(getattr(line.mandate, "in_state", ""))


def _answer_deadline(leads: Sequence[Entity], today: datetime.date) -> Subquery:
    """The last day to answer an overdue notice, for mandates led by one of these entities.

    Only the representatives of a lead may see it.
    """
    direct = Q(deliverable__mandate=OuterRef("pk"))
    merged = Q(deliverable__merged_from__mandate=OuterRef("pk"))
    notices = OverdueNotice.objects.filter(
        direct | merged,
        entity=OuterRef("lead"),
        entity__in=[each.pk for each in leads],
        waived=False,
        answer_by__gte=today,
    )
    return Subquery(notices.order_by("answer_by").values("answer_by")[:1])
