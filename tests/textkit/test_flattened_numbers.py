"""The numbers of a list into which changes were flattened."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from majlis.textkit.flattened import Reading, decode_numbers
from majlis.textkit.flattened.numbers import Evidence

Numbers = list[tuple[int | None, int | None]]


def pairs(readings: list[Reading]) -> Numbers:
    return [(reading.new, reading.old) for reading in readings]


@given(st.integers(1, 120), st.sampled_from(("{}", "{}.", "({})", "{})", "{} -")))
def test_a_clean_list_is_untouched(length: int, form: str) -> None:
    readings = decode_numbers([form.format(n) for n in range(1, length + 1)])
    assert pairs(readings) == [(n, n) for n in range(1, length + 1)]
    assert all(r.certain and not r.inferred for r in readings)


@pytest.mark.parametrize(
    ("tokens", "expected"),
    [
        # two items put before the last two
        ("1 2 3 4 35 46", [(1, 1), (2, 2), (3, None), (4, None), (5, 3), (6, 4)]),
        # an item struck out
        ("1 2 32 43 54", [(1, 1), (None, 2), (2, 3), (3, 4), (4, 5)]),
        # the new number written first, once
        ("1 2 32 34 45", [(1, 1), (2, None), (3, 2), (4, 3), (5, 4)]),
        # beyond nine, where a token has more than one split
        ("1 2 3 4 5 6 7 8 9 910 1011 1112",
         [*[(n, n) for n in range(1, 9)], (9, None), (10, 9), (11, 10), (12, 11)]),
        # added and struck-out items side by side
        ("1 12 23 4 3 45", [(1, None), (2, 1), (3, 2), (4, None), (None, 3), (5, 4)]),
        # a list that goes on from another
        ("7 8 89 910", [(7, 7), (8, None), (9, 8), (10, 9)]),
        # Eastern digits
        ("١ ٢ ٢٣ ٣٤", [(1, 1), (2, None), (3, 2), (4, 3)]),
        # two lists side by side
        ("1 2 3 1 2", [(1, 1), (2, 2), (3, 3), (1, 1), (2, 2)]),
    ],
)  # fmt: skip
def test_readings_of_whole_lists(tokens: str, expected: Numbers) -> None:
    assert pairs(decode_numbers(tokens.split())) == expected


def test_words_decide_which_item_keeps_the_old_number() -> None:
    tokens = ["1", "2", "3", "34"]
    by_numbers = decode_numbers(tokens)
    assert pairs(by_numbers) == [(1, 1), (2, 2), (3, None), (4, 3)]
    assert not by_numbers[2].certain
    amended = decode_numbers(tokens, ["", "", "amended"])
    assert pairs(amended) == [(1, 1), (2, None), (3, 2), (4, 3)]
    new = decode_numbers(tokens, ["new", "", ""])
    assert pairs(new) == [(1, None), (2, 1), (3, 2), (4, 3)]
    old = decode_numbers(["1", "2", "32", "43"], ["", "old"])
    assert pairs(old) == [(1, 1), (None, 2), (2, 3), (3, 4)]


def test_what_no_reading_explains_is_left_and_not_certain() -> None:
    for tokens in (["1", "2", "5"], ["1", "2", "4", "5"], ["3", "2", "1"]):
        readings = decode_numbers(tokens)
        assert pairs(readings)[:2] == [(int(t), int(t)) for t in tokens[:2]]
        assert not any(reading.inferred for reading in readings)
    assert all(reading.unread for reading in decode_numbers(["1", "2", "5"]))


def test_gaps_in_the_old_numbers_fall_back_to_the_simple_rule() -> None:
    readings = decode_numbers(["1", "2", "53", "74", "9"])
    assert pairs(readings) == [(1, 1), (2, 2), (3, 5), (4, 7), (None, 9)]
    assert not any(reading.certain for reading in readings)


def test_what_is_no_number_is_passed_over() -> None:
    readings = decode_numbers(["1.", "2.10", "b)", "", "2."])
    assert pairs(readings) == [(1, 1), (None, None), (None, None), (None, None), (2, 2)]
    assert decode_numbers([]) == []


@dataclass(frozen=True)
class Change:
    op: str
    new_first: bool


def printed(changes: list[Change]) -> Iterator[tuple[str, int | None, int | None, Evidence]]:
    """The numbers of a list as a converter that flattens prints them, and what is true of them."""
    new = old = 0
    for change in changes:
        if change.op == "inserted":
            new += 1
            yield str(new), new, None, "new"
        elif change.op == "deleted":
            old += 1
            yield str(old), None, old, "old"
        else:
            new, old = new + 1, old + 1
            both = f"{new}{old}" if change.new_first else f"{old}{new}"
            yield both if old != new else str(new), new, old, "amended"


@settings(max_examples=300, deadline=None)
@given(
    st.lists(
        st.builds(
            Change, st.sampled_from(("kept", "kept", "kept", "inserted", "deleted")), st.booleans()
        ),
        min_size=1,
        max_size=25,
    )
)
def test_any_renumbering_is_read_back_with_the_words_as_witness(changes: list[Change]) -> None:
    rows = list(printed(changes))
    readings = decode_numbers([row[0] for row in rows], [row[3] for row in rows])
    assert pairs(readings) == [(new, old) for _, new, old, _ in rows]


@settings(max_examples=300, deadline=None)
@given(
    st.lists(
        st.builds(Change, st.sampled_from(("kept", "kept", "inserted", "deleted")), st.booleans()),
        min_size=1,
        max_size=25,
    )
)
def test_a_reading_never_leaves_a_gap(changes: list[Change]) -> None:
    readings = decode_numbers([row[0] for row in printed(changes)])
    if not any(reading.inferred for reading in readings):
        return
    for numbers in ([r.new for r in readings if r.new], [r.old for r in readings if r.old]):
        assert numbers == list(range(1, len(numbers) + 1))
