"""What a new version of a text leaves out: no act of a body ends it, so lists of changes would not have it."""

from __future__ import annotations

import calendar
import datetime
from dataclasses import dataclass
from typing import Any

from django.db.models import CharField, Exists, OuterRef, Q, QuerySet, Subquery, Value
from django.utils.translation import pgettext_lazy

from majlis.instruments.lifecycle import IN_FORCE, SUPERSEDED
from majlis.instruments.models import Provision, Version
from majlis.kernel import clock
from majlis.kernel.models.record import visibility_condition
from majlis.mandates.kinds import Standing
from majlis.mandates.lifecycle import GOING_ON, WAITING
from majlis.mandates.models import Finding, Mandate

THERE = (IN_FORCE, SUPERSEDED)
"""States of versions that are in force, or were: what was only proposed binds nobody, and is not left out."""
LEFT_OUT = "left_out"
CHANGE = Value(LEFT_OUT, output_field=CharField())
ALL = object()
"""In the place of a user: what is closed too, for those who tell each person only of what they may see."""
NAME = pgettext_lazy("change of a mandate", "left out of the new version")


@dataclass(frozen=True)
class Left:
    """A mandate (its key) that a version leaves out, and the day of that: the date of the version where it is known."""

    mandate: int
    version: int
    day: datetime.date


def left_out(user: Any, of: Q, since: datetime.date, until: datetime.date) -> list[Left]:
    """What was left out from a day to before another of the mandates that the user may see, the latest first; one query.

    ``request_for``: which mandates. What waits in the review and is likely to go on is not left out, nor is a mandate whose
    paragraph is still there: nobody has judged yet what that asks.
    """
    rows = found(user, of, since, until)
    made = []
    for key, version, said, moment in rows.values_list("pk", "left_by", "left_on", "left_made"):
        day = day_of(said, clock.date_of(moment))
        if since <= day < until:
            made.append(Left(key, version, day))
    return sorted(made, key=lambda each: (each.day, each.mandate), reverse=True)


def found(user: Any, of: Q, since: datetime.date, until: datetime.date) -> QuerySet[Any]:
    """The mandates that may be among these, each with ``left_by``, ``left_on`` and ``left_made``: the version that leaves it
    out, its date, when it came in."""
    whole = user is ALL
    newer = Version.objects.filter(
        Q() if whole else visibility_condition(user, "record__"),
        Q() if whole else visibility_condition(user, "instrument__record__"),
        instrument=OuterRef("asking__version__instrument"),
        position__gt=OuterRef("asking__version__position"),
        state__in=THERE,
        reconstructed_from=None,
        record__withdrawal=None,
    ).order_by("position", "pk")
    seen = Mandate.objects.all() if whole else Mandate.objects.visible_to(user)
    was = {"asking__version__state__in": THERE, "asking__version__record__withdrawal": None}
    rows = seen.filter(of, standing=Standing.PAST, life__in=GOING_ON, **was)
    rows = rows.annotate(
        left_by=Subquery(newer.values("pk")[:1]),
        left_on=Subquery(newer.values("date")[:1]),
        left_made=Subquery(newer.values("record__created_at")[:1]),
    )
    there = Provision.objects.filter(
        version=OuterRef("left_by"), lineage=OuterRef("asking__provision__lineage")
    )
    waits = Finding.objects.filter(goes_on=OuterRef("pk"), state=WAITING)
    it: QuerySet[Any] = rows.filter(
        between("left_on", "left_made", since, until),
        ~Exists(there),
        ~Exists(waits),
        left_by__isnull=False,
    )
    return it.order_by()


def between(said: str, moment: str, since: datetime.date, until: datetime.date) -> Q:
    """What may lie between two days by a date of a version, or by the moment at which it came in where it has none."""
    dated = Q(**{f"{said}__gte": str(since.year), f"{said}__lt": until.isoformat()})
    came = {f"{moment}__gte": clock.start_of_day(since), f"{moment}__lt": clock.start_of_day(until)}
    return dated | Q(**{said: ""}, **came)


def day_of(said: str, came: datetime.date) -> datetime.date:
    """The day of a change by a version: its date; of a year or a month the day nearest to that on which it came in,
    and that day where no date is known."""
    parts = [int(each) for each in said.split("-")] if said else []
    if not parts:
        return came
    year, month = parts[0], parts[1] if len(parts) > 1 else 0
    if len(parts) == 3:
        return datetime.date(*parts)
    first = datetime.date(year, month or 1, 1)
    last = datetime.date(year, month or 12, calendar.monthrange(year, month or 12)[1])
    return min(max(came, first), last)
