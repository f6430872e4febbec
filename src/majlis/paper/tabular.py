"""The table that stands beside a chart."""

from __future__ import annotations

from majlis.paper.blocks import Chart, Column, Content, Number, Table
from majlis.paper.languages import said


def data_table(chart: Chart, language: str) -> Table:
    """The data of a chart as a table: a row a category, a column a series. Its caption is the writer's."""
    columns = [Column(chart.head, width=1.6)]
    for series in chart.series:
        name = series.name
        if chart.unit:
            name = said(language, "unit", name=name, unit=chart.unit) if name else chart.unit
        columns.append(Column(name, align="number"))
    rows: list[tuple[Content, ...]] = []
    for place, category in enumerate(chart.categories):
        values = (series.values[place] for series in chart.series)
        cells = [said(language, "missing") if v is None else (Number(v),) for v in values]
        rows.append((category, *cells))
    return Table("", tuple(columns), tuple(rows))
