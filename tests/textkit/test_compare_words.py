"""The words inside a pair of wordings."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from majlis.textkit.compare import words as module
from majlis.textkit.compare.words import spans

ALPHABET = st.text(st.sampled_from("ab  ,.’-1国园é\u0301ح \ud800"), max_size=30)


def shown(old: str, new: str) -> str:
    return "".join(text if op == "=" else f"[{op}{text}]" for op, text in spans(old, new))


def sides(found: tuple[tuple[str, str], ...]) -> tuple[str, str]:
    return (
        "".join(text for op, text in found if op in "=-"),
        "".join(text for op, text in found if op in "=+"),
    )


@settings(max_examples=200, deadline=None)
@given(ALPHABET, ALPHABET)
def test_spans_give_both_wordings_back(old: str, new: str) -> None:
    found = spans(old, new)
    assert sides(found) == (old, new)
    assert all(text for _, text in found)
    ops = [op for op, _ in found]
    assert not any(a == b or (a, b) == ("+", "-") for a, b in pairwise(ops))


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        ("", "", ""),
        ("", "a", "[+a]"),
        ("a", "", "[-a]"),
        ("same words", "same words", "same words"),
        ("lamps, and oil", "lamps, reeds, and oil", "lamps, [+reeds, ]and oil"),
        ("lamps and oil.", "lamps and oil, as needed.", "lamps and oil[+, as needed]."),
        ("lamps  of oil", "lamps of oil", "lamps[-  ][+ ]of oil"),
        ("A/RES/70/1 and", "A/RES/71/1 and", "[-A/RES/70/1][+A/RES/71/1] and"),
        ("the keeper’s lamp", "the warden’s lamp", "the [-keeper’s][+warden’s] lamp"),
    ],
)
def test_words_are_whole(old: str, new: str, expected: str) -> None:
    assert shown(old, new) == expected


def test_a_short_word_between_two_changes_goes_with_them() -> None:
    assert shown("the keepers of harbours meet", "the wardens of estuaries meet") == (
        "the [-keepers of harbours][+wardens of estuaries] meet"
    )


def test_a_long_word_between_two_changes_stays() -> None:
    assert shown("ten wardens inspect", "two wardens repair") == (
        "[-ten][+two] wardens [-inspect][+repair]"
    )


def test_chinese_is_compared_by_character_and_not_in_crumbs() -> None:
    assert shown("请总看守人提出报告", "请总看守人提交报告") == "请总看守人提[-出][+交]报告"
    assert shown("花园的水闸很旧了", "港口的灯塔太暗淡") == (
        "[-花园的水闸很旧了][+港口的灯塔太暗淡]"
    )


def test_arabic_words_keep_their_vowel_signs() -> None:
    assert shown("حَدائِقُ المدِّ", "حَدائِقُ الجزر") == "حَدائِقُ [-المدِّ][+الجزر]"


def test_a_very_long_wording_is_compared_by_sentences_first(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(module, "_MATRIX", 60)
    old = "".join(f"Sentence {n} on tides. " for n in range(20))
    new = old.replace("Sentence 7 on tides", "Sentence 7 on kelp").replace(
        "Sentence 12 on tides. ", ""
    )
    found = spans(old, new)
    assert sides(found) == (old, new)
    assert [text for op, text in found if op == "+"] == ["kelp"]
    assert sum(len(text) for op, text in found if op == "-") < 40


def test_a_long_wording_without_sentences_is_replaced_whole(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(module, "_MATRIX", 10)
    old = "first " + " ".join(f"a{n}" for n in range(20)) + " last"
    new = "first " + " ".join(f"b{n}" for n in range(20)) + " last"
    found = spans(old, new)
    assert sides(found) == (old, new)
    assert [op for op, _ in found] == ["=", "-", "+", "="]
