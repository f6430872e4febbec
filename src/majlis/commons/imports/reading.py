"""Tables as people have them: CSV in the usual encodings, XLSX. Bounded in rows, columns and cells."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from django.utils.translation import gettext_lazy as _

from majlis.kernel.errors import Faulty
from majlis.kernel.files import XLSX

MOST_ROWS, MOST_COLUMNS, LONGEST_CELL = 20_000, 60, 10_000
CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f]")


@dataclass(frozen=True)
class Table:
    """The heads, and the rows with their number in the file (the first row after the heads is 2)."""

    heads: list[str]
    rows: list[tuple[int, list[str]]]


def letter(place: int) -> str:
    """The name that spreadsheets give a column: 0 is A, 26 is AA."""
    name = ""
    place += 1
    while place:
        place, rest = divmod(place - 1, 26)
        name = chr(65 + rest) + name
    return name


def read(path: Path, media_type: str) -> Table:
    """Read a table. Raises Faulty (field ``file``) with what is wrong and how to mend it."""
    lines = _xlsx(path) if media_type == XLSX else _csv(path)
    heads: list[str] = []
    rows: list[tuple[int, list[str]]] = []
    for number, cells in enumerate(lines, 1):
        if len(cells) > MOST_COLUMNS:
            raise Faulty(
                {"file": _("The table has more than 60 columns. Take out those not needed.")}
            )
        clean = [CONTROL.sub("", cell).strip()[:LONGEST_CELL] for cell in cells]
        if not any(clean):
            continue
        if not heads:
            heads = clean
            continue
        if len(rows) == MOST_ROWS:
            raise Faulty(
                {"file": _("The table has more than 20,000 rows. Bring it in as several files.")}
            )
        rows.append((number, clean + [""] * (len(heads) - len(clean))))
    if not heads:
        raise Faulty({"file": _("The table is empty. The first row must name the columns.")})
    if not rows:
        raise Faulty({"file": _("There is no row under the names of the columns.")})
    width = max(len(heads), *(len(cells) for _number, cells in rows))
    heads += [""] * (width - len(heads))
    return Table(heads, [(number, cells + [""] * (width - len(cells))) for number, cells in rows])


def _csv(path: Path) -> Iterator[list[str]]:
    data = path.read_bytes()
    encoding = "utf-16" if data[:2] in (b"\xff\xfe", b"\xfe\xff") else "utf-8-sig"
    try:
        text = data.decode(encoding)
    except UnicodeDecodeError:
        raise Faulty(
            {"file": _("The table is not in UTF-8. Save it as “CSV UTF-8”, or as XLSX.")}
        ) from None
    sample = text[:20_000].splitlines()[0] if text.strip() else ""
    counts = {sign: sample.count(sign) for sign in (",", ";", "\t")}
    delimiter = max(counts, key=lambda sign: counts[sign])
    try:
        yield from csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
    except csv.Error:
        raise Faulty(
            {"file": _("The table breaks off inside a cell. Save it once more.")}
        ) from None


def _xlsx(path: Path) -> Iterator[list[str]]:
    import warnings
    from zipfile import BadZipFile

    import openpyxl

    try:
        # By its stream: openpyxl would judge a file by its name, and ours are called by their hash.
        with warnings.catch_warnings(), path.open("rb") as stream:
            warnings.simplefilter("ignore")
            book = openpyxl.load_workbook(stream, read_only=True, data_only=True)
            for row in book.worksheets[0].iter_rows(values_only=True):
                yield [_cell(value) for value in row]
            book.close()
    except (BadZipFile, KeyError, ValueError, TypeError, IndexError, OSError, AttributeError):
        raise Faulty(
            {
                "file": _(
                    "The workbook could not be read. Open it, save it once more, or save it as CSV."
                )
            }
        ) from None


def _cell(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    if hasattr(value, "isoformat"):
        return str(value.isoformat()).removesuffix("T00:00:00")
    return str(value)
