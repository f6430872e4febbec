"""Symbols of documents (``A/RES/70/1``, ``PP-14/20(Add.1)-E``): their canonical form and their parts."""

from __future__ import annotations

import re

# Cyrillic letters that look like Latin ones, in symbols typed on a Russian keyboard.
_LOOKALIKES = str.maketrans("авсенкмортху", "abcehkmoptxy")
_LOOKALIKE = frozenset("авсенкмортху")
_CYRILLIC = re.compile("[\u0400-\u04ff]")
_ISSUE = re.compile(r"[/\-(\s.]*\b(rev|add|corr|amend)(?:ision|endum|igendum)?\.?\s?(\d+)\)?")
_LANGUAGE_SUFFIX = re.compile(r"(?<=[\d)])-[acefrs](?=$|\()")
_PART = re.compile(r"\d+|[^\W\d_]+")
_PIECE = re.compile(r"[^\W_]+")
ISSUE_SUFFIX = re.compile(r"\s(?:rev(?:ision)?|add|corr)\.?\s?\d{1,3}(?!\w)")
"""A suffix after a space that is part of the symbol: ``CWG-WSIS-32/16-E Rev. 1``."""


def is_symbol(chain: str) -> bool:
    """Whether a chain of letters and digits is a symbol: it has a digit, and other characters too."""
    return any(map(str.isdecimal, chain)) and not chain.isdecimal()


def to_latin(chain: str) -> str:
    """The chain with its Cyrillic letters replaced, if all of them look like Latin ones."""
    if _CYRILLIC.search(chain) and all(letter in _LOOKALIKE for letter in _CYRILLIC.findall(chain)):
        return chain.translate(_LOOKALIKES)
    return chain


def canonical_symbol(chain: str) -> str:
    """The canonical form of a normalised symbol.

    The language of the copy (``-E``) is removed after a document number; revisions, addenda and
    corrigenda have the form ``(rev.1)``.
    """
    symbol = _ISSUE.sub(r"(\1.\2)", to_latin(chain))
    return _LANGUAGE_SUFFIX.sub("", symbol) if "/" in symbol else symbol


def symbol_parts(chain: str) -> list[tuple[str, list[str]]]:
    """The pieces between the connectors, each with its runs of letters and of digits: ``c18`` is c, 18."""
    return [(piece, _PART.findall(piece) or [piece]) for piece in _PIECE.findall(to_latin(chain))]
