"""Measures: counts for each concept and each cell of a matrix, registered by higher rooms.

A room that tags its records with concepts registers a measure in its ``ready()``. The pages of
concepts and matrices show it. A measure counts only what the reader may see, and costs one query
for the whole page.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from majlis.framework.visibility import visible_links
from majlis.kernel.errors import StrOrPromise
from majlis.kernel.models import Reader

if TYPE_CHECKING:
    from majlis.framework.models import Concept, Matrix

Cell = tuple[int, int]


def _no_address(*concepts: Concept) -> str:
    return ""


@dataclass(frozen=True)
class Measure:
    """A count for concepts and cells.

    ``of_concepts(user, concept keys)`` and ``of_cells(user, matrix)`` return counts by the key of a
    concept, or by the keys of row and column; a missing key means none. ``address(*concepts)`` is
    the list of the counted records for one concept, or for the two of a cell.
    """

    code: str
    name: StrOrPromise
    of_concepts: Callable[[Reader, Sequence[int]], Mapping[int, int]]
    of_cells: Callable[[Reader, Matrix], Mapping[Cell, int]]
    address: Callable[..., str] = _no_address


MEASURES: dict[str, Measure] = {}


def register_measure(measure: Measure) -> None:
    """Register a measure; it replaces one with the same code."""
    MEASURES[measure.code] = measure


def count_links_by_concept(user: Reader, concepts: Sequence[int]) -> Mapping[int, int]:
    """The number of accepted cells of each concept, as a row or as a column."""
    counts: dict[int, int] = {}
    accepted = visible_links(user).filter(state="accepted")
    ends = accepted.filter(Q(row__in=concepts) | Q(column__in=concepts))
    for row, column in ends.values_list("row_id", "column_id"):
        for key in {row, column} & set(concepts):
            counts[key] = counts.get(key, 0) + 1
    return counts


def count_links_by_cell(user: Reader, matrix: Matrix) -> Mapping[Cell, int]:
    """The number of targets of each accepted cell; a cell without targets means the whole goal and counts one."""
    cells = visible_links(user).filter(matrix=matrix, state="accepted")
    return {(each.row_id, each.column_id): max(len(each.named), 1) for each in cells}


def register_links_measure() -> None:
    """Register the measure of this room: goals and targets of accepted cells."""
    register_measure(
        Measure("links", _("goals and targets linked"), count_links_by_concept, count_links_by_cell)
    )


def measure_for(code: str | None) -> Measure:
    """The measure with this code, else the first of another room, else that of this room."""
    if code in MEASURES:
        return MEASURES[str(code)]
    others = [each for each in MEASURES.values() if each.code != "links"]
    return others[0] if others else MEASURES["links"]
