"""Stemming: Snowball for English, French, Spanish and Russian, our own stemmer for Arabic.

A word has one or more lexemes at the same position: with and without accents, or the readings of an
Arabic word whose first letter may be a particle. A document is indexed under all of them, a query
searches for any.
"""

from __future__ import annotations

import re
import threading
from functools import lru_cache
from importlib.resources import files

import Stemmer  # type: ignore[import-not-found]

from majlis.commons.search import arabic
from majlis.commons.search.normalisation import normalise, without_accents

STEMMERS = {"en": "english", "fr": "french", "es": "spanish", "ru": "russian"}
MAX_LEXEME_BYTES = 255  # the limit of PostgreSQL is 2,046
_CYRILLIC = re.compile("[\u0400-\u04ff]")
_ARABIC = re.compile("[\u0621-\u064a\u066e-\u06d3\u0750-\u077f]")
_HAN = re.compile("[\u3005\u3007\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff]")
_thread_local = threading.local()  # a Stemmer has a cache and is not thread-safe


def data_lines(name: str) -> list[str]:
    """The lines of a data file, without empty lines and comments (``#``)."""
    source = files("majlis.commons.search").joinpath("data", name).read_text(encoding="utf-8")
    return [line for line in source.splitlines() if line.strip() and not line.startswith("#")]


@lru_cache(maxsize=8)
def stop_words(language: str) -> frozenset[str]:
    """The stop words of a language, normalised, with and without accents."""
    words = [
        normalise(word) for line in data_lines(f"stop/{language}.txt") for word in line.split()
    ]
    return frozenset([*words, *map(without_accents, words)])


@lru_cache(maxsize=1)
def _spellings() -> list[tuple[str, str]]:
    return [(old, new) for old, new in (line.split() for line in data_lines("spelling.en.txt"))]


def language_of_word(word: str, language: str) -> str:
    """The language by whose rules a word is stemmed: its script has priority over the language of the text."""
    if _ARABIC.search(word):
        return "ar"
    if _CYRILLIC.search(word):
        return "ru"
    if _HAN.search(word):
        return "zh"
    return language if language in ("en", "fr", "es") else "en"


def is_stop_word(word: str, language: str) -> bool:
    """Whether a normalised word is a stop word in a text of that language."""
    code = language_of_word(word, language)
    if word in stop_words(code):
        return True
    return code == "ar" and word[:1] in arabic.PARTICLES and word[1:] in stop_words("ar")


def lexemes(word: str, language: str) -> tuple[str, ...]:
    """The lexemes of a normalised word in a text of that language, the most likely first; never empty."""
    return _lexemes(word, language_of_word(word, language))


@lru_cache(maxsize=1 << 16)
def _lexemes(word: str, code: str) -> tuple[str, ...]:
    if code == "ar":
        return tuple(dict.fromkeys(truncate_lexeme(stem) for stem in arabic.stems(word)))
    if code not in STEMMERS:
        return (truncate_lexeme(word),)
    if code == "en":
        word = _american(word)
    unaccented = without_accents(word)
    stemmed = without_accents(_stem(word, code))
    # Two lexemes if accents changed the stem, so that a query without accents finds it too.
    stems = dict.fromkeys((stemmed, without_accents(_stem(unaccented, code))))
    return tuple(truncate_lexeme(stem) for stem in stems if stem) or (truncate_lexeme(word),)


def _stem(word: str, code: str) -> str:
    stemmers = _thread_local.__dict__.setdefault("stemmers", {})
    if code not in stemmers:
        stemmers[code] = Stemmer.Stemmer(STEMMERS[code])
    return str(stemmers[code].stemWord(word))


def _american(word: str) -> str:
    """The American spelling: organisation becomes organization, labour labor, programme program."""
    word = word.replace("isation", "ization")
    for old, new in _spellings():
        if word.startswith(old):
            return new + word[len(old) :]
    return word


def truncate_lexeme(lexeme: str) -> str:
    """The lexeme, cut to the maximum length of the index."""
    if len(lexeme) <= MAX_LEXEME_BYTES // 4:
        return lexeme
    return lexeme.encode()[:MAX_LEXEME_BYTES].decode(errors="ignore")
