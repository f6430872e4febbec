"""Mandates that a new version of a text drops without an act of a body that ends them."""

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
from majlis.mandates.lifecycle import ONGOING, WAITING
from majlis.mandates.models import Finding, Mandate
from majlis.mandates.models.choices import LegalStatus

RECENT_DAYS = 365
"""Days for which a brief says what changed."""
ADOPTED_STATES = (IN_FORCE, SUPERSEDED)
"""States of versions that are in force, or were: what was only proposed binds nobody, and is not left out."""
DROPPED = "left_out"
DROPPED_VALUE = Value(DROPPED, output_field=CharField())
EVERYTHING = object()
"""In the place of a user: what is closed too, for those who tell each person only of what they may see."""
DROPPED_LABEL = pgettext_lazy("change of a mandate", "left out of the new version")


@dataclass(frozen=True)
class DroppedMandate:
    """A mandate (its key) that a version leaves out, and the day of that: the date of the version where it is known."""

    mandate: int
    version: int
    day: datetime.date


def dropped_mandates(
    user: Any, of: Q, since: datetime.date, until: datetime.date
) -> list[DroppedMandate]:
    """What was left out from a day to before another of the mandates that the user may see, the latest first; one query.

    ``request_for``: which mandates. What waits in the review and is likely to go on is not left out, nor is a mandate whose
    paragraph is still there: nobody has judged yet what that asks.
    """
    rows = possibly_dropped(user, of, since, until)
    made = []
    for key, version, said, moment in rows.values_list("pk", "left_by", "left_on", "left_made"):
        day = change_day(said, clock.date_of(moment))
        if since <= day < until:
            made.append(DroppedMandate(key, version, day))
    return sorted(made, key=lambda each: (each.day, each.mandate), reverse=True)


def possibly_dropped(user: Any, of: Q, since: datetime.date, until: datetime.date) -> QuerySet[Any]:
    """The mandates that may be among these, each with ``left_by``, ``left_on`` and ``left_made``: the version that leaves it
    out, its date, when it came in."""
    whole = user is EVERYTHING
    newer = Version.objects.filter(
        Q() if whole else visibility_condition(user, "record__"),
        Q() if whole else visibility_condition(user, "instrument__record__"),
        instrument=OuterRef("source__version__instrument"),
        position__gt=OuterRef("source__version__position"),
        state__in=ADOPTED_STATES,
        reconstructed_from=None,
        record__withdrawal=None,
    ).order_by("position", "pk")
    seen = Mandate.objects.all() if whole else Mandate.objects.visible_to(user)
    was = {
        "source__version__state__in": ADOPTED_STATES,
        "source__version__record__withdrawal": None,
    }
    rows = seen.filter(of, legal_status=LegalStatus.PAST, lifecycle_state__in=ONGOING, **was)
    rows = rows.annotate(
        left_by=Subquery(newer.values("pk")[:1]),
        left_on=Subquery(newer.values("date")[:1]),
        left_made=Subquery(newer.values("record__created_at")[:1]),
    )
    there = Provision.objects.filter(
        version=OuterRef("left_by"), lineage=OuterRef("source__provision__lineage")
    )
    waits = Finding.objects.filter(continues=OuterRef("pk"), state=WAITING)
    it: QuerySet[Any] = rows.filter(
        date_within("left_on", "left_made", since, until),
        ~Exists(there),
        ~Exists(waits),
        left_by__isnull=False,
    )
    return it.order_by()


def date_within(said: str, moment: str, since: datetime.date, until: datetime.date) -> Q:
    """What may lie between two days by a date of a version, or by the moment at which it came in where it has none."""
    dated = Q(**{f"{said}__gte": str(since.year), f"{said}__lt": until.isoformat()})
    came = {f"{moment}__gte": clock.start_of_day(since), f"{moment}__lt": clock.start_of_day(until)}
    return dated | Q(**{said: ""}, **came)


def change_day(said: str, came: datetime.date) -> datetime.date:
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
