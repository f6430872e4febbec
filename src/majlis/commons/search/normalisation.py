"""Normalises spellings that do not change a word: width, case, marks, alef, heh, hyphens, apostrophes."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

# Controls, lone surrogates, soft hyphens, zero-width and directional marks; Arabic vowels and tatweel.
_DROPPED = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\u00ad\u0300-\u036f\u0483-\u0487\u0610-\u061a\u0640\u064b-\u065f\u0670"
    "\u06d6-\u06dc\u06df-\u06e8\u06ea-\u06ed\u08d3-\u08e1\u08e3-\u08ff\u180e\u200b-\u200f\u202a-\u202e"
    "\u2060-\u206f\ufe00-\ufe0f\ufeff\ud800-\udfff]"
)
# Latin letters keep their accents, which the stemmers need: NFKC has already composed them.
_EQUIVALENTS = str.maketrans(
    {
        **dict.fromkeys("أإآٱٲٳ", "ا"),
        **dict.fromkeys("ىیےۍ", "ي"),
        **dict.fromkeys("ةۀہھەۂۃ", "ه"),
        **dict.fromkeys("کڪ", "ك"),
        # The seat of hamza varies within one family of words.
        **dict.fromkeys("ؤئ", "ء"),
        **{chr(0x0660 + digit): str(digit) for digit in range(10)},
        **{chr(0x06F0 + digit): str(digit) for digit in range(10)},
        **dict.fromkeys("‐‑‒–—―−﹣－⁃", "-"),
        **dict.fromkeys("’‘ʼ`´ʹ′＇", "'"),
        "ё": "е",
        "œ": "oe",
        "æ": "ae",
        "ı": "i",
        "ø": "o",
        "ł": "l",
        "đ": "d",
        "⁄": "/",
    }
)
_MAX_ROUNDS = 5


def normalise(text: str) -> str:
    """The text in lower case, with one spelling for each letter; Latin accents stay.

    The function is idempotent. All hyphens become ``-``; all digits become 0-9.
    """
    for _ in range(_MAX_ROUNDS):
        previous = text
        text = unicodedata.normalize("NFKC", text).casefold()
        text = unicodedata.normalize("NFKC", text).translate(_EQUIVALENTS)
        text = _DROPPED.sub("", text)
        if text == previous:
            break
    return text


@lru_cache(maxsize=1 << 15)
def without_accents(word: str) -> str:
    """A normalised word without the accents of Latin letters; й and other letters stay unchanged."""
    if word.isascii():
        return word
    letters = []
    for letter in word:
        base = unicodedata.normalize("NFD", letter)
        letters.append(base[0] if len(base) > 1 and base[0].isascii() else letter)
    return "".join(letters)
