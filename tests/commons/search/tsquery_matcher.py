"""A tsvector and a tsquery matched in Python, so that the analyser's promises are tested without a database."""

from __future__ import annotations

import re
from collections import defaultdict

from majlis.commons.search.analyser import analyse
from majlis.commons.search.parse import parse_query

_TOKEN = re.compile(r"'((?:[^'\\]|''|\\.)*)'(:\*)?|(<->|<\d+>|[&|!()])")


def lexeme_positions(text: str, language: str) -> dict[str, set[int]]:
    """The lexemes of a text with their positions."""
    found: dict[str, set[int]] = defaultdict(set)
    for lexeme, position, _ in analyse(text, language):
        found[lexeme].add(position)
    return found


def query_matches(query: str, text: str, language: str, languages: tuple[str, ...] = ()) -> bool:
    """Whether a query, as typed, finds a text."""
    expression = parse_query(query, languages).tsquery
    return bool(expression) and bool(_Matcher(expression, lexeme_positions(text, language)).match())


class _Matcher:
    """Recursive descent over the tsquery grammar: ``|`` below ``&`` below ``<n>`` below ``!``.

    Every expression gives the set of end positions at which it holds, which is all that our phrases need.
    """

    def __init__(self, expression: str, places: dict[str, set[int]]) -> None:
        self.tokens = _TOKEN.findall(expression)
        self.at = 0
        self.places = places

    def match(self) -> set[int]:
        found = self._any()
        assert self.at == len(self.tokens), self.tokens[self.at :]
        return found

    def _next(self) -> str:
        return self.tokens[self.at][2] if self.at < len(self.tokens) else ""

    def _any(self) -> set[int]:
        found = self._all()
        while self._next() == "|":
            self.at += 1
            found = found | self._all()
        return found

    def _all(self) -> set[int]:
        found = self._phrase()
        while self._next() == "&":
            self.at += 1
            other = self._phrase()
            found = found | other if found and other else set()
        return found

    def _phrase(self) -> set[int]:
        found = self._one()
        while self._next().startswith("<"):
            sign = self._next()
            gap = 1 if sign == "<->" else int(sign[1:-1])
            self.at += 1
            other = self._one()
            found = {place for place in other if place - gap in found}
        return found

    def _one(self) -> set[int]:
        if self._next() == "!":
            self.at += 1
            return set() if self._one() else {0}
        if self._next() == "(":
            self.at += 1
            found = self._any()
            assert self._next() == ")"
            self.at += 1
            return found
        lexeme, prefix, _ = self.tokens[self.at]
        self.at += 1
        lexeme = lexeme.replace("''", "'").replace("\\\\", "\\")
        if not prefix:
            return set(self.places.get(lexeme, ()))
        return {at for key, where in self.places.items() if key.startswith(lexeme) for at in where}
