"""Mandates that a new version of a text drops without an act of a body that ends them."""

from __future__ import annotations

import calendar
import datetime
from dataclasses import dataclass

from django.db.models import CharField, Exists, OuterRef, Q, Subquery, Value
from django.utils.translation import pgettext_lazy

from majlis.instruments.lifecycle import IN_FORCE, SUPERSEDED
from majlis.instruments.models import Provision, Version
from majlis.kernel import clock
from majlis.kernel.models import Reader
from majlis.kernel.models.record import RecordedQuerySet, visibility_condition
from majlis.mandates.lifecycle import ONGOING, WAITING
from majlis.mandates.models import Finding, Mandate
from majlis.mandates.models.choices import LegalStatus

RECENT_DAYS = 365
"""The number of days for which a brief lists changes."""
ADOPTED_STATES = (IN_FORCE, SUPERSEDED)
"""States of versions that are or were in force. A proposed version drops nothing."""
DROPPED = "left_out"
DROPPED_VALUE = Value(DROPPED, output_field=CharField())
DROPPED_LABEL = pgettext_lazy("change of a mandate", "omitted from the new version")


@dataclass(frozen=True)
class DroppedMandate:
    """A mandate (its key) that a version drops, and the day of it.

    The day is the date of the version where it is known.
    """

    mandate: int
    version: int
    day: datetime.date


def dropped_mandates(
    user: Reader | None, condition: Q, since: datetime.date, until: datetime.date
) -> list[DroppedMandate]:
    """Return mandates that were dropped from ``since`` to before ``until``, the latest first.

    ``condition`` selects the mandates; without a ``user`` closed records are included, and the caller must check who may
    see them. A mandate does not count as dropped while a pending finding
    is likely to continue it, or while its provision is still there. One query.
    """
    rows = possibly_dropped(user, condition, since, until)
    result = []
    for key, version, version_date, moment in rows.values_list(
        "pk", "left_by", "left_on", "left_made"
    ):
        day = change_day(version_date, clock.date_of(moment))
        if since <= day < until:
            result.append(DroppedMandate(key, version, day))
    return sorted(result, key=lambda each: (each.day, each.mandate), reverse=True)


def possibly_dropped(
    user: Reader | None, condition: Q, since: datetime.date, until: datetime.date
) -> RecordedQuerySet:
    """Return mandates that may have been dropped in a period.

    Annotates ``left_by`` (the version that drops it), ``left_on`` (the date of that version) and
    ``left_made`` (the moment at which it was created). The period is compared roughly: see
    ``dropped_mandates``.
    """
    newer = Version.objects.filter(
        Q() if user is None else visibility_condition(user, "record__"),
        Q() if user is None else visibility_condition(user, "instrument__record__"),
        instrument=OuterRef("source__version__instrument"),
        position__gt=OuterRef("source__version__position"),
        state__in=ADOPTED_STATES,
        reconstructed_from=None,
        record__withdrawal=None,
    ).order_by("position", "pk")
    mandates = Mandate.objects.all() if user is None else Mandate.objects.visible_to(user)
    adopted_source = {
        "source__version__state__in": ADOPTED_STATES,
        "source__version__record__withdrawal": None,
    }
    rows = mandates.filter(
        condition, legal_status=LegalStatus.PAST, lifecycle_state__in=ONGOING, **adopted_source
    )
    rows = rows.annotate(
        left_by=Subquery(newer.values("pk")[:1]),
        left_on=Subquery(newer.values("date")[:1]),
        left_made=Subquery(newer.values("record__created_at")[:1]),
    )
    same_lineage = Provision.objects.filter(
        version=OuterRef("left_by"), lineage=OuterRef("source__provision__lineage")
    )
    pending_finding = Finding.objects.filter(continues=OuterRef("pk"), state=WAITING)
    candidates: RecordedQuerySet = rows.filter(
        date_within("left_on", "left_made", since, until),
        ~Exists(same_lineage),
        ~Exists(pending_finding),
        left_by__isnull=False,
    )
    return candidates.order_by()


def date_within(
    date_field: str, moment_field: str, since: datetime.date, until: datetime.date
) -> Q:
    """A condition: the change may lie between two days.

    ``date_field`` holds the date of a version; where it is empty, ``moment_field`` counts. A
    partial date counts from its year.
    """
    dated = Q(**{f"{date_field}__gte": str(since.year), f"{date_field}__lt": until.isoformat()})
    created = {
        f"{moment_field}__gte": clock.start_of_day(since),
        f"{moment_field}__lt": clock.start_of_day(until),
    }
    return dated | Q(**{date_field: ""}, **created)


def change_day(version_date: str, created: datetime.date) -> datetime.date:
    """The day of a change by a version.

    The date of the version where it is a full date. Of a year or a month, the day nearest to
    ``created``, the day on which the version was created; without a date, ``created`` itself.
    """
    parts = [int(each) for each in version_date.split("-")] if version_date else []
    if not parts:
        return created
    year, month = parts[0], parts[1] if len(parts) > 1 else 0
    if len(parts) == 3:
        return datetime.date(*parts)
    first = datetime.date(year, month or 1, 1)
    last = datetime.date(year, month or 12, calendar.monthrange(year, month or 12)[1])
    return min(max(created, first), last)
