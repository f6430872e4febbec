"""Conflicts of the calendar: common members on the same days, and days that are not worked."""

from __future__ import annotations

import datetime

import pytest
from django.contrib.auth.models import AnonymousUser

from majlis.events.lifecycle import CANCELLED, DRAFT
from majlis.events.models import ClosedDay, Meeting
from majlis.kernel import clock
from majlis.kernel.actor import Actor
from majlis.kernel.models import Reader
from majlis.mandates.deliverables import actions, steps
from majlis.parties.models import Body, Membership, Organisation
from majlis.portal.calendar import sources
from majlis.portal.calendar.entries import CalendarEntry, Kind, Period
from tests.events import factories as events
from tests.mandates import factories
from tests.support.parties import organisation
from tests.support.people import person

pytestmark = pytest.mark.django_db
SYSTEM = Actor.as_system("test")
SPRING = Period(datetime.date(2027, 1, 1), datetime.date(2027, 6, 30))
TUESDAY = datetime.date(2027, 3, 2)


@pytest.fixture(autouse=True)
def _before_all_of_them(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(clock, "today", lambda: datetime.date(2026, 11, 30))


def entry_of(key: str, reader: Reader | None = None) -> CalendarEntry:
    reader = reader or AnonymousUser()
    bodies = sources.visible_bodies(reader)
    entries = sources.calendar_entries(reader, SPRING, bodies, "en")
    return next(each for each in entries if each.key == key)


def conflicts(meeting: Meeting, reader: Reader | None = None) -> list[str]:
    return [str(each) for each in entry_of(meeting.record.address, reader).conflicts]


def join(member: Organisation, *bodies: Body, since: str = "2020-01-01", until: str = "") -> None:
    for body in bodies:
        Membership.objects.create(body=body, organisation=member, since=since, until=until or None)


def pair() -> tuple[Meeting, Meeting]:
    """Meetings of two bodies with one day in common."""
    one = events.meeting(events.body(), first_day=TUESDAY)
    return one, events.meeting(events.body(), first_day=TUESDAY + datetime.timedelta(days=1))


def test_meetings_at_once_of_bodies_with_a_common_member_are_flagged() -> None:
    one, other = pair()
    assert conflicts(one) == []
    join(organisation(), one.body, other.body)
    join(organisation(), one.body, other.body)
    join(organisation(), one.body)
    name = str(other.say("title"))
    assert conflicts(one) == [f"Same days as {name}: 2 members in common"]
    assert len(conflicts(other)) == 1


def test_former_members_and_cancelled_meetings_conflict_with_nothing() -> None:
    one, other = pair()
    join(organisation(), one.body, other.body, until="2026-12-31")
    assert conflicts(one) == []
    join(organisation(), one.body, other.body)
    Meeting.objects.filter(pk=other.pk).update(state=CANCELLED)
    assert conflicts(one) == conflicts(other) == []


def test_two_meetings_of_one_body_and_meetings_one_after_the_other_do_not_conflict() -> None:
    body, other = events.body(), events.body()
    join(organisation(), body, other)
    one = events.meeting(body, first_day=TUESDAY)
    events.meeting(body, first_day=TUESDAY)
    after = events.meeting(other, first_day=TUESDAY + datetime.timedelta(days=2))
    assert conflicts(one) == conflicts(after) == []


def test_a_draft_conflicts_for_those_who_prepare_it_only() -> None:
    one = events.meeting(events.body(), first_day=TUESDAY)
    draft = events.meeting(events.body(), state=DRAFT, first_day=TUESDAY)
    join(organisation(), one.body, draft.body)
    assert conflicts(one) == []
    assert len(conflicts(one, person("secretariat"))) == 1


def test_a_session_of_the_register_conflicts_as_a_meeting_does() -> None:
    body = events.body()
    council = factories.entity("Council", body=body)
    steps.add_occasion(SYSTEM, council, year=2027, date="2027-03-01", until="2027-03-05")
    meeting = events.meeting(events.body(), first_day=TUESDAY)
    join(organisation(), body, meeting.body)
    assert conflicts(meeting) == ["Same days as Council 2027: 1 member in common"]


def test_days_that_the_host_or_the_organization_does_not_work_are_named() -> None:
    ClosedDay.objects.create(date="2027-03-02", name="Day of the garden", language="en")
    worked = events.meeting(first_day=datetime.date(2027, 3, 8), area="756")
    weekend = events.meeting(
        first_day=datetime.date(2027, 3, 5), last_day=datetime.date(2027, 3, 6)
    )
    closed = events.meeting(first_day=TUESDAY, last_day=TUESDAY)
    holiday = events.meeting(
        first_day=datetime.date(2027, 1, 1), last_day=datetime.date(2027, 1, 1), area="756"
    )
    assert conflicts(worked) == []
    assert conflicts(weekend) == ["On a weekend: 6 March 2027"]
    assert conflicts(closed) == ["On a non-working day: 2 March 2027 (Day of the garden)"]
    assert conflicts(holiday)[0].startswith("On a public holiday: 1 January 2027 (")


def test_what_is_over_is_not_flagged(monkeypatch: pytest.MonkeyPatch) -> None:
    weekend = events.meeting(
        first_day=datetime.date(2027, 3, 6), last_day=datetime.date(2027, 3, 6)
    )
    assert conflicts(weekend)
    monkeypatch.setattr(clock, "today", lambda: datetime.date(2027, 3, 7))
    assert not conflicts(weekend)


def test_a_deadline_on_a_day_that_is_not_worked_is_flagged() -> None:
    saturday = datetime.datetime(2027, 3, 6, 11, tzinfo=datetime.UTC)
    meeting = events.meeting(
        first_day=datetime.date(2027, 3, 24),
        contributions_due=saturday,
        registration_closes=saturday - datetime.timedelta(hours=13),
    )
    late = entry_of(f"{meeting.record.address}/contributions")
    assert late.conflicts == ["On a weekend: 6 March 2027"]
    # An hour before midnight by the clock of the meeting.
    registration = entry_of(f"{meeting.record.address}/registration")
    assert (registration.date, registration.conflicts) == ("2027-03-05", [])


def test_a_due_date_on_a_weekend_is_flagged_but_not_a_session_that_lasts_over_one() -> None:
    it = factories.mandate()
    own = actions.add_deliverable(SYSTEM, it, kind="report", due="2027-03-06", language="en")
    session = steps.add_occasion(
        SYSTEM, factories.entity("Council"), year=2027, date="2027-03-06", until="2027-03-09"
    )
    there = actions.add_deliverable(SYSTEM, it, kind="report", occasion=session, language="en")
    key = f"mandates/{it.slug}/deliverables"
    assert entry_of(f"{key}/{own.ordinal}").conflicts == ["On a weekend: 6 March 2027"]
    assert entry_of(f"{key}/{there.ordinal}").conflicts == []
    assert entry_of(f"{key}/{there.ordinal}").kind == Kind.DUE
