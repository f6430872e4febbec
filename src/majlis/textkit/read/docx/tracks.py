"""Tracked changes: from the element that states one to a Revision and the state that it makes."""

from __future__ import annotations

from typing import Literal

from majlis.textkit.model import Revision
from majlis.textkit.read.docx.names import DEL, INS, MOVE_FROM, MOVE_TO, W
from majlis.textkit.read.docx.tree import State
from majlis.textkit.xmlsafe import Element

TRACKS: dict[str, tuple[Literal["inserted", "deleted"], bool]] = {
    INS: ("inserted", False),
    DEL: ("deleted", False),
    MOVE_TO: ("inserted", True),
    MOVE_FROM: ("deleted", True),
    W + "cellIns": ("inserted", False),
    W + "cellDel": ("deleted", False),
}
"""Elements that insert or delete: what they do, and whether they are half of a move.

Identifiers are not looked at: Word may give an insertion and a deletion the same one.
"""

WRAPPERS = frozenset((INS, DEL, MOVE_TO, MOVE_FROM))


def tracked(element: Element, state: State) -> State:
    """The state of what an element of TRACKS concerns, inside content of a given state."""
    op, moved = TRACKS[element.tag]
    author, date = element.get(W + "author", ""), element.get(W + "date", "")
    return state.tracked(Revision(op, author, date, moved))


def tracked_by(properties: Element | None, state: State) -> State:
    """The state under all the changes that properties (of a row, a cell, a mark) hold."""
    for child in properties if properties is not None else ():
        if child.tag in TRACKS:
            state = tracked(child, state)
    return state
