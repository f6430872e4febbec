"""What the parts of a page are made from: small records that a view fills and a template tag draws.

A record holds words that are ready to be read (already in the reader's language, already formatted);
parts decide nothing about meaning. Text is escaped unless it is marked safe.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest
from django.utils.functional import Promise

StrOrPromise = str | Promise


@dataclass(frozen=True)
class Link:
    """A place to go, and what it is called."""

    label: StrOrPromise
    url: str = ""


@dataclass(frozen=True)
class Column:
    """A column of a list: its head, whether it holds numbers, and the key by which it sorts.

    `sorted` is `ascending` or `descending` where the list stands sorted by it; `sort_url` leads to the
    list sorted by it (or turned round).
    """

    label: StrOrPromise
    number: bool = False
    sort_url: str = ""
    sorted: str = ""


@dataclass(frozen=True)
class Cell:
    """A cell: its words, where they lead, a second line under them, the language they are in."""

    words: Any
    url: str = ""
    note: Any = ""
    language: str = ""


@dataclass(frozen=True)
class Table:
    """A list of records as a table; in a narrow place each row becomes a card.

    The first cell of a row is its head. A row may hold plain values in place of cells. `caption` says
    what the table shows and how it is sorted. `figures` is for tables of numbers: on a phone they stand
    four across. `headed` is for a table right under a heading that says the same as the caption: that is
    then for the ear only.
    """

    columns: Sequence[Column]
    rows: Sequence[Sequence[Any]]
    caption: StrOrPromise = ""
    figures: bool = False
    headed: bool = False

    def lines(self) -> list[list[tuple[Column, Cell]]]:
        """The rows, each cell with the column that it stands in."""
        return [
            [
                (column, cell if isinstance(cell, Cell) else Cell(cell))
                for column, cell in zip(self.columns, row, strict=True)
            ]
            for row in self.rows
        ]


@dataclass(frozen=True)
class ActiveFilter:
    """A filter that is on: what it filters, by what, and the list without it."""

    label: StrOrPromise
    value: StrOrPromise
    remove_url: str


@dataclass(frozen=True)
class ListSummary:
    """What stands above a list: how many there are, which filters are on, what can be taken away."""

    count: StrOrPromise
    filters: Sequence[ActiveFilter] = ()
    downloads: Sequence[Link] = ()


@dataclass(frozen=True)
class Figure:
    """A number that opens its records. `kind` is its place in the meter: a, b, c, or d, which asks."""

    label: StrOrPromise
    value: int
    kind: str = "a"
    url: str = ""


@dataclass(frozen=True)
class MeterBar:
    """A stretch of the meter."""

    kind: str
    start: int
    width: int


def meter_bars(figures: Iterable[Figure]) -> list[MeterBar]:
    """The stretches of a meter, one after the other, without those of nothing."""
    made: list[MeterBar] = []
    start = 0
    for figure in figures:
        if figure.value:
            made.append(MeterBar(figure.kind, start, figure.value))
        start += figure.value
    return made


@dataclass(frozen=True)
class TimelineEntry:
    """A point of a time line. `phase` is `past`, `now`, `coming` or `undated`.

    `when` is a date (whole or partial, or words where there is none); `said` is an answer beside it.
    """

    what: StrOrPromise
    when: Any
    phase: str = "coming"
    url: str = ""
    state: str = ""
    note: StrOrPromise = ""
    said: StrOrPromise = ""


@dataclass(frozen=True)
class Step:
    """One of the steps across. `phase` is `done`, `current`, `next` or `undated`."""

    name: StrOrPromise
    phase: str
    note: StrOrPromise = ""
    link: Link | None = None


@dataclass(frozen=True)
class Fact:
    """A property of a record; `words` may be a record's name, with `url` leading to it."""

    name: StrOrPromise
    words: Any
    url: str = ""
    note: StrOrPromise = ""


@dataclass(frozen=True)
class MatrixCell:
    """A cell of a matrix. `kind` is `some`, `proposed`, `none` or `gap` (nothing in the whole column)."""

    kind: str = "none"
    count: int = 0
    url: str = ""

    @property
    def density(self) -> str:
        """The class that shows how much there is; the number says it first."""
        if self.kind == "some":
            return "d1" if self.count <= 3 else "d2" if self.count <= 8 else "d3"
        return {"proposed": "prop", "gap": "gap"}.get(self.kind, "no")


@dataclass(frozen=True)
class MatrixHead:
    """The head of a row or a column of a matrix: its short form, its whole name, where it leads."""

    short: StrOrPromise
    name: StrOrPromise = ""
    url: str = ""
    label: StrOrPromise = ""


@dataclass(frozen=True)
class MatrixRow:
    """A row of a matrix. Proposed crossings are not counted."""

    head: MatrixHead
    cells: Sequence[MatrixCell]

    @property
    def total(self) -> int:
        """How many there are in the row."""
        return sum(cell.count for cell in self.cells if cell.kind == "some")


@dataclass(frozen=True)
class MatrixTable:
    """A matrix: concepts by concepts."""

    caption: StrOrPromise
    corner: StrOrPromise
    columns: Sequence[MatrixHead]
    lines: Sequence[MatrixRow]

    def rows(self) -> list[tuple[MatrixRow, list[tuple[MatrixHead, MatrixCell]]]]:
        """The lines, each crossing with the head of its column."""
        return [(line, list(zip(self.columns, line.cells, strict=True))) for line in self.lines]


@dataclass(frozen=True)
class MarkedSpan:
    """A stretch of a text, counted in characters, with the letter of the field that it bears out."""

    start: int
    end: int
    letter: str = ""


@dataclass(frozen=True)
class TextRun:
    """A stretch of a text, borne out or not."""

    text: str
    marked: bool = False
    letter: str = ""


def text_runs(text: str, spans: Iterable[MarkedSpan]) -> list[TextRun]:
    """A text cut at its spans, in order. A span that overlaps an earlier one is left out."""
    made: list[TextRun] = []
    reached = 0
    for span in sorted(spans, key=lambda span: span.start):
        if span.start < reached or span.end > len(text) or span.end <= span.start:
            continue
        if span.start > reached:
            made.append(TextRun(text[reached : span.start]))
        made.append(TextRun(text[span.start : span.end], True, span.letter))
        reached = span.end
    if reached < len(text):
        made.append(TextRun(text[reached:]))
    return made


@dataclass(frozen=True)
class PageLinks:
    """Where a list is cut: what is shown of how many, and the neighbours."""

    first: int
    last: int
    total: int
    previous_url: str = ""
    next_url: str = ""


def with_query(request: HttpRequest, **changes: str | int | None) -> str:
    """This address with some parameters changed; None takes one away. The order stays."""
    query = request.GET.copy()
    for name, value in changes.items():
        if value is None:
            query.pop(name, None)
        else:
            query[name] = str(value)
    pairs = [(name, value) for name, values in query.lists() for value in values]
    return f"{request.path}?{urlencode(pairs)}" if pairs else request.path


def active_filters(request: HttpRequest, form: Any, names: Iterable[str]) -> list[ActiveFilter]:
    """The filters of a bound form that are on, each with the list without it; ``url_names`` gives their order."""
    on = []
    for name in names:
        value = form.cleaned_data.get(name)
        if value:
            shown = dict(getattr(form.fields[name], "choices", ())).get(value, value)
            away = with_query(request, **{name: None, "page": None})
            on.append(ActiveFilter(str(form.fields[name].label), str(shown), away))
    return on


def without_value(request: HttpRequest, name: str, value: str) -> str:
    """This address without one value of a parameter, and on its first page."""
    query = request.GET.copy()
    query.setlist(name, [kept for kept in query.getlist(name) if kept != value])
    query.pop("page", None)
    pairs = [(key, kept) for key, values in query.lists() for kept in values]
    return f"{request.path}?{urlencode(pairs)}" if pairs else request.path


def sortable_column(
    request: HttpRequest, label: StrOrPromise, key: str, number: bool = False
) -> Column:
    """A column that sorts by `key`: `?sort=key`, and `?sort=-key` the other way round."""
    now = request.GET.get("sort", "")
    turned = f"-{key}" if now == key else key
    state = {key: "ascending", f"-{key}": "descending"}.get(now, "")
    return Column(label, number, with_query(request, sort=turned, page=None), state)


def page_links(request: HttpRequest, page: Any) -> PageLinks:
    """What `{% pages %}` shows of a page of Django's paginator."""
    return PageLinks(
        first=page.start_index(),
        last=page.end_index(),
        total=page.paginator.count,
        previous_url=with_query(request, page=page.previous_page_number())
        if page.has_previous()
        else "",
        next_url=with_query(request, page=page.next_page_number()) if page.has_next() else "",
    )
