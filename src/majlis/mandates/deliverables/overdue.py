"""Overdue deliverables: when one is overdue, the notice to its lead, and the lead's explanation."""

from __future__ import annotations

import datetime
from collections.abc import Iterable

from django.conf import settings
from django.utils.translation import gettext_lazy as _

from majlis.kernel import clock
from majlis.kernel.editing import FieldValue, audit_value, changed_values, save_changes
from majlis.kernel.errors import WrongState
from majlis.kernel.verbs import Act, verb
from majlis.mandates.core.locking import check_values, lock_existing
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
def explain_delay(act: Act, notice: OverdueNotice, /, **values: str) -> OverdueNotice:
    """Explain why a deliverable is overdue and when it is expected; the explanation becomes public.

    It is given for the notified entity; only its representatives may correct it, or the
    secretariat, which is shown then. It may also be given or changed after the last day to explain.
    Raises InvalidInput by field, WrongState.
    """
    locked = lock_existing(notice)
    explanation = {name: values.get(name, "") for name in EXPLANATION_FIELDS}
    faults = {} if explanation["answer"].strip() else {"answer": _("Enter the reason for delay.")}
    check_values(explanation, "expected", faults=dict(faults))
    new = changed_values(locked, EXPLANATION_FIELDS, explanation)
    user = act.actor.user
    also: dict[str, FieldValue] = {
        "answered_at": clock.now(),
        "answered_by": user,
        "by_secretariat": user is not None and not represents(user, locked.entity),
    }
    key = {"deliverable": locked.deliverable.ordinal}
    if save_changes(act, locked, new, locked.mandate, key, "", **also):
        # It is not adapted to the text any more, so that the explanation is not lost.
        Deliverable.objects.filter(pk=locked.deliverable_id).update(scheduled=False)
        refresh_status([locked.mandate.pk])
    return locked


def missed_due_date(deliverable: Deliverable, today: datetime.date) -> datetime.date | None:
    """The due date that has passed without an answer; None if it is not overdue.

    It needs a full date, a mandate in force that obliges, requests or commits, and a lead; a date before the
    mandate came into force does not count. A merged deliverable is as overdue as its target.
    """
    mandate, effective = deliverable.mandate, effective_deliverable(deliverable)
    can_be_overdue = (
        deliverable.withdrawn_at is None
        and not deliverable.outdated
        and effective.state in OPEN_PROGRESS
        and mandate.force in CAN_BE_OVERDUE
        and mandate.legal_status == LegalStatus.IN_FORCE
        and mandate.lifecycle_state == ACTIVE
        and mandate.lead_id is not None
    )
    due = full_date(due_date_of(effective)) if can_be_overdue else None
    if due is None or due >= today:
        return None
    in_force_since = (
        binding_sources().filter(mandate=mandate).values_list("version__date", flat=True)[:1]
    )
    return None if was_due_before(effective, "".join(in_force_since)) else due


def was_notified(deliverable: Deliverable, due: datetime.date) -> bool:
    """Whether the current lead was notified of this date, also for the deliverable it was merged into."""
    keys = {deliverable.pk, deliverable.merged_into_id} - {None}
    notices = OverdueNotice.objects.filter(deliverable__in=keys, due=due, waived=False)
    return bool(notices.filter(entity=deliverable.mandate.lead_id).exists())


def cancel_notices(deliverables: Iterable[Deliverable]) -> None:
    """Waive the notices whose last day to explain has not passed; they will not become public."""
    rows = OverdueNotice.objects.filter(deliverable__in=[each.pk for each in deliverables])
    rows.filter(answer_by__gte=clock.today()).update(waived=True)


@verb("mandates.notify_overdue")
def notify_overdue(act: Act, deliverable: Deliverable, /) -> OverdueNotice:
    """Notify the lead that a deliverable is overdue, once for each due date.

    The lead has ``MAJLIS_DAYS_TO_ANSWER`` days to explain; a new lead is notified again, and has as
    many days. Raises WrongState if it is not overdue, or the lead was notified already.
    """
    locked = lock_existing(deliverable)
    today = clock.today()
    due = missed_due_date(locked, today)
    if due is None or was_notified(locked, due):
        raise WrongState(
            _("This deliverable is not overdue, or the lead has already been notified."),
            _("No notification was sent."),
        )
    answer_by = today + datetime.timedelta(days=settings.MAJLIS_DAYS_TO_ANSWER)
    lead = locked.mandate.lead
    assert lead is not None  # without a lead, nothing is overdue
    notice = OverdueNotice.objects.create(
        deliverable=locked, entity=lead, due=due, answer_by=answer_by
    )
    act.note(
        locked.mandate,
        new={
            "deliverable": locked.ordinal,
            "entity": audit_value(lead),
            "due": due.isoformat(),
            "answer_by": answer_by.isoformat(),
        },
    )
    refresh_status([locked.mandate_id])
    return notice
