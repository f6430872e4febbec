"""Crafted files cost as much as they are long: calls and characters are counted, not time.

What a regular expression does cannot be counted: there, a file of which the square would take minutes
is read, and an alarm of the processor ends the test in its place.
"""

from __future__ import annotations

import signal
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from types import FrameType
from typing import cast

import pytest
from bench.craftedfiles import crafted_file, word_file

from majlis.textkit import model
from majlis.textkit.carry import MAX_TREE_DEPTH
from majlis.textkit.model import Provision, Run, Text, merge_runs
from majlis.textkit.read import read_bytes
from majlis.textkit.read.akn import read_akn
from majlis.textkit.read.docx import read_docx
from majlis.textkit.read.docx.labels import Labels
from majlis.textkit.read.docx.numbering import Numbering
from majlis.textkit.read.docx.package import Package
from majlis.textkit.read.docx.styles import Styles
from majlis.textkit.read.html import MOST_ATTRIBUTES, parse_html, read_html
from majlis.textkit.read.markdown import read_markdown
from majlis.textkit.xmlsafe import Element

MOST_SECONDS = 8
READERS = {".md": read_markdown, ".html": read_html, ".xml": read_akn, ".docx": read_docx}
COUNTED = {
    "md tags unlike": 6_000,
    "html breaks and hard blanks": 6_000,
    "html footnotes within one": 6_000,
    "akn lines that end in a comma": 6_000,
    "akn items run together with marks": 6_000,
    "akn footnotes under a ruler": 6_000,
    "docx custom marks of footnotes": 20_000,
}
ENDLESS = (
    "md quote marks",
    "md heading of blanks",
    "md table rule of blanks",
    "md blanks inside",
    "md images nested",
    "html break then blank spans",
    "html list with a long style",
    "html own wordings",
    "akn documents under long metadata",
    "akn one text of blanks kept",
    "akn hard blanks",
)


def count_calls(name: str, size: int) -> int:
    suffix, data = crafted_file(name, size)
    count = 0

    def counted(_frame: FrameType, event: str, _arg: object) -> None:
        nonlocal count
        count += event in ("call", "c_call")

    before = sys.getprofile()
    sys.setprofile(counted)
    try:
        READERS[suffix](data)
    finally:
        sys.setprofile(before)
    return count


@contextmanager
def bounded_time() -> Iterator[None]:
    def give_up(_signal: int, _frame: FrameType | None) -> None:
        raise TimeoutError

    before = signal.signal(signal.SIGPROF, give_up)
    signal.setitimer(signal.ITIMER_PROF, MOST_SECONDS)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_PROF, 0)
        signal.signal(signal.SIGPROF, before)


@pytest.mark.parametrize("name", COUNTED)
def test_four_times_the_size_costs_four_times_the_calls(name: str) -> None:
    count_calls(name, 1_000)  # patterns are compiled once
    size = COUNTED[name]
    assert count_calls(name, 4 * size) < 6 * count_calls(name, size)


@pytest.mark.parametrize("name", ENDLESS)
def test_what_goes_on_without_end_is_read(name: str) -> None:
    suffix, data = crafted_file(name, 2_000_000)
    with bounded_time():
        assert READERS[suffix](data)


def test_each_character_of_equal_runs_is_joined_once(monkeypatch: pytest.MonkeyPatch) -> None:
    joined = 0
    replace = model.replace

    def counted(run: Run, *, text: str) -> Run:
        nonlocal joined
        joined += len(text)
        return replace(run, text=text)

    monkeypatch.setattr(model, "replace", counted)
    assert merge_runs(Run("a") for _ in range(1000)) == (Run("a" * 1000),)
    assert joined == 1000


def test_what_nests_in_a_footnote_is_read_once() -> None:
    calls = "".join(f'<sup><a href="#n{at}">1</a></sup>' for at in range(50))
    nested = "".join(f'<div id="n{at}">{at} well' for at in range(50)) + "</div>" * 50
    blocks = read_html(f"<html><body><p>gates{calls}</p>{nested}</body></html>".encode())
    assert isinstance(blocks, list)
    assert sum(block.text.count("well") for block in blocks) == 50


def test_lists_that_begin_anew_stand_side_by_side() -> None:
    lists = "<ol><li>a<ol><li>b</li></ol></li></ol>" * 50
    text = read_bytes(f"<html><body>{lists}</body></html>".encode())
    assert [p.text for p in text.provisions] == ["a"] * 50
    assert [p.text for top in text.provisions for p in top.children] == ["b"] * 50


@pytest.mark.parametrize("suffix", [".html", ".md"])
def test_lists_nest_no_deeper_than_a_text(suffix: str) -> None:
    made = {
        ".html": "<html><body>" + "<ol><li>a" * 100 + "</li></ol>" * 100,
        ".md": "".join(" " * 3 * level + "1. a\n" for level in range(100)),
    }
    text = read_bytes(made[suffix].encode(), name=f"crafted{suffix}")
    assert len(list(text.walk())) == 100
    assert depth_of(text.provisions) <= MAX_TREE_DEPTH + 1


def test_no_element_has_attributes_without_end() -> None:
    many = " ".join(f'a{at}="b"' for at in range(5000))
    root = parse_html(f'<p class="c" {many} id="d">gates</p><p id="e">wells</p>'.encode())
    first, second = root.iter("p")
    assert first.get("class") == "c" and first.get("id") is None and first.text == "gates"
    assert len(first.attrib) == MOST_ATTRIBUTES
    assert second.get("id") == "e"


def test_what_nests_in_a_quoted_provision_is_read_once() -> None:
    quoted = "<p>{}<embeddedStructure>" * 60 + "<p>gates</p>" + "</embeddedStructure></p>" * 60
    with bounded_time():
        text = read_akn(akn(quoted.replace("{}", "wells")))
    assert words(text) == ["wells"] * 60 + ["gates"]


def test_what_nests_in_an_attachment_is_read_once() -> None:
    nested = "<attachment><heading>Wells</heading><p>gates</p>" * 60 + "</attachment>" * 60
    with bounded_time():
        text = read_akn(akn(nested))
    assert words(text) == ["Wells", "gates"] * 60


def test_settings_of_notes_are_looked_up_once() -> None:
    looked = 0

    class Settings:
        def find(self, _path: str) -> None:
            nonlocal looked
            looked += 1

    labels = Labels([], "accept", Numbering(None, Styles(None)), cast(Element, Settings()), None)
    assert [labels._next_note("footnote") for _ in range(50)][-1] == "50"
    assert looked == 2


@pytest.mark.parametrize("kind", ["customXml", "core-properties"])
def test_a_part_that_is_named_again_is_read_once(
    kind: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    reads: list[str] = []
    read = Package.read

    def counted(package: Package, name: str) -> bytes | None:
        reads.append(name)
        return read(package, name)

    monkeypatch.setattr(Package, "read", counted)
    read_docx(word_file({}, ((kind, "word/again.xml"),) * 50))
    assert 0 < reads.count("word/again.xml") <= 2


def akn(body: str) -> bytes:
    return f"<akomaNtoso><doc><mainBody>{body}</mainBody></doc></akomaNtoso>".encode()


def depth_of(provisions: Sequence[Provision]) -> int:
    return 1 + max((depth_of(p.children) for p in provisions), default=0) if provisions else 0


def words(text: Text) -> list[str]:
    return [provision.text for provision in text.walk() if provision.text]
