"""A light Arabic stemmer that never splits the forms of one noun.

The Snowball stemmer takes a letter of the root for a particle in one form and leaves it in another, so that وثيقة and
الوثيقة part. Here a word that can be read in two ways keeps both readings, and two forms of one word share at least one.
Broken plurals cannot be told from their letters; those of our subjects are in ``data/plurals.ar.txt``.
"""

from __future__ import annotations

from functools import lru_cache
from importlib.resources import files

from majlis.commons.search.normalisation import normalise

PARTICLES = frozenset("وفبكلس")
"""Letters that may be a particle written together with the next word."""

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
    kept = folder.joinpath("article.ar.txt").read_text(encoding="utf-8").splitlines()
    return plurals, frozenset(normalise(line) for line in kept if line and line[0] != "#")


def stems(word: str) -> tuple[str, ...]:
    """The stems that a normalised Arabic word may have, its likeliest reading first; never empty."""
    found: dict[str, None] = {}
    for bare in _without_prefixes(word):
        for stem in _without_suffixes(bare):
            found.setdefault(stem)
    return tuple(found)


def _without_prefixes(word: str) -> list[str]:
    """The word without article and particles, in each way in which it can be read."""
    for article in _ARTICLES:
        rest = word[len(article) :]
        if word.startswith(article) and len(rest) >= 2:
            ways = [rest]
            if article.endswith("لل"):  # ل and ال before a word in ل: للجنة is ل + اللجنة
                ways.append("ل" + rest)
            if article != "ال":
                ways += _particles(word)
            elif word.startswith(tuple(_data()[1])):
                ways.append(word)
            return ways
    return [word, *_particles(word)]


def _particles(word: str) -> list[str]:
    """The word without one particle, and without the next one after it."""
    ways: list[str] = []
    rest = word
    while rest[:1] in PARTICLES and len(rest) > _SHORTEST and len(ways) < 3:
        if rest[0] == "س" and rest[1] != "ي":  # the future, which only a verb has
            break
        rest = rest[1:]
        ways.append(rest)
        if rest.startswith("ال") and len(rest) > 4:
            ways.append(rest[2:])
            break
    if rest[:1] == "ي" and len(rest) > _SHORTEST:  # he does: يقرر
        ways.append(rest[1:])
    return ways


def _without_suffixes(word: str) -> list[str]:
    """The word without pronoun, plural and feminine endings, one or two readings."""
    plurals, _ = _data()
    if word in plurals:
        word = plurals[word]
    ways = [_without_endings(word)]
    for pronoun in _PRONOUNS:
        rest = word.removesuffix(pronoun)
        if rest != word and len(rest) >= 2:
            ways += _before_pronoun(rest)
            break
    else:
        for pronoun in ("ه", "ي", "ك"):
            rest = word.removesuffix(pronoun)
            if rest != word and len(rest) >= _SHORTEST:
                ways += _before_pronoun(rest)
    return ways


def _before_pronoun(rest: str) -> list[str]:
    """What a word may have been before its pronoun: ة is written ت there, and ى ا."""
    plurals, _ = _data()
    if rest in plurals:
        return [_without_endings(plurals[rest])]
    ways = [_without_endings(rest)]
    if rest.endswith("ت") and not rest.endswith("ات") and len(rest) >= _SHORTEST:
        ways.append(_without_endings(rest[:-1]))
    elif rest.endswith("ا") and len(rest) > _SHORTEST:
        ways.append(_without_endings(rest[:-1] + "ي"))
    return ways


def _without_endings(word: str) -> str:
    """The word without endings, again and again: all forms of one word come to the same end."""
    plurals, _ = _data()
    seen = set()  # دول is the plural of دولة, which ends as دول again
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
