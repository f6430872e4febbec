"""A provision that moved and was reworded on the way, as a move in Word."""

from __future__ import annotations

from dataclasses import replace

import pytest

from majlis.textkit.carry import normal
from majlis.textkit.compare import compare, redline
from majlis.textkit.model import Run, Text
from majlis.textkit.read.docx import read_docx
from majlis.textkit.read.own_docx import from_docx
from majlis.textkit.write.docx import write_docx
from tests.textkit.test_redline_docx import (
    AUTHOR,
    BOTH,
    DATE,
    MOVED,
    STARTS,
    W,
    document_of,
    printed,
    reordered,
    side,
    stripped,
    words,
)

WORDINGS = {
    "words put in": "Decides to dredge and mark the northern canal;",
    "words taken out": "Decides to dredge the canal;",
    "words replaced": "Decides to dredge the whole northern canal and its locks;",
}


def reworded(wording: str) -> Text:
    new = reordered("1. 2. 3. 4.")
    *others, last = new.provisions
    return replace(new, provisions=(*others, replace(last, runs=(Run(wording),))))


@pytest.mark.parametrize("name", WORDINGS)
def test_a_reworded_move_is_a_move_with_changes_of_its_own(name: str) -> None:
    new = reworded(WORDINGS[name])
    text = redline(compare(MOVED, new), AUTHOR, DATE)
    data = write_docx(text)
    root = document_of(data)
    assert sorted(start.tag for start in root.iter(*STARTS)) == sorted(STARTS)
    halves = {}
    for half, plain in (("moveFrom", "del"), ("moveTo", "ins")):
        runs = [e for e in root.iter(W + half) if e.getparent().tag == W + "p"]
        [paragraph] = {run.getparent() for run in runs}
        # the mark moved where the last words did
        last = list(paragraph.iter(W + half, W + plain))[-1].tag
        [mark] = paragraph.iterfind(f"{W}pPr/{W}rPr/*")
        assert mark.tag == last
        halves[half] = "".join(map(words, runs))
        own = {words(e) for e in paragraph.iter(W + plain)}
        assert own
        assert "dredge" not in "".join(own)
    assert halves["moveFrom"] == halves["moveTo"]
    assert halves["moveTo"].startswith("Decides to dredge")
    assert from_docx(read_docx(data)) == normal(text)
    for shown in BOTH:
        wanted = printed(side(MOVED, new, shown))
        for file in (data, stripped(data)):
            assert [block.text for block in read_docx(file, shown).blocks] == wanted


def test_new_words_beside_moved_ones_have_their_own_revision() -> None:
    data = stripped(
        write_docx(redline(compare(MOVED, reworded(WORDINGS["words put in"])), AUTHOR, DATE))
    )
    last = read_docx(data).blocks[-1]
    moved = {run.text: run.revision.moved for run in last.runs if run.revision}
    assert moved["and mark "] is False
    assert moved["Decides to dredge "] is True
