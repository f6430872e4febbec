"""A chart as a drawing. All is laid out from left to right and mirrored at the end for Arabic."""

from __future__ import annotations

import math
from dataclasses import dataclass, field

from majlis.paper.blocks import Chart
from majlis.paper.chart.measure import LINE, ticks, widest_piece, width_of, wrapped
from majlis.paper.chart.shapes import Bar, Drawing, Label, Mark, Shape, Stroke
from majlis.paper.languages import direction_of, number
from majlis.paper.plan import clean

WIDTH = 640.0
PLOT = 220.0
"""How high the plot of a chart with upright bars or a line is."""
GAP = 8.0
MOST_LINES = 3
MOST_NAME = 90.0
MOST_BAR = 72.0


@dataclass(slots=True)
class _Sheet:
    """A drawing under work."""

    language: str
    shapes: list[Shape] = field(default_factory=list)
    labels: list[Label] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class _Axis:
    """The axis of values: positions in the drawing at its two ends."""

    marks: list[float]
    start: float
    end: float

    def at(self, value: float) -> float:
        """Where a value stands."""
        low, high = self.marks[0], self.marks[-1]
        return self.start + (value - low) / (high - low) * (self.end - self.start)


def draw(chart: Chart, language: str) -> Drawing:
    """The drawing of a chart for the readers of a language."""
    sheet = _Sheet(language)
    top = _legend(sheet, chart)
    bottom = _bars(sheet, chart, top) if chart.kind == "bars" else _upright(sheet, chart, top)
    drawing = Drawing(WIDTH, round(bottom, 1), tuple(sheet.shapes), tuple(sheet.labels))
    return drawing.mirrored() if direction_of(language) == "rtl" else drawing


def _legend(sheet: _Sheet, chart: Chart) -> float:
    """The names of the series and the unit, above the plot; gives where the plot may begin."""
    y = LINE
    if chart.unit:
        sheet.labels.append(Label(2, y, wrapped(clean(chart.unit), WIDTH - 4, 1)[0], "left"))
        y += LINE + 4
    if len(chart.series) == 1:
        return y + 2
    x = 2.0
    for place, series in enumerate(chart.series):
        name = wrapped(clean(series.name), WIDTH - 40, 1)[0]
        if x > 2 and x + 30 + width_of(name) > WIDTH:
            x, y = 2.0, y + LINE + 2
        if chart.kind == "line":
            sheet.shapes.append(Stroke(((x, y), (x + 22, y)), place))
            sheet.shapes.append(Mark(x + 11, y, place))
        else:
            sheet.shapes.append(Bar(x + 4, y - 6, 16, 12, place))
        sheet.labels.append(Label(x + 28, y, name, "left"))
        x += 28 + width_of(name) + 16
    return y + LINE + 4


def _marks(chart: Chart) -> list[float]:
    if chart.kind == "stacked":
        sums = [
            sum(series.values[place] or 0 for series in chart.series)
            for place in range(len(chart.categories))
        ]
        return ticks(0, max(sums))
    values = [value for series in chart.series for value in series.values if value is not None]
    return ticks(min(values, default=0), max(values, default=0))


def _upright(sheet: _Sheet, chart: Chart, top: float) -> float:
    marks = _marks(chart)
    said = [number(sheet.language, mark) for mark in marks]
    left = max(map(width_of, said)) + 2 * GAP
    axis = _Axis(marks, top + PLOT, top)
    for mark, text in zip(marks, said, strict=True):
        y = axis.at(mark)
        sheet.shapes.append(Stroke(((left, y), (WIDTH, y)), strong=mark == 0))
        sheet.labels.append(Label(left - GAP, y, text, "right"))
    slot = (WIDTH - left) / len(chart.categories)
    if chart.kind == "line":
        _lines(sheet, chart, axis, left, slot)
    else:
        _columns(sheet, chart, axis, left, slot)
    return _below(sheet, chart, top + PLOT, left, slot)


def _below(sheet: _Sheet, chart: Chart, bottom: float, left: float, slot: float) -> float:
    """The categories below the plot. Where there is no room for all, only each second, third … is named."""
    names = [clean(name) for name in chart.categories]
    need = min(max(widest_piece(name) for name in names), MOST_NAME) + 6
    each = max(1, math.ceil(need / slot))
    room = slot * each - 4
    lowest = 1
    for place in range(0, len(chart.categories), each):
        lines = wrapped(names[place], room, MOST_LINES)
        for depth, text in enumerate(lines):
            y = bottom + LINE * (depth + 1)
            sheet.labels.append(Label(left + slot * (place + 0.5), y, text))
        lowest = max(lowest, len(lines))
    return bottom + LINE * (lowest + 1)


def _columns(sheet: _Sheet, chart: Chart, axis: _Axis, left: float, slot: float) -> None:
    stacked = chart.kind == "stacked"
    abreast = 1 if stacked else len(chart.series)
    wide = min(slot * 0.72 / abreast, MOST_BAR)
    for place in range(len(chart.categories)):
        base = 0.0
        for order, series in enumerate(chart.series):
            value = series.values[place]
            if value is None:
                continue
            across = 0 if stacked else order
            x = left + slot * (place + 0.5) + wide * (across - abreast / 2)
            ends = sorted((axis.at(base), axis.at(base + value)))
            sheet.shapes.append(Bar(x, ends[0], wide, ends[1] - ends[0], order))
            base += value if stacked else 0


def _lines(sheet: _Sheet, chart: Chart, axis: _Axis, left: float, slot: float) -> None:
    for order, series in enumerate(chart.series):
        run: list[tuple[float, float]] = []
        # a gap in the values is a gap in the line
        for place, value in enumerate((*series.values, None)):
            if value is not None:
                run.append((left + slot * (place + 0.5), axis.at(value)))
                continue
            if len(run) > 1:
                sheet.shapes.append(Stroke(tuple(run), order))
            sheet.shapes.extend(Mark(x, y, order) for x, y in run)
            run = []


def _bars(sheet: _Sheet, chart: Chart, top: float) -> float:
    names = [wrapped(clean(name), WIDTH * 0.36, 2) for name in chart.categories]
    left = max(width_of(line) for lines in names for line in lines) + 2 * GAP
    thick = 18.0 if len(chart.series) == 1 else 12.0
    slot = max(thick * len(chart.series), LINE * max(map(len, names))) + 12
    bottom = top + slot * len(names)
    marks = _marks(chart)
    said = [number(sheet.language, mark) for mark in marks]
    axis = _Axis(marks, left, WIDTH - max(24.0, width_of(said[-1]) / 2 + 2))
    for mark, text in zip(marks, said, strict=True):
        x = axis.at(mark)
        sheet.shapes.append(Stroke(((x, top), (x, bottom)), strong=mark == 0))
        sheet.labels.append(Label(x, bottom + LINE, text))
    for place, lines in enumerate(names):
        middle = top + slot * (place + 0.5)
        for depth, text in enumerate(lines):
            y = middle + LINE * (depth - (len(lines) - 1) / 2)
            sheet.labels.append(Label(left - GAP, y, text, "right"))
        first = middle - thick * len(chart.series) / 2
        for order, series in enumerate(chart.series):
            value = series.values[place]
            if value is not None:
                ends = sorted((axis.at(0), axis.at(value)))
                bar = Bar(ends[0], first + thick * order, ends[1] - ends[0], thick - 1, order)
                sheet.shapes.append(bar)
    return bottom + 2 * LINE
