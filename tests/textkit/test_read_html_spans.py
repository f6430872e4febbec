"""Resolutions as sites print them: block spans, elements of their own, breaks, tables, lists."""

from __future__ import annotations

from pathlib import Path

import pytest

from majlis.textkit.model import Text
from majlis.textkit.read import read_bytes
from tests.textkit.layouts import WIDE, rows
from tests.textkit.pages import PAGES, read_shape, sample, shape, squeezed

PAGE = "<!doctype html><html><head><title>x</title></head><body>{body}</body></html>"


def read(body: str) -> Text:
    return read_bytes(PAGE.format(body=body).encode())


@pytest.mark.parametrize("page", PAGES)
@pytest.mark.parametrize("path", WIDE, ids=lambda path: path.stem)
def test_numbers_and_nesting_hold(path: Path, page: str) -> None:
    made = sample(rows(path))
    text = read(PAGES[page](made))
    assert read_shape(text) == shape(made.places)
    found = [squeezed(p.text) for p in text.walk() if p.kind == "preambular"]
    assert found == [squeezed(words) for words in made.recitals]
    assert text.title
    assert squeezed(text.title) in squeezed(made.title)


def test_a_piece_of_a_page_is_a_page() -> None:
    for tag in ("section", "la-akoma-ntoso", "akn-paragraph", "span", "table"):
        text = read_bytes(f"<{tag} class=akn-body><p>1. Requests a report.</p></{tag}>".encode())
        assert [p.number for p in text.walk() if p.kind == "operative"] == ["1"]


def test_a_note_inside_a_paragraph_is_a_footnote() -> None:
    text = read(
        '<span class="akn-p">The Council,</span><span class="akn-paragraph"><span class="akn-num">1.</span>'
        '<span class="akn-content"><span class="akn-p">Decides to wait<span class="akn-authorialNote"'
        ' marker="3"><span class="akn-p">See C/1.</span></span> a year.</span></span></span>'
    )
    assert [(p.kind, p.label, p.text) for p in text.walk()][1:] == [
        ("operative", "1.", "Decides to wait a year."),
        ("footnote", "3", "See C/1."),
    ]


def test_the_number_of_an_article_opens_its_heading() -> None:
    text = read(
        '<section class="akn-article"><span class="akn-num">Article 4</span>'
        '<span class="akn-heading">Lamps</span><section class="akn-paragraph"><span class="akn-num">1.</span>'
        '<span class="akn-content"><span class="akn-p">A lamp burns at night.</span></span></section></section>'
    )
    assert next((p.kind, p.text) for p in text.walk()) == ("heading", "Article 4 Lamps")


def test_a_number_without_words_is_kept() -> None:
    text = read(
        '<span class="akn-paragraph"><span class="akn-num">7.</span></span><p>Lamps burn.</p>'
    )
    assert "7." in " ".join(p.label + p.text for p in text.walk())


def test_a_table_of_figures_stays_one() -> None:
    text = read(
        "<p>The Council,</p><p>1. Decides to buy:</p><table><tr><th>Lamps<th>Price</tr>"
        "<tr><td>Small<td>4</tr><tr><td>Large<td>9</tr></table><p>2. Decides to wait.</p>"
    )
    cells = [p for p in text.walk() if p.text in ("Small", "4", "Large", "9")]
    assert {p.kind for p in cells} == {"paragraph"}
