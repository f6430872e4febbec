"""Times of items: within their sittings, over midnight, and at the same time as others."""

from __future__ import annotations

import datetime
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from majlis.events.agenda.timetable import (
    is_outside_sitting,
    moment_in_sitting,
    overlapping_items,
)
from majlis.events.models import AgendaItem, Sitting
from majlis.kernel.errors import InvalidInput

START = datetime.datetime(2027, 2, 24, 9, 0, tzinfo=datetime.UTC)
MINUTES = st.integers(0, 24 * 60 - 1)


def item(key: int, start: int, end: int | None, parent: int | None = None) -> AgendaItem:
    """An item from and to minutes after the start."""
    moments = [
        None if minutes is None else START + datetime.timedelta(minutes=minutes)
        for minutes in (start, end)
    ]
    return AgendaItem(pk=key, parent_id=parent, starts=moments[0], ends=moments[1])


def keys(found: dict[int, list[AgendaItem]]) -> dict[int, list[int]]:
    return {key: [other.pk for other in others] for key, others in found.items()}


def test_items_at_the_same_time_are_named_to_each_other() -> None:
    items = [item(1, 0, 30), item(2, 20, 40), item(3, 40, 50), item(4, 0, None), item(5, 10, 25)]
    assert keys(overlapping_items(items)) == {1: [2, 5], 2: [1, 5], 5: [1, 2]}


def test_an_item_shares_its_time_with_those_below_it() -> None:
    items = [item(1, 0, 60), item(2, 0, 30, parent=1), item(3, 0, 15, parent=2)]
    assert overlapping_items(items) == {}
    assert keys(overlapping_items([*items, item(4, 10, 20, parent=1)])) == {
        2: [4],
        3: [4],
        4: [2, 3],
    }


def test_what_was_withdrawn_takes_no_time() -> None:
    withdrawn = item(2, 0, 30)
    withdrawn.withdrawn_at = START
    assert overlapping_items([item(1, 0, 30), withdrawn]) == {}


@given(st.lists(st.tuples(st.integers(0, 50), st.integers(1, 20)), max_size=8))
def test_overlaps_are_those_of_each_pair(spans: list[tuple[int, int]]) -> None:
    items = [item(key, start, start + length) for key, (start, length) in enumerate(spans, 1)]
    found = keys(overlapping_items(items))
    for key, (start, length) in enumerate(spans, 1):
        expected = [
            other
            for other, (other_start, other_length) in enumerate(spans, 1)
            if other != key and start < other_start + other_length and other_start < start + length
        ]
        assert found.get(key, []) == expected


def sitting(zone: str, day: datetime.date, minute: int, length: int) -> Sitting:
    wall = datetime.datetime.combine(day, datetime.time(), ZoneInfo("UTC"))
    starts = wall + datetime.timedelta(minutes=minute)
    return Sitting(starts=starts, ends=starts + datetime.timedelta(minutes=length))


@given(
    zone=st.sampled_from(["Europe/Berlin", "Pacific/Auckland", "America/New_York", "UTC"]),
    day=st.dates(datetime.date(2027, 1, 1), datetime.date(2027, 12, 30)),
    minute=MINUTES,
    length=st.integers(30, 23 * 60),
    within=st.floats(0, 1),
)
def test_a_clock_time_within_a_sitting_is_that_moment(
    zone: str, day: datetime.date, minute: int, length: int, within: float
) -> None:
    """Over midnight and the change of the clocks, of two such moments the first."""
    of, place = sitting(zone, day, minute, length), ZoneInfo(zone)
    moment = of.starts + datetime.timedelta(minutes=int(within * (length - 1)))
    local = moment.astimezone(place)
    found = moment_in_sitting(of, local.time(), place, "starts")
    if local.fold:
        assert found in (moment, moment - datetime.timedelta(hours=1))
    else:
        assert found == moment


def test_an_end_at_the_first_minute_is_that_of_the_next_day() -> None:
    of = sitting("UTC", datetime.date(2027, 2, 24), 22 * 60, 24 * 60)
    place = ZoneInfo("UTC")
    assert moment_in_sitting(of, datetime.time(22), place, "starts") == of.starts
    assert moment_in_sitting(of, datetime.time(22), place, "ends", after=True) == of.ends


def test_a_time_that_no_clock_shows_is_refused() -> None:
    of = sitting("Europe/Berlin", datetime.date(2027, 3, 28), 0, 180)
    with pytest.raises(InvalidInput) as fault:
        moment_in_sitting(of, datetime.time(2, 30), ZoneInfo("Europe/Berlin"), "starts")
    assert list(fault.value.faults) == ["starts"]


def test_a_time_is_outside_when_its_sitting_was_moved_or_removed() -> None:
    of = Sitting(starts=START, ends=START + datetime.timedelta(hours=2))
    timed = item(1, 0, 120)
    assert is_outside_sitting(timed)
    timed.sitting = of
    assert not is_outside_sitting(timed)
    of.ends -= datetime.timedelta(minutes=1)
    assert is_outside_sitting(timed)
    assert not is_outside_sitting(AgendaItem(pk=2, sitting=of))
