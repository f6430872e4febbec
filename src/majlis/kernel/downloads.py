"""Downloads of lists as CSV, XLSX or JSON, with the rows of the page and with formulas escaped.

A room describes its list once as a Sheet; ``download_links`` gives the links for the page, and
``download_response`` the file for such a link (``?download=csv``, with all filters of the page).
"""

from __future__ import annotations

import csv
import datetime
import io
import json
from collections.abc import AsyncIterator, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any, override

from asgiref.sync import sync_to_async
from django.conf import settings
from django.http import FileResponse, HttpRequest, HttpResponse, StreamingHttpResponse
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.http import content_disposition_header
from django.utils.translation import get_language_bidi

FORMATS = ("csv", "xlsx", "json")
# The maximum number of rows of one file; readers narrow the list by filters.
MAX_ROWS = 10_000
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
# A spreadsheet runs a cell that starts with one of these as a formula (OWASP, "CSV Injection").
FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r", "＝", "＋", "－", "＠")
BYTE_ORDER_MARK = "\ufeff"


@dataclass(frozen=True)
class Field:
    """A column: its key (the same in all languages), its label and its meaning."""

    key: str
    label: str | Promise
    meaning: str | Promise = ""


@dataclass(frozen=True)
class Sheet:
    """A list as data. ``name`` is the name of the file; ``rows`` are read once and may be a generator."""

    name: str
    title: str | Promise
    fields: Sequence[Field]
    rows: Iterable[Sequence[Any]]


class StoredFileResponse(FileResponse):
    """A file that is sent block by block, by an asynchronous server too, where Django reads it to its end first."""

    @override
    async def __aiter__(self) -> AsyncIterator[bytes]:
        blocks = iter(self)
        step = sync_to_async(lambda: next(blocks, None))
        while (block := await step()) is not None:
            yield block


def requested_format(request: HttpRequest) -> str:
    """The format in the query of the address; empty for none or an unknown one."""
    name = request.GET.get("download", "")
    return name if name in FORMATS else ""


def download_links(request: HttpRequest, of: str = "") -> list[tuple[str, str]]:
    """(label, address) of each format, with the filters of this page and without its page number.

    ``of`` names the list, on a page that has more than one: see ``requested_list``.
    """
    query = request.GET.copy()
    query.pop("page", None)
    query.pop("of", None)
    if of:
        query["of"] = of
    links = []
    for name in FORMATS:
        query["download"] = name
        links.append((name.upper(), f"?{query.urlencode()}"))
    return links


def requested_list(request: HttpRequest) -> str:
    """The name of the list to download, on a page with several; empty for the first."""
    return request.GET.get("of", "")


def download_response(request: HttpRequest, sheet: Sheet) -> HttpResponse | StreamingHttpResponse:
    """The list as a file in the format of the address; CSV if it names none."""
    form = requested_format(request) or "csv"
    if form == "xlsx":
        response: HttpResponse | StreamingHttpResponse = HttpResponse(
            as_xlsx(sheet), content_type=XLSX
        )
    elif form == "json":
        source = settings.MAJLIS_PUBLIC_ADDRESS + request.get_full_path()
        response = StreamingHttpResponse(as_json(sheet, source), content_type="application/json")
    else:
        response = StreamingHttpResponse(as_csv(sheet), content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = content_disposition_header(True, f"{sheet.name}.{form}")
    return response


def plain_value(value: Any) -> str | int | float:
    """A cell as a number, a boolean, or text (dates in ISO format, lists joined by semicolons)."""
    if value is None:
        return ""
    if isinstance(value, bool | int | float):
        return value
    if isinstance(value, datetime.date):
        return value.isoformat()
    if isinstance(value, list | tuple | set):
        return "; ".join(str(plain_value(each)) for each in value)
    return str(value)


def escape_formula(value: Any) -> str | int | float:
    """A cell that no spreadsheet runs as a formula: an apostrophe precedes such a text."""
    plain = plain_value(value)
    if isinstance(plain, str) and plain.lstrip(" \n").startswith(FORMULA_STARTS):
        return f"'{plain}"
    return plain


def as_csv(sheet: Sheet) -> Iterator[str]:
    """CSV in chunks (RFC 4180; UTF-8 with a byte order mark, by which spreadsheets detect the encoding)."""
    line = io.StringIO()
    writer = csv.writer(line)
    yield BYTE_ORDER_MARK
    writer.writerow([escape_formula(field.key) for field in sheet.fields])
    for row in sheet.rows:
        writer.writerow([escape_formula(value) for value in row])
        if line.tell() > 1 << 14:
            yield line.getvalue()
            line.seek(0)
            line.truncate()
    yield line.getvalue()


def as_json(sheet: Sheet, source: str = "") -> Iterator[str]:
    """One JSON object in chunks: title, source, time, the meaning of each column, and the rows."""
    head = {
        "title": str(sheet.title),
        "source": source,
        "made_at": timezone.now().isoformat(timespec="seconds"),
        "fields": [
            {"key": field.key, "label": str(field.label), "meaning": str(field.meaning)}
            for field in sheet.fields
        ],
    }
    yield json.dumps(head, ensure_ascii=False)[:-1] + ', "rows": ['
    keys = [field.key for field in sheet.fields]
    before = ""
    for row in sheet.rows:
        cells = dict(zip(keys, (plain_value(value) for value in row), strict=True))
        yield before + json.dumps(cells, ensure_ascii=False)
        before = ",\n"
    yield "]}\n"


def as_xlsx(sheet: Sheet) -> bytes:
    """A workbook with a sheet of rows under labels, and a sheet with the meaning of each column."""
    import xlsxwriter  # noqa: PLC0415 - heavy

    stream = io.BytesIO()
    options = {"constant_memory": False, "strings_to_formulas": False, "strings_to_urls": False}
    with xlsxwriter.Workbook(stream, {**options, "in_memory": True}) as book:
        bold = book.add_format({"bold": True})
        page = book.add_worksheet("data")
        about = book.add_worksheet("about")

        if get_language_bidi():
            page.right_to_left()
            about.right_to_left()
        page.freeze_panes(1, 0)
        for column, field in enumerate(sheet.fields):
            page.write_string(0, column, str(field.label), bold)
            about.write_row(column + 2, 0, [field.key, str(field.label), str(field.meaning)])
        for number, row in enumerate(sheet.rows, 1):
            for column, value in enumerate(row):
                cell = plain_value(value)
                if isinstance(cell, str):
                    page.write_string(number, column, cell[:32_767])
                else:
                    page.write(number, column, cell)
        about.write_string(0, 0, str(sheet.title), bold)
    return stream.getvalue()
