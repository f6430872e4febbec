"""What a text says of its own adoption, in six languages."""

from __future__ import annotations

from pathlib import Path

import pytest

from majlis.textkit.adoption import Adoption, find_adoption
from majlis.textkit.model import LANGUAGES
from majlis.textkit.read import read_bytes, read_file
from tests.textkit.test_structure_front import COUNCIL

TEXTS = Path(__file__).parent / "texts"
AT = {
    "en": "10,999th meeting",
    "fr": "10999e séance",
    "es": "10999ª sesión",
    "ru": "10999-е заседание",
    "ar": "الجلسة 10999",
    "zh": "第10999次会议",
}
PLENARY = {
    "en": "71st plenary meeting",
    "fr": "71e séance plénière",
    "es": "71ª sesión plenaria",
    "ru": "71-е пленарное заседание",
    "ar": "الجلسة العامة 71",
    "zh": "第71次全体会议",
}


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_line_above_a_text_says_who_adopted_it_where_and_when(language: str) -> None:
    number, line, words = COUNCIL[language]
    text = read_bytes(f"{number}\n{line}\n{words}".encode(), language=language, name="text.txt")
    assert find_adoption(text) == Adoption(line, "Security Council", AT[language], "2041-05-03")


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_meeting_stands_behind_the_text(language: str) -> None:
    found = find_adoption(read_file(TEXTS / f"un.{language}.txt"))
    assert found is not None
    assert (found.body, found.meeting) == ("General Assembly", PLENARY[language])
    assert found.date == "2037-03-09"


def test_a_body_that_the_lexicon_does_not_know_has_its_line() -> None:
    text = read_bytes(
        b"Resolution 27\nAdopted by the Harbour Council at its 5th meeting, on 3 May 2041\n"
        b"The Harbour Council,\nRecalling its resolution 26,\n1. Decides to mend the gate.",
        name="text.txt",
    )
    found = find_adoption(text)
    assert found is not None
    assert (found.body, found.meeting, found.date) == ("", "5th meeting", "2041-05-03")
    assert found.line.startswith("Adopted by the Harbour Council")


@pytest.mark.parametrize(
    "words",
    [
        # a proposal
        b"Draft resolution submitted by the Lamp Group\nThe Harbour Council,\n1. Decides to mend the gate.",
        # what is adopted is another text
        (
            b"Resolution 27\nThe Harbour Council,\nRecalling the plan adopted by the Assembly at its 5th meeting,\n"
            b"1. Decides to mend the gate."
        ),
    ],
)
def test_a_text_that_says_nothing_of_its_adoption(words: bytes) -> None:
    assert find_adoption(read_bytes(words, name="text.txt")) is None
