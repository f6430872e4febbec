"""Provisions that were cut in pieces, and provisions that were joined.

A match may leave a part of one side unexplained: words that the other side does not have. A provision
without a match that has these words is a piece of it. Beside the match it is enough that it has most of
them, although it goes on with words of its own, or a few that stand in these two and nowhere else;
anywhere else they must be a good part of the piece.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from majlis.textkit.compare.likeness import Profile
from majlis.textkit.compare.matches import Alignment

_REST = 0.1  # share of a provision that its match must leave unexplained
_MOST = 0.5  # share of the rest, or of the piece, that neighbours have in common
_LEAST = 0.15  # share of the piece, at least
_OWN = 0.08  # share of the piece that words are which stand in both and nowhere else
_APART = 0.4  # share of the piece where it is no neighbour
_INSIDE = 0.6  # share of the piece that is in the whole, what is explained already counted too
_WHOLLY = 0.9  # share of it that is in the whole, so that what little explains the rest is enough
_SOME = 0.35  # share of the rest that is enough of such a piece


def match_pieces(
    found: Alignment,
    old: Sequence[Profile],
    new: Sequence[Profile],
    likely: Iterable[tuple[int, int]],
    own: float,
) -> None:
    """Find splits and merges; ``likely`` are pairs of places that share rare words.

    ``own``: the weight of a word that stands in two provisions and nowhere else.
    """
    pairs = set(likely)
    _match(old, new, found.to_new, found.to_old, found.pieces, found.joined, pairs, own)
    swapped = {(j, i) for i, j in pairs}
    _match(new, old, found.to_old, found.to_new, found.joined, found.pieces, swapped, own)


def _match(
    wholes: Sequence[Profile],
    side: Sequence[Profile],
    to_side: list[int],
    to_whole: list[int],
    cuts: dict[int, list[int]],
    joints: dict[int, list[int]],
    likely: Iterable[tuple[int, int]],
    own: float,
) -> None:
    """Add to ``cuts``, the places in ``side`` that a whole has become; ``joints`` are those undone."""

    def gain(whole: int, piece: int) -> float:
        """Share of the piece that explains what is left of the whole, 0 where that is too little."""
        main = to_side[whole]
        if main < 0 or to_whole[main] != whole or main in joints or to_whole[piece] >= 0:
            return 0.0
        places = cuts.get(whole, [main])
        near = piece + 1 in places or piece - 1 in places
        return _gain(wholes[whole], [side[at] for at in places], side[piece], own if near else 0.0)

    pending = {pair for pair in likely if to_whole[pair[1]] < 0}
    for whole, main in enumerate(to_side):
        if main >= 0:
            pending |= {(whole, at) for at in (main - 1, main + 1) if 0 <= at < len(side)}
    while pending:
        gains = [(found, *pair) for pair in pending if (found := gain(*pair))]
        pending = set()
        for _, whole, piece in sorted(gains, key=lambda g: (-g[0], g[1:])):
            if gain(whole, piece):
                cuts[whole] = sorted((*cuts.get(whole, [to_side[whole]]), piece))
                to_whole[piece] = whole
                pending |= {(whole, at) for at in (piece - 1, piece + 1) if 0 <= at < len(side)}


def _gain(whole: Profile, parts: Sequence[Profile], piece: Profile, own: float) -> float:
    """Share of the piece that explains what its whole has left; ``own`` is 0 where it is no neighbour."""
    if not piece.mass or piece.provision.kind != whole.provision.kind:
        return 0.0
    weights = whole.features
    rest = weights.keys() - set().union(*(part.features for part in parts))
    left = sum([weights[f] for f in rest])
    if left < _REST * whole.mass:
        return 0.0
    common = sum([weights[f] for f in rest & piece.features.keys()])
    share = common / piece.mass
    if share >= _APART:
        return share
    if not own:
        return 0.0
    rare = sum([weights[word] for word in rest & set(piece.words) if weights[word] >= own])
    if rare >= _OWN * piece.mass:
        return share
    inside = sum([weights[f] for f in weights.keys() & piece.features.keys()]) / piece.mass
    if inside >= _WHOLLY and common:
        return inside
    if share < _LEAST:
        return 0.0
    much = common >= _MOST * min(left, piece.mass)
    return share if much or (inside >= _INSIDE and common >= _SOME * left) else 0.0
