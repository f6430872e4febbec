"""HTML as written: a page that screen readers, right-to-left readers and strict servers take."""

from __future__ import annotations

import re
from dataclasses import replace
from itertools import pairwise

import lxml.html
import pytest

from majlis.textkit.model import LANGUAGES, Run, Text
from majlis.textkit.read.html import read_html
from majlis.textkit.write.html import write_html
from majlis.textkit.write.words import words_for
from tests.textkit.written import INSERTED, RESOLUTION, p


def test_language_direction_and_landmark() -> None:
    page = write_html(replace(RESOLUTION, language="ar"))
    assert page.startswith("<!DOCTYPE html>\n")
    assert '<html lang="ar" dir="rtl">' in page
    assert page.count("<main") == 1
    assert "<title>Tidal gardens</title>" in page


def test_headings_are_in_order() -> None:
    deep = p(
        "a", "heading", "A", children=(p("b", "heading", "B", children=(p("c", "heading", "C"),)),)
    )
    page = write_html(replace(RESOLUTION, provisions=(*RESOLUTION.provisions, deep)))
    levels = [int(level) for level in re.findall(r"<h([1-6])>", page)]
    assert levels[0] == 1
    assert levels.count(1) == 1
    assert levels[-3:] == [2, 3, 4]
    assert all(b - a <= 1 for a, b in pairwise(levels))


def test_nothing_inline_and_a_style_sheet_on_demand() -> None:
    page = write_html(RESOLUTION)
    for forbidden in ("<style", " style=", "<script", "<link"):
        assert forbidden not in page
    assert '<link rel="stylesheet" href="/a.css?b&amp;c">' in write_html(
        RESOLUTION, css_href="/a.css?b&c"
    )


def test_points_are_lists_with_printed_labels() -> None:
    root = lxml.html.document_fromstring(write_html(RESOLUTION))
    labels = [e.text_content() for e in root.xpath("//ol/li/p/span[@class='label']")]
    assert labels[2:5] == ["1.", "(a)", "(b)"]


@pytest.mark.parametrize("language", LANGUAGES)
def test_revisions_are_said_in_words(language: str) -> None:
    text = Text((p("x", "paragraph", Run("new", revision=INSERTED)),), language=language)
    words = words_for(language)
    heard = lxml.html.document_fromstring(write_html(text)).find(".//ins").text_content()
    assert heard == f"{words['inserted']} new {words['end']}"
    assert write_html(text, words=words_for("en")).count("inserted:") == 1


def test_every_language_has_every_word() -> None:
    assert {frozenset(words_for(language)) for language in LANGUAGES} == {
        frozenset({"inserted", "deleted", "end", "comments", "notes"})
    }
    assert len({words_for(language)["deleted"] for language in LANGUAGES}) == 6


def test_symbols_are_isolated_in_a_right_to_left_text() -> None:
    text = Text((p("x", "paragraph", "القرار A/TG/70/1 في 16-10 و ITU"),), language="ar")
    page = write_html(text)
    assert "<bdi>A/TG/70/1</bdi>" in page
    assert "<bdi>16-10</bdi>" in page
    assert "<bdi>ITU</bdi>" not in page
    assert read_html(page.encode()) == text
    assert "<bdi>A/" not in write_html(replace(text, language="en"))


def test_ids_are_unique_and_usable_as_anchors() -> None:
    page = write_html(Text((p("a b", "paragraph", "x"), p("a_b", "paragraph", "y"))))
    ids = lxml.html.document_fromstring(page).xpath("//@id")
    assert ids == ["a_b"]
    found = read_html(page.encode())
    assert isinstance(found, Text)
    assert [q.id for q in found.walk()] == ["a b", "a_b"]


def test_special_characters_are_escaped() -> None:
    text = Text((p('x"><script>', "paragraph", '<b>&amp;"'),), title="</title><script>")
    page = write_html(text)
    assert "<script>" not in page
    assert read_html(page.encode()) == text


def test_an_edited_page_is_read() -> None:
    page = write_html(RESOLUTION).replace("in spring;", "in <b>early</b> spring;")
    page = page.replace("</main>", "<p>Added by hand.</p></main>")
    page = page.replace("<bdi>2.</bdi>", "<bdi>3.</bdi>")
    text = read_html(page.encode())
    assert isinstance(text, Text)
    point = text.by_id()["para_1__point_a"]
    assert [(r.text, sorted(r.marks)) for r in point.runs] == [
        ("in ", []),
        ("early", ["bold"]),
        (" spring;", []),
    ]
    assert text.provisions[-1].text == "Added by hand."
    assert text.by_id()["para_2"].label == "3."


def test_a_page_without_a_title_still_has_a_first_heading() -> None:
    text = Text((p("x", "paragraph", "y"),), symbol="TG/1")
    page = write_html(text)
    assert '<h1 class="page-title">TG/1</h1>' in page
    assert read_html(page.encode()) == text
