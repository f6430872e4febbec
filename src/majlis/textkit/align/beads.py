"""The best way where one provision of a text may stand beside several of the other.

A translation joins two paragraphs, splits one, or holds the points of a list in the words of the
paragraph. As in the alignment of sentences (Gale and Church), such a bead is one step of the way, so
that what is behind it is not drawn out of step.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import cache

from majlis.textkit.align.band import Span
from majlis.textkit.align.evidence import Item, joined
from majlis.textkit.align.likeness import Likeness, gap
from majlis.textkit.align.path import Step

MOST = 6
"""Provisions on the side of a bead that has several."""
# What each further provision of a bead costs, one that is no point of the first, and one that is.
_FURTHER = 1.8
_POINT = 0.4
_FITS = 1.2  # standard deviations of the length of a bead
_KINDS = frozenset({"preambular", "operative", "paragraph"})


def best_beads(
    a: Sequence[Item],
    b: Sequence[Item],
    likeness: Likeness,
    like: Callable[[Item, Item], float],
    spans: Sequence[Span],
) -> list[Step]:
    """As ``path.best_path``; of a bead the first on each side are the pair, the others are alone."""
    bead_a, bead_b = _beads(a, b, likeness, False), _beads(b, a, likeness, True)
    gaps_b = [gap(item) for item in b]
    none = float("-inf")
    top = spans[0][1] if spans else len(b)
    row = {0: 0.0}
    for j in range(1, top + 1):
        row[j] = row[j - 1] + gaps_b[j - 1]
    table: list[dict[int, float]] = [row]
    came: list[dict[int, tuple[int, int]]] = [{j: (0, 1) for j in row if j}]
    for i, (low, high) in enumerate(spans, start=1):
        item, leave, above = a[i - 1], gap(a[i - 1]), table[-1]
        row, back = {}, {}
        for j in range(low, high + 1):
            best, step = above.get(j, none) + leave, (1, 0)
            if j:
                skipped = row.get(j - 1, none) + gaps_b[j - 1]
                if skipped > best:
                    best, step = skipped, (0, 1)
                before = above.get(j - 1, none)
                if before > none:
                    pair = before + like(item, b[j - 1])
                    if pair >= best:
                        best, step = pair, (1, 1)
                for count in range(2, MOST + 1):
                    if count <= i and (before := table[i - count].get(j - 1, none)) > none:
                        worth = bead_a(i - count, count, j - 1)
                        if worth is not None and before + worth > best:
                            best, step = before + worth, (count, 1)
                    if count <= j and (before := above.get(j - count, none)) > none:
                        worth = bead_b(j - count, count, i - 1)
                        if worth is not None and before + worth > best:
                            best, step = before + worth, (1, count)
            row[j], back[j] = best, step
        table.append(row)
        came.append(back)
    return _steps(came, len(a), len(b), a, b, like)


def _steps(
    came: list[dict[int, tuple[int, int]]],
    i: int,
    j: int,
    a: Sequence[Item],
    b: Sequence[Item],
    like: Callable[[Item, Item], float],
) -> list[Step]:
    found: list[Step] = []
    while i or j:
        down, right = came[i][j]
        i, j = i - down, j - right
        if down and right:
            found += [(n, None, 0.0) for n in range(i + down - 1, i, -1)]
            found += [(None, n, 0.0) for n in range(j + right - 1, j, -1)]
            found.append((i, j, like(a[i], b[j])))
        else:
            found.append((i if down else None, j if right else None, 0.0))
    return found[::-1]


def _beads(
    many: Sequence[Item], one: Sequence[Item], likeness: Likeness, turned: bool
) -> Callable[[int, int, int], float | None]:
    """What it is worth to hold ``count`` provisions from ``start`` beside one, None where it is not to be."""

    @cache
    def together(start: int, count: int) -> tuple[Item, float] | None:
        first, *others = many[start : start + count]
        if first.kind not in _KINDS or any(item.kind not in _KINDS for item in others):
            return None
        inside = {first.place}
        cost = 0.0
        for item in others:
            if item.parent in inside:
                inside.add(item.place)
                cost += _POINT
            elif item.depth:
                return None  # points beside one another are short, and a list shows each
            else:
                cost += _FURTHER
        # Where some points of a list are held, all are.
        after = start + count
        if len(inside) > 1 and after < len(many) and many[after].parent in inside:
            return None
        return joined(first, others), cost

    def worth(start: int, count: int, at: int) -> float | None:
        single, last = one[at], many[start + count - 1]
        if single.kind not in _KINDS:
            return None
        # What has points under it holds no points, and what it holds ends with the one that has them.
        if single.provision.children and not last.provision.children:
            return None
        whole = together(start, count)
        if whole is None or (single.provision.children and last.depth != many[start].depth):
            return None
        held, cost = whole
        sign = -1 if turned else 1
        far = sign * likeness.deviation(*_turn(held.words, single.words, turned))
        if abs(far) > _FITS:
            return None
        first = many[start]
        pair = (single, first) if turned else (first, single)
        content = likeness.content(*((single, held) if turned else (held, single)))
        return likeness.form(*pair) + content - cost

    return worth


def _turn(held: str, single: str, turned: bool) -> tuple[str, str]:
    return (single, held) if turned else (held, single)
