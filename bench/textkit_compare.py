"""What comparing two texts costs, and how well it pairs their provisions.

The yardstick is rapidfuzz's cost matrix, ``rapidfuzz.process.cdist`` of every old with every new
paragraph, by one worker, measured in the same run. Of a matrix that would take minutes some rows are
measured, evenly chosen, and their time is scaled to all; the name of the row says so.
"""

from __future__ import annotations

import math

from measuring import Row, median_of, row
from rapidfuzz import fuzz
from rapidfuzz.process import cdist
from yearly import large_pair, pair_scores, strangers, yearly_pair

from majlis.textkit.compare import compare
from majlis.textkit.model import Text

SIZES = (50, 150, 450, 1500, 5000)
_MANY = 450  # paragraphs beyond which a measurement is made less often
_CELLS = 2_500_000  # cells of the matrix that are measured
_RUNS = 5
_PAIRS = 30


def measure() -> list[Row]:
    """Rows of name, value, unit, yardstick and ratio (value to yardstick; null where there is none)."""
    rows = [
        _speed("compare, 450 to 450 paragraphs, a year apart", *large_pair(1, 450)),
        _speed("compare, 450 to 450 paragraphs, nothing matches", *strangers(1, 450)),
    ]
    rows += [_speed(f"compare, {size} paragraphs", *large_pair(2, size)) for size in SIZES]
    rows.append(_quality())
    return rows


def _speed(name: str, old: Text, new: Text) -> Row:
    ours, theirs = ([provision.text for provision in text.walk()] for text in (old, new))
    few = len(ours) <= _MANY
    value = median_of(lambda: compare(old, new), _RUNS if few else 3)
    step = math.ceil(len(ours) * len(theirs) / _CELLS)
    rows = ours[::step]
    if step > 1:
        name += f" (yardstick: {len(rows)} rows of the matrix, scaled to {len(ours)})"
    yardstick = median_of(
        lambda: cdist(rows, theirs, scorer=fuzz.ratio, workers=1), 3 if few else 1
    )
    return row(name, value, "s", yardstick * len(ours) / len(rows))


def _quality() -> Row:
    """Pair F1 on the pairs whose wording differs, over invented yearly versions."""
    scores = [pair_scores(yearly_pair(seed, 60), compare) for seed in range(_PAIRS)]
    hits, found, true = (sum(column) for column in zip(*scores, strict=True))
    return row(
        "compare, F1 on pairs that differ (invented versions)", 2 * hits / (found + true), ""
    )
