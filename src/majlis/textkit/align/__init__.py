"""Two language versions of one text side by side: which provision is which, and what is out of step.

Provisions are matched in order by what any language shows alike: their numbers in the tree, their
verb (by the common key of the lexicons), dates, cited instruments, figures, names in Latin letters,
actors and periods, and length; the best way through both texts is found by dynamic programming, in long
texts near what only one provision of each side says (``band``).
Where it leaves a provision alone, words that went together elsewhere are asked too (``companions``), and
one provision may stand beside several (``beads``).
Markup that differs between languages (a recital taken for a paragraph, a number left out, a heading
more) costs likeness but does not break the way.
"""

from __future__ import annotations

from majlis.textkit.align.differences import differences
from majlis.textkit.align.evidence import Item, items
from majlis.textkit.align.likeness import Likeness, as_score
from majlis.textkit.align.result import Alignment, Difference
from majlis.textkit.align.way import way
from majlis.textkit.model import Text

__all__ = ["Alignment", "Difference", "align"]

Matched = tuple[Item | None, Item | None, float]


def align(a: Text, b: Text) -> Alignment:
    """Align two language versions of one text (or two texts of one language) and say what differs.

    Tracked changes count as accepted. Front and back matter is matched, but no difference in it is
    reported: editions differ there as they please. Raises TextError for a language without a lexicon.
    """
    one, other = items(a), items(b)
    likeness = Likeness(one, other, a.language, b.language)
    matched: list[Matched] = []
    # Footnotes are matched among themselves: where they stand depends on the sentence.
    for notes in (False, True):
        left = [item for item in one if (item.kind == "footnote") == notes]
        right = [item for item in other if (item.kind == "footnote") == notes]
        for i, j, evidence in way(left, right, likeness, (a.language, b.language)):
            matched.append(
                (
                    None if i is None else left[i],
                    None if j is None else right[j],
                    0.0 if i is None or j is None else as_score(evidence),
                )
            )
    ordered = _in_order(matched, other)
    return Alignment(
        tuple((i.id if i else None, j.id if j else None, score) for i, j, score in ordered),
        tuple(differences([(i, j) for i, j, _ in ordered], likeness, (a.language, b.language))),
    )


def _in_order(matched: list[Matched], other: list[Item]) -> list[Matched]:
    """In the reading order of a; what only b has after what stands before it there."""
    partner = {j.place: i.place for i, j, _ in matched if i and j}
    before: dict[int, int] = {}
    last = -1
    for item in other:
        last = partner.get(item.place, last)
        before[item.place] = last

    def key(entry: Matched) -> tuple[int, int]:
        i, j, _ = entry
        if i is not None:
            return i.place, -1
        return (before[j.place], j.place) if j is not None else (-1, -1)

    return sorted(matched, key=key)
