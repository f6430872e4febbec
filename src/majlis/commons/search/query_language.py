"""Detects the language of a query: by its script, then for Latin letters by its words or the reader's language."""

from __future__ import annotations

import re

from majlis.textkit.errors import TextError
from majlis.textkit.language import detect

_SCRIPTS = (
    ("ar", re.compile("[\u0621-\u064a]")),
    ("ru", re.compile("[\u0400-\u04ff]")),
    ("zh", re.compile("[\u3400-\u9fff]")),
)
_LATIN = ("en", "fr", "es")
_MIN_WORDS = 4  # words from which a detector is asked


def detect_query_language(words: str, reader: str) -> str:
    """The language in which something is asked; ``reader`` where it does not tell, English for other readers."""
    found = max(_SCRIPTS, key=lambda each: len(each[1].findall(words)))
    if len(found[1].findall(words)) * 3 > len(words.replace(" ", "")):
        return found[0]
    likely = reader if reader in _LATIN else "en"
    if len(words.split()) < _MIN_WORDS:
        return likely
    try:
        code, doubt = detect(words)
    except TextError:
        return likely
    return likely if doubt or code not in _LATIN else code
