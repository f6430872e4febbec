"""Corrections taken back and made again: where each stands in the text."""

from __future__ import annotations

from dataclasses import dataclass

from majlis.instruments import working
from majlis.instruments.models import Import


@dataclass(frozen=True)
class Step:
    """A correction that is to be undone or made again, and where it stands. ``zone_place``: None where it says so itself."""

    provision: str
    place: int | None

    def landing(self, after: Import) -> str:
        """The provision to go to when the step was taken; empty where the correction was of the whole text."""
        if not self.provision:
            return ""
        text = working.now_of(after)
        if self.place is not None:
            return working.at_place(text, self.place)
        return self.provision if self.provision in text.by_id() else ""


def next_step(imported: Import, do: str) -> Step:
    """The correction that ``undo`` or ``redo`` is about; of no place where there is none."""
    found = imported.corrections.filter(undone=do == "redo").order_by("position")
    each = found.last() if do == "undo" else found.first()
    if each is None or not each.provision:
        return Step("", None)
    if do == "undo":
        return Step(each.provision, None)
    place = working.place_after(working.now_of(imported), working.as_edit(each))
    return Step(each.provision, place)
