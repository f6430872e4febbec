"""Detects the language of a query: by its script, or by its words, otherwise the reader's language."""

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
_MIN_WORDS = 4  # shorter queries are too short for the detector


def detect_query_language(words: str, reader: str) -> str:
    """The language of a query; if it is not clear, ``reader`` if that is a Latin language, otherwise English."""
    script = max(_SCRIPTS, key=lambda each: len(each[1].findall(words)))
    if len(script[1].findall(words)) * 3 > len(words.replace(" ", "")):
        return script[0]
    default = reader if reader in _LATIN else "en"
    if len(words.split()) < _MIN_WORDS:
        return default
    try:
        code, is_uncertain = detect(words)
    except TextError:
        return default
    return default if is_uncertain or code not in _LATIN else code
