"""How alike two provisions are, on a scale of 0 to 1.

What resolutions share by habit ("Requests the Secretary-General to") must not glue provisions
together, and what only this provision says must find it again. So each word weighs by its rarity in
both texts together (inverse document frequency), and so do pairs of neighbouring words. Numbers are
masked, because years and sessions advance in every version, and count a second time as they are.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from math import inf, log

from rapidfuzz.distance import LCSseq

from majlis.textkit.compare.vocabulary import Vocabulary
from majlis.textkit.lexicon import fold, lexicon
from majlis.textkit.model import LANGUAGES, Kind, Provision
from majlis.textkit.numbering import from_chinese, from_roman
from majlis.textkit.words import HAN

_HAN = re.compile(rf"[{HAN}]")
_NUMBER = re.compile(r"\d\w*(?:[/.-]\w+)*")
_PAIR_WEIGHT = 0.5
_NUMBER_WEIGHT = 0.5
_SHARPNESS = 1.5  # how much more a rare word weighs than a common one
_ENOUGH = 40  # provisions of both texts from which a rare word is known to be rare
_AFTER_VERB = 2  # words after the verb that are habit in any text ("that", "also the")
_OPENING = 6  # words that two provisions may open with by habit
_SAME_OPENING = 0.005  # what each of these adds all the same
_MOST = 31  # sections that roman numbers count: fewer than this
_ROUNDING = 1e-9
_HIGHEST = 0x10FFFF  # the highest code that a character can have


@dataclass(slots=True)
class Profile:
    """What is compared of one provision.

    ``key``: its wording with white space made plain; ``code``: a character for each word, in order;
    ``bare``: a heading that is only a number (``III``), whose wording does not say which one it is;
    ``habits``: what of the weight of its first words is mere habit, by how many words.
    """

    provision: Provision
    key: str
    words: list[str]
    bare: bool = False
    features: dict[str, float] = field(default_factory=dict)
    mass: float = 0.0
    code: str = ""
    habits: list[float] = field(default_factory=list)


class Measure:
    """The profiles of two texts and the weights of their words.

    ``own``: the least weight of a word that stands in no more than two provisions; infinite where the
    texts are too short to say.
    """

    def __init__(
        self, old: Sequence[Provision], new: Sequence[Provision], languages: tuple[str, str]
    ) -> None:
        known: dict[tuple[str, str], list[str]] = {}
        self.old = _profiles(old, languages[0], known)
        self.new = _profiles(new, languages[1], known)
        # In how many provisions each word and each pair of neighbouring words stands.
        self._count: Counter[str] = Counter()
        for profile in (*self.old, *self.new):
            words = profile.words
            self._count.update({*words, *map(" ".join, pairwise(words))})
        many = len(old) + len(new) + 1
        self._weights = [0.0, *(log(many / n) ** _SHARPNESS for n in range(1, many))]
        self.own = self._weights[2] - _ROUNDING if many > _ENOUGH else inf
        self._codes: dict[str, int] = {}

    def weigh(self, profiles: Iterable[Profile]) -> None:
        """Find the features of the profiles that will be compared."""
        profiles = list(profiles)
        numbers: Counter[str] = Counter()
        found: list[set[str]] = []
        for profile in profiles:
            found.append(set(_NUMBER.findall(profile.key)))
            numbers.update(found[-1])
        count, weights, codes = self._count, self._weights, self._codes
        for profile, exact in zip(profiles, found, strict=True):
            words = profile.words
            features = {word: weights[count[word]] for word in words}
            for pair in map(" ".join, pairwise(words)):
                features[pair] = _PAIR_WEIGHT * weights[count[pair]]
            for number in exact:
                features[f"#{number}"] = _NUMBER_WEIGHT * weights[numbers[number]]
            profile.features = features
            profile.habits = self._habits(profile)
            profile.mass = sum(features.values())
            profile.code = "".join(
                [chr(min(codes.setdefault(word, len(codes)), _HIGHEST)) for word in words]
            )

    def _habits(self, profile: Profile) -> list[float]:
        """What is habit in the first words, by how many of them: none, one, two and so on."""
        verb = profile.provision.verb
        opens = _AFTER_VERB + (len(verb.split()) if profile.key.startswith(verb) else 0)
        weights, words = profile.features, profile.words
        habits, seen = [0.0], set[str]()
        for at, word in enumerate(words[:_OPENING]):
            weight = habits[-1]
            for feature, own in (
                (word, self.own),
                (f"{words[at - 1]} {word}" if at else word, _PAIR_WEIGHT * self.own),
            ):
                if feature not in seen and (at < opens or weights[feature] < own):
                    weight += weights[feature]
                seen.add(feature)
            habits.append(weight)
        return habits

    @staticmethod
    def score(a: Profile, b: Profile) -> float:
        """Likeness of two weighed profiles: rare words shared, shared of the smaller, in order.

        What both open with by habit is left out, because whom a provision addresses ("Encourages all
        coastal States to") does not say what it is about; words that no third one has do. Of two that
        are as alike otherwise, the one that opens in the same way is a little more so.
        """
        if not a.words or not b.words:
            return 0.0
        if not a.code or not b.code:  # one of copies that has no other left: not weighed
            return float(a.key == b.key)
        weights = a.features
        opening = _opening(a.code, b.code)
        habit = a.habits[opening]
        common = sum([weights[f] for f in weights.keys() & b.features.keys()]) - habit
        ours, theirs = a.mass - habit, b.mass - habit
        smaller = min(ours, theirs)
        if smaller <= 0:
            return LCSseq.normalized_similarity(a.code, b.code)
        both = len(a.code) + len(b.code) - 2 * opening
        order = 2 * (LCSseq.similarity(a.code, b.code) - opening) / both
        alike = 0.6 * 2 * common / (ours + theirs) + 0.25 * common / smaller + 0.15 * order
        return min(1.0, alike + _SAME_OPENING * opening)


def _opening(a: str, b: str) -> int:
    """How many words both open with, at most ``_OPENING``; none where one has no others."""
    shorter = min(len(a), len(b))
    count = 0
    while count < min(shorter, _OPENING) and a[count] == b[count]:
        count += 1
    return count if count < shorter else 0


def _profiles(
    provisions: Sequence[Provision], language: str, known: dict[tuple[str, str], list[str]]
) -> list[Profile]:
    vocabulary = Vocabulary(language)
    found: list[Profile] = []
    for provision in provisions:
        key = " ".join(provision.text.split())
        if _is_bare(provision.kind, key, language):
            found.append(Profile(provision, key, [], bare=True))
            continue
        if (key, language) not in known:
            known[key, language] = vocabulary.words(key)
        found.append(Profile(provision, key, known[key, language]))
    return found


def _is_bare(kind: Kind, key: str, language: str) -> bool:
    """Whether a heading is only a number: ``III``, ``B.``, ``2``, ``二``, ``ثانيا``."""
    text = key.rstrip(".、")
    if kind != "heading" or not text.isalnum():
        return False
    if len(text) == 1 or text.isdigit() or from_chinese(text):
        return True
    if not text.isascii():  # a number written as a word, of those that head sections
        form = lexicon(language).pattern("lines", "section") if language in LANGUAGES else None
        return form is not None and form.fullmatch(fold(text).text) is not None
    # Mix, DI and CV are words, too: a list of sections does not count so far.
    marked = text.isupper() or (text.islower() and text != key)
    return marked and (from_roman(text) or _MOST) < _MOST


def count_words(text: str) -> int:
    """About how many words a text has: one for each stretch without space, one for each Han character."""
    if text.isascii():
        return len(text.split())
    spaced, han = _HAN.subn(" ", text)
    return han + len(spaced.split())
