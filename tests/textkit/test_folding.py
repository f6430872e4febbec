"""Folding: what it makes alike, and the way back to the words as they stand."""

from __future__ import annotations

import unicodedata

from hypothesis import given
from hypothesis import strategies as st

from majlis.textkit.lexicon import fold
from majlis.textkit.lexicon.folding import Folded

LETTERS = st.sampled_from("تقريرا سنويً\u0651ـ\u200eaé")


def words_at(folded: Folded, text: str, start: int, end: int) -> str:
    return text[slice(*folded.back(start, end))]


def test_a_word_comes_back_with_its_marks_and_without_what_stands_behind() -> None:
    text = "تقريراً\u200f سنويًّا؛"
    folded = fold(text)
    assert folded.text == "تقريرا سنويا؛"
    assert words_at(folded, text, 0, 6) == "تقريراً"
    assert words_at(folded, text, 7, 11) == "سنويًّ"
    assert words_at(folded, text, 7, 12) == "سنويًّا"


@given(st.text(LETTERS, max_size=20), st.integers(0, 20), st.integers(0, 20))
def test_no_span_cuts_a_letter_from_its_marks(text: str, one: int, other: int) -> None:
    folded = fold(text)
    start, end = sorted((min(one, len(folded.text)), min(other, len(folded.text))))
    first, last = folded.back(start, end)
    if start < end:
        assert fold(text[first:last]).text == folded.text[start:end]
        assert not unicodedata.combining((text + " ")[last]) or not folded.cuts
