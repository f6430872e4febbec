"""The numbers of agenda items: the labels that readers see, and the serial numbers in addresses.

The label of an item ("2.1") says where it stands in the tree, so it may change. Its serial number is that of
its address; it is allotted once and never given to another item.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from majlis.events.models import AgendaItem, Meeting
from majlis.kernel.numbering import next_number

MAX_DEPTH = 3
"""Levels of an agenda: item, sub-item, and sub-item of a sub-item."""


def next_serial(meeting: Meeting) -> int:
    """The next serial number of the items of a meeting; call it inside a transaction."""
    return next_number(f"events.items:{meeting.pk}")


def serial_of(item: AgendaItem) -> int:
    """The serial number of an item, from its address."""
    return int(item.record.address.rpartition("/")[2])


def item_address(meeting: Meeting, serial: int) -> str:
    """The address of the item of a meeting with that serial number."""
    return f"{meeting.record.address}/items/{serial}"


def label_key(label: str) -> tuple[tuple[int, str], ...]:
    """A key by which items of one agenda are sorted in its order by their labels: 2, 2.1, 2.10, 3, 5, 5 bis."""
    parts = (re.match(r"(\d*)(.*)", part.strip()) for part in label.split("."))
    return tuple((int(found[1] or 0), found[2]) for found in parts if found is not None)


def is_numbered(item: AgendaItem) -> bool:
    """Whether an item takes a number: it is on the agenda, or it was withdrawn after its number was published."""
    return item.withdrawn_at is None or bool(item.label)


def children_by_parent(items: Iterable[AgendaItem]) -> dict[int | None, list[AgendaItem]]:
    """The items below each item, by its key, and those at the top (None), in their order."""
    children: dict[int | None, list[AgendaItem]] = {}
    for item in sorted(items, key=lambda item: (item.position, item.pk)):
        children.setdefault(item.parent_id, []).append(item)
    return children


def subtree_of(item: AgendaItem, items: Iterable[AgendaItem]) -> list[AgendaItem]:
    """An item and all items below it, in the order of the agenda; ``items``: those of its meeting."""
    children = children_by_parent(items)
    found: list[AgendaItem] = []
    waiting = [item]
    while waiting:
        found.append(each := waiting.pop(0))
        waiting = [*children.get(each.pk, []), *waiting]
    return found


def number_items(items: Iterable[AgendaItem]) -> list[AgendaItem]:
    """Set the position and the label of all items of a meeting by the order of the tree; return those that changed.

    Items with the same parent are numbered from 1 without a gap. An item that was withdrawn before its number
    was published has no label, and neither have those below it. The caller saves the items.
    """
    children = children_by_parent(items)
    changed: list[AgendaItem] = []

    def number(parent: int | None, prefix: str, numbered: bool) -> None:
        count = 0
        for position, item in enumerate(children.get(parent, []), 1):
            takes_number = numbered and is_numbered(item)
            count += takes_number
            label = f"{prefix}{count}" if takes_number else ""
            if (item.position, item.label) != (position, label):
                item.position, item.label = position, label
                changed.append(item)
            number(item.pk, f"{label}.", takes_number)

    number(None, "", True)
    return changed
