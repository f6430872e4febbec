"""What a person typed, as a tsquery: words, "phrases", -words that must not be there, symbols in any form.

Words are joined by AND. The last word, unless it is in quotes, may be unfinished. A Latin word is read by the rules of
English, French and Spanish at once, for a person may search in one language and read in another.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from itertools import pairwise

from majlis.commons.search import chinese, symbols
from majlis.commons.search.analyse import Token, tokens
from majlis.commons.search.folding import normalise, without_accents
from majlis.commons.search.literals import quoted
from majlis.commons.search.words import cut, is_stop_word, lexemes

LONGEST = 500
"""Characters of a query that are read; who pastes a page finds by its beginning."""
_MOST = 24  # units of one query
_CLAUSE = re.compile(
    r"(?P<no>(?<!\S)-(?=[^\s-]))?(?:[\"“”„«](?P<phrase>[^\"“”«»]*)[\"“”»]|「(?P<corner>[^」]*)」|(?P<plain>[^\s\"“”„«»「」]+))"
)
_LATIN = ("en", "fr", "es")
_WORD = re.compile(r"[^\W_]+")


@dataclass(frozen=True, slots=True)
class Asked:
    """A query: its ``tsquery`` (empty where it asks nothing), its symbols in canonical form, and its plain words."""

    tsquery: str = ""
    symbols: tuple[str, ...] = ()
    plain: str = ""
    lexemes: frozenset[str] = field(default_factory=frozenset)
    phrase: bool = False


@dataclass(slots=True)
class _Found:
    """What is gathered while a query is read."""

    symbols: list[str] = field(default_factory=list)
    plain: list[str] = field(default_factory=list)
    lexemes: set[str] = field(default_factory=set)
    phrase: bool = False


type _Group = tuple[str, bool, bool]


def read(query: str, languages: Iterable[str] = ()) -> Asked:
    """Read a query. ``languages``: those of the texts that are searched, all six where none is given. Never raises."""
    chosen = tuple(languages)
    latin = [code for code in _LATIN if code in chosen or not chosen]
    if not latin or set(chosen) - set(_LATIN):
        latin = list(
            dict.fromkeys((*latin, "en"))
        )  # Latin words of the other three are read as English
    groups = list(_grouped(_CLAUSE.finditer(normalise(query[:LONGEST]))))
    # One expression a language, and any of them: a small word of one may be a word of weight in another.
    both = [_expressions(groups, code) for code in latin]
    wanted = list(dict.fromkeys(wanted for wanted, _ in both if wanted))
    unwanted = dict.fromkeys(no for _, unwanted in both for no in unwanted)
    found = _Found()
    for text, is_phrase, is_unwanted in groups:
        if not is_unwanted:
            found.plain.append(text)
            found.phrase = found.phrase or is_phrase
            _note(found, list(tokens(text))[:_MOST], latin)
    return Asked(
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
        units = list(tokens(text))[:_MOST]
        last = number == len(groups) - 1 and not is_phrase and not is_unwanted
        if is_phrase:
            found = [_phrase(units, code)]
        else:
            end = len(units) - 1
            found = [_unit(unit, code, last and at == end) for at, unit in enumerate(units)]
        found = [expression for expression in found if expression]
        if not is_unwanted:
            wanted += found
        elif found:
            unwanted.append(" & ".join(f"({part})" for part in found))
    parts = list(dict.fromkeys(wanted[:_MOST]))
    if len(parts) > 1:
        parts = [" & ".join(f"({part})" for part in parts)]
    return "".join(parts), unwanted[:_MOST]


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


def _note(found: _Found, units: list[Token], latin: list[str]) -> None:
    """Keep the symbols of some tokens, and the lexemes by which words are marked in a result."""
    for unit in units:
        if unit.kind == "symbol":
            found.symbols.append(cut(symbols.canonical(unit.text)))
        elif unit.kind == "han":
            found.lexemes.update(
                word for word in chinese.cut(unit.text) if not is_stop_word(word, "zh")
            )
        else:
            for word in _WORD.findall(unit.text):
                found.lexemes.update(stem for code in latin for stem in _stems(word, code))


def _stems(word: str, code: str) -> tuple[str, ...]:
    """The lexemes of a word; none where it is a stop word."""
    return () if is_stop_word(word, code) else lexemes(word, code)


def _any(alternatives: Iterable[str], prefix: bool = False) -> str:
    mark = ":*" if prefix else ""
    return " | ".join(f"{quoted(lexeme)}{mark}" for lexeme in dict.fromkeys(alternatives))


def _unit(token: Token, code: str, last: bool) -> str:
    """The expression of one token outside quotes; empty for a stop word."""
    if token.kind == "han":
        return _han(token.text, last)
    if token.kind == "symbol":
        # The last part may be unfinished only where letters are typed: A/RES/70/1 does not ask for 70/125.
        whole = _any([cut(symbols.canonical(token.text))])
        return f"{whole} | ({_phrase([token], code)})"
    if token.kind == "compound":
        phrase = _phrase([token], code)
        joined = cut(without_accents(re.sub(r"[\W_]", "", token.text)))
        return f"{_any([joined], last)} | ({phrase})" if phrase else _any([joined], last)
    stems = _stems(token.text, code)
    if not stems:
        return ""
    if last and len(token.text) > 1 and not token.text.isdecimal():
        return f"{_any(stems)} | {_any([*stems, cut(without_accents(token.text))], True)}"
    return _any(stems)


def _han(run: str, last: bool) -> str:
    """Each word of a run as a word or as its pairs; a single character as the beginning of a pair."""
    words = [word for word in chinese.cut(run) if not is_stop_word(word, "zh")] or [run]
    expressions = []
    for word in words[:_MOST]:
        if len(word) == 1:
            expressions.append(_any([word], True))
            continue
        expression = _any([cut(word)], last and word == words[-1])
        if len(word) > 2:
            chain = " <-> ".join(_any([pair]) for _, pair in chinese.pairs(word)[:-1])
            expression += f" | ({chain})"
        expressions.append(expression)
    return " & ".join(f"({expression})" for expression in expressions)


def _phrase(units: list[Token], code: str) -> str:
    """Tokens at their distances; stop words leave a gap. Empty where nothing is left."""
    found: list[tuple[int, str]] = []
    at = 0
    for unit in units:
        found += [(at + offset, expression) for offset, expression in _placed(unit, code)]
        at += unit.width
    if not found:
        return ""
    expression = f"({found[0][1]})"
    for (before, _), (place, operand) in pairwise(found):
        expression += f" <{place - before}> ({operand})"
    return expression


def _placed(token: Token, code: str) -> list[tuple[int, str]]:
    """The operands of a token with their offsets."""
    if token.kind == "han":
        if len(token.text) == 1:
            return [(0, _any([token.text], True))]
        return [(place, _any([pair])) for place, pair in chinese.pairs(token.text)[:-1]]
    if token.kind == "word":
        stems = _stems(token.text, code)
        return [(0, _any(stems))] if stems else []
    if token.kind == "symbol":
        parts = [part for _, parts in symbols.pieces(token.text) for part in parts]
        return [(place, _any([cut(without_accents(part))])) for place, part in enumerate(parts)]
    parts = _WORD.findall(token.text)
    return [
        (place, _any(stems)) for place, part in enumerate(parts) if (stems := _stems(part, code))
    ]
