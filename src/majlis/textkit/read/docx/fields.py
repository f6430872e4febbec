"""Complex fields (w:fldChar): a field's instruction is not shown, its result is.

Begin, separator and end may be tracked apart from the text between them, so each side of the
changes has its own stack.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from majlis.textkit.read.docx.tree import Piece, State

_MAX_NESTED = 20  # Word nests fields no deeper


@dataclass(slots=True)
class _Field:
    in_code: bool
    held: list[Piece] = field(default_factory=list)


class Fields:
    """The open fields of one story, for the new and the old text."""

    def __init__(self) -> None:
        self._new: list[_Field] = []
        self._old: list[_Field] = []

    def character(self, kind: str, state: State) -> None:
        """Take one w:fldChar: begin, separate or end."""
        if state.new:
            _step(self._new, kind)
        if state.old:
            _step(self._old, kind)

    def hold(self, piece: Piece) -> None:
        """Mark a piece where it stands in the instruction of an open field."""
        # deeper ones are none of which the instruction counts, and there may be very many
        for opened in self._new[:_MAX_NESTED]:
            if opened.in_code:
                piece.code += 1
                opened.held.append(piece)
        for opened in self._old[:_MAX_NESTED]:
            if opened.in_code:
                piece.old_code += 1
                opened.held.append(piece)

    def close(self) -> None:
        """End the story: a field that never ends is none, and nothing in it may be lost."""
        for opened in self._new:
            for piece in opened.held if opened.in_code else ():
                piece.code -= 1
        for opened in self._old:
            for piece in opened.held if opened.in_code else ():
                piece.old_code -= 1
        self._new.clear()
        self._old.clear()


def _step(stack: list[_Field], kind: str) -> None:
    if kind == "begin":
        stack.append(_Field(len(stack) < _MAX_NESTED))
    elif kind == "separate" and stack:
        stack[-1].in_code = False
    elif kind == "end" and stack:
        stack.pop()
