"""Charts: bars and lines where the data say, mirrored in Arabic, told apart without colour."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from lxml import etree

from majlis.paper.blocks import MOST_SERIES, Chart, Number, Series
from majlis.paper.chart import draw, shapes_svg, whole_svg
from majlis.paper.chart.measure import ticks, width_of, wrapped
from majlis.paper.chart.shapes import Bar, Mark, Stroke
from majlis.paper.style import style
from majlis.paper.tabular import data_table
from tests.paper.strategies import charts

ONE = Chart("columns", "Wells", "More.", "Year", ("2025", "2026"), (Series("dug", (10, 40)),))


def bars(chart: Chart, language: str = "en") -> list[Bar]:
    """The bars of a chart, those of its legend left out."""
    drawn = draw(chart, language)
    found = [shape for shape in drawn.shapes if isinstance(shape, Bar)]
    return found if len(chart.series) == 1 else found[len(chart.series) :]


def test_bars_are_as_high_as_their_values() -> None:
    small, large = bars(ONE)
    assert large.height == pytest.approx(4 * small.height)
    assert small.y + small.height == pytest.approx(large.y + large.height)
    lying = bars(replace(ONE, kind="bars"))
    assert lying[1].width == pytest.approx(4 * lying[0].width)


def test_a_stack_is_as_high_as_its_sum() -> None:
    chart = replace(ONE, kind="stacked", series=(Series("a", (10, 20)), Series("b", (30, 5))))
    low, high = bars(chart)[:2]
    assert high.y + high.height == pytest.approx(low.y)
    assert high.height == pytest.approx(3 * low.height)


def test_what_is_below_zero_hangs() -> None:
    up, down = bars(replace(ONE, series=(Series("dug", (10, -5)),)))
    assert down.y == pytest.approx(up.y + up.height)
    assert down.height == pytest.approx(up.height / 2)


def test_a_gap_in_the_values_is_a_gap_in_the_line() -> None:
    chart = replace(
        ONE,
        kind="line",
        categories=tuple("abcdef"),
        series=(Series("dug", (1, 2, None, 4, None, 3)),),
    )
    shapes = draw(chart, "en").shapes
    lines = [s for s in shapes if isinstance(s, Stroke) and s.series is not None]
    assert [len(line.points) for line in lines] == [2]
    assert len([s for s in shapes if isinstance(s, Mark)]) == 4


def test_arabic_reads_from_right_to_left() -> None:
    first, second = bars(ONE, "ar")
    assert first.x > second.x
    drawn = draw(ONE, "ar")
    axis = next(label for label in drawn.labels if label.text == "0")
    assert axis.x > drawn.width * 0.9
    assert axis.anchor == "left"


def test_series_differ_without_colour() -> None:
    looks = style()["series"]
    assert len(looks) == MOST_SERIES
    assert len({look["dash"] for look in looks}) == MOST_SERIES
    assert len({look["mark"] for look in looks}) == MOST_SERIES
    assert len({(look["fill"], look["colour"]) for look in looks}) == MOST_SERIES


@settings(max_examples=150, deadline=None)
@given(charts(), st.sampled_from(("ar", "zh", "fr")))
def test_any_chart_stays_on_its_sheet(chart: Chart, language: str) -> None:
    drawn = draw(chart, language)
    for shape in drawn.shapes:
        if isinstance(shape, Bar):
            assert shape.width >= 0
            assert shape.height >= 0
            corners = ((shape.x, shape.y), (shape.x + shape.width, shape.y + shape.height))
        elif isinstance(shape, Stroke):
            corners = shape.points  # type: ignore[assignment]
        else:
            corners = ((shape.x, shape.y),)  # type: ignore[assignment]
        for x, y in corners:
            assert -0.01 <= x <= drawn.width + 0.01
            assert -0.01 <= y <= drawn.height + 0.01
    for label in drawn.labels:
        assert 0 <= label.x <= drawn.width
        assert 0 <= label.y <= drawn.height
    for svg in (shapes_svg(drawn), whole_svg(drawn, "f", "t", language == "ar")):
        root = etree.fromstring(svg)
        assert not [element for element in root.iter() if element.get("style")]
        ids = {element.get("id") for element in root.iter()}
        assert set(re.findall(r"url\(#([\w-]+)\)", svg)) <= ids


@settings(max_examples=300, deadline=None)
@example(0.0, 5e-324)
@given(st.floats(-1e14, 1e14), st.floats(-1e14, 1e14))
def test_an_axis_is_round_and_holds_its_values_and_zero(one: float, other: float) -> None:
    low, high = sorted((one, other))
    marks = ticks(low, high)
    assert 2 <= len(marks) <= 9
    slack = (marks[-1] - marks[0]) * 1e-6
    assert marks[0] <= min(low, 0) + slack
    assert marks[-1] >= max(high, 0) - slack
    assert any(abs(mark) <= slack for mark in marks)


def test_names_are_broken_or_cut() -> None:
    assert wrapped("one two", 1000, 2) == ["one two"]
    assert wrapped("one two", width_of("one tw"), 2) == ["one", "two"]
    assert wrapped("绿洲承诺落实", width_of("绿洲承"), 2) == ["绿洲承", "诺落实"]
    (cut,) = wrapped("incomprehensible", width_of("incompreh"), 1)
    assert cut.endswith("…")
    assert width_of(cut) <= width_of("incompreh")


def test_the_table_beside_a_chart_has_all_its_data() -> None:
    chart = replace(ONE, series=(Series("dug", (10, None)), Series("", (1, 2))), unit="wells")
    table = data_table(chart, "fr")
    assert [column.head for column in table.columns] == ["Year", "dug (wells)", "wells"]
    assert table.rows == (
        ("2025", (Number(10),), (Number(1),)),
        ("2026", "pas de données", (Number(2),)),
    )


def test_where_there_is_no_room_only_each_second_or_third_category_is_named() -> None:
    years = tuple(str(year) for year in range(1980, 2030))
    chart = replace(ONE, kind="line", categories=years, series=(Series("dug", (1.0,) * 50),))
    named = [label.text for label in draw(chart, "en").labels if label.text in years]
    assert named[:2] == ["1980", "1983"]
    assert draw(ONE, "en").labels[-1].text == "2026"
