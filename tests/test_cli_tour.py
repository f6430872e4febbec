"""``majlis tour``: tables for a person, in every script."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from majlis.cli import main
from majlis.cli.tour import AFTER, BEFORE, OTHER_LANGUAGE, columns, marked, table

ROOT = Path(__file__).resolve().parents[1]


def test_the_sample_word_file_is_what_its_program_writes(tmp_path: Path) -> None:
    sys.path.insert(0, str(ROOT / "tools"))
    import samples

    assert samples.write(tmp_path).read_bytes() == (ROOT / "samples" / AFTER).read_bytes()


def test_the_tour_shows_every_part_of_the_engine(capfd: pytest.CaptureFixture[str]) -> None:
    assert main(["tour", str(ROOT / "samples")]) == 0
    printed = capfd.readouterr().out
    for sign in (
        "para_2",
        "{+31 March 2027+}",
        "[-30 June 2025-]",
        "inserted",
        "deleted",
        "Secretary-General",
        "2027-03-31",
        "2026-10-01",
        "تقرير",
    ):
        assert sign in printed


def test_a_folder_without_samples_is_named(
    tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / AFTER).write_bytes(b"")
    (tmp_path / OTHER_LANGUAGE).write_bytes(b"")
    assert main(["tour", str(tmp_path)]) == 1
    printed = capfd.readouterr()
    assert printed.out == ""
    assert printed.err.count("\n") == 1
    assert BEFORE in printed.err


@given(st.lists(st.tuples(st.text(), st.text()), max_size=4))
def test_every_cell_has_its_width(rows: list[tuple[str, str]]) -> None:
    lines = list(table(("a", "b"), rows, (7, 9)))
    assert len(lines) == len(rows) + 2
    assert all(columns(line) <= 7 + 2 + 9 for line in lines)
    assert all(len(line.splitlines()) < 2 for line in lines)


def test_words_of_a_file_give_the_terminal_no_orders() -> None:
    *_, row = table(("a",), [("\x1b[31mred\u202e",)], (10,))
    assert row == "\N{REPLACEMENT CHARACTER}[31mred"


def test_wide_signs_and_marks_are_counted_as_a_terminal_shows_them() -> None:
    assert columns("决定") == 4
    assert columns("القرارَ") == 6
    assert columns("e\N{COMBINING ACUTE ACCENT}") == 1


def test_a_long_cell_ends_in_an_ellipsis_and_a_fitting_one_does_not() -> None:
    *_, fits, cut = table(("a",), [("abcde",), ("abcdef",)], (5,))
    assert (fits, cut) == ("abcde", "abcd…")


def test_arabic_is_isolated_from_its_neighbours() -> None:
    *_, row = table(("a", "b"), [("قرار", "1")], (6, 2))
    assert row == "\N{FIRST STRONG ISOLATE}قرار\N{POP DIRECTIONAL ISOLATE}    1"


def test_long_words_that_did_not_change_are_cut_between_words() -> None:
    long = "one two three four five six seven eight nine ten"
    assert marked([("=", long), ("-", "May"), ("=", long), ("+", "June"), ("=", long)]) == (
        "… eight nine ten[-May-]one two three … eight nine ten{+June+}one two three …"
    )


def test_changes_are_told_by_signs() -> None:
    assert marked([("=", "by "), ("-", "May"), ("+", "June")]) == "by [-May-]{+June+}"
