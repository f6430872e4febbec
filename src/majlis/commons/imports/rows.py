"""The rows of a batch: validated, previewed (and rolled back), and imported."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from functools import partial

from django.db import transaction
from django.utils import translation
from django.utils.functional import Promise
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from majlis.commons.imports.file_reader import Table, read_table
from majlis.commons.imports.models import Batch, BatchFault
from majlis.commons.imports.registry import TARGETS, Column, RowFault, Target
from majlis.commons.imports.table_reader import column_letter
from majlis.kernel import files
from majlis.kernel.actor import Actor
from majlis.kernel.errors import Fault, InvalidInput, StrOrPromise
from majlis.kernel.languages import LANGUAGE_CODES, official_language

MAX_FAULTS = 2000


@dataclass
class RowCounts:
    """The results of rows, counted, and their errors."""

    made: int = 0
    changed: int = 0
    same: int = 0
    left_out: int = 0
    faults: list[BatchFault] = field(default_factory=list)


class RollBack(Exception):
    """Raised to roll back the preview."""


def batch_table(batch: Batch) -> Table:
    """The table in the file of a batch. Raises InvalidInput and FileUnavailable."""
    return read_table(files.stored_path(batch.file.sha256), batch.file.media_type)


def batch_fault(
    batch: Batch,
    row: int,
    message: StrOrPromise,
    repeat: Callable[[], StrOrPromise | None],
    place: int | None = None,
    given: str = "",
) -> BatchFault:
    """An error of a row or of a cell, with its message in all languages.

    A lazy message is translated; for others, ``repeat()`` repeats the failed step in each language.
    """
    active = official_language(get_language())
    said = {}
    for code in LANGUAGE_CODES:
        with translation.override(code):
            translated = message if isinstance(message, Promise) or code == active else repeat()
            said[code] = str(translated or message)
    what = said.get(active or "", str(message))
    return BatchFault(batch=batch, row=row, place=place, given=given[:200], what=what, said=said)


def cell_fault(column: Column, text: str) -> StrOrPromise | None:
    """The error of a cell, or None."""
    try:
        column.read(text)
    except ValueError as error:
        message = error.args[0] if error.args else ""
        return message if isinstance(message, Promise) else str(error)
    return None


def row_values(
    batch: Batch, target: Target, keys: dict[int, str], number: int, cells: list[str]
) -> tuple[dict[str, str], list[BatchFault]]:
    """The values of a row by key, and the errors of its cells."""
    values: dict[str, str] = {}
    faults: list[BatchFault] = []
    for place, key in keys.items():
        column = target.column(key)
        if column is None:
            continue
        text = cells[place]
        message: StrOrPromise | None = None
        if not text and column.required:
            message = _("The cell is empty. Enter a value.")
        elif text:
            message = cell_fault(column, text)
        if message is None:
            values[key] = column.read(text) if text else ""
            continue
        repeat = partial(cell_fault, column, text)
        faults.append(batch_fault(batch, number, message, repeat, place, text))
    return values, faults


def try_import(
    actor: Actor, target: Target, values: dict[str, str]
) -> tuple[str, dict[str, StrOrPromise]]:
    """Import a row; return its result, and its errors by the key of the column."""
    try:
        with transaction.atomic():
            return target.import_row(actor, values), {}
    except RowFault as error:
        return "left_out", {error.key: error.what}
    except InvalidInput as error:
        return "left_out", dict(error.faults)
    except Fault as error:
        return "left_out", {"": str(error)}


def import_row(
    actor: Actor, batch: Batch, target: Target, keys: dict[int, str], number: int, cells: list[str]
) -> tuple[str, list[BatchFault]]:
    """Import one row completely or not at all; return its result and its errors."""
    values, faults = row_values(batch, target, keys, number, cells)
    if faults:
        return "left_out", faults
    places = {key: place for place, key in keys.items()}
    result, messages = try_import(actor, target, values)
    messages_by_language: dict[str | None, dict[str, StrOrPromise]] = {}

    def message_in_active_language(key: str) -> StrOrPromise | None:
        """Repeat the import in the active language, roll it back, and return its error for the column."""
        code = get_language()
        if code not in messages_by_language:
            with transaction.atomic():
                messages_by_language[code] = try_import(actor, target, values)[1]
                transaction.set_rollback(True)
        return messages_by_language[code].get(key)

    for key, message in messages.items():
        place = places.get(key)
        given = cells[place] if place is not None else ""
        repeat = partial(message_in_active_language, key)
        faults.append(batch_fault(batch, number, message, repeat, place, given))
    return result, faults


@dataclass(frozen=True)
class PendingRow:
    """A row that is not yet imported: its number in the file, and the function that imports it."""

    number: int
    import_row: Callable[[], tuple[str, list[BatchFault]]]


def pending_rows(actor: Actor, batch: Batch, after: int = 0) -> Iterator[PendingRow]:
    """The rows of a batch in the order of the file, without the first ``after``."""
    target = TARGETS[batch.target]
    keys = {each.place: each.key for each in batch.columns.all() if each.key}
    for number, cells in batch_table(batch).rows[after:]:
        yield PendingRow(number, partial(import_row, actor, batch, target, keys, number, cells))


def preview_rows(actor: Actor, batch: Batch, most: int | None = None) -> RowCounts:
    """Import up to ``most`` rows, roll everything back, and return the counts."""
    counts = RowCounts()
    try:
        with transaction.atomic():
            for count, row in enumerate(pending_rows(actor, batch), 1):
                result, faults = row.import_row()
                setattr(counts, result, getattr(counts, result) + 1)
                counts.faults += faults[: MAX_FAULTS - len(counts.faults)]
                if most is not None and count >= most:
                    break
            raise RollBack
    except RollBack:
        return counts


def cell_name(fault: BatchFault) -> str:
    """The name of the cell in spreadsheets (B7); for the whole row its number."""
    return f"{column_letter(fault.place)}{fault.row}" if fault.place is not None else str(fault.row)
