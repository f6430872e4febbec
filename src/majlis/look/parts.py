"""Data classes of page components, which views fill and template tags render.

They hold text that is ready to display (translated and formatted), and no logic of a subject. Text is
escaped unless it is marked safe.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.core.paginator import Page
from django.forms import Form
from django.http import HttpRequest, QueryDict
from django.utils.functional import Promise
from django.utils.http import url_has_allowed_host_and_scheme

StrOrPromise = str | Promise
# What a cell or a template can show; text is escaped unless it is marked safe.
type Content = StrOrPromise | int | float | Decimal | datetime.date | None


@dataclass(frozen=True)
class Link:
    """A link; without a URL, plain text."""

    label: StrOrPromise
    url: str = ""


@dataclass(frozen=True)
class Column:
    """A column of a table: its label, and whether it holds numbers.

    `sorted` is `ascending` or `descending` if the list is sorted by it; `sort_url` leads to the list
    sorted by it, or in reverse order.
    """

    label: StrOrPromise
    number: bool = False
    sort_url: str = ""
    sorted: str = ""


@dataclass(frozen=True)
class Cell:
    """A cell: text, link, a second line below it, and the language of the text."""

    words: Content
    url: str = ""
    note: Any = ""
    language: str = ""


type TableRow = list[Cell | StrOrPromise]
"""The cells of a row of a table."""


@dataclass(frozen=True)
class Table:
    """A list of records as a table; on narrow screens each row becomes a card.

    The first cell of a row is its header. A row may hold plain values in place of cells. `caption` says
    what the table shows and how it is sorted. `figures` is for tables of numbers, which have four columns
    on a phone. `headed` hides the caption except from screen readers, under a heading with the same text.
    """

    columns: Sequence[Column]
    rows: Sequence[Sequence[Any]]
    caption: StrOrPromise = ""
    figures: bool = False
    headed: bool = False

    def lines(self) -> list[list[tuple[Column, Cell]]]:
        """The rows, each cell with its column."""
        return [
            [
                (column, cell if isinstance(cell, Cell) else Cell(cell))
                for column, cell in zip(self.columns, row, strict=True)
            ]
            for row in self.rows
        ]


@dataclass(frozen=True)
class ActiveFilter:
    """An active filter: label, value, and the address of the list without it."""

    label: StrOrPromise
    value: StrOrPromise
    remove_url: str


@dataclass(frozen=True)
class ListSummary:
    """The summary above a list: the count, the active filters, and the downloads.

    `headed`: the count is the heading of the results. `has_form`: the form of the filters comes after
    the list, with the id `filters`; where it is not beside the list, a link leads to it.
    """

    count: StrOrPromise
    filters: Sequence[ActiveFilter] = ()
    downloads: Sequence[Link] = ()
    headed: bool = False
    has_form: bool = False


@dataclass(frozen=True)
class Figure:
    """A number with a link to its records. `kind` is its colour in the meter: a, b, c, or d for problems."""

    label: StrOrPromise
    value: int
    kind: str = "a"
    url: str = ""


@dataclass(frozen=True)
class MeterBar:
    """A segment of a meter."""

    kind: str
    start: int
    width: int


def meter_bars(figures: Iterable[Figure]) -> list[MeterBar]:
    """The segments of a meter in order, without those of zero."""
    bars: list[MeterBar] = []
    start = 0
    for figure in figures:
        if figure.value:
            bars.append(MeterBar(figure.kind, start, figure.value))
        start += figure.value
    return bars


@dataclass(frozen=True)
class YearBar:
    """A year in a picture: its total as words ("28 mandates") and as a number, a link, its parts from below."""

    year: str
    words: StrOrPromise
    total: int
    url: str
    figures: Sequence[Figure]


@dataclass(frozen=True)
class BarSegment:
    """A segment of an upright bar, in the units of its picture."""

    kind: str
    x: int
    y: int
    height: int


@dataclass(frozen=True)
class YearBars:
    """Years as upright bars, each parted by kind; and the same numbers as a table."""

    bars: Sequence[YearBar]
    table: Table

    @property
    def height(self) -> int:
        """The height of the picture: the largest total."""
        return max((bar.total for bar in self.bars), default=1)

    @property
    def width(self) -> int:
        """The width of the picture: ten units a year."""
        return 10 * len(self.bars)

    def segments(self) -> list[BarSegment]:
        """The segments of all bars, those of a bar from below, without those of zero."""
        return [
            BarSegment(part.kind, 10 * place + 2, self.height - part.start - part.width, part.width)
            for place, bar in enumerate(self.bars)
            for part in meter_bars(bar.figures)
        ]


@dataclass(frozen=True)
class TimelineEntry:
    """An entry of a timeline. `phase` is `past`, `now`, `coming` or `undated`.

    `when` is a full or partial date, or text without one; `said` is an answer shown beside it.
    """

    what: StrOrPromise
    when: Content
    phase: str = "coming"
    url: str = ""
    state: str = ""
    note: StrOrPromise = ""
    said: StrOrPromise = ""


@dataclass(frozen=True)
class Step:
    """One of the steps in a row. `phase` is `done`, `current`, `next` or `undated`."""

    name: StrOrPromise
    phase: str
    note: StrOrPromise = ""
    link: Link | None = None


@dataclass(frozen=True)
class WorkStep:
    """Work that goes on behind a page. `phase` is `done`, `running`, `waiting` or `failed`.

    `subject` is what it is about, where the page does not say so; `text` says how far it is. `done` of
    `total` parts are done, if that is known. `at` is the time at which it was done, `link` the next step,
    `retry_url` the address to which "Try again" is sent.
    """

    code: str
    name: StrOrPromise
    phase: str
    text: StrOrPromise = ""
    subject: Content = ""
    done: int | None = None
    total: int | None = None
    at: datetime.datetime | None = None
    link: Link | None = None
    retry_url: str = ""


@dataclass(frozen=True)
class Pen:
    """Who holds the pen of a text that several people write, and what was saved last.

    ``url`` and ``button``: to take the pen, or to put it down.
    """

    words: Content
    note: Content = ""
    url: str = ""
    button: StrOrPromise = ""


@dataclass(frozen=True)
class Fact:
    """A property of a record: its name and value, with an optional link and note."""

    name: StrOrPromise
    words: Content
    url: str = ""
    note: StrOrPromise = ""


@dataclass(frozen=True)
class MatrixCell:
    """A cell of a matrix. `kind` is `some`, `proposed`, `none` or `gap` (the whole column is empty)."""

    kind: str = "none"
    count: int = 0
    url: str = ""

    @property
    def density(self) -> str:
        """The CSS class of the density; the cell also shows the number."""
        if self.kind == "some":
            return "d1" if self.count <= 3 else "d2" if self.count <= 8 else "d3"
        return {"proposed": "prop", "gap": "gap"}.get(self.kind, "no")


@dataclass(frozen=True)
class MatrixHead:
    """The header of a row or a column of a matrix: short form, full name, link."""

    short: StrOrPromise
    name: StrOrPromise = ""
    url: str = ""
    label: StrOrPromise = ""


@dataclass(frozen=True)
class MatrixRow:
    """A row of a matrix. Proposed cells are not counted."""

    head: MatrixHead
    cells: Sequence[MatrixCell]

    @property
    def total(self) -> int:
        """The sum of the counted cells."""
        return sum(cell.count for cell in self.cells if cell.kind == "some")


@dataclass(frozen=True)
class MatrixTable:
    """A matrix of concepts by concepts."""

    caption: StrOrPromise
    corner: StrOrPromise
    columns: Sequence[MatrixHead]
    lines: Sequence[MatrixRow]

    def rows(self) -> list[tuple[MatrixRow, list[tuple[MatrixHead, MatrixCell]]]]:
        """The rows, each cell with the header of its column."""
        return [(line, list(zip(self.columns, line.cells, strict=True))) for line in self.lines]


@dataclass(frozen=True)
class MarkedSpan:
    """A span of a text, in characters, with the letter of the field for which it is the evidence."""

    start: int
    end: int
    letter: str = ""


@dataclass(frozen=True)
class TextRun:
    """A part of a text, marked as evidence or not."""

    text: str
    marked: bool = False
    letter: str = ""


def text_runs(text: str, spans: Iterable[MarkedSpan]) -> list[TextRun]:
    """Split a text at its spans, in order. A span that overlaps an earlier one is left out."""
    runs: list[TextRun] = []
    position = 0
    for span in sorted(spans, key=lambda span: span.start):
        if span.start < position or span.end > len(text) or span.end <= span.start:
            continue
        if span.start > position:
            runs.append(TextRun(text[position : span.start]))
        runs.append(TextRun(text[span.start : span.end], True, span.letter))
        position = span.end
    if position < len(text):
        runs.append(TextRun(text[position:]))
    return runs


@dataclass(frozen=True)
class PageLinks:
    """The position of a page in a list: first and last row, total, and neighbouring pages."""

    first: int
    last: int
    total: int
    previous_url: str = ""
    next_url: str = ""


def _with_query_of(request: HttpRequest, query: QueryDict) -> str:
    encoded = query.urlencode()
    return f"{request.path}?{encoded}" if encoded else request.path


def with_query(request: HttpRequest, **changes: str | int | None) -> str:
    """This address with some parameters changed; None removes one. The order stays."""
    query = request.GET.copy()
    for name, value in changes.items():
        if value is None:
            query.pop(name, None)
        else:
            query[name] = str(value)
    return _with_query_of(request, query)


def return_address(request: HttpRequest, default: str) -> str:
    """The address in `next` to which a form returns, if it is on this site; otherwise `default`."""
    address = request.POST.get("next") or request.GET.get("next") or ""
    is_safe = url_has_allowed_host_and_scheme(address, {request.get_host()}, request.is_secure())
    return address if address.startswith("/") and is_safe else default


def active_filters(request: HttpRequest, form: Form, names: Iterable[str]) -> list[ActiveFilter]:
    """The active filters of a bound form, each with the address without it, in the order of ``names``."""
    filters = []
    for name in names:
        value = form.cleaned_data.get(name)
        if value:
            shown = dict(getattr(form.fields[name], "choices", ())).get(value, value)
            address = with_query(request, **{name: None, "page": None})
            filters.append(ActiveFilter(str(form.fields[name].label), str(shown), address))
    return filters


def sortable_column(
    request: HttpRequest, label: StrOrPromise, key: str, number: bool = False
) -> Column:
    """A column that sorts by `key`: `?sort=key`, and `?sort=-key` in descending order."""
    current = request.GET.get("sort", "")
    next_sort = f"-{key}" if current == key else key
    state = {key: "ascending", f"-{key}": "descending"}.get(current, "")
    return Column(label, number, with_query(request, sort=next_sort, page=None), state)


def steps_to(names: Mapping[str, StrOrPromise], current: str) -> list[Step]:
    """The steps of a lifecycle (state -> name of the step) up to the current state; none where it is no step."""
    order = list(names)
    if current not in names:
        return []
    reached = order.index(current)
    return [
        Step(names[state], "done" if place < reached else "current" if place == reached else "next")
        for place, state in enumerate(order)
    ]


def page_links(request: HttpRequest, page: Page[Any]) -> PageLinks:
    """The argument of `{% pages %}` for a page of Django's paginator."""
    return PageLinks(
        first=page.start_index(),
        last=page.end_index(),
        total=page.paginator.count,
        previous_url=with_query(request, page=page.previous_page_number())
        if page.has_previous()
        else "",
        next_url=with_query(request, page=page.next_page_number()) if page.has_next() else "",
    )
