"""The rows of a batch: checked, previewed (and rolled back), and imported."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from functools import partial
from typing import Any

from django.db import transaction
from django.utils import translation
from django.utils.functional import Promise
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from majlis.commons.imports.file_reader import Table, column_letter, read_table
from majlis.commons.imports.models import Batch, BatchFault
from majlis.commons.imports.registry import TARGETS, Column, RowFault, Target
from majlis.kernel import files
from majlis.kernel.actor import Actor
from majlis.kernel.errors import Fault, InvalidInput, StrOrPromise
from majlis.kernel.languages import LANGUAGE_CODES, official_language

MAX_FAULTS = 2000


@dataclass
class RowCounts:
    """How many rows were made, changed, left the same, left out; and what was wrong."""

    made: int = 0
    changed: int = 0
    same: int = 0
    left_out: int = 0
    faults: list[BatchFault] = field(default_factory=list)


class RollBack(Exception):
    """Undoes what the preview did."""


def batch_table(batch: Batch) -> Table:
    """The table of the batch's file. Raises InvalidInput."""
    return read_table(files.file_path(batch.file.sha256), batch.file.media_type)


def fault_texts(words: StrOrPromise, again: Callable[[], StrOrPromise | None]) -> dict[str, Any]:
    """What is wrong, in every language: a sentence of a catalogue is read in it, another said again in it."""
    here = official_language(get_language())
    said = {}
    for code in LANGUAGE_CODES:
        with translation.override(code):
            told = words if isinstance(words, Promise) or code == here else again()
            said[code] = str(told or words)
    return {"what": said.get(here or "", str(words)), "said": said}


def cell_fault(column: Column, text: str) -> StrOrPromise | None:
    """What is wrong with the text of a cell."""
    try:
        column.read(text)
    except ValueError as error:
        told = error.args[0] if error.args else ""
        return told if isinstance(told, Promise) else str(error)
    return None


def row_values(
    batch: Batch, target: Target, keys: dict[int, str], number: int, cells: list[str]
) -> tuple[dict[str, Any], list[BatchFault]]:
    """The values of a row by key, and what is wrong with its cells."""
    values: dict[str, Any] = {}
    wrong: list[BatchFault] = []
    for place, key in keys.items():
        column = target.column(key)
        if column is None:
            continue
        text = cells[place]
        told: StrOrPromise | None = None
        if not text and column.required:
            told = _("The cell is empty: write a value.")
        elif text:
            told = cell_fault(column, text)
        if told is None:
            values[key] = column.read(text) if text else ""
            continue
        said = fault_texts(told, partial(cell_fault, column, text))
        wrong.append(BatchFault(batch=batch, row=number, place=place, given=text[:200], **said))
    return values, wrong


def try_import(
    actor: Actor, target: Target, values: dict[str, Any]
) -> tuple[str, dict[str, StrOrPromise]]:
    """Take a row in; what came of it, and what is wrong by the key of the column."""
    try:
        with transaction.atomic():
            return target.take(actor, values), {}
    except RowFault as error:
        return "left_out", {error.key: error.what}
    except InvalidInput as error:
        return "left_out", dict(error.faults)
    except Fault as error:
        return "left_out", {"": str(error)}


def import_row(
    actor: Actor, batch: Batch, target: Target, keys: dict[int, str], number: int, cells: list[str]
) -> tuple[str, list[BatchFault]]:
    """Take one row in; what came of it, or what is wrong with it. A row is taken whole or not at all."""
    values, wrong = row_values(batch, target, keys, number, cells)
    if wrong:
        return "left_out", wrong
    places = {key: place for place, key in keys.items()}
    came, faults = try_import(actor, target, values)
    again: dict[str | None, dict[str, StrOrPromise]] = {}

    def repeated(key: str) -> StrOrPromise | None:
        """What is wrong, said in the language of now: tried again, and undone whatever comes of it."""
        code = get_language()
        if code not in again:
            with transaction.atomic():
                again[code] = try_import(actor, target, values)[1]
                transaction.set_rollback(True)
        return again[code].get(key)

    for key, what in faults.items():
        place = places.get(key)
        given = cells[place][:200] if place is not None else ""
        told = fault_texts(what, partial(repeated, key))
        wrong.append(BatchFault(batch=batch, row=number, place=place, given=given, **told))
    return came, wrong


@dataclass(frozen=True)
class PendingRow:
    """A row of the file that waits to be taken in: its number in the file, and how to take it."""

    number: int
    take: Callable[[], tuple[str, list[BatchFault]]]


def pending_rows(actor: Actor, batch: Batch, after: int = 0) -> Iterator[PendingRow]:
    """The rows of a batch in their order, without the first ``next_version``."""
    target = TARGETS[batch.target]
    keys = {each.place: each.key for each in batch.columns.all() if each.key}
    for number, cells in batch_table(batch).rows[after:]:
        yield PendingRow(number, partial(import_row, actor, batch, target, keys, number, cells))


def preview_rows(actor: Actor, batch: Batch, most: int | None = None) -> RowCounts:
    """What would come of the rows, without doing it: all is done and then undone."""
    counted = RowCounts()
    try:
        with transaction.atomic():
            for done, row in enumerate(pending_rows(actor, batch), 1):
                came, wrong = row.take()
                setattr(counted, came, getattr(counted, came) + 1)
                counted.faults += wrong[: MAX_FAULTS - len(counted.faults)]
                if most is not None and done >= most:
                    break
            raise RollBack
    except RollBack:
        return counted


def cell_name(fault: BatchFault) -> str:
    """The cell as spreadsheets name it (B7), or the row alone."""
    return f"{column_letter(fault.place)}{fault.row}" if fault.place is not None else str(fault.row)
