"""A redline as a Word file: accepted it is the new text, rejected the old one, for any reader."""

from __future__ import annotations

import io
import re
import zipfile
from dataclasses import replace
from typing import Any

import pypandoc
import pytest
from hypothesis import HealthCheck, assume, given, settings
from lxml import etree

from majlis.textkit.carry import normal
from majlis.textkit.compare import compare, redline
from majlis.textkit.docx_carry import to_word
from majlis.textkit.model import Provision, Run, Text, View
from majlis.textkit.read import read_bytes
from majlis.textkit.read.docx import read_docx
from majlis.textkit.read.own_docx import from_docx
from majlis.textkit.write.docx import write_docx
from tests.textkit.pairs import NAMES, pair
from tests.textkit.test_compare_properties import versions

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
CHANGES = tuple(W + name for name in ("ins", "del", "moveFrom", "moveTo"))
STARTS = (W + "moveFromRangeStart", W + "moveToRangeStart")
AUTHOR, DATE = "A. Warden", "2041-02-03T04:05:06Z"
ANY = settings(
    max_examples=25,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.filter_too_much],
)
BOTH: tuple[View, View] = ("accept", "reject")


def redlined(old: Text, new: Text) -> bytes:
    return write_docx(redline(compare(old, new), AUTHOR, DATE))


def stripped(data: bytes) -> bytes:
    """The file as a program leaves it that keeps nothing but what Word shows."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as archive, zipfile.ZipFile(out, "w") as copy:
        for name in archive.namelist():
            if name.startswith("customXml/"):
                continue
            content = archive.read(name).decode()
            if name == "word/_rels/document.xml.rels":
                content = re.sub(r"<Relationship [^>]*customXml[^>]*/>", "", content)
            if name == "[Content_Types].xml":
                content = re.sub(r"<Override [^>]*customXml[^>]*/>", "", content)
            if name == "word/document.xml":
                content = re.sub(r"<w:bookmark(?:Start|End) [^>]*/>", "", content)
                assert "bookmark" not in content
            copy.writestr(name, content)
    return out.getvalue()


def edited(data: bytes, words: str, others: str) -> bytes:
    """The file with some words of its document replaced."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as archive, zipfile.ZipFile(out, "w") as copy:
        for name in archive.namelist():
            content = archive.read(name).decode()
            copy.writestr(name, content.replace(words, others) if "document" in name else content)
    return out.getvalue()


def lines(text: Text) -> list[tuple[str, str]]:
    return [(p.label, p.text) for p in text.walk()]


def printed(text: Text) -> list[str]:
    return [f"{p.label}\t{p.text}" if p.label else p.text for p in text.walk()]


def side(old: Text, new: Text, shown: View) -> Text:
    return new if shown == "accept" else old


@pytest.mark.parametrize("name", NAMES)
def test_read_back(name: str) -> None:
    known = pair(name)
    data = redlined(known.old, known.new)
    for shown in BOTH:
        wanted = side(known.old, known.new, shown)
        for file in (data, stripped(data)):
            assert lines(read_bytes(file, shown)) == lines(wanted)
            blocks = read_docx(file, shown).blocks
            assert [block.text for block in blocks] == printed(wanted)


@pytest.mark.parametrize("name", NAMES)
def test_pandoc_agrees(name: str) -> None:
    known = pair(name)
    # pandoc takes titles for metadata and keeps the last one only
    data = edited(redlined(known.old, known.new), '<w:pStyle w:val="Title"/>', "")
    for shown in BOTH:
        said = pypandoc.convert_text(
            data,
            "plain",
            format="docx",
            extra_args=[f"--track-changes={shown}", "--wrap=none"],
        )
        wanted = " ".join(printed(side(known.old, known.new, shown)))
        assert said.split() == wanted.split()


@pytest.mark.parametrize("name", NAMES)
def test_every_change_has_a_number_author_and_date(name: str) -> None:
    known = pair(name)
    with zipfile.ZipFile(io.BytesIO(redlined(known.old, known.new))) as archive:
        root = etree.fromstring(archive.read("word/document.xml"))
    changes = list(root.iter(*CHANGES))
    numbers = [element.get(W + "id") for element in root.iter() if element.get(W + "id")]
    ends = root.iter(W + "bookmarkEnd", W + "moveFromRangeEnd", W + "moveToRangeEnd")
    for number in [element.get(W + "id") for element in ends]:
        numbers.remove(number)  # the end of a range repeats the number of its start
    assert len(changes) > 20
    assert len(numbers) == len(set(numbers))
    assert {(e.get(W + "author"), e.get(W + "date")) for e in changes} == {(AUTHOR, DATE)}
    for deletion in root.iter(W + "del"):
        assert not list(deletion.iter(W + "t"))


MOVED = Text(
    (
        Provision("a", "operative", (Run("Decides to dredge the northern canal;"),), "1.", "1"),
        Provision("b", "operative", (Run("Invites the pilots to keep a log;"),), "2.", "2"),
        Provision("c", "operative", (Run("Requests a chart of every shoal;"),), "3.", "3"),
        Provision("d", "operative", (Run("Urges wardens to count the herons."),), "4.", "4"),
    )
)


def reordered(labels: str) -> Text:
    """The text with its first provision last."""
    first, *others = MOVED.provisions
    given = zip((*others, first), labels.split(), strict=True)
    return replace(MOVED, provisions=tuple(replace(p, label=label) for p, label in given))


def document_of(data: bytes) -> Any:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return etree.fromstring(archive.read("word/document.xml"))


def words(element: Any) -> str:
    return "".join(element.itertext(W + "t", W + "delText"))


@pytest.mark.parametrize("labels", ["2. 3. 4. 1.", "1. 2. 3. 4."])
def test_a_moved_provision_is_a_move_in_word(labels: str) -> None:
    new = reordered(labels)
    data = redlined(MOVED, new)
    root = document_of(data)
    starts = list(root.iter(*STARTS))
    assert sorted(start.tag for start in starts) == sorted(STARTS)
    assert len({start.get(W + "name") for start in starts}) == 1
    for start in starts:
        assert (start.get(W + "author"), start.get(W + "date")) == (AUTHOR, DATE)
        # the range holds the mark of its paragraph too, so it ends after it
        end = start.getparent().getnext()
        assert end.tag == start.tag.replace("Start", "End")
        assert end.get(W + "id") == start.get(W + "id")
    for half, plain in (("moveFrom", "del"), ("moveTo", "ins")):
        in_mark, *runs = root.iter(W + half)
        assert in_mark.getparent().tag == W + "rPr"
        moved = "".join(map(words, runs))
        own = "".join(words(e) for e in runs[0].getparent().iter(W + plain))
        # a label that is another one at the new place is no part of the move
        kept = "1." if labels.endswith("1.") else ""
        assert moved == kept + MOVED.provisions[0].text
        assert own == ("" if kept else "1." if half == "moveFrom" else "4.")
    for shown in BOTH:
        wanted = printed(side(MOVED, new, shown))
        for file in (data, stripped(data)):
            assert [block.text for block in read_docx(file, shown).blocks] == wanted


def test_a_move_reads_back_as_one() -> None:
    text = redline(compare(MOVED, reordered("1. 2. 3. 4.")), AUTHOR, DATE)
    data = write_docx(text)
    assert from_docx(read_docx(data)) == normal(text)
    for block in read_docx(stripped(data)).blocks:
        moved = {run.revision.moved for run in block.runs if run.revision and len(run.text) > 9}
        assert moved == ({True} if "dredge" in block.text else set())


def test_a_move_without_a_date_is_a_deletion_and_an_insertion() -> None:
    # the range of a move must have a date (CT_MoveBookmark), and none is invented
    root = document_of(write_docx(redline(compare(MOVED, reordered("1. 2. 3. 4.")))))
    assert not list(root.iter(*STARTS, W + "moveFrom", W + "moveTo"))
    assert [words(e) for e in root.iter(W + "del") if "dredge" in words(e)]
    assert [words(e) for e in root.iter(W + "ins") if "dredge" in words(e)]


def test_a_provision_that_only_left_is_no_half_of_a_move() -> None:
    text = redline(compare(MOVED, reordered("1. 2. 3. 4.")), AUTHOR, DATE)
    alone = replace(text, provisions=tuple(p for p in text.walk() if p.change != "inserted"))
    root = document_of(write_docx(alone))
    assert not list(root.iter(*STARTS, W + "moveFrom", W + "moveTo"))


@ANY
@given(versions())
def test_any_pair(texts: tuple[Text, Text]) -> None:
    # what XML cannot hold is replaced before, so that the two sides can be compared
    comparison = compare(*map(normal, texts))
    data = write_docx(redline(comparison, AUTHOR, DATE))
    for shown in BOTH:
        wanted = side(comparison.old, comparison.new, shown)
        if any(p.text.strip() for p in (*comparison.old.walk(), *comparison.new.walk())):
            assert lines(read_bytes(data, shown)) == lines(wanted)


@ANY
@given(versions())
def test_any_pair_in_the_eyes_of_another_program(texts: tuple[Text, Text]) -> None:
    assume(not any(p.kind == "footnote" for text in texts for p in text.walk()))
    comparison = compare(*map(normal, texts))
    data = stripped(write_docx(redline(comparison, AUTHOR, DATE)))
    for shown in BOTH:
        found = [block.text for block in read_docx(data, shown).blocks]
        wanted = map(to_word, printed(side(comparison.old, comparison.new, shown)))
        assert [line for line in found if line.strip()] == [line for line in wanted if line.strip()]
