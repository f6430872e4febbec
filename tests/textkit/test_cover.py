"""The lines with which a text begins, and names that are compared."""

from __future__ import annotations

from pathlib import Path

import pytest

from majlis.textkit.cover import FIRST, bare, first_lines
from majlis.textkit.read import read_bytes

LIGHTHOUSES = Path(__file__).resolve().parents[2] / "samples" / "lighthouses.2031.ar.txt"

RESOLUTION = """Council of Tides\tDocument CT31/4

Resolution 27

Register of tides

The Council of Tides,

recalling

a)	Resolution 3 of the Council of Fogs,

resolves

1	to keep the register of tides.
"""


def lines(text: str, name: str = "a.txt") -> list[tuple[str, bool]]:
    return [
        (each.words, each.formula) for each in first_lines(read_bytes(text.encode(), name=name))
    ]


def test_they_end_where_the_text_begins_to_speak() -> None:
    found = lines(RESOLUTION)
    assert ("Council of Tides", False) in found
    assert ("The Council of Tides,", True) in found
    assert not [words for words, _formula in found if "Fogs" in words or "keep" in words]


def test_so_many_are_looked_at_and_no_more() -> None:
    cover = "\n\n".join(f"Cover line {number}" for number in range(40))
    assert len(lines(f"{cover}\n\n{RESOLUTION}")) <= FIRST


def test_a_report_has_its_cover() -> None:
    found = lines(LIGHTHOUSES.read_text("utf-8"), "a.ar.txt")
    assert ("مجلس المنارات المشتركة", False) in found
    assert all("نظر الاجتماعان" not in words for words, _formula in found)


@pytest.mark.parametrize(
    ("one", "other", "language"),
    [
        ("The Council of Tides,", "COUNCIL OF TIDES", "en"),
        ("L’Assemblée des marées,", "Assemblée des marées", "fr"),
        ("Le Conseil des marées", "Conseil des\u00a0marées", "fr"),
        ("El Consejo de Mareas,", "Consejo de Mareas", "es"),
        ("إن مجلس المنارات المشتركة،", "مجلس المنارات المشتركة", "ar"),
        ("إنّ مجلسَ المنارات", "مجلس المنارات", "ar"),
        ("Совет приливов,", "Совет приливов", "ru"),
        ("潮汐理事会，", "潮汐理事会", "zh"),
    ],
)
def test_names_are_the_same_whatever_stands_around_them(
    one: str, other: str, language: str
) -> None:
    assert bare(one, language) == bare(other, language) != ""


@pytest.mark.parametrize(
    ("one", "other", "language"),
    [
        ("Executive Council of Tides", "Council of Tides", "en"),
        ("Theatre of Tides", "atre of Tides", "en"),
        ("Legislature", "gislature", "fr"),
        ("Council of Tides (Lira)", "Council of Tides", "en"),
        ("إنجازات المجلس", "جازات المجلس", "ar"),
    ],
)
def test_a_name_is_the_whole_name(one: str, other: str, language: str) -> None:
    assert bare(one, language) != bare(other, language)
