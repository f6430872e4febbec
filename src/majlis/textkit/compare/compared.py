"""From two texts to what lies between them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence

from majlis.textkit.compare.align import align
from majlis.textkit.compare.corrected import Match, correct
from majlis.textkit.compare.likeness import Measure, count_words
from majlis.textkit.compare.matches import Alignment
from majlis.textkit.compare.result import JOINT, ChangeItem, Comparison, Op
from majlis.textkit.compare.words import spans
from majlis.textkit.model import Provision, Text
from majlis.textkit.views import view


def compare(old: Text, new: Text, given: Iterable[Match] = ()) -> Comparison:
    """Compare two versions of a text.

    Every provision of any kind is aligned, in reading order, although it was renumbered, moved,
    split, merged or partly reworded; then its words (characters in Chinese). A text with tracked
    changes is compared as its accepted view. Texts in two languages can be compared, but only what
    they share will be found. The result is the same on every run; see ``ALGORITHM``.

    ``given``: matches that a person made, see ``corrected.correct``.
    """
    old = view(old, "accept")
    new = view(new, "accept")
    ours, theirs = list(old.walk()), list(new.walk())
    if old.provisions == new.provisions:
        places = list(range(len(ours)))
        found = Alignment([*places], [*places])
    else:
        found = align(Measure(ours, theirs, (old.language, new.language)))
    matches = list(given)
    if matches:
        correct(found, matches, ours, theirs)
    changes = _items(ours, theirs, found)
    return Comparison(old, new, _similarity(changes), tuple(changes))


def _items(
    ours: Sequence[Provision], theirs: Sequence[Provision], found: Alignment
) -> list[ChangeItem]:
    """One item a provision: in the order of new, what was deleted at its old place."""
    items: list[ChangeItem] = []
    anchors = {i for i, _ in found.stayed()}
    deleted: dict[int, list[int]] = defaultdict(list)  # by the one before them that stayed
    before = -1
    for i, j in enumerate(found.to_new):
        before = i if i in anchors else before
        if j < 0:
            deleted[before].append(i)

    def add(op: Op, old_at: list[int], new_at: list[int]) -> None:
        items.append(_item(op, old_at, new_at, ours, theirs))

    def add_deleted(after: int) -> None:
        for i in deleted[after]:
            add("deleted", [i], [])

    add_deleted(-1)
    for j, i in enumerate(found.to_old):
        if i < 0:
            add("inserted", [], [j])
            continue
        cut = found.pieces.get(i, [j])
        if j != cut[0]:
            continue
        main = found.to_new[i]
        joined = found.joined.get(j, [i])
        if len(cut) > 1:
            add("split", [i], cut)
        elif len(joined) > 1:
            add("merged", joined, [j])
        elif main in found.moved:
            add("moved", [i], [j])
        else:
            add("equal" if ours[i].text == theirs[j].text else "changed", [i], [j])
        if i in anchors:
            add_deleted(i)
    return items


def _item(
    op: Op,
    old_at: list[int],
    new_at: list[int],
    ours: Sequence[Provision],
    theirs: Sequence[Provision],
) -> ChangeItem:
    old, new = [ours[i] for i in old_at], [theirs[j] for j in new_at]
    old_text = JOINT.join(provision.text for provision in old)
    new_text = JOINT.join(provision.text for provision in new)
    renumbered = False
    if old and new:
        numbers = old[0].number, new[0].number
        if not all(numbers):
            numbers = old[0].label, new[0].label
        renumbered = numbers[0] != numbers[1]
    return ChangeItem(
        op=op,
        old=tuple(provision.id for provision in old),
        new=tuple(provision.id for provision in new),
        old_text=old_text,
        new_text=new_text,
        spans=spans(old_text, new_text),
        old_at=tuple(old_at),
        new_at=tuple(new_at),
        old_label=old[0].label if old else None,
        new_label=new[0].label if new else None,
        old_number=old[0].number if old else None,
        new_number=new[0].number if new else None,
        renumbered=renumbered,
    )


def _similarity(changes: Sequence[ChangeItem]) -> float:
    """The share of words that did not change, over both texts; 1 where there are none."""
    kept = every = 0
    for item in changes:
        for op, text in item.spans:
            count = count_words(text)
            every += 2 * count if op == "=" else count
            kept += 2 * count if op == "=" else 0
    return kept / every if every else 1.0
