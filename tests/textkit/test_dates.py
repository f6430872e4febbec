"""Dates in six languages, with both kinds of Arabic numerals."""

from __future__ import annotations

import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from majlis.textkit.dates import find_dates
from majlis.textkit.errors import TextError

SAMPLES = [
    ("en", "by 1 April 2025 at the latest", "2025-04-01", "1 April 2025", "date"),
    ("en", "on May 3rd, 2036, in the harbour", "2036-05-03", "May 3rd, 2036", "date"),
    ("en", "in September 2031", "2031-09", "September 2031", "month"),
    ("en", "from 27 to 31 May 2034", "2034-05-27/2034-05-31", "27 to 31 May 2034", "range"),
    ("en", "the budget for 2024-2027", "2024/2027", "2024-2027", "range"),
    ("en", "before 12.03.2034", "2034-03-12", "12.03.2034", "date"),
    ("en", "in 2037", "2037", "2037", "year"),
    ("en", "each 30 April", "--04-30", "30 April", "day"),
    ("en", "to review it by 2027-03-28.", "2027-03-28", "2027-03-28", "date"),
    ("ar", "بحلول 2027-03-28", "2027-03-28", "2027-03-28", "date"),
    ("zh", "决定在2027-03-28前审查", "2027-03-28", "2027-03-28", "date"),
    ("fr", "d’ici au 1er avril 2038", "2038-04-01", "1er avril 2038", "date"),
    ("fr", "en août 2025", "2025-08", "août 2025", "month"),
    ("es", "a más tardar el 1 de abril de 2038", "2038-04-01", "1 de abril de 2038", "date"),
    ("ru", "до 1 апреля 2038 года", "2038-04-01", "1 апреля 2038 года", "date"),
    ("ru", "27–31 мая 2034 года", "2034-05-27/2034-05-31", "27–31 мая 2034 года", "range"),
    ("ar", "بحلول 1 نيسان/أبريل 2038", "2038-04-01", "1 نيسان/أبريل 2038", "date"),
    ("ar", "في ١ أبريل ٢٠٢٥", "2025-04-01", "١ أبريل ٢٠٢٥", "date"),
    ("ar", "في ۱ أبريل ۲۰۲۵", "2025-04-01", "۱ أبريل ۲۰۲۵", "date"),
    ("ar", "من 27 إلى 31 مايو 2034", "2034-05-27/2034-05-31", "27 إلى 31 مايو 2034", "range"),
    ("zh", "在2038年4月1日前", "2038-04-01", "2038年4月1日", "date"),
    ("zh", "2034年5月27日至31日", "2034-05-27/2034-05-31", "2034年5月27日至31日", "range"),
    ("zh", "2037年提交报告", "2037", "2037", "year"),
]


@pytest.mark.parametrize(("language", "text", "value", "words", "kind"), SAMPLES)
def test_a_date_is_found(language: str, text: str, value: str, words: str, kind: str) -> None:
    found = find_dates(text, language)
    assert [(f.value, text[f.start : f.end], f.kind) for f in found] == [(value, words, kind)]


def test_spans_are_those_of_the_text_with_its_diacritics() -> None:
    text = "يُقدَّم التَّقرير في ١ أبريل ٢٠٢٥ إلى المجلس"
    (found,) = find_dates(text, "ar")
    assert text[found.start : found.end] == "١ أبريل ٢٠٢٥"


@pytest.mark.parametrize(
    "text",
    [
        "resolution 2042 (2032) of the Council",
        "Resolution 2031 (Rev. New Harbour, 2034)",
        "document A/2034/17",
        "the Lamp Fund may pay",
        "WSIS-2034",
    ],
)
def test_what_is_no_date(text: str) -> None:
    assert not [f for f in find_dates(text, "en") if f.kind in ("date", "year", "month")]


def test_a_day_that_no_month_has_is_not_believed() -> None:
    assert [(f.value, f.kind) for f in find_dates("31 February 2034", "en")] == [
        ("2034-02", "month")
    ]


def test_dates_do_not_overlap_and_come_in_order() -> None:
    text = "between 3 May 2034 and 4 June 2035, in July 2036 and in 2037"
    found = find_dates(text, "en")
    assert [f.value for f in found] == ["2034-05-03", "2035-06-04", "2036-07", "2037"]
    assert all(a.end <= b.start for a, b in itertools.pairwise(found))


def test_an_unknown_language_is_refused() -> None:
    with pytest.raises(TextError):
        find_dates("1 April 2025", "xx")


@given(st.text(max_size=80), st.sampled_from(["ar", "zh", "en", "fr", "ru", "es"]))
def test_any_text_is_searched_without_failing(text: str, language: str) -> None:
    for found in find_dates(text, language):
        assert 0 <= found.start < found.end <= len(text)


def test_thousands_of_dates_in_one_paragraph_come_in_order() -> None:
    found = find_dates("by 1 April 2031, 2033-05-04, in 2035, " * 4000, "en")
    assert len(found) == 12_000
    assert [date.start for date in found] == sorted(date.start for date in found)
