"""From nodes to provisions."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from majlis.textkit.model import Kind, Provision
from majlis.textkit.structure.items import Item
from majlis.textkit.structure.nest import Node


@dataclass(slots=True)
class Draft:
    """What hangs in the tree while it grows. ``verb``: the governing verb's words."""

    item: Item
    kind: Kind
    verb: str = ""
    inferred: bool = False


def provision(draft: Draft, children: Iterable[Provision] = ()) -> Provision:
    """A provision of an item, without an id."""
    item = draft.item
    label = item.label
    # Word numbers a footnote by its place: the number stands at the call, not in the words
    note = item.block.ref if draft.kind == "footnote" else ""
    return Provision(
        id="",
        kind=draft.kind,
        runs=item.runs,
        label=label.printed if label else note,
        number=label.number if label else note,
        old_label=item.old_label,
        old_number=item.old_number,
        verb=draft.verb,
        change=item.change,
        inferred=draft.inferred,
        children=tuple(children),
    )


def grow(nodes: Iterable[Node]) -> list[Provision]:
    """The provisions of a forest whose values are Drafts."""
    return [provision(node.value, grow(node.children)) for node in nodes]


def own_verb(item: Item) -> str:
    """The words of the opening verb, empty where there is none."""
    if item.opening is None:
        return ""
    return item.text[item.opening.start : item.opening.end].strip(" ,،，*_")
