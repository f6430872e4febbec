"""Citations: one value for one instrument, whatever the language."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from majlis.textkit.citations import Citation, find_citations, free_place

SERIES = ["resolution 85/211", "resolution 88/19"]
PAIR = ["resolution 812 (2030)", "decision 77"]
SAMPLES = [
    ("en", "its resolutions 85/211 of 20 December 2030 and 88/19 of 4 November 2033", SERIES),
    ("fr", "ses résolutions 85/211 du 20 décembre 2030 et 88/19 du 4 novembre 2033", SERIES),
    ("es", "sus resoluciones 85/211, de 20 de diciembre de 2030, y 88/19, de 4 de marzo", SERIES),
    ("ru", "свои резолюции 85/211 от 20 декабря 2030 года и 88/19 от 4 ноября 2033 года", SERIES),
    ("ar", "إلى قراريها 85/211 المؤرخ 20 كانون الأول/ديسمبر 2030 و 88/19 المؤرخ 4 آذار", SERIES),
    ("zh", "其2030年12月20日第85/211号和2033年11月4日第88/19号决议", SERIES),
    ("en", "Resolution 812 (Rev. Old Quay, 2030) and Decision 77 of the Council", PAIR),
    ("fr", "la Résolution 812 (Rév. Vieux-Quai, 2030) et la Décision 77 du Conseil", PAIR),
    ("es", "la Resolución 812 (Rev. Muelle Viejo, 2030) y el Acuerdo 77 del Consejo", PAIR),
    ("ru", "Резолюцию 812 (Пересм. Старый Причал, 2030 г.) и Решение 77 Совета", PAIR),
    ("ar", "القرار 812 (المراجَع في الرصيف القديم، 2030) والمقرر 77 للمجلس", PAIR),
    ("zh", "第812号决议（2030年，老码头，修订版）和第77号决定", PAIR),
]


def values(text: str, language: str = "en") -> list[str]:
    return [citation.value for citation in find_citations(text, language)]


@pytest.mark.parametrize(("language", "text", "expected"), SAMPLES)
def test_the_same_value_in_every_language(language: str, text: str, expected: list[str]) -> None:
    assert values(text, language) == expected


def test_symbols_stay_as_they_are() -> None:
    text = "A/RES/91/407, A/91/712, E/RES/2033/3, S/RES/9640 (2032), E/CN.16/2034/2, HAR-17/4"
    assert values(text) == [
        "A/RES/91/407", "A/91/712", "E/RES/2033/3", "S/RES/9640 (2032)", "E/CN.16/2034/2", "HAR-17/4",
    ]  # fmt: skip


def test_a_series_with_years() -> None:
    assert values("resolutions 9042 (2031), 9043 (2031) and 9118 (2032) on tides") == [
        "resolution 9042 (2031)", "resolution 9043 (2031)", "resolution 9118 (2032)",
    ]  # fmt: skip


def test_a_count_does_not_continue_a_series() -> None:
    assert values("resolution 85/211, 15 gardeners and 3 wardens") == ["resolution 85/211"]
    assert values("decision 77, 3 members and 4 others") == ["decision 77"]


def test_the_word_after_a_number_is_no_part_of_it() -> None:
    text = "resolution 85/211 of the Assembly"
    (found,) = find_citations(text, "en")
    assert text[found.start : found.end] == "resolution 85/211"


def test_reversed_identifiers_are_put_right() -> None:
    assert values("قرار الجمعية العامة 937/76", "ar") == ["resolution 76/937"]
    assert values("القرار 76/937", "ar") == ["resolution 76/937"]
    assert values("والقرار 2-61 (المعدَّل في 2019)", "ar") == ["resolution 61-2 (2019)"]
    assert values("القرار 70/1", "ar") == ["resolution 70/1"]


def test_eastern_digits_are_read() -> None:
    assert values("القرار ٨١٢ (المراجَع في الرصيف القديم، ٢٠٣٠)", "ar") == ["resolution 812 (2030)"]


@given(st.text(max_size=80), st.sampled_from(["ar", "zh", "en", "fr", "ru", "es"]))
def test_any_text_is_searched_without_failing(text: str, language: str) -> None:
    for found in find_citations(text, language):
        assert 0 <= found.start < found.end <= len(text)


@given(
    st.lists(st.integers(0, 40), min_size=2, unique=True).map(sorted),
    st.integers(0, 40),
    st.integers(1, 6),
)
def test_a_place_is_free_where_nothing_overlaps(cuts: list[int], start: int, size: int) -> None:
    taken = [Citation("", *cuts[i : i + 2]) for i in range(0, len(cuts) - 1, 2)]
    place = free_place(taken, start, start + size)
    overlaps = any(start < span.end and span.start < start + size for span in taken)
    assert (place is None) == overlaps
    if place is not None:
        assert all(span.end <= start for span in taken[:place])
        assert all(span.start >= start + size for span in taken[place:])


def test_a_series_of_thousands_is_read_to_its_end() -> None:
    series = ", ".join(f"{85 + n % 9}/{n}" for n in range(1, 5001))
    assert len(values(f"its resolutions {series} on tides")) == 5000


def test_a_number_of_thousands_of_digits_is_only_a_strange_number() -> None:
    digits = "9" * 5000
    assert values(f"القرار {digits}/85", "ar") == [f"resolution 85/{digits}"]
