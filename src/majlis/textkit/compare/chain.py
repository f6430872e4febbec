"""The heaviest chain of matches that keeps the order of both texts."""

from __future__ import annotations

from collections.abc import Iterable

Candidate = tuple[int, int, float]


def chain(candidates: Iterable[Candidate], width: int) -> list[Candidate]:
    """Of matches ``(old, new, weight)``, those that rise in both texts and weigh most together.

    ``width`` is the number of places in new. Time n log n, by a tree of running maxima (Fenwick).
    Of chains that weigh the same the one found first in the order of old is taken.
    """
    ordered = sorted(candidates, key=lambda c: (c[0], -c[1]))
    best = [0.0] * (width + 1)
    last = [-1] * (width + 1)
    previous: list[int] = []
    for at, (_, j, weight) in enumerate(ordered):
        total, before = 0.0, -1
        k = j
        while k:
            if best[k] > total:
                total, before = best[k], last[k]
            k &= k - 1
        previous.append(before)
        total += weight
        k = j + 1
        while k <= width:
            if total > best[k]:
                best[k], last[k] = total, at
            k += k & -k
    # The heaviest chain of all ends where a query over the whole width says.
    total, at = 0.0, -1
    k = width
    while k:
        if best[k] > total:
            total, at = best[k], last[k]
        k &= k - 1
    found: list[Candidate] = []
    while at >= 0:
        found.append(ordered[at])
        at = previous[at]
    return found[::-1]
