"""Provisions that were cut in pieces, and provisions that were joined.

A neighbour without a match belongs to the match beside it where most of its words, the rare ones too,
stand in the other side's provision and are not accounted for by the match already.
"""

from __future__ import annotations

from collections.abc import Sequence

from rapidfuzz.distance import LCSseq

from majlis.textkit.compare.likeness import Profile

_LEAST_WORDS = 5  # a piece shorter than this is found anywhere by chance
_GAIN = 0.5  # share of the piece's words that the whole has in the same order, beyond the match's
_RARE = 0.5  # share of the weight of its words


def parts(whole: Profile, side: Sequence[Profile], at: int, partners: Sequence[int]) -> list[int]:
    """The places in ``side`` that together are ``whole``, ``at`` among them, which is matched to it.

    ``partners`` says which places of ``side`` have a match already (-1: none).
    """
    found = [at]
    code = side[at].code
    for step in (1, -1):
        k = at + step
        while 0 <= k < len(side) and partners[k] < 0 and len(side[k].code) >= _LEAST_WORDS:
            longer = code + side[k].code if step > 0 else side[k].code + code
            gain = LCSseq.similarity(whole.code, longer) - LCSseq.similarity(whole.code, code)
            if gain < _GAIN * len(side[k].code) or _shared(side[k], whole) < _RARE:
                break
            found.append(k)
            code = longer
            k += step
    return sorted(found)


def _shared(piece: Profile, whole: Profile) -> float:
    """The share of the weight of the piece's words that the whole has too."""
    features = piece.features
    common = sum([features[f] for f in features.keys() & whole.features.keys()])
    return common / piece.mass if piece.mass else 0.0
