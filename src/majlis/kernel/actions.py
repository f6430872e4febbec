"""Verbs of the kernel: the redaction of personal values in the audit."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from majlis.kernel.audit import personal_keys
from majlis.kernel.errors import InvalidInput, Refused, StrOrPromise, WrongState
from majlis.kernel.models import AuditEntry, PersonalDatum, Record, Redaction
from majlis.kernel.verbs import Act, verb

# A value of fewer letters may stand by chance within a longer word.
SHORTEST_SUBSTRING = 4


@verb("kernel.propose_redaction")
def propose_redaction(
    act: Act, data: Iterable[PersonalDatum], *, reason: str, record: Record | None = None
) -> Redaction:
    """Ask that personal values be emptied, with a reason; ``record`` is the one whose history it is.

    Raises InvalidInput without a reason, or without a value that stands there and is not asked for yet.
    """
    if record is not None and act.actor.user and not record.is_visible_to(act.actor.user):
        raise Refused()
    values = _redactable(list(data), record)
    faults: dict[str, StrOrPromise] = {}
    if not values:
        faults[""] = _("There is no personal value here that could still be emptied.")
    if not reason.strip():
        faults["reason"] = _("Say why the values must go: the reason stays in the audit.")
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
    """What is wrong with a reason in which a value stands: the reason can never be emptied."""
    if not any(_occurs_in(reason, each.value) for each in values if each.value.strip()):
        return {}
    words = _("The reason repeats a value that is to go, and the reason stays: write it without.")
    return {"reason": words}


def _occurs_in(reason: str, value: str) -> bool:
    """Whether the value stands in the reason; a short Latin one only as a word of its own."""
    wanted, text = value.strip().casefold(), reason.casefold()
    if len(wanted) < SHORTEST_SUBSTRING and wanted.isascii():
        return re.search(rf"(?<!\w){re.escape(wanted)}(?!\w)", text) is not None
    return wanted in text


def _redactable(data: Sequence[PersonalDatum], record: Record | None) -> list[PersonalDatum]:
    """Those that have a value, that nobody asked for yet, and that stand in the record's history."""
    asked = set(Redaction.objects.waiting().values_list("asked_for", flat=True))
    found = [
        each
        for each in data
        if each.redaction_id is None and each.pk not in asked and each.value.strip()
    ]
    if record is None:
        return found
    entries = AuditEntry.objects.filter(record=record).values_list("old", "new")
    there = {key for pair in entries for values in pair for key in personal_keys(values)}
    return [each for each in found if each.pk in there]


@verb("kernel.confirm_redaction")
def confirm_redaction(act: Act, redaction: Redaction) -> Redaction:
    """Empty the values, as a second person. Raises WrongState if that was decided already."""
    done = (
        Redaction.objects.waiting()
        .filter(pk=redaction.pk)
        .update(confirmed_by=act.actor.user, confirmed_at=timezone.now())
    )
    if not done:
        raise WrongState()
    # What was emptied meanwhile keeps the reason for which it was.
    left = PersonalDatum.objects.filter(asked_in=redaction, redaction__isnull=True)
    keys = list(left.values_list("pk", flat=True))
    PersonalDatum.objects.filter(pk__in=keys).update(value="", redaction=redaction)
    redaction.refresh_from_db()
    act.note(redaction, new={"emptied": keys}, reason=redaction.reason)
    return redaction


@verb("kernel.decline_redaction")
def decline_redaction(act: Act, redaction: Redaction, *, reason: str) -> Redaction:
    """Leave the values as they are, as a second person, with a reason.

    Raises InvalidInput without a reason, or with one that repeats a value; WrongState if that was decided
    already.
    """
    reason = reason.strip()
    if not reason:
        raise InvalidInput({"reason": _("Say why the values stay: who proposed it is told.")})
    if faults := _reason_faults(reason, redaction.asked_for.all()):
        raise InvalidInput(faults)
    done = (
        Redaction.objects.waiting()
        .filter(pk=redaction.pk)
        .update(declined_by=act.actor.user, declined_at=timezone.now(), declined_why=reason)
    )
    if not done:
        raise WrongState()
    redaction.refresh_from_db()
    keys = list(redaction.asked_for.values_list("pk", flat=True))
    act.note(redaction, new={"kept": keys}, reason=reason)
    return redaction


@verb("kernel.withdraw_redaction")
def withdraw_redaction(act: Act, redaction: Redaction, *, reason: str = "") -> Redaction:
    """Take one's own proposal back before somebody decides; the values stay as they are.

    Raises InvalidInput with a reason that repeats a value, WrongState if that was decided already.
    """
    reason = reason.strip()
    if faults := _reason_faults(reason, redaction.asked_for.all()):
        raise InvalidInput(faults)
    done = (
        Redaction.objects.waiting()
        .filter(pk=redaction.pk)
        .update(withdrawn_at=timezone.now(), withdrawn_why=reason)
    )
    if not done:
        raise WrongState()
    redaction.refresh_from_db()
    keys = list(redaction.asked_for.values_list("pk", flat=True))
    act.note(redaction, new={"kept": keys}, reason=reason)
    return redaction
