"""Headings that are a number and no words: they go with what stands under them.

A section put in the middle makes ``III`` the ``IV`` of the next year. Its wording says which place it
has and not which section it heads, so it is matched last, after what it stands above.
"""

from __future__ import annotations

from collections.abc import Sequence

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
    for i in ours:
        j = by_key.get(old[i].key, -1)
        if j >= 0 and found.is_free(i, j) and _keeps_order(found, i, j):
            found.match(i, j)


def _keeps_order(found: Alignment, i: int, j: int) -> bool:
    """Whether no match of those that stayed is crossed."""
    return all((p < i) == (q < j) for p, q in found.stayed())
