"""The timetable of a meeting and its calendar file: the same moments, in any zones, read back with a second parser."""

from __future__ import annotations

import datetime
import re
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from django.test import Client, RequestFactory
from django.utils import translation
from hypothesis import given
from hypothesis import strategies as st

from majlis.events.core import times
from majlis.events.lifecycle import CANCELLED, DRAFT
from majlis.events.meetings import calendar_file, tables
from majlis.events.models import Meeting, Sitting
from majlis.kernel.models import Record, User
from majlis.parties.models import Body
from tests.commons.helpers import client_for
from tests.events import factories
from tests.support.calendars import read_calendar

OFFICES = ("Europe/Zurich", "America/New_York", "Asia/Kathmandu")
OWN = ("Australia/Lord_Howe", "Pacific/Kiritimati", "America/St_Johns", "UTC")
CHANGES = (
    datetime.datetime(2027, 3, 14, 7, tzinfo=datetime.UTC),
    datetime.datetime(2027, 3, 28, 1, tzinfo=datetime.UTC),
    datetime.datetime(2027, 4, 3, 15, tzinfo=datetime.UTC),
    datetime.datetime(2027, 10, 2, 15, 30, tzinfo=datetime.UTC),
    datetime.datetime(2027, 10, 31, 1, tzinfo=datetime.UTC),
    datetime.datetime(2027, 11, 7, 6, tzinfo=datetime.UTC),
)
STARTS = st.one_of(
    st.datetimes(
        datetime.datetime(2026, 1, 1),
        datetime.datetime(2029, 1, 1),
        timezones=st.just(datetime.UTC),
    ).map(lambda moment: moment.replace(second=0, microsecond=0)),
    # Around the changes of the clocks.
    st.builds(
        lambda change, minutes: change + datetime.timedelta(minutes=minutes),
        st.sampled_from(CHANGES),
        st.integers(-12 * 60, 12 * 60),
    ),
)


def stored(zone: str, *spans: tuple[datetime.datetime, datetime.datetime]) -> Meeting:
    """A meeting with sittings as they would be read from the database."""
    record = Record(pk=1, address="meetings/x-1", kind="meeting")
    record._prefetched_objects_cache = {"wordings": []}  # type: ignore[attr-defined]
    body_record = Record(pk=2, address="bodies/x", kind="body")
    body_record._prefetched_objects_cache = {"wordings": []}  # type: ignore[attr-defined]
    meeting = Meeting(
        record=record, body=Body(record=body_record), slug="x-1", zone=zone, state="convened"
    )
    sittings = [
        Sitting(pk=number, meeting=meeting, starts=start, ends=end)
        for number, (start, end) in enumerate(spans, 1)
    ]
    meeting._prefetched_objects_cache = {"sittings": sittings}  # type: ignore[attr-defined]
    return meeting


def moments_of(cell: str) -> list[datetime.datetime]:
    """The moments that a cell of the timetable tells to programs."""
    return [
        datetime.datetime.fromisoformat(each) for each in re.findall(r'datetime="([^"]+)"', cell)
    ]


@given(
    start=STARTS,
    minutes=st.integers(1, 24 * 60),
    office=st.sampled_from(OFFICES),
    own=st.sampled_from(OWN),
)
def test_timetable_and_calendar_agree_in_three_zones(
    start: datetime.datetime, minutes: int, office: str, own: str
) -> None:
    """By the clock of the meeting, by that of the reader and in UTC; over midnight and the change of the clocks."""
    end = start + datetime.timedelta(minutes=minutes)
    meeting = stored(office, (start, end))
    request: Any = RequestFactory().get("/en/meetings/x-1/")
    request.user = User(email="x@example.org", time_zone=own)
    with translation.override("en"):
        sittings = list(meeting.sittings.all())
        shown = tables.timetable(request, meeting, sittings, {}).table
        content = calendar_file.meetings_calendar("Fictional", [meeting]).decode()
    assert shown is not None
    _name, by_office, by_own, _state = shown.rows[0]
    assert moments_of(by_office) == moments_of(by_own) == [start, end]
    for cell, zone in ((by_office, office), (by_own, own)):
        for moment, local in zip((start, end), moments_of(cell), strict=True):
            assert local.replace(tzinfo=None) == datetime.datetime.combine(
                *times.wall_clock(moment, zone)
            )
            assert times.time_text(moment.astimezone(ZoneInfo(zone)), "en") in cell
    # A day that differs from that of the meeting is printed.
    days = [times.wall_clock(moment, own)[0] for moment in (start, end)]
    if days[0] != times.wall_clock(start, office)[0]:
        assert f"<b>{times.day_text(days[0], 'en')}</b>" in by_own
    if days[1] != days[0]:
        assert f"<b>{times.day_text(days[1], 'en')}</b>" in by_own
    event = read_calendar(content).vevent
    for moment, read in ((start, event.dtstart.value), (end, event.dtend.value)):
        # A local time in a calendar cannot say which of two equal hours it means.
        if moment.astimezone(ZoneInfo(office)).fold == 0:
            assert read.astimezone(datetime.UTC) == moment


def test_the_sittings_of_a_meeting_are_events_of_their_own() -> None:
    zone = ZoneInfo("Europe/Zurich")
    first, second = (
        datetime.datetime(2027, 3, day, 23, tzinfo=zone).astimezone(datetime.UTC)
        for day in (27, 28)
    )
    length = datetime.timedelta(hours=4)
    meeting = stored("Europe/Zurich", (first, first + length), (second, second + length))
    with translation.override("en"):
        content = calendar_file.meetings_calendar("Fictional", [meeting]).decode()
    events = read_calendar(content).vevent_list
    assert [event.summary.value.rpartition(": ")[2] for event in events] == [
        "First sitting",
        "Second sitting",
    ]
    assert len({event.uid.value for event in events}) == 2
    # The night is an hour shorter: four hours later, the clocks show 04:00.
    assert "DTEND;TZID=Europe/Zurich:20270328T040000" in content


@pytest.mark.django_db
def test_a_meeting_without_sittings_is_an_event_of_whole_days() -> None:
    meeting = factories.meeting(joining_link="https://meet.example.org/secret")
    response = Client().get(f"/en/meetings/{meeting.slug}/meeting.ics")
    assert response["Content-Type"] == "text/calendar; charset=utf-8"
    assert "example.org/secret" not in response.content.decode()
    event = read_calendar(response.content.decode()).vevent
    assert (event.dtstart.value, event.dtend.value) == (
        datetime.date(2027, 2, 24),
        datetime.date(2027, 2, 26),
    )
    assert event.status.value == "CONFIRMED" and event.summary.value == str(meeting)


@pytest.mark.django_db
def test_the_calendar_of_all_meetings_has_the_filters_of_the_list() -> None:
    shown = factories.meeting(state=CANCELLED)
    factories.sitting(shown)
    other = factories.meeting()
    draft = factories.meeting(shown.body, state=DRAFT)
    calendar = Client().get("/en/meetings/calendar.ics").content.decode()
    titles = {event.summary.value for event in read_calendar(calendar).vevent_list}
    assert titles == {f"{shown}: First sitting", str(other)}
    assert "STATUS:CANCELLED" in calendar
    filtered = Client().get(f"/en/meetings/calendar.ics?body={other.body.slug}").content.decode()
    assert len(read_calendar(filtered).vevent_list) == 1
    assert Client().get("/en/meetings/calendar.ics?body=unknown").status_code == 404
    seen = client_for(factories.officer(draft)).get("/en/meetings/calendar.ics").content.decode()
    assert "STATUS:TENTATIVE" in seen


@pytest.mark.django_db
def test_the_calendar_of_a_draft_is_for_officers() -> None:
    draft = factories.meeting(state=DRAFT)
    address = f"/en/meetings/{draft.slug}/meeting.ics"
    assert Client().get(address).status_code == 404
    assert client_for(factories.officer(draft)).get(address).status_code == 200
