"""Overdue deliverables: when one is overdue, the notice to its lead, and the lead's explanation."""

from __future__ import annotations

import datetime
from collections.abc import Iterable
from typing import Any

from django.conf import settings
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from majlis.kernel import clock
from majlis.kernel.editing import audit_value, changed_values
from majlis.kernel.errors import WrongState
from majlis.kernel.verbs import Act, verb
from majlis.mandates.core.locking import check_values, lock_unchanged
from majlis.mandates.core.progress import (
    binding_sources,
    due_date_of,
    effective_deliverable,
    full_date,
    was_due_before,
)
from majlis.mandates.core.representation import represents
from majlis.mandates.core.status import refresh_status
from majlis.mandates.lifecycle import ACTIVE
from majlis.mandates.models import Deliverable, OverdueNotice
from majlis.mandates.models.choices import CAN_BE_OVERDUE, OPEN_PROGRESS, LegalStatus

EXPLANATION_FIELDS = ("language", "answer", "expected")


@verb("mandates.explain_delay")
def explain_delay(
    act: Act, notice: OverdueNotice, /, *, seen: str = "", **values: Any
) -> OverdueNotice:
    """Say why a deliverable is late and when it is expected; it stands beside it for everybody.

    It is said for the entity that was told, and only who speaks for that one corrects it, or the secretariat, marked as
    such. It may be said after the days to answer too, and anew. Raises InvalidInput by field, WrongState.
    """
    now = lock_unchanged(notice, EXPLANATION_FIELDS, seen)
    said = {name: values.get(name, "") for name in EXPLANATION_FIELDS}
    faults = {} if said["answer"].strip() else {"answer": _("Write an answer.")}
    check_values(said, "expected", faults=dict(faults))
    new = changed_values(now, EXPLANATION_FIELDS, said)
    if not new:
        act.unchanged()
        return now
    old = {name: getattr(now, name) for name in new}
    for name, value in new.items():
        setattr(now, name, value)
    now.answered_at, now.answered_by = timezone.now(), act.actor.user
    person = act.actor.user
    now.by_secretariat = person is not None and not represents(person, now.entity)
    now.save(update_fields=[*new, "answered_at", "answered_by", "by_secretariat"])
    # A person has touched it: what its owner said outlives whatever the text asks later.
    Deliverable.objects.filter(pk=now.deliverable_id).update(scheduled=False)
    act.note(now.mandate, old={"deliverable": now.deliverable.ordinal} | old, new=new)
    refresh_status([now.mandate.pk])
    return now


def overdue_date(deliverable: Deliverable, today: datetime.date) -> datetime.date | None:
    """The real date that has passed without an answer; None where the rule of fairness excludes it.

    What was merged into another is as late as that one.
    """
    mandate, it = deliverable.mandate, effective_deliverable(deliverable)
    fair = (
        deliverable.withdrawn_at is None
        and not deliverable.outdated
        and it.state in OPEN_PROGRESS
        and mandate.force in CAN_BE_OVERDUE
        and mandate.legal_status == LegalStatus.IN_FORCE
        and mandate.lifecycle_state == ACTIVE
        and mandate.lead_id is not None
    )
    due = full_date(due_date_of(it)) if fair else None
    if due is None or due >= today:
        return None
    since = binding_sources().filter(mandate=mandate).values_list("version__date", flat=True)[:1]
    return None if was_due_before(it, "".join(since)) else due


def was_notified(deliverable: Deliverable, due: datetime.date) -> bool:
    """Whether who leads now was told of this date, by what it was merged into too: a new lead is told anew."""
    own = {deliverable.pk, deliverable.merged_into_id} - {None}
    there = OverdueNotice.objects.filter(deliverable__in=own, due=due, waived=False)
    return bool(there.filter(entity=deliverable.mandate.lead_id).exists())


def cancel_notices(deliverables: Iterable[Deliverable]) -> None:
    """What was answered or moved before the days to answer were over: nobody else reads of it."""
    rows = OverdueNotice.objects.filter(deliverable__in=[each.pk for each in deliverables])
    rows.filter(answer_by__gte=clock.today()).update(waived=True)


@verb("mandates.notify_overdue")
def notify_overdue(act: Act, deliverable: Deliverable, /) -> OverdueNotice:
    """Tell who leads that a deliverable is late, once for each date: they have the days of the setting to answer.

    A new lead is told anew, and has as many days.

    Raises WrongState where it is not late, or was told already.
    """
    now = lock_unchanged(deliverable, ())
    today = clock.today()
    due = overdue_date(now, today)
    if due is None or was_notified(now, due):
        raise WrongState(
            _("This is not late, or its owner was told already."), _("Nothing was sent.")
        )
    answer_by = today + datetime.timedelta(days=settings.MAJLIS_DAYS_TO_ANSWER)
    lead = now.mandate.lead
    assert lead is not None  # else nothing is late
    made = OverdueNotice.objects.create(deliverable=now, entity=lead, due=due, answer_by=answer_by)
    act.note(
        now.mandate,
        new={
            "deliverable": now.ordinal,
            "entity": audit_value(lead),
            "due": due.isoformat(),
            "answer_by": answer_by.isoformat(),
        },
    )
    refresh_status([now.mandate_id])
    return made
