"""Formats of numbers, dates and times in the six languages.

Pure functions of a value and a language, which return text without markup. Digits are 0-9 in all six
languages. Any other language is formatted as English.
"""

from __future__ import annotations

import datetime
import re
from decimal import ROUND_HALF_UP, Decimal
from functools import cache

from babel import Locale

from majlis.look.bidi import joined
from majlis.look.languages import language_of

NO_BREAK = "\N{NO-BREAK SPACE}"
LEFT_TO_RIGHT = "\N{LEFT-TO-RIGHT MARK}"
MINUS = "\N{MINUS SIGN}"

# Separators of thousands and decimals. A plain space could break or reorder a number in a line.
SEPARATORS = {
    "ar": (NO_BREAK, ","),
    "zh": (",", "."),
    "en": (",", "."),
    "fr": (NO_BREAK, ","),
    "ru": (NO_BREAK, ","),
    "es": (NO_BREAK, ","),
}
# Spanish and Russian do not group numbers of four digits.
GROUPED_FROM = {"es": 10_000, "ru": 10_000}

PERCENT = {
    "ar": "{number} في المائة",
    "zh": "{number}%",
    "en": "{number}%",
    "fr": "{number}" + NO_BREAK + "%",
    "ru": "{number}" + NO_BREAK + "%",
    "es": "{number}" + NO_BREAK + "%",
}

# Separators of lists, colons, and brackets, where they differ from English.
LIST_SEPARATORS = {"ar": "، ", "zh": "、"}
CLAUSE_SEPARATORS = {"ar": "، ", "zh": "，"}
COLONS = {"zh": "：", "fr": NO_BREAK + ": "}
BRACKETS = {"zh": ("（", "）")}
STOPS = {"zh": "。"}
QUESTION_MARKS = {"ar": "؟", "zh": "？"}

# Months in Arabic documents of the United Nations: the Levantine name, then the common one.
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

# Formats of a day, a month and a year.
DATES = {
    "ar": ("{day} {month} {year}", "{month} {year}", "{year}"),
    "zh": ("{year}年{number}月{day}日", "{year}年{number}月", "{year}年"),
    "en": ("{day} {month} {year}", "{month} {year}", "{year}"),
    "fr": ("{day} {month} {year}", "{month} {year}", "{year}"),
    "ru": ("{day} {month} {year} года", "{alone} {year} года", "{year} год"),
    "es": ("{day} de {month} de {year}", "{month} de {year}", "{year}"),
}

# Formats of a date and time before and after the time zone, which a template has to isolate.
MOMENTS = {
    "ar": ("{date}، الساعة {hour}:{minute} (", ")"),
    "zh": ("{date}{hour}:{minute}（", "）"),
    "en": ("{date}, {hour}:{minute} ", ""),
    "fr": ("{date} à {hour}" + NO_BREAK + "h" + NO_BREAK + "{minute} (", ")"),
    "ru": ("{date}, {hour}:{minute} (", ")"),
    "es": ("{date}, {hour}:{minute} (", ")"),
}

YEAR_RANGES = {"zh": "{first}年至{last}年", "ru": "{first}–{last} годы"}

_BREAKABLE_SPACE = re.compile(r"[^\S\u00a0\u202f]+")
PARTIAL = re.compile(r"(\d{4})(?:-(\d{1,2})(?:-(\d{1,2}))?)?")

Number = int | float | Decimal
Day = datetime.date | datetime.datetime | str


def number(value: Number, language: str, decimals: int | None = None) -> str:
    """A number with the separators of a language: 12345.5 in French gives `12 345,5`.

    `decimals` rounds (half up) to that many places; without it all places of the number are shown.
    """
    code = language_of(language).code
    thousands, point = SEPARATORS[code]
    exact = value if isinstance(value, Decimal) else Decimal(str(value))
    if decimals is not None:
        exact = exact.quantize(Decimal(1).scaleb(-decimals), rounding=ROUND_HALF_UP)
    whole, _, places = f"{abs(exact):f}".partition(".")
    if int(whole) >= GROUPED_FROM.get(code, 1000):
        whole = f"{int(whole):,}".replace(",", thousands)
    text = f"{whole}{point}{places}" if places else whole
    if exact < 0:
        # Without the mark, the sign appears on the other side of the number in Arabic.
        text = (LEFT_TO_RIGHT if code == "ar" else "") + MINUS + text
    return text


def on_one_line(text: str) -> str:
    """A text without line breaks; no-break spaces, which French sets before a colon, stay."""
    return _BREAKABLE_SPACE.sub(" ", text).strip()


def percent(value: Number, language: str, decimals: int | None = None) -> str:
    """A percentage: 61 gives `61%`, `61 %` or `61 في المائة`."""
    code = language_of(language).code
    return PERCENT[code].format(number=number(value, code, decimals))


def list_separator(language: str) -> str:
    """The separator of list items."""
    return LIST_SEPARATORS.get(language_of(language).code, ", ")


def clause_separator(language: str) -> str:
    """The comma between parts of a citation or of a sentence, which are no items of a list."""
    return CLAUSE_SEPARATORS.get(language_of(language).code, ", ")


def colon(language: str) -> str:
    """The colon between a name and its value, with its spaces."""
    return COLONS.get(language_of(language).code, ": ")


def gap(language: str) -> str:
    """The space after a sentence, a colon or a label; empty in Chinese."""
    return "" if colon(language).strip() == colon(language) else " "


def stop(language: str) -> str:
    """The full stop and space between two sentences."""
    return STOPS.get(language_of(language).code, ". ")


def question(language: str) -> str:
    """The question mark."""
    return QUESTION_MARKS.get(language_of(language).code, "?")


def with_brackets(words: str, more: str, language: str) -> str:
    """A text with another one in brackets: `Name (English)`, `名称（English）`."""
    before, after = BRACKETS.get(language_of(language).code, (" (", ")"))
    return joined(words, before, more, after)


@cache
def month_names(language: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The names of the twelve months: within a date, and standing alone."""
    code = language_of(language).code
    if code == "ar":
        return ARABIC_MONTHS, ARABIC_MONTHS
    months = Locale.parse(code).months
    # Only Russian has own stand-alone forms; for others Babel may fall back to another language.
    alone = "stand-alone" if code == "ru" else "format"
    return tuple(
        tuple(str(months[form]["wide"][n]) for n in range(1, 13)) for form in ("format", alone)
    )  # type: ignore[return-value]


def month_in_date(month: int, language: str) -> str:
    """The name of a month (1 to 12) before its year: `April`, `апреля`, `4月`."""
    code = language_of(language).code
    return f"{month}月" if code == "zh" else month_names(code)[0][month - 1]


def date_range(first: Day, last: Day, language: str) -> str:
    """Two full or partial dates as a range: `14 October 2024 – 11 October 2026`, `2024–2026`; one if both are the same.

    Raises ValueError as `date_parts` does.
    """
    code = language_of(language).code
    names = date(first, code), date(last, code)
    if names[0] == names[1]:
        return names[0]
    if isinstance(first, str) and isinstance(last, str) and first.isdecimal() and last.isdecimal():
        return YEAR_RANGES.get(code, "{first}–{last}").format(first=first, last=last)
    return ("至" if code == "zh" else " – ").join(names)


def date_parts(value: Day) -> tuple[int, int | None, int | None]:
    """Year, month and day of a full or partial date: `2026`, `2026-04`, `2026-04-17`.

    Raises ValueError for any other text, and for a day that does not exist.
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
    """A full or partial date as text: 2026-06-30 gives `30 June 2026`, 2026-04 `April 2026`.

    Raises ValueError as `date_parts` does.
    """
    return date_from_parts(*date_parts(value), language)


def date_from_parts(year: int, month: int | None, day: int | None, language: str) -> str:
    """A year, month and day as text, even if the day does not exist (31 February).

    Raises IndexError for an invalid month.
    """
    code = language_of(language).code
    day_format, month_format, year_format = DATES[code]
    if month is None:
        return year_format.format(year=year)
    in_date, alone = month_names(code)
    names = {"month": in_date[month - 1], "alone": alone[month - 1], "number": month, "year": year}
    if day is None:
        return month_format.format(**names)
    return day_format.format(day="1er" if code == "fr" and day == 1 else day, **names)


def utc_offset(value: datetime.datetime) -> str:
    """The offset of a moment from UTC: `UTC`, `UTC+2`, `UTC+5:30`, `UTC−3`.

    Raises ValueError for a moment without a time zone.
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
    """A moment as three texts: the part before the zone, the zone, and the part after it.

    Raises ValueError for a moment without a time zone.
    """
    code = language_of(language).code
    before, after = MOMENTS[code]
    words = before.format(
        date=date(value, code), hour=f"{value.hour:02}", minute=f"{value.minute:02}"
    )
    return words, utc_offset(value), after


def moment(value: datetime.datetime, language: str) -> str:
    """A date, time and zone: `12 May 2027, 23:59 UTC+2`.

    The time is that of the value's own time zone. Raises ValueError if it has none.
    """
    return "".join(moment_parts(value, language))


def machine_date(value: Day) -> str:
    """The value of the `datetime` attribute for a full or partial date, or a moment.

    Raises ValueError as `date_parts` does.
    """
    if isinstance(value, datetime.datetime):
        return value.isoformat(timespec="minutes")
    year, month, day = date_parts(value)
    return "-".join([f"{year:04}", *(f"{part:02}" for part in (month, day) if part is not None)])
