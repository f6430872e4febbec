"""Periods and partial dates of the calendar."""

from __future__ import annotations

import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from majlis.portal.calendar.entries import Period, earliest, latest, month_period

FEBRUARY = month_period(datetime.date(2028, 2, 10))


@pytest.mark.parametrize(
    ("date", "until", "expected"),
    [
        ("2028-02-01", "", True),
        ("2028-02-29", "", True),
        ("2028-03-01", "", False),
        ("2028-01-30", "2028-02-01", True),
        ("2028-01-30", "2028-03-02", True),
        ("2028-02", "", True),
        ("2028-01", "2028-03", True),
        ("2028", "", False),
    ],
)
def test_a_date_is_in_a_month_as_far_as_it_is_known(date: str, until: str, expected: bool) -> None:
    assert FEBRUARY.has(date, until) is expected


def test_a_period_of_the_list_has_its_years() -> None:
    period = Period(datetime.date(2027, 11, 1), datetime.date(2028, 2, 29))
    assert period.partial_dates == ["2027", "2028", "2027-11", "2027-12", "2028-01", "2028-02"]
    assert period.has("2028")
    assert not period.has("2029")
    assert FEBRUARY.partial_dates == ["2028-02"]


@given(st.dates(datetime.date(1900, 1, 1), datetime.date(2199, 12, 31)))
def test_a_day_is_in_its_month_and_its_year(day: datetime.date) -> None:
    iso = day.isoformat()
    for known in (iso, iso[:7], iso[:4]):
        assert earliest(known) <= day <= latest(known)
        assert Period(day, day).has(known)
    assert month_period(day).has(iso)
    assert month_period(day).first.day == 1
