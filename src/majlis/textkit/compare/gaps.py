"""Matches between two neighbours that are matched: there, place is evidence too.

Two provisions at the same place are not the same for that: they must be more alike than strangers are
in these texts. How alike strangers are is measured, because an annual resolution on one subject uses
the same few words everywhere and a report of many chapters does not.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from itertools import product
from math import log2

from majlis.textkit.compare.chain import Candidate, chain
from majlis.textkit.compare.likeness import Measure, Profile
from majlis.textkit.compare.matches import Alignment

LEAST = 0.19  # likeness that is asked in any text, kind and verb and number counted
MOST = 0.40  # likeness that is enough in any text
MARGIN = 0.05  # how much more alike than strangers
_CROWD = 0.03  # how much more is asked for each doubling of the provisions between the neighbours
_CELLS = 1600  # pairs in one gap that are all scored
_SAMPLE = 24  # matches from which strangers are paired
_REACH = 8  # how far apart in the sample
_USUAL = 0.1  # likeness of strangers where there are too few to measure
_FEW = 12
_SHORT = 5  # words below which a provision says nothing of strangers


def fill_gaps(
    found: Alignment, old: Sequence[Profile], new: Sequence[Profile], fuzzy: list[Candidate]
) -> None:
    """Match what is left between neighbours of the backbone; ``fuzzy`` is scored already."""
    gaps = _gaps(found)
    if not gaps:
        return
    base = min(MOST, max(LEAST, _strangers(found, old, new) + MARGIN))
    known = {(i, j): like for i, j, like in fuzzy}
    likely: dict[int, list[int]] = defaultdict(list)
    for i, j in known:
        likely[i].append(j)
    for ours, theirs in gaps:
        if len(ours) * len(theirs) <= _CELLS:
            pairs = list(product(ours, theirs))
        else:
            inside = set(theirs)
            pairs = [(i, j) for i in ours for j in likely[i] if j in inside]
        least = min(MOST, base + _CROWD * log2(max(len(ours), len(theirs))))
        cells: list[Candidate] = []
        for i, j in pairs:
            like = known.get((i, j))
            if like is None:
                like = Measure.score(old[i], new[j])
            like += _evidence(old[i], new[j])
            if like >= least:
                cells.append((i, j, like - 0.5 * least))
        for i, j, _ in chain(cells, len(new)):
            found.match(i, j)


def _gaps(found: Alignment) -> list[tuple[list[int], list[int]]]:
    """What has no match between neighbours of the backbone, where both sides have some."""
    gaps: list[tuple[list[int], list[int]]] = []
    i = j = 0
    for p, q in [*found.stayed(), (len(found.to_new), len(found.to_old))]:
        ours = [k for k in range(i, p) if found.to_new[k] < 0]
        theirs = [k for k in range(j, q) if found.to_old[k] < 0]
        if ours and theirs:
            gaps.append((ours, theirs))
        i, j = p + 1, q + 1
    return gaps


def _strangers(found: Alignment, old: Sequence[Profile], new: Sequence[Profile]) -> float:
    """How alike provisions are that are known not to be the same: nine in ten are less alike."""
    matched = [
        (i, j) for i, j in found.stayed() if min(len(old[i].code), len(new[j].code)) >= _SHORT
    ]
    sample = matched[:: 1 + len(matched) // _SAMPLE]
    likes = sorted(
        Measure.score(old[sample[a][0]], new[sample[b][1]])
        for a in range(len(sample))
        for b in range(max(0, a - _REACH), min(len(sample), a + _REACH + 1))
        if a != b
    )
    return likes[len(likes) * 9 // 10] if len(likes) >= _FEW else _USUAL


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
