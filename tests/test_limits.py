"""The page of limits says what the code holds."""

from __future__ import annotations

from pathlib import Path

from majlis.commons.imports import file_reader
from majlis.documents.core import words
from majlis.kernel.limited_process import BACKGROUND, DRAFT, MEMBER, VISITOR
from majlis.mandates.similarity.draft import MEMBER_BOUNDS, VISITOR_BOUNDS
from majlis.textkit import carry, read, xmlsafe
from majlis.textkit.align import band
from majlis.textkit.read import html
from majlis.textkit.read.docx import package, walk

PAGE = Path(__file__).resolve().parents[1] / "docs/reference/limits.md"
MIB = 2**20


def test_the_page_of_limits_tells_the_true_ones() -> None:
    rows = [line.strip("| ").split(" | ") for line in PAGE.read_text("utf-8").splitlines()]
    told = {row[0]: row[1].partition(":")[0] for row in rows if len(row) == 2}
    del told["what"], told["---"]
    assert told == {
        "a file of any kind, or standard input": f"{read.MAX_BYTES // MIB} MiB",
        "XML, HTML, Markdown, or one part of a Word file, unpacked": (
            f"{xmlsafe.MAX_BYTES // MIB} MiB"
        ),
        "paragraphs": f"{read.MAX_PARAGRAPHS:,}",
        "plain text, Markdown: lines, empty ones too": f"{read.MAX_LINES:,}",
        "XML: elements inside elements": f"{xmlsafe.MAX_DEPTH} deep",
        "HTML: elements inside elements": f"{html.MAX_DEPTH} deep",
        "Word: what is unpacked in all": f"{package.MAX_TOTAL // MIB} MiB",
        "Word: unpacked against packed size of a part over 1 MiB": f"{package.MAX_RATIO} to 1",
        "Word: parts in the package": f"{package.MAX_PARTS:,}",
        "Word: tags and attributes of all parts": f"{package.MAX_TAGS:,}",
        "Word: paragraphs, empty ones too": f"{walk.MAX_PARAGRAPHS:,}",
        "XML, HTML, or one part of a Word file: tags and attributes": f"{xmlsafe.MAX_TAGS:,}",
        "align: pairs of provisions that are looked at": f"{band.MOST_PAIRS:,}",
        "writing: provisions inside provisions": f"{carry.MAX_TREE_DEPTH} deep",
    }
    assert xmlsafe.MAX_BYTES == package.MAX_PART
    assert package.SMALL == MIB


def test_the_page_of_limits_tells_what_a_process_that_reads_a_file_may_use() -> None:
    page = PAGE.read_text("utf-8")
    rows = [line.strip("| ").split(" | ") for line in page.splitlines() if line.startswith("|")]
    told = [row[1:] for row in rows if len(row) == 5][2:]
    limits = (VISITOR, DRAFT, MEMBER, BACKGROUND, file_reader.LIMITS, words.PDF_LIMITS)
    assert told == [
        [
            f"{each.at_once}",
            f"{each.cpu_seconds} s",
            f"{each.seconds:g} s",
            f"{each.memory // MIB} MiB",
        ]
        for each in limits
    ]
    for each in (VISITOR_BOUNDS, MEMBER_BOUNDS):
        assert f"{each.characters:,}" in page and f" {each.paragraphs}" in page
