"""The best way through two sequences in order: each item matched with one of the other, or with none."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from majlis.textkit.align.band import whole

Step = tuple[int | None, int | None, float]

_PAIR, _LEAVE, _SKIP = 0, 1, 2


def best_path[T](
    a: Sequence[T],
    b: Sequence[T],
    like: Callable[[T, T], float],
    gap: Callable[[T], float],
    spans: Sequence[tuple[int, int]] | None = None,
) -> list[Step]:
    """Pairs of indices with their likeness, None where an item has no counterpart; in order.

    Dynamic programming (Needleman and Wunsch) within ``spans``, the columns of each row
    (``band.band``), so that the cost grows with the length and not with its square. Without them it
    stays near the diagonal.
    """
    rows, columns = len(a), len(b)
    spans = whole(rows, columns) if spans is None else spans
    none = float("-inf")
    gaps_b = [gap(item) for item in b]
    above: list[float] = [0.0]
    for j in range(1, (spans[0][1] if spans else columns) + 1):
        above.append(above[j - 1] + gaps_b[j - 1])
    start = 0  # the column of the first value in ``above``
    came: list[tuple[int, bytearray]] = []  # for each row its first column, and the steps into it
    for item, (low, high) in zip(a, spans, strict=True):
        row: list[float] = []
        back = bytearray()
        leave = gap(item)
        for j in range(low, high + 1):
            at = j - start
            best, step = (above[at] if at < len(above) else none) + leave, _LEAVE
            if j and 0 < at <= len(above):
                diagonal = above[at - 1] + like(item, b[j - 1])
                if diagonal >= best:
                    best, step = diagonal, _PAIR
            if row and row[-1] + gaps_b[j - 1] > best:
                best, step = row[-1] + gaps_b[j - 1], _SKIP
            row.append(best)
            back.append(step)
        above, start = row, low
        came.append((low, back))
    return [
        (i, j, 0.0 if i is None or j is None else like(a[i], b[j]))
        for i, j in _back(came, rows, columns)
    ]


def _back(
    came: list[tuple[int, bytearray]], rows: int, columns: int
) -> list[tuple[int | None, int | None]]:
    steps: list[tuple[int | None, int | None]] = []
    i, j = rows, columns
    while i or j:
        low, back = came[i - 1] if i else (0, bytearray())
        step = back[j - low] if i else _SKIP
        if step == _PAIR:
            i, j = i - 1, j - 1
            steps.append((i, j))
        elif step == _LEAVE:
            i -= 1
            steps.append((i, None))
        else:
            j -= 1
            steps.append((None, j))
    return steps[::-1]
