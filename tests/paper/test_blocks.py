"""Blocks refuse what cannot be printed, and say how to mend it."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from majlis.paper import blocks as b
from majlis.paper import write
from majlis.paper.errors import PaperError


def chart(**changes: object) -> b.Chart:
    """A chart with some of its fields changed."""
    fields: dict[str, object] = {
        "kind": "columns",
        "caption": "Wells",
        "alternative": "More wells each year.",
        "head": "Year",
        "categories": ("2025", "2026"),
        "series": (b.Series("dug", (1, 2)),),
    }
    return b.Chart(**{**fields, **changes})  # type: ignore[arg-type]


def nested(levels: int) -> b.Items:
    """A list of so many levels."""
    made = b.Items((b.Item("last"),))
    for _ in range(levels - 1):
        made = b.Items((b.Item("one", made),))
    return made


REFUSED: dict[str, tuple[Callable[[], object], str]] = {
    "an unknown language": (lambda: b.Document("de", "Bericht"), "ar, en, es, fr, ru, zh"),
    "no title": (lambda: b.Document("en", " "), "Give it a title"),
    "a level past six": (lambda: b.Heading(7, "Deep"), "from 1 to 6"),
    "a heading without words": (lambda: b.Heading(1, ("", " ")), "Enter its text"),
    "a footnote in a heading": (lambda: b.Heading(1, ("A", b.Footnote("n"))), "paragraph"),
    "a footnote in the head of a column": (lambda: b.Column((b.Footnote("n"),)), "cell"),
    "an anchor of the writers": (lambda: b.Heading(1, "A", "note-1"), "are reserved"),
    "an anchor with a blank": (lambda: b.Heading(1, "A", "a b"), "Begin with a letter"),
    "an address of a script": (lambda: b.Link("here", "javascript:alert(1)"), "http:, https:"),
    "a language that is no tag": (lambda: b.Run("a", language='"x'), "IETF tag"),
    "a quote in no language": (lambda: b.Quote("a", language="../x"), "IETF tag"),
    "a number that is none": (lambda: b.Number(float("nan")), "as text"),
    "a row too short": (
        lambda: b.Table("T", (b.Column("a"), b.Column("b")), (("1", "2"), ("1",))),
        "Row 2 .* 1 cells for 2 columns",
    ),
    "a table without columns": (lambda: b.Table("T", (), ()), "at least one"),
    "a column of no width": (lambda: b.Column("a", width=0), "0.05 to 20"),
    "a list that starts at nought": (lambda: b.Items((b.Item("a"),), start=0), "1 or later"),
    "a list without items": (lambda: b.Items(()), "in a paragraph"),
    "a list of ten levels": (lambda: nested(10), "at most 9"),
    "contents without depth": (lambda: b.Contents(0), "from 1 to 6"),
    "a chart without words": (lambda: chart(alternative=" "), "Describe its content"),
    "a chart without categories": (lambda: chart(categories=(), series=()), "one to 6 series"),
    "a series too short": (lambda: chart(series=(b.Series("dug", (1,)),)), "None for"),
    "a value that is none": (
        lambda: chart(series=(b.Series("dug", (1, float("inf"))),)),
        "cannot be drawn",
    ),
    "a stack below zero": (
        lambda: chart(kind="stacked", series=(b.Series("dug", (1, -1)),)),
        "Use columns",
    ),
}


@pytest.mark.parametrize("case", REFUSED)
def test_what_cannot_be_printed_is_refused_with_a_way_to_mend_it(case: str) -> None:
    make, told = REFUSED[case]
    with pytest.raises(PaperError, match=told) as refused:
        make()
    assert refused.value.problem.endswith(".")
    assert refused.value.mend.endswith(".")


def test_a_list_may_have_nine_levels() -> None:
    document = b.Document("ar", "عنوان", (nested(9),))
    for form in (write.html, write.docx, write.pdf):
        assert form(document)


@pytest.mark.parametrize("form", [write.html, write.docx, write.pdf])
def test_a_link_to_no_heading_is_refused_in_every_form(
    form: Callable[[b.Document], object],
) -> None:
    link = b.Paragraph((b.Footnote((b.Link("there", "#there"),)),))
    with pytest.raises(PaperError, match="'#there'"):
        form(b.Document("en", "Title", (b.Heading(1, "Here", "here"), link)))


def test_two_headings_with_one_anchor_are_refused() -> None:
    twice = (b.Heading(1, "A", "same"), b.Heading(1, "B", "same"))
    with pytest.raises(PaperError, match="'same'"):
        write.html(b.Document("en", "Title", twice))


def test_plain_gives_the_words_without_footnotes() -> None:
    content = (
        "See ",
        b.Link(("the ", b.Run("page", strong=True)), "https://oasis.example"),
        b.Footnote("never"),
        " of ",
        b.Symbol("D/1"),
        ", ",
        b.Number(3),
    )
    assert b.plain(content) == "See the page of D/1, 3"
    assert b.runs("") == ()


def test_a_run_takes_its_direction_from_its_language() -> None:
    assert b.Run("نص", language="ar").direction == "rtl"
    assert b.Run("text", language="en-GB").direction == "ltr"
    assert b.Run("text").direction is None
    assert b.Run("text", language="ar", direction="ltr").direction == "ltr"
