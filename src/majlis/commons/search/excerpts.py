"""What is shown of a text that was found: its words marked, and the stretch around the first of them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from itertools import islice
from typing import NamedTuple

from majlis.commons.search.normalisation import normalise, without_accents
from majlis.commons.search.parse import ParsedQuery
from majlis.commons.search.stemming import is_stop_word, lexemes

_HAN = "\u3005\u3007\u3400-\u4dbf\u4e00-\u9fff"
_WORD = re.compile(
    rf"[{_HAN}]+|(?:(?![{_HAN}])[^\W_][\u0610-\u061a\u0640\u064b-\u065f\u0300-\u036f]*)+"
)
_PART = re.compile(r"\d+|[^\W\d_]+")
EXCERPT_LENGTH = 240
"""Characters of an excerpt, about."""


class Piece(NamedTuple):
    """A stretch of text; ``render_runs``: it is what was asked for."""

    text: str
    marked: bool


def mark_matches(text: str, asked: ParsedQuery, language: str) -> list[Piece]:
    """The text in pieces, joined the same text again, those that answer the query marked."""
    spans = _spans(text, asked, language)
    pieces: list[Piece] = []
    at = 0
    for start, end in spans:
        if start > at:
            pieces.append(Piece(text[at:start], False))
        pieces.append(Piece(text[start:end], True))
        at = end
    if at < len(text):
        pieces.append(Piece(text[at:], False))
    return pieces


def excerpt(text: str, asked: ParsedQuery, language: str) -> list[Piece]:
    """The stretch of a text around the first words that were asked for, or its beginning, with ``…`` where cut."""
    text = " ".join(text.split())
    middle = _first_match(text, asked, language)
    start = max(0, middle - EXCERPT_LENGTH // 3)
    if start:
        space = text.find(" ", start, middle)
        start = space + 1 if space >= 0 else start
    end = min(len(text), start + EXCERPT_LENGTH)
    if end < len(text):
        space = text.rfind(" ", start + EXCERPT_LENGTH // 2, end)
        end = space if space >= 0 else end
    pieces = mark_matches(text[start:end], asked, language)
    if start:
        pieces.insert(0, Piece("… ", False))
    if end < len(text):
        pieces.append(Piece(" …", False))
    return pieces


def _first_match(text: str, asked: ParsedQuery, language: str) -> int:
    """Where the first of what was asked for begins; 0 where nothing is there. The rest is not read."""
    found = [match.start() for each in _patterns(asked) if (match := each.search(text))]
    found += [start for start, _end in islice(_word_matches(text, asked, language), 1)]
    return min(found, default=0)


def _spans(text: str, asked: ParsedQuery, language: str) -> list[tuple[int, int]]:
    """The places of what was asked for, in order, without overlap."""
    found = [match.span() for pattern in _patterns(asked) for match in pattern.finditer(text)]
    return _merged_spans(sorted([*found, *_word_matches(text, asked, language)]))


def _word_matches(text: str, asked: ParsedQuery, language: str) -> Iterator[tuple[int, int]]:
    """The places of words that were asked for in any form, or begin as the last one does."""
    last = without_accents(asked.plain.rsplit(" ", 1)[-1])
    for match in _WORD.finditer(text):
        bare, found = _analysed_word(match[0], language)
        if found and (
            (len(last) > 2 and bare.startswith(last)) or not asked.lexemes.isdisjoint(found)
        ):
            yield match.span()


@lru_cache(maxsize=1 << 16)
def _analysed_word(word: str, language: str) -> tuple[str, tuple[str, ...]]:
    """A word of a text without its accents, and its lexemes: none where nothing is found by it."""
    word = normalise(word)
    if re.match(f"[{_HAN}]", word) or is_stop_word(word, language):
        return word, ()
    return without_accents(word), lexemes(word, language)


def _patterns(asked: ParsedQuery) -> list[re.Pattern[str]]:
    """Symbols with any connectors, and Chinese words wherever they stand."""
    patterns = [
        re.compile(
            r"(?<![^\W_])"
            + r"[\W_]{0,2}".join(map(re.escape, _PART.findall(symbol)))
            + r"(?![^\W_])",
            re.IGNORECASE,
        )
        for symbol in asked.symbols
        if _PART.search(symbol)
    ]
    chinese = [word for word in asked.lexemes if re.match(f"[{_HAN}]", word)]
    if chinese:
        longest = sorted(chinese, key=len, reverse=True)
        patterns.append(re.compile("|".join(map(re.escape, longest))))
    return patterns


def _merged_spans(spans: list[tuple[int, int]]) -> list[tuple[int, int]]:
    merged: list[tuple[int, int]] = []
    for start, end in spans:
        if merged and start <= merged[-1][1]:
            merged[-1] = (merged[-1][0], max(end, merged[-1][1]))
        else:
            merged.append((start, end))
    return merged
