"""Markdown as written: what CommonMark renders is what the text says."""

from __future__ import annotations

import re
import unicodedata

import lxml.html
import pypandoc
import pytest
from hypothesis import given, settings

from majlis.textkit.model import Run, Text
from majlis.textkit.read.markdown import read_markdown
from majlis.textkit.write.markdown import write_markdown
from tests.textkit.strategies import plain
from tests.textkit.written import RESOLUTION, p


def rendered(markdown: str) -> str:
    """What a CommonMark renderer makes of it (pandoc), in plain words."""
    said = pypandoc.convert_text(markdown, "html", format="commonmark", extra_args=["--wrap=none"])
    root = lxml.html.fragment_fromstring(said, create_parent=True)
    for comment in list(root.iter(lxml.html.etree.Comment)):
        comment.drop_tree()
    return " ".join(root.text_content().split())


def test_a_renderer_shows_the_words() -> None:
    shown = rendered(write_markdown(RESOLUTION))
    for words in (
        "Tidal gardens",
        "Recalling its resolution 9,",
        "a) that tides turn;",
        "Decides to closeopen the gardens:",
        "(a) in spring;",
        "Requests a report <soon> & at 16-10.",
    ):
        assert words in shown
    assert "operative" not in shown


def test_a_person_can_read_it() -> None:
    lines = write_markdown(RESOLUTION).split("\n")
    bare = [re.sub(r" ?<!--.*-->", "", line) for line in lines]
    assert "# Tidal gardens" in bare
    assert "*Recalling* its resolution 9," in bare
    assert "   - (a) in spring;" in bare
    assert "2. Requests a report \\<soon\\> & at 16-10." in bare


@settings(max_examples=25, deadline=None)
@given(words=plain)
def test_no_word_becomes_markup(words: str) -> None:
    text = Text((p("x", "paragraph", words, Run(words, frozenset({"italic"})), "end"),))
    shown = rendered(write_markdown(text))
    # no renderer keeps white space and characters that nobody sees as they are
    squeeze = re.compile(r"[\s\x00-\x1f\x7f-\xa0\ufeff\ufffd]+")
    # and pandoc composes letters with their accents

    def plain_words(said: str) -> str:
        return squeeze.sub("", unicodedata.normalize("NFC", said))

    assert plain_words(shown) == plain_words(words + words + "end")


def test_numbers_that_do_not_count_on_are_printed() -> None:
    listed = [p(f"p{n}", "operative", "x", label=f"{n}.", number=str(n)) for n in (1, 2, 4)]
    text = Text(tuple(listed))
    bare = [re.sub(r" <!--.*-->", "", line) for line in write_markdown(text).split("\n")]
    assert [line for line in bare if line.endswith("x")] == ["1. x", "2. x", "- 4\\. x"]
    assert read_markdown(write_markdown(text).encode()) == text


@pytest.mark.parametrize(
    ("old", "new", "label", "words"),
    [
        ("2. Requests a report", "3. Requests the report", "3.", "Requests the report"),
        ("2. Requests a report", "2. Requests\na\n  report", "2.", "Requests a report"),
        ("2. Requests a report", "2. Requests **a** report", "2.", "Requests a report"),
    ],
)
def test_an_edited_paragraph(old: str, new: str, label: str, words: str) -> None:
    text = read_markdown(write_markdown(RESOLUTION).replace(old, new).encode())
    assert isinstance(text, Text)
    found = text.by_id()["para_2"]
    assert (found.label, found.number) == (label, label[0])
    assert found.text.startswith(words)


def test_an_edited_label_behind_a_bullet() -> None:
    text = read_markdown(write_markdown(RESOLUTION).replace("- (a) in", "- (d) in").encode())
    assert isinstance(text, Text)
    point = text.by_id()["para_1__point_a"]
    assert (point.label, point.number, point.text) == ("(d)", "d", "in spring;")


def test_an_added_paragraph() -> None:
    markdown = write_markdown(RESOLUTION).replace("## Water", "Added *by* hand.\n\n## Water")
    text = read_markdown(markdown.encode())
    assert isinstance(text, Text)
    added = next(q for q in text.walk() if q.text == "Added by hand.")
    assert added.kind == "paragraph"
    assert added.id


def test_windows_line_ends() -> None:
    markdown = write_markdown(RESOLUTION).replace("\n", "\r\n")
    assert read_markdown(markdown.encode()) == RESOLUTION
