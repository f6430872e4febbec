"""Words as lists of lexemes: stemmers for English, French, Spanish and Russian; ours for Arabic.

A word has one lexeme, or some that stand at one position: with and without accents, or the readings of an Arabic word
whose first letter may be a particle. A document keeps all of them, a query asks for any.
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
MAX_LEXEME_BYTES = 255  # bytes of a lexeme; PostgreSQL takes 2,046, a word has fewer
_CYRILLIC = re.compile("[\u0400-\u04ff]")
_ARABIC = re.compile("[\u0621-\u064a\u066e-\u06d3\u0750-\u077f]")
_HAN = re.compile("[\u3005\u3007\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff]")
_thread_local = threading.local()  # a Stemmer keeps a cache and is not safe between threads


def data_lines(name: str) -> list[str]:
    """The lines of a data file that say something; ``#`` opens a remark."""
    source = files("majlis.commons.search").joinpath("data", name).read_text(encoding="utf-8")
    return [line for line in source.splitlines() if line.strip() and not line.startswith("#")]


@lru_cache(maxsize=8)
def stop_words(language: str) -> frozenset[str]:
    """The words of a language that stand in every text and so find none, normalised, also without accents."""
    found = [
        normalise(word) for line in data_lines(f"stop/{language}.txt") for word in line.split()
    ]
    return frozenset([*found, *map(without_accents, found)])


@lru_cache(maxsize=1)
def _spellings() -> list[tuple[str, str]]:
    return [(old, new) for old, new in (line.split() for line in data_lines("spelling.en.txt"))]


def language_of_word(word: str, language: str) -> str:
    """The language whose rules a word of a text follows: its script decides before the text's language."""
    if _ARABIC.search(word):
        return "ar"
    if _CYRILLIC.search(word):
        return "ru"
    if _HAN.search(word):
        return "zh"
    return language if language in ("en", "fr", "es") else "en"


def is_stop_word(word: str, language: str) -> bool:
    """Whether a normalised word says nothing about a text of that language."""
    code = language_of_word(word, language)
    if word in stop_words(code):
        return True
    return code == "ar" and word[:1] in arabic.PARTICLES and word[1:] in stop_words("ar")


def lexemes(word: str, language: str) -> tuple[str, ...]:
    """The lexemes of one normalised word in a text of that language, the likeliest first; never empty."""
    return _lexemes(word, language_of_word(word, language))


@lru_cache(maxsize=1 << 16)
def _lexemes(word: str, code: str) -> tuple[str, ...]:
    if code == "ar":
        return tuple(dict.fromkeys(truncate_lexeme(found) for found in arabic.stems(word)))
    if code not in STEMMERS:
        return (truncate_lexeme(word),)
    if code == "en":
        word = _american(word)
    bare = without_accents(word)
    stemmed = without_accents(_stem(word, code))
    # Two where the accents guided the stemmer: who types none must find it too.
    both = dict.fromkeys((stemmed, without_accents(_stem(bare, code))))
    return tuple(truncate_lexeme(found) for found in both if found) or (truncate_lexeme(word),)


def _stem(word: str, code: str) -> str:
    stemmers = _thread_local.__dict__.setdefault("stemmers", {})
    if code not in stemmers:
        stemmers[code] = Stemmer.Stemmer(STEMMERS[code])
    return str(stemmers[code].stemWord(word))


def _american(word: str) -> str:
    """One spelling for organisation and organization, labour and labor, programme and program."""
    word = word.replace("isation", "ization")
    for old, new in _spellings():
        if word.startswith(old):
            return new + word[len(old) :]
    return word


def truncate_lexeme(lexeme: str) -> str:
    """A lexeme that is not longer than the index takes."""
    if len(lexeme) <= MAX_LEXEME_BYTES // 4:
        return lexeme
    return lexeme.encode()[:MAX_LEXEME_BYTES].decode(errors="ignore")
