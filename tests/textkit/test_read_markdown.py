"""Markdown of others to blocks."""

from __future__ import annotations

import time

import pytest

from majlis.textkit.errors import TextError
from majlis.textkit.model import Block
from majlis.textkit.read.markdown import read_markdown


def blocks(text: str) -> list[Block]:
    found = read_markdown(text.encode())
    assert isinstance(found, list)
    return found


def said(text: str) -> list[tuple[str, str, str]]:
    return [(b.hint or b.style, b.label, b.text) for b in blocks(text)]


def runs(text: str) -> list[tuple[str, list[str]]]:
    return [(r.text, sorted(r.marks)) for r in blocks(text)[0].runs]


def test_blocks() -> None:
    assert said(
        "---\ntitle: x\n---\n# Tides #\n\nOne\nline.\n\nTwo\n---\n\n***\n> quoted\nlazy\n\n"
        "| a | b \\| c |\n|---|:-:|\n| d | e |\n\n```py\ncode *x*\n```\n<!-- gone\n\ngone -->\nend\n"
    ) == [
        ("heading", "", "Tides"),
        ("", "", "One line."),
        ("heading", "", "Two"),
        ("quote", "", "quoted lazy"),
        ("table", "", "a"),
        ("table", "", "b | c"),
        ("table", "", "d"),
        ("table", "", "e"),
        ("", "", "code *x*"),
        ("", "", "end"),
    ]


def test_lists() -> None:
    assert [(b.level, b.label, b.text) for b in blocks(
        "1. One\n1. Two:\n   - a\n   - b\n     goes on\n\n   more\n2. Three\n\n"
        "3) Four\n* five\n\nAfter 1. no list\n5. no list"
    )] == [
        (0, "1.", "One"),
        (0, "2.", "Two:"),
        (1, "•", "a"),
        (1, "•", "b goes on"),
        (1, "", "more"),
        (0, "3.", "Three"),
        (0, "3)", "Four"),
        (0, "•", "five"),
        (None, "", "After 1. no list 5. no list"),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("*a* __b__ ***c***", [("a", ["italic"]), (" ", []), ("b", ["bold"]), (" ", []), ("c", ["bold", "italic"])]),
        ("snake_case_word * 3 * 4", [("snake_case_word * 3 * 4", [])]),
        ("**a *b* c**", [("a ", ["bold"]), ("b", ["bold", "italic"]), (" c", ["bold"])]),
        ("~~a~~ **open", [("a", ["strike"]), (" **open", [])]),
        (r"\*a\* &amp; &#65; &nope;", [("*a* & A &nope;", [])]),
        ("[a *b*](http://x/(y)) ![no](p.png)end", [("a ", []), ("b", ["italic"]), (" end", [])]),
        ("[a][ref] [b] ] c\n\n[ref]: http://x", [("a [b] ] c", [])]),
        ("`*a* b` ``c`d`` `e", [("*a* b c`d `e", [])]),
        ("<http://x.y> a<br>b<u>c</u></i>", [("http://x.y a b", []), ("c", ["underline"])]),
        ("a  \nb\\\nc", [("a b c", [])]),
    ],
)  # fmt: skip
def test_inline(text: str, wanted: list[tuple[str, list[str]]]) -> None:
    assert runs(text) == wanted


def test_revisions() -> None:
    found = blocks('a <ins data-author="B">c</ins><del>d</del>')[0].runs
    assert [(r.text, r.revision and (r.revision.op, r.revision.author)) for r in found] == [
        ("a ", None),
        ("c", ("inserted", "B")),
        ("d", ("deleted", "")),
    ]


def test_footnotes_follow_the_paragraph_that_calls_them() -> None:
    found = blocks("One[^a].\n\nTwo.\n\n[^a]: The note\n    goes on.\n\n[^b]: Never called.")
    assert [(b.hint, b.ref, b.text) for b in found] == [
        ("", "", "One."),
        ("footnote", "a", "The note goes on."),
        ("", "", "Two."),
        ("footnote", "b", "Never called."),
    ]


def test_lines_are_told() -> None:
    assert [b.line for b in blocks("---\na: b\n---\n# x\n\n\ny\nz\n")] == [4, 7]


@pytest.mark.parametrize("data", [b"", b"\n\n", b"<!-- x -->", b"\xff\xfe\x00"])
def test_what_is_refused(data: bytes) -> None:
    with pytest.raises(TextError):
        read_markdown(data)


@pytest.mark.parametrize(
    "sign", ["[", "](", "*a", "`", "<!--", "_", '<a b="', "\\", "&", "| ", "> ", "1. ", "[^"]
)
def test_no_sign_costs_more_than_its_length(sign: str) -> None:
    # processor time, ten times the input: a quadratic rule would take a hundred times as long
    def seconds(count: int) -> float:
        start = time.process_time()
        try:
            read_markdown((sign * count).encode() + b" end")
        except TextError:
            pass
        return time.process_time() - start

    # the collector of garbage may fall into one of them, not into each of three
    assert any(seconds(40_000) < 60 * max(seconds(4000), 0.002) for _ in range(3))
