"""Several documents in one: passages in other languages, and files inside the PDF."""

from __future__ import annotations

import hashlib
import io
from pathlib import Path

import pypdf
import pytest

from majlis.paper import blocks as b
from majlis.paper import write
from majlis.paper.errors import PaperError
from majlis.paper.plan import placed
from tests.paper.test_pdf import tags

WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
BLOCKS = (
    b.Contents(2),
    b.Heading(1, "The reading rooms"),
    b.Paragraph("They stay open."),
    b.Passage(
        "ar",
        (
            b.Heading(1, "قاعات القراءة"),
            b.Clause(("انظر ", b.Symbol("FWG-1/2")), "1"),
            b.Table("جدول", (b.Column("السنة"), b.Column("العدد")), (("2031", "7"),)),
            b.Note("ملاحظة"),
        ),
    ),
    b.Passage("zh", (b.Heading(2, "阅览室"), b.Paragraph("保持开放。"))),
)


def collection(*attachments: b.Attachment) -> b.Document:
    """A document with passages in two other languages."""
    return b.Document("en", "A fictional meeting", BLOCKS, attachments=attachments)


def test_blocks_of_passages_are_numbered_with_the_others_and_know_their_language() -> None:
    places = placed(collection())
    assert [place.language for place in places] == ["en"] * 3 + ["ar"] * 4 + ["zh"] * 2
    assert [place.level for place in places if place.level] == [1, 1, 2]


def test_a_page_marks_the_language_and_direction_of_passages() -> None:
    page = write.html(collection())
    assert '<div lang="ar" dir="rtl"><h2 id="heading-2">' in page
    assert '<a href="#heading-2" lang="ar" dir="rtl">' in page


def test_a_pdf_holds_passages_and_files_in_one_tagged_file(tmp_path: Path) -> None:
    file = tmp_path / "contribution.docx"
    file.write_bytes(b"words of a fictional file")
    digest = hashlib.sha256(file.read_bytes()).hexdigest()
    attachment = b.Attachment("FWG-1-2-E.docx", file, WORD, f"Word file. SHA-256: {digest}")
    reader = pypdf.PdfReader(io.BytesIO(write.pdf(collection(attachment))))
    root = reader.trailer["/Root"]
    about = root["/Metadata"].get_data()
    assert b"pdfuaid:part>1<" in about and b"pdfaid:part>3<" in about
    assert {name: parts[0] for name, parts in reader.attachments.items()} == {
        "FWG-1-2-E.docx": file.read_bytes()
    }
    kept = root["/AF"][0].get_object()
    assert kept["/AFRelationship"] == "/Source" and digest in kept["/Desc"]
    found = tags(reader)
    assert found["/H1"] + found["/H2"] >= 3 and found["/Table"] == 1
    assert [entry["/Title"].strip("\u2067\u2069") for entry in flat(reader.outline)] == [
        "The reading rooms",
        "قاعات القراءة",
        "阅览室",
    ]


def flat(outline: list[object]) -> list[pypdf.generic.Destination]:
    """The entries of an outline, without their order below each other."""
    entries: list[pypdf.generic.Destination] = []
    for entry in outline:
        if isinstance(entry, list):
            entries += flat(entry)
        elif isinstance(entry, pypdf.generic.Destination):
            entries.append(entry)
    return entries


def test_without_files_nothing_claims_to_be_an_archive_file() -> None:
    reader = pypdf.PdfReader(io.BytesIO(write.pdf(collection())))
    assert b"pdfaid" not in reader.trailer["/Root"]["/Metadata"].get_data()


def test_two_files_of_one_name_are_refused(tmp_path: Path) -> None:
    attachment = b.Attachment("one.docx", tmp_path / "one", WORD, "A file.")
    with pytest.raises(PaperError, match="one name"):
        collection(attachment, attachment)
    with pytest.raises(PaperError, match="without /"):
        b.Attachment("../one.docx", tmp_path / "one", WORD, "A file.")
