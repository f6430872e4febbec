"""Verbs of acts of bodies, and of the states of versions."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypedDict, Unpack

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from majlis.instruments.core.editing import INVALID_DATE, lock_instrument
from majlis.instruments.lifecycle import IN_FORCE, SUPERSEDED, VERSION
from majlis.instruments.models import Act as DecidingAct
from majlis.instruments.models import ActKind, Manner, Version
from majlis.instruments.models.version import ADOPTING_KINDS
from majlis.instruments.publication.ordering import place_version
from majlis.kernel.editing import (
    audit_values,
    changed_values,
    delete_row,
    require_reason,
    save_changes,
)
from majlis.kernel.errors import InvalidInput, StrOrPromise, WrongState
from majlis.kernel.json_types import JSON
from majlis.kernel.models import Record
from majlis.kernel.verbs import Act, verb
from majlis.parties.models import Body
from majlis.parties.models.body import is_partial_date


class ActValues(TypedDict, total=False):
    """The fields of an act that a person decides."""

    kind: str
    body: Body | None
    date: str
    manner: str
    in_favour: int | None
    against: int | None
    abstaining: int | None
    record: Record | None
    words: str
    source: str


ACT_FIELDS = tuple(ActValues.__annotations__)
VOTES = ("in_favour", "against", "abstaining")


def check_act(values: Mapping[str, Any]) -> None:
    """Check the fields of an act. Raises InvalidInput by field."""
    faults: dict[str, StrOrPromise] = {}
    if values.get("kind") not in ActKind.values:
        faults["kind"] = _("Select the decision taken.")
    if values.get("date") and not is_partial_date(values["date"]):
        faults["date"] = INVALID_DATE
    if values.get("manner", "") not in ("", *Manner.values):
        faults["manner"] = _("Select a manner of adoption from the list.")
    counted = [values.get(each) is not None for each in VOTES]
    if values.get("manner") != Manner.VOTE and any(counted):
        faults["manner"] = _("Select “by a vote”, or leave the vote counts blank.")
    elif any(counted) and not counted[0]:
        faults["in_favour"] = _(
            "Enter the number of votes in favour, or leave all vote counts blank."
        )
    if values.get("body") is None and not values.get("words") and values.get("record") is None:
        faults["body"] = _("Select the body or enter the meeting.")
    if faults:
        raise InvalidInput(faults)


def create_act(version: Version, values: ActValues) -> DecidingAct:
    """Create an act; the caller writes the audit. Raises InvalidInput by field."""
    check_act(values)
    return DecidingAct.objects.create(version=version, **values)


@verb("instruments.record_act")
def record_act(act: Act, version: Version, /, **values: Unpack[ActValues]) -> DecidingAct:
    """Record what a body did with a version; it may have several acts. Raises InvalidInput by field."""
    recorded = create_act(version, values)
    act.note(version, new={"act": recorded.pk} | audit_values(recorded, ACT_FIELDS))
    return recorded


def _lock_act(deciding: DecidingAct) -> DecidingAct:
    """The current act, locked. Raises WrongState where it was withdrawn."""
    rows = DecidingAct.objects.select_for_update(of=("self",)).select_related("body__record")
    locked = rows.filter(pk=deciding.pk).first()
    if locked is None:
        raise WrongState(
            _("Another user has withdrawn the record of this decision."),
            _("Record the decision again if needed."),
        )
    return locked


@verb("instruments.correct_act")
def correct_act(
    act: Act, deciding: DecidingAct, /, *, reason: str, **values: Unpack[ActValues]
) -> DecidingAct:
    """Correct an act. Raises InvalidInput by field, and WrongState where it was withdrawn."""
    current = _lock_act(deciding)
    require_reason(reason, _("Enter a reason for the correction."))
    after = {name: getattr(current, name) for name in ACT_FIELDS} | dict(values)
    check_act(after)
    new = changed_values(current, ACT_FIELDS, after)
    save_changes(act, current, new, deciding.version, {"act": current.pk}, reason)
    return current


@verb("instruments.withdraw_act")
def withdraw_act(act: Act, deciding: DecidingAct, /, *, reason: str) -> Version:
    """Withdraw an act recorded by mistake; the history keeps its values. Raises InvalidInput, WrongState."""
    current = _lock_act(deciding)
    require_reason(reason, _("Enter a reason for the withdrawal."))
    delete_row(act, current, ACT_FIELDS, deciding.version, {"act": current.pk}, reason)
    return deciding.version


def _change_state(
    act: Act, version: Version, reason: str, date: str = "", more: Mapping[str, JSON] | None = None
) -> Version:
    """Move the version to the state of the verb, and set its date where one is given.

    ``more`` is added to the new values in the audit. Raises InvalidInput, WrongState.
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
    act.note(version, old=moved["old"], new=moved["new"] | dict(more or {}), reason=reason)
    return version


@verb("instruments.propose_version")
def propose_version(act: Act, version: Version, /, *, reason: str = "", date: str = "") -> Version:
    """Propose a draft to a body."""
    return _change_state(act, version, reason, date)


@verb("instruments.adopt_version")
def adopt_version(
    act: Act,
    version: Version,
    /,
    *,
    reason: str = "",
    date: str = "",
    deciding: ActValues | None = None,
) -> Version:
    """Mark a version as adopted by a body. Its entry into force is a separate verb.

    ``deciding`` has the fields of the adopting act, recorded in the same step; its date becomes the
    date of the version. Without it the page says that no act is recorded. Raises InvalidInput by
    field, WrongState.
    """
    if deciding is None:
        return _change_state(act, version, reason, date)
    values: ActValues = {"kind": ActKind.ADOPTS, **deciding}
    if values["kind"] not in ADOPTING_KINDS:
        raise InvalidInput(
            {"kind": _("Select a decision that adopts, endorses or approves the version.")}
        )
    recorded = create_act(version, values)
    noted = {"act": recorded.pk} | audit_values(recorded, ACT_FIELDS)
    noted.pop("date", None)
    return _change_state(act, version, reason, date or recorded.date, noted)


def with_variants(version: Version) -> Q:
    """A condition for the version and all its variants, adopted by other bodies."""
    root = version.variant_of_id or version.pk
    return Q(pk=root) | Q(variant_of=root)


def supersede_others(act: Act, version: Version) -> None:
    """Supersede the versions of the text in force, except variants of this one."""
    former = Version.objects.filter(instrument=version.instrument_id, state=IN_FORCE)
    for each in former.exclude(with_variants(version)).select_related("record"):
        each.state = SUPERSEDED
        each.save(update_fields=["state"])
        act.note(
            each, old={"state": IN_FORCE}, new={"state": SUPERSEDED, "by": version.record.address}
        )


@verb("instruments.bring_version_into_force")
def bring_version_into_force(act: Act, version: Version, /, *, reason: str = "") -> Version:
    """Bring a version into force, and supersede the one that was. Raises WrongState."""
    lock_instrument(version.instrument_id)
    _change_state(act, version, reason)
    supersede_others(act, version)
    return version


@verb("instruments.supersede_version")
def supersede_version(act: Act, version: Version, /, *, reason: str = "") -> Version:
    """Mark a version as superseded by another text."""
    return _change_state(act, version, reason)


@verb("instruments.mark_version_not_adopted")
def mark_version_not_adopted(act: Act, version: Version, /, *, reason: str = "") -> Version:
    """Mark a version as not adopted; it stays readable."""
    return _change_state(act, version, reason)


@verb("instruments.repropose_version")
def repropose_version(act: Act, version: Version, /, *, reason: str = "") -> Version:
    """Propose again a version that was not adopted."""
    return _change_state(act, version, reason)
