"""Background tasks of deliverables: schedule the next ones, notify leads of overdue ones."""

from __future__ import annotations

import datetime
from typing import Any

from django.db import transaction
from django.db.models import Exists, OuterRef, Q
from django.tasks import task

from majlis.commons.notices.dispatch import users_who_may_see
from majlis.kernel import clock
from majlis.kernel.actor import Actor
from majlis.mandates.core.audiences import representatives
from majlis.mandates.core.batch import continue_on_error
from majlis.mandates.core.progress import CURRENT_DAYS
from majlis.mandates.core.status import refresh_status
from majlis.mandates.deliverables import actions as deliverables_actions
from majlis.mandates.deliverables import overdue
from majlis.mandates.deliverables.overdue import overdue_date, was_notified
from majlis.mandates.deliverables.schedule import YEARS_AHEAD
from majlis.mandates.lifecycle import ACTIVE
from majlis.mandates.models import Deliverable, Mandate, OverdueNotice
from majlis.mandates.models.choices import (
    CAN_BE_OVERDUE,
    OPEN_PROGRESS,
    DeliverableKind,
    LegalStatus,
)

BATCH = 500
DAYS_LOOKED_BACK = 31
"""Days for which what became readable is looked at anew, so that a day without the worker leaves nothing behind."""
_DAY = datetime.timedelta(days=1)


@task()
def schedule_deliverables_daily() -> None:
    """Make the next deliverables of what recurs, two years ahead at most, and settle what comes near."""
    for each in mandates_to_schedule():
        with continue_on_error("scheduled", each.pk):
            deliverables_actions.schedule_deliverables(Actor.as_system("foreseeing"), each)
    refresh_explained()
    near = Q(due__lte=clock.today() + datetime.timedelta(days=CURRENT_DAYS))
    keys = (
        Mandate.objects.filter(near)
        .exclude(progress__in=OPEN_PROGRESS)
        .values_list("pk", flat=True)
    )
    found = list(keys)
    for start in range(0, len(found), BATCH):
        with continue_on_error("settled", start), transaction.atomic():
            refresh_status(found[start : start + BATCH])


def refresh_explained() -> None:
    """Settle that of which everybody may read now why it is late: until then it stood nowhere that anything was said."""
    over = (clock.today() - datetime.timedelta(days=DAYS_LOOKED_BACK), clock.today() - _DAY)
    told = OverdueNotice.objects.filter(answer_by__range=over, answered_at__isnull=False)
    keys = set(told.values_list("deliverable__mandate", flat=True))
    if keys:
        with continue_on_error("settled", "answers"), transaction.atomic():
            refresh_status(keys)


def mandates_to_schedule() -> list[Mandate]:
    """Mandates that bind and may yield something that is not there: what recurs, what yielded nothing yet, and of what
    another version counts now than the one it was scheduled of."""
    made = Deliverable.objects.filter(mandate=OuterRef("pk"), outdated=False)
    last = made.filter(schedule_key__startswith=str(clock.today().year + YEARS_AHEAD))
    recurs: Any = ~Q(source__recurrence="") & Q(source__trigger="") & ~Exists(last)
    asks = ~Q(source__deadline="") | ~Q(source__occasion="")
    once: Any = Q(source__trigger="", source__recurrence="") & ~Exists(made)
    once &= asks | ~Q(source__kind__in=(DeliverableKind.ACTION, DeliverableKind.OTHER))
    by_rule = made.filter(withdrawn_at=None).exclude(schedule_key="")
    other: Any = Exists(by_rule.exclude(source=OuterRef("source")))
    rows = Mandate.objects.filter(
        recurs | once | other, legal_status=LegalStatus.IN_FORCE, lifecycle_state=ACTIVE
    )
    return list(rows.select_related("source__version", "record").order_by("pk"))


@task()
def notify_overdue_daily() -> None:
    """Tell who leads on what is late, once for each date; nobody else reads it before they had time to answer.

    All that is to be told for one lead is told at once, so that it comes in one letter, however much of it is past: a
    text of years ago brings many dates with it.
    """
    for each in overdue_by_lead():
        with continue_on_error("told", f"Actor {each[0].mandate.lead_id}"), transaction.atomic():
            for one in each:
                with continue_on_error("told", f"Deliverable {one.pk}"):
                    overdue.notify_overdue(Actor.as_system("the clock"), one)


def overdue_by_lead() -> list[list[Deliverable]]:
    """What is late and was not told of yet, by who leads; nothing of those for whom nobody could answer."""
    today = clock.today()
    late = Deliverable.objects.filter(
        withdrawn_at=None,
        outdated=False,
        mandate__due__lt=today,
        mandate__force__in=CAN_BE_OVERDUE,
        mandate__legal_status=LegalStatus.IN_FORCE,
        mandate__lifecycle_state=ACTIVE,
        mandate__lead__isnull=False,
    )
    rows = late.select_related(
        "mandate__record",
        "mandate__lead",
        "occasion",
        "merged_into__occasion",
        "merged_into__mandate",
    )
    found: dict[int, list[Deliverable]] = {}
    for each in rows.order_by("mandate__lead", "pk"):
        with continue_on_error("looked at", f"Deliverable {each.pk}"):
            due = overdue_date(each, today)
            if due is None or was_notified(each, due) or _notified_with_merged(each, today):
                continue
            whom = users_who_may_see(each.mandate.record).filter(representatives(each.mandate.lead))
            if whom.exists():  # else it is not held against who leads
                found.setdefault(each.mandate.lead_id or 0, []).append(each)
    return list(found.values())


def _notified_with_merged(deliverable: Deliverable, today: datetime.date) -> bool:
    """Whether its lead is told of it by the one into which it was merged."""
    into = deliverable.merged_into
    if into is None or into.mandate.lead_id != deliverable.mandate.lead_id:
        return False
    return overdue_date(into, today) is not None
