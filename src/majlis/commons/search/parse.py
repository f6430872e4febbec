"""Parses what a person typed into a tsquery: words, "phrases", -excluded words, and symbols in any form.

Words are joined by AND. The last word, unless it is in quotes, may be unfinished. A Latin word is read by the rules of
English, French and Spanish at once, for a person may search in one language and read in another.
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
"""Characters of a query that are read; who pastes a page finds by its beginning."""
_MAX_UNITS = 24  # units of one query
_CLAUSE = re.compile(
    r"(?P<no>(?<!\S)-(?=[^\s-]))?(?:[\"“”„«](?P<phrase>[^\"“”«»]*)[\"“”»]|「(?P<corner>[^」]*)」|(?P<plain>[^\s\"“”„«»「」]+))"
)
_LATIN = ("en", "fr", "es")
_WORD = re.compile(r"[^\W_]+")


@dataclass(frozen=True, slots=True)
class ParsedQuery:
    """A query: its ``tsquery`` (empty where it asks nothing), its symbols in canonical form, and its plain words."""

    tsquery: str = ""
    symbols: tuple[str, ...] = ()
    plain: str = ""
    lexemes: frozenset[str] = field(default_factory=frozenset)
    phrase: bool = False


@dataclass(slots=True)
class _Collected:
    """What is gathered while a query is read."""

    symbols: list[str] = field(default_factory=list)
    plain: list[str] = field(default_factory=list)
    lexemes: set[str] = field(default_factory=set)
    phrase: bool = False


type _Group = tuple[str, bool, bool]


def parse_query(query: str, languages: Iterable[str] = ()) -> ParsedQuery:
    """Read a query. ``languages``: those of the texts that are searched, all six where none is given. Never raises."""
    chosen = tuple(languages)
    latin = [code for code in _LATIN if code in chosen or not chosen]
    if not latin or set(chosen) - set(_LATIN):
        latin = list(
            dict.fromkeys((*latin, "en"))
        )  # Latin words of the other three are read as English
    groups = list(_grouped(_CLAUSE.finditer(normalise(query[:MAX_QUERY_LENGTH]))))
    # One expression a language, and any of them: a small word of one may be a word of weight in another.
    both = [_expressions(groups, code) for code in latin]
    wanted = list(dict.fromkeys(wanted for wanted, _ in both if wanted))
    unwanted = dict.fromkeys(no for _, unwanted in both for no in unwanted)
    found = _Collected()
    for text, is_phrase, is_unwanted in groups:
        if not is_unwanted:
            found.plain.append(text)
            found.phrase = found.phrase or is_phrase
            _collect(found, list(tokens(text))[:_MAX_UNITS], latin)
    return ParsedQuery(
        _joined(wanted, list(unwanted)),
        tuple(dict.fromkeys(found.symbols)),
        " ".join(" ".join(found.plain).split()),
        frozenset(found.lexemes),
        found.phrase,
    )


def _joined(wanted: list[str], unwanted: list[str]) -> str:
    """Any of what is wanted, and none of what is not; empty where nothing is wanted."""
    if not wanted:
        return ""
    expression = wanted[0] if len(wanted) == 1 else " | ".join(f"({each})" for each in wanted)
    if unwanted:
        expression = f"({expression})" + "".join(f" & !({no})" for no in unwanted)
    return expression


def _expressions(groups: list[_Group], code: str) -> tuple[str, list[str]]:
    """What some groups want by the rules of one language, and what they do not."""
    wanted: list[str] = []
    unwanted: list[str] = []
    for number, (text, is_phrase, is_unwanted) in enumerate(groups):
        units = list(tokens(text))[:_MAX_UNITS]
        last = number == len(groups) - 1 and not is_phrase and not is_unwanted
        if is_phrase:
            found = [_phrase_expression(units, code)]
        else:
            end = len(units) - 1
            found = [
                _token_expression(unit, code, last and at == end) for at, unit in enumerate(units)
            ]
        found = [expression for expression in found if expression]
        if not is_unwanted:
            wanted += found
        elif found:
            unwanted.append(" & ".join(f"({part})" for part in found))
    parts = list(dict.fromkeys(wanted[:_MAX_UNITS]))
    if len(parts) > 1:
        parts = [" & ".join(f"({part})" for part in parts)]
    return "".join(parts), unwanted[:_MAX_UNITS]


def _grouped(clauses: Iterable[re.Match[str]]) -> Iterator[_Group]:
    """The clauses as (text, in quotes?, unwanted?); plain words that follow each other are one, so that
    ``Rev. 1`` still follows its symbol."""
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


def _collect(found: _Collected, units: list[Token], latin: list[str]) -> None:
    """Keep the symbols of some tokens, and the lexemes by which words are marked in a result."""
    for unit in units:
        if unit.kind == "symbol":
            found.symbols.append(truncate_lexeme(symbols.canonical_symbol(unit.text)))
        elif unit.kind == "han":
            found.lexemes.update(
                word for word in chinese.segment(unit.text) if not is_stop_word(word, "zh")
            )
        else:
            for word in _WORD.findall(unit.text):
                found.lexemes.update(stem for code in latin for stem in _stems(word, code))


def _stems(word: str, code: str) -> tuple[str, ...]:
    """The lexemes of a word; none where it is a stop word."""
    return () if is_stop_word(word, code) else lexemes(word, code)


def _any_of(alternatives: Iterable[str], prefix: bool = False) -> str:
    mark = ":*" if prefix else ""
    return " | ".join(f"{quote_lexeme(lexeme)}{mark}" for lexeme in dict.fromkeys(alternatives))


def _token_expression(token: Token, code: str, last: bool) -> str:
    """The expression of one token outside quotes; empty for a stop word."""
    if token.kind == "han":
        return _han_expression(token.text, last)
    if token.kind == "symbol":
        # The last part may be unfinished only where letters are typed: A/RES/70/1 does not ask for 70/125.
        whole = _any_of([truncate_lexeme(symbols.canonical_symbol(token.text))])
        return f"{whole} | ({_phrase_expression([token], code)})"
    if token.kind == "compound":
        phrase = _phrase_expression([token], code)
        joined = truncate_lexeme(without_accents(re.sub(r"[\W_]", "", token.text)))
        return f"{_any_of([joined], last)} | ({phrase})" if phrase else _any_of([joined], last)
    stems = _stems(token.text, code)
    if not stems:
        return ""
    if last and len(token.text) > 1 and not token.text.isdecimal():
        return f"{_any_of(stems)} | {_any_of([*stems, truncate_lexeme(without_accents(token.text))], True)}"
    return _any_of(stems)


def _han_expression(run: str, last: bool) -> str:
    """Each word of a run as a word or as its pairs; a single character as the beginning of a pair."""
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
    """Tokens at their distances; stop words leave a gap. Empty where nothing is left."""
    found: list[tuple[int, str]] = []
    at = 0
    for unit in units:
        found += [(at + offset, expression) for offset, expression in _phrase_operands(unit, code)]
        at += unit.width
    if not found:
        return ""
    expression = f"({found[0][1]})"
    for (before, _), (place, operand) in pairwise(found):
        expression += f" <{place - before}> ({operand})"
    return expression


def _phrase_operands(token: Token, code: str) -> list[tuple[int, str]]:
    """The operands of a token with their offsets."""
    if token.kind == "han":
        if len(token.text) == 1:
            return [(0, _any_of([token.text], True))]
        return [(place, _any_of([pair])) for place, pair in chinese.bigrams(token.text)[:-1]]
    if token.kind == "word":
        stems = _stems(token.text, code)
        return [(0, _any_of(stems))] if stems else []
    if token.kind == "symbol":
        parts = [part for _, parts in symbols.symbol_parts(token.text) for part in parts]
        return [
            (place, _any_of([truncate_lexeme(without_accents(part))]))
            for place, part in enumerate(parts)
        ]
    parts = _WORD.findall(token.text)
    return [
        (place, _any_of(stems)) for place, part in enumerate(parts) if (stems := _stems(part, code))
    ]
