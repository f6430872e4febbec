"""Template tags and the records that fill them."""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterator
from itertools import pairwise

import pytest
from django.core.paginator import Paginator
from django.template import Context, Template
from django.test import RequestFactory
from django.utils import timezone, translation
from django.utils.html import format_html
from hypothesis import given, settings
from hypothesis import strategies as st

from majlis.look import parts
from tests.browser.support import LANGUAGES
from tests.support.markup import compact


@pytest.fixture(autouse=True)
def in_english() -> Iterator[None]:
    with translation.override("en"):
        yield


def rendered(source: str, **context: object) -> str:
    """A template with the tags of the look loaded."""
    return compact(Template("{% load look %}" + source).render(Context(context)))


def test_a_symbol_is_isolated_left_to_right() -> None:
    assert rendered("{{ s|symbol }}", s="A/<7>") == '<bdi dir="ltr">A/&lt;7&gt;</bdi>'
    assert rendered("{{ s|symbol }}{{ s|isolate }}", s="") == ""


def test_a_label_bears_its_colon_or_space_and_no_label_bears_none() -> None:
    assert (
        rendered("{{ s|colon }}{{ s|gap }}|", s="A & <b>")
        == "A &amp; &lt;b&gt;: A &amp; &lt;b&gt; |"
    )
    assert rendered("{{ s|colon }}{{ s|gap }}{{ unknown|gap }}|", s="") == "|"
    with translation.override("zh"):
        assert rendered("{{ s|colon }}{{ s|gap }}|", s="名称") == "名称：名称|"


def test_foreign_words_carry_their_language() -> None:
    assert rendered("{{ s|foreign:'ar' }}", s="مجلس") == '<bdi lang="ar" dir="rtl">مجلس</bdi>'
    assert rendered("{{ s|foreign:'en' }}", s="a & b") == "a &amp; b"
    assert rendered("{{ s|foreign:'' }}", s="a") == "a"
    with translation.override("ar"):
        assert rendered("{{ s|foreign:'ar' }}", s="مجلس") == "مجلس"


def test_a_title_in_chinese_breaks_after_a_phrase() -> None:
    assert rendered("{{ s|phrased }}", s="<成果的后续") == "&lt;成果的后续"
    with translation.override("zh-hans"):
        assert rendered("{{ s|phrased }}", s="<成果的后续") == "&lt;成果的<wbr>后续"


def test_a_source_carries_the_language_that_it_is_kept_in() -> None:
    with translation.override("ar"):
        assert rendered("{{ s|noted }}", s="a <b>: 7") == (
            '<span lang="en" dir="ltr">a &lt;b&gt;: 7</span>'
        )
        assert rendered("{{ s|noted:'' }}", s="قرار 7") == '<span dir="auto">قرار 7</span>'
        assert rendered("{{ s|noted }}", s="") == ""
    assert rendered("{{ s|noted }}", s="see (https://a.example/b&c);") == (
        '<span lang="en" dir="ltr">see '
        '(<a href="https://a.example/b&amp;c">https:/<wbr>/<wbr>a.example/<wbr>b&amp;c</a>);</span>'
    )


@pytest.mark.parametrize(
    ("language", "words"),
    [("en", "30 June 2026"), ("ar", "30 حزيران/يونيه 2026"), ("zh", "2026年6月30日")],
)
def test_a_date_stands_in_a_time_element(language: str, words: str) -> None:
    with translation.override(language):
        day = datetime.date(2026, 6, 30)
        assert rendered("{{ d|date }}", d=day) == f'<time datetime="2026-06-30">{words}</time>'
        assert rendered("{{ d|date_words }}", d=day) == words
    assert (
        rendered("{{ d|date }}{{ d|date_words }}{{ d|moment }}{{ n|number }}", d=None, n=None) == ""
    )


def test_a_partial_date_keeps_what_it_knows() -> None:
    assert rendered("{{ d|date }}", d="2026-04") == '<time datetime="2026-04">April 2026</time>'


def test_a_moment_is_told_in_the_reader_s_zone() -> None:
    value = datetime.datetime(2026, 12, 31, 23, 30, tzinfo=datetime.UTC)
    with timezone.override(datetime.timezone(datetime.timedelta(hours=2))):
        assert rendered("{{ m|moment }}", m=value) == (
            '<time datetime="2027-01-01T01:30+02:00">1 January 2027, 01:30 '
            '<bdi dir="ltr">UTC+2</bdi></time>'
        )
        assert (
            rendered("{{ m|date }}", m=value) == '<time datetime="2027-01-01">1 January 2027</time>'
        )
        assert rendered("{{ m|moment_words }}", m=value) == "1 January 2027, 01:30 UTC+2"


@pytest.mark.parametrize("language", LANGUAGES)
def test_badges_have_a_word_in_every_language(language: str) -> None:
    with translation.override(language):
        for kind in ("wait", "open", "soon", "going", "met", "late", "would", "ended"):
            text = rendered("{% state kind %}", kind=kind)
            assert text.startswith(f'<span class="state {kind}">')
            assert len(text) > len(f'<span class="state {kind}"></span>')
        assert rendered("{% force 'obliges' %}").startswith('<span class="force obliges">')
    assert "38 of 61" in rendered("{% state 'soon' '38 of 61 answered' %}")


WORDS = st.text(alphabet="<>&'\"xyz ", max_size=12)


@settings(deadline=None)
@given(WORDS)
def test_no_words_become_markup(words: str) -> None:
    with translation.override("en"):
        table = parts.Table(
            [parts.Column(words), parts.Column(words)],
            [[parts.Cell(words, "#", words, "ar"), words]],
            words,
        )
        for source in (
            "{% rows table %}",
            "{% facts facts %}",
            "{% timeline moments %}",
            "{% steps steps %}",
            "{% trail way %}",
            "{% notes notes %}",
            "{% empty words words '#' %}",
            "{% tag words '#' %}{% state 'met' words %}{{ words|symbol }}{{ words|isolate }}{{ words|noted }}{{ words|phrased }}",
            "{% quote %}{{ words }}{% endquote %}",
            "{{ words|marks:spans }}",
        ):
            text = rendered(
                source,
                table=table,
                words=words,
                facts=[parts.Fact(words, words, "#", words)],
                moments=[parts.TimelineEntry(words, words, note=words, said=words)],
                steps=[parts.Step(words, "next", words, parts.Link(words, "#"))],
                way=[parts.Link(words, "#")],
                notes=[parts.Cell(words, "#", words)],
                spans=[parts.MarkedSpan(0, 1, words)],
            )
            assert not re.search(r"<[xyz >]|&(?!amp;|lt;|gt;|quot;|#)", text)


def test_rows_are_a_table_for_the_ear_and_cards_on_a_phone() -> None:
    table = parts.Table(
        [parts.Column("What"), parts.Column("How many", number=True, sort_url="?sort=n")],
        [[parts.Cell("Map", "/map/"), 7]],
        "Sorted",
    )
    text = rendered("{% rows table %}", table=table)
    assert '<table role="table"><caption>Sorted</caption>' in text
    assert (
        '<th role="columnheader" scope="col" class="n"><a href="?sort=n">How many</a></th>' in text
    )
    assert '<th role="rowheader" scope="row"><a class="title" href="/map/">Map</a>' in text
    assert '<td role="cell" class="n" data-label="How many"><span>7</span>' in text


def test_a_number_in_a_cell_is_written_as_numbers_are() -> None:
    table = parts.Table(
        [parts.Column("A"), parts.Column("B", number=True)], [["x", 0], ["y", 1940]]
    )
    text = rendered("{% rows table %}", table=table)
    assert ">0</span>" in text
    assert ">1,940</span>" in text


def test_a_link_on_a_number_says_what_it_counts() -> None:
    columns = [parts.Column("Entity"), parts.Column("Overdue", number=True)]
    keeper = parts.Cell(format_html('<bdi lang="en">{}</bdi>', "Keeper & Co"), "/keeper/")
    table = parts.Table(columns, [[keeper, parts.Cell(1, "/late/")], ["Harbours", 0]])
    with translation.override("en"):
        text = rendered("{% rows table %}", table=table)
    assert '<a aria-label="Keeper &amp; Co, Overdue: 1" href="/late/">1</a>' in text
    assert text.count("aria-label") == 1
    figures = [parts.Figure("Overdue", 7, "d", "/late/"), parts.Figure("Paused", 0, "b", "/p/")]
    with translation.override("fr"):
        assert 'aria-label="Overdue\xa0: 7"' in rendered("{% stand figures %}", figures=figures)


def test_a_row_of_another_length_is_refused() -> None:
    table = parts.Table([parts.Column("One")], [["a", "b"]])
    with pytest.raises(ValueError, match="longer"):
        table.lines()


def test_columns_sort_both_ways_and_say_so() -> None:
    request = RequestFactory().get("/list/?q=salt&page=3&q=sea")
    assert parts.sortable_column(request, "Date", "date") == parts.Column(
        "Date", False, "/list/?q=salt&q=sea&sort=date", ""
    )
    request = RequestFactory().get("/list/?sort=date")
    assert parts.sortable_column(request, "Date", "date") == parts.Column(
        "Date", False, "/list/?sort=-date", "ascending"
    )
    request = RequestFactory().get("/list/?sort=-date")
    assert parts.sortable_column(request, "Date", "date").sorted == "descending"


def test_a_filter_is_removed_alone() -> None:
    assert parts.with_query(RequestFactory().get("/list/?a=1"), a=None) == "/list/"


def test_pages_know_their_neighbours() -> None:
    request = RequestFactory().get("/list/?page=2&q=salt")
    cut = parts.page_links(request, Paginator(range(25), 10).page(2))
    assert cut == parts.PageLinks(11, 20, 25, "/list/?page=1&q=salt", "/list/?page=3&q=salt")
    assert "11 to 20 of 25" in rendered("{% pages cut %}", cut=cut)
    whole = parts.page_links(request, Paginator(range(5), 10).page(1))
    assert rendered("{% pages cut %}", cut=whole).strip() == ""


@settings(deadline=None)
@given(st.lists(st.integers(min_value=0, max_value=10**6), max_size=6))
def test_a_meter_is_as_long_as_its_figures(values: list[int]) -> None:
    bars = parts.meter_bars([parts.Figure("", value) for value in values])
    assert sum(bar.width for bar in bars) == sum(values)
    assert all(one.start + one.width == two.start for one, two in pairwise(bars))


def test_a_figure_of_nothing_leads_nowhere() -> None:
    figures = [parts.Figure("Overdue", 0, "d", "/late/"), parts.Figure("Met", 1200, "a", "/met/")]
    text = rendered("{% stand figures %}", figures=figures)
    assert '<div class="d"><dt>Overdue</dt><dd><span>0</span></dd></div>' in text
    assert ' href="/met/">1,200</a>' in text


SPANS = st.lists(
    st.builds(parts.MarkedSpan, st.integers(0, 30), st.integers(0, 30), st.sampled_from(["", "A"])),
    max_size=6,
)


@settings(deadline=None)
@given(st.text(max_size=30), SPANS)
def test_marks_lose_and_add_no_letter(text: str, spans: list[parts.MarkedSpan]) -> None:
    assert "".join(run.text for run in parts.text_runs(text, spans)) == text


def test_marks_carry_the_letter_of_their_field() -> None:
    text = rendered("{{ t|marks:s }}", t="Requests them", s=[parts.MarkedSpan(0, 8, "A")])
    assert text == '<mark class="wit">Requests<sup>A</sup></mark> them'


def test_a_matrix_counts_no_proposal() -> None:
    line = parts.MatrixRow(
        parts.MatrixHead("C2"),
        [parts.MatrixCell("some", 9), parts.MatrixCell("proposed", 5), parts.MatrixCell("gap")],
    )
    assert line.total == 9
    assert [cell.density for cell in line.cells] == ["d3", "prop", "gap"]
    heads = [parts.MatrixHead(str(n), f"Goal {n}") for n in (1, 2, 3)]
    text = rendered("{% matrix grid %}", grid=parts.MatrixTable("Both", "Line", heads, [line]))
    assert "proposed, not counted" in text
    assert 'class="sum" data-label="Total">9<' in text


def test_a_quotation_in_another_language_says_so() -> None:
    assert rendered('{% quote "ar" %}نص{% endquote %}') == (
        '<blockquote class="quote" lang="ar" dir="rtl">نص</blockquote>'
    )
    assert 'lang="' not in rendered('{% quote "en" %}text{% endquote %}')


@pytest.mark.parametrize(("language", "shown"), [("zh", "甲。乙。"), ("fr", "甲。 乙。")])
def test_chinese_sets_no_blank_between_sentences(language: str, shown: str) -> None:
    page = Template("{% load look %}{% filter sentences %}\n  甲。\n\n  乙。\n{% endfilter %}")
    with translation.override(language):
        assert page.render(Context()) == shown
