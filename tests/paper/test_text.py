"""Documents as plain text."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, given, settings

from majlis.paper import blocks as b
from majlis.paper import write
from majlis.paper.blocks import Document
from majlis.paper.plan import contents, placed
from tests.paper.documents import ALL
from tests.paper.strategies import documents
from tests.paper.test_properties import squeezed, words_of


def text(*blocks: b.Block, language: str = "en") -> str:
    """Blocks as text, without the title."""
    return write.text(b.Document(language, "Title", blocks)).split("\n\n", 1)[1].rstrip("\n")


@pytest.mark.parametrize("language", ALL)
def test_each_sample_is_written(language: str) -> None:
    written = write.text(ALL[language]())
    assert written.endswith("\n") and "\n\n\n" not in written


@given(documents)
@settings(max_examples=40, deadline=None, suppress_health_check=list(HealthCheck))
def test_no_word_is_lost(document: Document) -> None:
    written = squeezed(write.text(document))
    for place in placed(document):
        # The heads of a table may be left out: a row of two cells is a name and its value.
        heads = len(place.block.columns) if isinstance(place.block, b.Table) else 0
        for number, content in enumerate(contents(place.block)):
            if not 0 < number <= heads:
                for words in words_of(content, place.language):
                    assert squeezed(words) in written


def test_a_title_and_a_heading_are_underlined() -> None:
    written = write.text(b.Document("en", "A letter", (b.Heading(1, "Dates"),)))
    assert written == "A letter\n========\n\nDates\n-----\n"


def test_a_table_of_two_columns_is_a_line_for_each_row() -> None:
    two = (b.Column("Subject"), b.Column("Arrangement"))
    rows = (("Place", "A hall"), ("Time", (b.Symbol("10:00"),)))
    assert text(b.Table("", two, rows)) == "Place: A hall\nTime: 10:00"


def test_a_wider_table_names_each_cell() -> None:
    heads = (b.Column("Sitting"), b.Column("Time"), b.Column("Room"))
    rows = (("First", "10:00", "A"), ("Second", "14:00", ""))
    assert text(b.Table("Sittings", heads, rows)) == (
        "Sittings\nFirst\n  Time: 10:00\n  Room: A\nSecond\n  Time: 14:00"
    )
    without = text(b.Table("", heads, rows[1:], row_heads=False), language="zh")
    assert without == "  Sitting：Second\n  Time：14:00"


def test_clauses_and_lists_keep_their_labels() -> None:
    clauses = (b.Clause("Opening", "1"), b.Clause("Adoption", "1.1", 1))
    assert text(*clauses) == "1 Opening\n\n  1.1 Adoption"
    inner = b.Items((b.Item("below"),))
    assert text(b.Items((b.Item("one", inner), b.Item("two")), "decimal")) == (
        "1. one\n  – below\n2. two"
    )


def test_links_notes_and_quotations() -> None:
    link = b.Link("the page", "https://example.org/x")
    assert text(b.Paragraph(("See ", link, "."))) == "See the page <https://example.org/x>."
    address = b.Link("https://example.org/x", "https://example.org/x")
    assert text(b.Paragraph((address,))) == "https://example.org/x"
    assert text(b.Note("Not sent.", "Draft")) == "Draft: Not sent."
    assert text(b.Quote("One\ntwo", "A source")) == "> One\n> two\nA source"


def test_footnotes_stand_at_the_end() -> None:
    written = text(b.Paragraph(("One", b.Footnote("first"), " two", b.Footnote("second"))))
    assert written == "One[1] two[2]\n\nNotes\n-----\n\n[1] first\n\n[2] second"


def test_a_symbol_in_arabic_is_isolated() -> None:
    written = text(b.Paragraph(("الوثيقة ", b.Symbol("WG-5/1"))), language="ar")
    assert written == "الوثيقة \u2068WG-5/1\u2069"
