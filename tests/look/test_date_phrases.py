"""Dates in a sentence, periods, and names of languages, in the six languages."""

from __future__ import annotations

import pytest
from django.utils.translation import override

from majlis.look import date_phrases, formats
from majlis.look.languages import name_of

SINCE = {
    "ar": ("منذ عام 2027", "منذ نيسان/أبريل 2027", "منذ 17 نيسان/أبريل 2027"),
    "zh": ("自2027年起", "自2027年4月起", "自2027年4月17日起"),
    "en": ("since 2027", "since April 2027", "since 17 April 2027"),
    "fr": ("depuis 2027", "depuis avril 2027", "depuis le 17 avril 2027"),
    "ru": ("с 2027 года", "с апреля 2027 года", "с 17 апреля 2027 года"),
    "es": ("desde 2027", "desde abril de 2027", "desde el 17 de abril de 2027"),
}


@pytest.mark.parametrize("language", SINCE)
def test_a_phrase_fits_a_year_a_month_and_a_day(language: str) -> None:
    with override(language):
        phrases = [date_phrases.since(each) for each in ("2027", "2027-04", "2027-04-17")]
        assert tuple(phrases) == SINCE[language]
        for phrase in (date_phrases.until, date_phrases.up_to):
            assert all("2027" in phrase(each) for each in ("2027", "2027-04", "2027-04-17"))


@pytest.mark.parametrize(
    ("language", "years", "days"),
    [
        ("zh", "2024年至2026年", "2024年10月14日至2026年10月11日"),
        ("en", "2024–2026", "14 October 2024 – 11 October 2026"),
        ("ru", "2024–2026 годы", "14 октября 2024 года – 11 октября 2026 года"),
    ],
)
def test_a_range_is_written_as_the_language_writes_it(language: str, years: str, days: str) -> None:
    assert formats.date_range("2024", "2026", language) == years
    assert formats.date_range("2024-10-14", "2026-10-11", language) == days
    assert formats.date_range("2024", "2024", language) == formats.date("2024", language)
    with override(language):
        assert date_phrases.period("2024", "2026") == years
        assert date_phrases.period("2024", "") == date_phrases.since("2024")
        assert date_phrases.period(None, "2026") == date_phrases.until("2026")
        assert date_phrases.period(None, None) == ""


def test_languages_are_named_in_the_language_of_the_reader() -> None:
    with override("fr"):
        assert [name_of("ar"), name_of("en"), name_of("xx")] == ["arabe", "anglais", "xx"]
    with override("zh"):
        assert name_of("ru") == "俄文"
