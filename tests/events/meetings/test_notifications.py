"""Notifications of meetings and what waits for officers. Their dates are relative to today, as notices are of news only."""

from __future__ import annotations

import datetime
from typing import Any

import pytest
from django.utils.html import strip_tags

from majlis.commons.notices.actions import follow_record
from majlis.commons.notices.models import Event, Notice
from majlis.commons.notices.todo import todo_items
from majlis.events.lifecycle import CONVENED, DRAFT, OPEN
from majlis.events.meetings import actions
from majlis.events.meetings.notice import last_day_to_convene
from majlis.events.models import Meeting
from majlis.kernel import clock
from majlis.kernel.actor import Actor
from majlis.kernel.models import Access, Appointment, User
from majlis.parties.actions.member import admit_member
from majlis.parties.models import Body
from tests.commons.helpers import client_for
from tests.events import factories
from tests.support.parties import organisation
from tests.support.people import person

pytestmark = pytest.mark.django_db
SYSTEM = Actor.as_system("tests")
SOON = datetime.timedelta(days=60)
DAY = datetime.timedelta(days=1)


def create(body: Body, **values: Any) -> Meeting:
    """A draft of a meeting in two months."""
    first = clock.today() + SOON
    given = {"language": "en", "number": 5, "first_day": first, "last_day": first + DAY}
    return actions.create_meeting(SYSTEM, body, **given | values)


@pytest.fixture
def body() -> Body:
    return factories.body()


@pytest.fixture
def focal_point(body: Body) -> User:
    """The focal point of a member of the body."""
    user = person()
    admit_member(SYSTEM, body, organisation=organisation(user))
    return user


def follower_of(body: Body, *roles: Any) -> User:
    user = person(*roles)
    follow_record(Actor(user=user), body.record)
    return user


def notified(verb: str) -> set[User]:
    return {notice.user for notice in Notice.objects.filter(event__kind=f"events.{verb}")}


def newest_sentence(user: User) -> str:
    page = strip_tags(client_for(user).get("/en/notices/").content.decode())
    return " ".join(page.replace("\u2068", "").replace("\u2069", "").split())


def test_nobody_is_notified_of_a_draft(body: Body, focal_point: User) -> None:
    follower_of(body), follower_of(body, ("secretariat", body.record))
    meeting = create(body)
    start = datetime.datetime.combine(meeting.first_day, datetime.time(10), datetime.UTC)
    hours = datetime.timedelta(hours=1), datetime.timedelta(hours=2)
    sitting = actions.add_sitting(SYSTEM, meeting, starts=start, ends=start + hours[0])
    actions.change_sitting(SYSTEM, sitting, starts=start, ends=start + hours[1])
    actions.change_meeting(SYSTEM, meeting, texts={"place": "Port Almira"})
    actions.remove_sitting(SYSTEM, sitting)
    actions.cancel_meeting(SYSTEM, meeting, reason="No quorum")
    assert not Event.objects.exists() and not Notice.objects.exists()


def test_members_and_followers_are_notified_of_a_convening(body: Body, focal_point: User) -> None:
    delegate_of = organisation()
    admit_member(SYSTEM, body, organisation=delegate_of)
    delegate, member = person(("delegate", delegate_of.record)), person(("member", body.record))
    former = person()
    yesterday = clock.today() - DAY
    held = {"role": "member", "scope": body.record, "since": yesterday, "until": yesterday}
    Appointment.objects.create(user=former, **held)
    follower = follower_of(body)
    person()
    meeting = actions.convene_meeting(SYSTEM, create(body))
    expected = {focal_point, delegate, member, follower}
    expected |= {each.user for each in Appointment.objects.filter(scope=delegate_of.record)}
    assert notified("convene_meeting") == expected
    name = meeting.say("title").text
    assert f"{name} was convened: " in newest_sentence(focal_point)


def test_a_meeting_for_members_is_notified_to_them_only(body: Body, focal_point: User) -> None:
    actions.set_meeting_rules(SYSTEM, body, access=Access.MEMBERS)
    follower_of(body)
    actions.convene_meeting(SYSTEM, create(body))
    assert notified("convene_meeting") == {focal_point}


def test_a_change_of_dates_is_notified_and_one_of_captions_is_not(
    body: Body, focal_point: User
) -> None:
    meeting = actions.convene_meeting(SYSTEM, create(body))
    participant = factories.participant(meeting).user
    withdrawn = factories.participant(meeting, state="withdrawn").user
    actions.change_meeting(SYSTEM, meeting, captions=["en"])
    assert not notified("change_meeting")
    actions.change_meeting(SYSTEM, meeting, last_day=meeting.first_day, reason="Shorter")
    assert notified("change_meeting") == {focal_point, participant}
    assert withdrawn is not None
    assert "The arrangements for " in newest_sentence(focal_point)
    assert " Reason: Shorter." in newest_sentence(focal_point)


def test_a_change_of_the_timetable_is_notified_to_participants(
    body: Body, focal_point: User
) -> None:
    meeting = actions.convene_meeting(SYSTEM, create(body))
    participant = factories.participant(meeting).user
    start = datetime.datetime.combine(meeting.first_day, datetime.time(10), datetime.UTC)
    end = start + datetime.timedelta(hours=2)
    sitting = actions.add_sitting(SYSTEM, meeting, starts=start, ends=end)
    actions.change_sitting(
        SYSTEM, sitting, starts=start, ends=end + datetime.timedelta(hours=1), reason="Longer"
    )
    actions.remove_sitting(SYSTEM, sitting, reason="Not needed")
    for verb in ("add_sitting", "change_sitting", "remove_sitting"):
        assert notified(verb) == {participant}


def test_a_cancellation_is_notified_at_once(body: Body, focal_point: User) -> None:
    meeting = actions.convene_meeting(SYSTEM, create(body))
    participant = factories.participant(meeting).user
    actions.cancel_meeting(SYSTEM, meeting, reason="A storm")
    assert notified("cancel_meeting") == {focal_point, participant}
    assert " was cancelled. Reason: A storm." in newest_sentence(focal_point)
    assert all(each.urgent for each in Notice.objects.filter(event__kind="events.cancel_meeting"))


def test_followers_learn_that_a_meeting_opens_and_closes(body: Body) -> None:
    follower = follower_of(body)
    meeting = actions.convene_meeting(SYSTEM, create(body))
    actions.open_meeting(SYSTEM, meeting)
    actions.close_meeting(SYSTEM, meeting)
    actions.reopen_meeting(SYSTEM, meeting, reason="One item is left")
    actions.close_meeting(SYSTEM, meeting)
    actions.report_meeting(SYSTEM, meeting)
    for verb in ("open_meeting", "close_meeting", "reopen_meeting", "report_meeting"):
        assert notified(verb) == {follower}


# What waits.


def waiting(user: User) -> dict[str, datetime.date | None]:
    """The to-do items of a person about meetings: sentence -> due date."""
    sentences = {str(item.sentence): item.due for item in todo_items(user)}
    return {words: due for words, due in sentences.items() if "the meeting" in words}


def test_a_draft_waits_for_its_officers_before_the_notice_runs_out(body: Body) -> None:
    chair, stranger = person(("chair", body.record)), person(("chair", factories.body().record))
    first = clock.today() + datetime.timedelta(days=20)
    meeting = factories.meeting(body, state=DRAFT, first_day=first)
    due = last_day_to_convene(first, 7, meeting.area)
    expected = {"Convene the meeting: Meeting 1 of a fictional group": due}
    assert waiting(chair) == waiting(person("secretariat")) == expected
    assert waiting(stranger) == waiting(person()) == {}


def test_a_draft_of_next_year_does_not_wait(body: Body) -> None:
    chair = person(("chair", body.record))
    factories.meeting(body, state=DRAFT, first_day=clock.today() + datetime.timedelta(days=55))
    factories.meeting(body, state=DRAFT, first_day=None)
    assert waiting(chair) == {}


def test_a_meeting_waits_to_be_opened_and_to_be_closed(body: Body) -> None:
    chair, today = person(("chair", body.record)), clock.today()
    factories.meeting(body, state=CONVENED, first_day=today)
    factories.meeting(body, state=OPEN, first_day=today - 3 * DAY, number=8)
    factories.meeting(body, state=OPEN, first_day=today, number=9)
    assert waiting(chair) == {
        "Open the meeting: Meeting 1 of a fictional group": today,
        "Close the meeting: Meeting 8 of a fictional group": today - 2 * DAY,
    }
