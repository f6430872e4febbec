"""Clock times in zones, and times in six languages."""

from __future__ import annotations

import datetime
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from django.contrib.auth.models import AnonymousUser
from django.test import RequestFactory
from django.utils import translation
from hypothesis import given
from hypothesis import strategies as st

from majlis.events.core import times
from majlis.kernel.errors import InvalidInput
from majlis.kernel.languages import LANGUAGE_CODES
from majlis.kernel.models import User
from majlis.look import formats

GENEVA, SYDNEY, NEPAL = (
    ZoneInfo("Europe/Zurich"),
    ZoneInfo("Australia/Sydney"),
    ZoneInfo("Asia/Kathmandu"),
)
ZONES = st.sampled_from(
    [
        "Europe/Zurich",
        "Australia/Sydney",
        "America/New_York",
        "Asia/Kathmandu",
        "Australia/Lord_Howe",
        "Africa/Casablanca",
        "Pacific/Kiritimati",
        "UTC",
    ]
)
MOMENTS = st.datetimes(
    datetime.datetime(2000, 1, 1), datetime.datetime(2037, 12, 31), timezones=st.just(datetime.UTC)
).map(lambda moment: moment.replace(second=0, microsecond=0))


def at(day: str, time: str, zone: str = "Europe/Zurich") -> datetime.datetime:
    return times.moment_in_zone(
        datetime.date.fromisoformat(day), datetime.time.fromisoformat(time), zone
    )


@given(moment=MOMENTS, zone=ZONES)
def test_a_moment_read_by_a_clock_leads_back_to_it(moment: datetime.datetime, zone: str) -> None:
    again = times.moment_in_zone(*times.wall_clock(moment, zone), zone)
    # Of the two moments with the same clock time, the first is taken.
    local = moment.astimezone(ZoneInfo(zone))
    first = local.replace(fold=0).astimezone(datetime.UTC)
    assert again == first <= moment
    assert times.wall_clock(again, zone) == times.wall_clock(moment, zone)
    assert again == moment or local.fold == 1


@given(
    day=st.dates(datetime.date(2000, 1, 1), datetime.date(2037, 1, 1)), zone=ZONES, time=st.times()
)
def test_a_clock_time_is_a_moment_or_skipped(
    day: datetime.date, time: datetime.time, zone: str
) -> None:
    try:
        moment = times.moment_in_zone(day, time, zone)
    except InvalidInput as fault:
        assert list(fault.faults) == ["time"]
        # The hour is skipped: the clocks never show it.
        noon = datetime.datetime.combine(day, datetime.time(12), datetime.UTC)
        shown = {
            times.wall_clock(noon + datetime.timedelta(minutes=5 * step), zone)
            for step in range(-36 * 12, 36 * 12)
        }
        rounded = time.replace(minute=time.minute // 5 * 5, second=0, microsecond=0)
        assert (day, rounded) not in shown
    else:
        assert times.wall_clock(moment, zone) == (day, time)


def test_the_skipped_hour_is_refused_and_the_repeated_one_is_the_first() -> None:
    with pytest.raises(InvalidInput, match="skipped"):
        at("2027-03-28", "02:30")
    assert at("2027-10-31", "02:30").isoformat() == "2027-10-31T00:30:00+00:00"


def test_an_unknown_zone_is_refused() -> None:
    with pytest.raises(InvalidInput, match="time zone is unknown"):
        times.moment_in_zone(datetime.date(2027, 1, 1), datetime.time(9), "Mars/Base")
    with pytest.raises(InvalidInput, match="out of range"):
        times.moment_in_zone(datetime.date(1, 1, 1), datetime.time(0), "Asia/Kathmandu")
    assert times.zone_or_utc("Mars/Base").key == "UTC"


@pytest.mark.parametrize(
    ("language", "one_day", "over_midnight"),
    [
        (
            "ar",
            "الأربعاء 24 شباط/فبراير، من 09:00 إلى 11:30",
            "من الأربعاء 24 شباط/فبراير، الساعة 22:00 إلى الخميس 25 شباط/فبراير، الساعة 02:00",
        ),
        ("zh", "2月24日星期三09:00至11:30", "2月24日星期三22:00至2月25日星期四02:00"),
        (
            "en",
            "Wednesday 24 February, 09:00–11:30",
            "Wednesday 24 February, 22:00, to Thursday 25 February, 02:00",
        ),
        (
            "fr",
            "mercredi 24 février, de 09~h~00 à 11~h~30",
            "du mercredi 24 février à 22~h~00 au jeudi 25 février à 02~h~00",
        ),
        (
            "ru",
            "среда, 24 февраля, 09:00–11:30",
            "среда, 24 февраля, 22:00 – четверг, 25 февраля, 02:00",
        ),
        (
            "es",
            "miércoles 24 de febrero, de 09:00 a 11:30",
            "del miércoles 24 de febrero, 22:00 al jueves 25 de febrero, 02:00",
        ),
    ],
)
def test_a_time_in_each_language(language: str, one_day: str, over_midnight: str) -> None:
    for start, end, expected in (
        (at("2027-02-24", "09:00"), at("2027-02-24", "11:30"), one_day),
        (at("2027-02-24", "22:00"), at("2027-02-25", "02:00"), over_midnight),
    ):
        # "~" stands for a no-break space.
        said = times.span(start, end, GENEVA, language).replace("\N{NO-BREAK SPACE}", "~")
        assert said == expected


def test_a_day_that_is_known_is_not_said_again() -> None:
    start, end = at("2027-02-24", "09:00"), at("2027-02-24", "11:30")
    day = datetime.date(2027, 2, 24)
    assert times.span(start, end, GENEVA, "en", day=day) == "09:00–11:30"
    assert times.span(start, None, GENEVA, "en", day=day) == "09:00"
    assert times.span(start, None, SYDNEY, "en", day=day) == "19:00"
    after_midnight = times.span(start, end + datetime.timedelta(hours=4), SYDNEY, "en", day=day)
    assert after_midnight == "19:00, to Thursday 25 February, 01:30"
    assert times.span(end, None, NEPAL, "en", year=True) == "Wednesday 24 February 2027, 16:15"


@given(starts=MOMENTS, minutes=st.integers(1, 30 * 60), office=ZONES, own=ZONES)
def test_the_second_clock_says_each_day_that_differs(
    starts: datetime.datetime, minutes: int, office: str, own: str
) -> None:
    ends = starts + datetime.timedelta(minutes=minutes)
    office_day = times.wall_clock(starts, office)[0]
    own_days = [times.wall_clock(moment, own)[0] for moment in (starts, ends)]
    said = times.span(starts, ends, ZoneInfo(own), "en", day=office_day)
    for day in own_days:
        assert (times.day_text(day, "en") in said) == (day != office_day or own_days[0] != day)
    html = times.span_html(starts, ends, ZoneInfo(own), "en", day=office_day)
    assert html.count("<time ") == 2
    assert all(
        moment.astimezone(ZoneInfo(own)).isoformat(timespec="minutes") in html
        for moment in (starts, ends)
    )


@given(starts=MOMENTS, minutes=st.integers(0, 30 * 60), zone=ZONES)
def test_no_dash_between_two_times_in_arabic(
    starts: datetime.datetime, minutes: int, zone: str
) -> None:
    ends = starts + datetime.timedelta(minutes=minutes)
    said = times.span(starts, ends, ZoneInfo(zone), "ar")
    assert not set(said) & set("-–—") and "من" in said and "إلى" in said


def test_the_zone_is_named_once_with_both_offsets_where_the_clocks_change() -> None:
    before, after = at("2027-03-27", "10:00"), at("2027-03-29", "10:00")
    assert times.zone_text(GENEVA, [after, before]) == "UTC+1 / UTC+2"
    assert times.zone_text(GENEVA, [before]) == "UTC+1"
    assert times.moment_text(before, GENEVA, "en") == "Saturday 27 March 2027, 10:00 (UTC+1)"
    said = times.dated_span(before, before + datetime.timedelta(hours=3), GENEVA, "en")
    assert said == "27 March 2027, 10:00–13:00 UTC+1"


@pytest.mark.parametrize(
    ("language", "in_one_month", "in_two_months"),
    [
        ("ar", "من 24 إلى 25 شباط/فبراير 2027", "من 28 شباط/فبراير 2027 إلى 1 آذار/مارس 2027"),
        ("zh", "2027年2月24日至25日", "2027年2月28日至2027年3月1日"),
        ("en", "24–25 February 2027", "28 February 2027 – 1 March 2027"),
        ("fr", "24-25 février 2027", "28 février 2027 – 1er mars 2027"),
        ("ru", "24–25 февраля 2027 года", "28 февраля 2027 года – 1 марта 2027 года"),
        ("es", "24 a 25 de febrero de 2027", "28 de febrero de 2027 – 1 de marzo de 2027"),
    ],
)
def test_the_days_of_a_meeting(language: str, in_one_month: str, in_two_months: str) -> None:
    first, last = datetime.date(2027, 2, 24), datetime.date(2027, 2, 25)
    assert times.days_text(first, last, language) == in_one_month
    first, last = datetime.date(2027, 2, 28), datetime.date(2027, 3, 1)
    assert times.days_text(first, last, language) == in_two_months
    assert times.days_text(first, first, language) == formats.date(first, language)


def clocks(query: str, zone: str = "", of: str = "Europe/Zurich") -> times.Clocks:
    request: Any = RequestFactory().get(f"/en/meetings/x/{query}")
    request.user = User(email="x@example.org", time_zone=zone) if zone else AnonymousUser()
    return times.read_clocks(request, of)


@pytest.mark.parametrize(
    ("query", "zone", "shown", "offered"),
    [
        ("", "", "meeting utc", "meeting utc"),
        ("?clock=meeting", "", "meeting", "meeting utc"),
        ("?clock=own", "", "meeting utc", "meeting utc"),
        ("", "Asia/Tokyo", "meeting own", "meeting own utc"),
        ("?clock=utc", "Asia/Tokyo", "meeting utc", "meeting own utc"),
        ("?clock=nonsense", "Asia/Tokyo", "meeting own", "meeting own utc"),
        ("?clock=Asia/Kathmandu", "", "meeting Asia/Kathmandu", "meeting utc Asia/Kathmandu"),
        ("", "Europe/Zurich", "meeting utc", "meeting utc"),
        ("", "UTC", "meeting own", "meeting own"),
    ],
)
def test_which_clocks_a_page_shows(query: str, zone: str, shown: str, offered: str) -> None:
    read = clocks(query, zone)
    assert [clock.code for clock in read.shown] == shown.split()
    assert [clock.code for clock in read.choices] == offered.split()


def test_a_meeting_in_utc_has_one_clock_for_a_visitor() -> None:
    assert clocks("", of="UTC").choices == ()
    assert len(clocks("", of="Mars/Base").shown) == 1


def test_the_heads_and_cells_of_two_clocks() -> None:
    read = clocks("", "Asia/Tokyo")
    start, end = at("2027-02-24", "15:00"), at("2027-02-24", "18:00")
    assert read.heads([start], "en") == ["Time of the meeting (UTC+1)", "Your time (UTC+9)"]
    first, second = read.cells(start, end, "en")
    assert first.startswith("Wednesday 24 February, ") and "<b>" not in first
    assert "<b>Thursday 25 February</b>" in second
    request = RequestFactory().get("/en/meetings/x/")
    assert [(link.url, current) for link, current in read.links(request)] == [
        ("/en/meetings/x/?clock=meeting", False),
        ("/en/meetings/x/?clock=own", True),
        ("/en/meetings/x/?clock=utc", False),
    ]


@pytest.mark.parametrize("language", LANGUAGE_CODES)
def test_a_deadline_shows_the_time_of_the_reader_first(language: str) -> None:
    request: Any = RequestFactory().get("/")
    request.user = User(email="x@example.org", time_zone="Asia/Tokyo")
    with translation.override(language):
        html = times.deadline_html(at("2027-02-24", "12:00"), "Europe/Zurich", request, language)
        assert html.index("+09:00") < html.index("+01:00")
        request.user = AnonymousUser()
        html = times.deadline_html(at("2027-02-24", "12:00"), "Europe/Zurich", request, language)
        assert html.index("+01:00") < html.index("+00:00")
        in_utc = times.deadline_html(at("2027-02-24", "12:00"), "UTC", request, language)
    assert in_utc.count("<time") == 1


def test_the_name_of_a_zone() -> None:
    assert "Zurich" in times.zone_name("Europe/Zurich")
    assert times.zone_name("UTC") == "UTC"
