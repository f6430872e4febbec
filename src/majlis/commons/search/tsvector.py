"""Writes lexemes as PostgreSQL reads them: literals of a tsvector, and operands of a tsquery."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable

from majlis.commons.search.analyser import Lexeme

MAX_POSITIONS = 256
"""Positions of one lexeme that PostgreSQL keeps."""
MAX_BYTES = 900_000
"""Bytes of a tsvector: PostgreSQL refuses one of a megabyte. What a longer text says further on is not kept."""


def quote_lexeme(lexeme: str) -> str:
    """A lexeme in quotes, as tsvector and tsquery take it."""
    escaped = lexeme.replace("\\", "\\\\").replace("'", "''").replace("\x00", "")
    return f"'{escaped}'"


def tsvector_literal(lexemes: Iterable[Lexeme]) -> str:
    """The literal of a tsvector: each lexeme once, with its places and weights, within PostgreSQL's limits."""
    places: dict[str, dict[int, str]] = defaultdict(dict)
    size = 0
    for lexeme, position, weight in lexemes:
        known = places[lexeme]
        if not known:
            size += len(lexeme.encode()) + 8
        if position in known:
            known[position] = min(known[position], weight)  # A is the heaviest
        elif len(known) < MAX_POSITIONS:
            known[position] = weight
            size += 2
        if size > MAX_BYTES:
            break
    return " ".join(
        f"{quote_lexeme(lexeme)}:"
        + ",".join(f"{at}{weight}" for at, weight in sorted(known.items()))
        for lexeme, known in places.items()
        if known
    )
