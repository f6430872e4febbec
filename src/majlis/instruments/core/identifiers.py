"""Symbols, citation keys and slugs: how instruments and versions are identified."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import NamedTuple

from django.utils.text import slugify

from majlis.textkit.citations import KINDS, find_citations

_YEAR = re.compile(r"\s?\((?:19|20)\d{2}\)$")
# Words in parentheses behind a number are the label of a version; a year alone belongs to the symbol.
_LABEL = re.compile(
    r"^(?P<symbol>[^()（）]*\d[^()（）]*?)\s*[(（](?P<label>(?=[^()（）]*[^\W\d_])[^()（）]+)[)）]\s*$"
)
_NUMBER = re.compile(r"\s*(\d{1,4}(?:/\d{1,4})?)\b")
# The number by which texts cite what has this symbol: "resolution 70/125" for A/RES/70/125. With the year for
# the Security Council: every body has its resolution 140, and hardly one of the same year.
_CITED_AS = (
    (re.compile(r"(A|E|A/HRC)/RES/(\d{1,4}/\d{1,4})$"), "resolution {}"),
    (re.compile(r"(A|E|A/HRC)/DEC/(\d{1,4}/\d{1,4})$"), "decision {}"),
    (re.compile(r"(S)/RES/(\d{1,4} \(\d{4}\))$"), "resolution {}"),
)
_ORGANS = {
    "A": "General Assembly",
    "E": "Economic and Social Council",
    "A/HRC": "Human Rights Council",
    "S": "Security Council",
}
_FOUR_DIGITS = re.compile(r"(?:19|20)\d{2}")
LONGEST_SLUG = 60
"""Signs of a part of an address."""
LONGEST_SYMBOL = 300
"""Signs of a symbol that is looked at for a label: no body writes longer ones, and each sign costs more."""
LONGEST_KEY = 120
"""Signs of a key."""


class SymbolAndLabel(NamedTuple):
    """A symbol, and the label of the version that stood with it in parentheses."""

    symbol: str
    label: str


def instrument_key(value: str) -> str:
    """What a citation is resolved by: the instrument, whatever its revision.

    The year belongs to a symbol of the Security Council ("S/RES/2640 (2022)"), and stays.
    """
    return value[:LONGEST_KEY] if "/" in value else _YEAR.sub("", value)[:LONGEST_KEY]


def symbol_keys(symbol: str, kind: str, language: str) -> list[str]:
    """All that citations of a text with this symbol are resolved by, the symbol itself first."""
    found = find_citations(symbol, language)
    number = _NUMBER.match(symbol)
    if found:
        key = instrument_key(found[0].value)
    elif number and kind in KINDS:
        key = f"{kind} {number[1]}"
    else:
        key = symbol.strip()[:LONGEST_KEY]
    return [each for each in (key, *number_keys(key)) if each]


def number_keys(key: str) -> list[str]:
    """The number by which texts cite what has this symbol, if it is a symbol that says the kind; else nothing."""
    return [form.format(match[2]) for shape, form in _CITED_AS if (match := shape.match(key))]


def organ_of(key: str) -> str:
    """The English name of the organ of the United Nations that a symbol of a resolution or decision tells."""
    return next(
        (_ORGANS[match[1]] for shape, _form in _CITED_AS if (match := shape.match(key))), ""
    )


def lookup_keys(value: str) -> list[str]:
    """The keys by which what a citation means is looked for, the nearest first."""
    return list(dict.fromkeys([value[:LONGEST_KEY], instrument_key(value)]))


def split_symbol(symbol: str) -> SymbolAndLabel:
    """ "Resolution 1332 (Rev. 2031)" as the symbol and the label of the version; no label in most."""
    found = _LABEL.match(symbol.strip()) if len(symbol) <= LONGEST_SYMBOL else None
    if found is None:
        return SymbolAndLabel(symbol.strip(), "")
    return SymbolAndLabel(found["symbol"].strip(), found["label"].strip())


def unique_slug(
    key: str, title: str, body: str, taken: Callable[[str], bool], *, other: str = ""
) -> str:
    """A part of an address that is free: of the key, else of the title where it is in Latin letters.

    ``url_encoded_body`` (an abbreviation) stands before a key that other bodies use too ("resolution 5"). ``reading_context``: what it
    is called where neither gives one (``fallback_stem``).
    """
    return first_free(slug_stem(key, title, body, other), taken)


def slug_stem(key: str, title: str = "", body: str = "", other: str = "") -> str:
    """The same, whether or not somebody has taken it."""
    stem = slugify(f"{body} {key}" if key and "/" not in key else key.replace("/", "-"))
    if not stem or not any(sign.isdecimal() for sign in stem) and not _is_latin(key):
        stem = slugify(title) if _is_latin(title) else ""
    return (stem or other or "text")[:LONGEST_SLUG].strip("-")


def fallback_stem(kind: str, body: str, date: str, above: str) -> str:
    """For a text with no symbol and no title in Latin letters: of what it is annexed to, else of what is known of it.

    "resolution-27-annex", "report-council-2031".
    """
    if above:
        return f"{above[: LONGEST_SLUG - 6].strip('-')}-annex"
    year = _FOUR_DIGITS.search(date)
    return slugify(f"{kind} {body} {year[0] if year else ''}")


def _is_latin(words: str) -> bool:
    """Whether nearly all letters are Latin: an abbreviation within another script gives no address."""
    letters = [sign for sign in words if sign.isalpha()]
    return 5 * sum(sign < "\u0250" for sign in letters) > 4 * len(letters)


def version_slug(label: str, date: str, taken: Callable[[str], bool]) -> str:
    """A part of an address for a version: the year of its date or of its label, else a number."""
    year = _FOUR_DIGITS.search(date) or _FOUR_DIGITS.search(label)
    return first_free(year[0], taken) if year else first_free("1", taken, first=1)


def year_in(words: str) -> str:
    """The first year in a label or an address; empty where there is none."""
    found = _FOUR_DIGITS.search(words)
    return found[0] if found else ""


RESERVED_SLUGS = {
    "coverage",
    "imports",
    "compare",
    "is",
    "resolve",
    "concepts",
    "change",
    "acts",
    "history",
}
"""Parts of addresses that are pages of the room."""


def first_free(stem: str, taken: Callable[[str], bool], first: int = 0) -> str:
    """The stem, or the stem with the first number from 2 that nobody has taken."""
    if stem not in RESERVED_SLUGS and not taken(stem):
        return stem
    number = 2
    while taken(str(number) if first else f"{stem}-{number}"):
        number += 1
    return str(number) if first else f"{stem}-{number}"
