"""Tables in files of strangers: CSV in the usual encodings, and XLSX, with limits on rows, columns, cells and cost."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import cast

from django.utils.translation import gettext_lazy as _

from majlis.commons.imports.table_reader import MAX_UNPACKED_BYTES, read_rows
from majlis.kernel.errors import InvalidInput
from majlis.kernel.files import XLSX, too_large_message
from majlis.kernel.limited_process import MIB, Limits, UnreadableFile, run_limited

LIMITS = Limits("table", 2, 60, 90.0, 768 * MIB, 512 * MIB, patience=30.0)
"""For one table: the largest one that is taken has 1.2 million cells."""
MESSAGES = {
    "rows": _("The table has more than 20,000 rows. Split it into several files."),
    "columns": _("The table has more than 60 columns. Remove unnecessary columns."),
    "cell": _("Cell %(cell)s exceeds 10,000 characters. Shorten it."),
    "empty": _("The table is empty. Enter column headings in the first row."),
    "no rows": _("The table has no rows below the headings. Add at least one."),
    "encoding": _("The table is not in UTF-8. Save it as “CSV UTF-8” or XLSX."),
    "incomplete": _("The table ends in the middle of a cell. Save the file again."),
    "damaged": _("The workbook could not be read. Open and save it again, or use CSV."),
}
"""The codes of ``table_reader.TableError``; of ``size``: ``too_large_message``."""


@dataclass(frozen=True)
class Table:
    """A table: its headings, and its rows with their numbers in the file (1 is the first line)."""

    heads: list[str]
    rows: list[tuple[int, list[str]]]


def read_table(path: Path, media_type: str) -> Table:
    """Read a table, with all rows as long as the longest. Raises InvalidInput (field ``file``), ReadersBusy."""
    try:
        content = run_limited(read_rows, LIMITS, path, media_type == XLSX)
    except UnreadableFile as fault:
        raise InvalidInput({"file": str(fault)}) from fault
    match content:
        case {"error": "size"}:
            raise InvalidInput({"file": too_large_message(MAX_UNPACKED_BYTES)})
        case {"error": str(code), "cell": str(cell)}:
            message = MESSAGES[code]
            raise InvalidInput({"file": str(message) % {"cell": cell} if cell else message})
    table = cast(dict[str, list[list[object]]], content)
    rows = [(cast(int, number), cast(list[str], cells)) for number, cells in table["rows"]]
    return Table(cast(list[str], table["heads"]), rows)
