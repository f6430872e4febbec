"""Lexemes as PostgreSQL reads them: the literal of a tsvector, and operands of a tsquery."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable

from majlis.commons.search.analyse import Lexeme

PLACES = 256
"""Positions of one lexeme that PostgreSQL keeps."""
LARGEST = 900_000
"""Bytes of a tsvector: PostgreSQL refuses one of a megabyte. What a longer text says further on is not kept."""


def quoted(lexeme: str) -> str:
    """A lexeme in quotes, as tsvector and tsquery take it."""
    escaped = lexeme.replace("\\", "\\\\").replace("'", "''").replace("\x00", "")
    return f"'{escaped}'"


def tsvector(lexemes: Iterable[Lexeme]) -> str:
    """The literal of a tsvector: each lexeme once, with its places and weights, within PostgreSQL's limits."""
    places: dict[str, dict[int, str]] = defaultdict(dict)
    size = 0
    for lexeme, position, weight in lexemes:
        known = places[lexeme]
        if not known:
            size += len(lexeme.encode()) + 8
        if position in known:
            known[position] = min(known[position], weight)  # A is the heaviest
        elif len(known) < PLACES:
            known[position] = weight
            size += 2
        if size > LARGEST:
            break
    return " ".join(
        f"{quoted(lexeme)}:" + ",".join(f"{at}{weight}" for at, weight in sorted(known.items()))
        for lexeme, known in places.items()
        if known
    )
