"""The provision to show after a correction is undone or redone."""

from __future__ import annotations

from dataclasses import dataclass

from majlis.instruments.imports import working_copy
from majlis.instruments.models import Import


@dataclass(frozen=True)
class UndoStep:
    """A correction to undo or redo, and its position; ``place`` is None where the id identifies it."""

    provision: str
    place: int | None

    def landing(self, after: Import) -> str:
        """The id of the provision to show after the step; empty where it concerned the whole text."""
        if not self.provision:
            return ""
        text = working_copy.current_text(after)
        if self.place is not None:
            return working_copy.id_at_position(text, self.place)
        return self.provision if self.provision in text.by_id() else ""


def next_step(imported: Import, direction: str) -> UndoStep:
    """The correction that undo or redo concerns; an empty step where there is none."""
    corrections = imported.corrections.filter(undone=direction == "redo").order_by("position")
    correction = corrections.last() if direction == "undo" else corrections.first()
    if correction is None or not correction.provision:
        return UndoStep("", None)
    if direction == "undo":
        return UndoStep(correction.provision, None)
    position = working_copy.position_after(
        working_copy.current_text(imported), working_copy.as_edit(correction)
    )
    return UndoStep(correction.provision, position)
