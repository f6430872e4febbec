"""The tokeniser: joined tokens give the text back, and words are cut where people would cut them."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from majlis.textkit.words import is_han, is_word, tokenise

ALPHABETS = st.one_of(
    st.text(max_size=40),
    st.text(st.sampled_from("ab Z09/.-'’&(),;_:\t\u00a0\u0301\u200f\ud800\udfff"), max_size=40),
    st.text(
        st.sampled_from("حدائقُّـ ٣٫،؛\u0654潮汐花园国2〇。，é\u0308ж й\u200d👩\ufe0f"), max_size=40
    ),
)


@settings(max_examples=200, deadline=None)
@given(ALPHABETS)
def test_joined_tokens_give_the_text_back(text: str) -> None:
    tokens = tokenise(text)
    assert "".join(tokens) == text
    assert all(tokens)


@settings(max_examples=200, deadline=None)
@given(ALPHABETS)
def test_a_combining_mark_stays_with_its_base(text: str) -> None:
    marks = ("Mn", "Mc", "Me")
    cut = [token for token in tokenise(text)[1:] if unicodedata.category(token[0]) in marks]
    assert cut == []


@pytest.mark.parametrize(
    "token",
    [
        "A/RES/70/1",
        "S/RES/2640(2022)",
        "CWG-WSIS&SDG-40/INF/4",
        "2.10.1",
        "70/125",
        "1,000",
        "10:30",
        "٣٫٥",
        "Keeper-General",
        "Keeper\u2011General",
        "l’estuaire",
        "garden's",
        "يُشِيـــرُ",
        "e\u0301stuaire",
        "1,0\u0301",
        "2640(2022)\u0301",
        "маяко\u0301в",
        "〇",
    ],
)
def test_one_token(token: str) -> None:
    assert tokenise(f"x {token}, y")[2] == token


def test_words_spaces_and_punctuation_are_tokens_of_their_own() -> None:
    assert tokenise("Lamps, of  oil (see 1.);") == [
        "Lamps", ",", " ", "of", "  ", "oil", " ", "(", "see", " ", "1", ".", ")", ";"
    ]  # fmt: skip


def test_han_characters_stand_alone_and_what_is_among_them_does_not() -> None:
    assert tokenise("第WTC论坛2035年第90/7号，") == [
        "第", "WTC", "论", "坛", "2035", "年", "第", "90/7", "号", "，"
    ]  # fmt: skip


def test_a_bidirectional_control_is_not_part_of_a_word() -> None:
    assert tokenise("\u200fحديقة\u200f") == ["\u200f", "حديقة", "\u200f"]


def test_kinds_of_token() -> None:
    assert [is_word(token) for token in ("lamp", "70/1", "国", "’1", ",", " ", "")] == [
        True, True, True, True, False, False, False
    ]  # fmt: skip
    assert [is_han(token) for token in ("国", "〇", "a", " ", "")] == [
        True, True, False, False, False
    ]  # fmt: skip
