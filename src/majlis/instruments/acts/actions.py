"""Verbs of acts of bodies, and of the states of versions that follow from them."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from typing import Any

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from majlis.instruments.core.editing import INVALID_DATE, audit_value, lock_instrument
from majlis.instruments.lifecycle import IN_FORCE, SUPERSEDED, VERSION
from majlis.instruments.models import Act as DecidingAct
from majlis.instruments.models import ActKind, Manner, Version
from majlis.instruments.models.version import ADOPTING_KINDS
from majlis.instruments.publication.ordering import place_version
from majlis.kernel.errors import InvalidInput, StrOrPromise, WrongState
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


def check_act(values: Mapping[str, Any]) -> None:
    """Raises InvalidInput by field where what is said of an act cannot be."""
    faults: dict[str, StrOrPromise] = {}
    if values.get("kind") not in ActKind.values:
        faults["kind"] = _("Choose what the body did.")
    if values.get("date") and not is_partial_date(values["date"]):
        faults["date"] = INVALID_DATE
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


def create_act(version: Version, values: Mapping[str, Any]) -> DecidingAct:
    """Keep an act; whoever calls this writes the audit. Raises InvalidInput by field."""
    check_act(values)
    return DecidingAct.objects.create(
        version=version, **{name: values[name] for name in ACT_FIELDS if name in values}
    )


def act_values(values: Mapping[str, Any]) -> dict[str, Any]:
    """What is said of an act, as the audit keeps it; what is empty is left out."""
    return {
        name: audit_value(values[name]) for name in ACT_FIELDS if values.get(name) not in ("", None)
    }


@verb("instruments.record_act")
def record_act(act: Act, version: Version, /, **values: Any) -> DecidingAct:
    """Note what a body did with a version: several acts may rest on one. Raises InvalidInput by field."""
    made = create_act(version, values)
    act.note(version, new={"act": made.pk} | act_values(values))
    return made


def _lock_act(deciding: DecidingAct, seen: str) -> DecidingAct:
    """The act as it stands. Raises WrongState where it was withdrawn, or changed since it was ``visible_remarks``."""
    rows = DecidingAct.objects.select_for_update(of=("self",)).select_related("body__record")
    found = rows.filter(pk=deciding.pk).first()
    if found is None or (seen and act_token(found) != seen):
        raise WrongState(
            _("Somebody corrected or withdrew this act meanwhile."),
            _("What you wrote is still here: compare it with the acts above."),
        )
    return found


def act_token(deciding: DecidingAct) -> str:
    """What an act says, as one word: to tell whether somebody corrected it meanwhile."""
    said = repr([getattr(getattr(deciding, n), "pk", getattr(deciding, n)) for n in ACT_FIELDS])
    return hashlib.sha256(said.encode()).hexdigest()[:16]


@verb("instruments.correct_act")
def correct_act(
    act: Act, deciding: DecidingAct, /, *, reason: str, seen: str = "", **values: Any
) -> DecidingAct:
    """Correct what was noted of an act. ``visible_remarks``: its ``version_token`` as it was read.

    Raises InvalidInput by field, WrongState where somebody else was faster.
    """
    now = _lock_act(deciding, seen)
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
        old={"act": deciding.pk} | {name: audit_value(kept[name]) for name in changed},
        new={name: audit_value(after[name]) for name in changed},
        reason=reason,
    )
    return deciding


@verb("instruments.withdraw_act")
def withdraw_act(act: Act, deciding: DecidingAct, /, *, reason: str, seen: str = "") -> Version:
    """Take back an act that was noted wrongly; the history keeps what was said. Raises InvalidInput, WrongState."""
    now = _lock_act(deciding, seen)
    if not reason.strip():
        raise InvalidInput({"reason": _("Say why it is withdrawn.")})
    version = deciding.version
    said = act_values({name: getattr(now, name) for name in ACT_FIELDS})
    act.note(version, old={"act": now.pk} | said, reason=reason)
    now.delete()
    return version


def _change_state(
    act: Act, version: Version, reason: str, date: str = "", more: Any = None
) -> Version:
    """Take the step; with a date, that of the version from now on. Raises InvalidInput, WrongState.

    ``add_rows`` is noted of it in the audit.
    """
    if date and not is_partial_date(date):
        raise InvalidInput({"date": INVALID_DATE})
    if date:
        lock_instrument(version.instrument_id)
    moved = VERSION.move(version, act.verb)
    if date and date != version.date:
        moved["old"]["date"], moved["new"]["date"] = version.date, date
        version.date = date
        version.save(update_fields=["date"])
        place_version(version)
    act.note(version, old=moved["old"], new=moved["new"] | (more or {}), reason=reason)
    return version


@verb("instruments.propose_version")
def propose_version(act: Act, version: Version, /, *, reason: str = "", date: str = "") -> Version:
    """A draft is put before a body."""
    return _change_state(act, version, reason, date)


@verb("instruments.adopt_version")
def adopt_version(
    act: Act,
    version: Version,
    /,
    *,
    reason: str = "",
    date: str = "",
    deciding: Mapping[str, Any] | None = None,
) -> Version:
    """A body adopted it. When it comes into force is another step.

    ``deciding``: the fields of the act by which it did, noted in the same step; its date is that of the version
    from now on. Without it the version says that no act is noted. Raises InvalidInput by field, WrongState.
    """
    if deciding is None:
        return _change_state(act, version, reason, date)
    values = {"kind": ActKind.ADOPTS} | dict(deciding)
    if values["kind"] not in ADOPTING_KINDS:
        raise InvalidInput(
            {"kind": _("Choose an act by which a body decides: it adopts, endorses or approves.")}
        )
    made = create_act(version, values)
    said = act_values({name: value for name, value in values.items() if name != "date"})
    return _change_state(act, version, reason, date or made.date, {"act": made.pk} | said)


def with_variants(version: Version) -> Q:
    """The version, and those that other bodies adopted in other words in its place."""
    root = version.variant_of_id or version.pk
    return Q(pk=root) | Q(variant_of=root)


def supersede_others(act: Act, version: Version) -> None:
    """One version of a text is in force; what bodies adopted in their own words is in force beside it."""
    former = Version.objects.filter(instrument=version.instrument_id, state=IN_FORCE)
    for each in former.exclude(with_variants(version)).select_related("record"):
        each.state = SUPERSEDED
        each.save(update_fields=["state"])
        act.note(
            each, old={"state": IN_FORCE}, new={"state": SUPERSEDED, "by": version.record.address}
        )


@verb("instruments.bring_version_into_force")
def bring_version_into_force(act: Act, version: Version, /, *, reason: str = "") -> Version:
    """It is in force from now on; the version of the same text that was, is superseded. Raises WrongState."""
    lock_instrument(version.instrument_id)
    _change_state(act, version, reason)
    supersede_others(act, version)
    return version


@verb("instruments.supersede_version")
def supersede_version(act: Act, version: Version, /, *, reason: str = "") -> Version:
    """Another text took its place."""
    return _change_state(act, version, reason)


@verb("instruments.mark_version_not_adopted")
def mark_version_not_adopted(act: Act, version: Version, /, *, reason: str = "") -> Version:
    """The body did not adopt it; it stays to be read."""
    return _change_state(act, version, reason)


@verb("instruments.repropose_version")
def repropose_version(act: Act, version: Version, /, *, reason: str = "") -> Version:
    """What was not adopted is proposed again."""
    return _change_state(act, version, reason)
