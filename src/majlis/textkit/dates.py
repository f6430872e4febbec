"""Dates in running text, in six languages, with either kind of Arabic numerals.

The months and the shapes of dates come from the lexicon; what is found is an ISO 8601 value, partial
where only a year or a month is said, an interval ``A/B`` for a range. Spans refer to the text as given.
"""

from __future__ import annotations

import re
from calendar import monthrange
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal

from majlis.textkit.citations import Apart, Citation, citations_in, free_place
from majlis.textkit.lexicon import Lexicon, fold, lexicon
from majlis.textkit.lexicon.folding import Folded, fold_form
from majlis.textkit.numbering import from_chinese

Precision = Literal["date", "month", "year", "day", "range"]

# Signs that stand between the ends of a range in any language; words come from the lexicon.
_DASH = r"\s*[-~/]\s*"
_YEAR = r"(?:1[89]|20|21)\d{2}"
_YEARS = re.compile(rf"(?<![\d/.-])({_YEAR})[-/]({_YEAR})(?![\d/.-])")
_DIGIT = re.compile(r"\d")
# Chinese writes no space before or behind a date.
_ISO = re.compile(
    rf"(?<![0-9A-Za-z_/.-])(?P<y>{_YEAR})-(?P<mm>\d{{2}})-(?P<d>\d{{2}})(?![0-9A-Za-z_-])"
)
_NUMERIC = re.compile(
    rf"(?<![\w/.-])(?P<d>\d{{1,2}})(?P<s>[./])(?P<mm>\d{{1,2}})(?P=s)(?P<y>{_YEAR})(?![\w/])"
)
# A year is no date inside a symbol, a number with its own signs, or a name such as WSIS-2025.
_BARE = re.compile(rf"(?<![\w/.+-])(?P<y>{_YEAR})(?![\w/+]|[.,-]\d)")


@dataclass(frozen=True, slots=True)
class Found:
    """A date: ISO ``value`` (partial where so written), its place, and how much of it was said.

    ``kind``: ``date`` 2025-04-01, ``month`` 2025-04, ``year`` 2025, ``day`` --04-01 (no year), ``range``
    with the two ends as ``A/B``.
    """

    value: str
    start: int
    end: int
    kind: Precision


@dataclass(frozen=True, slots=True)
class _Rules:
    patterns: tuple[re.Pattern[str], ...]
    by_year: tuple[re.Pattern[str], ...]
    before: re.Pattern[str]
    behind: re.Pattern[str]
    bare: re.Pattern[str]


@lru_cache(maxsize=16)
def _rules(language: str) -> _Rules:
    lex = lexicon(language)
    table = lex.table("dates")
    left, right = ("", "") if language == "zh" else (r"(?<!\w)", r"(?!\w)")
    months = "|".join(
        f"(?P<m{number}>{'|'.join(_longest(forms, lex))})"
        for number, forms in enumerate(table["months"], start=1)
    )
    plain = "|".join(form for forms in table["months"] for form in _longest(forms, lex))
    # Two names of one month ("avril/april") are one month.
    month = rf"(?:{months})(?:\s?/\s?(?:{plain}))?"

    def ready(form: str) -> re.Pattern[str]:
        # "%M" must pass through the folding untouched, and the months are folded already.
        body = month.join(fold_form(part, language) for part in form.split("%M"))
        return re.compile(f"{left}(?:{body}){right}", re.IGNORECASE)

    words = "|".join(fold_form(word, language) for word in table["range"]) or "(?!)"
    return _Rules(
        tuple(ready(form) for form in table["patterns"]),
        tuple(ready(form) for form in table["by_year"]),
        re.compile(
            rf"(?<!\d)(?P<d>\d{{1,2}})(?:[^\W\d]{{2}})?(?:{_DASH}|\s*(?:{words})\s*)$",
            re.IGNORECASE,
        ),
        re.compile("|".join(fold_form(f, language) for f in table.get("range_end", [])) or "(?!)"),
        # Without word borders, a bare year is one by the word behind it.
        _ready_year(table["year"], language) if language == "zh" else _BARE,
    )


def _ready_year(forms: list[str], language: str) -> re.Pattern[str]:
    body = "|".join(fold_form(form, language) for form in forms)
    return re.compile(rf"(?<![0-9A-Za-z/.+-])(?:{body})")


def _longest(forms: list[str], lex: Lexicon) -> list[str]:
    return sorted((fold_form(form, lex.code) for form in forms), key=len, reverse=True)


def by_year(language: str) -> tuple[re.Pattern[str], ...]:
    """The patterns (group ``y``) of a year with the words that make it a date."""
    return _rules(language).by_year


def find_dates(text: str, language: str) -> list[Found]:
    """Every date of a text in reading order, none overlapping another.

    Raises TextError for a language without a lexicon.
    """
    folded = fold(text)
    if not any(map(str.isdigit, folded.text)) and language != "zh":
        return []
    return [
        Found(found.value, *folded.back(found.start, found.end), found.kind)
        for found in dates_in(folded, language)
    ]


def first_full_date(text: str, language: str) -> str:
    """The first date of a text that says year, month and day, ISO; empty where there is none.

    The same as the first such among ``find_dates``, without a look for years and what they belong to.
    """
    folded = fold(text)
    if not any(map(str.isdigit, folded.text)) and language != "zh":
        return ""
    dated = _dated_in(folded.text, _rules(language))
    return next((found.value for found in dated if found.kind == "date"), "")


def dates_in(folded: Folded, language: str) -> list[Found]:
    """As ``find_dates``, on folded text and with spans of it."""
    text = folded.text
    if language != "zh" and not _DIGIT.search(text):
        return []
    rules = _rules(language)
    taken = Apart(_dated_in(text, rules))
    for match in _YEARS.finditer(text):
        if match[1] < match[2]:
            taken.take(Found(f"{match[1]}/{match[2]}", *match.span(), "range"))
    taken.settle()
    cited: list[Citation] | None = None
    for pattern in (*rules.by_year, rules.bare):
        for match in pattern.finditer(text):
            if match["y"] and taken.is_free(*match.span("y")):
                if cited is None:
                    cited = citations_in(folded, language)
                if free_place(cited, match.start("y"), match.start("y") + 1) is None:
                    continue  # the number of a resolution, or the year of its revision
                taken.take(Found(_figures(match["y"]), *match.span("y"), "year"))
        taken.settle()
    return taken.spans


def _dated_in(text: str, rules: _Rules) -> list[Found]:
    """The dates that name a month, in order and apart from each other."""
    taken: Apart[Found] = Apart([])
    for pattern in (_ISO, _NUMERIC, *rules.patterns):
        for match in pattern.finditer(text):
            if taken.is_free(*match.span()) and (found := _dated(match, text, rules)):
                taken.take(found)
        taken.settle()
    return taken.spans


def _figures(year: str) -> str:
    """A year in European digits, also where each of them is a Chinese one (二〇三一)."""
    if year.isdecimal():
        return year
    return "".join(str(from_chinese(sign) or 0) for sign in year.replace("○", "〇"))


def _day(said: str) -> int:
    """A day of the month, in digits or Chinese numerals (三十一); 0 where it is none."""
    return int(said) if said.isdecimal() else from_chinese(said) or 0


def _dated(match: re.Match[str], text: str, rules: _Rules) -> Found | None:
    groups = match.groupdict()
    month = int(groups.get("mm") or 0) or next(
        (number for number in range(1, 13) if groups.get(f"m{number}")), 0
    )
    year, day = _figures(groups.get("y") or ""), _day(groups.get("d") or "0")
    if not 1 <= month <= 12 or day > (monthrange(int(year or 2024), month)[1]):
        return None
    start, end = match.span()
    value = "-".join(
        part for part in (year or "-", f"{month:02}", f"{day:02}" if day else "") if part
    )
    if not day:
        # "may" without a year or a day is a verb as often as a month.
        return Found(value, start, end, "month") if year else None
    behind = rules.behind.match(text, end)
    if behind and day < int(behind["e"]) <= 31:
        return Found(f"{value}/{value[:-2]}{int(behind['e']):02}", start, behind.end(), "range")
    if match.re is _ISO:  # "03-" in 2027-03-28 is its month, and no first day of a range
        return Found(value, start, end, "date")
    before = rules.before.search(text, max(0, match.start("d") - 12), match.start("d"))
    if before and 1 <= int(before["d"]) < day:
        first = f"{value[:-2]}{int(before['d']):02}"
        return Found(f"{first}/{value}", before.start("d"), end, "range")
    return Found(value, start, end, "date" if year else "day")
