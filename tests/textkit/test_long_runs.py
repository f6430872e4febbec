"""Paragraphs that go on without end in one respect: what grows with the square never ends on them."""

from __future__ import annotations

import pytest

from majlis.textkit.citations import find_citations
from majlis.textkit.lexicon.folding import fold_form
from majlis.textkit.model import LANGUAGES, Block, Run, Text
from majlis.textkit.structure import build

MANY = 20_000
BOLD = frozenset({"bold"})
CITED = {
    "ar": "القرار 85/1",
    "en": "resolution 85/1",
    "es": "resolución 85/1",
    "fr": "résolution 85/1",
    "ru": "резолюция 85/1",
    "zh": "第85/1号决议",
}


def read(*paragraphs: tuple[Run, ...]) -> Text:
    return build([Block(runs) for runs in paragraphs], "en")


@pytest.mark.parametrize("language", LANGUAGES)
def test_blanks_without_end_hide_no_citation(language: str) -> None:
    words = CITED[language] + " " * 4 * MANY + CITED[language]
    assert [found.value[-4:] for found in find_citations(words, language)] == ["85/1"] * 2


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_form_takes_blanks_without_end(language: str) -> None:
    assert r"\s+" not in fold_form("a b", language)
    assert r"\s*" not in fold_form("a b", language)


def test_dots_without_end_are_the_leader_of_a_contents_line() -> None:
    text = read((Run("Lamps of the harbour" + ". " * MANY + "12"),), (Run("The lamps are lit."),))
    assert [p.kind for p in text.walk()] == ["front", "paragraph"]


def test_dots_without_end_before_a_date_are_read() -> None:
    text = read((Run(". " * MANY + "22 June 2031"),), (Run("The lamps are lit."),))
    assert "22 June 2031" in next(text.walk()).text


def test_each_recital_of_a_long_line_keeps_its_marks() -> None:
    line = (Run("The Harbour Council, "), *(Run("Noting", BOLD), Run(" the tide, ")) * (MANY // 4))
    text = read(line, (Run("1. Decides to light the lamps."),))
    recitals = [p.runs for p in text.walk() if p.kind == "preambular"]
    assert len(recitals) == MANY // 4
    assert set(recitals) == {(Run("Noting", BOLD), Run(" the tide,"))}


def test_each_call_of_a_long_paragraph_is_taken_out() -> None:
    calls = (Run("the plan,1 "), Run("the tide[1] and ", BOLD)) * (MANY // 2)
    text = read(
        (Run("The Harbour Council,"),),
        (Run("Noting "), *calls, Run("the sea,")),
        (Run("1. Decides to light the lamps."),),
        (Run("[1] See chapter 2."),),
    )
    (recital,) = (p for p in text.walk() if p.kind == "preambular")
    kept = (Run("the plan, "), Run("the tide and ", BOLD)) * (MANY // 2)
    assert recital.runs[1:3] == (Run("the tide and ", BOLD), Run("the plan, "))
    assert recital.text == "Noting " + "".join(run.text for run in kept) + "the sea,"
