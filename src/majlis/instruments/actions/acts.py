"""Verbs of acts: what bodies did with a version is noted, corrected, and withdrawn where it was wrong."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext_lazy as _

from majlis.instruments.models import Act as DecidingAct
from majlis.instruments.models import ActKind, Manner, Version
from majlis.kernel.errors import InvalidInput, StrOrPromise, WrongState
from majlis.kernel.models.record import Recorded
from majlis.kernel.verbs import Act, verb
from majlis.parties.models.body import is_partial_date

ACT_FIELDS = (
    "kind",
    "body",
    "date",
    "manner",
    "in_favour",
    "against",
    "abstaining",
    "record",
    "words",
    "source",
)
VOTES = ("in_favour", "against", "abstaining")
DATE = _("Write the date as 2031-05-17, or 2031-05, or 2031.")


def plain(value: Any) -> Any:
    """A value as the audit keeps it: of a record its address, so that a history can name it."""
    if isinstance(value, Recorded):
        return value.record.address
    return getattr(value, "address", getattr(value, "pk", value))


def check_act(values: Mapping[str, Any]) -> None:
    """Raises InvalidInput by field where what is said of an act cannot be."""
    faults: dict[str, StrOrPromise] = {}
    if values.get("kind") not in ActKind.values:
        faults["kind"] = _("Choose what the body did.")
    if values.get("date") and not is_partial_date(values["date"]):
        faults["date"] = DATE
    if values.get("manner", "") not in ("", *Manner.values):
        faults["manner"] = _("Choose one of the ways that are offered.")
    counted = [values.get(each) is not None for each in VOTES]
    if values.get("manner") != Manner.VOTE and any(counted):
        faults["manner"] = _(
            "Votes are counted only where there was a vote: choose it, or leave them empty."
        )
    elif any(counted) and not counted[0]:
        faults["in_favour"] = _("Say how many were in favour, or leave all votes empty.")
    if values.get("body") is None and not values.get("words") and values.get("record") is None:
        faults["body"] = _("Say which body acted, or where it did.")
    if faults:
        raise InvalidInput(faults)


def made_of(version: Version, values: Mapping[str, Any]) -> DecidingAct:
    """Keep an act; whoever calls this writes the audit. Raises InvalidInput by field."""
    check_act(values)
    return DecidingAct.objects.create(
        version=version, **{name: values[name] for name in ACT_FIELDS if name in values}
    )


def said_of(values: Mapping[str, Any]) -> dict[str, Any]:
    """What is said of an act, as the audit keeps it; what is empty is left out."""
    return {name: plain(values[name]) for name in ACT_FIELDS if values.get(name) not in ("", None)}


@verb("instruments.note_act")
def note_act(act: Act, version: Version, /, **values: Any) -> DecidingAct:
    """Note what a body did with a version: several acts may rest on one. Raises InvalidInput by field."""
    made = made_of(version, values)
    act.note(version, new={"act": made.pk} | said_of(values))
    return made


def _locked(deciding: DecidingAct, seen: str) -> DecidingAct:
    """The act as it stands. Raises WrongState where it was withdrawn, or changed since it was ``visible_remarks``."""
    rows = DecidingAct.objects.select_for_update(of=("self",)).select_related("body__record")
    found = rows.filter(pk=deciding.pk).first()
    if found is None or (seen and stamp(found) != seen):
        raise WrongState(
            _("Somebody corrected or withdrew this act meanwhile."),
            _("What you wrote is still here: compare it with the acts above."),
        )
    return found


def stamp(deciding: DecidingAct) -> str:
    """What an act says, as one word: to tell whether somebody corrected it meanwhile."""
    said = repr([getattr(getattr(deciding, n), "pk", getattr(deciding, n)) for n in ACT_FIELDS])
    return hashlib.sha256(said.encode()).hexdigest()[:16]


@verb("instruments.correct_act")
def correct_act(
    act: Act, deciding: DecidingAct, /, *, reason: str, seen: str = "", **values: Any
) -> DecidingAct:
    """Correct what was noted of an act. ``visible_remarks``: its ``stamp`` as it was read.

    Raises InvalidInput by field, WrongState where somebody else was faster.
    """
    now = _locked(deciding, seen)
    kept = {name: getattr(now, name) for name in ACT_FIELDS}
    after = kept | {name: value for name, value in values.items() if name in ACT_FIELDS}
    if not reason.strip():
        raise InvalidInput({"reason": _("Say why it is corrected.")})
    check_act(after)
    changed = [name for name in ACT_FIELDS if after[name] != kept[name]]
    if not changed:
        act.unchanged()
        return deciding
    for name in changed:
        setattr(deciding, name, after[name])
    rows = DecidingAct.objects.filter(pk=now.pk)
    rows.update(**{name: after[name] for name in changed})
    act.note(
        deciding.version,
        old={"act": deciding.pk} | {name: plain(kept[name]) for name in changed},
        new={name: plain(after[name]) for name in changed},
        reason=reason,
    )
    return deciding


@verb("instruments.withdraw_act")
def withdraw_act(act: Act, deciding: DecidingAct, /, *, reason: str, seen: str = "") -> Version:
    """Take back an act that was noted wrongly; the history keeps what was said. Raises InvalidInput, WrongState."""
    now = _locked(deciding, seen)
    if not reason.strip():
        raise InvalidInput({"reason": _("Say why it is withdrawn.")})
    version = deciding.version
    said = said_of({name: getattr(now, name) for name in ACT_FIELDS})
    act.note(version, old={"act": now.pk} | said, reason=reason)
    now.delete()
    return version
