"""What comparing two texts costs, and how well it pairs their provisions.

The yardstick is a cost matrix: ``rapidfuzz.fuzz.ratio`` of every old with every new paragraph, measured
in the same run. ``rapidfuzz.process.cdist`` would need NumPy, which the project does not; the loop over
all pairs that stands for it here spends its time in the same function.
"""

from __future__ import annotations

import statistics
import time
from collections.abc import Callable
from typing import Any

from rapidfuzz import fuzz
from yearly import large_pair, pair_scores, strangers, yearly_pair

from majlis.textkit.compare import compare
from majlis.textkit.model import Text

SIZES = (50, 150, 450, 1500, 5000)
_MATRIX_UP_TO = 450  # the matrix of more paragraphs takes longer than it tells
_RUNS = 5
_PAIRS = 30


def measure() -> list[dict[str, Any]]:
    """Rows of name, value, unit, yardstick and ratio (value to yardstick; null where there is none)."""
    rows = [
        _speed("compare, 450 to 450 paragraphs, a year apart", *large_pair(1, 450)),
        _speed("compare, 450 to 450 paragraphs, nothing matches", *strangers(1, 450)),
    ]
    rows += [_speed(f"compare, {size} paragraphs", *large_pair(2, size)) for size in SIZES]
    rows.append(_quality())
    return rows


def _speed(name: str, old: Text, new: Text) -> dict[str, Any]:
    many = sum(1 for _ in old.walk())
    runs = _RUNS if many <= _MATRIX_UP_TO else 3
    value = _median(lambda: compare(old, new), runs)
    yardstick = _median(lambda: _matrix(old, new), 3) if many <= _MATRIX_UP_TO else None
    return _row(name, value, "s", yardstick)


def _quality() -> dict[str, Any]:
    """Pair F1 on the pairs whose wording differs, over invented yearly versions."""
    scores = [pair_scores(yearly_pair(seed, 60), compare) for seed in range(_PAIRS)]
    hits, found, true = (sum(column) for column in zip(*scores, strict=True))
    return _row(
        "compare, F1 on pairs that differ (invented versions)", 2 * hits / (found + true), ""
    )


def _row(name: str, value: float, unit: str, yardstick: float | None = None) -> dict[str, Any]:
    return {
        "name": name,
        "value": round(value, 4),
        "unit": unit,
        "yardstick": None if yardstick is None else round(yardstick, 4),
        "ratio": None if yardstick is None else round(value / yardstick, 3),
    }


def _matrix(old: Text, new: Text) -> None:
    theirs = [provision.text for provision in new.walk()]
    for provision in old.walk():
        text = provision.text
        for other in theirs:
            fuzz.ratio(text, other)


def _median(work: Callable[[], object], runs: int) -> float:
    times: list[float] = []
    for _ in range(runs):
        start = time.perf_counter()
        work()
        times.append(time.perf_counter() - start)
    return statistics.median(times)
