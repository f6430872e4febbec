"""Telling owners that something is late, before anybody else reads it."""

from __future__ import annotations

import datetime

from django.conf import settings
from django.utils.translation import gettext_lazy as _

from majlis.kernel import clock
from majlis.kernel.errors import WrongState
from majlis.kernel.verbs import Act, verb
from majlis.mandates.keeping import locked
from majlis.mandates.kinds import CAN_BE_LATE, OPEN, Standing
from majlis.mandates.lifecycle import ACTIVE
from majlis.mandates.models import Deliverable, LateNotice
from majlis.mandates.outcome import full, when
from majlis.mandates.settling import settle


def overdue(deliverable: Deliverable, today: datetime.date) -> datetime.date | None:
    """The real date that has passed without an answer; None where the rule of fairness excludes it."""
    mandate = deliverable.mandate
    fair = (
        deliverable.withdrawn_at is None
        and deliverable.merged_into_id is None
        and deliverable.state in OPEN
        and mandate.force in CAN_BE_LATE
        and mandate.standing == Standing.BINDS
        and mandate.life == ACTIVE
        and mandate.lead_id is not None
    )
    due = full(when(deliverable)) if fair else None
    return due if due is not None and due < today else None


@verb("mandates.tell_lateness")
def tell_lateness(act: Act, deliverable: Deliverable, /) -> LateNotice:
    """Tell who leads that a deliverable is late, once for each date: they have the days of the setting to answer.

    Raises WrongState where it is not late, or was told already.
    """
    now = locked(deliverable, ())
    today = clock.today()
    due = overdue(now, today)
    if due is None or now.notices.filter(due=due).exists():
        raise WrongState(
            _("This is not late, or its owner was told already."), _("Nothing was sent.")
        )
    answer_by = today + datetime.timedelta(days=settings.MAJLIS_DAYS_TO_ANSWER)
    made = LateNotice.objects.create(deliverable=now, due=due, answer_by=answer_by)
    act.note(
        now.mandate,
        new={
            "deliverable": now.ordinal,
            "due": due.isoformat(),
            "answer_by": answer_by.isoformat(),
        },
    )
    settle([now.mandate_id])
    return made
