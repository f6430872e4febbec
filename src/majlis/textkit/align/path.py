"""The best way through two sequences in order: each item matched with one of the other, or with none."""

from __future__ import annotations

from collections.abc import Callable, Sequence

Step = tuple[int | None, int | None, float]

# How far the way may lie from the diagonal, besides a tenth of the length and what one side lacks.
_MARGIN = 60


def best_path[T](
    a: Sequence[T], b: Sequence[T], like: Callable[[T, T], float], gap: Callable[[T], float]
) -> list[Step]:
    """Pairs of indices with their likeness, None where an item has no counterpart; in order.

    Dynamic programming (Needleman and Wunsch) in a band along the diagonal, so that the cost grows
    with the length and not with its square once texts are long.
    """
    rows, columns = len(a), len(b)
    margin = _MARGIN + max(rows, columns) // 10 + abs(rows - columns)
    slope = columns / rows if rows else 0.0
    none = float("-inf")
    gaps_b = [gap(item) for item in b]
    above: dict[int, float] = {0: 0.0}
    for j in range(1, min(columns, margin) + 1):
        above[j] = above[j - 1] + gaps_b[j - 1]
    came: list[dict[int, int]] = [dict.fromkeys(range(1, len(above)), 2)]
    scores: list[dict[int, float]] = [{}]
    for i in range(1, rows + 1):
        middle = round(i * slope)
        low, high = max(0, middle - margin), min(columns, middle + margin)
        row: dict[int, float] = {}
        back: dict[int, int] = {}
        seen: dict[int, float] = {}
        leave = gap(a[i - 1])
        for j in range(low, high + 1):
            best, step = above.get(j, none) + leave, 1
            if j:
                diagonal = above.get(j - 1, none)
                if diagonal != none:
                    seen[j] = like(a[i - 1], b[j - 1])
                    if diagonal + seen[j] >= best:
                        best, step = diagonal + seen[j], 0
                left = row.get(j - 1, none) + gaps_b[j - 1]
                if left > best:
                    best, step = left, 2
            row[j], back[j] = best, step
        above = row
        came.append(back)
        scores.append(seen)
    return _back(came, scores, rows, columns)


def _back(
    came: list[dict[int, int]], scores: list[dict[int, float]], rows: int, columns: int
) -> list[Step]:
    steps: list[Step] = []
    i, j = rows, columns
    while i or j:
        step = came[i][j] if i else 2
        if step == 0:
            i, j = i - 1, j - 1
            steps.append((i, j, scores[i + 1][j + 1]))
        elif step == 1:
            i -= 1
            steps.append((i, None, 0.0))
        else:
            j -= 1
            steps.append((None, j, 0.0))
    return steps[::-1]
