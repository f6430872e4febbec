"""Decisions of one meeting after each other: each has its title, and tells what the body did there."""

from __future__ import annotations

from pathlib import Path

import pytest

from majlis.textkit.model import Block, Run, Text
from majlis.textkit.read import read_file
from majlis.textkit.structure import build

FOLDER = Path(__file__).parent / "texts" / "decisions"


def read(*lines: str) -> Text:
    return build([Block((Run(line),), line=at) for at, line in enumerate(lines, 1)], "en")


@pytest.mark.parametrize("language", ["ar", "en", "es", "fr", "ru", "zh"])
def test_decisions(language: str) -> None:
    text = read_file(FOLDER / f"{language}.txt")
    assert (text.kind, text.body) == ("decision", "Economic and Social Council")
    assert (text.symbol, text.date) == ("2038/914", "2038-07-22")
    kinds = [p.kind for p in text.walk()]
    assert kinds == ["title", "formula", "operative", "operative", "title", "operative"]
    assert [p.number for p in text.walk()] == ["2038/914", "", "a", "b", "2038/915", ""]


def test_parts_of_a_decision_under_letters() -> None:
    text = read(
        "98/915. Election of members of the Lamp Committee",
        "A",
        "At its 24th plenary meeting, on 3 October 2043, the General Assembly elected Zembla.",
        "B",
        "At its 80th plenary meeting, on 22 December 2043, the General Assembly took note of it.",
    )
    assert text.kind == "decision"
    assert [p.kind for p in text.walk()] == ["title", "title", "operative", "title", "operative"]


def test_a_number_alone_is_the_symbol() -> None:
    text = read(
        "Human Rights Council",
        "94/9.",
        "Lamps for all",
        "The Human Rights Council,",
        "Noting that piers are dark,",
        "1. Decides to light them.",
    )
    assert (text.kind, text.symbol, text.title) == ("resolution", "94/9", "Lamps for all")


def test_a_year_and_number_inside_a_sentence_is_no_title() -> None:
    text = read(
        "2038/14. Lamps",
        "The Economic and Social Council,",
        "Recalling its resolutions 2036/12 and",
        "2037/13 of lamps and oil, and 2037/15 on wicks,",
        "1. Decides to light them.",
    )
    assert sum(p.kind == "title" for p in text.walk()) == 1
