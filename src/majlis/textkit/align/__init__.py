"""Two language versions of one text side by side: which provision is which, and what is out of step.

Provisions are matched in order by what any language shows alike: their numbers in the tree, their
verb (by the common key of the lexicons), dates, cited instruments, figures, names in Latin letters,
actors and periods, and length; the best way through both texts is found by dynamic programming.
Markup that differs between languages (a recital taken for a paragraph, a number left out, a heading
more) costs likeness but does not break the way.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from majlis.textkit.align.differences import Difference, differences
from majlis.textkit.align.evidence import Item, items
from majlis.textkit.align.likeness import Likeness, as_score, gap
from majlis.textkit.align.path import best_path
from majlis.textkit.model import Text

__all__ = ["Alignment", "Difference", "align"]

Pair = tuple[str | None, str | None, float]


@dataclass(frozen=True, slots=True)
class Alignment:
    """Pairs of ids with a score from 0 to 1, in reading order; every id of both sides exactly once.

    An id stands beside None, with the score 0, where the other side has no such provision.
    """

    pairs: tuple[Pair, ...]
    differences: tuple[Difference, ...]

    def as_dict(self) -> dict[str, Any]:
        """The JSON contract of ``majlis text align`` (DESIGN section 3)."""
        return {
            "pairs": [list(pair) for pair in self.pairs],
            "differences": [difference.as_dict() for difference in self.differences],
        }


def align(a: Text, b: Text) -> Alignment:
    """Align two language versions of one text (or two texts of one language) and say what differs.

    Tracked changes count as accepted. Front and back matter is matched, but no difference in it is
    reported: editions differ there as they please. Raises TextError for a language without a lexicon.
    """
    one, other = items(a), items(b)
    likeness = Likeness(one, other, a.language, b.language)
    matched: list[tuple[Item | None, Item | None, float]] = []
    # Footnotes are matched among themselves: where they stand depends on the sentence.
    for notes in (False, True):
        left = [item for item in one if (item.kind == "footnote") == notes]
        right = [item for item in other if (item.kind == "footnote") == notes]
        for i, j, evidence in best_path(left, right, likeness, gap):
            matched.append(
                (
                    None if i is None else left[i],
                    None if j is None else right[j],
                    0.0 if i is None or j is None else as_score(evidence),
                )
            )
    ordered = _in_order(matched, one, other)
    return Alignment(
        tuple((i.id if i else None, j.id if j else None, score) for i, j, score in ordered),
        tuple(differences([(i, j) for i, j, _ in ordered], likeness, (a.language, b.language))),
    )


def _in_order(
    matched: list[tuple[Item | None, Item | None, float]], one: list[Item], other: list[Item]
) -> list[tuple[Item | None, Item | None, float]]:
    """In the reading order of a; what only b has after what stands before it there."""
    place_a = {item.id: index for index, item in enumerate(one)}
    place_b = {item.id: index for index, item in enumerate(other)}
    partner = {j.id: place_a[i.id] for i, j, _ in matched if i and j}
    before: dict[str, int] = {}
    last = -1
    for item in other:
        if item.id in partner:
            last = partner[item.id]
        before[item.id] = last

    def key(entry: tuple[Item | None, Item | None, float]) -> tuple[int, int, int]:
        i, j, _ = entry
        if i is not None:
            return place_a[i.id], 0, 0
        assert j is not None
        return before[j.id], 1, place_b[j.id]

    return sorted(matched, key=key)
