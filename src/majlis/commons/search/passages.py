"""Passages of long texts: patterns with which a database finds the provisions that contain the words of a query."""

from __future__ import annotations

import re
from collections.abc import Sequence

from majlis.commons.search.excerpts import count_matches
from majlis.commons.search.parse import ParsedQuery

MAX_PATTERNS = 12
"""Patterns of one query; the longest words are used."""
_PART = re.compile(r"\d+|[^\W\d_]+")
_LATIN_OR_CYRILLIC = re.compile("[a-zà-ÿ\u0400-\u04ff]")
_MIN_SHORTENED = 5  # a shorter stem is a whole word for the most part
# The spellings that ``normalise`` and ``without_accents`` make equal.
_SPELLINGS = {
    "a": "[aàáâãäå]",
    "c": "[cç]",
    "e": "[eèéêë]",
    "i": "[iìíîï]",
    "n": "[nñ]",
    "o": "[oòóôõö]",
    "u": "[uùúûü]",
    "е": "[её]",
    "ا": "[اأإآٱ]",
    "ي": "[يىئ]",
    "ه": "[هة]",
    "ء": "[ءؤئ]",
    "-": "[-‐‑‒–—−]",
}


def query_patterns(query: ParsedQuery) -> list[str]:
    """Regular expressions of PostgreSQL, one for each word or symbol of a query, to be used without regard to case.

    They find more than the search does (each begins a word with a stem), never less for a word that its stem
    begins. ``best_passage`` decides.
    """
    symbols = [
        r"[^[:alnum:]]{0,2}".join(map(_spelt, _PART.findall(symbol))) for symbol in query.symbols
    ]
    words = sorted(query.lexemes, key=lambda lexeme: (-len(lexeme), lexeme))
    return list(dict.fromkeys([*filter(None, symbols), *map(_word_pattern, words)]))[:MAX_PATTERNS]


def _word_pattern(lexeme: str) -> str:
    """The beginning of words with a stem; any place in Arabic, whose particles are written with the word, and in Chinese."""
    if not _LATIN_OR_CYRILLIC.search(lexeme):
        return _spelt(lexeme)
    # The last letter of a stem may differ from the word: "polici" stems "policy".
    return rf"\m{_spelt(lexeme[:-1] if len(lexeme) >= _MIN_SHORTENED else lexeme)}"


def _spelt(text: str) -> str:
    """A pattern for any spelling of a text."""
    return "".join(_SPELLINGS.get(letter) or re.escape(letter) for letter in text)


def best_passage(texts: Sequence[str], query: ParsedQuery, language: str) -> int | None:
    """The place of the first text with most of the words of the query; None if no text has any."""
    counts = [count_matches(text, query, language) for text in texts]
    most = max(counts, default=0)
    return counts.index(most) if most else None
