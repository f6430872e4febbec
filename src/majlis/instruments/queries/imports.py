"""Imports: the list, and one as its preview shows it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, QuerySet

from majlis.instruments import working
from majlis.instruments.models import Destination, Import, Instrument, Version
from majlis.kernel.roles import is_secretariat
from majlis.parties.models import Body
from majlis.textkit.model import Note, Provision, Text
from majlis.textkit.parts import OwnText
from majlis.textkit.parts import apart as texts_apart

A_PART = 120
"""Provisions on a page of a preview."""


@dataclass
class Row:
    """A provision of a preview: how deep it stands, and what was noted of it."""

    provision: Provision
    level: int
    notes: list[Note]


@dataclass
class Preview:
    """A text that was read: all that its page shows."""

    text: Text
    rows: list[Row]
    general: list[Note]
    owns: dict[str, OwnText]

    def part(self, at: int) -> Sequence[Row]:
        """The rows of a page, 1 first."""
        return self.rows[(at - 1) * A_PART : at * A_PART]

    @property
    def parts(self) -> int:
        """How many pages there are."""
        return max(1, -(-len(self.rows) // A_PART))

    def page_of(self, eid: str) -> int:
        """On which page a provision stands; 1 where there is none of that id."""
        place = next((n for n, row in enumerate(self.rows) if row.provision.id == eid), 0)
        return place // A_PART + 1

    @property
    def doubtful(self) -> list[Row]:
        """The rows that a person should look at first: noted, or inferred."""
        return [row for row in self.rows if row.notes or row.provision.inferred]


def imports(user: Any, state: str = "") -> QuerySet[Import]:
    """The imports, the newest first; nothing for who does not bring texts in."""
    if not is_secretariat.test(user):
        return Import.objects.none()
    found = Import.objects.select_related("file", "user").order_by("-pk")
    return found.filter(state=state) if state else found


def counts(user: Any) -> dict[str, int]:
    """How many imports there are in each state."""
    found = imports(user).order_by().values("state").annotate(n=Count("pk"))
    return {each["state"]: each["n"] for each in found}


def preview(imported: Import) -> Preview:
    """The text as it is after all corrections, with what was noted at each provision."""
    text = working.now_of(imported)
    notes: dict[str, list[Note]] = {}
    for note in text.notes:
        notes.setdefault(note.provision, []).append(note)
    rows = list(_rows(text.provisions, 0, notes))
    known = {row.provision.id for row in rows}
    general = [note for eid, found in notes.items() if eid not in known for note in found]
    return Preview(text, rows, general, {own.root: own for own in texts_apart(text)})


def _rows(provisions: Sequence[Provision], level: int, notes: dict[str, list[Note]]) -> list[Row]:
    made = []
    for each in provisions:
        made.append(Row(each, level, notes.get(each.id, [])))
        made += _rows(each.children, level + 1, notes)
    return made


def choices(user: Any, row: Destination) -> tuple[Any, Any, Any]:
    """The instruments, versions and bodies that a text can be tied to."""
    instruments = Instrument.objects.visible_to(user).filter(held=True, became=None).with_words()
    versions = Version.objects.visible_to(user).filter(reconstructed_from=None).with_words()
    if row.instrument_id:
        versions = versions.filter(instrument=row.instrument_id)
    return (
        instruments,
        versions.select_related("instrument__record"),
        Body.objects.visible_to(user).with_words(),
    )
