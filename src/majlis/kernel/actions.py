"""Verbs of the kernel: redaction of personal values in the audit."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from datetime import datetime

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from majlis.kernel.audit import personal_keys
from majlis.kernel.errors import InvalidInput, Refused, StrOrPromise, WrongState
from majlis.kernel.models import AuditEntry, PersonalDatum, Record, Redaction, User
from majlis.kernel.verbs import Act, verb

# A shorter value may occur by chance within a longer word.
SHORTEST_SUBSTRING = 4


@verb("kernel.propose_redaction")
def propose_redaction(
    act: Act, data: Iterable[PersonalDatum], *, reason: str, record: Record | None = None
) -> Redaction:
    """Propose that personal values be erased, with a reason; ``record`` owns the history that holds them.

    Raises InvalidInput without a reason, or if no value is left that can be erased and that no open
    proposal covers. Raises Refused if the actor may not see the record.
    """
    if record is not None and act.actor.user and not record.is_visible_to(act.actor.user):
        raise Refused()
    values = _redactable(list(data), record)
    faults: dict[str, StrOrPromise] = {}
    if not values:
        faults[""] = _("No personal data left to erase.")
    if not reason.strip():
        faults["reason"] = _(
            "Enter the reason for erasure. The reason is retained in the audit log."
        )
    else:
        faults |= _reason_faults(reason, values)
    if faults:
        raise InvalidInput(faults)
    redaction = Redaction.objects.create(
        record=record, reason=reason.strip(), proposed_by=act.actor.user
    )
    redaction.asked_for.set(values)
    act.note(redaction, new={"values": [each.pk for each in values]}, reason=reason.strip())
    return redaction


def _reason_faults(reason: str, values: Iterable[PersonalDatum]) -> dict[str, StrOrPromise]:
    """Errors of a reason that repeats one of the values: a reason can never be erased."""
    if not any(_occurs_in(reason, each.value) for each in values if each.value.strip()):
        return {}
    message = _("The reason is retained. Remove from it the data that are to be erased.")
    return {"reason": message}


def _occurs_in(reason: str, value: str) -> bool:
    """Whether the reason contains the value; a short ASCII value must be a whole word."""
    needle, text = value.strip().casefold(), reason.casefold()
    if len(needle) < SHORTEST_SUBSTRING and needle.isascii():
        return re.search(rf"(?<!\w){re.escape(needle)}(?!\w)", text) is not None
    return needle in text


def _redactable(data: Sequence[PersonalDatum], record: Record | None) -> list[PersonalDatum]:
    """The values that are not empty, not proposed yet, and referred to by the record's history."""
    proposed = set(Redaction.objects.waiting().values_list("asked_for", flat=True))
    values = [
        datum
        for datum in data
        if datum.redaction_id is None and datum.pk not in proposed and datum.value.strip()
    ]
    if record is None:
        return values
    entries = AuditEntry.objects.filter(record=record).values_list("old", "new")
    in_history = {key for pair in entries for side in pair for key in personal_keys(side)}
    return [datum for datum in values if datum.pk in in_history]


@verb("kernel.confirm_redaction")
def confirm_redaction(act: Act, redaction: Redaction) -> Redaction:
    """Erase the values, as a second person. Raises WrongState if the proposal is already decided."""
    updated = (
        Redaction.objects.waiting()
        .filter(pk=redaction.pk)
        .update(confirmed_by=act.actor.user, confirmed_at=timezone.now())
    )
    if not updated:
        raise WrongState()
    # A value that another redaction has erased since then keeps the reason of that redaction.
    remaining = PersonalDatum.objects.filter(asked_in=redaction, redaction__isnull=True)
    keys = list(remaining.values_list("pk", flat=True))
    PersonalDatum.objects.filter(pk__in=keys).update(value="", redaction=redaction)
    redaction.refresh_from_db()
    act.note(redaction, new={"emptied": keys}, reason=redaction.reason)
    return redaction


@verb("kernel.decline_redaction")
def decline_redaction(act: Act, redaction: Redaction, *, reason: str) -> Redaction:
    """Decline the proposal, as a second person, with a reason; the values stay.

    Raises InvalidInput without a reason, or with one that repeats a value; WrongState if the proposal
    is already decided.
    """
    reason = reason.strip()
    if not reason:
        raise InvalidInput(
            {"reason": _("Enter the reason for declining. The proposer will be notified.")}
        )
    by, now = act.actor.user, timezone.now()
    return _keep_values(
        act, redaction, reason, declined_by=by, declined_at=now, declined_why=reason
    )


@verb("kernel.withdraw_redaction")
def withdraw_redaction(act: Act, redaction: Redaction, *, reason: str = "") -> Redaction:
    """Withdraw one's own proposal before it is decided; the values stay.

    Raises InvalidInput with a reason that repeats a value, WrongState if the proposal is already decided.
    """
    reason = reason.strip()
    now = timezone.now()
    return _keep_values(act, redaction, reason, withdrawn_at=now, withdrawn_why=reason)


def _keep_values(
    act: Act, redaction: Redaction, reason: str, **values: User | datetime | str | None
) -> Redaction:
    if faults := _reason_faults(reason, redaction.asked_for.all()):
        raise InvalidInput(faults)
    if not Redaction.objects.waiting().filter(pk=redaction.pk).update(**values):
        raise WrongState()
    redaction.refresh_from_db()
    keys = list(redaction.asked_for.values_list("pk", flat=True))
    act.note(redaction, new={"kept": keys}, reason=reason)
    return redaction
