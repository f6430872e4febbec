"""Words of two languages that go together, learned from the two texts themselves.

A term that comes back ("village looms") comes back in the other language in the same provisions. So a
first alignment, right for the most part, says which words go together; and these say where a provision
is missing when its number, its verb and its length do not. No pair speaks for itself: what it and the
pairs of its two sides show is taken out before it is judged.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence

from majlis.textkit.align.evidence import Item
from majlis.textkit.lexicon import fold

Terms = list[frozenset[str]]

_REACH = 4  # places to either side of the first way that are weighed again
_AROUND = 12  # provisions to either side of one without counterpart whose pairs are weighed again
_GAIN = 4.0  # evidence where all words go together, for how much more they do than those around
_WORDS = 20  # rarest words of a provision that are looked at
_COMMON = 0.3  # share of the provisions of a text above which a word is everywhere
# Letters of a word that tell it from others however it ends; Arabic glues an article before it.
_STEM = {"ar": 7}
_USUAL_STEM = 5

_WORD = re.compile(r"[^\W\d_]{4,}")
_HAN_PAIR = re.compile("(?=([\u4e00-\u9fff]{2}))")


def companions(
    a: Sequence[Item], b: Sequence[Item], languages: tuple[str, str], first: Mapping[int, int]
) -> dict[tuple[int, int], float]:
    """Evidence for the pairs near a first alignment, above 0 for and below 0 against.

    ``first``: the indices of b by those of a. Only pairs near a provision without counterpart are
    given, because elsewhere there is nothing to decide; none where every provision has one.
    """
    rows = _rows(len(a), len(b), first)
    if not rows:
        return {}
    known = _Known(_terms(a, languages[0]), _terms(b, languages[1]), first)
    found: dict[tuple[int, int], float] = {}
    for i, middle in rows.items():
        near = range(max(0, middle - _REACH), min(len(b), middle + _REACH + 1))
        shares = {j: known.share(i, j) for j in near}
        usual = sum(shares.values()) / max(1, len(shares))
        for j, share in shares.items():
            found[i, j] = _GAIN * (share - usual)
    return found


def _rows(rows: int, columns: int, first: Mapping[int, int]) -> dict[int, int]:
    """The indices of a that are weighed again, with the index of b beside which each stands."""
    beside: list[int] = []
    last = -1
    for i in range(rows):
        last = first.get(i, last)
        beside.append(max(0, last))
    taken = set(first.values())
    alone = [i for i in range(rows) if i not in first]
    alone_b = {j for j in range(columns) if j not in taken}
    alone += [i for i, j in first.items() if {j - 1, j + 1} & alone_b]
    near = {i for at in alone for i in range(at - _AROUND, at + _AROUND + 1)}
    return {i: j for i, j in enumerate(beside) if i in near}


class _Known:
    """Which words stand together in the pairs of the first alignment."""

    def __init__(self, a: Terms, b: Terms, first: Mapping[int, int]) -> None:
        self._a, self._b, self._first = a, b, first
        self._back = {j: i for i, j in first.items()}
        self._count_a = Counter(word for words in a for word in words)
        self._count_b = Counter(word for words in b for word in words)
        # In which of the pairs a word stands, on either side.
        self._pairs_a: dict[str, set[int]] = defaultdict(set)
        self._pairs_b: dict[str, set[int]] = defaultdict(set)
        for i, j in first.items():
            for word in a[i]:
                self._pairs_a[word].add(i)
            for word in b[j]:
                self._pairs_b[word].add(i)

    def share(self, i: int, j: int) -> float:
        """How far the words of two provisions go together elsewhere, from 0 to 1."""
        ours, theirs = self._a[i], self._b[j]
        if not ours or not theirs:
            return 0.0
        best_ours, best_theirs = dict.fromkeys(ours, 0.0), dict.fromkeys(theirs, 0.0)
        partner, back = self._first.get(i), self._back.get(j)
        beside = self._b[partner] if partner is not None else frozenset[str]()
        before = self._a[back] if back is not None else frozenset[str]()
        others = [(y, pairs) for y in theirs if (pairs := self._pairs_b.get(y))]
        for x in ours:
            mine = self._pairs_a.get(x)
            if not mine:
                continue
            for y, pairs in others:
                both = len(mine & pairs)
                if both:
                    both -= (y in beside) + (x in before and partner != j)
                if both > 0:
                    other = self._count_a[x] + self._count_b[y] - 2
                    # Once together besides here may be chance.
                    like = 2 * both / other * min(1.0, both / 2)
                    best_ours[x] = max(best_ours[x], like)
                    best_theirs[y] = max(best_theirs[y], like)
        return (
            sum(best_ours.values()) / len(best_ours) + sum(best_theirs.values()) / len(best_theirs)
        ) / 2


def _terms(items: Sequence[Item], language: str) -> Terms:
    """The words of each provision that come back, the rarest, without those that are everywhere."""
    stem = _STEM.get(language, _USUAL_STEM)
    every: list[set[str]] = []
    for item in items:
        text = fold(item.words).text.lower()
        if language == "zh":
            every.append(set(_HAN_PAIR.findall(text)))
        else:
            every.append({word[:stem] for word in _WORD.findall(text)})
    count = Counter(word for words in every for word in words)
    most = max(3.0, _COMMON * len(items))
    return [
        frozenset(
            sorted(
                (word for word in words if 2 <= count[word] <= most), key=lambda w: (count[w], w)
            )[:_WORDS]
        )
        for words in every
    ]
