"""Word files, opened with another program: styles, numbering, footnotes, direction, properties."""

from __future__ import annotations

import io
import re
import zipfile

import docx
import pytest
from lxml import etree

from majlis.paper import blocks as b
from majlis.paper import write
from tests.paper.documents import ALL, arabic, chinese, russian

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"


def part(document: b.Document, name: str) -> etree._Element:
    """A part of a document as a Word file."""
    with zipfile.ZipFile(io.BytesIO(write.docx(document))) as file:
        return etree.fromstring(file.read(f"word/{name}.xml"))


@pytest.mark.parametrize("language", ALL)
def test_every_style_that_is_used_is_there(language: str) -> None:
    document = ALL[language]()
    there = {style.get(f"{W}styleId") for style in part(document, "styles").iter(f"{W}style")}
    for name in ("document", "footnotes", "header", "footer"):
        root = part(document, name)
        used = {
            element.get(f"{W}val")
            for kind in ("pStyle", "rStyle", "tblStyle")
            for element in root.iter(f"{W}{kind}")
        }
        assert used <= there


@pytest.mark.parametrize("language", ALL)
def test_every_relation_that_is_used_is_there(language: str) -> None:
    with zipfile.ZipFile(io.BytesIO(write.docx(ALL[language]()))) as file:
        names = set(file.namelist())
        for name in ("document", "footnotes"):
            used = set(re.findall(rb'r:(?:id|embed)="(\w+)"', file.read(f"word/{name}.xml")))
            related = etree.fromstring(file.read(f"word/_rels/{name}.xml.rels"))
            assert used <= {str(element.get("Id")).encode() for element in related}
            for element in related:
                outside = element.get("TargetMode") == "External"
                assert outside or f"word/{element.get('Target')}" in names


def test_arabic_is_written_from_right_to_left_everywhere() -> None:
    document = arabic()
    root = part(document, "document")
    assert root.find(f"{W}body/{W}sectPr/{W}bidi") is not None
    tables = list(root.iter(f"{W}tbl"))
    assert len(tables) == 2
    assert all(table.find(f"{W}tblPr/{W}bidiVisual") is not None for table in tables)
    for name in ("document", "footnotes", "header", "footer"):
        for run in part(document, name).iter(f"{W}r"):
            text = "".join(node.text or "" for node in run.iter(f"{W}t"))
            if re.search("[\u0621-\u064a]", text):
                assert run.find(f"{W}rPr/{W}rtl") is not None, text
                assert run.find(f"{W}rPr/{W}lang").get(f"{W}bidi") == "ar-AE"


def test_symbols_stay_from_left_to_right_in_arabic() -> None:
    root = part(
        b.Document("ar", "نص", (b.Paragraph(("قرار ITU-D 2/1 (ف)، ", b.Symbol("D/2(1)"))),)),
        "document",
    )
    western = [run for run in root.iter(f"{W}r") if run.find(f"{W}rPr/{W}rtl") is None]
    assert ["".join(run.itertext()) for run in western] == ["ITU-D 2/1", "\u200eD/2(1)\u200e"]


def test_no_other_language_is_turned() -> None:
    for document in (chinese(), russian()):
        for name in ("document", "styles", "footer"):
            root = part(document, name)
            assert not [*root.iter(f"{W}bidi", f"{W}rtl", f"{W}bidiVisual")]


@pytest.mark.parametrize(
    ("document", "levels"),
    [
        (arabic(), [("decimal", "%1."), ("arabicAbjad", "(%2)"), ("decimal", "(%3)")]),
        (russian(), [("decimal", "%1."), ("russianLower", "%2)"), ("lowerRoman", "%3)")]),
        (
            chinese(),
            [
                ("chineseCountingThousand", "%1、"),
                ("chineseCountingThousand", "（%2）"),
                ("decimal", "%3."),
            ],
        ),
    ],
    ids=["ar", "ru", "zh"],
)
def test_lists_count_by_definitions_of_the_language(
    document: b.Document, levels: list[tuple[str, str]]
) -> None:
    count = part(document, "numbering").find(f"{W}abstractNum")
    assert count is not None
    found = [
        (level.find(f"{W}numFmt").get(f"{W}val"), level.find(f"{W}lvlText").get(f"{W}val"))
        for level in count.iter(f"{W}lvl")
    ]
    assert found[:3] == levels


def test_each_list_begins_anew_at_its_start() -> None:
    root = part(russian(), "numbering")
    starts = [element.get(f"{W}val") for element in root.iter(f"{W}startOverride")]
    assert starts == ["9", "1", "1", "1"]


def test_tables_repeat_their_heads_and_have_a_name() -> None:
    opened = docx.Document(io.BytesIO(write.docx(russian())))
    table = opened.tables[0]
    assert [cell.text for cell in table.rows[0].cells] == ["Район", "Проекты", "Код"]
    assert table.rows[0]._tr.find(f"{W}trPr/{W}tblHeader") is not None
    assert table.rows[1]._tr.find(f"{W}trPr/{W}tblHeader") is None
    assert table._tbl.find(f"{W}tblPr/{W}tblCaption").get(f"{W}val") == "Проекты по районам"


def test_headings_are_headings_with_bookmarks() -> None:
    opened = docx.Document(io.BytesIO(write.docx(arabic())))
    headings = [p for p in opened.paragraphs if p.style and p.style.name.startswith("Heading")]
    assert [p.style.name for p in headings] == ["Heading 1", "Heading 2", "Heading 1"]
    names = {p._p.find(f"{W}bookmarkStart").get(f"{W}name") for p in headings}
    links = {element.get(f"{W}anchor") for element in opened.element.body.iter(f"{W}hyperlink")} - {
        None
    }
    assert links
    assert links <= names


def test_pictures_have_words_and_the_file_has_properties() -> None:
    document = arabic()
    chart = next(block for block in document.blocks if isinstance(block, b.Chart))
    opened = docx.Document(io.BytesIO(write.docx(document)))
    (shape,) = opened.inline_shapes
    assert shape._inline.docPr.get("descr") == chart.alternative
    assert opened.core_properties.title == document.title
    assert opened.core_properties.language == "ar-AE"


def test_footnotes_are_footnotes() -> None:
    notes = [
        note
        for note in part(arabic(), "footnotes").iter(f"{W}footnote")
        if note.get(f"{W}type") is None
    ]
    calls = list(part(arabic(), "document").iter(f"{W}footnoteReference"))
    assert [call.get(f"{W}id") for call in calls] == [note.get(f"{W}id") for note in notes]
    assert len(notes) == 3
    assert "الفقرة 12" in "".join(notes[0].itertext())


def test_a_page_break_begins_the_page_of_the_next_block() -> None:
    document = b.Document("en", "T", (b.Paragraph("one"), b.PageBreak(), b.Paragraph("two")))
    opened = docx.Document(io.BytesIO(write.docx(document)))
    assert [p.paragraph_format.page_break_before for p in opened.paragraphs] == [None, None, True]


def test_a_cover_has_no_head_and_the_text_begins_a_page() -> None:
    opened = docx.Document(io.BytesIO(write.docx(chinese())))
    assert opened.sections[0].different_first_page_header_footer
    first = next(p for p in opened.paragraphs if p.paragraph_format.page_break_before)
    assert first.text == "目录"


def test_pages_are_numbered_in_the_words_of_the_language() -> None:
    foot = part(chinese(), "footer")
    assert "".join(node.text or "" for node in foot.iter(f"{W}t")) == "第1页，共1页"
    codes = [(node.text or "").strip() for node in foot.iter(f"{W}instrText")]
    assert codes == ["PAGE", "NUMPAGES"]
