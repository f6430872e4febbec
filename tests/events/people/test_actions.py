"""Who registers for a meeting, who confirms, what changes, and when all of that is over."""

from __future__ import annotations

import datetime
import threading
from collections.abc import Callable
from typing import Any

import pytest
from django.core import mail
from django.db import connection

from majlis.events.lifecycle import (
    CANCELLED,
    CLOSED,
    CONFIRMED,
    CONVENED,
    DECLINED,
    DRAFT,
    OPEN,
    REPORTED,
    REQUESTED,
    WITHDRAWN,
)
from majlis.events.models import Mode, Participant
from majlis.events.people import actions
from majlis.kernel import clock
from majlis.kernel.actor import Actor
from majlis.kernel.errors import InvalidInput, Refused, WrongState
from majlis.kernel.models import AuditEntry, PersonalDatum
from majlis.parties.appointments import end_role, grant_role
from tests.events import factories
from tests.support.parties import SYSTEM, organisation
from tests.support.people import person
from tests.support.permissions import check_permissions
from tests.support.tasks import IMMEDIATE_TASKS

pytestmark = pytest.mark.django_db
OBSERVER = {"capacity": "observer", "mode": "room"}
OTHER = {**OBSERVER, "own": False, "name": "Fictional Guest"}


def inactive() -> Any:
    """A person whose account is closed."""
    return person(is_active=False)


def register(user: Any, meeting: Any, **values: Any) -> Participant:
    """The registration of a person for themselves."""
    return actions.register_participant(Actor(user=user), meeting, **{**OBSERVER, **values})


def member_of(meeting: Any, *focal_points: Any) -> Any:
    """An organization that is a member of the body of a meeting."""
    made = organisation(*focal_points)
    meeting.body.memberships.create(organisation=made, since=datetime.date(2020, 1, 1))
    return made


# Permissions.


def test_who_may_register() -> None:
    meeting = factories.meeting()
    anybody = person()
    check_permissions(
        "events.register_participant",
        meeting,
        granted={"anybody": anybody, "officer": factories.officer(meeting)},
        refused={"nobody": None, "closed account": inactive()},
        do=lambda actor: actions.register_participant(actor, meeting, **OBSERVER),
    )
    draft = factories.meeting(state=DRAFT)
    check_permissions(
        "events.register_participant",
        draft,
        granted={"officer": factories.officer(draft)},
        refused={"nobody": None, "anybody": person()},
    )


@pytest.mark.parametrize("name", ["events.confirm_participant", "events.decline_participant"])
def test_who_may_decide(name: str) -> None:
    meeting, focal, own = factories.meeting(), person(), person()
    waiting = register(own, meeting, organisation=organisation(focal))
    check_permissions(
        name,
        waiting,
        granted={
            "focal point": focal,
            "officer": factories.officer(meeting),
            "chair": person(("chair", meeting.body.record)),
            "secretariat of the site": person("secretariat"),
        },
        refused={
            "nobody": None,
            "the person": own,
            "another focal point": organisation(person()) and person(),
            "officer of another body": factories.officer(factories.body()),
            "closed account": inactive(),
        },
    )


@pytest.mark.parametrize(
    "name",
    ["events.change_participant", "events.withdraw_participant"],
)
def test_who_may_change_and_withdraw(name: str) -> None:
    meeting, focal, own = factories.meeting(), person(), person()
    ours = organisation(focal)
    waiting = register(own, meeting, organisation=ours)
    check_permissions(
        name,
        waiting,
        granted={"the person": own, "focal point": focal, "officer": factories.officer(meeting)},
        refused={"nobody": None, "another person": person(), "closed account": inactive()},
    )


def test_who_registered_a_person_and_left_reads_the_registration_no_more() -> None:
    meeting, focal = factories.meeting(), person()
    ours = organisation(focal)
    entered = actions.register_participant(Actor(user=focal), meeting, **OTHER, organisation=ours)
    end_role(focal.appointments.get(role="focal_point"))
    grant_role(person(), "focal_point", ours.record)
    check_permissions(
        "events.change_participant",
        entered,
        granted={"officer": factories.officer(meeting)},
        refused={"who was focal point": focal},
    )


@pytest.mark.parametrize("name", ["events.record_attendance", "events.remove_attendance"])
def test_who_may_keep_the_attendance(name: str) -> None:
    meeting = factories.meeting(state=OPEN)
    sitting = factories.sitting(meeting)
    check_permissions(
        name,
        sitting,
        granted={"officer": factories.officer(meeting), "secretariat": person("secretariat")},
        refused={
            "nobody": None,
            "participant": factories.participant(meeting).user,
            "closed account": inactive(),
        },
    )


@pytest.mark.parametrize("name", ["events.link_participant", "events.erase_access_needs"])
def test_what_only_the_system_does(name: str) -> None:
    meeting = factories.meeting()
    target = meeting if name.endswith("needs") else factories.participant(meeting)
    check_permissions(
        name,
        target,
        granted={},
        refused={"officer": factories.officer(meeting), "secretariat": person("secretariat")},
    )


# Registration.


def test_a_person_registers_and_the_focal_point_confirms() -> None:
    meeting, focal, own = factories.meeting(), person(), person(name="Unmistakable Name")
    ours = member_of(meeting, focal)
    made = register(
        own,
        meeting,
        capacity="member",
        mode="remote",
        organisation=ours,
        function=" Reader ",
        access_needs="Unmistakable needs",
        gender="woman",
        listed=True,
    )
    assert (made.state, made.name, made.function) == (REQUESTED, own.name, "Reader")
    assert (made.email, made.requested_by) == ("", None)
    assert actions.confirm_participant(Actor(user=focal), made).state == CONFIRMED
    made.refresh_from_db()
    assert (made.decided_by, made.access_needs) == (focal, "Unmistakable needs")
    entries = list(AuditEntry.objects.filter(verb__endswith="_participant"))
    assert [each.record for each in entries] == [meeting.record] * 2
    said = str([(each.old, each.new, each.reason) for each in entries])
    assert "Unmistakable" not in said and "woman" not in said and own.email not in said
    assert PersonalDatum.objects.get(subject=own).value == own.name
    assert entries[0].new["organisation"] == ours.record.address


def test_what_focal_points_and_officers_enter_is_confirmed_at_once() -> None:
    meeting, focal = factories.meeting(), person()
    ours, officer = organisation(focal), factories.officer(meeting)
    assert _state(register(focal, meeting, organisation=ours)) == CONFIRMED
    for user in (focal, officer):
        given = {**OTHER, "organisation": ours, "email": f"Guest{user.pk}@Example.org"}
        made = actions.register_participant(Actor(user=user), meeting, **given)
        assert _state(made) == CONFIRMED
        assert (made.user, made.requested_by) == (None, user)
        assert made.email == f"guest{user.pk}@example.org"
    assert _state(register(officer, meeting)) == CONFIRMED
    by_system = actions.register_participant(SYSTEM, meeting, **OTHER)
    assert (_state(by_system), by_system.requested_by) == (CONFIRMED, None)


def _state(participant: Participant) -> str:
    participant.refresh_from_db()
    return participant.state


def test_only_who_has_a_role_registers_another_person() -> None:
    meeting, focal = factories.meeting(), person()
    ours, theirs = organisation(focal), organisation(person())
    refused: list[tuple[Any, dict[str, Any]]] = [
        (person(), {"organisation": ours}),
        (person(("delegate", ours.record)), {"organisation": ours}),
        (focal, {"organisation": theirs}),
        (focal, {}),
    ]
    for user, more in refused:
        with pytest.raises(Refused):
            actions.register_participant(Actor(user=user), meeting, **OTHER, **more)
    with pytest.raises(Refused):
        actions.register_participant(SYSTEM, meeting, **OBSERVER)
    assert not Participant.objects.exists()


def test_a_person_with_an_account_is_registered_with_it(settings: Any) -> None:
    settings.TASKS = IMMEDIATE_TASKS
    meeting, focal, guest = factories.meeting(), person(), person()
    made = actions.register_participant(
        Actor(user=focal),
        meeting,
        **OTHER,
        email=guest.email.upper(),
        organisation=organisation(focal),
    )
    assert (made.user, made.email, made.name) == (guest, "", "Fictional Guest")
    with pytest.raises(InvalidInput, match="You are already registered"):
        register(guest, meeting)
    assert mail.outbox == []


def test_a_person_without_an_account_is_told_by_mail(settings: Any) -> None:
    settings.TASKS = IMMEDIATE_TASKS
    meeting, focal = factories.meeting(), person()
    ours = organisation(focal)
    french = Actor(user=focal, language="fr")
    actions.register_participant(
        french, meeting, **OTHER, email="guest@example.org", organisation=ours
    )
    (letter,) = mail.outbox
    assert letter.to == ["guest@example.org"]
    assert f"/fr/meetings/{meeting.slug}/my-registration/" in letter.body
    assert str(ours) in letter.body and str(meeting) in letter.subject


@pytest.mark.parametrize("state", [DRAFT, CLOSED, REPORTED, CANCELLED])
def test_registration_is_open_while_the_meeting_is_convened_or_open(state: str) -> None:
    meeting = factories.meeting(state=state)
    # Who may see a draft is an officer; nobody registers for it.
    user = factories.officer(meeting) if state == DRAFT else person()
    with pytest.raises(WrongState, match="not open"):
        register(user, meeting)
    officer = factories.officer(meeting)
    if state == CLOSED:
        assert _state(register(officer, meeting)) == CONFIRMED
    else:
        with pytest.raises(WrongState):
            register(officer, meeting)


def test_after_the_closing_time_only_officers_register() -> None:
    meeting = factories.meeting(registration_closes=clock.now() - datetime.timedelta(minutes=1))
    focal = person()
    with pytest.raises(WrongState, match="has closed"):
        register(person(), meeting)
    with pytest.raises(WrongState, match="has closed"):
        actions.register_participant(
            Actor(user=focal), meeting, **OTHER, organisation=organisation(focal)
        )
    officer = Actor(user=factories.officer(meeting))
    assert _state(actions.register_participant(officer, meeting, **OTHER)) == CONFIRMED


@pytest.mark.parametrize(
    ("mode", "offered", "refused"),
    [(Mode.IN_PERSON, "room", "remote"), (Mode.REMOTE, "remote", "room")],
)
def test_the_mode_is_one_that_the_meeting_offers(mode: str, offered: str, refused: str) -> None:
    meeting = factories.meeting(mode=mode)
    assert register(person(), meeting, mode=offered).mode == offered
    with pytest.raises(InvalidInput) as fault:
        register(person(), meeting, mode=refused)
    assert set(fault.value.faults) == {"mode"}


def test_what_is_missing_or_wrong_is_said_at_its_field() -> None:
    meeting, closed = factories.meeting(), organisation()
    closed.state = "closed"
    closed.save()
    officer = Actor(user=factories.officer(meeting))
    with pytest.raises(InvalidInput) as fault:
        actions.register_participant(
            officer,
            meeting,
            **{**OTHER, "name": " ", "mode": "nowhere"},
            email="nowhere",
            organisation=closed,
        )
    assert set(fault.value.faults) == {"name", "email", "organisation", "mode"}
    actions.register_participant(officer, meeting, **OTHER, email="guest@example.org")
    with pytest.raises(InvalidInput, match="already registered"):
        actions.register_participant(officer, meeting, **OTHER, email="Guest@example.org")


def test_after_a_withdrawal_a_person_registers_again() -> None:
    meeting, own = factories.meeting(), person()
    first = register(own, meeting)
    with pytest.raises(InvalidInput, match="already registered"):
        register(own, meeting)
    actions.withdraw_participant(Actor(user=own), first)
    assert register(own, meeting).pk != first.pk
    assert _state(first) == WITHDRAWN


@pytest.mark.django_db(transaction=True)
def test_two_registrations_of_one_person_at_once_give_one() -> None:
    meeting, own = factories.meeting(), person()
    outcomes: list[str] = []

    def attempt() -> None:
        try:
            register(own, meeting)
            outcomes.append("registered")
        except InvalidInput:
            outcomes.append("told")
        finally:
            connection.close()

    threads = [threading.Thread(target=attempt) for _number in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(outcomes) == ["registered", "told", "told", "told"]
    assert Participant.objects.count() == 1


# Capacity.


def test_a_member_is_of_a_member_organization_today() -> None:
    meeting = factories.meeting()
    ours = member_of(meeting)
    assert register(person(), meeting, capacity="member", organisation=ours).capacity == "member"
    meeting.body.memberships.update(until=clock.today() - datetime.timedelta(days=1))
    officer = factories.officer(meeting)
    for user in (person(), officer):
        for of in (ours, organisation(), None):
            with pytest.raises(InvalidInput, match="not a member"):
                register(user, meeting, capacity="member", organisation=of)


def test_an_individual_member_is_one_by_appointment_or_by_name() -> None:
    meeting = factories.meeting()
    appointed = person(("member", meeting.body.record))
    assert register(appointed, meeting, capacity="member").capacity == "member"
    named = {"name": "Fictional Member", "email": "member@example.org"}
    meeting.body.named_members.create(**named, since=datetime.date(2020, 1, 1))
    officer = Actor(user=factories.officer(meeting))
    given = {**OTHER, **named, "capacity": "member"}
    assert actions.register_participant(officer, meeting, **given).capacity == "member"
    with pytest.raises(InvalidInput, match="not a member"):
        actions.register_participant(officer, meeting, **{**given, "email": "another@example.org"})


@pytest.mark.parametrize("capacity", ["chair", "secretariat", "expert"])
def test_offices_and_experts_are_entered_by_who_has_the_role(capacity: str) -> None:
    meeting = factories.meeting()
    with pytest.raises(InvalidInput) as fault:
        register(person(), meeting, capacity=capacity)
    assert set(fault.value.faults) == {"capacity"}
    focal = person()
    with pytest.raises(InvalidInput):
        register(focal, meeting, capacity=capacity, organisation=organisation(focal))
    officer = Actor(user=factories.officer(meeting))
    made = actions.register_participant(officer, meeting, **{**OTHER, "capacity": capacity})
    assert made.capacity == capacity


# Changes.


def test_a_person_changes_their_registration() -> None:
    meeting, own, theirs = factories.meeting(), person(), organisation()
    made = register(own, meeting)
    act = Actor(user=own)
    actions.change_participant(
        act, made, values={"organisation": theirs, "mode": "remote", "gender": "man"}
    )
    entry = AuditEntry.objects.get(verb="events.change_participant")
    assert entry.old == {"organisation": None, "mode": "room"}
    assert entry.new == {
        "organisation": theirs.record.address,
        "mode": "remote",
        "personal_fields": ["gender"],
    }
    actions.change_participant(act, made, values={"mode": "remote"})
    assert AuditEntry.objects.filter(verb="events.change_participant").count() == 1
    actions.confirm_participant(SYSTEM, made)
    actions.change_participant(act, made, values={"mode": "room", "listed": True})
    for field, value in (("organisation", None), ("capacity", "expert"), ("email", "a@b.org")):
        with pytest.raises(Refused):
            actions.change_participant(act, made, values={field: value})
    made.refresh_from_db()
    assert (made.mode, made.listed, made.organisation) == ("room", True, theirs)


def test_nobody_else_changes_what_is_the_persons_own() -> None:
    meeting, own, focal = factories.meeting(), person(), person()
    made = register(own, meeting, organisation=organisation(focal))
    officer = factories.officer(meeting)
    for user in (focal, officer):
        for field, value in (("access_needs", "x"), ("gender", "man"), ("listed", True)):
            with pytest.raises(Refused):
                actions.change_participant(Actor(user=user), made, values={field: value})
    with pytest.raises(Refused):
        actions.change_participant(Actor(user=focal), made, values={"organisation": None})
    actions.change_participant(Actor(user=focal), made, values={"function": "Reader"})
    actions.change_participant(
        Actor(user=officer), made, values={"organisation": None, "capacity": "expert"}
    )
    made.refresh_from_db()
    assert (made.function, made.organisation, made.capacity) == ("Reader", None, "expert")


def test_who_enters_a_person_without_an_account_corrects_all_of_it() -> None:
    meeting, focal = factories.meeting(), person()
    ours = organisation(focal)
    made = actions.register_participant(Actor(user=focal), meeting, **OTHER, organisation=ours)
    actions.change_participant(
        Actor(user=focal),
        made,
        values={"email": "Guest@example.org", "gender": "woman", "access_needs": "Ramp"},
    )
    made.refresh_from_db()
    assert (made.email, made.gender, made.access_needs) == ("guest@example.org", "woman", "Ramp")
    other = actions.register_participant(Actor(user=focal), meeting, **OTHER, organisation=ours)
    with pytest.raises(InvalidInput) as fault:
        actions.change_participant(Actor(user=focal), other, values={"email": "guest@example.org"})
    assert set(fault.value.faults) == {"email"}


def test_a_changed_organization_or_capacity_must_fit() -> None:
    meeting, own = factories.meeting(), person()
    ours = member_of(meeting)
    made = register(own, meeting, capacity="member", organisation=ours)
    with pytest.raises(InvalidInput) as fault:
        actions.change_participant(Actor(user=own), made, values={"organisation": organisation()})
    assert set(fault.value.faults) == {"capacity"}
    # What stays is not checked again.
    meeting.body.memberships.update(until=datetime.date(2021, 1, 1))
    actions.change_participant(Actor(user=own), made, values={"function": "Reader"})


# Decisions.


def test_a_declined_person_reads_the_reason_and_can_be_confirmed_after_all() -> None:
    meeting, own, officer = factories.meeting(), person(), Actor.as_system("tests")
    made = register(own, meeting)
    with pytest.raises(InvalidInput, match="reason"):
        actions.decline_participant(officer, made, reason=" ")
    actions.decline_participant(officer, made, reason="Unmistakable reason")
    made.refresh_from_db()
    assert (made.state, made.reason) == (DECLINED, "Unmistakable reason")
    entry = AuditEntry.objects.get(verb="events.decline_participant")
    assert "Unmistakable" not in f"{entry.new} {entry.reason}"
    again = register(own, meeting)
    with pytest.raises(WrongState, match="registered again"):
        actions.confirm_participant(officer, made)
    actions.withdraw_participant(Actor(user=own), again)
    actions.confirm_participant(officer, made)
    made.refresh_from_db()
    assert (made.state, made.reason) == (CONFIRMED, "")
    with pytest.raises(WrongState):
        actions.confirm_participant(officer, made)


def test_a_capacity_that_no_longer_fits_is_not_confirmed() -> None:
    meeting, focal = factories.meeting(), person()
    ours = member_of(meeting, focal)
    made = register(person(), meeting, capacity="member", organisation=ours)
    meeting.body.memberships.update(until=datetime.date(2021, 1, 1))
    with pytest.raises(WrongState, match="no longer fits"):
        actions.confirm_participant(Actor(user=focal), made)
    assert _state(made) == REQUESTED


VERBS: dict[str, Callable[[Actor, Participant], Any]] = {
    "change": lambda actor, it: actions.change_participant(actor, it, values={"function": "New"}),
    "decline": lambda actor, it: actions.decline_participant(actor, it, reason="No."),
    "withdraw": actions.withdraw_participant,
}


@pytest.mark.parametrize("verb", VERBS)
def test_registrations_are_final_once_the_meeting_is_over(verb: str) -> None:
    meeting, focal = factories.meeting(state=CLOSED), person()
    ours = organisation(focal)
    made = factories.participant(meeting, organisation=ours)
    with pytest.raises(WrongState, match="final"):
        VERBS[verb](Actor(user=focal), made)
    VERBS[verb](Actor(user=factories.officer(meeting)), made)
    meeting.state = REPORTED
    meeting.save()
    made = factories.participant(meeting)
    with pytest.raises(WrongState, match="final"):
        VERBS[verb](SYSTEM, made)


@pytest.mark.parametrize("verb", ["decline", "withdraw"])
def test_who_was_present_stays_registered(verb: str) -> None:
    meeting = factories.meeting(state=OPEN)
    made, sitting = factories.participant(meeting), factories.sitting(meeting)
    actions.record_attendance(SYSTEM, sitting, modes={made.pk: "room"})
    with pytest.raises(WrongState, match="recorded as present"):
        VERBS[verb](SYSTEM, made)
    actions.remove_attendance(SYSTEM, sitting, participants=[made.pk])
    VERBS[verb](SYSTEM, made)


def test_a_withdrawn_registration_does_not_change() -> None:
    meeting, own = factories.meeting(state=CONVENED), person()
    made = register(own, meeting)
    actions.withdraw_participant(Actor(user=own), made)
    for verb in VERBS.values():
        with pytest.raises(WrongState):
            verb(SYSTEM, made)
