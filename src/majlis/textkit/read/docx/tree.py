"""What the walk through a Word file leaves: paragraphs and tables, in the new text or the old.

Each piece of text knows whether it is in the new text (all changes accepted) and in the old one
(all rejected). What one change inserted and another deleted is in neither.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import Literal

from majlis.textkit.model import Mark, Revision
from majlis.textkit.xmlsafe import Element

Side = Literal["accept", "reject"]
NO_MARKS: frozenset[Mark] = frozenset()


@dataclass(frozen=True, slots=True)
class State:
    """Whether content is in the new and the old text, and by whose change."""

    new: bool = True
    old: bool = True
    inserted: Revision | None = None
    deleted: Revision | None = None

    def alive(self, side: Side) -> bool:
        """Whether it is in the text of that side."""
        return self.new if side == "accept" else self.old

    def tracked(self, revision: Revision) -> State:
        """The state of content inside this one under a further tracked change."""
        if revision.op == "inserted":
            return State(self.new, False, self.inserted or revision, self.deleted)
        return State(False, self.old, self.inserted, self.deleted or revision)

    def revision(self, new: bool, old: bool) -> Revision | None:
        """What to show on content of this state that is shown in the new and the old text so."""
        if new and old:
            return None
        if new:
            return self.inserted or Revision("inserted")
        deleted = self.deleted or Revision("deleted")
        return deleted if old else replace(deleted, reverted=True)


PLAIN = State()


@dataclass(frozen=True, slots=True)
class Props:
    """Paragraph properties on one side. ``fixed``: the label itself, where the file states it."""

    style: str = ""
    num: int | None = None
    level: int | None = None
    outline: int | None = None
    fixed: str | None = None


@dataclass(slots=True)
class Piece:
    """A stretch of text, or the anchor of a note, a text box or a comment.

    ``kind``: "" text, "break" a page or column break, "footnote", "endnote", "box" (with
    ``items``), "comment" the start of a comment's range, "reference" its call (with ``target``,
    its id). ``code``/``old_code``: how many field instructions it is part of.
    """

    text: str
    state: State
    marks: frozenset[Mark] = NO_MARKS
    old_marks: frozenset[Mark] = NO_MARKS
    hidden: bool = False
    old_hidden: bool = False
    code: int = 0
    old_code: int = 0
    kind: str = ""
    target: str = ""
    items: list[Paragraph | Table] = field(default_factory=list)

    def shown(self, side: Side) -> bool:
        """Whether it is part of the text of that side."""
        if side == "accept":
            return self.state.new and not self.hidden and not self.code
        return self.state.old and not self.old_hidden and not self.old_code


@dataclass(slots=True)
class Paragraph:
    """A w:p. ``mark`` is the state of its mark, ``hint`` where it stands ("", table, footnote)."""

    props: Props
    old_props: Props
    mark: State
    line: int
    hint: str = ""
    section: Element | None = None
    after_reference: bool = False
    pieces: list[Piece] = field(default_factory=list)
    bookmarks: list[str] = field(default_factory=list)

    def props_of(self, side: Side) -> Props:
        """Its properties in the text of that side."""
        return self.props if side == "accept" else self.old_props

    def shows(self, side: Side) -> bool:
        """Whether any text or anchor of it is in the text of that side."""
        return any((piece.text or piece.items) and piece.shown(side) for piece in self.pieces)


Items = list["Paragraph | Table"]


@dataclass(slots=True)
class Cell:
    """A table cell."""

    state: State
    items: Items


@dataclass(slots=True)
class Row:
    """A table row."""

    state: State
    cells: list[Cell]


@dataclass(slots=True)
class Table:
    """A table."""

    rows: list[Row]
