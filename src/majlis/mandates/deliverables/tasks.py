"""Background tasks of deliverables: schedule the next ones, notify leads of overdue ones."""

from __future__ import annotations

import datetime

from django.db import transaction
from django.db.models import Exists, OuterRef, Q
from django.utils.translation import gettext_lazy as _

from majlis.commons.notices.dispatch import users_who_may_see
from majlis.kernel import clock
from majlis.kernel.actor import Actor
from majlis.kernel.work import background_task
from majlis.mandates.core.audiences import representatives
from majlis.mandates.core.batch import continue_on_error
from majlis.mandates.core.progress import CURRENT_DAYS
from majlis.mandates.core.status import refresh_status
from majlis.mandates.deliverables import actions as deliverables_actions
from majlis.mandates.deliverables import overdue
from majlis.mandates.deliverables.overdue import missed_due_date, was_notified
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
"""Days for which explanations that became public are refreshed, to catch up if the worker was down."""
_DAY = datetime.timedelta(days=1)


@background_task(_("Schedule of deliverables"))
def schedule_deliverables_daily() -> None:
    """Schedule recurring deliverables, two years ahead at most, and refresh mandates that become due soon."""
    for mandate in mandates_to_schedule():
        with continue_on_error("scheduled", mandate.pk):
            deliverables_actions.schedule_deliverables(Actor.as_system("schedule"), mandate)
    refresh_explained()
    due_soon = Q(due__lte=clock.today() + datetime.timedelta(days=CURRENT_DAYS))
    keys = (
        Mandate.objects.filter(due_soon)
        .exclude(progress__in=OPEN_PROGRESS)
        .values_list("pk", flat=True)
    )
    mandate_keys = list(keys)
    for start in range(0, len(mandate_keys), BATCH):
        with continue_on_error("refreshed", start), transaction.atomic():
            refresh_status(mandate_keys[start : start + BATCH])


def refresh_explained() -> None:
    """Refresh the mandates whose explanation of a delay became public.

    Before that day, nothing shows that the lead has explained it.
    """
    ended_between = (
        clock.today() - datetime.timedelta(days=DAYS_LOOKED_BACK),
        clock.today() - _DAY,
    )
    explained = OverdueNotice.objects.filter(
        answer_by__range=ended_between, answered_at__isnull=False
    )
    mandate_keys = set(explained.values_list("deliverable__mandate", flat=True))
    if mandate_keys:
        with continue_on_error("refreshed", "answers"), transaction.atomic():
            refresh_status(mandate_keys)


def mandates_to_schedule() -> list[Mandate]:
    """Mandates in force that may require a deliverable that does not exist yet.

    These recur, have no deliverable yet, or were scheduled from another version than the one that
    counts now.
    """
    existing = Deliverable.objects.filter(mandate=OuterRef("pk"), outdated=False)
    last_scheduled = existing.filter(schedule_key__startswith=str(clock.today().year + YEARS_AHEAD))
    recurs = ~Q(source__recurrence="") & Q(source__trigger="") & ~Exists(last_scheduled)
    has_date = ~Q(source__deadline="") | ~Q(source__occasion="")
    once = Q(source__trigger="", source__recurrence="") & ~Q(Exists(existing))
    once &= has_date | ~Q(source__kind__in=(DeliverableKind.ACTION, DeliverableKind.OTHER))
    scheduled = existing.filter(withdrawn_at=None).exclude(schedule_key="")
    other_source = Exists(scheduled.exclude(source=OuterRef("source")))
    rows = Mandate.objects.filter(
        recurs | once | other_source, legal_status=LegalStatus.IN_FORCE, lifecycle_state=ACTIVE
    )
    return list(rows.select_related("source__version", "record").order_by("pk"))


@background_task(_("Notices of overdue deliverables"))
def notify_overdue_daily() -> None:
    """Notify leads of overdue deliverables, once for each due date.

    Nobody else sees that one is overdue before the lead had time to explain. All notices to one
    lead are sent in one transaction, and thus arrive in one mail: a text adopted years ago can
    bring many past dates.
    """
    for deliverables in overdue_by_lead():
        with (
            continue_on_error("notified", f"Entity {deliverables[0].mandate.lead_id}"),
            transaction.atomic(),
        ):
            for deliverable in deliverables:
                with continue_on_error("notified", f"Deliverable {deliverable.pk}"):
                    overdue.notify_overdue(Actor.as_system("the clock"), deliverable)


def overdue_by_lead() -> list[list[Deliverable]]:
    """Overdue deliverables without a notice, grouped by lead; leads without representatives are left out."""
    today = clock.today()
    candidates = Deliverable.objects.filter(
        withdrawn_at=None,
        outdated=False,
        mandate__due__lt=today,
        mandate__force__in=CAN_BE_OVERDUE,
        mandate__legal_status=LegalStatus.IN_FORCE,
        mandate__lifecycle_state=ACTIVE,
        mandate__lead__isnull=False,
    )
    rows = candidates.select_related(
        "mandate__record",
        "mandate__lead",
        "occasion",
        "merged_into__occasion",
        "merged_into__mandate",
    )
    by_lead: dict[int, list[Deliverable]] = {}
    for deliverable in rows.order_by("mandate__lead", "pk"):
        with continue_on_error("checked", f"Deliverable {deliverable.pk}"):
            due = missed_due_date(deliverable, today)
            if (
                due is None
                or was_notified(deliverable, due)
                or _notified_with_merged(deliverable, today)
            ):
                continue
            representatives_of_lead = users_who_may_see(deliverable.mandate.record).filter(
                representatives(deliverable.mandate.lead)
            )
            # Without representatives nobody can explain, and it does not count as overdue.
            if representatives_of_lead.exists():
                by_lead.setdefault(deliverable.mandate.lead_id or 0, []).append(deliverable)
    return list(by_lead.values())


def _notified_with_merged(deliverable: Deliverable, today: datetime.date) -> bool:
    """Whether its lead is notified for the deliverable into which it was merged."""
    target = deliverable.merged_into
    if target is None or target.mandate.lead_id != deliverable.mandate.lead_id:
        return False
    return missed_due_date(target, today) is not None
