"""Headings that are a number and no words: they go with what stands under them.

A section put in the middle makes ``III`` the ``IV`` of the next year. Its wording says which place it
has and not which section it heads, so it is matched last, after what it stands above.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from itertools import accumulate
from math import inf

from majlis.textkit.compare.likeness import Profile
from majlis.textkit.compare.matches import Alignment


def match_bare(found: Alignment, old: Sequence[Profile], new: Sequence[Profile]) -> None:
    """Match the bare headings that stand above the same; then those left that are the same number."""
    ours = [i for i, profile in enumerate(old) if profile.bare]
    theirs = {j for j, profile in enumerate(new) if profile.bare}
    for i in ours:
        j = found.to_new[i + 1] - 1 if i + 1 < len(old) else -1
        if j in theirs and found.is_free(i, j):
            found.match(i, j)
    by_key = {new[j].key: j for j in theirs if found.to_old[j] < 0}
    keeps_order = _Order(found)
    for i in ours:
        j = by_key.get(old[i].key, -1)
        if j >= 0 and found.is_free(i, j) and keeps_order.add(i, j):
            found.match(i, j)


class _Order:
    """Whether matches cross those that stayed, told without going through all of them each time."""

    def __init__(self, found: Alignment) -> None:
        stayed = sorted(found.stayed())
        self.places = [i for i, _ in stayed]
        self.highest = list(accumulate((j for _, j in stayed), max, initial=-1))
        self.lowest = list(accumulate((j for _, j in reversed(stayed)), min, initial=inf))[::-1]
        self.added: tuple[list[int], list[int]] = [], []

    def add(self, i: int, j: int) -> bool:
        """Whether the match crosses none, nor one that was added before; then it is added."""
        at = bisect_left(self.places, i)
        here, there = (bisect_left(side, k) for side, k in zip(self.added, (i, j), strict=True))
        if not self.highest[at] < j < self.lowest[at] or here != there:
            return False
        self.added[0].insert(here, i)
        self.added[1].insert(here, j)
        return True
