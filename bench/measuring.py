"""What the measurements share: a row of the table, and the median of some runs."""

from __future__ import annotations

import statistics
import time
from collections.abc import Callable
from typing import Any

type Row = dict[str, Any]


def row(name: str, value: float, unit: str, yardstick: float | None = None) -> Row:
    """One row of the table; ``yardstick``: the figure beside it of the same run, in the same unit."""
    return {
        "name": name,
        "value": value,
        "unit": unit,
        "yardstick": yardstick,
        "ratio": None if yardstick is None else value / yardstick,
    }


def median_of(work: Callable[[], object], runs: int) -> float:
    """The seconds that some work takes, the median of some runs."""
    times: list[float] = []
    for _ in range(runs):
        start = time.perf_counter()
        work()
        times.append(time.perf_counter() - start)
    return statistics.median(times)
