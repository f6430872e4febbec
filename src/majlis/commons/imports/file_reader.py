"""Reads tables from files: CSV in the usual encodings, and XLSX, with limits on rows, columns and cells."""

from __future__ import annotations

import csv
import io
import re
import warnings
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from zipfile import BadZipFile, ZipFile

from django.utils.translation import gettext_lazy as _

from majlis.kernel.errors import InvalidInput
from majlis.kernel.files import XLSX, too_large_message

MAX_ROWS, MAX_COLUMNS, MAX_CELL_LENGTH = 20_000, 60, 10_000
# Lines read, including empty ones; size of an unpacked workbook in bytes.
MAX_LINES, MAX_UNPACKED_BYTES = 100_000, 100_000_000
CONTROL_CHARACTERS = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f]")


@dataclass(frozen=True)
class Table:
    """A table: its headings, and its rows with their numbers in the file (1 is the first line)."""

    heads: list[str]
    rows: list[tuple[int, list[str]]]


def column_letter(place: int) -> str:
    """The name of a column in spreadsheets: 0 is A, 26 is AA."""
    name = ""
    place += 1
    while place:
        place, letter = divmod(place - 1, 26)
        name = chr(65 + letter) + name
    return name


def read_table(path: Path, media_type: str) -> Table:
    """Read a table, with all rows as long as the longest. Raises InvalidInput (field ``file``)."""
    lines = _read_xlsx(path) if media_type == XLSX else _read_csv(path)
    heads: list[str] = []
    rows: list[tuple[int, list[str]]] = []
    for number, cells in enumerate(lines, 1):
        if number > MAX_LINES:
            raise _too_many_rows()
        if len(cells) > MAX_COLUMNS:
            raise InvalidInput(
                {"file": _("The table has more than 60 columns. Remove unnecessary columns.")}
            )
        texts = [CONTROL_CHARACTERS.sub("", cell).strip() for cell in cells]
        long_cell = next(
            (index for index, cell in enumerate(texts) if len(cell) > MAX_CELL_LENGTH), None
        )
        if long_cell is not None:
            message = _("Cell %(cell)s exceeds 10,000 characters. Shorten it.")
            raise InvalidInput(
                {"file": str(message) % {"cell": f"{column_letter(long_cell)}{number}"}}
            )
        if not any(texts):
            continue
        if not heads:
            heads = texts
            continue
        if len(rows) == MAX_ROWS:
            raise _too_many_rows()
        rows.append((number, texts + [""] * (len(heads) - len(texts))))
    if not heads:
        raise InvalidInput(
            {"file": _("The table is empty. Enter column headings in the first row.")}
        )
    if not rows:
        raise InvalidInput(
            {"file": _("The table has no rows below the headings. Add at least one.")}
        )
    width = max(len(heads), *(len(cells) for _number, cells in rows))
    heads += [""] * (width - len(heads))
    return Table(heads, [(number, cells + [""] * (width - len(cells))) for number, cells in rows])


def _too_many_rows() -> InvalidInput:
    return InvalidInput(
        {"file": _("The table has more than 20,000 rows. Split it into several files.")}
    )


def _read_csv(path: Path) -> Iterator[list[str]]:
    data = path.read_bytes()
    encoding = "utf-16" if data[:2] in (b"\xff\xfe", b"\xfe\xff") else "utf-8-sig"
    try:
        text = data.decode(encoding)
    except UnicodeDecodeError:
        raise InvalidInput(
            {"file": _("The table is not in UTF-8. Save it as “CSV UTF-8” or XLSX.")}
        ) from None
    # Lines before the headings may be empty.
    sample = next((line for line in text[:20_000].splitlines() if line.strip()), "")
    counts = {character: sample.count(character) for character in (",", ";", "\t")}
    delimiter = max(counts, key=lambda character: counts[character])
    try:
        yield from csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
    except csv.Error:
        raise InvalidInput(
            {"file": _("The table ends in the middle of a cell. Save the file again.")}
        ) from None


def _read_xlsx(path: Path) -> Iterator[list[str]]:
    import openpyxl  # noqa: PLC0415 - heavy

    try:
        # ZipFile never unpacks more of a member than its declared size, so the sum is a safe limit.
        with ZipFile(path) as package:
            if sum(part.file_size for part in package.infolist()) > MAX_UNPACKED_BYTES:
                raise InvalidInput({"file": too_large_message(MAX_UNPACKED_BYTES)})
        # As a stream: openpyxl rejects file names without a known extension, and ours are hashes.
        with warnings.catch_warnings(), path.open("rb") as stream:
            warnings.simplefilter("ignore")
            book = openpyxl.load_workbook(stream, read_only=True, data_only=True)
            for row in book.worksheets[0].iter_rows(values_only=True):
                yield [_cell_text(value) for value in row]
            book.close()
    except (BadZipFile, KeyError, ValueError, TypeError, IndexError, OSError, AttributeError):
        raise InvalidInput(
            {"file": _("The workbook could not be read. Open and save it again, or use CSV.")}
        ) from None


def _cell_text(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    if hasattr(value, "isoformat"):
        return str(value.isoformat()).removesuffix("T00:00:00")
    return str(value)
