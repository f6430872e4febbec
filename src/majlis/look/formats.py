"""Numbers, dates and times as the six languages write them.

Pure functions: a value and a language go in, words come out; no markup, no request. Digits are 0-9 in
all six languages. A language that is not one of the six is written as English.
"""

from __future__ import annotations

import datetime
import re
from decimal import ROUND_HALF_UP, Decimal
from functools import cache

from babel import Locale

from majlis.look.languages import language_of

NO_BREAK = "\N{NO-BREAK SPACE}"
LEFT_TO_RIGHT = "\N{LEFT-TO-RIGHT MARK}"
MINUS = "\N{MINUS SIGN}"

# Thousands and decimals. A plain space would let a line, or an Arabic sentence, turn a number round.
SEPARATORS = {
    "ar": (NO_BREAK, ","),
    "zh": (",", "."),
    "en": (",", "."),
    "fr": (NO_BREAK, ","),
    "ru": (NO_BREAK, ","),
    "es": (NO_BREAK, ","),
}
# Spanish leaves a number of four digits whole.
GROUPED_FROM = {"es": 10_000}

PERCENT = {
    "ar": "{number} في المائة",
    "zh": "{number}%",
    "en": "{number}%",
    "fr": "{number}" + NO_BREAK + "%",
    "ru": "{number}" + NO_BREAK + "%",
    "es": "{number}" + NO_BREAK + "%",
}

# Between the things of a list; between a name and what it says; around what is said aside.
LIST_SEPARATORS = {"ar": "، ", "zh": "、"}
COLONS = {"zh": "：", "fr": NO_BREAK + ": "}
BRACKETS = {"zh": ("（", "）")}
STOPS = {"zh": "。"}
QUESTION_MARKS = {"ar": "؟", "zh": "？"}

# The months of Arabic documents of the United Nations: the Levantine name, then the other.
ARABIC_MONTHS = (
    "كانون الثاني/يناير",
    "شباط/فبراير",
    "آذار/مارس",
    "نيسان/أبريل",
    "أيار/مايو",
    "حزيران/يونيه",
    "تموز/يوليه",
    "آب/أغسطس",
    "أيلول/سبتمبر",
    "تشرين الأول/أكتوبر",
    "تشرين الثاني/نوفمبر",
    "كانون الأول/ديسمبر",
)

# A day; a month; a year.
DATES = {
    "ar": ("{day} {month} {year}", "{month} {year}", "{year}"),
    "zh": ("{year}年{number}月{day}日", "{year}年{number}月", "{year}年"),
    "en": ("{day} {month} {year}", "{month} {year}", "{year}"),
    "fr": ("{day} {month} {year}", "{month} {year}", "{year}"),
    "ru": ("{day} {month} {year} года", "{alone} {year} года", "{year} год"),
    "es": ("{day} de {month} de {year}", "{month} de {year}", "{year}"),
}

# A day with a clock time and its zone. The zone is set apart, so that a template can isolate it.
MOMENTS = {
    "ar": ("{date}، الساعة {hour}:{minute} (", ")"),
    "zh": ("{date}{hour}:{minute}（", "）"),
    "en": ("{date}, {hour}:{minute} ", ""),
    "fr": ("{date} à {hour}" + NO_BREAK + "h" + NO_BREAK + "{minute} (", ")"),
    "ru": ("{date}, {hour}:{minute} (", ")"),
    "es": ("{date}, {hour}:{minute} (", ")"),
}

PARTIAL = re.compile(r"(\d{4})(?:-(\d{1,2})(?:-(\d{1,2}))?)?")

Number = int | float | Decimal
Day = datetime.date | datetime.datetime | str


def number(value: Number, language: str, decimals: int | None = None) -> str:
    """A number with the separators of a language: 12345.5 in French gives `12 345,5`.

    `decimals` rounds (half up) to that many places; without it an integer stays whole and any other
    number keeps the places that it has.
    """
    code = language_of(language).code
    thousands, point = SEPARATORS[code]
    exact = value if isinstance(value, Decimal) else Decimal(str(value))
    if decimals is not None:
        exact = exact.quantize(Decimal(1).scaleb(-decimals), rounding=ROUND_HALF_UP)
    whole, _, places = f"{abs(exact):f}".partition(".")
    if int(whole) >= GROUPED_FROM.get(code, 1000):
        whole = f"{int(whole):,}".replace(",", thousands)
    written = f"{whole}{point}{places}" if places else whole
    if exact < 0:
        # Without the mark, Arabic would put the sign on the other side of its number.
        written = (LEFT_TO_RIGHT if code == "ar" else "") + MINUS + written
    return written


def percent(value: Number, language: str, decimals: int | None = None) -> str:
    """A share of a hundred: 61 gives `61%`, `61 %` or `61 في المائة`."""
    code = language_of(language).code
    return PERCENT[code].format(number=number(value, code, decimals))


def list_separator(language: str) -> str:
    """What stands between the things of a list."""
    return LIST_SEPARATORS.get(language_of(language).code, ", ")


def colon(language: str) -> str:
    """What stands between a name and what it says."""
    return COLONS.get(language_of(language).code, ": ")


def gap(language: str) -> str:
    """What stands between a sentence, a string that ends with a colon or a kind of thing, and what follows it."""
    return "" if colon(language).strip() == colon(language) else " "


def stop(language: str) -> str:
    """What stands between a sentence without its full stop and what follows it."""
    return STOPS.get(language_of(language).code, ". ")


def question(language: str) -> str:
    """The question mark."""
    return QUESTION_MARKS.get(language_of(language).code, "?")


def with_brackets(words: str, more: str, language: str) -> str:
    """Words with more in brackets: `Name (English)`, `名称（English）`."""
    before, after = BRACKETS.get(language_of(language).code, (" (", ")"))
    return f"{words}{before}{more}{after}"


@cache
def month_names(language: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The twelve months of a language: as they stand in a date, and as they stand alone."""
    code = language_of(language).code
    if code == "ar":
        return ARABIC_MONTHS, ARABIC_MONTHS
    months = Locale.parse(code).months
    # Babel falls back to another language where a language has no form of its own for "alone".
    alone = "stand-alone" if code == "ru" else "format"
    return tuple(
        tuple(str(months[form]["wide"][n]) for n in range(1, 13)) for form in ("format", alone)
    )  # type: ignore[return-value]


def date_parts(value: Day) -> tuple[int, int | None, int | None]:
    """Year, month and day of a date, or of a partial one: `2026`, `2026-04`, `2026-04-17`.

    Raises ValueError, saying what was met, for any other text and for a day that does not exist.
    """
    if isinstance(value, datetime.date):
        return value.year, value.month, value.day
    match = PARTIAL.fullmatch(value.strip())
    if not match:
        raise ValueError(f"{value!r} is not a date: write 2026, 2026-04 or 2026-04-17")
    year, month, day = (int(part) if part else None for part in match.groups())
    assert year is not None
    datetime.date(year, month or 1, day or 1)
    return year, month, day


def date(value: Day, language: str) -> str:
    """A date in words, whole or partial: 2026-06-30 gives `30 June 2026`, 2026-04 `April 2026`.

    Raises ValueError as `date_parts` does.
    """
    return date_from_parts(*date_parts(value), language)


def date_from_parts(year: int, month: int | None, day: int | None, language: str) -> str:
    """The words of a year, a month and a day, even of a day that does not exist (31 February).

    Raises IndexError for a month that is none.
    """
    code = language_of(language).code
    whole, of_month, of_year = DATES[code]
    if month is None:
        return of_year.format(year=year)
    named, alone = month_names(code)
    names = {"month": named[month - 1], "alone": alone[month - 1], "number": month, "year": year}
    if day is None:
        return of_month.format(**names)
    return whole.format(day="1er" if code == "fr" and day == 1 else day, **names)


def utc_offset(value: datetime.datetime) -> str:
    """The offset of a moment as people write it: `UTC`, `UTC+2`, `UTC+5:30`, `UTC−3`.

    Raises ValueError for a moment without a zone: it would be a guess.
    """
    offset = value.utcoffset()
    if offset is None:
        raise ValueError("a moment needs its time zone")
    minutes = int(offset.total_seconds()) // 60
    if not minutes:
        return "UTC"
    hours, rest = divmod(abs(minutes), 60)
    sign = "+" if minutes > 0 else MINUS
    return f"UTC{sign}{hours}" + (f":{rest:02}" if rest else "")


def moment_parts(value: datetime.datetime, language: str) -> tuple[str, str, str]:
    """A moment as three strings: what stands before its zone, the zone, and what closes it.

    Raises ValueError for a moment without a zone.
    """
    code = language_of(language).code
    before, after = MOMENTS[code]
    words = before.format(
        date=date(value, code), hour=f"{value.hour:02}", minute=f"{value.minute:02}"
    )
    return words, utc_offset(value), after


def moment(value: datetime.datetime, language: str) -> str:
    """A day, a clock time and its zone: `12 May 2027, 23:59 UTC+2`.

    The time is told in the zone that the value carries. Raises ValueError where it carries none.
    """
    return "".join(moment_parts(value, language))


def machine_date(value: Day) -> str:
    """The `datetime` attribute of a date, a partial date or a moment.

    Raises ValueError as `date_parts` does.
    """
    if isinstance(value, datetime.datetime):
        return value.isoformat(timespec="minutes")
    year, month, day = date_parts(value)
    return "-".join([f"{year:04}", *(f"{part:02}" for part in (month, day) if part is not None)])
