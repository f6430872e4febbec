"""Words in files: of Word files, of PDF files, of what is typed; how many they are."""

from __future__ import annotations

import io
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from majlis.documents.core import pdf_reader, words
from majlis.documents.core.words import count_words, read_stored_file, read_typed
from majlis.kernel import files
from majlis.paper.blocks import Document as PaperDocument
from majlis.paper.blocks import Paragraph
from majlis.paper.write import word
from majlis.textkit.read.akn import read_akn


def pdf_of(*lines: str) -> bytes:
    """A small PDF with a line on each page."""
    objects = [b"<< /Type /Catalog /Pages 2 0 R >>"]
    kids = " ".join(f"{4 + 2 * place} 0 R" for place in range(len(lines)))
    objects.append(f"<< /Type /Pages /Kids [{kids}] /Count {len(lines)} >>".encode())
    objects.append(b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>")
    for place, line in enumerate(lines):
        content = f"BT /F1 12 Tf 72 720 Td ({line}) Tj ET".encode()
        page = f"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 600 800] /Contents {5 + 2 * place} 0 R"
        objects.append(f"{page} /Resources << /Font << /F1 3 0 R >> >> >>".encode())
        objects.append(b"<< /Length %d >> stream\n%s\nendstream" % (len(content), content))
    out = io.BytesIO(b"%PDF-1.4\n")
    out.seek(0, io.SEEK_END)
    places = []
    for number, each in enumerate(objects, 1):
        places.append(out.tell())
        out.write(b"%d 0 obj\n%s\nendobj\n" % (number, each))
    start = out.tell()
    out.write(b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1))
    out.write(b"".join(b"%010d 00000 n \n" % place for place in places))
    out.write(
        b"trailer << /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF" % (len(objects) + 1, start)
    )
    return out.getvalue()


@pytest.mark.django_db
def test_the_words_of_a_pdf_file_are_read_and_it_has_no_text() -> None:
    stored = files.store_file(io.BytesIO(pdf_of("A lighthouse", "A tidal garden")))
    content = read_stored_file(stored, "en")
    assert (content.text, content.words) == ("", "A lighthouse\n\nA tidal garden")


def test_a_pdf_file_that_cannot_be_read_has_no_words(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = tmp_path / "file.pdf"
    file.write_bytes(b"%PDF-1.7 nothing")
    assert words.pdf_words(file) == ""
    file.write_bytes(pdf_of("A lighthouse", "A garden"))
    assert pdf_reader.read_pages(file) == words.pdf_words(file) == "A lighthouse\n\nA garden"
    monkeypatch.setattr(pdf_reader, "MAX_PAGES", 1)
    assert pdf_reader.read_pages(file) == "A lighthouse"
    monkeypatch.setattr(pdf_reader, "MAX_CHARACTERS", 5)
    assert pdf_reader.read_pages(file) == "A lig"
    monkeypatch.setattr(words, "MAX_PDF_BYTES", 5)
    assert words.pdf_words(file) == ""


@pytest.mark.django_db
def test_a_word_file_is_read_as_text_and_words() -> None:
    data = word.write(
        PaperDocument("en", "Lighthouses", (Paragraph("The Group looks at lighthouses."),))
    )
    content = read_stored_file(files.store_file(io.BytesIO(data)), "en")
    assert "The Group looks at lighthouses." in content.words
    assert any("lighthouses" in each.text for each in read_akn(content.text.encode()).walk())


@pytest.mark.django_db
def test_a_word_file_that_is_damaged_has_no_words() -> None:
    data = word.write(PaperDocument("en", "Lighthouses", (Paragraph("Words."),)))
    stored = files.store_file(io.BytesIO(data))
    files.file_path(stored.sha256).write_bytes(b"PK damaged")
    assert read_stored_file(stored, "en").words == ""


def test_what_is_typed_has_paragraphs_and_items() -> None:
    typed = "The Group met.\r\n\r\n1. Requests the Chair to report;\r\n\r\n2. Invites:\r\n(a) Members.\r\n"
    content = read_typed(typed, "en")
    assert content.words == typed.replace("\r\n", "\n").strip()
    labels = [each.label for each in read_akn(content.text.encode()).walk() if each.label]
    assert labels == ["1.", "2.", "(a)"]
    assert read_typed(" \n ", "en").text == ""


@pytest.mark.parametrize(
    ("words", "count"),
    [
        ("", 0),
        ("One two, three.", 3),
        ("The well-known people’s plan (2027)", 5),
        ("مجموعة العمل تجتمع", 3),
        ("工作组审议报告", 5),
        ("Рабочая группа 工作组", 4),
    ],
)
def test_words_are_counted_in_any_language(words: str, count: int) -> None:
    assert count_words(words) == count


@given(st.lists(st.sampled_from(["light", "مدينة", "город", "l’eau"]), max_size=20))
def test_words_between_spaces_are_counted_one_by_one(words: list[str]) -> None:
    assert count_words(" ".join(words)) == len(words)
