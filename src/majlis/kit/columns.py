"""Columns of lists: what the page shows of a row, what a file holds of it, and how the list is sorted by it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.functional import Promise

from majlis.kernel.downloads import Field, Sheet
from majlis.look import parts

StrOrPromise = str | Promise
CellContent = parts.Cell | StrOrPromise | int | float | date
FileValue = str | Promise | int | float | bool | date | Sequence[str] | None


@dataclass(frozen=True)
class Column[Row]:
    """A column of a list.

    - ``key`` names it in files and in ``?sort=``, the same in all languages.
    - ``cell(row)`` is what the page shows; without it the column is in the files only.
    - ``value(row)`` is what the files hold; without it the column is on the page only.
    - ``sort``: the fields to sort by, or a function of the queryset and the language that sorts it.
      ``?sort=key`` sorts by it, ``?sort=-key`` in reverse order.
    - ``meaning`` explains it in the data dictionary of the files.
    """

    key: str
    label: StrOrPromise
    cell: Callable[[Row], CellContent] | None = None
    value: Callable[[Row], FileValue] | None = None
    sort: Sequence[str] | Callable[[Any, str], QuerySet[Any]] = ()
    number: bool = False
    meaning: StrOrPromise = ""


def table_columns[Row](
    columns: Iterable[Column[Row]], request: HttpRequest | None = None
) -> list[parts.Column]:
    """The heads of the columns that the page shows; those by which the list can be sorted have a link.

    ``request``: of the page with the list; without it, no column has a link.
    """
    return [
        parts.sortable_column(request, column.label, column.key, column.number)
        if column.sort and request is not None
        else parts.Column(column.label, column.number)
        for column in columns
        if column.cell is not None
    ]


def table_rows[Row](columns: Iterable[Column[Row]], rows: Iterable[Row]) -> list[list[CellContent]]:
    """The cells of the rows, in the order of the columns."""
    cells = [column.cell for column in columns if column.cell is not None]
    return [[cell(row) for cell in cells] for row in rows]


def file_fields[Row](columns: Iterable[Column[Row]]) -> list[Field]:
    """The columns of the files, with their meaning."""
    return [
        Field(column.key, column.label, column.meaning)
        for column in columns
        if column.value is not None
    ]


def file_rows[Row](
    columns: Iterable[Column[Row]], rows: Iterable[Row]
) -> Iterator[list[FileValue]]:
    """The values of the rows, in the order of ``file_fields``."""
    values = [column.value for column in columns if column.value is not None]
    for row in rows:
        yield [value(row) for value in values]


def page_table[Row](
    columns: Sequence[Column[Row]],
    rows: Iterable[Row],
    caption: StrOrPromise,
    request: HttpRequest | None = None,
) -> parts.Table:
    """The rows as a table, below a heading that says the same as its caption; for ``request`` see ``table_columns``."""
    heads = table_columns(columns, request)
    return parts.Table(heads, table_rows(columns, rows), caption, headed=True)


def file_sheet[Row](
    name: str, title: StrOrPromise, columns: Sequence[Column[Row]], rows: Iterable[Row]
) -> Sheet:
    """The rows as a file; ``rows`` is read once and may be a generator."""
    return Sheet(name, title, file_fields(columns), file_rows(columns, rows))
