"""Verbs of inactive mandates: notify the lead, and confirm activity."""

from __future__ import annotations

import datetime
from collections.abc import Iterable

from django.conf import settings
from django.utils.translation import gettext_lazy as _

from majlis.kernel import clock
from majlis.kernel.editing import set_values
from majlis.kernel.errors import InvalidInput, WrongState
from majlis.kernel.languages import LANGUAGE_CODES
from majlis.kernel.verbs import Act, verb
from majlis.mandates.core.locking import lock_existing
from majlis.mandates.core.representation import represents
from majlis.mandates.inactivity import queries
from majlis.mandates.models import Entity, InactivityNotice, Mandate

ANSWER_FIELDS = ("reply", "answer", "language")


@verb("mandates.notify_inactive")
def notify_inactive(
    act: Act, lead: Entity, /, *, mandates: Iterable[int]
) -> list[InactivityNotice]:
    """Notify a lead, in one message, that its mandates have had no recorded activity for years.

    ``mandates``: keys of mandates that the same people may see; each is announced once. Raises
    WrongState where none is left to announce.
    """
    today = clock.today()
    Entity.objects.select_for_update(of=("self",)).get(pk=lead.pk)
    rows = queries.inactive_mandates(
        Mandate.objects.filter(pk__in=list(mandates), lead=lead), today
    )
    answer_by = today + datetime.timedelta(days=settings.MAJLIS_DAYS_TO_ANSWER)
    notices = [
        InactivityNotice(mandate=each, entity=lead, since=each.last_activity, answer_by=answer_by)
        for each in rows.order_by("number")
        if not InactivityNotice.objects.filter(
            mandate=each, entity=lead, since=each.last_activity
        ).exists()
    ]
    if not notices:
        raise WrongState(
            _("Activity has since been recorded, or the lead has already been notified."),
            _("No notification was sent."),
        )
    InactivityNotice.objects.bulk_create(notices)
    slugs = [each.mandate.slug for each in notices]
    act.note(lead, new={"mandates": slugs, "answer_by": answer_by.isoformat()})
    return notices


@verb("mandates.confirm_activity")
def confirm_activity(
    act: Act, notice: InactivityNotice, /, *, reply: str, answer: str = "", language: str = "en"
) -> InactivityNotice:
    """Record whether an inactive mandate goes on, is finished, or has another lead.

    The answer can be changed later. It ends no mandate and changes no assignment: the secretariat
    is notified and decides. Raises InvalidInput by field, and WrongState where the lead has
    changed, because the answer of the former lead must not be overwritten.
    """
    current = lock_existing(notice)
    if current.entity_id != current.mandate.lead_id:
        raise WrongState(
            _("The lead entity has changed. This notice was addressed to the former lead."),
            _("No change was made."),
        )
    errors = {}
    if reply not in InactivityNotice.Reply.values:
        errors["reply"] = _("Select one of the three replies.")
    if language not in LANGUAGE_CODES:
        errors["language"] = _("Select one of the six official languages.")
    if errors:
        raise InvalidInput(errors)
    old, new = set_values(
        current, ANSWER_FIELDS, {"reply": reply, "answer": answer.strip(), "language": language}
    )
    if not new:
        act.unchanged()
        return current
    user = act.actor.user
    current.answered_at, current.answered_by = clock.now(), user
    current.by_secretariat = user is not None and not represents(user, current.entity)
    current.save(update_fields=[*new, "answered_at", "answered_by", "by_secretariat"])
    act.note(current.mandate, old=old, new={"notice": current.pk, "reply": current.reply, **new})
    return current
