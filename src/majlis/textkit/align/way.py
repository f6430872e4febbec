"""The best way through two texts, and where it leaves something alone, once more with what it taught."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from majlis.textkit.align.band import Span, band
from majlis.textkit.align.beads import best_beads
from majlis.textkit.align.companions import companions
from majlis.textkit.align.evidence import Item
from majlis.textkit.align.likeness import Likeness, gap
from majlis.textkit.align.path import Step, best_path

# Pairs of a stretch beyond which no beads are looked for: some three hundred provisions, all out of step.
_CELLS = 100_000
_RECITAL = "preambular"
_MOVED = 4.0  # evidence for a pair that stands in another order
Pairs = Mapping[tuple[int, int], float]


def way(a: list[Item], b: list[Item], likeness: Likeness, languages: tuple[str, str]) -> list[Step]:
    """Pairs of indices with their evidence, None where an item has no counterpart.

    In order, but for recitals that the two texts have in another one.
    """
    return transposed(a, b, likeness, _way(a, b, likeness, languages))


def _way(
    a: list[Item], b: list[Item], likeness: Likeness, languages: tuple[str, str]
) -> list[Step]:
    spans = band(a, b, likeness)
    first = best_path(a, b, likeness, gap, spans)
    if likeness.same_language:
        return first
    more = companions(
        a, b, languages, {i: j for i, j, _ in first if i is not None and j is not None}
    )
    if not more:
        return first
    found: list[Step] = []
    at = 0
    for start, end in _stretches(first, {i for i, _ in more}):
        found += first[at:start]
        found += _again(a, b, likeness, spans, first[start:end], more)
        at = end
    return found + first[at:]


def _stretches(steps: list[Step], rows: set[int]) -> Iterator[tuple[int, int]]:
    """The runs of steps to be taken anew: those of the rows, and what only b has between them."""
    start = None
    for n, (i, j, _) in enumerate(steps):
        if i in rows or i is None or j is None:
            start = n if start is None else start
        elif start is not None:
            yield start, n
            start = None
    if start is not None:
        yield start, len(steps)


def _again(
    a: list[Item],
    b: list[Item],
    likeness: Likeness,
    spans: list[Span],
    steps: list[Step],
    more: Pairs,
) -> list[Step]:
    """The best way through a stretch of the first one."""
    rows = [i for i, _, _ in steps if i is not None]
    columns = [j for _, j, _ in steps if j is not None]
    if not rows or not columns:
        return steps
    row, column, end = rows[0], columns[0], columns[-1] + 1
    at_a = {a[i].place: i for i in rows}
    at_b = {b[j].place: j for j in columns}

    def like(one: Item, other: Item) -> float:
        return likeness(one, other) + more.get((at_a[one.place], at_b[other.place]), 0.0)

    within = [
        (max(low, column) - column, min(top, end) - column)
        for low, top in spans[row : rows[-1] + 1]
    ]
    part_a, part_b = a[row : rows[-1] + 1], b[column:end]
    if sum(top - low + 1 for low, top in within) > _CELLS:
        again = best_path(part_a, part_b, like, gap, within)
    else:
        again = best_beads(part_a, part_b, likeness, like, within)
    return [
        (None if i is None else i + row, None if j is None else j + column, evidence)
        for i, j, evidence in again
    ]


def transposed(a: list[Item], b: list[Item], likeness: Likeness, steps: list[Step]) -> list[Step]:
    """The steps, and in them recitals that stand in another order as pairs.

    Each is what the other fits best of all that is alone.
    """
    alone_a = [i for i, j, _ in steps if i is not None and j is None and a[i].kind == _RECITAL]
    alone_b = [j for i, j, _ in steps if i is None and j is not None and b[j].kind == _RECITAL]
    if len(alone_a) * len(alone_b) > _CELLS or not alone_a or not alone_b:
        return steps
    worth = {(i, j): likeness(a[i], b[j]) for i in alone_a for j in alone_b}
    best_a = {i: max(alone_b, key=lambda j: worth[i, j]) for i in alone_a}
    best_b = {j: max(alone_a, key=lambda i: worth[i, j]) for j in alone_b}
    moved = {i: j for i, j in best_a.items() if best_b[j] == i and worth[i, j] >= _MOVED}
    gone = set(moved.values())
    return [
        (i, moved[i], worth[i, moved[i]]) if i is not None and i in moved else (i, j, evidence)
        for i, j, evidence in steps
        if not (i is None and j in gone)
    ]
