"""What is shown of a text that was found: its words marked, and the stretch around the first of them."""

from __future__ import annotations

import re
from typing import NamedTuple

from majlis.commons.search.asked import Asked
from majlis.commons.search.folding import normalise, without_accents
from majlis.commons.search.words import is_stop_word, lexemes

_HAN = "\u3005\u3007\u3400-\u4dbf\u4e00-\u9fff"
_WORD = re.compile(
    rf"[{_HAN}]+|(?:(?![{_HAN}])[^\W_][\u0610-\u061a\u0640\u064b-\u065f\u0300-\u036f]*)+"
)
_PART = re.compile(r"\d+|[^\W\d_]+")
AROUND = 240
"""Characters of an excerpt, about."""


class Piece(NamedTuple):
    """A stretch of text; ``marked``: it is what was asked for."""

    text: str
    marked: bool


def mark(text: str, asked: Asked, language: str) -> list[Piece]:
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


def excerpt(text: str, asked: Asked, language: str) -> list[Piece]:
    """The stretch of a text around the first words that were asked for, or its beginning, with ``…`` where cut."""
    text = " ".join(text.split())
    spans = _spans(text, asked, language)
    middle = spans[0][0] if spans else 0
    start = max(0, middle - AROUND // 3)
    if start:
        space = text.find(" ", start, middle)
        start = space + 1 if space >= 0 else start
    end = min(len(text), start + AROUND)
    if end < len(text):
        space = text.rfind(" ", start + AROUND // 2, end)
        end = space if space >= 0 else end
    pieces = mark(text[start:end], asked, language)
    if start:
        pieces.insert(0, Piece("… ", False))
    if end < len(text):
        pieces.append(Piece(" …", False))
    return pieces


def _spans(text: str, asked: Asked, language: str) -> list[tuple[int, int]]:
    """The places of what was asked for, in order, without overlap."""
    found = [match.span() for pattern in _patterns(asked) for match in pattern.finditer(text)]
    last = asked.plain.rsplit(" ", 1)[-1]
    for match in _WORD.finditer(text):
        word = normalise(match[0])
        if re.match(f"[{_HAN}]", word):
            continue
        if is_stop_word(word, language):
            continue
        begun = len(last) > 2 and without_accents(word).startswith(without_accents(last))
        if begun or not asked.lexemes.isdisjoint(lexemes(word, language)):
            found.append(match.span())
    return _merged(sorted(found))


def _patterns(asked: Asked) -> list[re.Pattern[str]]:
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


def _merged(spans: list[tuple[int, int]]) -> list[tuple[int, int]]:
    merged: list[tuple[int, int]] = []
    for start, end in spans:
        if merged and start <= merged[-1][1]:
            merged[-1] = (merged[-1][0], max(end, merged[-1][1]))
        else:
            merged.append((start, end))
    return merged
