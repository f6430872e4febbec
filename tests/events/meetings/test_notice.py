"""The notice guard: working days, days that are left out, and the hour in each region."""

from __future__ import annotations

import datetime

import pytest
from django.utils import translation
from hypothesis import given
from hypothesis import strategies as st

from majlis.events.meetings.notice import (
    ClosedDate,
    Notice,
    Reason,
    count_notice,
    is_night,
    last_day_to_convene,
    nights,
    notice_of,
    region_hours,
    region_zones,
)
from majlis.events.models import ClosedDay
from majlis.kernel.languages import LANGUAGE_CODES
from tests.events import factories

SWITZERLAND, SAUDI_ARABIA, CHINA, NOWHERE = "756", "682", "156", ""
HOSTS = st.sampled_from([SWITZERLAND, SAUDI_ARABIA, CHINA, NOWHERE])
DAYS = st.dates(datetime.date(2020, 1, 1), datetime.date(2030, 1, 1))
CLOSED = ClosedDay(name="Staff day", language="en")
ONE_DAY = datetime.timedelta(days=1)


def day(text: str) -> datetime.date:
    return datetime.date.fromisoformat(text)


def notice(start: str, first: str, area: str = NOWHERE, *closed: str) -> Notice:
    """The notice between two days; seven working days are required."""
    return count_notice(day(start), day(first), 7, area, {day(each): CLOSED for each in closed})


@given(start=DAYS, length=st.integers(0, 120), area=HOSTS)
def test_each_day_between_is_counted_or_left_out(
    start: datetime.date, length: int, area: str
) -> None:
    first = start + datetime.timedelta(days=length)
    found = count_notice(start, first, 7, area, {})
    assert found.days + len(found.left_out) == max(0, length - 1)
    assert all(start < each.date < first for each in found.left_out)
    assert found.is_short == (found.days < 7)


@given(start=DAYS, length=st.integers(1, 60), area=HOSTS)
def test_a_day_later_is_never_a_shorter_notice(
    start: datetime.date, length: int, area: str
) -> None:
    first = start + datetime.timedelta(days=length)
    days = [count_notice(start, first + ONE_DAY * step, 7, area, {}).days for step in range(3)]
    assert days == sorted(days) and days[-1] - days[0] <= 2


@given(start=DAYS, length=st.integers(2, 60), place=st.integers(1, 59), area=HOSTS)
def test_a_day_of_the_organization_takes_one_from_a_working_day_only(
    start: datetime.date, length: int, place: int, area: str
) -> None:
    first = start + datetime.timedelta(days=length)
    chosen = start + datetime.timedelta(days=min(place, length - 1))
    without = count_notice(start, first, 7, area, {})
    with_it = count_notice(start, first, 7, area, {chosen: CLOSED})
    was_left_out = any(each.date == chosen for each in without.left_out)
    assert with_it.days == without.days - (not was_left_out)
    assert len(with_it.left_out) == len({each.date for each in with_it.left_out})


@given(start=DAYS, length=st.integers(0, 60))
def test_without_a_host_only_weekends_are_left_out(start: datetime.date, length: int) -> None:
    first = start + datetime.timedelta(days=length)
    found = count_notice(start, first, 7, NOWHERE, {})
    between = [start + ONE_DAY * step for step in range(1, length)]
    assert found.days == sum(each.weekday() < 5 for each in between)
    assert not found.named and not found.known


def test_the_weekend_and_the_public_holidays_are_those_of_the_host() -> None:
    # In Saudi Arabia, 23 September is the National Day, and Friday and Saturday are no working days.
    in_riyadh = notice("2026-09-17", "2026-09-28", SAUDI_ARABIA)
    assert [each.date for each in in_riyadh.named] == [day("2026-09-23")]
    left_out = {each.date for each in in_riyadh.left_out}
    assert {day("2026-09-18"), day("2026-09-19"), day("2026-09-25")} <= left_out
    assert day("2026-09-20") not in left_out and in_riyadh.days == 5
    in_bern = notice("2027-07-29", "2027-08-04", SWITZERLAND)
    assert [(each.date, each.reason) for each in in_bern.named] == [
        (day("2027-08-01"), Reason.HOLIDAY)
    ]
    assert in_bern.known and in_bern.days == 3


def test_a_weekend_on_which_the_host_works_counts() -> None:
    # In China, Saturday 10 October 2026 made up for a day of the National Day holidays.
    found = notice("2026-10-08", "2026-10-12", CHINA)
    assert [each.date for each in found.left_out] == [day("2026-10-11")] and found.days == 2


def test_the_names_of_holidays_are_in_a_language_that_the_library_has() -> None:
    def named(language: str) -> ClosedDate:
        found = count_notice(day("2026-09-22"), day("2026-09-24"), 7, SAUDI_ARABIA, {}, language)
        return found.named[0]

    assert (named("ar").language, named("en").language, named("fr").language) == ("ar", "en", "en")
    assert "اليوم الوطني" in named("ar").name and "National Day" in named("fr").name


def test_a_day_of_the_organization_is_left_out_with_its_name() -> None:
    found = notice("2027-02-01", "2027-02-10", NOWHERE, "2027-02-03", "2027-02-06")
    assert [(each.date, each.reason, each.name) for each in found.named] == [
        (day("2027-02-03"), Reason.CLOSED, "Staff day")
    ]
    assert (found.days, found.weekend_days) == (5, 2)


def test_a_meeting_that_has_begun_has_no_notice() -> None:
    assert notice("2027-02-10", "2027-02-10").days == 0
    assert notice("2027-02-12", "2027-02-10").days == 0


@pytest.mark.django_db
@pytest.mark.usefixtures("january")
def test_the_notice_of_a_meeting_counts_from_its_convening_in_its_own_zone() -> None:
    meeting = factories.meeting(zone="Pacific/Auckland")
    found = notice_of(meeting)
    assert found is not None and found.start == day("2027-01-13")
    meeting.convened_at = datetime.datetime(2027, 1, 20, 12, tzinfo=datetime.UTC)
    found = notice_of(meeting)
    assert found is not None and found.start == day("2027-01-21")
    meeting.first_day = None
    assert notice_of(meeting) is None


@pytest.mark.django_db
@pytest.mark.parametrize("area", [SWITZERLAND, SAUDI_ARABIA, NOWHERE])
@pytest.mark.parametrize("required", [0, 1, 7, 30])
def test_the_last_day_to_convene_has_the_notice_and_no_later_one_has(
    area: str, required: int
) -> None:
    first = day("2027-03-24")
    last = last_day_to_convene(first, required, area)
    assert count_notice(last, first, required, area, {}).days == required
    assert count_notice(last + ONE_DAY, first, required, area, {}).days < max(required, 1)


def test_a_region_has_a_name_in_each_language_and_a_zone() -> None:
    assert len({each.region for each in region_zones()}) == 6
    for code in LANGUAGE_CODES:
        with translation.override(code):
            assert all(each.name for each in region_zones())


def test_the_hour_in_each_region() -> None:
    start = datetime.datetime(2027, 2, 24, 8, tzinfo=datetime.UTC)
    hours = region_hours(start, start + datetime.timedelta(hours=3))
    local = {each.place.zone.key: each.starts.astimezone(each.place.zone).hour for each in hours}
    assert local["Africa/Lagos"] == 9 and local["America/Bogota"] == 3
    assert {each.place.region for each in nights(hours)} == {"americas", "asia-pacific"}


@given(st.datetimes(timezones=st.just(datetime.UTC)))
def test_the_night_is_from_22_to_6(moment: datetime.datetime) -> None:
    time = moment.time()
    assert is_night(moment) == (time >= datetime.time(22) or time < datetime.time(6))


def test_a_sitting_that_reaches_into_the_night_is_at_night() -> None:
    start = datetime.datetime(2027, 2, 24, 20, tzinfo=datetime.UTC)  # 21:00 in Lagos
    in_lagos = [
        region_hours(start, start + datetime.timedelta(minutes=minutes))[0] for minutes in (60, 75)
    ]
    assert [each.is_night for each in in_lagos] == [False, True]
