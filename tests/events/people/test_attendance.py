"""Who was at a sitting: recorded by officers, marked where it was entered later."""

from __future__ import annotations

import datetime
import threading
from typing import Any

import pytest
from django.db import connection

from majlis.events.lifecycle import CLOSED, CONVENED, OPEN, PLANNED, REPORTED, REQUESTED
from majlis.events.models import Attendance, Mode
from majlis.events.people import actions
from majlis.kernel import clock
from majlis.kernel.actor import Actor
from majlis.kernel.errors import InvalidInput, WrongState
from majlis.kernel.models import AuditEntry
from tests.events import factories
from tests.support.parties import SYSTEM

pytestmark = pytest.mark.django_db


def entries(sitting: Any) -> dict[int, tuple[str, bool]]:
    """Key of the participant -> mode, and whether the entry is late."""
    return {
        each.participant_id: (each.mode, each.late)
        for each in Attendance.objects.filter(sitting=sitting)
    }


def test_attendance_is_recorded_changed_and_removed() -> None:
    meeting = factories.meeting(state=OPEN)
    sitting, officer = factories.sitting(meeting), Actor(user=factories.officer(meeting))
    one, two = factories.participant(meeting).pk, factories.participant(meeting).pk
    actions.record_attendance(officer, sitting, modes={one: "room", two: "room"})
    actions.record_attendance(officer, sitting, modes={one: "room", two: "remote"})
    assert entries(sitting) == {one: ("room", False), two: ("remote", False)}
    first, second = AuditEntry.objects.filter(verb="events.record_attendance").order_by("pk")
    assert (first.record, first.new["present"]) == (meeting.record, [one, two])
    assert second.new["changed_mode"] == [two] and "present" not in second.new
    actions.record_attendance(officer, sitting, modes={one: "room"})
    actions.remove_attendance(officer, sitting, participants=[two])
    actions.remove_attendance(officer, sitting, participants=[two])
    assert entries(sitting) == {one: ("room", False)}
    assert AuditEntry.objects.filter(verb__endswith="_attendance").count() == 3


@pytest.mark.parametrize("closed", ["sitting", "meeting"])
def test_what_is_entered_after_the_close_is_marked(closed: str) -> None:
    meeting = factories.meeting(state=OPEN)
    sitting = factories.sitting(meeting)
    early, late = factories.participant(meeting).pk, factories.participant(meeting).pk
    actions.record_attendance(SYSTEM, sitting, modes={early: "room"})
    target = sitting if closed == "sitting" else meeting
    target.state = CLOSED
    target.save()
    actions.record_attendance(SYSTEM, sitting, modes={early: "remote", late: "room"})
    # A corrected mode does not make a late entry of one that was made in time.
    assert entries(sitting) == {early: ("remote", False), late: ("room", True)}
    assert AuditEntry.objects.filter(verb="events.record_attendance").last().new["late"] is True


def test_only_confirmed_participants_of_the_meeting_are_recorded() -> None:
    meeting = factories.meeting(state=OPEN)
    sitting = factories.sitting(meeting)
    there = factories.participant(meeting)
    waiting = factories.participant(meeting, state=REQUESTED)
    elsewhere = factories.participant(factories.meeting(meeting.body, state=OPEN))
    for other in (waiting, elsewhere):
        with pytest.raises(InvalidInput, match="1 person is not confirmed"):
            modes = {there.pk: "room", other.pk: "room"}
            actions.record_attendance(SYSTEM, sitting, modes=modes)
    assert entries(sitting) == {}


def test_a_mode_that_the_meeting_does_not_offer_is_refused() -> None:
    meeting = factories.meeting(state=OPEN, mode=Mode.IN_PERSON)
    sitting, there = factories.sitting(meeting), factories.participant(meeting)
    with pytest.raises(InvalidInput, match="does not offer"):
        actions.record_attendance(SYSTEM, sitting, modes={there.pk: "remote"})


@pytest.mark.parametrize("state", [CONVENED, REPORTED])
def test_attendance_is_recorded_from_the_opening_until_the_report(state: str) -> None:
    meeting = factories.meeting(state=state)
    sitting, there = factories.sitting(meeting), factories.participant(meeting)
    with pytest.raises(WrongState, match="Attendance is recorded while"):
        actions.record_attendance(SYSTEM, sitting, modes={there.pk: "room"})
    with pytest.raises(WrongState):
        actions.remove_attendance(SYSTEM, sitting, participants=[there.pk])


def test_a_sitting_takes_attendance_from_two_hours_before_it_starts() -> None:
    meeting = factories.meeting(state=OPEN)
    there, now = factories.participant(meeting), clock.now()
    for hours, is_open in ((1, True), (3, False), (-30, True)):
        starts = now + datetime.timedelta(hours=hours)
        sitting = meeting.sittings.create(
            starts=starts, ends=starts + datetime.timedelta(hours=2), state=PLANNED
        )
        assert (actions.attendance_fault(sitting) is None) == is_open
        if is_open:
            actions.record_attendance(SYSTEM, sitting, modes={there.pk: "room"})
        else:
            with pytest.raises(WrongState, match="has not started"):
                actions.record_attendance(SYSTEM, sitting, modes={there.pk: "room"})


@pytest.mark.django_db(transaction=True)
def test_two_officers_who_record_one_person_at_once_make_one_entry() -> None:
    meeting = factories.meeting(state=OPEN)
    sitting, there = factories.sitting(meeting), factories.participant(meeting)
    faults: list[Exception] = []

    def record() -> None:
        try:
            actions.record_attendance(SYSTEM, sitting, modes={there.pk: "room"})
        except Exception as fault:  # noqa: BLE001
            faults.append(fault)
        finally:
            connection.close()

    threads = [threading.Thread(target=record) for _number in range(3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert faults == [] and Attendance.objects.count() == 1
