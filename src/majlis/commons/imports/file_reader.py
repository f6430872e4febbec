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
# Lines that are looked at, empty ones too; what a workbook unpacks to, in bytes.
MAX_LINES, MAX_UNPACKED_BYTES = 100_000, 100_000_000
CONTROL_CHARACTERS = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f]")


@dataclass(frozen=True)
class Table:
    """The heads, and the rows with their number in the file (the first row after the heads is 2)."""

    heads: list[str]
    rows: list[tuple[int, list[str]]]


def column_letter(place: int) -> str:
    """The name that spreadsheets give a column: 0 is A, 26 is AA."""
    name = ""
    place += 1
    while place:
        place, rest = divmod(place - 1, 26)
        name = chr(65 + rest) + name
    return name


def read_table(path: Path, media_type: str) -> Table:
    """Read a table. Raises InvalidInput (field ``file``) with what is wrong and how to mend it."""
    lines = _read_xlsx(path) if media_type == XLSX else _read_csv(path)
    heads: list[str] = []
    rows: list[tuple[int, list[str]]] = []
    for number, cells in enumerate(lines, 1):
        if number > MAX_LINES:
            raise _too_many_rows()
        if len(cells) > MAX_COLUMNS:
            raise InvalidInput(
                {"file": _("The table has more than 60 columns. Take out those not needed.")}
            )
        clean = [CONTROL_CHARACTERS.sub("", cell).strip() for cell in cells]
        long = next((at for at, cell in enumerate(clean) if len(cell) > MAX_CELL_LENGTH), None)
        if long is not None:
            words = _("Cell %(cell)s holds more than 10,000 characters: shorten it.")
            raise InvalidInput({"file": str(words) % {"cell": f"{column_letter(long)}{number}"}})
        if not any(clean):
            continue
        if not heads:
            heads = clean
            continue
        if len(rows) == MAX_ROWS:
            raise _too_many_rows()
        rows.append((number, clean + [""] * (len(heads) - len(clean))))
    if not heads:
        raise InvalidInput({"file": _("The table is empty. The first row must name the columns.")})
    if not rows:
        raise InvalidInput({"file": _("There is no row under the names of the columns.")})
    width = max(len(heads), *(len(cells) for _number, cells in rows))
    heads += [""] * (width - len(heads))
    return Table(heads, [(number, cells + [""] * (width - len(cells))) for number, cells in rows])


def _too_many_rows() -> InvalidInput:
    return InvalidInput(
        {"file": _("The table has more than 20,000 rows. Bring it in as several files.")}
    )


def _read_csv(path: Path) -> Iterator[list[str]]:
    data = path.read_bytes()
    encoding = "utf-16" if data[:2] in (b"\xff\xfe", b"\xfe\xff") else "utf-8-sig"
    try:
        text = data.decode(encoding)
    except UnicodeDecodeError:
        raise InvalidInput(
            {"file": _("The table is not in UTF-8. Save it as “CSV UTF-8”, or as XLSX.")}
        ) from None
    # Lines before the heads may be empty.
    sample = next((line for line in text[:20_000].splitlines() if line.strip()), "")
    counts = {sign: sample.count(sign) for sign in (",", ";", "\t")}
    delimiter = max(counts, key=lambda sign: counts[sign])
    try:
        yield from csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
    except csv.Error:
        raise InvalidInput(
            {"file": _("The table breaks off inside a cell. Save it once more.")}
        ) from None


def _read_xlsx(path: Path) -> Iterator[list[str]]:
    import openpyxl  # noqa: PLC0415 - heavy

    try:
        # What a part says of its size holds: no more than that is unpacked of it.
        with ZipFile(path) as package:
            if sum(part.file_size for part in package.infolist()) > MAX_UNPACKED_BYTES:
                raise InvalidInput({"file": too_large_message(MAX_UNPACKED_BYTES)})
        # By its stream: openpyxl would judge a file by its name, and ours are called by their hash.
        with warnings.catch_warnings(), path.open("rb") as stream:
            warnings.simplefilter("ignore")
            book = openpyxl.load_workbook(stream, read_only=True, data_only=True)
            for row in book.worksheets[0].iter_rows(values_only=True):
                yield [_cell_text(value) for value in row]
            book.close()
    except (BadZipFile, KeyError, ValueError, TypeError, IndexError, OSError, AttributeError):
        raise InvalidInput(
            {
                "file": _(
                    "The workbook could not be read. Open it, save it once more, or save it as CSV."
                )
            }
        ) from None


def _cell_text(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    if hasattr(value, "isoformat"):
        return str(value.isoformat()).removesuffix("T00:00:00")
    return str(value)
