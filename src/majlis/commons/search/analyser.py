"""The analyser: splits a text in one of six languages into lexemes with positions and weights.

Symbols of documents are split here, not by PostgreSQL, whose parser keeps ``A/RES/70/1`` whole and
splits ``ODS-16``. Each symbol is indexed whole, in its canonical form, and in parts at positions of
their own.
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
"""The largest position in a tsvector (PostgreSQL, limitations of text search)."""


class Lexeme(NamedTuple):
    """A lexeme at a position (from 1) of a text, with a weight A to D."""

    lexeme: str
    position: int
    weight: str


class Token(NamedTuple):
    """A token of the normalised text. ``kind``: han, word, compound or symbol. ``width``: its number of positions."""

    kind: str
    text: str
    width: int


def tokens(text: str) -> Iterator[Token]:
    """The tokens of a text in order; the text is normalised here."""
    text = normalise(text)
    position = 0
    while match := _TOKEN.search(text, position):
        position = match.end()
        token_text = match[0]
        if match["han"]:
            yield Token("han", token_text, len(token_text))
        elif match["arabic"]:
            yield Token("word", token_text, 1)
        elif symbols.is_symbol(token_text):
            issue = symbols.ISSUE_SUFFIX.match(text, position) if "/" in token_text else None
            if issue:
                position = issue.end()
                token_text += issue[0]
            yield Token(
                "symbol", token_text, sum(len(p) for _, p in symbols.symbol_parts(token_text))
            )
        elif len(parts := _parts(token_text)) > 1:
            yield Token("compound", token_text, len(parts))
        else:
            yield Token("word", token_text, 1)


def _parts(compound: str) -> list[str]:
    return [part for part in re.split(r"[^\w]|_", compound) if part]


def analyse(text: str, language: str, weight: str = "D", start: int = 1) -> list[Lexeme]:
    """The lexemes of a text in one of the six languages (``ar zh en fr ru es``), in order of position.

    ``start`` is the position of the first token. Stop words have a position and no lexeme, so that
    the distances inside a phrase stay the same. Positions above ``MAX_POSITION`` are cut to it, as
    PostgreSQL does. Never raises.
    """
    result: list[Lexeme] = []
    position = start
    for token in tokens(text):
        for offset, lexeme in _cached_lexemes(token, language):
            result.append(Lexeme(lexeme, min(position + offset, MAX_POSITION), weight))
        position += token.width
    return result


def position_count(text: str) -> int:
    """The number of positions that a text takes."""
    return sum(token.width for token in tokens(text))


@lru_cache(maxsize=1 << 15)
def _cached_lexemes(token: Token, language: str) -> tuple[tuple[int, str], ...]:
    """Offsets and lexemes of a token; cached, because most words of a text are frequent."""
    return tuple(_token_lexemes(token, language))


def _token_lexemes(token: Token, language: str) -> Iterator[tuple[int, str]]:
    """The offsets and lexemes under which a token is found."""
    if token.kind == "word":
        if not is_stop_word(token.text, language):
            yield from ((0, lexeme) for lexeme in lexemes(token.text, language))
    elif token.kind == "han":
        words = dict.fromkeys((*chinese.search_words(token.text), *chinese.bigrams(token.text)))
        yield from (
            (place, truncate_lexeme(lexeme))
            for place, lexeme in words
            if not is_stop_word(lexeme, "zh")
        )
    elif token.kind == "symbol":
        yield 0, truncate_lexeme(symbols.canonical_symbol(token.text))
        offset = 0
        for piece, parts in symbols.symbol_parts(token.text):
            if len(parts) > 1:
                yield offset, truncate_lexeme(piece)
            for part in parts:
                yield from ((offset, lexeme) for lexeme in _part_lexemes(part, language))
                offset += 1
    else:
        parts = _parts(token.text)
        yield 0, truncate_lexeme(without_accents("".join(parts)))
        for offset, part in enumerate(parts):
            if not is_stop_word(part, language):
                yield from ((offset, lexeme) for lexeme in lexemes(part, language))


def _part_lexemes(part: str, language: str) -> tuple[str, ...]:
    """A part of a symbol as written and stemmed, so that A/RES is found, and GOVERNMENT in V2/C/ALC7/E-Government."""
    return tuple(dict.fromkeys((truncate_lexeme(without_accents(part)), *lexemes(part, language))))
