"""Reads the rows of CSV and XLSX files, in a limited process: plain Python without Django."""

from __future__ import annotations

import csv
import io
import re
import warnings
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from xml.etree.ElementTree import ParseError
from zipfile import BadZipFile, ZipFile
from zlib import error as ZlibError

import openpyxl

MAX_ROWS, MAX_COLUMNS, MAX_CELL_LENGTH = 20_000, 60, 10_000
# Lines read, including empty ones; size of an unpacked workbook in bytes.
MAX_LINES, MAX_UNPACKED_BYTES = 100_000, 100_000_000
CONTROL_CHARACTERS = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f]")

type Row = tuple[int, list[str]]


class TableError(Exception):
    """A table that cannot be read. ``code``: see ``file_reader.MESSAGES``; ``cell``: which cell, for ``cell``."""

    def __init__(self, code: str, cell: str = "") -> None:
        super().__init__(code)
        self.code = code
        self.cell = cell


def read_rows(path: Path, is_workbook: bool) -> Mapping[str, str | list[str] | Sequence[Row]]:
    """``heads`` and ``rows`` of a table (see ``file_reader.Table``); or ``error`` and ``cell`` of a TableError."""
    try:
        heads, rows = _table(_read_xlsx(path) if is_workbook else _read_csv(path))
    except TableError as error:
        return {"error": error.code, "cell": error.cell}
    return {"heads": heads, "rows": rows}


def column_letter(place: int) -> str:
    """The name of a column in spreadsheets: 0 is A, 26 is AA."""
    name = ""
    place += 1
    while place:
        place, letter = divmod(place - 1, 26)
        name = chr(65 + letter) + name
    return name


def _table(lines: Iterator[list[str]]) -> tuple[list[str], list[Row]]:
    """The headings and the rows, all as long as the longest. Raises TableError."""
    heads: list[str] = []
    rows: list[Row] = []
    for number, cells in enumerate(lines, 1):
        if number > MAX_LINES:
            raise TableError("rows")
        if len(cells) > MAX_COLUMNS:
            raise TableError("columns")
        texts = [CONTROL_CHARACTERS.sub("", cell).strip() for cell in cells]
        long_cell = next(
            (index for index, cell in enumerate(texts) if len(cell) > MAX_CELL_LENGTH), None
        )
        if long_cell is not None:
            raise TableError("cell", f"{column_letter(long_cell)}{number}")
        if not any(texts):
            continue
        if not heads:
            heads = texts
            continue
        if len(rows) == MAX_ROWS:
            raise TableError("rows")
        rows.append((number, texts + [""] * (len(heads) - len(texts))))
    if not heads:
        raise TableError("empty")
    if not rows:
        raise TableError("no rows")
    width = max(len(heads), *(len(cells) for _number, cells in rows))
    heads += [""] * (width - len(heads))
    return heads, [(number, cells + [""] * (width - len(cells))) for number, cells in rows]


def _read_csv(path: Path) -> Iterator[list[str]]:
    data = path.read_bytes()
    encoding = "utf-16" if data[:2] in (b"\xff\xfe", b"\xfe\xff") else "utf-8-sig"
    try:
        text = data.decode(encoding)
    except UnicodeDecodeError:
        raise TableError("encoding") from None
    # Lines before the headings may be empty.
    sample = next((line for line in text[:20_000].splitlines() if line.strip()), "")
    counts = {character: sample.count(character) for character in (",", ";", "\t")}
    delimiter = max(counts, key=lambda character: counts[character])
    try:
        yield from csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
    except csv.Error:
        raise TableError("incomplete") from None


def _read_xlsx(path: Path) -> Iterator[list[str]]:
    try:
        # ZipFile never unpacks more of a member than its declared size, so the sum is a safe limit.
        with ZipFile(path) as package:
            if sum(part.file_size for part in package.infolist()) > MAX_UNPACKED_BYTES:
                raise TableError("size")
        # As a stream: openpyxl rejects file names without a known extension, and ours are hashes.
        with warnings.catch_warnings(), path.open("rb") as stream:
            warnings.simplefilter("ignore")
            book = openpyxl.load_workbook(stream, read_only=True, data_only=True)
            for row in book.worksheets[0].iter_rows(values_only=True):
                yield [_cell_text(value) for value in row]
            book.close()
    except (
        ArithmeticError,
        AttributeError,
        BadZipFile,
        EOFError,
        LookupError,
        NotImplementedError,
        OSError,
        ParseError,
        RuntimeError,
        SyntaxError,
        TypeError,
        ValueError,
        ZlibError,
    ):
        raise TableError("damaged") from None


def _cell_text(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    if hasattr(value, "isoformat"):
        return str(value.isoformat()).removesuffix("T00:00:00")
    return str(value)
