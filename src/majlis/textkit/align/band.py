"""Where the best way through two long texts can lie: about what only one provision of each side says.

A number, a cited instrument or a name that stands once in either text ties two provisions together.
Those that are in the same order in both texts and are alike in all else too are the posts between which
the way is looked for; it may pass beside a post, but not far from it.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable, Hashable, Iterator, Sequence
from itertools import pairwise

from majlis.textkit.align.evidence import Item

Span = tuple[int, int]

# Pairs that are all looked at: two texts of some 140 provisions need no band.
_SMALL = 20_000
# How far the way may lie from the line between two posts, besides what one side has more between them
# and a share of the distance between them.
_MARGIN = 20
_SHARE = 10
_MOST = 150
_ALIKE = 4.0  # evidence for a pair that may be a post
_USUAL = 60  # margin where nothing is known
# Pairs looked at in all, some 1,300 provisions all out of step: where the margins ask for more, the way is
# looked for nearer to the line, by as many columns as each row has left, at the least by these.
MOST_PAIRS = 500_000
_LEAST = 2


def whole(rows: int, columns: int) -> list[Span]:
    """The columns of each row where the way is looked for along the diagonal alone."""
    if rows * columns <= _SMALL:
        return [(0, columns)] * rows
    return _around([], rows, columns, _USUAL)


def band(a: Sequence[Item], b: Sequence[Item], like: Callable[[Item, Item], float]) -> list[Span]:
    """The first and last column (0 is before the first item of b) of each row, one for each item of a.

    Neither ever goes back, and the spans of two rows overlap or touch.
    """
    if len(a) * len(b) <= _SMALL:
        return whole(len(a), len(b))
    return _around(_posts(a, b, like), len(a), len(b), _MARGIN)


def _posts(
    a: Sequence[Item], b: Sequence[Item], like: Callable[[Item, Item], float]
) -> list[tuple[int, int]]:
    """Pairs of indices, in order in both texts."""
    once_a, once_b = _once(a), _once(b)
    pairs = {(i, once_b[mark]) for mark, i in once_a.items() if mark in once_b}
    alike = [(i, -j) for i, j in pairs if like(a[i], b[j]) >= _ALIKE]
    return rising([(i, -j) for i, j in sorted(alike)])


def _once(items: Sequence[Item]) -> dict[Hashable, int]:
    """The index of the only item that has a mark, by the mark."""
    found: dict[Hashable, int] = {}
    for n, item in enumerate(items):
        for mark in _marks(item):
            found[mark] = -1 if mark in found else n
    return {mark: n for mark, n in found.items() if n >= 0}


def _marks(item: Item) -> Iterator[Hashable]:
    yield from item.anchors
    yield from item.stems
    for number in item.ordinals:
        if not item.above:
            yield item.kind, number
        for above in item.above:
            yield item.kind, above, number


def rising(pairs: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """The longest run of pairs that rise on both sides (patience sorting)."""
    ends: list[int] = []  # the smallest last j of a run of each length
    last: list[int] = []  # the pair at which that run ends
    before: list[int] = []
    for n, (_, j) in enumerate(pairs):
        length = bisect_left(ends, j)
        before.append(last[length - 1] if length else -1)
        if length == len(ends):
            ends.append(j)
            last.append(n)
        else:
            ends[length], last[length] = j, n
    run: list[tuple[int, int]] = []
    at = last[-1] if last else -1
    while at >= 0:
        run.append(pairs[at])
        at = before[at]
    return run[::-1]


def _around(posts: list[tuple[int, int]], rows: int, columns: int, margin: int) -> list[Span]:
    """The spans about the lines from post to post, both ends of the texts being posts too."""
    spans = _spans(posts, rows, columns, margin, columns)
    if sum(high - low + 1 for low, high in spans) <= MOST_PAIRS:
        return spans
    return _spans(posts, rows, columns, margin, max(_LEAST, MOST_PAIRS // (2 * rows)))


def _spans(
    posts: list[tuple[int, int]], rows: int, columns: int, margin: int, most: int
) -> list[Span]:
    """As ``_around``; a way farther than ``most`` from the line is looked for only where the line is steep."""
    spans = [(columns, 0)] * (rows + 1)
    ends = [(0, 0), *((i + 1, j + 1) for i, j in posts), (rows, columns)]
    for (i, j), (down, right) in pairwise(ends):
        high, wide = down - i, right - j
        reach = margin + abs(high - wide) + min(max(high, wide) // _SHARE, _MOST)
        # The spans of two rows must meet, however many columns lie between them.
        reach = min(reach, max(most, wide // max(1, high) + 1))
        for row in range(i, down + 1):
            middle = j + round((row - i) * wide / high) if high else j
            low, top = spans[row]
            spans[row] = min(low, middle - reach), max(top, middle + reach)
    # A way that goes on never comes back to columns that a row before has left.
    least = columns
    for row in range(rows, -1, -1):
        least = min(least, max(0, spans[row][0]))
        spans[row] = least, spans[row][1]
    most = 0
    for row, (low, top) in enumerate(spans):
        most = max(most, min(columns, top))
        spans[row] = low, most
    return spans[1:]
