"""Imports: the list, the preview of one, and the choices for its destinations."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, QuerySet

from majlis.instruments.core.identifiers import split_symbol
from majlis.instruments.core.visibility import visible_bodies
from majlis.instruments.imports import working_copy
from majlis.instruments.lifecycle import PUBLISHED, READ, SET_ASIDE, UNREADABLE, WAITING
from majlis.instruments.models import Destination, Import, Instrument, Version
from majlis.instruments.text_list import queries
from majlis.kernel.models import Reader
from majlis.kernel.roles import is_secretariat
from majlis.parties.models import Body
from majlis.textkit.model import Note, Provision, Text
from majlis.textkit.oddities import oddities
from majlis.textkit.parts import OwnText
from majlis.textkit.parts import apart as texts_apart

STATES_BY_WORK = (READ, UNREADABLE, WAITING, PUBLISHED, SET_ASIDE)
"""The states of an import, those that need work first."""
PART_LENGTH = 120
"""Provisions on a page of a preview."""


@dataclass
class PreviewRow:
    """A provision of a preview, with its level and notes."""

    provision: Provision
    level: int
    notes: list[Note]

    @property
    def uncertain(self) -> bool:
        """Whether a note says that another reading is possible."""
        return any(is_doubt(note) for note in self.notes)


DOUBT_KINDS = ("doubt", "language", "direction", "structure")
"""Kinds of notes on a doubtful reading, not only on a repair or an inference."""
DOUBT_PHRASES = (
    "An alternative reading is possible.",
    "was probably inserted",
    "Probably inserted",  # in notes of earlier imports
    "is unclear",
)
"""Phrases of the engine that mark a doubtful reading, in notes of any kind."""


def is_doubt(note: Note) -> bool:
    """Whether a note reports a doubtful reading."""
    return note.kind in DOUBT_KINDS or any(words in note.message for words in DOUBT_PHRASES)


@dataclass
class Preview:
    """A text that was read, as its page shows it."""

    text: Text
    rows: list[PreviewRow]
    general: list[Note]
    owns: dict[str, OwnText]

    def part(self, at: int) -> Sequence[PreviewRow]:
        """The rows of a page; the first page is 1."""
        return self.rows[(at - 1) * PART_LENGTH : at * PART_LENGTH]

    @property
    def parts(self) -> int:
        """The number of pages."""
        return max(1, -(-len(self.rows) // PART_LENGTH))

    def row_of(self, eid: str) -> PreviewRow | None:
        """The row of a provision id; None where there is none."""
        return next((row for row in self.rows if row.provision.id == eid), None)

    def row_of_words(self, words: str, eid: str) -> PreviewRow | None:
        """The row with these words, ignoring white space: preferably the one with this id, else the first."""
        compact = "".join(words.split())
        rows = [
            row for row in self.rows if compact and "".join(row.provision.text.split()) == compact
        ]
        return next((row for row in rows if row.provision.id == eid), rows[0] if rows else None)

    def page_of(self, eid: str) -> int:
        """The page of a provision; 1 where there is none with this id."""
        position = next((n for n, row in enumerate(self.rows) if row.provision.id == eid), 0)
        return position // PART_LENGTH + 1

    @property
    def uncertain(self) -> list[PreviewRow]:
        """The rows with doubtful readings, which a person should check first."""
        return [row for row in self.rows if row.uncertain]

    @property
    def inferred(self) -> list[PreviewRow]:
        """The other rows with notes, or inferred from their context."""
        return [
            row for row in self.rows if (row.notes or row.provision.inferred) and not row.uncertain
        ]


def import_list(user: Reader, state: str = "") -> QuerySet[Import]:
    """The imports, the newest first; empty for users outside the secretariat."""
    if not is_secretariat.test(user):
        return Import.objects.none()
    imports = Import.objects.select_related("file", "user").order_by("-pk")
    imports = imports.defer("read", "now")
    return imports.filter(state=state) if state else imports


def imports_to_process(user: Reader) -> QuerySet[Import]:
    """The imports that await processing or publication, or failed; empty for users outside the secretariat."""
    return import_list(user).filter(state__in=(READ, WAITING, UNREADABLE))


def get_import(user: Reader, key: int) -> Import | None:
    """An import with its text; None where there is none, or for users outside the secretariat."""
    return import_list(user).defer(None).defer("read").filter(pk=key).first()


def state_counts(user: Reader) -> dict[str, int]:
    """The number of imports in each state, those that need work first."""
    rows = import_list(user).order_by().values("state").annotate(n=Count("pk"))
    counts = {each["state"]: each["n"] for each in rows}
    return {state: counts[state] for state in STATES_BY_WORK if state in counts}


def read_preview(imported: Import) -> Preview:
    """The corrected text, with the notes on each provision."""
    text = working_copy.current_text(imported)
    notes: dict[str, list[Note]] = {}
    for note in (*text.notes, *oddities(text)):
        notes.setdefault(note.provision, []).append(note)
    rows = list(_preview_rows(text.provisions, 0, notes))
    known = {row.provision.id for row in rows}
    general = [note for eid, unplaced in notes.items() if eid not in known for note in unplaced]
    return Preview(text, rows, general, {own.root: own for own in texts_apart(text)})


def _preview_rows(
    provisions: Sequence[Provision], level: int, notes: dict[str, list[Note]]
) -> list[PreviewRow]:
    rows = []
    for provision in provisions:
        rows.append(PreviewRow(provision, level, notes.get(provision.id, [])))
        rows += _preview_rows(provision.children, level + 1, notes)
    return rows


MOST_OFFERED = 30
"""Most instruments listed as choices: those found, else those with the symbol of the text."""


@dataclass
class TargetChoices:
    """The targets for a text: all allowed ones, and those listed."""

    instruments: QuerySet[Instrument]
    versions: QuerySet[Version]
    bodies: QuerySet[Body]
    offered: list[Any]
    offered_versions: list[Any]
    body_names: list[tuple[int, str]]


def target_choices(user: Reader, row: Destination, text: Text, find: str = "") -> TargetChoices:
    """The instruments, versions and bodies that may be the target of a text.

    ``find`` are words of a title, or a symbol, that the user searched for.
    """
    instruments = Instrument.objects.visible_to(user).filter(held=True, became=None).with_wordings()
    versions = Version.objects.visible_to(user).filter(
        reconstructed_from=None, record__withdrawal=None
    )
    versions = versions.with_wordings()
    words = find.strip() or split_symbol(text.symbol).symbol
    suggested = instruments.none()
    if words:
        matches = queries.find_texts(user, {"q": words})
        suggested = instruments.filter(pk__in=matches.values("pk"))
    offered = list(suggested.order_by("-year", "slug")[:MOST_OFFERED])
    own = {row.instrument_id, row.version.instrument_id if row.version else None}
    missing = own - {None} - {each.pk for each in offered}
    if missing:
        offered = [*instruments.filter(pk__in=missing), *offered]
    of_offered = versions.filter(instrument__in=[each.pk for each in offered])
    offered_versions = list(of_offered.order_by("instrument", "-position")[: 2 * MOST_OFFERED])
    by_pk = {each.pk: each for each in offered}
    for each in offered_versions:
        each.instrument = by_pk[each.instrument_id]
    bodies = visible_bodies(user)
    return TargetChoices(
        instruments,
        versions,
        bodies,
        offered,
        offered_versions,
        [(each.pk, str(each)) for each in bodies],
    )
