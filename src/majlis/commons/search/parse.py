"""Parses a query into a tsquery: words, "phrases", -excluded words, and symbols in any form.

Words are joined by AND. The last word, unless it is in quotes, may be a prefix. A Latin word is
stemmed by the rules of English, French and Spanish, because a person may search in one language for
texts in another.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from itertools import pairwise

from majlis.commons.search import chinese, symbols
from majlis.commons.search.analyser import Token, tokens
from majlis.commons.search.normalisation import normalise, without_accents
from majlis.commons.search.stemming import is_stop_word, lexemes, truncate_lexeme
from majlis.commons.search.tsvector import quote_lexeme

MAX_QUERY_LENGTH = 500
"""Characters of a query that are parsed; the rest is ignored."""
_MAX_UNITS = 24  # tokens of one query
_CLAUSE = re.compile(
    r"(?P<no>(?<!\S)-(?=[^\s-]))?(?:[\"“”„«](?P<phrase>[^\"“”«»]*)[\"“”»]|「(?P<corner>[^」]*)」|(?P<plain>[^\s\"“”„«»「」]+))"
)
_LATIN = ("en", "fr", "es")
_WORD = re.compile(r"[^\W_]+")


@dataclass(frozen=True, slots=True)
class ParsedQuery:
    """A query: its ``tsquery`` ("" if it searches nothing), its symbols in canonical form, and its plain words.

    ``lexemes`` are those by which matches are marked; ``phrase``: a part of the query is in quotes.
    """

    tsquery: str = ""
    symbols: tuple[str, ...] = ()
    plain: str = ""
    lexemes: frozenset[str] = field(default_factory=frozenset)
    phrase: bool = False


@dataclass(slots=True)
class _Collected:
    """Symbols, words and lexemes, collected while a query is parsed."""

    symbols: list[str] = field(default_factory=list)
    plain: list[str] = field(default_factory=list)
    lexemes: set[str] = field(default_factory=set)
    phrase: bool = False


# Text, whether it is a phrase, whether it is excluded.
type _Group = tuple[str, bool, bool]


def parse_query(
    query: str, languages: Iterable[str] = (), *, unfinished: bool = False
) -> ParsedQuery:
    """Parse a query. ``languages``: those of the texts to search, by default all six. Never raises.

    ``unfinished``: it is still being typed, so that its last symbol or number may be a prefix too.
    """
    searched = tuple(languages)
    latin = [code for code in _LATIN if code in searched or not searched]
    if not latin or set(searched) - set(_LATIN):
        # Latin words in texts of the other three languages are stemmed as English.
        latin = list(dict.fromkeys((*latin, "en")))
    groups = list(_grouped(_CLAUSE.finditer(normalise(query[:MAX_QUERY_LENGTH]))))
    # One expression per language, joined by OR: a stop word of one language may matter in another.
    expressions = [_expressions(groups, code, unfinished) for code in latin]
    wanted = list(dict.fromkeys(wanted for wanted, _ in expressions if wanted))
    excluded = dict.fromkeys(expression for _, excluded in expressions for expression in excluded)
    collected = _Collected()
    for text, is_phrase, is_excluded in groups:
        if not is_excluded:
            collected.plain.append(text)
            collected.phrase = collected.phrase or is_phrase
            _collect(collected, list(tokens(text))[:_MAX_UNITS], latin)
    return ParsedQuery(
        _joined(wanted, list(excluded)),
        tuple(dict.fromkeys(collected.symbols)),
        " ".join(" ".join(collected.plain).split()),
        frozenset(collected.lexemes),
        collected.phrase,
    )


def _joined(wanted: list[str], excluded: list[str]) -> str:
    """The expressions joined by OR, and without the excluded ones; "" if there are none."""
    if not wanted:
        return ""
    expression = wanted[0] if len(wanted) == 1 else " | ".join(f"({part})" for part in wanted)
    if excluded:
        expression = f"({expression})" + "".join(
            f" & !({excluded_part})" for excluded_part in excluded
        )
    return expression


def _expressions(groups: list[_Group], code: str, unfinished: bool) -> tuple[str, list[str]]:
    """The expression of the groups by the rules of one language, and the excluded expressions."""
    wanted: list[str] = []
    excluded: list[str] = []
    for number, (text, is_phrase, is_excluded) in enumerate(groups):
        units = list(tokens(text))[:_MAX_UNITS]
        last = number == len(groups) - 1 and not is_phrase and not is_excluded
        if is_phrase:
            operands = [_phrase_expression(units, code)]
        else:
            end = len(units) - 1
            operands = [
                _token_expression(unit, code, last and index == end, unfinished)
                for index, unit in enumerate(units)
            ]
        operands = [expression for expression in operands if expression]
        if not is_excluded:
            wanted += operands
        elif operands:
            excluded.append(" & ".join(f"({part})" for part in operands))
    parts = list(dict.fromkeys(wanted[:_MAX_UNITS]))
    if len(parts) > 1:
        parts = [" & ".join(f"({part})" for part in parts)]
    return "".join(parts), excluded[:_MAX_UNITS]


def _grouped(clauses: Iterable[re.Match[str]]) -> Iterator[_Group]:
    """The clauses as groups; adjacent plain words form one group, so that ``Rev. 1`` stays behind its symbol."""
    run: list[str] = []
    for clause in clauses:
        phrase = clause["phrase"] if clause["phrase"] is not None else clause["corner"]
        if phrase is None and not clause["no"]:
            run.append(clause["plain"])
            continue
        if run:
            yield " ".join(run), False, False
            run = []
        yield (
            (clause["plain"] if phrase is None else phrase),
            phrase is not None,
            bool(clause["no"]),
        )
    if run:
        yield " ".join(run), False, False


def _collect(collected: _Collected, units: list[Token], latin: list[str]) -> None:
    """Collect the symbols of some tokens, and the lexemes by which matches are marked."""
    for unit in units:
        if unit.kind == "symbol":
            collected.symbols.append(truncate_lexeme(symbols.canonical_symbol(unit.text)))
        elif unit.kind == "han":
            collected.lexemes.update(
                word for word in chinese.segment(unit.text) if not is_stop_word(word, "zh")
            )
        else:
            for word in _WORD.findall(unit.text):
                collected.lexemes.update(stem for code in latin for stem in _stems(word, code))


def _stems(word: str, code: str) -> tuple[str, ...]:
    """The lexemes of a word; empty for a stop word."""
    return () if is_stop_word(word, code) else lexemes(word, code)


def _any_of(alternatives: Iterable[str], prefix: bool = False) -> str:
    mark = ":*" if prefix else ""
    return " | ".join(f"{quote_lexeme(lexeme)}{mark}" for lexeme in dict.fromkeys(alternatives))


def _token_expression(token: Token, code: str, last: bool, unfinished: bool) -> str:
    """The expression of one token outside quotes; "" for a stop word."""
    if token.kind == "han":
        return _han_expression(token.text, last)
    if token.kind == "symbol":
        # A symbol is no prefix once it is typed: A/RES/70/1 should not find A/RES/70/125.
        canonical = truncate_lexeme(symbols.canonical_symbol(token.text))
        whole = _any_of([canonical], last and unfinished)
        return f"{whole} | ({_phrase_expression([token], code)})"
    if token.kind == "compound":
        phrase = _phrase_expression([token], code)
        joined = truncate_lexeme(without_accents(re.sub(r"[\W_]", "", token.text)))
        return f"{_any_of([joined], last)} | ({phrase})" if phrase else _any_of([joined], last)
    stems = _stems(token.text, code)
    if not stems:
        return ""
    if last and (unfinished or (len(token.text) > 1 and not token.text.isdecimal())):
        # A stem much shorter than the word is the beginning of other words: "solar" is no "solicita".
        long = [stem for stem in stems if code not in _LATIN or len(stem) > len(token.text) - 3]
        written = truncate_lexeme(without_accents(token.text))
        return f"{_any_of(stems)} | {_any_of([*long, written], True)}"
    return _any_of(stems)


def _han_expression(run: str, last: bool) -> str:
    """Each word of a run as a word or as its bigrams; a single character as the prefix of a bigram."""
    words = [word for word in chinese.segment(run) if not is_stop_word(word, "zh")] or [run]
    expressions = []
    for word in words[:_MAX_UNITS]:
        if len(word) == 1:
            expressions.append(_any_of([word], True))
            continue
        expression = _any_of([truncate_lexeme(word)], last and word == words[-1])
        if len(word) > 2:
            chain = " <-> ".join(_any_of([pair]) for _, pair in chinese.bigrams(word)[:-1])
            expression += f" | ({chain})"
        expressions.append(expression)
    return " & ".join(f"({expression})" for expression in expressions)


def _phrase_expression(units: list[Token], code: str) -> str:
    """Tokens at their distances, with gaps for stop words; "" if there are only stop words."""
    operands: list[tuple[int, str]] = []
    position = 0
    for unit in units:
        operands += [
            (position + offset, expression) for offset, expression in _phrase_operands(unit, code)
        ]
        position += unit.width
    if not operands:
        return ""
    expression = f"({operands[0][1]})"
    for (previous, _), (position_of_operand, operand) in pairwise(operands):
        expression += f" <{position_of_operand - previous}> ({operand})"
    return expression


def _phrase_operands(token: Token, code: str) -> list[tuple[int, str]]:
    """The offsets and operands of a token."""
    if token.kind == "han":
        if len(token.text) == 1:
            return [(0, _any_of([token.text], True))]
        return [(offset, _any_of([pair])) for offset, pair in chinese.bigrams(token.text)[:-1]]
    if token.kind == "word":
        stems = _stems(token.text, code)
        return [(0, _any_of(stems))] if stems else []
    if token.kind == "symbol":
        parts = [part for _, parts in symbols.symbol_parts(token.text) for part in parts]
        return [
            (offset, _any_of([truncate_lexeme(without_accents(part))]))
            for offset, part in enumerate(parts)
        ]
    parts = _WORD.findall(token.text)
    return [
        (offset, _any_of(stems))
        for offset, part in enumerate(parts)
        if (stems := _stems(part, code))
    ]
