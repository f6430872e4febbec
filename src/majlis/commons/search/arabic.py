"""A light Arabic stemmer that gives all forms of a noun at least one common stem.

The Snowball stemmer removes a root letter as a particle in one form and not in another, so that
وثيقة and الوثيقة get different stems. This stemmer returns both stems of an ambiguous word, so that
two forms of one word share at least one. Broken plurals cannot be derived from their letters; those
of our subjects are in ``data/plurals.ar.txt``.
"""

from __future__ import annotations

from functools import lru_cache
from importlib.resources import files

from majlis.commons.search.normalisation import normalise

PARTICLES = frozenset("وفبكلس")
"""Letters that may be a particle joined to the next word."""

_ARTICLES = ("وبال", "وكال", "وال", "بال", "فال", "كال", "ولل", "فلل", "لل", "ال")
_PRONOUNS = ("هما", "كما", "ها", "هم", "هن", "كم", "نا")
_PLURALS = ("تين", "تان", "ات", "ون", "ين", "ان", "وا")
_SHORTEST = 3


@lru_cache(maxsize=1)
def _data() -> tuple[dict[str, str], frozenset[str]]:
    folder = files("majlis.commons.search").joinpath("data")
    plurals = {}
    for line in folder.joinpath("plurals.ar.txt").read_text(encoding="utf-8").splitlines():
        if line and not line.startswith("#"):
            singular, *others = map(normalise, line.split())
            plurals.update(dict.fromkeys(others, singular))
    article_words = folder.joinpath("article.ar.txt").read_text(encoding="utf-8").splitlines()
    return plurals, frozenset(normalise(line) for line in article_words if line and line[0] != "#")


def stems(word: str) -> tuple[str, ...]:
    """The possible stems of a normalised Arabic word, the most likely first; never empty."""
    unique: dict[str, None] = {}
    for base in _without_prefixes(word):
        for stem in _without_suffixes(base):
            unique.setdefault(stem)
    return tuple(unique)


def _without_prefixes(word: str) -> list[str]:
    """The word without article and particles, in each possible reading."""
    for article in _ARTICLES:
        rest = word[len(article) :]
        if word.startswith(article) and len(rest) >= 2:
            readings = [rest]
            if article.endswith("لل"):  # ل and ال before a word in ل: للجنة is ل + اللجنة
                readings.append("ل" + rest)
            if article != "ال":
                readings += _particles(word)
            elif word.startswith(tuple(_data()[1])):
                readings.append(word)
            return readings
    return [word, *_particles(word)]


def _particles(word: str) -> list[str]:
    """The word without one particle, and without the next particle after it."""
    readings: list[str] = []
    rest = word
    while rest[:1] in PARTICLES and len(rest) > _SHORTEST and len(readings) < 3:
        if rest[0] == "س" and rest[1] != "ي":  # the future particle, only before verbs
            break
        rest = rest[1:]
        readings.append(rest)
        if rest.startswith("ال") and len(rest) > 4:
            readings.append(rest[2:])
            break
    if rest[:1] == "ي" and len(rest) > _SHORTEST:  # third person of a verb: يقرر
        readings.append(rest[1:])
    return readings


def _without_suffixes(word: str) -> list[str]:
    """The word without pronoun, plural and feminine suffixes, in one or more readings."""
    plurals, _ = _data()
    if word in plurals:
        word = plurals[word]
    readings = [_without_endings(word)]
    for pronoun in _PRONOUNS:
        rest = word.removesuffix(pronoun)
        if rest != word and len(rest) >= 2:
            readings += _before_pronoun(rest)
            break
    else:
        for pronoun in ("ه", "ي", "ك"):
            rest = word.removesuffix(pronoun)
            if rest != word and len(rest) >= _SHORTEST:
                readings += _before_pronoun(rest)
    return readings


def _before_pronoun(rest: str) -> list[str]:
    """The possible words before a pronoun suffix: ة is written as ت there, and ى as ا."""
    plurals, _ = _data()
    if rest in plurals:
        return [_without_endings(plurals[rest])]
    readings = [_without_endings(rest)]
    if rest.endswith("ت") and not rest.endswith("ات") and len(rest) >= _SHORTEST:
        readings.append(_without_endings(rest[:-1]))
    elif rest.endswith("ا") and len(rest) > _SHORTEST:
        readings.append(_without_endings(rest[:-1] + "ي"))
    return readings


def _without_endings(word: str) -> str:
    """The word without endings, removed repeatedly, so that all forms of a word give the same stem."""
    plurals, _ = _data()
    seen = set()  # prevents a loop: دول is the plural of دولة, whose stem is دول
    while True:
        if word in plurals and word not in seen:
            seen.add(word)
            word = plurals[word]
            continue
        for ending in _PLURALS:
            rest = word.removesuffix(ending)
            if rest != word and len(rest) >= (2 if ending == "ات" else _SHORTEST):
                break
        else:
            if word.endswith("ه") and len(word) >= _SHORTEST:
                rest = word[:-1]
            elif word.endswith(("ي", "ا", "ت")) and len(word) > _SHORTEST:
                rest = word[:-1] if word[-1] != "ت" else word
            else:
                rest = word
        if rest == word:
            return word
        word = rest
