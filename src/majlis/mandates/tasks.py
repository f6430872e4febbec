"""What the worker does for the register: texts read when they come in, the rest once a day."""

from __future__ import annotations

import datetime
import logging
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.db import transaction
from django.db.models import Exists, OuterRef, Q
from django.tasks import task

from majlis.commons.notices.dispatch import users_who_may_see
from majlis.instruments.models import Version
from majlis.kernel import clock
from majlis.kernel.actor import Actor
from majlis.kernel.errors import Fault
from majlis.mandates import actions
from majlis.mandates.actions.answers_late import overdue, was_told
from majlis.mandates.foreseeing import AHEAD
from majlis.mandates.kinds import CAN_BE_LATE, OPEN, Kind, Standing
from majlis.mandates.lifecycle import ACTIVE
from majlis.mandates.models import Actor as Lead
from majlis.mandates.models import Deliverable, LateNotice, Mandate
from majlis.mandates.outcome import NEAR
from majlis.mandates.queries.quiet import to_tell
from majlis.mandates.settling import settle
from majlis.mandates.telling_answers import speakers
from majlis.mandates.telling_quiet import who_may_answer

log = logging.getLogger(__name__)
BATCH = 500
DAY = 24 * 3600
READABLE = 31
"""Days for which what became readable is looked at anew, so that a day without the worker leaves nothing behind."""
_DAY = datetime.timedelta(days=1)


@task()
def find_in(version: int) -> None:
    """Read a version for mandates; nothing where it was withdrawn meanwhile."""
    found = Version.objects.select_related("record").filter(pk=version, record__withdrawal=None)
    shown = found.first()
    if shown is not None:
        actions.find(Actor.as_system("mandates"), shown)


@task()
def foresee_daily() -> None:
    """Make the next deliverables of what recurs, two years ahead at most, and settle what comes near."""
    for each in to_foresee():
        with going_on("foreseen", each.pk):
            actions.foresee(Actor.as_system("foreseeing"), each)
    settle_answered()
    near = Q(due__lte=clock.today() + datetime.timedelta(days=NEAR))
    keys = Mandate.objects.filter(near).exclude(progress__in=OPEN).values_list("pk", flat=True)
    found = list(keys)
    for start in range(0, len(found), BATCH):
        with going_on("settled", start), transaction.atomic():
            settle(found[start : start + BATCH])


def settle_answered() -> None:
    """Settle that of which everybody may read now why it is late: until then it stood nowhere that anything was said."""
    over = (clock.today() - datetime.timedelta(days=READABLE), clock.today() - _DAY)
    told = LateNotice.objects.filter(answer_by__range=over, answered_at__isnull=False)
    keys = set(told.values_list("deliverable__mandate", flat=True))
    if keys:
        with going_on("settled", "answers"), transaction.atomic():
            settle(keys)


@contextmanager
def going_on(what: str, key: object) -> Iterator[None]:
    """Let the next one have its turn where one cannot be done; say which and how, and nothing of what it holds."""
    try:
        yield
    except Fault as fault:  # somebody was faster
        log.info("%s was not %s: %s", key, what, fault.what)
    except Exception as fault:  # noqa: BLE001 - whatever it is, the others are told
        log.error("%s was not %s: %s", key, what, type(fault).__name__)


def to_foresee() -> list[Mandate]:
    """Mandates that bind and may yield something that is not there: what recurs, what yielded nothing yet, and of what
    another version counts now than the one it was foreseen of."""
    made = Deliverable.objects.filter(mandate=OuterRef("pk"), former=False)
    last = made.filter(yields__startswith=str(clock.today().year + AHEAD))
    recurs: Any = ~Q(asking__recurrence="") & Q(asking__trigger="") & ~Exists(last)
    asks = ~Q(asking__deadline="") | ~Q(asking__occasion="")
    once: Any = Q(asking__trigger="", asking__recurrence="") & ~Exists(made)
    once &= asks | ~Q(asking__kind__in=(Kind.ACTION, Kind.OTHER))
    by_rule = made.filter(withdrawn_at=None).exclude(yields="")
    other: Any = Exists(by_rule.exclude(asking=OuterRef("asking")))
    rows = Mandate.objects.filter(recurs | once | other, standing=Standing.BINDS, life=ACTIVE)
    return list(rows.select_related("asking__version", "record").order_by("pk"))


@task()
def tell_lateness_daily() -> None:
    """Tell who leads on what is late, once for each date; nobody else reads it before they had time to answer.

    All that is to be told for one lead is told at once, so that it comes in one letter, however much of it is past: a
    text of years ago brings many dates with it.
    """
    for each in late_by_lead():
        with going_on("told", f"Actor {each[0].mandate.lead_id}"), transaction.atomic():
            for one in each:
                with going_on("told", f"Deliverable {one.pk}"):
                    actions.tell_lateness(Actor.as_system("the clock"), one)


def late_by_lead() -> list[list[Deliverable]]:
    """What is late and was not told of yet, by who leads; nothing of those for whom nobody could answer."""
    today = clock.today()
    late = Deliverable.objects.filter(
        withdrawn_at=None,
        former=False,
        mandate__due__lt=today,
        mandate__force__in=CAN_BE_LATE,
        mandate__standing=Standing.BINDS,
        mandate__life=ACTIVE,
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
        with going_on("looked at", f"Deliverable {each.pk}"):
            due = overdue(each, today)
            if due is None or was_told(each, due) or _told_with(each, today):
                continue
            whom = users_who_may_see(each.mandate.record).filter(speakers(each.mandate.lead))
            if whom.exists():  # else it is not held against who leads
                found.setdefault(each.mandate.lead_id or 0, []).append(each)
    return list(found.values())


def _told_with(deliverable: Deliverable, today: datetime.date) -> bool:
    """Whether its lead is told of it by the one into which it was merged."""
    into = deliverable.merged_into
    if into is None or into.mandate.lead_id != deliverable.mandate.lead_id:
        return False
    return overdue(into, today) is not None


@task()
def tell_quiet_weekly() -> None:
    """Tell each lead, all in one, of which mandates nothing is recorded since long; it is public only later."""
    for each in to_tell(clock.today()):
        with going_on("told", f"Actor {each['lead']}"):
            lead = Lead.objects.select_related("record").get(pk=each["lead"])
            first = Mandate.objects.select_related("record").get(pk=each["keys"][0])
            if who_may_answer(lead, first).exists():  # else it stays out of the list
                actions.tell_quiet(Actor.as_system("the clock"), lead, mandates=each["keys"])


# Name -> seconds, and the path of the task.
PERIODIC = {
    "mandates.foresee": (DAY, "majlis.mandates.tasks.foresee_daily"),
    "mandates.tell_lateness": (DAY, "majlis.mandates.tasks.tell_lateness_daily"),
    "mandates.tell_quiet": (7 * DAY, "majlis.mandates.tasks.tell_quiet_weekly"),
    "mandates.keep_related": (120, "majlis.mandates.tasks_near.keep_related"),
    "mandates.liken": (600, "majlis.mandates.tasks_near.liken"),
    "mandates.relate_all": (DAY, "majlis.mandates.tasks_near.relate_all"),
    "mandates.editions": (6 * 3600, "majlis.mandates.tasks_archive.keep_monthly"),
    "mandates.due_soon": (DAY, "majlis.mandates.tasks_archive.tell_due_soon_daily"),
    "mandates.left_out": (DAY, "majlis.mandates.tasks_archive.tell_left_out_daily"),
}
