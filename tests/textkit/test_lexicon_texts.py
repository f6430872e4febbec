"""Five lexicons find in their edition of a fictional text what the English one finds in its own."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from majlis.textkit.citations import find_citations
from majlis.textkit.dates import find_dates
from majlis.textkit.lexicon import fold
from majlis.textkit.numbering import parse_label
from majlis.textkit.openings import opening, opening_kind

TEXTS = Path(__file__).parent / "texts"
OTHERS = ("ar", "es", "fr", "ru", "zh")
YEAR = re.compile(r"(?<![\d/])20\d{2}")


def _lines(name: str, language: str) -> list[tuple[str, str]]:
    """Each line of an edition with the English one; without those printed in English in both."""
    ours, english = (
        (TEXTS / f"{name}.{code}.txt").read_text("utf-8").splitlines() for code in (language, "en")
    )
    return [(a, b) for a, b in zip(ours, english, strict=True) if a != b]


@pytest.mark.parametrize("language", OTHERS)
@pytest.mark.parametrize("name", ["un", "itu", "report"])
def test_dates_and_citations_agree_with_english(name: str, language: str) -> None:
    lines = _lines(name, language)
    assert len(lines) > 10
    for ours, theirs in lines:
        assert YEAR.findall(fold(ours).text) == YEAR.findall(theirs), theirs
        dates = [found.value for found in find_dates(ours, language)]
        assert dates == [found.value for found in find_dates(theirs, "en")], theirs
        cited = [found.value for found in find_citations(ours, language)]
        assert cited == [found.value for found in find_citations(theirs, "en")], theirs


@pytest.mark.parametrize("language", OTHERS)
@pytest.mark.parametrize("name", ["un", "itu"])
def test_openings_agree_with_english(name: str, language: str) -> None:
    compared = 0
    for ours, theirs in _lines(name, language):
        ours, theirs = map(_without_label, (ours, theirs))
        want = opening(theirs, "en")
        if want and want.certain and want.verb and not theirs.startswith("("):
            compared += 1
            found = opening(ours, language)
            assert found and want.verb.part in found.parts, ours
            if language != "zh":  # its headings have one word for both parts
                assert opening_kind(ours, language) == want.verb.part, ours
    assert compared >= 8


def _without_label(line: str) -> str:
    label = parse_label(line)
    return line[label.end :] if label else line
