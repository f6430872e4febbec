"""The only provision between two neighbours, on either side: short ones of which little else is left.

"(a) To inspect each lamp annually" and "(a) To inspect each lamp every two years" share only what they
open with, and that is no likeness elsewhere. Where everything around them is matched, number, kind and
parent are the same, and most of the shorter one is the same opening, they are one provision.
"""

from __future__ import annotations

from collections.abc import Sequence

from majlis.textkit.compare.likeness import Profile
from majlis.textkit.compare.matches import Alignment
from majlis.textkit.model import parent_places

_OPENING = 3  # words that both open with, at least
_SHARE = 0.5  # share of the shorter one that these are more than


def match_alone(found: Alignment, old: Sequence[Profile], new: Sequence[Profile]) -> None:
    """Match what is alone between matched neighbours on both sides and opens in the same way."""
    alone = [
        (i, j)
        for i, j in enumerate(_places_after(found))
        if 0 <= j < len(new) and found.is_free(i, j) and _goes_on(found, i, j)
    ]
    if not alone:
        return
    holders, others = (
        parent_places([profile.provision for profile in side]) for side in (old, new)
    )
    for i, j in alone:
        ours, theirs = old[i].provision, new[j].provision
        above, over = holders[i], others[j]
        same_parent = above == over == -1 or (above >= 0 and found.to_new[above] == over)
        if (
            same_parent
            and (ours.kind, ours.number) == (theirs.kind, theirs.number)
            and _opens_alike(old[i].words, new[j].words)
        ):
            found.match(i, j)


def _places_after(found: Alignment) -> list[int]:
    """For each old place the place in new after the match of the one before it, -1 for none."""
    after = [0, *(j + 1 if j >= 0 else -1 for j in found.to_new)]
    return after[:-1]


def _goes_on(found: Alignment, i: int, j: int) -> bool:
    """Whether what comes next on both sides is a match, or both sides end."""
    after, following = i + 1, j + 1
    ends = after == len(found.to_new), following == len(found.to_old)
    return all(ends) or (not any(ends) and found.to_new[after] == following)


def _opens_alike(ours: Sequence[str], theirs: Sequence[str]) -> bool:
    shorter = min(len(ours), len(theirs))
    same = 0
    while same < shorter and ours[same] == theirs[same]:
        same += 1
    return same >= _OPENING and same > _SHARE * shorter
