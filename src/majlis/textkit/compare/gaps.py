"""Matches between two neighbours that are matched: there, place is evidence too.

Two provisions at the same place are not the same for that: they must be more alike than strangers are
in these texts. How alike strangers are is measured, because an annual resolution on one subject uses
the same few words everywhere and a report of many chapters does not.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from itertools import product
from math import log2

from majlis.textkit.compare.chain import Candidate, chain
from majlis.textkit.compare.likeness import Measure, Profile
from majlis.textkit.compare.matches import Alignment

Gap = tuple[list[int], list[int]]  # places in old and in new

LEAST = 0.12  # likeness that is asked in any text, kind and verb and number counted
MOST = 0.40  # likeness that is enough in any text
MARGIN = 0.07  # how much more alike than strangers
_CROWD = 0.03  # how much more is asked for each doubling of the provisions between the neighbours
# How much less is asked where both are alone between the neighbours and share a word of their own.
_ALONE = 0.04
_HEADED = 0.25  # what speaks for two headings that head the same provision
_ROUNDS = 3
_CELLS = 1600  # pairs in one gap that are all scored
_SAMPLE = 16  # provisions of either side that are paired as strangers
_USUAL = 0.1  # likeness of strangers where there are too few to measure
_FEW = 30
_SHORT = 5  # words below which a provision says nothing of strangers


def fill_gaps(
    found: Alignment,
    old: Sequence[Profile],
    new: Sequence[Profile],
    fuzzy: Sequence[Candidate],
    strangers: float,
    own: float,
) -> None:
    """Match what is left between neighbours of the backbone, then what stands beside a moved one.

    ``fuzzy`` is scored already; ``strangers`` says how alike provisions are that are not the same;
    ``own`` is the weight of a word that stands in two provisions and nowhere else.
    Each match makes two smaller gaps of one, in which less is asked, so it is done again until nothing
    more is found, a few times at most.
    """
    base = min(MOST, max(LEAST, strangers + MARGIN))
    known = {(i, j): like for i, j, like in fuzzy}
    likely: dict[int, list[int]] = defaultdict(list)
    for i, j in known:
        likely[i].append(j)

    def likeness(i: int, j: int) -> float:
        if (i, j) not in known:
            known[i, j] = Measure.score(old[i], new[j])
        return known[i, j] + _evidence(old[i], new[j]) + _HEADED * heads_the_same(i, j)

    def heads_the_same(i: int, j: int) -> bool:
        """Whether both are headings, and what stands under them is matched: a new name for the same."""
        if not old[i].provision.kind == new[j].provision.kind == "heading":
            return False
        return i + 1 < len(old) and j + 1 < len(new) and found.to_new[i + 1] == j + 1

    def share_own(a: Profile, b: Profile) -> bool:
        """Whether two of one kind share a word that no other provision has."""
        same_kind = a.provision.kind == b.provision.kind
        return same_kind and any(
            a.features.get(word, 0.0) >= own for word in {*a.words} & {*b.words}
        )

    def fill(gaps: Iterable[Gap]) -> list[int]:
        """Match within gaps; the places in new of what was matched."""
        filled: list[int] = []
        for ours, theirs in gaps:
            if len(ours) * len(theirs) <= _CELLS:
                pairs = list(product(ours, theirs))
            else:
                inside = set(theirs)
                pairs = [(i, j) for i in ours for j in likely[i] if j in inside]
            least = min(MOST, base + _CROWD * log2(max(len(ours), len(theirs))))
            if len(ours) == len(theirs) == 1 and share_own(old[ours[0]], new[theirs[0]]):
                least -= _ALONE
            cells = [
                (i, j, like - 0.5 * least)
                for i, j in pairs
                if found.is_free(i, j) and (like := likeness(i, j)) >= least
            ]
            for i, j, _ in chain(cells, len(new)):
                found.match(i, j)
                filled.append(j)
        return filled

    for _ in range(_ROUNDS):
        if not fill(_gaps(found)):
            break
    found.moved.update(fill(_beside_moved(found)))


def _gaps(found: Alignment) -> list[Gap]:
    """What has no match between neighbours of the backbone, where both sides have some."""
    gaps: list[Gap] = []
    i = j = 0
    for p, q in [*found.stayed(), (len(found.to_new), len(found.to_old))]:
        ours = [k for k in range(i, p) if found.to_new[k] < 0]
        theirs = [k for k in range(j, q) if found.to_old[k] < 0]
        if ours and theirs:
            gaps.append((ours, theirs))
        i, j = p + 1, q + 1
    return gaps


def _beside_moved(found: Alignment) -> list[Gap]:
    """What has no match right after, and right before, both sides of a match that moved."""

    def free(partners: list[int], start: int, step: int) -> list[int]:
        places: list[int] = []
        at = start + step
        while 0 <= at < len(partners) and partners[at] < 0:
            places.append(at)
            at += step
        return places[::step]

    gaps: list[Gap] = []
    for j in sorted(found.moved):
        for step in (1, -1):
            ours = free(found.to_new, found.to_old[j], step)
            theirs = free(found.to_old, j, step)
            if ours and theirs:
                gaps.append((ours, theirs))
    return gaps


def likeness_of_strangers(
    found: Alignment, old: Sequence[Profile], new: Sequence[Profile]
) -> float:
    """How alike provisions are that are not the same: four in five are less alike.

    A sample of pairs that are not matched with each other. The few among them that are the same
    provision, not yet found, are too few to matter at four in five.
    """
    ours = [i for i, profile in enumerate(old) if len(profile.code) >= _SHORT]
    theirs = [j for j, profile in enumerate(new) if len(profile.code) >= _SHORT]
    pairs = product(ours[:: 1 + len(ours) // _SAMPLE], theirs[:: 1 + len(theirs) // _SAMPLE])
    likes = sorted(Measure.score(old[i], new[j]) for i, j in pairs if found.to_new[i] != j)
    return likes[len(likes) * 4 // 5] if len(likes) >= _FEW else _USUAL


def _evidence(a: Profile, b: Profile) -> float:
    """What speaks for a match besides the words: kind, verb and number."""
    ours, theirs = a.provision, b.provision
    found = 0.0 if ours.kind == theirs.kind else -0.08
    if a.words and b.words and a.words[0] == b.words[0]:
        found += 0.03
    if ours.number and ours.number == theirs.number:
        found += 0.03
    if ours.kind == theirs.kind and ours.kind in ("title", "formula"):
        found += 0.15
    return found
