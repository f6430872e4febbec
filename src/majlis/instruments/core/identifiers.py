"""Symbols, citation keys and slugs: the identifiers of instruments and versions."""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import cache
from typing import NamedTuple

from django.utils.text import slugify

from majlis.textkit.citations import KINDS, find_citations
from majlis.textkit.lexicon import fold, lexicon
from majlis.textkit.model import LANGUAGES

_YEAR = re.compile(r"\s?\((?:19|20)\d{2}\)$")
# Words in parentheses after a number are the label of a version; a year alone is part of the symbol.
_YEAR_ALONE = r"(?:19|20)\d{2}\s?(?:г\.|года|年)"
_LABEL = re.compile(
    r"^(?P<symbol>[^()（）]*\d[^()（）]*?)\s*[(（]"
    rf"(?P<label>(?!{_YEAR_ALONE}[)）])(?=[^()（）]*[^\W\d_])[^()（）]+)[)）]\s*$"
)
_NUMBER = re.compile(r"\s*(\d{1,4}(?:/\d{1,4})?)\b")
# How texts cite a symbol by number: "resolution 70/125" for A/RES/70/125. With the year for the Security
# Council: many bodies have a resolution 140, but rarely one of the same year.
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
_WORDS = re.compile(r"[^\W\d_]+")
_TOKENS = re.compile(r"[^\s,;()（）]+")
_BRACKET = re.compile(r"([^(（]*)([(（]?)(.*)", re.DOTALL)
_FOUR_DIGITS = re.compile(r"(?:19|20)\d{2}")
SHORTEST_KIND = 4
"""Minimal letters of a word that names a kind of text; an abbreviation in capitals has fewer."""
LONGEST_SLUG = 60
"""Maximal characters of a slug."""
LONGEST_SYMBOL = 300
"""Maximal characters of a symbol searched for a label: bodies write no longer ones, and the search is not linear."""
LONGEST_KEY = 120
"""Maximal characters of a key."""


class SymbolAndLabel(NamedTuple):
    """A symbol, and the label of the version that followed it in parentheses."""

    symbol: str
    label: str


def instrument_key(value: str) -> str:
    """The key of an instrument for a citation value, without the year of the revision.

    In a symbol of the Security Council ("S/RES/2640 (2022)") the year is part of the symbol, and
    stays.
    """
    return value[:LONGEST_KEY] if "/" in value else _YEAR.sub("", value)[:LONGEST_KEY]


def symbol_keys(symbol: str, kind: str, language: str) -> list[str]:
    """All keys by which citations of a text with this symbol resolve, the symbol's own key first."""
    citations = find_citations(symbol, language)
    number = _NUMBER.match(symbol)
    if citations:
        key = instrument_key(citations[0].value)
    elif number and kind in KINDS:
        key = f"{kind} {number[1]}"
    else:
        key = symbol.strip()[:LONGEST_KEY]
    return [each for each in (key, *number_keys(key)) if each]


def number_keys(key: str) -> list[str]:
    """The key "resolution 70/125" for a symbol that states its kind; empty for others."""
    return [form.format(match[2]) for shape, form in _CITED_AS if (match := shape.match(key))]


def organ_of(key: str) -> str:
    """The English name of the UN organ of a resolution's or decision's symbol; else empty."""
    return next(
        (_ORGANS[match[1]] for shape, _form in _CITED_AS if (match := shape.match(key))), ""
    )


def lookup_keys(value: str) -> list[str]:
    """The keys by which to look up a citation value, the most specific first."""
    return list(dict.fromkeys([value[:LONGEST_KEY], instrument_key(value)]))


def split_symbol(symbol: str) -> SymbolAndLabel:
    """Split "RESOLUTION 1332 (REV. 2031)" into "Resolution 1332" and "Rev. 2031"; the label is often empty."""
    symbol = in_sentence_case(symbol.strip())
    match = _LABEL.match(symbol) if len(symbol) <= LONGEST_SYMBOL else None
    if match is None:
        return SymbolAndLabel(symbol, "")
    return SymbolAndLabel(match["symbol"].strip(), match["label"].strip())


def with_label(symbol: str, label: str) -> str:
    """The symbol with another label, or without one where ``label`` is empty."""
    symbol = symbol.strip()
    match = _LABEL.match(symbol) if len(symbol) <= LONGEST_SYMBOL else None
    if match is None or not label:
        return match["symbol"].strip() if match is not None else symbol
    return f"{symbol[: match.start('label')]}{label}{symbol[match.end('label') :]}"


def in_sentence_case(symbol: str) -> str:
    """A symbol whose kind a title prints in capitals, as it is written in a sentence: "Resolution 27".

    Other symbols are unchanged, abbreviations and numbers too.
    """
    if len(symbol) > LONGEST_SYMBOL or not any(map(_is_capital_kind, _WORDS.findall(symbol))):
        return symbol
    head, bracket, label = _BRACKET.match(symbol).groups()  # type: ignore[union-attr]
    head = _WORDS.sub(
        lambda word: word[0].capitalize() if _is_capital_kind(word[0]) else word[0], head
    )
    return f"{head}{bracket}{_TOKENS.sub(lambda token: _in_lower_case(token[0]), label)}"


@cache
def _is_capital_kind(word: str) -> bool:
    """Whether a word in capitals names a kind of text in one of the languages."""
    if not word.isupper() or len(word) < SHORTEST_KIND:
        return False
    plain = fold(word).text
    named = (pair for code in LANGUAGES for pair in lexicon(code).named("kinds"))
    return any(pattern.fullmatch(plain) for _kind, pattern in named)


def _in_lower_case(token: str) -> str:
    """A word of a label in capitals as a sentence has it: "Rev.", "Dubai", "in"; codes stay."""
    letters = [sign for sign in token if sign.isalpha()]
    if not token.isupper() or any(sign.isdecimal() for sign in token):
        return token
    return token.lower() if len(letters) < 3 else token.title()


def unique_slug(
    key: str, title: str, body: str, taken: Callable[[str], bool], *, other: str = ""
) -> str:
    """A free slug for an instrument: from the key, else from a title in Latin letters.

    ``body`` (an abbreviation) precedes a key that other bodies use too ("resolution 5"). ``other``
    is used where neither gives a slug (see ``fallback_stem``).
    """
    return first_free(slug_stem(key, title, body, other), taken)


def slug_stem(key: str, title: str = "", body: str = "", other: str = "") -> str:
    """The slug of ``unique_slug`` before the check whether it is taken."""
    stem = slugify(f"{body} {key}" if key and "/" not in key else key.replace("/", "-"))
    if not stem or not any(sign.isdecimal() for sign in stem) and not _is_latin(key):
        stem = slugify(title) if _is_latin(title) else ""
    return (stem or other or "text")[:LONGEST_SLUG].strip("-")


def fallback_stem(kind: str, body: str, date: str, above: str) -> str:
    """A slug for a text that has neither a symbol nor a Latin title: "resolution-27-annex", "report-council-2031".

    Built from the text that it is annexed to (``above``), else from kind, body and year.
    """
    if above:
        return f"{above[: LONGEST_SLUG - 6].strip('-')}-annex"
    year = _FOUR_DIGITS.search(date)
    return slugify(f"{kind} {body} {year[0] if year else ''}")


def _is_latin(words: str) -> bool:
    """Whether more than four fifths of the letters are Latin; an abbreviation in other script is not enough."""
    letters = [sign for sign in words if sign.isalpha()]
    return 5 * sum(sign < "\u0250" for sign in letters) > 4 * len(letters)


def version_slug(label: str, date: str, taken: Callable[[str], bool]) -> str:
    """A free slug for a version: the year of its date or label, else a number."""
    year = _FOUR_DIGITS.search(date) or _FOUR_DIGITS.search(label)
    return first_free(year[0], taken) if year else first_free("1", taken, first=1)


def year_in(words: str) -> str:
    """The first year in a label or slug; empty where there is none."""
    match = _FOUR_DIGITS.search(words)
    return match[0] if match else ""


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
"""Slugs that are paths of other pages of the room."""


def first_free(stem: str, taken: Callable[[str], bool], first: int = 0) -> str:
    """The stem, else the stem with the first number from 2 that is not taken."""
    if stem not in RESERVED_SLUGS and not taken(stem):
        return stem
    number = 2
    while taken(str(number) if first else f"{stem}-{number}"):
        number += 1
    return str(number) if first else f"{stem}-{number}"
