"""Telling owners that something is late, before anybody else reads it."""

from __future__ import annotations

import datetime
from collections.abc import Iterable

from django.conf import settings
from django.utils.translation import gettext_lazy as _

from majlis.kernel import clock
from majlis.kernel.errors import WrongState
from majlis.kernel.verbs import Act, verb
from majlis.mandates.keeping import locked, plain
from majlis.mandates.kinds import CAN_BE_LATE, OPEN, Standing
from majlis.mandates.lifecycle import ACTIVE
from majlis.mandates.models import Deliverable, LateNotice
from majlis.mandates.outcome import counted, due_before, full, owed, when
from majlis.mandates.settling import settle


def overdue(deliverable: Deliverable, today: datetime.date) -> datetime.date | None:
    """The real date that has passed without an answer; None where the rule of fairness excludes it.

    What was merged into another is as late as that one.
    """
    mandate, it = deliverable.mandate, counted(deliverable)
    fair = (
        deliverable.withdrawn_at is None
        and not deliverable.former
        and it.state in OPEN
        and mandate.force in CAN_BE_LATE
        and mandate.standing == Standing.BINDS
        and mandate.life == ACTIVE
        and mandate.lead_id is not None
    )
    due = full(when(it)) if fair else None
    if due is None or due >= today:
        return None
    since = owed().filter(mandate=mandate).values_list("version__date", flat=True)[:1]
    return None if due_before(it, "".join(since)) else due


def was_told(deliverable: Deliverable, due: datetime.date) -> bool:
    """Whether who leads now was told of this date, by what it was merged into too: a new lead is told anew."""
    own = {deliverable.pk, deliverable.merged_into_id} - {None}
    there = LateNotice.objects.filter(deliverable__in=own, due=due, spared=False)
    return bool(there.filter(actor=deliverable.mandate.lead_id).exists())


def spare(deliverables: Iterable[Deliverable]) -> None:
    """What was answered or moved before the days to answer were over: nobody else reads of it."""
    rows = LateNotice.objects.filter(deliverable__in=[each.pk for each in deliverables])
    rows.filter(answer_by__gte=clock.today()).update(spared=True)


@verb("mandates.tell_lateness")
def tell_lateness(act: Act, deliverable: Deliverable, /) -> LateNotice:
    """Tell who leads that a deliverable is late, once for each date: they have the days of the setting to answer.

    A new lead is told anew, and has as many days.

    Raises WrongState where it is not late, or was told already.
    """
    now = locked(deliverable, ())
    today = clock.today()
    due = overdue(now, today)
    if due is None or was_told(now, due):
        raise WrongState(
            _("This is not late, or its owner was told already."), _("Nothing was sent.")
        )
    answer_by = today + datetime.timedelta(days=settings.MAJLIS_DAYS_TO_ANSWER)
    lead = now.mandate.lead
    assert lead is not None  # else nothing is late
    made = LateNotice.objects.create(deliverable=now, actor=lead, due=due, answer_by=answer_by)
    act.note(
        now.mandate,
        new={
            "deliverable": now.ordinal,
            "actor": plain(lead),
            "due": due.isoformat(),
            "answer_by": answer_by.isoformat(),
        },
    )
    settle([now.mandate_id])
    return made
