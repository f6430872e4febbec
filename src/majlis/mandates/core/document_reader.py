"""Compares the words of two documents, in a limited process: plain Python without Django."""

from __future__ import annotations

from majlis.instruments.core.text_reader import as_result, warm_up
from majlis.textkit.compare import compare
from majlis.textkit.model import JSON
from majlis.textkit.read import read_bytes

__all__ = ["warm_up", "words_similarity"]


@as_result
def words_similarity(older: str, newer: str, language: str) -> JSON:
    """The share of text that two texts have in common, from 0 to 1. Raises TextError."""
    one, other = (
        read_bytes(words.encode(), language=language, name="words.txt") for words in (older, newer)
    )
    return compare(one, other).similarity
