"""Corrections undone and redone: where each stands in the text."""

from __future__ import annotations

from dataclasses import dataclass

from majlis.instruments.imports import working_copy
from majlis.instruments.models import Import


@dataclass(frozen=True)
class UndoStep:
    """A correction that is to be undone or made again, and where it stands. ``zone_place``: None where it says so itself."""

    provision: str
    place: int | None

    def landing(self, after: Import) -> str:
        """The provision to go to when the step was taken; empty where the correction was of the whole text."""
        if not self.provision:
            return ""
        text = working_copy.current_text(after)
        if self.place is not None:
            return working_copy.id_at_position(text, self.place)
        return self.provision if self.provision in text.by_id() else ""


def next_step(imported: Import, do: str) -> UndoStep:
    """The correction that ``undo_correction`` or ``redo_correction`` is about; of no place where there is none."""
    found = imported.corrections.filter(undone=do == "redo").order_by("position")
    each = found.last() if do == "undo" else found.first()
    if each is None or not each.provision:
        return UndoStep("", None)
    if do == "undo":
        return UndoStep(each.provision, None)
    place = working_copy.position_after(
        working_copy.current_text(imported), working_copy.as_edit(each)
    )
    return UndoStep(each.provision, place)
