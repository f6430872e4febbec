"""The paragraphs that are left of a story when all tracked changes are accepted, or rejected.

Rules of Word (ECMA-376 part 1, 17.13.5.15 and .20, and what Word does):

- A paragraph whose mark is gone is joined with the next one that is left. The properties (style,
  number) are those of the last paragraph joined: its mark is the one that survives.
- Where nothing of a paragraph is left, mark and text, it vanishes.
- A table stops the joining: text before it whose mark is gone stays a paragraph of its own. A table
  of which no row is left vanishes and stops nothing.
- A cell keeps at least one paragraph. A row goes with its w:trPr/w:del (w:ins), and where a move
  took everything in it away.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from majlis.textkit.read.docx.tree import Cell, Items, Paragraph, Row, Side, Table


@dataclass(slots=True)
class Line:
    """One paragraph of a view: the paragraphs of the file that make it up."""

    paragraphs: list[Paragraph]

    @property
    def last(self) -> Paragraph:
        """The paragraph whose mark, and so whose properties, survive."""
        return self.paragraphs[-1]

    def lead(self, side: Side) -> Paragraph:
        """The paragraph before whose text the number is printed."""
        for paragraph in self.paragraphs:
            if paragraph.shows(side):
                return paragraph
        return self.last


def all_lines(items: Items) -> Iterator[Line]:
    """Every paragraph of a story on its own, those of tables included."""
    for item in items:
        if isinstance(item, Table):
            for row in item.rows:
                for cell in row.cells:
                    yield from all_lines(cell.items)
        else:
            yield Line([item])


def side_lines(items: Items, side: Side) -> list[Line]:
    """The paragraphs of a story on one side of its changes."""
    found: list[Line] = []
    pending: list[Paragraph] = []

    def flush() -> None:
        if any(paragraph.shows(side) for paragraph in pending):
            found.append(Line(pending.copy()))
        pending.clear()

    for item in items:
        if isinstance(item, Table):
            rows = [row for row in item.rows if _row_left(row, side)]
            if rows:
                flush()
                for row in rows:
                    for cell in row.cells:
                        if cell.state.alive(side):
                            found.extend(_cell_lines(cell, side))
            continue
        pending.append(item)
        if item.mark.alive(side):
            found.append(Line(pending.copy()))
            pending.clear()
    flush()
    return found


def _cell_lines(cell: Cell, side: Side) -> list[Line]:
    lines = side_lines(cell.items, side)
    if not lines:
        paragraphs = [item for item in cell.items if isinstance(item, Paragraph)]
        lines = [Line(paragraphs[-1:])] if paragraphs else []
    return lines


def _row_left(row: Row, side: Side) -> bool:
    if not row.state.alive(side) or not any(cell.state.alive(side) for cell in row.cells):
        return False
    return not all(_moved_away(item, side) for cell in row.cells for item in cell.items)


def _moved_away(item: Paragraph | Table, side: Side) -> bool:
    if isinstance(item, Table) or item.mark.alive(side) or item.shows(side):
        return False
    change = item.mark.deleted if side == "accept" else item.mark.inserted
    return change is not None and change.moved
