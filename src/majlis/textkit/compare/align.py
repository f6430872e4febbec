"""Which provision of the new text is which of the old one.

1. Provisions with the same words are matched first.
2. For the others, candidates are found by the rare words that they share (an inverted index, so that
   the work grows with the length of the texts and not with its square) and scored.
3. The heaviest chain of matches that keeps the order becomes the backbone.
4. Strong matches that cross the backbone are moves.
5. Provisions that were cut in pieces or joined are found (``pieces``).
6. What is left between two neighbours of the backbone, or beside a move, is matched on weaker
   evidence, because place is evidence too, and so is a word that no third provision has (``gaps``).
7. What is still left is matched wherever it stands, if each is the best of the other and they are much
   more alike than strangers, or more alike than strangers and no other comes near; then pieces are
   looked for once more.
8. What is alone on both sides between matched neighbours is matched if it opens alike (``alone``).
9. Headings that are only a number go with what stands under them (``headings``).
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from heapq import nlargest
from itertools import product

from majlis.textkit.compare.alone import match_alone
from majlis.textkit.compare.chain import Candidate, chain
from majlis.textkit.compare.gaps import fill_gaps, likeness_of_strangers
from majlis.textkit.compare.headings import match_bare
from majlis.textkit.compare.likeness import Measure, Profile
from majlis.textkit.compare.matches import Alignment
from majlis.textkit.compare.pieces import match_pieces

BACKBONE = 0.43  # likeness that a match needs to fix the order of its surroundings
MOVE = 0.57  # likeness that a match needs to cross them
ELSEWHERE = 0.25  # how much more alike than strangers the best of each other are anywhere
DISTINCT = 0.1  # the same, of those that stand out
RIVAL = 0.2  # a candidate this much worse than the best of either side is no candidate

_POSTINGS = 40  # a word in more provisions than this finds no candidates
_PROBES = 32  # rarest words of a provision that are looked up
_CANDIDATES = 6  # candidates of a provision that are scored
_SAMPLE = 24  # pairs of equal provisions that are weighed
_COPIES = 64  # pairs of equal provisions that are all considered
_SAME = 0.9  # likeness of provisions with the same words, at least
_MOVED_WORDS = 4  # fewer words, when not all are the same, are found anywhere by chance
_MOVED_COPY_WORDS = 3  # and fewer of these even when they are the same, where there are copies
_NEXT = 1.4  # how many times as alike as any other what stands out is
_VERSIONS = 0.5  # share of the shorter text that is matched in order where both are versions of one
_LONG = 60  # words beyond which a provision weighs no more in the chain


def align(measure: Measure) -> Alignment:
    """Match the provisions of two texts."""
    old, new = measure.old, measure.new
    found = Alignment([-1] * len(old), [-1] * len(new))
    equal = _equal(old, new)
    same_old = {i for i, _, _ in equal}
    same_new = {j for _, j, _ in equal}
    loose_old = [i for i in range(len(old)) if i not in same_old]
    loose_new = [j for j in range(len(new)) if j not in same_new]
    # Some of the equal ones are weighed too: they show how alike strangers are in these texts.
    known = equal[:: 1 + len(equal) // _SAMPLE]
    ours = sorted({*loose_old, *(i for i, _, _ in known)})
    theirs = sorted({*loose_new, *(j for _, j, _ in known)})
    measure.weigh([*(old[i] for i in ours), *(new[j] for j in theirs)])
    fuzzy = _candidates(old, new, loose_old, loose_new)
    strong = _without_rivals([c for c in fuzzy if c[2] >= BACKBONE])
    candidates = [*equal, *strong]
    for i, j, _ in chain(_weighted(candidates, old), len(new)):
        found.match(i, j)
    _match_free(found, [c for c in candidates if c[2] >= MOVE], old)
    found.moved = _crossing(found, old)
    likely = [(i, j) for i, j, _ in fuzzy]
    match_pieces(found, old, new, likely, measure.own)
    strangers = likeness_of_strangers(found, old, new)
    fill_gaps(found, old, new, fuzzy, strangers, measure.own)
    least = min(BACKBONE, strangers + ELSEWHERE)
    _match_free(found, _mutual([c for c in fuzzy if c[2] >= least and found.is_free(*c[:2])]), old)
    _match_free(found, _distinct(fuzzy, found, strangers), old)
    match_pieces(found, old, new, likely, measure.own)
    match_alone(found, old, new)
    match_bare(found, old, new)
    found.moved = _crossing(found, old)
    return found


def _equal(old: Sequence[Profile], new: Sequence[Profile]) -> list[Candidate]:
    """Pairs of provisions with the same words; of many copies only some pairs are tried."""
    here: dict[str, list[int]] = defaultdict(list)
    there: dict[str, list[int]] = defaultdict(list)
    for places, side in ((here, old), (there, new)):
        for at, profile in enumerate(side):
            if not profile.bare:
                places[profile.key].append(at)
    found: list[Candidate] = []
    for key, ours in here.items():
        theirs = there.get(key, [])
        pairs: Iterable[tuple[int, int]] = product(ours, theirs)
        if len(ours) * len(theirs) > _COPIES:
            # In order from the front and from the back: one copy more or less is no matter.
            back = zip(reversed(ours), reversed(theirs), strict=False)
            pairs = {*zip(ours, theirs, strict=False), *back}
        for i, j in pairs:
            beside = (old[i - 1].key if i else "") == (new[j - 1].key if j else "")
            like = 0.9 + 0.05 * beside + 0.05 * (old[i].provision.kind == new[j].provision.kind)
            found.append((i, j, like if key else 0.1 * like))
    return found


def _candidates(
    old: Sequence[Profile], new: Sequence[Profile], ours: Sequence[int], theirs: Sequence[int]
) -> list[Candidate]:
    """For each provision of old the few of new that share most of its rare words, scored."""
    postings: dict[str, list[int]] = defaultdict(list)
    for j in theirs:
        for feature in new[j].features:
            postings[feature].append(j)
    found: list[Candidate] = []
    for i in ours:
        features = old[i].features
        probes = [
            (weight, places)
            for feature, weight in features.items()
            if (places := postings.get(feature)) and len(places) <= _POSTINGS
        ]
        if len(probes) > _PROBES:
            probes = nlargest(_PROBES, probes, key=lambda probe: probe[0])
        shared: dict[int, float] = defaultdict(float)
        for weight, places in probes:
            for j in places:
                shared[j] += weight
        likely = list(shared)
        if len(shared) > _CANDIDATES:
            by_share = {j: weight / (old[i].mass + new[j].mass) for j, weight in shared.items()}
            likely = nlargest(_CANDIDATES, by_share, key=by_share.__getitem__)
        found += [(i, j, Measure.score(old[i], new[j])) for j in likely]
    return found


def _without_rivals(candidates: list[Candidate]) -> list[Candidate]:
    """The candidates that are not much worse than another of either side."""
    best_old: dict[int, float] = defaultdict(float)
    best_new: dict[int, float] = defaultdict(float)
    for i, j, like in candidates:
        best_old[i] = max(best_old[i], like)
        best_new[j] = max(best_new[j], like)
    return [c for c in candidates if c[2] > max(best_old[c[0]], best_new[c[1]]) - RIVAL]


def _weighted(candidates: Iterable[Candidate], old: Sequence[Profile]) -> list[Candidate]:
    """Long provisions weigh more: of two that crossed, the shorter is the one that moved."""
    return [(i, j, s * (1 + min(len(old[i].words), _LONG) / _LONG)) for i, j, s in candidates]


def _mutual(candidates: Iterable[Candidate]) -> list[Candidate]:
    """The candidates of which neither side has a better one."""
    best: dict[int, float] = defaultdict(float)
    candidates = list(candidates)
    for i, j, like in candidates:
        best[i] = max(best[i], like)
        best[-1 - j] = max(best[-1 - j], like)
    return [c for c in candidates if c[2] == best[c[0]] == best[-1 - c[1]]]


def _distinct(
    candidates: Sequence[Candidate], found: Alignment, strangers: float
) -> list[Candidate]:
    """Free candidates that stand out: no other of either side, matched or not, comes near.

    Only in versions of one text, where most has its match already: in texts that have nothing to do
    with each other something always stands out.
    """
    if len(found.stayed()) < _VERSIONS * min(len(found.to_new), len(found.to_old)):
        return []
    best: dict[int, tuple[float, float]] = {}
    for i, j, like in candidates:
        for side in (i, -1 - j):
            first, second = best.get(side, (0.0, 0.0))
            best[side] = (max(first, like), max(min(first, like), second))
    return [
        (i, j, like)
        for i, j, like in candidates
        if found.is_free(i, j)
        and like >= strangers + DISTINCT
        and all(like >= _NEXT * (a if a < like else b) for a, b in (best[i], best[-1 - j]))
    ]


def _crossing(found: Alignment, old: Sequence[Profile]) -> set[int]:
    """The places in new of the matches that cross the heaviest chain of matches."""
    matched = [(i, j, 1.0) for i, j in found.pairs()]
    kept = {j for _, j, _ in chain(_weighted(matched, old), len(found.to_old))}
    return {j for _, j, _ in matched} - kept


def _match_free(found: Alignment, candidates: list[Candidate], old: Sequence[Profile]) -> None:
    """Match free provisions wherever they are, the most alike first."""
    choices = Counter(i for i, _, _ in candidates) + Counter(-1 - j for _, j, _ in candidates)
    for i, j, like in sorted(candidates, key=lambda c: (-c[2], abs(c[0] - c[1]), c)):
        if not found.is_free(i, j):
            continue
        alone = choices[i] == choices[-1 - j] == 1
        least = _MOVED_WORDS if like < _SAME else 1 if alone else _MOVED_COPY_WORDS
        if len(old[i].words) >= least:
            found.match(i, j)
