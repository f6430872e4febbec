"""Writes lexemes in the syntax of PostgreSQL: tsvector literals and tsquery operands."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable

from majlis.commons.search.analyser import Lexeme

MAX_POSITIONS = 256
"""Maximum number of positions of one lexeme in PostgreSQL."""
MAX_BYTES = 900_000
"""Maximum bytes of a tsvector; the limit of PostgreSQL is 1 MB. The rest of a longer text is not indexed."""


def quote_lexeme(lexeme: str) -> str:
    """The lexeme in quotes, for a tsvector or a tsquery."""
    escaped = lexeme.replace("\\", "\\\\").replace("'", "''").replace("\x00", "")
    return f"'{escaped}'"


def tsvector_literal(lexemes: Iterable[Lexeme]) -> str:
    """The tsvector literal: each lexeme once, with its positions and weights, within PostgreSQL's limits."""
    positions_by_lexeme: dict[str, dict[int, str]] = defaultdict(dict)
    size = 0
    for lexeme, position, weight in lexemes:
        positions = positions_by_lexeme[lexeme]
        if not positions:
            size += len(lexeme.encode()) + 8
        if position in positions:
            positions[position] = min(positions[position], weight)  # A is the heaviest
        elif len(positions) < MAX_POSITIONS:
            positions[position] = weight
            size += 2
        if size > MAX_BYTES:
            break
    return " ".join(
        f"{quote_lexeme(lexeme)}:"
        + ",".join(f"{place}{weight}" for place, weight in sorted(positions.items()))
        for lexeme, positions in positions_by_lexeme.items()
        if positions
    )
