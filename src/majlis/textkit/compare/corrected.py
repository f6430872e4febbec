"""Matches that a person made: they stand, whatever the words say."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from majlis.textkit.compare.chain import chain
from majlis.textkit.compare.matches import Alignment
from majlis.textkit.model import Provision

Match = tuple[str | None, str | None]
"""Id of a provision of the old text, and of the new one that goes on with it; None: there is none."""


def correct(
    found: Alignment,
    given: Iterable[Match],
    ours: Sequence[Provision],
    theirs: Sequence[Provision],
) -> None:
    """Put the matches of a person into an alignment; what they part has no match any more.

    Ids that a text does not have are passed over. Which matches moved is worked out anew.
    """
    old_places = {each.id: i for i, each in enumerate(ours)}
    new_places = {each.id: j for j, each in enumerate(theirs)}
    for old, new in given:
        i = old_places.get(old) if old is not None else None
        j = new_places.get(new) if new is not None else None
        if (i is None and old is not None) or (j is None and new is not None):
            continue
        if j is not None:
            _part_new(found, j)
        if i is not None:
            _part_old(found, i)
        if i is not None and j is not None:
            found.match(i, j)
    pairs = [(i, j, 1.0) for i, j in found.pairs()]
    kept = {j for _, j, _ in chain(pairs, len(found.to_old))}
    found.moved = {j for _, j, _ in pairs} - kept


def _part_new(found: Alignment, j: int) -> None:
    """Take the matches of a new provision away."""
    for i in found.joined.pop(j, []):
        found.to_new[i] = -1
    i = found.to_old[j]
    found.to_old[j] = -1
    if i < 0:
        return
    pieces = [each for each in found.pieces.pop(i, []) if each != j]
    if len(pieces) > 1:
        found.pieces[i] = pieces
    if found.to_new[i] == j:
        found.to_new[i] = pieces[0] if pieces else -1


def _part_old(found: Alignment, i: int) -> None:
    """Take the matches of an old provision away."""
    for j in found.pieces.pop(i, []):
        found.to_old[j] = -1
    j = found.to_new[i]
    found.to_new[i] = -1
    if j < 0:
        return
    whole = [each for each in found.joined.pop(j, []) if each != i]
    if len(whole) > 1:
        found.joined[j] = whole
    if found.to_old[j] == i:
        found.to_old[j] = whole[0] if whole else -1
