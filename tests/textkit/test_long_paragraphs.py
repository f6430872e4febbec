"""Paragraphs made to hurt: a pattern or a loop whose cost grows with the square never ends on them."""

from __future__ import annotations

import pytest

from majlis.textkit.lexicon import lexicon
from majlis.textkit.mandates import mandates
from majlis.textkit.model import LANGUAGES
from majlis.textkit.read import read_bytes

RESOLUTION = "The General Assembly,\n\nRecalling the tide,\n\n1. Requests {} to look at the gate;\n"
PUMPED = {
    "conjunctions": "the wardens " + "and " * 20_000,
    "conjunctions and adverbs": "the wardens " + "and also " * 10_000,
    "dates": "the wardens, by " + "1 April " * 20_000 + "2031,",
    "years and citations": "the wardens, after " + "resolution 85/1 of 2031 and 2032, " * 3000,
    "prepositions": "the wardens " + "to the " * 10_000,
    "commas": "the wardens" + ", " * 50_000,
}


@pytest.mark.parametrize("words", PUMPED.values(), ids=PUMPED)
def test_a_pumped_paragraph_is_read_to_its_end(words: str) -> None:
    text = read_bytes(RESOLUTION.format(words).encode())
    asking = [provision for provision in text.walk() if provision.kind == "operative"]
    assert [provision.id for provision in asking] == ["para_1"]
    assert asking[0].text.endswith("to look at the gate;")
    assert all(mandate.provision == "para_1" for mandate in mandates(text).mandates)


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_leads_to_a_verb_is_bounded(language: str) -> None:
    lex = lexicon(language)
    word = next(word for word in lex.words("words", "modifiers") if word.isalpha())
    gap = "" if language == "zh" else " "
    led = lex.lead.match(f"{word}{gap}" * 5000)
    assert led is not None
    assert 0 < led.end() <= 20 * len(f"{word}{gap}")
