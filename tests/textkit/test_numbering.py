"""Labels to values and back, in six languages."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from majlis.textkit.numbering import (
    SERIES,
    chinese,
    format_label,
    from_chinese,
    from_letters,
    from_roman,
    letters,
    number_of,
    parse_label,
    readings,
    reverse_path,
    roman,
)
from majlis.textkit.read.plain import read_plain

LABELS = [
    ("1. Requests", "1", 3),
    ("12.\tRequests", "12", 4),
    ("1 - تقرر", "1", 4),
    ("1.que", "1", 2),
    ("3) to", "3", 3),
    ("(3) to", "3", 4),
    ("2.10.1\tthe", "2.10.1", 7),
    ("4 bis. Invites", "4bis", 7),
    ("(a) To", "a", 4),
    ("a) to", "a", 3),
    ("B. Gardens", "b", 3),
    ("(iv) Of", "iv", 5),
    ("IV. Tides", "iv", 4),
    ("أ )\tأن", "a", 4),
    ("(ب) أن", "b", 4),
    ("هـ )\tأن", "e", 5),
    ("ھ )\tأن", "e", 4),
    ("ه )\tأن", "e", 4),
    ("ح)\tأن", "h", 3),
    ("’1‘\tأن", "1", 4),
    ("‘2’\tأن", "2", 4),
    ("'5'\tأن", "5", 4),
    ("١ - تقرر", "1", 4),
    ("а) что", "a", 3),
    ("в) что", "c", 3),
    ("一、决定", "1", 2),
    ("十二、决定", "12", 3),
    ("（三）决定", "3", 3),
    ("(三) 决定", "3", 4),
    ("㈡ 决定", "2", 2),
    ("③决定", "3", 1),
    ("1．决定", "1", 2),
    ("- plants", "", 2),
    ("OP3bis. Requests", "3bis", 8),
    ("PP12 alt. Noting", "12alt", 10),
    ("7 quinquies. Invites", "7quinquies", 13),
    ("c ter) to", "cter", 7),
    ("5 مكرراً - تقرر", "5bis", 11),
    ("5 مكررًا. تقرر", "5bis", 10),
    ("5 مكرر) تقرر", "5bis", 8),
    ("3之一、决定", "3之一", 4),
]


@pytest.mark.parametrize(("line", "number", "end"), LABELS)
def test_label_at_the_start_of_a_line(line: str, number: str, end: int) -> None:
    label = parse_label(line)
    assert label is not None
    assert (label.number, label.end) == (number, end)


@pytest.mark.parametrize(
    "line",
    [
        "Requests the wardens",
        "70/1 on gardens",
        "2023年决定",
        "1st meeting",
        "Mr. Heron",
        "e.g. this",
        "a garden",
        "",
        "إن المجلس",
        "3.5 per cent"[:3] + "%",
    ],
)
def test_no_label(line: str) -> None:
    assert parse_label(line) is None


@pytest.mark.parametrize("line", ["1 that the harbour", "2030 tides", "7 to open"])
def test_a_bare_number_is_only_a_weak_label(line: str) -> None:
    label = parse_label(line)
    assert label is not None and label.weak


def test_a_tab_makes_a_bare_number_a_label() -> None:
    label = parse_label("810\tby inviting")
    assert label is not None and not label.weak and label.path == (810,)


def test_letter_and_roman_are_both_read() -> None:
    assert {(la.series, la.path) for la in readings("(i) of")} == {("(a)", (9,)), ("(i)", (1,))}


def test_abjad_before_dictionary_order() -> None:
    both = readings("(ج) x")
    assert [la.path for la in both] == [(3,), (5,)]


def test_reversed_decimal() -> None:
    label = parse_label("1.10.2\tx")
    assert label is not None
    assert reverse_path(label).number == "2.10.1"


@given(st.integers(1, 60), st.sampled_from([s for s in SERIES if s != "-"]))
def test_a_written_label_reads_back(value: int, series: str) -> None:
    if series == "①":
        value = min(value, 20)
    if series in ("㈠", "甲", "(甲)"):
        value = min(value, 10)
    if series == "quoted":
        value = min(value, 99)
    line = format_label(value, series) + "\tx"
    assert any(la.series == series and la.path == (value,) for la in readings(line))


@given(st.integers(1, 3999))
def test_roman_both_ways(value: int) -> None:
    assert from_roman(roman(value)) == value
    assert from_roman(roman(value).upper()) == value


@given(st.integers(1, 999))
def test_chinese_both_ways(value: int) -> None:
    assert from_chinese(chinese(value)) == value


@pytest.mark.parametrize(
    ("value", "written"),
    [(10, "十"), (19, "十九"), (20, "二十"), (100, "一百"), (105, "一百零五"), (110, "一百一十"),
     (999, "九百九十九"), (1000, "1000")],
)  # fmt: skip
def test_chinese_counting(value: int, written: str) -> None:
    assert chinese(value) == written


def test_past_the_circled_numbers_brackets_stand_around() -> None:
    assert [format_label(value, "①") for value in (1, 20, 21)] == ["①", "⑳", "(21)"]


@given(st.integers(1, 100))
def test_letters_both_ways(value: int) -> None:
    assert from_letters(letters(value)) == value


@given(st.text(max_size=60))
def test_any_line_is_read_without_failing(line: str) -> None:
    for label in readings(line):
        assert 0 < label.end <= len(line)
        assert label.path


def test_number_of_a_label_alone() -> None:
    assert number_of("(أ)") == "a"
    assert number_of("1.") == "1"
    assert number_of("§ 4") == "§ 4"


def test_format_refuses_what_is_no_count() -> None:
    with pytest.raises(ValueError, match="from 1"):
        format_label(0, "1")


def test_a_number_alone_on_its_line_is_put_before_its_paragraph() -> None:
    blocks, _ = read_plain("3 ter.\nRequests rain;\n\n(b)\nInvites snow;")
    assert [block.text for block in blocks] == ["3 ter. Requests rain;", "(b) Invites snow;"]
