"""Calendar files, read back with a second parser."""

from __future__ import annotations

import datetime
from zoneinfo import ZoneInfo

from hypothesis import given
from hypothesis import strategies as st
from icalendar import Calendar

from majlis.commons.notices import ical
from tests.support.calendars import read_calendar

ZONES = (
    "Europe/Zurich",
    "America/New_York",
    "Australia/Lord_Howe",
    "Africa/Casablanca",
    "Asia/Kathmandu",
    "UTC",
)
MOMENTS = st.datetimes(
    datetime.datetime(2015, 1, 1), datetime.datetime(2037, 12, 30), timezones=st.just(datetime.UTC)
).map(lambda moment: moment.replace(second=0, microsecond=0))
# Near the changes of the clocks in Zurich and New York.
CHANGES = st.sampled_from(
    [
        datetime.datetime(2027, 3, 28, 1, tzinfo=datetime.UTC),
        datetime.datetime(2027, 10, 31, 1, tzinfo=datetime.UTC),
        datetime.datetime(2027, 3, 14, 7, tzinfo=datetime.UTC),
        datetime.datetime(2027, 11, 7, 6, tzinfo=datetime.UTC),
    ]
)
NEAR_CHANGES = st.builds(
    lambda change, minutes: change + datetime.timedelta(minutes=minutes),
    CHANGES,
    st.integers(-600, 600),
)


def is_repeated(moment: datetime.datetime, zone: str) -> bool:
    """Whether a moment is in the second of two equal hours, which a local time in a calendar cannot say."""
    return moment.astimezone(ZoneInfo(zone)).fold == 1


@given(
    starts=st.one_of(MOMENTS, NEAR_CHANGES),
    minutes=st.integers(1, 26 * 60),
    zone=st.sampled_from(ZONES),
)
def test_a_time_is_read_back_by_two_parsers(
    starts: datetime.datetime, minutes: int, zone: str
) -> None:
    ends = starts + datetime.timedelta(minutes=minutes)
    place = ZoneInfo(zone)
    event = ical.CalendarEvent(
        "meetings/x", "A fictional sitting", starts.astimezone(place), ends.astimezone(place)
    )
    content = ical.calendar_bytes("Fictional", [event]).decode()
    second = read_calendar(content).vevent
    (first,) = Calendar.from_ical(content).walk("VEVENT")
    for moment, read_by_first, read_by_second in (
        (starts, first.decoded("dtstart"), second.dtstart.value),
        (ends, first.decoded("dtend"), second.dtend.value),
    ):
        if is_repeated(moment, zone):
            continue
        assert read_by_first == moment
        assert read_by_second.astimezone(datetime.UTC) == moment


def test_whole_days_end_on_the_day_after_the_last() -> None:
    event = ical.CalendarEvent(
        "meetings/x",
        "Fictional; meeting, in three days",
        datetime.date(2027, 2, 24),
        datetime.date(2027, 2, 26),
        description="A line\nand another",
        link="/en/meetings/x/",
        place="A fictional hall",
        status=ical.CANCELLED,
        busy=True,
        changed_at=datetime.datetime(2027, 1, 1, tzinfo=datetime.UTC),
    )
    read = read_calendar(ical.calendar_bytes("Fictional", [event], "About").decode()).vevent
    assert (read.dtstart.value, read.dtend.value) == (
        datetime.date(2027, 2, 24),
        datetime.date(2027, 2, 27),
    )
    assert read.summary.value == "Fictional; meeting, in three days"
    assert read.description.value == "A line\nand another"
    assert read.location.value == "A fictional hall" and read.status.value == "CANCELLED"
    assert read.url.value.endswith("/en/meetings/x/") and read.transp.value == "OPAQUE"


def test_the_definition_of_a_zone_says_what_clocks_show_before_they_change() -> None:
    zone = ZoneInfo("Europe/Zurich")
    moment = datetime.datetime(2027, 6, 1, tzinfo=datetime.UTC)
    lines = ical.zone_component(zone, [moment]).to_ical().decode().splitlines()
    assert "DTSTART:20270328T020000" in lines and "DTSTART:20271031T030000" in lines
