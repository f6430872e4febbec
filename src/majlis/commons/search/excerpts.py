"""Excerpts of found texts: the passage around the first match, with the matches marked."""

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
"""Approximate number of characters of an excerpt."""


class Piece(NamedTuple):
    """A part of a text; ``marked``: it matches the query."""

    text: str
    marked: bool


def mark_matches(text: str, query: ParsedQuery, language: str) -> list[Piece]:
    """The text in pieces, with the matches of the query marked; joined, the pieces are the text."""
    spans = _spans(text, query, language)
    pieces: list[Piece] = []
    position = 0
    for start, end in spans:
        if start > position:
            pieces.append(Piece(text[position:start], False))
        pieces.append(Piece(text[start:end], True))
        position = end
    if position < len(text):
        pieces.append(Piece(text[position:], False))
    return pieces


def excerpt(text: str, query: ParsedQuery, language: str) -> list[Piece]:
    """The passage around the first match, or the beginning of the text, with ``…`` where it is cut."""
    text = " ".join(text.split())
    match_start = _first_match(text, query, language)
    start = max(0, match_start - EXCERPT_LENGTH // 3)
    if start:
        space = text.find(" ", start, match_start)
        start = space + 1 if space >= 0 else start
    end = min(len(text), start + EXCERPT_LENGTH)
    if end < len(text):
        space = text.rfind(" ", start + EXCERPT_LENGTH // 2, end)
        end = space if space >= 0 else end
    pieces = mark_matches(text[start:end], query, language)
    if start:
        pieces.insert(0, Piece("… ", False))
    if end < len(text):
        pieces.append(Piece(" …", False))
    return pieces


def count_matches(text: str, query: ParsedQuery, language: str) -> int:
    """How many different symbols and words of the query the text has."""
    found = sum(1 for pattern in _symbol_patterns(query) if pattern.search(text))
    pattern = _chinese_pattern(query)
    words = {match[0] for match in pattern.finditer(text)} if pattern else set()
    for start, end in _word_matches(text, query, language):
        word, stems = _analysed_word(text[start:end], language)
        words.add(next((stem for stem in stems if stem in query.lexemes), word))
    return found + len(words)


def _first_match(text: str, query: ParsedQuery, language: str) -> int:
    """The start of the first match, 0 if there is none; it does not search the rest of the text."""
    starts = [match.start() for pattern in _patterns(query) if (match := pattern.search(text))]
    starts += [start for start, _end in islice(_word_matches(text, query, language), 1)]
    return min(starts, default=0)


def _spans(text: str, query: ParsedQuery, language: str) -> list[tuple[int, int]]:
    """The spans of all matches, in order, without overlaps."""
    matches = [match.span() for pattern in _patterns(query) for match in pattern.finditer(text)]
    return _merged_spans(sorted([*matches, *_word_matches(text, query, language)]))


def _word_matches(text: str, query: ParsedQuery, language: str) -> Iterator[tuple[int, int]]:
    """The spans of words with a lexeme of the query, or with the prefix that its last word is."""
    last = without_accents(query.plain.rsplit(" ", 1)[-1])
    for match in _WORD.finditer(text):
        unaccented, word_lexemes = _analysed_word(match[0], language)
        if word_lexemes and (
            (len(last) > 2 and unaccented.startswith(last))
            or not query.lexemes.isdisjoint(word_lexemes)
        ):
            yield match.span()


@lru_cache(maxsize=1 << 16)
def _analysed_word(word: str, language: str) -> tuple[str, tuple[str, ...]]:
    """The word without accents, and its lexemes; no lexemes for stop words and Chinese."""
    word = normalise(word)
    if re.match(f"[{_HAN}]", word) or is_stop_word(word, language):
        return word, ()
    return without_accents(word), lexemes(word, language)


def _patterns(query: ParsedQuery) -> list[re.Pattern[str]]:
    """Patterns of the symbols with any connectors, and of Chinese words at any place."""
    chinese = _chinese_pattern(query)
    return [*_symbol_patterns(query), *([chinese] if chinese else [])]


def _symbol_patterns(query: ParsedQuery) -> list[re.Pattern[str]]:
    return [
        re.compile(
            r"(?<![^\W_])"
            + r"[\W_]{0,2}".join(map(re.escape, _PART.findall(symbol)))
            + r"(?![^\W_])",
            re.IGNORECASE,
        )
        for symbol in query.symbols
        if _PART.search(symbol)
    ]


def _chinese_pattern(query: ParsedQuery) -> re.Pattern[str] | None:
    chinese = [word for word in query.lexemes if re.match(f"[{_HAN}]", word)]
    longest = sorted(chinese, key=len, reverse=True)
    return re.compile("|".join(map(re.escape, longest))) if chinese else None


def _merged_spans(spans: list[tuple[int, int]]) -> list[tuple[int, int]]:
    merged: list[tuple[int, int]] = []
    for start, end in spans:
        if merged and start <= merged[-1][1]:
            merged[-1] = (merged[-1][0], max(end, merged[-1][1]))
        else:
            merged.append((start, end))
    return merged
