"""Quiet mandates: who leads is told before anybody else reads it, and says how it is."""

from __future__ import annotations

import datetime
from collections.abc import Iterable

from django.conf import settings
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from majlis.kernel import clock
from majlis.kernel.errors import InvalidInput, WrongState
from majlis.kernel.languages import LANGUAGE_CODES
from majlis.kernel.verbs import Act, verb
from majlis.mandates.keeping import changed, locked
from majlis.mandates.models import Actor, Mandate, QuietNotice
from majlis.mandates.queries import quiet as queries

FIELDS = ("says", "answer", "language")


@verb("mandates.tell_quiet")
def tell_quiet(act: Act, lead: Actor, /, *, mandates: Iterable[int]) -> list[QuietNotice]:
    """Tell who leads on mandates that nothing is recorded of them since long: all in one, each once.

    ``mandates``: keys of those to tell of, which the same people see. Raises WrongState where nothing is left to tell.
    """
    today = clock.today()
    Actor.objects.select_for_update(of=("self",)).get(pk=lead.pk)
    rows = queries.quiet(Mandate.objects.filter(pk__in=list(mandates), lead=lead), today)
    answer_by = today + datetime.timedelta(days=settings.MAJLIS_DAYS_TO_ANSWER)
    made = [
        QuietNotice(mandate=each, actor=lead, since=each.heard, answer_by=answer_by)
        for each in rows.order_by("number")
        if not QuietNotice.objects.filter(mandate=each, actor=lead, since=each.heard).exists()
    ]
    if not made:
        raise WrongState(
            _("Something was recorded meanwhile, or who leads was told already."),
            _("Nothing was sent."),
        )
    QuietNotice.objects.bulk_create(made)
    slugs = [each.mandate.slug for each in made]
    act.note(lead, new={"mandates": slugs, "answer_by": answer_by.isoformat()})
    return made


@verb("mandates.answer_quiet")
def answer_quiet(
    act: Act, notice: QuietNotice, /, *, says: str, answer: str = "", language: str = "en"
) -> QuietNotice:
    """Say whether a quiet mandate goes on, is finished, or is another's; it may be said anew.

    It ends nothing and takes nobody's part: the secretariat is told, and does that by an act. Raises InvalidInput by field,
    WrongState where another leads by now: nobody writes over the words of who led before.
    """
    now = locked(notice, ())
    if now.actor_id != now.mandate.lead_id:
        raise WrongState(
            _(
                "Another leads on this mandate by now: what was said stands as that of the former lead."
            ),
            _("Nothing was changed by you."),
        )
    faults = {}
    if says not in QuietNotice.Says.values:
        faults["says"] = _("Choose one of the three.")
    if language not in LANGUAGE_CODES:
        faults["language"] = _("Choose one of the six languages.")
    if faults:
        raise InvalidInput(faults)
    new = changed(now, FIELDS, {"says": says, "answer": answer.strip(), "language": language})
    if not new:
        act.unchanged()
        return now
    old = {name: getattr(now, name) for name in new}
    for name, value in new.items():
        setattr(now, name, value)
    now.answered_at, now.answered_by = timezone.now(), act.actor.user
    now.save(update_fields=[*new, "answered_at", "answered_by"])
    act.note(now.mandate, old=old, new={"notice": now.pk, "says": now.says} | new)
    return now
