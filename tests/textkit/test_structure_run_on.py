"""A preamble that runs on in the line of its formula, as old volumes and some sites print it."""

from __future__ import annotations

from pathlib import Path

import pytest

from majlis.textkit.model import Block, Run
from majlis.textkit.read import read_file
from majlis.textkit.structure import build

FOLDER = Path(__file__).parent / "texts" / "run_on"


@pytest.mark.parametrize("language", ["ar", "en", "es", "fr", "ru", "zh"])
def test_each_recital_is_one_of_its_own(language: str) -> None:
    path = FOLDER / f"{language}.txt"
    text = read_file(path)
    kinds = [p.kind for p in text.walk()]
    assert (text.kind, text.body, text.date) == ("resolution", "General Assembly", "2053-11-21")
    assert kinds[:8] == ["title", "formula", *["preambular"] * 4, "operative", "operative"]
    assert set(kinds[8:]) == {"back"}
    line = next(line for line in path.read_text("utf-8").splitlines() if "914" in line)
    told = [p.text for p in text.walk() if p.kind in ("formula", "preambular")]
    space = "" if language == "zh" else " "
    assert space.join(told) == line
    assert all(p.verb for p in text.walk() if p.kind == "preambular")


def test_a_sentence_that_names_its_body_first_stays_whole() -> None:
    lines = (
        "98/14. Lamps",
        "The General Assembly, having considered the list, noting that it is long, approves it.",
    )
    text = build([Block((Run(line),), line=at) for at, line in enumerate(lines, 1)], "en")
    assert [(p.kind, p.text) for p in text.walk()][1:] == [("operative", lines[1])]


def test_a_recital_that_names_several_things_stays_whole() -> None:
    lines = (
        "98/14. Lamps",
        "The General Assembly,",
        "Recalling the Lamp Charter, Noting With Care, its song, and all lamps,",
        "1. Decides to sing it.",
    )
    text = build([Block((Run(line),), line=at) for at, line in enumerate(lines, 1)], "en")
    assert [p.kind for p in text.walk()] == ["title", "formula", "preambular", "operative"]


@pytest.mark.parametrize(
    ("lines", "symbol"),
    [
        (("United Nations A/RES/99/901", "General Assembly"), "A/RES/99/901"),
        (("United Nations\tA/AC.909/2039/L.18", "Question of Fog Island"), "A/AC.909/2039/L.18"),
        (
            ("RESOLUTION 2042/97", "21 July 2042", "43rd plenary meeting", "Oil"),
            "RESOLUTION 2042/97",
        ),
        (("[without reference to a Main Committee (A/99/L.92)]", "99/901. Oil"), "99/901"),
    ],
)
def test_the_symbol_of_a_cover(lines: tuple[str, ...], symbol: str) -> None:
    body = ("The General Assembly,", "Noting that oil is dear,", "1. Decides to buy oil.")
    text = build([Block((Run(li),), line=at) for at, li in enumerate((*lines, *body), 1)], "en")
    assert text.symbol == symbol
