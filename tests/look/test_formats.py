"""Numbers, dates and times in the six languages."""

from __future__ import annotations

import datetime
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from majlis.look import formats
from majlis.look.languages import LANGUAGES, direction_of, language_of

CODES = tuple(LANGUAGES)
DAYS = st.dates(min_value=datetime.date(1000, 1, 1))


@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("ar", "1\u00a0234\u00a0567,5"),
        ("zh", "1,234,567.5"),
        ("en", "1,234,567.5"),
        ("fr", "1\u00a0234\u00a0567,5"),
        ("ru", "1\u00a0234\u00a0567,5"),
        ("es", "1\u00a0234\u00a0567,5"),
    ],
)
def test_a_number_has_the_separators_of_its_language(language: str, words: str) -> None:
    assert formats.number(1234567.5, language) == words


def test_spanish_keeps_four_digits_together() -> None:
    assert formats.number(1940, "es") == "1940"
    assert formats.number(1940, "fr") == "1\u00a0940"
    assert formats.number(19400, "es") == "19\u00a0400"


def test_decimals_round_half_up_and_fill() -> None:
    assert formats.number(2.345, "en", 2) == "2.35"
    assert formats.number(2, "ru", 1) == "2,0"


def test_a_negative_number_keeps_its_sign_before_it() -> None:
    assert formats.number(-3, "en") == "\u22123"
    assert formats.number(-3, "ar") == "\u200e\u22123"


def test_a_share_is_said_as_each_language_says_it() -> None:
    said = {code: formats.percent(61, code) for code in CODES}
    assert said == {
        "ar": "61 في المائة",
        "zh": "61%",
        "en": "61%",
        "fr": "61\u00a0%",
        "ru": "61\u00a0%",
        "es": "61\u00a0%",
    }


@settings(deadline=None)
@given(st.integers(min_value=-(10**15), max_value=10**15), st.sampled_from(CODES))
def test_a_number_can_be_read_back(value: int, language: str) -> None:
    words = formats.number(value, language)
    digits = "".join(sign for sign in words if sign in "0123456789")
    assert int(digits) == abs(value)
    assert ("\u2212" in words) == (value < 0)


@pytest.mark.parametrize(
    ("language", "day", "first", "month", "year"),
    [
        (
            "ar",
            "30 حزيران/يونيه 2026",
            "1 كانون الثاني/يناير 2026",
            "كانون الأول/ديسمبر 2026",
            "2026",
        ),
        ("zh", "2026年6月30日", "2026年1月1日", "2026年12月", "2026年"),
        ("en", "30 June 2026", "1 January 2026", "December 2026", "2026"),
        ("fr", "30 juin 2026", "1er janvier 2026", "décembre 2026", "2026"),
        ("ru", "30 июня 2026 года", "1 января 2026 года", "декабрь 2026 года", "2026 год"),
        ("es", "30 de junio de 2026", "1 de enero de 2026", "diciembre de 2026", "2026"),
    ],
)
def test_dates_whole_and_partial(
    language: str, day: str, first: str, month: str, year: str
) -> None:
    assert formats.date(datetime.date(2026, 6, 30), language) == day
    assert formats.date("2026-01-01", language) == first
    assert formats.date("2026-12", language) == month
    assert formats.date("2026", language) == year


@settings(deadline=None)
@given(DAYS, st.sampled_from(CODES))
def test_two_days_never_have_the_same_words(day: datetime.date, language: str) -> None:
    next_month = day + datetime.timedelta(days=31 if day.year < datetime.MAXYEAR else -31)
    assert formats.date(day, language) != formats.date(next_month, language)
    assert str(day.year) in formats.date(day, language)


@settings(deadline=None)
@given(DAYS, st.sampled_from(CODES))
def test_the_machine_form_gives_the_same_words(day: datetime.date, language: str) -> None:
    assert formats.date(formats.machine_date(day), language) == formats.date(day, language)


@pytest.mark.parametrize("value", ["", "soon", "2026-13", "2026-02-30", "30.06.2026", "26"])
def test_what_is_no_date_is_refused(value: str) -> None:
    with pytest.raises(ValueError, match=r"date|month|day"):
        formats.date(value, "en")


@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("ar", "12 أيار/مايو 2027، الساعة 23:59 (UTC+2)"),
        ("zh", "2027年5月12日23:59（UTC+2）"),
        ("en", "12 May 2027, 23:59 UTC+2"),
        ("fr", "12 mai 2027 à 23\u00a0h\u00a059 (UTC+2)"),
        ("ru", "12 мая 2027 года, 23:59 (UTC+2)"),
        ("es", "12 de mayo de 2027, 23:59 (UTC+2)"),
    ],
)
def test_a_moment_says_its_zone(language: str, words: str) -> None:
    zone = datetime.timezone(datetime.timedelta(hours=2))
    assert formats.moment(datetime.datetime(2027, 5, 12, 23, 59, tzinfo=zone), language) == words


@pytest.mark.parametrize(
    ("zone", "name"),
    [("UTC", "UTC"), ("Asia/Kolkata", "UTC+5:30"), ("America/Montevideo", "UTC\u22123")],
)
def test_zones_are_named_by_their_offset(zone: str, name: str) -> None:
    value = datetime.datetime(2027, 5, 12, tzinfo=ZoneInfo(zone))
    assert formats.utc_offset(value) == name


def test_a_moment_without_a_zone_is_refused() -> None:
    with pytest.raises(ValueError, match="time zone"):
        formats.moment(datetime.datetime(2027, 5, 12), "en")


def test_a_language_beyond_the_six_is_written_as_english() -> None:
    assert formats.date("2026-06-30", "sw") == "30 June 2026"
    assert language_of("zh-Hans").code == "zh"
    assert direction_of("fa") == "rtl"
    assert direction_of("sw") == "ltr"


def test_lists_colons_and_brackets_are_those_of_the_language() -> None:
    assert {code: f"A{formats.list_separator(code)}B{formats.colon(code)}C" for code in CODES} == {
        "ar": "A، B: C",
        "zh": "A、B：C",
        "en": "A, B: C",
        "fr": "A, B\u00a0: C",
        "ru": "A, B: C",
        "es": "A, B: C",
    }
    assert {code for code in CODES if formats.stop(code) != ". "} == {"zh"}
    assert formats.stop("zh") == "。"
    assert {code for code in CODES if formats.gap(code) != " "} == {"zh"} and formats.gap(
        "zh"
    ) == ""
    assert "".join(map(formats.question, CODES)) == "؟？????"
    assert formats.with_brackets("名称", "English", "zh") == "名称（English）"
    assert formats.with_brackets("Nom", "English", "fr") == "Nom (English)"
