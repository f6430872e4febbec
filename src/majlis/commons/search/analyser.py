"""The analyser: from a text in one of six languages to lexemes with positions and weights.

Symbols are cut here and not by PostgreSQL, whose parser keeps ``A/RES/70/1`` whole and cuts ``ODS-16``: each is kept
whole, in its canonical form, and in parts at positions of their own.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import NamedTuple

from majlis.commons.search import chinese, symbols
from majlis.commons.search.normalisation import normalise, without_accents
from majlis.commons.search.stemming import is_stop_word, lexemes, truncate_lexeme

_HAN = "\u3005\u3007\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"
_ARABIC = "\u0621-\u064a\u066e-\u06d3\u0750-\u077f"
_LETTER = rf"(?:(?![{_HAN}{_ARABIC}])[^\W_])"
_ISSUE = r"\([a-z]{2,8}\.?\ ?[0-9]{1,4}\)"
_TOKEN = re.compile(
    rf"(?P<han>[{_HAN}]+)|(?P<arabic>[{_ARABIC}]+)"
    rf"|(?P<chain>{_LETTER}+(?:[-/&+!._]{{1,2}}{_LETTER}+|{_ISSUE})*)"
)
MAX_POSITION = 16_383
"""The greatest position that PostgreSQL keeps in a tsvector."""


class Lexeme(NamedTuple):
    """A lexeme at a position (from 1) of a text, with a weight A to D."""

    lexeme: str
    position: int
    weight: str


class Token(NamedTuple):
    """A stretch of normalised text. ``kind``: han, word, compound or symbol. ``width``: its positions."""

    kind: str
    text: str
    width: int


def tokens(text: str) -> Iterator[Token]:
    """The tokens of a text (normalised here), in order."""
    text = normalise(text)
    place = 0
    while match := _TOKEN.search(text, place):
        place = match.end()
        found = match[0]
        if match["han"]:
            yield Token("han", found, len(found))
        elif match["arabic"]:
            yield Token("word", found, 1)
        elif symbols.is_symbol(found):
            following = symbols.ISSUE_SUFFIX.match(text, place) if "/" in found else None
            if following:
                place = following.end()
                found += following[0]
            yield Token("symbol", found, sum(len(p) for _, p in symbols.symbol_parts(found)))
        elif len(parts := _parts(found)) > 1:
            yield Token("compound", found, len(parts))
        else:
            yield Token("word", found, 1)


def _parts(compound: str) -> list[str]:
    return [part for part in re.split(r"[^\w]|_", compound) if part]


def analyse(text: str, language: str, weight: str = "D", start: int = 1) -> list[Lexeme]:
    """The lexemes of a text in one of the six languages (``ar zh en fr ru es``), in order of position.

    ``start_process`` is the position of the first token. Stop words take a position and give no lexeme, so that a
    phrase keeps its distances. Positions past 16,383 stay there, as PostgreSQL does it. Never raises.
    """
    found: list[Lexeme] = []
    at = start
    for token in tokens(text):
        for offset, lexeme in _cached_lexemes(token, language):
            found.append(Lexeme(lexeme, min(at + offset, MAX_POSITION), weight))
        at += token.width
    return found


def position_count(text: str) -> int:
    """How many positions a text takes."""
    return sum(token.width for token in tokens(text))


@lru_cache(maxsize=1 << 15)
def _cached_lexemes(token: Token, language: str) -> tuple[tuple[int, str], ...]:
    """The same token comes again and again: most words of a text are frequent ones."""
    return tuple(_token_lexemes(token, language))


def _token_lexemes(token: Token, language: str) -> Iterator[tuple[int, str]]:
    """Offset and lexeme of everything under which a token is found."""
    if token.kind == "word":
        if not is_stop_word(token.text, language):
            yield from ((0, found) for found in lexemes(token.text, language))
    elif token.kind == "han":
        both = dict.fromkeys((*chinese.search_words(token.text), *chinese.bigrams(token.text)))
        yield from (
            (place, truncate_lexeme(found))
            for place, found in both
            if not is_stop_word(found, "zh")
        )
    elif token.kind == "symbol":
        yield 0, truncate_lexeme(symbols.canonical_symbol(token.text))
        offset = 0
        for piece, parts in symbols.symbol_parts(token.text):
            if len(parts) > 1:
                yield offset, truncate_lexeme(piece)
            for part in parts:
                yield from ((offset, found) for found in _part_lexemes(part, language))
                offset += 1
    else:
        parts = _parts(token.text)
        yield 0, truncate_lexeme(without_accents("".join(parts)))
        for offset, part in enumerate(parts):
            if not is_stop_word(part, language):
                yield from ((offset, found) for found in lexemes(part, language))


def _part_lexemes(part: str, language: str) -> tuple[str, ...]:
    """A part of a symbol as it stands and as a word: A/RES is found, and GOVERNMENT in V2/C/ALC7/E-Government."""
    return tuple(dict.fromkeys((truncate_lexeme(without_accents(part)), *lexemes(part, language))))
