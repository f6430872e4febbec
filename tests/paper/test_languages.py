"""Labels, numbers and words of each language."""

from __future__ import annotations

import re
from decimal import Decimal

import pytest

from majlis.paper.languages import LANGUAGES, direction_of, number, numeral, parts, scheme, words


@pytest.mark.parametrize("language", LANGUAGES)
def test_each_language_has_the_same_words_with_the_same_places(language: str) -> None:
    mine, english = words(language), words("en")
    assert set(mine) == set(english)
    for key, phrase in english.items():
        if isinstance(phrase, str):
            assert re.findall(r"{\w+}", mine[key]) or "{" not in phrase
            assert set(re.findall(r"{\w+}", mine[key])) == set(re.findall(r"{\w+}", phrase))
    for key in ("numbers", "lists"):
        assert set(mine[key]) == set(english[key])


@pytest.mark.parametrize(
    ("language", "labels"),
    [
        ("en", ["3.", "(c)", "(iii)", "3."]),
        ("fr", ["3.", "c)", "iii)", "3."]),
        ("es", ["3.", "c)", "iii)", "3."]),
        ("ru", ["3.", "в)", "iii)", "3."]),
        ("ar", ["3.", "(ج)", "(3)", "3."]),
        ("zh", ["三、", "（三）", "3.", "（3）"]),
    ],
)
def test_a_list_counts_as_its_language_does_at_each_depth(language: str, labels: list[str]) -> None:
    assert [scheme(language, "numbered", depth).label(3) for depth in range(4)] == labels


@pytest.mark.parametrize(
    ("count", "value", "printed"),
    [
        ("abjad", 5, "هـ"),
        ("abjad", 28, "غ"),
        ("abjad", 29, "أأ"),
        ("cyrillic", 10, "к"),
        ("latin", 27, "aa"),
        ("roman", 1994, "mcmxciv"),
        ("chinese", 10, "十"),
        ("chinese", 11, "十一"),
        ("chinese", 20, "二十"),
        ("chinese", 105, "一百零五"),
        ("chinese", 1000, "1000"),
        ("decimal", 7, "7"),
    ],
)
def test_numerals(count: str, value: int, printed: str) -> None:
    assert numeral(count, value) == printed


@pytest.mark.parametrize(
    ("language", "value", "places", "printed"),
    [
        ("en", 1234567.5, None, "1,234,567.5"),
        ("fr", 1234567.5, None, "1\u00a0234\u00a0567,5"),
        ("ru", 1234, None, "1234"),
        ("ru", 12345, None, "12\u00a0345"),
        ("es", 1234, None, "1234"),
        ("ar", 1234.5, 2, "1\u00a0234,50"),
        ("ar", -3, None, "\u200e\u22123"),
        ("zh", -3, None, "\u22123"),
        ("en", -0.001, 2, "0.00"),
        ("en", Decimal("1E+3"), None, "1,000"),
        ("en", 0.1 + 0.2, 1, "0.3"),
        ("en", 100, None, "100"),
        ("en", 1e-7, None, "0.0000001"),
        ("en", 0.1 + 0.2, None, "0.3"),
        ("en", -5e-324, None, "0"),
    ],
)
def test_numbers(language: str, value: float, places: int | None, printed: str) -> None:
    assert number(language, value, places) == printed


def test_a_phrase_is_cut_at_its_places() -> None:
    assert parts("en", "page") == ["Page ", "{page}", " of ", "{pages}"]
    assert parts("zh", "page") == ["第", "{page}", "页，共", "{pages}", "页"]


def test_directions() -> None:
    assert [direction_of(tag) for tag in ("ar", "ar-EG", "fa", "ru", "zh-Hans")] == [
        "rtl",
        "rtl",
        "rtl",
        "ltr",
        "ltr",
    ]
