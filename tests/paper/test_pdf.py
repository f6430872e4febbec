"""PDF: outline, tags, words in their order, signs without a shape."""

from __future__ import annotations

import io
from collections import Counter
from typing import Any

import pypdf
import pytest

from majlis.paper import blocks as b
from majlis.paper import write
from majlis.paper.write.typefaces import fonts, shown
from tests.paper.documents import ALL, arabic, chinese, russian


def opened(document: b.Document) -> pypdf.PdfReader:
    """A document as PDF, read by another program."""
    return pypdf.PdfReader(io.BytesIO(write.pdf(document)))


def tags(reader: pypdf.PdfReader) -> Counter[str]:
    """How often each tag is there."""
    found: Counter[str] = Counter()
    waiting: list[Any] = [reader.trailer["/Root"]["/StructTreeRoot"]]
    while waiting:
        node = waiting.pop().get_object()
        if isinstance(node, list):
            waiting += node
        elif isinstance(node, dict):
            if "/S" in node:
                found[str(node["/S"])] += 1
            if "/K" in node:
                waiting.append(node["/K"])
    return found


@pytest.mark.parametrize("language", ALL)
def test_everything_is_tagged_as_what_it_is(language: str) -> None:
    found = tags(opened(ALL[language]()))
    assert found["/Table"] == 2
    assert found["/TH"] >= 6
    assert found["/Figure"] == 1
    assert found["/Note"] >= 2
    assert found["/L"] >= 4
    assert found["/Lbl"] >= 6
    assert found["/H1"] >= 1


def test_the_file_says_that_it_is_for_everybody() -> None:
    reader = opened(russian())
    assert b"pdfuaid:part>1<" in reader.trailer["/Root"]["/Metadata"].get_data()
    assert str(reader.trailer["/Root"]["/Lang"]) == "ru-RU"
    assert reader.metadata is not None
    assert reader.metadata.title == russian().title


def test_headings_are_the_outline() -> None:
    outline = opened(russian()).outline
    assert [entry.title for entry in outline if not isinstance(entry, list)] == ["Что сделано"]
    assert [entry.title for entry in outline[1]] == ["Что осталось"]


@pytest.mark.parametrize("language", ["en", "ar", "zh"])
def test_the_outline_has_all_words_of_headings_in_any_look(language: str) -> None:
    looks = [b.Run("Lamps", strong=True), b.Run("Lamps", emphasis=True)]
    looks += [b.Run("Lamps", strong=True, emphasis=True, underlined=True, language="fr")]
    headings = [b.Heading(1, (look,)) for look in looks] + [
        b.Heading(1, ("Old ", looks[0], " gone"))
    ]
    outline = opened(b.Document(language, "Coast", (b.Contents(2), *headings))).outline
    titles = [entry.title.strip("\u2066\u2069") for entry in outline]
    assert titles == ["Lamps", "Lamps", "Lamps", "Old Lamps gone"]


def test_only_our_typefaces_are_used() -> None:
    families = {font.family for font in fonts().fonts()}
    assert families == {
        "Amiri",
        "Noto Sans",
        "Noto Sans Arabic",
        "Noto Sans SC",
        "Noto Serif",
        "Noto Serif SC",
    }


def test_the_head_of_a_table_is_on_each_of_its_pages() -> None:
    rows = tuple((f"row {place}", "x") for place in range(120))
    table = b.Table("Long", (b.Column("Headword"), b.Column("Other")), rows)
    pages = opened(b.Document("en", "Title", (table,))).pages
    assert len(pages) >= 3
    assert all("Headword" in page.extract_text() for page in pages)


@pytest.mark.parametrize(
    ("make", "told"),
    [(russian, "Страница 2 из 2"), (chinese, "第3页，共3页")],
    ids=["ru", "zh"],
)
def test_pages_are_numbered_in_the_words_of_the_language(make: Any, told: str) -> None:
    text = opened(make()).pages[-1].extract_text()
    assert told.replace(" ", "") in text.replace(" ", "").replace("\n", "")


def test_a_link_in_a_head_that_is_repeated_is_words() -> None:
    head = b.Column((b.Link("Headword", "https://oasis.example/"),))
    table = b.Table("Long", (head,), tuple((f"row {place}",) for place in range(60)))
    pages = opened(b.Document("en", "Title", (table,))).pages
    assert all("Headword" in page.extract_text() for page in pages)


def test_a_cover_has_no_number() -> None:
    first, second = (page.extract_text().replace(" ", "") for page in opened(chinese()).pages[:2])
    assert "共3页" not in first
    assert "共3页" in second


def test_a_sign_without_a_shape_is_printed_as_its_code() -> None:
    assert shown("a\U0001f600\u0641\ud55c\u4e2d\u2066") == "a[U+1F600]\u0641[U+D55C]\u4e2d\u2066"
    text = opened(b.Document("en", "Title", (b.Paragraph("so \U0001f600"),))).pages[0]
    assert "so [U+1F600]" in text.extract_text()


def test_text_is_never_read_as_code() -> None:
    odd = '#panic("no") \\ " ] [ $x$ *a* _b_ `c` // /* @l <m> ~ --- #read("paper.typ")'
    text = opened(b.Document("en", odd, (b.Paragraph(odd), b.Heading(1, odd)))).pages[0]
    assert text.extract_text().replace("\n", " ").count('#panic("no") \\ " ] [ $x$ *a* _b_') >= 3


def test_the_chart_has_words_for_those_who_do_not_see_it() -> None:
    document = arabic()
    chart = next(block for block in document.blocks if isinstance(block, b.Chart))
    reader = opened(document)
    told = [
        obj["/Alt"]
        for number in range(1, len(reader.xref_objStm) + 400)
        if isinstance(obj := _object(reader, number), dict) and "/Alt" in obj
    ]
    assert chart.alternative in told


def _object(reader: pypdf.PdfReader, number: int) -> Any:
    try:
        return reader.get_object(number)
    except (pypdf.errors.PyPdfError, KeyError):
        return None


WORDS = (
    "Requests the Keeper of Books to have the signs of the reading rooms written in that language…"
)
ADDRESS = "https://oasis.example/ar/entities/keeper-of-books-and-of-the-reading-rooms/briefs/"


def on_paper(*blocks: b.Block) -> list[str]:
    """The lines of an Arabic document as they are printed, each from left to right."""
    page = opened(b.Document("ar", "عنوان", blocks)).pages[0]
    return [line.strip() for line in page.extract_text(extraction_mode="layout").split("\n")]


def test_a_run_in_another_language_is_set_in_its_own_direction() -> None:
    cell = (b.Run(WORDS, language="en"),)
    table = b.Table("جدول", (b.Column("النص"), b.Column("آخر"), b.Column("آخر")), ((cell, "", ""),))
    lines = on_paper(table, b.Paragraph(("انظر: ", *cell)))
    assert sum(line.endswith("language…") for line in lines) == 2
    assert not any(line.startswith("…") for line in lines)


def test_an_address_that_breaks_reads_from_left_to_right() -> None:
    link = b.Link((b.Symbol(ADDRESS),), ADDRESS)
    cover = b.Cover(lines=(("انظر: ", link),))
    text = "القائمة الكاملة منشورة على الموقع الشبكي: "
    lines = on_paper(b.Paragraph((text, b.Symbol(ADDRESS))), b.Paragraph((text, link, ".")))
    lines += [
        line.strip()
        for line in opened(b.Document("ar", "عنوان", (), cover))
        .pages[0]
        .extract_text(extraction_mode="layout")
        .split("\n")
    ]
    assert not any(line.startswith("/") for line in lines)
    assert sum("briefs/" in line for line in lines) == 3
