"""Verbs of meetings and sittings: what each does, whom it is allowed, and what it refuses."""

from __future__ import annotations

import datetime
import threading
from typing import Any

import pytest
from django.contrib.auth.models import AnonymousUser
from django.db import connection

from majlis.events.core import names, times
from majlis.events.lifecycle import (
    CANCELLED,
    CLOSED,
    CONVENED,
    DRAFT,
    OPEN,
    REPORTED,
    SUSPENDED,
)
from majlis.events.meetings import actions
from majlis.events.models import ClosedDay, Meeting, MeetingRules, Sitting
from majlis.kernel import clock
from majlis.kernel.actor import Actor
from majlis.kernel.errors import Fault, InvalidInput, WrongState
from majlis.kernel.models import Access, AuditEntry, User, Wording
from majlis.parties.actions.member import admit_member
from majlis.parties.models import Body
from tests.events import factories
from tests.support.parties import organisation
from tests.support.people import person
from tests.support.permissions import check_permissions

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("january")]
SYSTEM = Actor.as_system("tests")
FEBRUARY_24 = datetime.date(2027, 2, 24)


def strangers(body: Body) -> dict[str, User | None]:
    """Who has nothing to do with the meetings of a body."""
    return {
        "nobody": None,
        "another person": person(),
        "a member": person(("member", body.record)),
        "the chair of another body": person(("chair", factories.body().record)),
        "a person whose account is closed": person("secretariat", is_active=False),
    }


def officers(body: Body) -> dict[str, User]:
    """Who prepares the meetings of a body."""
    return {
        "the secretariat of the body": person(("secretariat", body.record)),
        "the chair": person(("chair", body.record)),
        "the secretariat": person("secretariat"),
    }


def create(body: Body | None = None, **values: Any) -> Meeting:
    """A draft of the fifth meeting of a body, of two days in Geneva."""
    given = {
        "language": "en",
        "number": 5,
        "first_day": FEBRUARY_24,
        "last_day": datetime.date(2027, 2, 25),
        "zone": "Europe/Zurich",
    }
    return actions.create_meeting(SYSTEM, body or factories.body(), **given | values)


def at(day: str, time: str, zone: str = "Europe/Zurich") -> datetime.datetime:
    return times.moment_in_zone(
        datetime.date.fromisoformat(day), datetime.time.fromisoformat(time), zone
    )


def sit(meeting: Meeting, start: str = "10:00", end: str = "12:00", day: int = 24) -> Sitting:
    """A sitting by the clock in Geneva."""
    date = f"2027-02-{day}"
    return actions.add_sitting(SYSTEM, meeting, starts=at(date, start), ends=at(date, end))


def last_entry(verb: str) -> AuditEntry:
    return AuditEntry.objects.filter(verb=f"events.{verb}").latest("pk")


def faults_of(do: Any) -> dict[str, str]:
    """The faults of a call that is refused, by field."""
    with pytest.raises(InvalidInput) as raised:
        do()
    return {field: str(message) for field, message in raised.value.faults.items()}


# Who may do what.


def test_who_may_set_rules_and_closed_days() -> None:
    body = factories.body()
    office = {"the secretariat": person("secretariat")}
    others = {**strangers(body), "the chair": person(("chair", body.record))}
    check_permissions(
        "events.set_meeting_rules",
        body,
        granted=office,
        refused=others,
        do=lambda actor: actions.set_meeting_rules(actor, body, notice_days=10),
    )
    check_permissions(
        "events.add_closed_day",
        None,
        granted=office,
        refused=others,
        do=lambda actor: actions.add_closed_day(
            actor, date=FEBRUARY_24, name="Staff day", language="en"
        ),
    )
    day = ClosedDay.objects.get()
    check_permissions(
        "events.remove_closed_day",
        day,
        granted=office,
        refused=others,
        do=lambda actor: actions.remove_closed_day(actor, day),
    )


def test_who_may_create_and_convene_meetings() -> None:
    body = factories.body()
    people, others = officers(body), strangers(body)
    check_permissions(
        "events.create_meeting",
        body,
        granted=people,
        refused=others,
        do=lambda actor: actions.create_meeting(actor, body, language="en", number=7),
    )
    draft = create(body)
    for verb, do in (
        ("change_meeting", lambda actor: actions.change_meeting(actor, draft, number=6)),
        (
            "add_sitting",
            lambda actor: actions.add_sitting(
                actor, draft, starts=at("2027-02-24", "10:00"), ends=at("2027-02-24", "12:00")
            ),
        ),
        ("convene_meeting", lambda actor: actions.convene_meeting(actor, draft)),
        ("open_meeting", lambda actor: actions.open_meeting(actor, draft)),
        ("close_meeting", lambda actor: actions.close_meeting(actor, draft)),
        ("reopen_meeting", lambda actor: actions.reopen_meeting(actor, draft, reason="late")),
    ):
        check_permissions(f"events.{verb}", draft, granted=people, refused=others, do=do)
        draft.refresh_from_db()
    actions.close_meeting(SYSTEM, draft)
    draft.refresh_from_db()
    check_permissions(
        "events.report_meeting",
        draft,
        granted=people,
        refused=others,
        do=lambda actor: actions.report_meeting(actor, draft),
    )


def test_who_may_change_sittings_and_cancel() -> None:
    meeting = create()
    people, others = officers(meeting.body), strangers(meeting.body)
    sitting = sit(meeting)
    times_of_sitting = {"starts": sitting.starts, "ends": at("2027-02-24", "13:00")}
    for verb, target, do in (
        (
            "change_sitting",
            sitting,
            lambda actor: actions.change_sitting(actor, sitting, **times_of_sitting),
        ),
        ("remove_sitting", sitting, lambda actor: actions.remove_sitting(actor, sitting)),
        (
            "cancel_meeting",
            meeting,
            lambda actor: actions.cancel_meeting(actor, meeting, reason="No quorum"),
        ),
    ):
        check_permissions(f"events.{verb}", target, granted=people, refused=others, do=do)


# Rules and non-working days.


def test_rules_are_set_and_changed() -> None:
    body = factories.body()
    rules = actions.set_meeting_rules(
        SYSTEM, body, notice_days=10, listed=["observer", "chair"], access=Access.MEMBERS
    )
    assert (rules.notice_days, rules.listed, rules.access) == (10, ["chair", "observer"], "members")
    assert rules.member_seconds == 180
    entry = last_entry("set_meeting_rules")
    assert entry.record == body.record and entry.new["notice_days"] == 10
    count = AuditEntry.objects.count()
    actions.set_meeting_rules(SYSTEM, body, notice_days=10)
    assert AuditEntry.objects.count() == count
    actions.set_meeting_rules(SYSTEM, body, notice_days=15)
    assert last_entry("set_meeting_rules").old == {"notice_days": 10}


def test_rules_that_are_the_defaults_are_recorded_too() -> None:
    actions.set_meeting_rules(SYSTEM, factories.body(), notice_days=7)
    assert MeetingRules.objects.get().notice_days == 7


@pytest.mark.parametrize(
    "values",
    [
        {"notice_days": 366},
        {"notice_days": -1},
        {"member_seconds": 9},
        {"observer_seconds": 3601},
        {"listed": ["king"]},
        {"access": "private"},
    ],
)
def test_rules_that_cannot_be_are_refused(values: dict[str, Any]) -> None:
    body = factories.body()
    assert list(faults_of(lambda: actions.set_meeting_rules(SYSTEM, body, **values))) == list(
        values
    )


def test_a_closed_day_is_listed_once_and_removed() -> None:
    day = actions.add_closed_day(SYSTEM, date=FEBRUARY_24, name="  Staff   day ", language="en")
    assert day.name == "Staff day"
    again = {"date": FEBRUARY_24, "name": "Other", "language": "en"}
    assert "date" in faults_of(lambda: actions.add_closed_day(SYSTEM, **again))
    wrong = {"date": datetime.date(2027, 3, 1), "name": " ", "language": "xx"}
    assert set(faults_of(lambda: actions.add_closed_day(SYSTEM, **wrong))) == {"name", "language"}
    actions.remove_closed_day(SYSTEM, day)
    assert not ClosedDay.objects.exists()
    with pytest.raises(WrongState, match="removed this day"):
        actions.remove_closed_day(SYSTEM, day)


# Creation.


def test_a_draft_is_named_by_its_body_and_number_and_seen_by_officers_only() -> None:
    body = factories.body()
    meeting = create(
        body, texts={"place": "Hall of the Ferry, Port Almira", "note": "Bring a card."}
    )
    name = body.say("title", "en").text
    assert meeting.say("title", "en").text == f"{name}, fifth meeting"
    assert meeting.say("title", "ar").text.startswith("فريق")
    assert meeting.say("place", "fr").text == "Hall of the Ferry, Port Almira"
    assert meeting.record.address == f"meetings/{body.slug}-5" and meeting.state == DRAFT
    assert meeting.record.access == Access.GROUP
    assert not meeting.record.is_visible_to(AnonymousUser())
    assert not meeting.record.is_visible_to(person(("member", body.record)))
    for officer in officers(body).values():
        assert meeting.record.is_visible_to(officer)


def test_a_meeting_with_a_title_of_its_own_needs_no_number() -> None:
    meeting = create(number=None, texts={"title": "Open consultation"}, language="en")
    assert meeting.say("title").text == "Open consultation"
    assert meeting.slug == f"{meeting.body.slug}-2027"
    second = create(meeting.body, number=None, texts={"title": "Second consultation"})
    assert second.slug == f"{meeting.body.slug}-2027-2"


def test_the_history_does_not_hold_the_joining_link() -> None:
    meeting = create(joining_link="https://meet.example.org/secret")
    assert last_entry("create_meeting").new["joining_link"] == "set"
    actions.change_meeting(SYSTEM, meeting, joining_link="https://meet.example.org/other")
    assert last_entry("change_meeting").new == {"joining_link": "changed"}
    actions.change_meeting(SYSTEM, meeting, joining_link="")
    assert last_entry("change_meeting").new == {"joining_link": "removed"}
    assert "example.org" not in str(list(AuditEntry.objects.values_list("old", "new")))


def test_two_meetings_of_a_body_have_different_numbers() -> None:
    body = factories.body()
    first = create(body)
    assert "number" in faults_of(lambda: create(body))
    create(body, number=6)
    create(factories.body())
    actions.cancel_meeting(SYSTEM, first, reason="No quorum")
    assert create(body).slug == f"{body.slug}-5-2"


@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({"number": None}, "number"),
        ({"number": 0}, "number"),
        ({"number": 10_000}, "number"),
        ({"last_day": None}, "last_day"),
        ({"first_day": None}, "first_day"),
        ({"last_day": datetime.date(2027, 2, 23)}, "last_day"),
        ({"last_day": datetime.date(2027, 6, 1)}, "last_day"),
        ({"zone": "Mars/Base"}, "zone"),
        ({"mode": "by_post"}, "mode"),
        ({"area": "999"}, "area"),
        ({"interpretation": ["xx"]}, "interpretation"),
        ({"captions": ["xx"]}, "captions"),
        ({"joining_link": "javascript:alert(1)"}, "joining_link"),
        ({"texts": {"place": "x" * 301}}, "place"),
        ({"language": "xx"}, "language"),
    ],
)
def test_a_meeting_that_cannot_be_is_refused(values: dict[str, Any], field: str) -> None:
    assert list(faults_of(lambda: create(**values))) == [field]
    assert not Meeting.objects.exists()


def test_the_previous_meeting_is_one_of_the_same_body() -> None:
    other = factories.meeting()
    assert "previous" in faults_of(lambda: create(previous=other))
    first = create()
    assert create(first.body, number=6, previous=first).previous == first


@pytest.mark.django_db(transaction=True)
def test_of_two_people_who_create_the_same_meeting_one_succeeds() -> None:
    body = factories.body()
    outcomes: list[str] = []

    def try_once() -> None:
        try:
            create(body)
            outcomes.append("created")
        except InvalidInput as fault:
            outcomes.append(",".join(fault.faults))
        finally:
            connection.close()

    threads = [threading.Thread(target=try_once) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(outcomes) == ["created", "number", "number", "number"]


# Changes.


def test_a_draft_is_changed_without_a_reason() -> None:
    meeting = create()
    changed = actions.change_meeting(
        SYSTEM,
        meeting,
        first_day=datetime.date(2027, 3, 1),
        last_day=datetime.date(2027, 3, 3),
        interpretation=["en", "ar"],
    )
    assert changed.interpretation == ["ar", "en"]
    entry = last_entry("change_meeting")
    assert entry.old["first_day"] == "2027-02-24" and entry.new["first_day"] == "2027-03-01"
    count = AuditEntry.objects.count()
    actions.change_meeting(SYSTEM, meeting, first_day=datetime.date(2027, 3, 1))
    assert AuditEntry.objects.count() == count


def test_the_name_follows_the_number_until_the_meeting_has_a_title_of_its_own() -> None:
    meeting = create()
    body = meeting.body.say("title", "en").text

    def title(language: str = "en") -> str:
        return Meeting.objects.get(pk=meeting.pk).say("title", language).text

    actions.change_meeting(SYSTEM, meeting, number=6, texts={"title": ""})
    assert title() == f"{body}, sixth meeting"
    assert title("ar") == names.numbered_name(meeting.body, 6, "ar")
    actions.change_meeting(SYSTEM, meeting, texts={"title": "Extraordinary meeting"})
    assert title() == "Extraordinary meeting"
    assert Wording.objects.get(record=meeting.record, language="ar").status == "lagging"
    actions.change_meeting(SYSTEM, meeting, number=7)
    assert title() == "Extraordinary meeting"
    actions.change_meeting(SYSTEM, meeting, texts={"title": ""})
    assert title() == f"{body}, seventh meeting"
    assert title("ar") == names.numbered_name(meeting.body, 7, "ar")


def test_a_text_is_changed_in_its_original_language() -> None:
    meeting = create(texts={"place": "Hall A"})
    actions.change_meeting(
        SYSTEM, meeting, texts={"place": "Hall B", "note": "Une note"}, language="fr"
    )
    stored = dict(
        Wording.objects.filter(record=meeting.record)
        .exclude(field="title")
        .values_list("field", "language")
    )
    assert stored == {"place": "en", "note": "fr"}
    assert Meeting.objects.get(pk=meeting.pk).say("place").text == "Hall B"


def test_what_was_announced_is_changed_with_a_reason() -> None:
    meeting = factories.meeting(state=CONVENED)
    move = {"first_day": datetime.date(2027, 3, 1), "last_day": datetime.date(2027, 3, 2)}
    assert list(faults_of(lambda: actions.change_meeting(SYSTEM, meeting, **move))) == ["reason"]
    actions.change_meeting(SYSTEM, meeting, reason="The hall is closed", **move)
    assert last_entry("change_meeting").reason == "The hall is closed"
    # The captions are no reason to notify anybody.
    actions.change_meeting(SYSTEM, meeting, captions=["en"])
    without = {"first_day": None, "last_day": None, "reason": "x"}
    assert "first_day" in faults_of(lambda: actions.change_meeting(SYSTEM, meeting, **without))


def test_a_convened_meeting_that_is_moved_to_tomorrow_prints_the_reason() -> None:
    meeting = factories.meeting(state=CONVENED)
    today = times.wall_clock(clock.now(), meeting.zone)[0]
    day = today + datetime.timedelta(days=1)
    actions.change_meeting(
        Actor.as_system("tests"), meeting, first_day=day, last_day=day, reason="An emergency"
    )
    meeting.refresh_from_db()
    assert (meeting.notice_reason, meeting.notice_language) == ("An emergency", "en")
    later = {"first_day": datetime.date(2027, 9, 1), "last_day": datetime.date(2027, 9, 1)}
    actions.change_meeting(SYSTEM, meeting, reason="Another", **later)
    meeting.refresh_from_db()
    assert meeting.notice_reason == "An emergency"


def test_a_cancelled_meeting_is_not_changed() -> None:
    meeting = factories.meeting(state=CANCELLED)
    with pytest.raises(WrongState, match="cancelled meeting"):
        actions.change_meeting(SYSTEM, meeting, number=9)


def test_sittings_move_with_the_first_day_on_request() -> None:
    meeting = create()
    morning, next_morning = sit(meeting), sit(meeting, day=25)
    item = factories.item(meeting, sitting=morning, starts=morning.starts, ends=morning.ends)
    later = {"first_day": datetime.date(2027, 2, 25), "last_day": datetime.date(2027, 2, 26)}
    assert "last_day" in faults_of(lambda: actions.change_meeting(SYSTEM, meeting, **later))
    actions.change_meeting(SYSTEM, meeting, move_sittings=True, **later)
    for row in (morning, next_morning, item):
        row.refresh_from_db()
    assert times.wall_clock(morning.starts, "Europe/Zurich") == (
        datetime.date(2027, 2, 25),
        datetime.time(10),
    )
    assert item.starts == morning.starts and item.ends == morning.ends
    assert next_morning.starts - morning.starts == datetime.timedelta(days=1)
    earlier = {"first_day": FEBRUARY_24, "last_day": datetime.date(2027, 2, 25)}
    actions.change_meeting(SYSTEM, meeting, move_sittings=True, **earlier)
    morning.refresh_from_db()
    assert morning.starts == at("2027-02-24", "10:00")


def test_sittings_that_move_over_the_change_of_the_clocks_keep_their_times() -> None:
    meeting = create()
    sitting = sit(meeting)
    summer = {"first_day": datetime.date(2027, 4, 7), "last_day": datetime.date(2027, 4, 8)}
    actions.change_meeting(SYSTEM, meeting, move_sittings=True, **summer)
    sitting.refresh_from_db()
    assert times.wall_clock(sitting.starts, "Europe/Zurich")[1] == datetime.time(10)
    assert sitting.starts.astimezone(datetime.UTC).hour == 8


def test_another_zone_keeps_the_clock_times() -> None:
    due = at("2027-02-20", "12:00")
    meeting = create(registration_closes=due)
    sitting = sit(meeting)
    actions.change_meeting(SYSTEM, meeting, zone="Asia/Tokyo")
    sitting.refresh_from_db()
    meeting.refresh_from_db()
    assert sitting.starts == at("2027-02-24", "10:00", "Asia/Tokyo")
    assert meeting.registration_closes == at("2027-02-20", "12:00", "Asia/Tokyo")
    given = at("2027-02-21", "09:00", "Asia/Tokyo")
    actions.change_meeting(SYSTEM, meeting, zone="UTC", registration_closes=given)
    meeting.refresh_from_db()
    assert meeting.registration_closes == given


def test_the_dates_of_a_meeting_with_sittings_are_not_removed() -> None:
    meeting = create()
    sit(meeting)
    none = {"first_day": None, "last_day": None}
    assert "first_day" in faults_of(lambda: actions.change_meeting(SYSTEM, meeting, **none))


# The states.


def test_convening_shows_the_meeting_and_its_agenda_to_everybody() -> None:
    meeting = create()
    item = factories.item(meeting)
    convened = actions.convene_meeting(SYSTEM, meeting)
    assert convened.state == CONVENED and convened.convened_at is not None
    item.record.refresh_from_db()
    for record in (convened.record, item.record):
        assert record.is_visible_to(AnonymousUser())
    entry = last_entry("convene_meeting")
    assert entry.new["access"] == "public" and entry.new["notice"] == 29


def test_meetings_for_members_are_shown_to_them_only() -> None:
    body = factories.body()
    actions.set_meeting_rules(SYSTEM, body, access=Access.MEMBERS)
    focal_point = person()
    admit_member(SYSTEM, body, organisation=organisation(focal_point))
    meeting = create(body)
    item = factories.item(meeting)
    actions.convene_meeting(SYSTEM, meeting)
    for record in (meeting.record, item.record):
        record.refresh_from_db()
        assert record.is_visible_to(focal_point)
        assert record.is_visible_to(person(("member", body.record)))
        assert not record.is_visible_to(AnonymousUser())
        assert not record.is_visible_to(person())


def test_a_short_notice_needs_a_reason() -> None:
    today = times.wall_clock(clock.now(), "Europe/Zurich")[0]
    day = today + datetime.timedelta(days=3)
    meeting = create(first_day=day, last_day=day)
    assert list(faults_of(lambda: actions.convene_meeting(SYSTEM, meeting))) == ["reason"]
    convened = actions.convene_meeting(SYSTEM, meeting, reason=" Une urgence ", language="fr")
    assert (convened.notice_reason, convened.notice_language) == ("Une urgence", "fr")
    body = factories.body()
    actions.set_meeting_rules(SYSTEM, body, notice_days=0)
    convened = actions.convene_meeting(
        SYSTEM, create(body, first_day=day, last_day=day), reason="x"
    )
    assert (convened.notice_reason, convened.notice_language) == ("", "")


def test_a_meeting_without_dates_is_not_convened() -> None:
    meeting = create(first_day=None, last_day=None)
    with pytest.raises(WrongState, match="no dates"):
        actions.convene_meeting(SYSTEM, meeting)
    meeting.refresh_from_db()
    assert meeting.state == DRAFT


def test_the_states_of_a_meeting_follow_each_other() -> None:
    meeting = actions.convene_meeting(SYSTEM, create())
    for verb, state in (
        (actions.open_meeting, OPEN),
        (actions.close_meeting, CLOSED),
    ):
        assert verb(SYSTEM, meeting).state == state
    assert actions.reopen_meeting(SYSTEM, meeting, reason="One item is left").state == OPEN
    actions.close_meeting(SYSTEM, meeting)
    assert actions.report_meeting(SYSTEM, meeting, reason="Council").state == REPORTED
    assert last_entry("report_meeting").reason == "Council"


@pytest.mark.parametrize(
    ("state", "verb", "arguments"),
    [
        (CONVENED, "convene_meeting", {}),
        (DRAFT, "open_meeting", {}),
        (CONVENED, "close_meeting", {}),
        (OPEN, "reopen_meeting", {"reason": "x"}),
        (OPEN, "report_meeting", {}),
        (OPEN, "cancel_meeting", {"reason": "x"}),
        (CANCELLED, "convene_meeting", {}),
        (REPORTED, "reopen_meeting", {"reason": "x"}),
    ],
)
def test_a_step_that_the_state_does_not_allow_is_refused(
    state: str, verb: str, arguments: dict[str, str]
) -> None:
    meeting = factories.meeting(state=state)
    with pytest.raises(WrongState):
        getattr(actions, verb)(SYSTEM, meeting, **arguments)
    meeting.refresh_from_db()
    assert meeting.state == state


@pytest.mark.parametrize(("state", "verb"), [(CLOSED, "reopen"), (CONVENED, "cancel")])
def test_a_step_back_needs_a_reason(state: str, verb: str) -> None:
    meeting = factories.meeting(state=state)
    act = getattr(actions, f"{verb}_meeting")
    assert list(faults_of(lambda: act(SYSTEM, meeting, reason=" "))) == ["reason"]


@pytest.mark.parametrize("state", [OPEN, SUSPENDED])
def test_a_meeting_with_an_open_sitting_is_not_closed(state: str) -> None:
    meeting = factories.meeting(state=OPEN)
    factories.sitting(meeting, state=state)
    with pytest.raises(WrongState, match="still open"):
        actions.close_meeting(SYSTEM, meeting)


# Sittings.


def test_a_sitting_is_added_changed_and_removed() -> None:
    meeting = create()
    sitting = actions.add_sitting(
        SYSTEM,
        meeting,
        starts=at("2027-02-24", "22:00"),
        ends=at("2027-02-25", "01:00"),
        room=" Room  3 ",
    )
    assert sitting.room == "Room 3" and last_entry("add_sitting").record == meeting.record
    changed = actions.change_sitting(
        SYSTEM, sitting, starts=sitting.starts, ends=at("2027-02-25", "02:00"), room="Room 3"
    )
    entry = last_entry("change_sitting")
    assert changed.ends == at("2027-02-25", "02:00") and set(entry.new) == {"ends"}
    count = AuditEntry.objects.count()
    actions.change_sitting(
        SYSTEM, sitting, starts=changed.starts, ends=changed.ends, room=changed.room
    )
    assert AuditEntry.objects.count() == count
    actions.remove_sitting(SYSTEM, sitting)
    assert not meeting.sittings.exists() and last_entry("remove_sitting").old["room"] == "Room 3"


@pytest.mark.parametrize(
    ("start", "end", "field"),
    [
        ("2027-02-24T12:00", "2027-02-24T10:00", "ends"),
        ("2027-02-24T10:00", "2027-02-24T10:00", "ends"),
        ("2027-02-24T10:00", "2027-02-25T11:00", "ends"),
        ("2027-02-23T10:00", "2027-02-23T11:00", "day"),
        ("2027-02-26T10:00", "2027-02-26T11:00", "day"),
        ("2027-02-25T09:30", "2027-02-25T10:30", "starts"),
    ],
)
def test_a_sitting_that_cannot_be_is_refused(start: str, end: str, field: str) -> None:
    meeting = create()
    sit(meeting, day=25)
    starts, ends = (at(*each.split("T")) for each in (start, end))
    refused = faults_of(lambda: actions.add_sitting(SYSTEM, meeting, starts=starts, ends=ends))
    assert list(refused) == [field]
    long_room = {"starts": at("2027-02-24", "08:00"), "ends": at("2027-02-24", "09:00")}
    assert list(
        faults_of(lambda: actions.add_sitting(SYSTEM, meeting, room="x" * 201, **long_room))
    ) == ["room"]


def test_the_timetable_that_was_announced_is_changed_with_a_reason() -> None:
    meeting = factories.meeting(state=CONVENED, zone="Europe/Zurich")
    sitting = sit(meeting)
    new = {"starts": at("2027-02-24", "09:00"), "ends": at("2027-02-24", "12:00")}
    assert "reason" in faults_of(lambda: actions.change_sitting(SYSTEM, sitting, **new))
    assert "reason" in faults_of(lambda: actions.remove_sitting(SYSTEM, sitting))
    actions.change_sitting(SYSTEM, sitting, reason="The plane is late", **new)
    actions.remove_sitting(SYSTEM, sitting, reason="Not needed")
    assert last_entry("remove_sitting").reason == "Not needed"


def test_a_sitting_that_was_opened_is_not_changed() -> None:
    meeting = factories.meeting(state=OPEN)
    sitting = factories.sitting(meeting, state=OPEN)
    new = {"starts": sitting.starts, "ends": sitting.ends, "reason": "x"}
    with pytest.raises(WrongState, match="has been opened"):
        actions.change_sitting(SYSTEM, sitting, **new)
    with pytest.raises(WrongState, match="has been opened"):
        actions.remove_sitting(SYSTEM, sitting, reason="x")


def test_a_sitting_with_people_is_not_removed() -> None:
    meeting = factories.meeting(state=OPEN)
    sitting = factories.sitting(meeting, state="planned")
    attendance = factories.participant(meeting).attendances
    attendance.create(sitting=sitting, mode="room")
    with pytest.raises(WrongState, match="are recorded at this sitting"):
        actions.remove_sitting(SYSTEM, sitting, reason="x")
    assert Sitting.objects.filter(pk=sitting.pk).exists()


@pytest.mark.parametrize("state", [CLOSED, REPORTED, CANCELLED])
def test_the_timetable_of_a_meeting_that_is_over_is_not_changed(state: str) -> None:
    meeting = factories.meeting(state=state)
    sitting = factories.sitting(meeting, state="planned")
    new = {"starts": sitting.starts, "ends": sitting.ends}
    for do in (
        lambda: actions.add_sitting(SYSTEM, meeting, **new),
        lambda: actions.change_sitting(SYSTEM, sitting, **new),
        lambda: actions.remove_sitting(SYSTEM, sitting),
    ):
        with pytest.raises(Fault):
            do()


def test_a_sitting_needs_the_dates_of_its_meeting() -> None:
    meeting = create(first_day=None, last_day=None)
    with pytest.raises(WrongState, match="no dates"):
        sit(meeting)


def test_a_sitting_that_another_person_removed_is_not_changed() -> None:
    meeting = create()
    sitting = sit(meeting)
    Sitting.objects.filter(pk=sitting.pk).delete()
    with pytest.raises(WrongState, match="removed this sitting"):
        actions.remove_sitting(SYSTEM, sitting)
