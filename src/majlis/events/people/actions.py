"""Verbs of participants: register, change, confirm, decline, withdraw; and of their attendance at sittings.

Every verb locks the row of the meeting, or of the sitting, before those of participants.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import timedelta
from typing import Any

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from majlis.events.lifecycle import CLOSED, CONFIRMED, CONVENED, OPEN, PARTICIPANT, REQUESTED
from majlis.events.models import Attendance, Meeting, Participant, Sitting
from majlis.events.people import mail
from majlis.events.people.capacity import capacity_fault
from majlis.events.people.registration import (
    ACTIVE_STATES,
    offered_modes,
    registration_fault,
)
from majlis.kernel import clock
from majlis.kernel.actor import Actor
from majlis.kernel.audit import personal_reference
from majlis.kernel.editing import audit_value, changed_values
from majlis.kernel.errors import InvalidInput, Refused, StrOrPromise, WrongState
from majlis.kernel.json_types import JSON
from majlis.kernel.models import User
from majlis.kernel.verbs import Act, may, verb
from majlis.look import formats
from majlis.parties.appointments import find_account
from majlis.parties.lifecycle import CLOSED as CLOSED_ORGANISATION
from majlis.parties.models import Organisation

OWN_DETAILS = ("access_needs", "gender", "listed")
"""What nobody but the person enters, once they have an account."""
PERSONAL_DETAILS = ("name", "function", "email", *OWN_DETAILS)
"""What the audit does not hold."""
PUBLIC_FIELDS = ("capacity", "organisation", "mode")
SIGN_IN = timedelta(hours=2)
"""How long before its start a sitting takes attendance."""
ALREADY = _("This person is already registered for this meeting. Change that registration.")


def is_officer(actor: Actor, meeting: Meeting) -> bool:
    """Whether the actor is chair or secretariat of the body, or the system itself."""
    return may(actor, "events.see_participants", meeting)


def is_focal_point(actor: Actor, organisation: Organisation | None) -> bool:
    """Whether the actor is focal point of the organization today."""
    return (
        organisation is not None
        and actor.user is not None
        and actor.user.holds("focal_point", organisation.record)
    )


def may_register_others(actor: Actor, meeting: Meeting) -> bool:
    """Whether the actor may register other people now: as officer, or as focal point of any organization."""
    officer = is_officer(actor, meeting)
    focal = actor.user is not None and any(
        each.role == "focal_point" for each in actor.user.appointments_today()
    )
    return (officer or focal) and registration_fault(meeting, by_officer=officer) is None


def _lock_meeting(meeting: Meeting) -> Meeting:
    locked: Meeting = (
        Meeting.objects.select_for_update(of=("self",), no_key=True)
        .select_related("record", "body__record")
        .get(pk=meeting.pk)
    )
    return locked


def _lock(participant: Participant) -> Participant:
    """The participant as stored, with its meeting, both locked."""
    meeting = _lock_meeting(participant.meeting)
    locked = (
        Participant.objects.select_for_update(of=("self",), no_key=True)
        .select_related("organisation__record", "user")
        .get(pk=participant.pk)
    )
    locked.meeting = meeting
    return locked


def is_changeable(actor: Actor, meeting: Meeting) -> bool:
    """Whether the registrations of a meeting change: until it closes, by officers until it is reported."""
    if meeting.state == CLOSED:
        return is_officer(actor, meeting)
    return meeting.state in (CONVENED, OPEN)


def _require_changeable(actor: Actor, meeting: Meeting) -> None:
    """Raise WrongState for a meeting whose registrations are final."""
    if not is_changeable(actor, meeting):
        raise WrongState(
            _("The registrations of this meeting are final."),
            _("Contact the secretariat if an entry is wrong."),
        )


def _check_person(
    meeting: Meeting, values: Mapping[str, Any], user: User | None, *, by_officer: bool
) -> dict[str, StrOrPromise]:
    """The faults of the values of a registration, by field."""
    faults: dict[str, StrOrPromise] = {}
    if not values["name"]:
        faults["name"] = _("Enter the name of the person.")
    if values["email"]:
        try:
            validate_email(values["email"])
        except ValidationError:
            faults["email"] = _("Invalid email address. Enter an address such as name@example.org.")
    organisation = values["organisation"]
    if organisation is not None and organisation.state == CLOSED_ORGANISATION:
        faults["organisation"] = _("This organization no longer takes part. Select another one.")
    if values["mode"] not in offered_modes(meeting):
        faults["mode"] = _("This meeting does not offer this way of taking part. Select another.")
    fault = capacity_fault(
        meeting.body,
        values["capacity"],
        user=user,
        email=values["email"],
        organisation=organisation,
        by_officer=by_officer,
    )
    if fault is not None:
        faults["capacity"] = fault
    return faults


def _has_other(meeting: Meeting, user: User | None, email: str, own: int | None = None) -> bool:
    """Whether the person has another registration for the meeting that is active."""
    rows = meeting.participants.filter(state__in=ACTIVE_STATES)
    if own is not None:
        rows = rows.exclude(pk=own)
    if user is not None:
        return rows.filter(user=user).exists()
    return bool(email) and rows.filter(user=None, email=email).exists()


def _note(
    act: Act,
    participant: Participant,
    old: Mapping[str, JSON] | None = None,
    new: Mapping[str, JSON] | None = None,
) -> None:
    act.note(participant, record=participant.meeting.record, old=old, new=new)


@verb("events.register_participant")
def register_participant(
    act: Act,
    meeting: Meeting,
    *,
    capacity: str,
    mode: str,
    organisation: Organisation | None = None,
    own: bool = True,
    name: str = "",
    function: str = "",
    email: str = "",
    access_needs: str = "",
    gender: str = "",
    listed: bool = False,
) -> Participant:
    """Register the user for a meeting, or (``own=False``) another person by ``name`` and ``email``.

    Another person is registered by an officer of the body, or by the focal point of ``organisation``; with
    an account of that address, it is their registration. What an officer enters is confirmed at once, and
    what the focal point enters for their organization; other registrations wait for the focal point, or
    without an organization for the secretariat.

    Raises Refused for another person without these roles, WrongState when registration is not open, and
    InvalidInput by field; also for a person who is registered already.
    """
    meeting = _lock_meeting(meeting)
    by_officer = is_officer(act.actor, meeting)
    decides = by_officer or is_focal_point(act.actor, organisation)
    if not own and not decides:
        raise Refused()
    if fault := registration_fault(meeting, by_officer=by_officer):
        raise fault
    email = "" if own else email.strip().lower()
    user = act.user if own else find_account(email)
    entered: dict[str, Any] = {
        "name": name.strip() or (user.name if user is not None and own else ""),
        "function": function.strip(),
        "email": email,
        "organisation": organisation,
        "capacity": capacity,
        "mode": mode,
        "access_needs": access_needs.strip(),
        "gender": gender,
        "listed": listed,
    }
    faults = _check_person(meeting, entered, user, by_officer=by_officer)
    if _has_other(meeting, user, email):
        faults["" if own else "email"] = (
            _("You are already registered for this meeting.") if own else ALREADY
        )
    if faults:
        raise InvalidInput(faults)
    entered["email"] = "" if user is not None else email
    participant = Participant.objects.create(
        meeting=meeting, user=user, requested_by=None if own else act.actor.user, **entered
    )
    noted = {name: audit_value(entered[name]) for name in PUBLIC_FIELDS if entered[name]}
    if user is not None:
        noted["person"] = personal_reference(entered["name"], user)
    _note(act, participant, new={"state": REQUESTED, **noted})
    if decides:
        confirm_participant(act.actor, participant)
    return participant


def changeable_fields(actor: Actor, participant: Participant) -> tuple[str, ...]:
    """The fields of a registration that the actor may change.

    Access needs, gender and consent are the person's own, or of whom enters a person without an account.
    The person changes organization and capacity until the registration is confirmed; the focal point only
    the capacity, and officers both.
    """
    own = actor.user is not None and participant.user_id == actor.user.pk
    fields = ["name", "function", "mode"]
    if is_officer(actor, participant.meeting) or (own and participant.state == REQUESTED):
        fields += ["organisation", "capacity"]
    elif is_focal_point(actor, participant.organisation):
        fields.append("capacity")
    if own or participant.user_id is None:
        fields += OWN_DETAILS
    if participant.user_id is None:
        fields.append("email")
    return tuple(fields)


@verb("events.change_participant")
def change_participant(
    act: Act, participant: Participant, *, values: Mapping[str, Any]
) -> Participant:
    """Change ``values`` (field -> value) of a registration that is not declined or withdrawn.

    For the fields of each actor see ``changeable_fields``.

    Raises Refused for a field that the actor may not change, WrongState for a registration or a meeting
    that is over, and InvalidInput by field.
    """
    row = _lock(participant)
    if row.state not in ACTIVE_STATES:
        raise WrongState()
    _require_changeable(act.actor, row.meeting)
    given = {
        field: value.strip() if isinstance(value, str) else value for field, value in values.items()
    }
    if "email" in given:
        given["email"] = given["email"].lower()
    new = changed_values(row, (*PUBLIC_FIELDS, *PERSONAL_DETAILS), given)
    if not new:
        act.unchanged()
        return row
    if not set(new) <= set(changeable_fields(act.actor, row)):
        raise Refused()
    _check_changes(act.actor, row, new)
    old = {field: audit_value(getattr(row, field)) for field in new if field in PUBLIC_FIELDS}
    for field, value in new.items():
        setattr(row, field, value)
    row.save(update_fields=list(new))
    noted: dict[str, JSON] = {
        field: audit_value(value) for field, value in new.items() if field in PUBLIC_FIELDS
    }
    if personal := sorted(set(new) & set(PERSONAL_DETAILS)):
        noted["personal_fields"] = list(personal)
    _note(act, row, old, noted)
    return row


def _check_changes(actor: Actor, row: Participant, new: Mapping[str, Any]) -> None:
    """Raise InvalidInput by field for changed values that do not fit; what stays is not checked again."""
    values = {
        field: new.get(field, getattr(row, field)) for field in (*PUBLIC_FIELDS, "name", "email")
    }
    by_officer = is_officer(actor, row.meeting)
    faults = _check_person(row.meeting, values, row.user, by_officer=by_officer)
    checked = {"capacity", *new} if "organisation" in new else set(new)
    faults = {field: fault for field, fault in faults.items() if field in checked}
    if "email" in new and _has_other(row.meeting, row.user, values["email"], row.pk):
        faults["email"] = ALREADY
    if faults:
        raise InvalidInput(faults)


@verb("events.confirm_participant")
def confirm_participant(act: Act, participant: Participant) -> Participant:
    """Confirm a registration that waits or was declined. A person without an account is told by mail.

    Raises WrongState if it is already decided, if the person has registered again, or if the capacity no
    longer fits, since a membership has ended.
    """
    row = _lock(participant)
    _require_changeable(act.actor, row.meeting)
    if _has_other(row.meeting, row.user, row.email, row.pk):
        raise WrongState(
            _("This person has registered again since then."),
            _("Decide on the other registration."),
        )
    fault = capacity_fault(
        row.meeting.body,
        row.capacity,
        user=row.user,
        email=row.email,
        organisation=row.organisation,
        by_officer=is_officer(act.actor, row.meeting),
    )
    if fault is not None:
        raise WrongState(
            _("The capacity of %(person)s no longer fits.") % {"person": row.name},
            _("Change the capacity in the registration, then confirm it."),
        )
    _decide(act, row)
    if row.user_id is None:
        mail.enqueue_confirmation(row, act.actor.language)
    return row


@verb("events.decline_participant")
def decline_participant(act: Act, participant: Participant, *, reason: str) -> Participant:
    """Decline a registration, with a reason that the person reads.

    Raises InvalidInput without a reason, WrongState if it is already declined or withdrawn, or if the
    person was at a sitting.
    """
    if not reason.strip():
        raise InvalidInput({"reason": _("Enter a reason; it will be shown to the person.")})
    row = _lock(participant)
    _require_changeable(act.actor, row.meeting)
    _require_absent(row)
    _decide(act, row, reason.strip())
    return row


@verb("events.withdraw_participant")
def withdraw_participant(act: Act, participant: Participant) -> Participant:
    """Withdraw a registration; the person can register again while registration is open.

    Raises WrongState if it is already declined or withdrawn, or if the person was at a sitting.
    """
    row = _lock(participant)
    _require_changeable(act.actor, row.meeting)
    _require_absent(row)
    _decide(act, row)
    return row


def _require_absent(row: Participant) -> None:
    if row.attendances.exists():
        raise WrongState(
            _("This person is recorded as present at a sitting."),
            _("The secretariat can remove the attendance first."),
        )


def _decide(act: Act, row: Participant, reason: str = "") -> None:
    """Move the registration to the state to which the verb leads, and save who decided, when and why."""
    moved = PARTICIPANT.move(row, act.verb)
    row.reason, row.decided_at, row.decided_by = reason, clock.now(), act.actor.user
    row.save(update_fields=["reason", "decided_at", "decided_by"])
    # The reason may speak of the person: it is stored so that it can be erased.
    why = {"reason": personal_reference(reason, row.user)} if reason else {}
    _note(act, row, moved["old"], {**moved["new"], **why})


# Attendance.


def attendance_fault(sitting: Sitting) -> WrongState | None:
    """Why no attendance can be recorded at a sitting now; None if it can.

    It can at an open or closed meeting, from two hours before the sitting starts, or once it was opened.
    """
    if sitting.meeting.state not in (OPEN, CLOSED):
        return WrongState(
            _("Attendance is recorded while the meeting is open, or after it has closed."),
            _("Open the meeting first."),
        )
    has_begun = sitting.opened_at is not None or sitting.state in (OPEN, CLOSED)
    if not has_begun and clock.now() < sitting.starts - SIGN_IN:
        return WrongState(
            _("This sitting has not started."),
            _("Record attendance from two hours before it starts."),
        )
    return None


def is_late(sitting: Sitting) -> bool:
    """Whether an entry is late now: the sitting, or the whole meeting, is closed."""
    return CLOSED in (sitting.state, sitting.meeting.state)


def _lock_sitting(sitting: Sitting) -> Sitting:
    """The sitting as stored, locked. Raises WrongState if it takes no attendance."""
    locked = (
        Sitting.objects.select_for_update(of=("self",), no_key=True)
        .select_related("meeting__record", "meeting__body__record")
        .get(pk=sitting.pk)
    )
    if fault := attendance_fault(locked):
        raise fault
    return locked


@verb("events.record_attendance")
def record_attendance(act: Act, sitting: Sitting, *, modes: Mapping[int, str]) -> Sitting:
    """Record that participants were at a sitting: key of the participant -> mode of taking part.

    Who is recorded already keeps the entry, but for its mode. Entries after the sitting was closed are
    marked late. Raises InvalidInput for people who are not confirmed participants of the meeting and for
    a mode that the meeting does not offer, WrongState if the sitting takes no attendance.
    """
    row = _lock_sitting(sitting)
    if not set(modes.values()) <= set(offered_modes(row.meeting)):
        raise InvalidInput(
            {"": _("This meeting does not offer this way of taking part. Select another.")}
        )
    people = row.meeting.participants.select_for_update(of=("self",), no_key=True).order_by("pk")
    confirmed = people.filter(pk__in=modes, state=CONFIRMED).values_list("pk", flat=True)
    if missing := len(set(modes) - set(confirmed)):
        message = ngettext(
            "%(n)s person is not confirmed. Confirm the registration first.",
            "%(n)s people are not confirmed. Confirm the registrations first.",
            missing,
        )
        raise InvalidInput({"": message % {"n": formats.number(missing, act.actor.language)}})
    there = {each.participant_id: each for each in row.attendances.filter(participant__in=modes)}
    late = is_late(row)
    added = [
        Attendance(
            participant_id=key, sitting=row, mode=mode, recorded_by=act.actor.user, late=late
        )
        for key, mode in modes.items()
        if key not in there
    ]
    moved = [each for key, each in there.items() if each.mode != modes[key]]
    for each in moved:
        each.mode = modes[each.participant_id]
    Attendance.objects.bulk_create(added)
    Attendance.objects.bulk_update(moved, ["mode"])
    if not added and not moved:
        act.unchanged()
        return row
    noted: dict[str, JSON] = {
        "present": sorted(each.participant_id for each in added),
        "changed_mode": sorted(each.participant_id for each in moved),
    }
    noted = {key: value for key, value in noted.items() if value}
    if added and late:
        noted["late"] = True
    act.note(row, record=row.meeting.record, new={"sitting": row.starts.isoformat(), **noted})
    return row


@verb("events.remove_attendance")
def remove_attendance(act: Act, sitting: Sitting, *, participants: Collection[int]) -> Sitting:
    """Remove that participants (their keys) were at a sitting; who was not is left out.

    Raises WrongState if the sitting takes no attendance.
    """
    row = _lock_sitting(sitting)
    there = row.attendances.filter(participant__in=participants)
    keys = sorted(there.values_list("participant", flat=True))
    if not keys:
        act.unchanged()
        return row
    there.delete()
    act.note(
        row,
        record=row.meeting.record,
        old={"present": list(keys)},
        new={"sitting": row.starts.isoformat()},
    )
    return row


# What the system does.


@verb("events.link_participant")
def link_participant(act: Act, participant: Participant, *, user: User) -> Participant:
    """Connect a registration that a focal point entered by address with the account of that address.

    Someone who has registered since then keeps both rows as they are.
    """
    row = _lock(participant)
    is_other = row.user_id is not None or row.email != user.email.lower()
    if is_other or _has_other(row.meeting, user, ""):
        act.unchanged()
        return row
    row.user, row.email = user, ""
    row.save(update_fields=["user", "email"])
    _note(act, row, new={"person": personal_reference(row.name, user)})
    return row


@verb("events.erase_access_needs")
def erase_access_needs(act: Act, meeting: Meeting) -> int:
    """Erase the access needs of all registrations for a meeting; return how many had any. A periodic task does this."""
    erased = meeting.participants.exclude(access_needs="").update(access_needs="")
    if erased:
        act.note(meeting, new={"erased": erased})
    else:
        act.unchanged()
    return erased
