"""Pages of others to blocks."""

from __future__ import annotations

import pytest

from majlis.textkit.errors import TextError
from majlis.textkit.model import Block
from majlis.textkit.read.html import read_html


def blocks(body: str) -> list[Block]:
    found = read_html(f"<!doctype html><body>{body}</body>".encode())
    assert isinstance(found, list)
    return found


def said(body: str) -> list[tuple[str, str, str]]:
    return [(b.hint or b.style, b.label, b.text) for b in blocks(body)]


def test_paragraphs_headings_quotes_and_tables() -> None:
    assert said(
        "<nav>Menu</nav><h2>Water <i>and</i>\n salt</h2><p>One\n line,<br>and more.</p><div>loose "
        "<p>inner</p> tail</div><blockquote>quoted</blockquote><table><tr><td>a<th>b</table>"
        "<script>no</script><style>no</style><p hidden>no</p><p style='display: none'>no</p>"
    ) == [
        ("heading", "", "Water and salt"),
        ("", "", "One line, and more."),
        ("", "", "loose"),
        ("", "", "inner"),
        ("", "", "tail"),
        ("quote", "", "quoted"),
        ("table", "", "a"),
        ("table", "", "b"),
    ]


def test_two_breaks_end_a_paragraph() -> None:
    assert [b.text for b in blocks("<p>One<br><br>two<br>\n<br>three</p>")] == [
        "One",
        "two",
        "three",
    ]


@pytest.mark.parametrize(
    ("opening", "labels"),
    [
        ("<ol>", ["1.", "2.", "7.", "8."]),
        ("<ol start=3>", ["3.", "4.", "7.", "8."]),
        ("<ol type=a>", ["a.", "b.", "g.", "h."]),
        ("<ol type=I>", ["I.", "II.", "VII.", "VIII."]),
        ("<ol reversed>", ["4.", "3.", "7.", "6."]),
        ("<ol style='list-style-type: lower-roman'>", ["i.", "ii.", "vii.", "viii."]),
        ("<ol style='list-style: none'>", ["", "", "", ""]),
        ("<ul>", ["•", "•", "•", "•"]),
    ],
)
def test_labels_of_lists(opening: str, labels: list[str]) -> None:
    closing = f"</{opening[1:3]}>"
    found = blocks(f"{opening}<li>a<li><p>b</p><p>more</p><li value=7>c<li>d{closing}<p>after</p>")
    assert [b.label for b in found if b.text in "abcd"] == labels
    assert [b.label for b in found if b.text in ("more", "after")] == ["", ""]
    assert [b.level for b in found if b.text in ("a", "after")] == [0, None]


def test_nested_lists_and_empty_items() -> None:
    found = blocks("<ol><li>a<ol type=a><li>b</li><li></li></ol></li></ol><p>c</p>")
    assert [(b.level, b.label, b.text) for b in found] == [
        (0, "1.", "a"),
        (1, "a.", "b"),
        (None, "", "c"),
    ]


def test_revisions_and_marks() -> None:
    found = blocks(
        "<p><strong>a</strong><del>b</del><ins datetime='2031-01-01'>c</ins>"
        "<span style='font-weight:bold;font-style:italic'>d</span></p>"
    )[0]
    assert [(r.text, sorted(r.marks), r.revision and (r.revision.op, r.revision.date)) for r in found.runs] == [
        ("a", ["bold"], None),
        ("b", [], ("deleted", "")),
        ("c", [], ("inserted", "2031-01-01")),
        ("d", ["bold", "italic"], None),
    ]  # fmt: skip


def test_footnotes_follow_the_paragraph_that_calls_them() -> None:
    found = blocks(
        '<p>One<sup><a href="#f1">1</a></sup> and <a href="#f2" role="doc-noteref">2</a> again'
        '<sup><a href="#f1">1</a></sup>.</p><p>Next.</p><ol><li id="f1"><p>1. First. <a href="#r">↩</a></p>'
        '</li><li id="f2">Second.</li></ol>'
    )
    assert [(b.hint, b.ref, b.text) for b in found] == [
        ("", "", "One and again."),
        ("footnote", "1", "First."),
        ("footnote", "2", "Second."),
        ("", "", "Next."),
    ]


@pytest.mark.parametrize(
    "data",
    [
        "\ufeff<p>Décide — 决定</p>".encode(),
        "<p>Décide — 决定</p>".encode("utf-16"),
        "<meta charset=gb2312><p>Decide — 决定</p>".replace("—", "-").encode("gb18030"),
        "<p>Décide — 决定</p>".encode(),
        "<meta charset=no-such-code><p>Décide — 决定</p>".encode(),
    ],
)
def test_encodings(data: bytes) -> None:
    found = read_html(data)
    assert isinstance(found, list)
    assert found[0].text.endswith("决定")


def test_windows_1252_without_a_word_about_it() -> None:
    found = read_html("<p>Décide “ici”</p>".encode("cp1252"))
    assert isinstance(found, list)
    assert found[0].text == "Décide “ici”"


def test_no_break_spaces_and_controls() -> None:
    assert blocks("<p>a\u00a0b\x0cc&#0;</p>")[0].text.startswith("a\u00a0b")


@pytest.mark.parametrize("data", [b"", b"<html></html>", b"<script>x</script>", b"<p>&nbsp;</p>"])
def test_pages_without_words(data: bytes) -> None:
    with pytest.raises(TextError):
        read_html(data)


def test_a_deep_page_ends_in_one_line() -> None:
    deep = b"<div>" * 3000 + b"x" + b"</div>" * 3000
    try:
        found = read_html(deep)
    except TextError as error:
        assert "\n" not in str(error)
    else:
        assert isinstance(found, list)


def test_a_page_that_only_looks_like_ours() -> None:
    found = read_html(
        b'<main data-majlis="1" data-parts="{"><p>x</p><div class="provision">y</div></main>'
    )
    assert not isinstance(found, list)
    assert [(p.kind, p.text) for p in found.walk()] == [("paragraph", "x"), ("paragraph", "")]
