"""Imports: the list, the preview of one, and the choices for its destinations."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, QuerySet

from majlis.instruments.core.identifiers import split_symbol
from majlis.instruments.imports import working_copy
from majlis.instruments.library import queries
from majlis.instruments.models import Destination, Import, Instrument, Version
from majlis.kernel.roles import is_secretariat
from majlis.parties.models import Body
from majlis.textkit.model import Note, Provision, Text
from majlis.textkit.parts import OwnText
from majlis.textkit.parts import apart as texts_apart

PART_LENGTH = 120
"""Provisions on a page of a preview."""


@dataclass
class PreviewRow:
    """A provision of a preview: how deep it stands, and what was noted of it."""

    provision: Provision
    level: int
    notes: list[Note]

    @property
    def uncertain(self) -> bool:
        """Whether a note says that another reading is possible."""
        return any(is_doubt(note) for note in self.notes)


DOUBT_PHRASES = ("Another reading is possible.", "not certain", "is not clear")
"""What the engine says of a reading that it is not sure of, whatever the kind of the note."""


def is_doubt(note: Note) -> bool:
    """Whether a note is of something that may be otherwise, and not only of what was mended or reasoned."""
    of_all = note.kind in ("doubt", "language", "direction", "structure")
    return of_all or any(words in note.message for words in DOUBT_PHRASES)


@dataclass
class Preview:
    """A text that was read: all that its page shows."""

    text: Text
    rows: list[PreviewRow]
    general: list[Note]
    owns: dict[str, OwnText]

    def part(self, at: int) -> Sequence[PreviewRow]:
        """The rows of a page, 1 first."""
        return self.rows[(at - 1) * PART_LENGTH : at * PART_LENGTH]

    @property
    def parts(self) -> int:
        """How many pages there are."""
        return max(1, -(-len(self.rows) // PART_LENGTH))

    def row_of(self, eid: str) -> PreviewRow | None:
        """The row of a provision, if there is one of that id."""
        return next((row for row in self.rows if row.provision.id == eid), None)

    def row_of_words(self, words: str, eid: str) -> PreviewRow | None:
        """The row with these words, whatever the blanks between them: that of the id, if it has them, else the first."""
        wanted = "".join(words.split())
        there = [
            row for row in self.rows if wanted and "".join(row.provision.text.split()) == wanted
        ]
        return next((row for row in there if row.provision.id == eid), there[0] if there else None)

    def page_of(self, eid: str) -> int:
        """On which page a provision stands; 1 where there is none of that id."""
        place = next((n for n, row in enumerate(self.rows) if row.provision.id == eid), 0)
        return place // PART_LENGTH + 1

    @property
    def uncertain(self) -> list[PreviewRow]:
        """The rows that a person should look at first: another reading of them is possible."""
        return [row for row in self.rows if row.uncertain]

    @property
    def inferred(self) -> list[PreviewRow]:
        """The other rows that do not stand in the file as they are shown: reasoned from what is around them."""
        return [
            row for row in self.rows if (row.notes or row.provision.inferred) and not row.uncertain
        ]


def import_list(user: Any, state: str = "") -> QuerySet[Import]:
    """The imports, the newest first; nothing for who does not bring texts in."""
    if not is_secretariat.test(user):
        return Import.objects.none()
    found = Import.objects.select_related("file", "user").order_by("-pk")
    found = found.defer("read", "now")
    return found.filter(state=state) if state else found


def get_import(user: Any, key: int) -> Import | None:
    """An import with its text; None where there is none, or who asks does not bring texts in."""
    return import_list(user).defer(None).defer("read").filter(pk=key).first()


def state_counts(user: Any) -> dict[str, int]:
    """How many imports there are in each state."""
    found = import_list(user).order_by().values("state").annotate(n=Count("pk"))
    return {each["state"]: each["n"] for each in found}


def read_preview(imported: Import) -> Preview:
    """The text as it is after all corrections, with what was noted at each provision."""
    text = working_copy.current_text(imported)
    notes: dict[str, list[Note]] = {}
    for note in text.notes:
        notes.setdefault(note.provision, []).append(note)
    rows = list(_preview_rows(text.provisions, 0, notes))
    known = {row.provision.id for row in rows}
    general = [note for eid, found in notes.items() if eid not in known for note in found]
    return Preview(text, rows, general, {own.root: own for own in texts_apart(text)})


def _preview_rows(
    provisions: Sequence[Provision], level: int, notes: dict[str, list[Note]]
) -> list[PreviewRow]:
    made = []
    for each in provisions:
        made.append(PreviewRow(each, level, notes.get(each.id, [])))
        made += _preview_rows(each.children, level + 1, notes)
    return made


MOST_OFFERED = 30
"""Instruments that are offered to choose from: those that were looked for, else those that the text may be of."""


@dataclass
class TargetChoices:
    """What a text can be tied to: all that may be chosen, and what of it is offered."""

    instruments: QuerySet[Any]
    versions: QuerySet[Any]
    bodies: QuerySet[Any]
    offered: list[Any]
    offered_versions: list[Any]


def target_choices(user: Any, row: Destination, text: Text, find: str = "") -> TargetChoices:
    """The instruments, versions and bodies that a text can be tied to. ``extract_findings``: words of a title, or a symbol."""
    instruments = Instrument.objects.visible_to(user).filter(held=True, became=None).with_wordings()
    versions = Version.objects.visible_to(user).filter(
        reconstructed_from=None, record__withdrawal=None
    )
    versions = versions.with_wordings()
    words = find.strip() or split_symbol(text.symbol).symbol
    found = instruments.none()
    if words:
        looked = queries.library_texts(user, {"q": words})
        found = instruments.filter(pk__in=looked.values("pk"))
    offered = list(found.order_by("-year", "slug")[:MOST_OFFERED])
    own = {row.instrument_id, row.version.instrument_id if row.version else None}
    missing = own - {None} - {each.pk for each in offered}
    if missing:
        offered = [*instruments.filter(pk__in=missing), *offered]
    of_these = versions.filter(instrument__in=[each.pk for each in offered])
    offered_versions = list(of_these.order_by("instrument", "-position")[: 2 * MOST_OFFERED])
    held = {each.pk: each for each in offered}
    for each in offered_versions:
        each.instrument = held[each.instrument_id]
    return TargetChoices(
        instruments,
        versions,
        Body.objects.visible_to(user).with_wordings(),
        offered,
        offered_versions,
    )
