"""Pages: what a reader with a browser, a keyboard or a screen reader finds in them."""

from __future__ import annotations

import re

import html5lib
import pytest

from majlis.paper import blocks as b
from majlis.paper import write
from tests.paper.documents import ALL, arabic, russian


def article(*blocks: b.Block, language: str = "en", top: int = 1) -> str:
    """Blocks as an article."""
    return write.fragment(b.Document(language, "Title", blocks), top)


@pytest.mark.parametrize("language", ALL)
def test_a_page_passes_the_strictest_policy(language: str) -> None:
    page = write.html(ALL[language](), "/static/paper.css")
    assert "<style" not in page
    assert "<script" not in page
    assert not re.search(r"<[^>]*\s(style|on\w+)=", page)
    assert '<link rel="stylesheet" href="/static/paper.css">' in page
    html5lib.HTMLParser(strict=True).parse(page)


def test_the_style_sheet_is_there_and_logical() -> None:
    sheet = write.stylesheet()
    assert "@layer paper" in sheet
    assert not re.search(r"(margin|padding|border)-(left|right)|text-align: (left|right)", sheet)


def test_a_page_says_language_and_direction() -> None:
    assert '<html lang="ar" dir="rtl">' in write.html(arabic())
    assert '<html lang="ru" dir="ltr">' in write.html(russian())


def test_heads_of_columns_and_rows_say_what_they_head() -> None:
    table = b.Table("Wells", (b.Column("Place"), b.Column("Deep", "number")), (("Oasis", "3"),))
    made = article(table)
    assert '<caption id="table-1-caption"><strong>Table 1.</strong> Wells</caption>' in made
    assert '<th scope="col">Place</th><th scope="col" class="number">Deep</th>' in made
    assert '<th scope="row">Oasis</th><td class="number">3</td>' in made


def test_footnotes_and_calls_lead_to_each_other() -> None:
    made = article(b.Paragraph(("One", b.Footnote("first"), " two", b.Footnote("second"))))
    for place in (1, 2):
        assert f'id="call-{place}" href="#note-{place}"' in made
        assert f'<li id="note-{place}">' in made
        assert f'href="#call-{place}" role="doc-backlink"' in made
    assert 'aria-label="Note 2"' in made


def test_symbols_and_words_of_other_languages_are_set_apart() -> None:
    made = article(
        b.Paragraph((b.Symbol("D/1"), b.Run("Oasis", language="en"), b.Run("نص", language="ar"))),
        language="ar",
    )
    assert '<bdi class="symbol" dir="ltr">D/1</bdi><bdi lang="en" dir="ltr">Oasis</bdi>' in made
    assert '<span lang="ar" dir="rtl">نص</span>' in made


def test_a_skipped_level_is_closed() -> None:
    made = article(b.Heading(3, "A"), b.Heading(6, "B"), b.Heading(1, "C"), top=2)
    assert re.findall(r"<(h\d)", made) == ["h2", "h3", "h4", "h3"]


def test_a_level_below_six_is_told_beside() -> None:
    made = article(*(b.Heading(level, f"At {level}") for level in range(1, 7)))
    assert '<h6 id="heading-6" aria-level="7">At 6</h6>' in made


def test_a_chart_has_a_name_for_the_ear_and_its_table() -> None:
    made = write.fragment(arabic())
    assert 'role="img" aria-labelledby="figure-1-shows"' in made
    assert '<table id="figure-1-data">' in made
    assert '<td class="number">لا توجد بيانات</td>' in made


def test_labels_of_lists_are_words() -> None:
    items = b.Items((b.Item("one", b.Items((b.Item("two"),), "numbered")),), "numbered", start=7)
    made = article(items, language="zh")
    assert '<span class="label">七、</span> one' in made
    assert '<span class="label">（一）</span> two' in made


def test_contents_lead_to_the_headings() -> None:
    made = article(
        b.Contents(2),
        b.Heading(1, "A", "first"),
        b.Heading(2, "B"),
        b.Heading(3, "C"),
        b.Heading(1, "D"),
    )
    assert (
        '<ol><li><a href="#first">A</a><ol><li><a href="#heading-2">B</a></li></ol></li>'
        '<li><a href="#heading-4">D</a></li></ol></nav>'
    ) in made


def test_nothing_that_is_typed_becomes_markup() -> None:
    made = article(
        b.Paragraph(
            ("<b>&\"'", b.Run("</p>", language="la")),
        ),
        b.Note("n", head="<i>"),
        language="fr",
    )
    assert "&lt;b&gt;&amp;" in made
    assert "&lt;/p&gt;" in made
    assert '<span lang="la" dir="ltr">' in made
    assert "&lt;i&gt;" in made


def test_every_class_has_a_style_or_a_reason() -> None:
    sheet = write.stylesheet()
    pages = "".join(write.html(make()) for make in ALL.values())
    classes = {name for names in re.findall(r'class="([^"]*)"', pages) for name in names.split()}
    # the title without a cover, and its second line, look as any heading and paragraph do
    assert {name for name in classes if f".{name}" not in sheet} == {"title", "subtitle"}
