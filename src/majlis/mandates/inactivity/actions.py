"""Verbs of inactive mandates: the lead is notified, and confirms whether they go on."""

from __future__ import annotations

import datetime
from collections.abc import Iterable

from django.conf import settings
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from majlis.kernel import clock
from majlis.kernel.editing import changed_values
from majlis.kernel.errors import InvalidInput, WrongState
from majlis.kernel.languages import LANGUAGE_CODES
from majlis.kernel.verbs import Act, verb
from majlis.mandates.core.locking import lock_unchanged
from majlis.mandates.inactivity import queries
from majlis.mandates.models import Entity, InactivityNotice, Mandate

ANSWER_FIELDS = ("reply", "answer", "language")


@verb("mandates.notify_inactive")
def notify_inactive(
    act: Act, lead: Entity, /, *, mandates: Iterable[int]
) -> list[InactivityNotice]:
    """Tell who leads on mandates that nothing is recorded of them since long: all in one, each once.

    ``mandates``: keys of those to tell of, which the same people see. Raises WrongState where nothing is left to tell.
    """
    today = clock.today()
    Entity.objects.select_for_update(of=("self",)).get(pk=lead.pk)
    rows = queries.inactive_mandates(
        Mandate.objects.filter(pk__in=list(mandates), lead=lead), today
    )
    answer_by = today + datetime.timedelta(days=settings.MAJLIS_DAYS_TO_ANSWER)
    made = [
        InactivityNotice(mandate=each, entity=lead, since=each.last_activity, answer_by=answer_by)
        for each in rows.order_by("number")
        if not InactivityNotice.objects.filter(
            mandate=each, entity=lead, since=each.last_activity
        ).exists()
    ]
    if not made:
        raise WrongState(
            _("Something was recorded meanwhile, or who leads was told already."),
            _("Nothing was sent."),
        )
    InactivityNotice.objects.bulk_create(made)
    slugs = [each.mandate.slug for each in made]
    act.note(lead, new={"mandates": slugs, "answer_by": answer_by.isoformat()})
    return made


@verb("mandates.confirm_activity")
def confirm_activity(
    act: Act, notice: InactivityNotice, /, *, reply: str, answer: str = "", language: str = "en"
) -> InactivityNotice:
    """Say whether a quiet mandate goes on, is finished, or is another's; it may be said anew.

    It ends nothing and takes nobody's part: the secretariat is told, and does that by an act. Raises InvalidInput by field,
    WrongState where another leads by now: nobody writes over the words of who led before.
    """
    now = lock_unchanged(notice, ())
    if now.entity_id != now.mandate.lead_id:
        raise WrongState(
            _(
                "Another leads on this mandate by now: what was said stands as that of the former lead."
            ),
            _("Nothing was changed by you."),
        )
    faults = {}
    if reply not in InactivityNotice.Reply.values:
        faults["reply"] = _("Choose one of the three.")
    if language not in LANGUAGE_CODES:
        faults["language"] = _("Choose one of the six languages.")
    if faults:
        raise InvalidInput(faults)
    new = changed_values(
        now, ANSWER_FIELDS, {"reply": reply, "answer": answer.strip(), "language": language}
    )
    if not new:
        act.unchanged()
        return now
    old = {name: getattr(now, name) for name in new}
    for name, value in new.items():
        setattr(now, name, value)
    now.answered_at, now.answered_by = timezone.now(), act.actor.user
    now.save(update_fields=[*new, "answered_at", "answered_by"])
    act.note(now.mandate, old=old, new={"notice": now.pk, "reply": now.reply} | new)
    return now
