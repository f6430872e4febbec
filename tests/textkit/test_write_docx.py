"""Word files: real tracked changes, footnotes, comments; and reading back after edits in Word."""

from __future__ import annotations

import io
import re
import zipfile
from dataclasses import replace

import pypandoc
import pytest
from docx import Document
from lxml import etree

from majlis.textkit.carry import NAMESPACE
from majlis.textkit.model import Provision, Revision, Run, Text, View
from majlis.textkit.read.docx import read_docx
from majlis.textkit.read.own_docx import from_docx
from majlis.textkit.views import view
from majlis.textkit.write.docx import write_docx
from tests.textkit.written import DELETED, INSERTED, RESOLUTION, p

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"


def parts(data: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def repacked(data: bytes, name: str, old: str, new: str, count: int = 1) -> bytes:
    """The file as an editor leaves it: one part changed, the others as they were."""
    files = parts(data)
    text = files[name].decode()
    assert old in text
    files[name] = text.replace(old, new, count).encode()
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for entry, content in files.items():
            archive.writestr(entry, content)
    return out.getvalue()


def read(data: bytes) -> Text:
    text = from_docx(read_docx(data))
    assert text is not None
    return text


def paragraph(data: bytes, words: str) -> str:
    """The XML of the paragraph that holds some words."""
    document = parts(data)["word/document.xml"].decode()
    return next(m[0] for m in re.finditer(r"<w:p>.*?</w:p>", document, re.DOTALL) if words in m[0])


def printed(text: Text) -> list[str]:
    return [f"{q.label}\t{q.text}" if q.label else q.text for q in text.walk()]


@pytest.mark.parametrize("shown", ["accept", "reject"])
def test_word_shows_the_new_and_the_old_text(shown: View) -> None:
    flat = replace(RESOLUTION, provisions=tuple(q for q in RESOLUTION.provisions))
    blocks = read_docx(write_docx(flat), shown).blocks
    found = [block.text for block in blocks if block.hint != "footnote"]
    wanted = [line for line in printed(view(flat, shown)) if line != "1\tSee the calendar."]
    assert found == wanted


@pytest.mark.parametrize("shown", ["accept", "reject"])
def test_pandoc_agrees(shown: View) -> None:
    said = pypandoc.convert_text(
        write_docx(RESOLUTION),
        "plain",
        format="docx",
        extra_args=[f"--track-changes={shown}", "--wrap=none"],
    )
    words = " ".join(said.replace("[1]", " ").split())
    wanted = [
        " ".join(line.split())
        for line in printed(view(RESOLUTION, shown))
        if line != "1\tSee the calendar."
    ]
    at = 0
    for line in wanted:
        at = words.find(line, at)
        assert at >= 0, line
    assert "See the calendar." in words


def test_python_docx_opens_it() -> None:
    document = Document(io.BytesIO(write_docx(RESOLUTION)))
    styles = [q.style.name for q in document.paragraphs if q.style is not None]
    assert styles[:6] == [
        "Majlis front",
        "Title",
        "Majlis formula",
        "Majlis preambular",
        "Heading 1",
        "Majlis preambular",
    ]
    assert document.core_properties.title == "Tidal gardens"


def test_numbers_of_changes_are_unique_and_dates_are_valid() -> None:
    odd = (
        Run("a", revision=replace(INSERTED, date="yesterday", author="")),
        Run("b", revision=DELETED),
    )
    data = write_docx(
        replace(RESOLUTION, provisions=(*RESOLUTION.provisions, p("x", "back", *odd)))
    )
    root = etree.fromstring(parts(data)["word/document.xml"])
    changed = [e for e in root.iter(W + "ins", W + "del", W + "bookmarkStart")]
    ids = [e.get(W + "id") for e in changed]
    assert len(ids) == len(set(ids)) > 5
    for element in root.iter(W + "ins", W + "del"):
        assert element.get(W + "author")
        assert re.fullmatch(
            r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ", element.get(W + "date", "2031-01-01T00:00:00Z")
        )
    deleted = [e for d in root.iter(W + "del") for e in d.iter(W + "t")]
    assert not deleted


def test_a_whole_insertion_has_its_mark_and_label_tracked() -> None:
    xml = paragraph(write_docx(RESOLUTION), "in summer;")
    assert re.search(r"<w:rPr><w:ins [^>]*/></w:rPr></w:pPr>", xml)
    assert not re.search(r"</w:ins><w:r>", xml)


def test_a_changed_label_is_tracked() -> None:
    xml = paragraph(write_docx(RESOLUTION), "in autumn;")
    assert re.search(r"<w:delText[^>]*>\(b\)</w:delText>", xml)
    assert re.search(r"<w:ins [^>]*><w:r><w:t[^>]*>\(c\)</w:t>", xml)


def test_arabic_runs_right_to_left_and_chinese_has_its_language() -> None:
    text = Text((p("para_1", "operative", "يقرر", label="1 -"),), language="ar")
    xml = parts(write_docx(text))["word/document.xml"].decode()
    assert "<w:bidi/>" in xml
    assert xml.count("<w:rtl/>") == 3  # the label, the wording, the paragraph's mark
    styles = parts(write_docx(replace(text, language="zh")))["word/styles.xml"].decode()
    assert 'w:eastAsia="zh-CN"' in styles


def rtl_runs(words: str, **fields: str) -> list[tuple[str, bool]]:
    """The runs of one Arabic paragraph, each with whether it is marked right to left."""
    text = Text((p("x", "paragraph", words, **fields),), language="ar")
    root = etree.fromstring(parts(write_docx(text))["word/document.xml"])
    return [
        ("".join(run.itertext(W + "t")), run.find(f"{W}rPr/{W}rtl") is not None)
        for run in root.iter(W + "r")
    ]


@pytest.mark.parametrize(
    ("words", "latin"),
    [
        ("وثيقة المد", []),
        ("الوثيقة A/TIDE/70/125 عن المد", ["A/TIDE/70/125"]),
        ("فريق المد (CWG-TIDE&SDG) وTIDE-40/INF/4.", ["CWG-TIDE&SDG", "TIDE-40/INF/4"]),
        ("منتدى (Tidal Gardens Forum (2031)) الثاني", ["Tidal Gardens Forum"]),
        ("المواد 12 إلى 15 و\u200f2031-2032", []),
        ("A\tB ب", ["A", "B"]),
    ],
)
def test_latin_in_arabic_has_runs_of_its_own(words: str, latin: list[str]) -> None:
    found = rtl_runs(words)
    assert [run for run, rtl in found if not rtl] == latin
    assert "".join(run for run, _ in found) == words.replace("\t", "")
    text = Text((p("x", "paragraph", words),), language="ar")
    assert read(write_docx(text)) == text


def test_a_latin_paragraph_in_an_arabic_text_runs_left_to_right() -> None:
    text = Text(
        (p("a", "front", "30 June 2031"), p("b", "front", "2031"), p("c", "front", "يونيو")),
        language="ar",
    )
    root = etree.fromstring(parts(write_docx(text))["word/document.xml"])
    found = [
        (q.find(f"{W}pPr/{W}bidi") is not None, len(q.findall(f".//{W}rtl")))
        for q in root.iter(W + "p")
    ]
    assert found == [(False, 0), (True, 2), (True, 2)]
    alignment = root.find(f".//{W}jc")
    assert alignment is not None and alignment.get(W + "val") == "right"


def test_long_labels_have_a_wider_column_for_all_their_siblings() -> None:
    text = Text(
        (
            p("a", "paragraph", "x", label="2.9"),
            p("b", "paragraph", "x", label="2.10", children=(p("c", "paragraph", "y"),)),
            p("d", "paragraph", "z"),
        )
    )
    longer = replace(text, provisions=(*text.provisions, p("e", "paragraph", "x", label="2.10.1")))
    changed = replace(
        text, provisions=(*text.provisions, p("e", "paragraph", "x", label="3.", old_label="2."))
    )
    wide = replace(text, provisions=(*text.provisions, p("e", "paragraph", "x", label="（十）")))

    def columns(given: Text) -> list[tuple[str, str]]:
        root = etree.fromstring(parts(write_docx(given))["word/document.xml"])
        found = (q.find(f"{W}pPr/{W}ind") for q in root.iter(W + "p"))
        return [(e.get(W + "left", ""), e.get(W + "hanging", "")) for e in found if e is not None]

    assert columns(text) == [("567", "567"), ("567", "567"), ("567", "")]
    assert columns(longer)[:3] == [("851", "851"), ("851", "851"), ("851", "")]
    assert columns(changed)[0] == ("851", "851")  # both labels are printed
    assert columns(wide)[0] == ("851", "851")


def test_pages_are_numbered() -> None:
    files = parts(write_docx(RESOLUTION))
    assert b" PAGE " in files["word/footer1.xml"]
    relations = etree.fromstring(files["word/_rels/document.xml.rels"])
    footers = [e.get("Id") for e in relations if e.get("Target") == "footer1.xml"]
    assert len(footers) == 1
    assert f'r:id="{footers[0]}"'.encode() in files["word/document.xml"]


def test_chinese_punctuation_takes_the_chinese_font() -> None:
    text = Text((p("a", "paragraph", "题为“海岸”"),), language="zh")
    assert b'<w:rFonts w:hint="eastAsia"/>' in parts(write_docx(text))["word/document.xml"]


def test_footnotes_and_comments_are_words_own() -> None:
    files = parts(write_docx(RESOLUTION))
    assert b"See the calendar." in files["word/footnotes.xml"]
    assert b"Which gardens?" in files["word/comments.xml"]
    assert b"See the calendar." not in files["word/document.xml"]
    assert b'<w:commentRangeStart w:id="0"/>' in files["word/document.xml"]


def test_the_same_text_gives_the_same_file() -> None:
    assert write_docx(RESOLUTION) == write_docx(RESOLUTION)


def test_no_words_are_hidden_in_the_carried_part() -> None:
    record = parts(write_docx(RESOLUTION))["customXml/item1.xml"].decode()
    assert NAMESPACE in record
    for words in ("open", "close", "summer", "calendar", "Which gardens"):
        assert words not in record


def test_an_edited_paragraph_speaks_for_itself() -> None:
    data = repacked(write_docx(RESOLUTION), "word/document.xml", "in spring;", "in early spring;")
    text = read(data)
    assert text.by_id()["para_1__point_a"].text == "in early spring;"
    assert text.by_id()["para_1__point_a"].label == "(a)"
    changed = {
        q.id for q, r in zip(text.walk(), RESOLUTION.walk(), strict=True) if q.runs != r.runs
    }
    assert changed == {"para_1__point_a"}


def test_an_edited_label_is_read_off() -> None:
    old = '<w:t xml:space="preserve">2.</w:t>'
    text = read(repacked(write_docx(RESOLUTION), "word/document.xml", old, old.replace("2", "3")))
    assert (text.by_id()["para_2"].label, text.by_id()["para_2"].number) == ("3.", "3")
    assert text.by_id()["para_2"].text.startswith("Requests a report")


def test_an_accepted_change_is_gone() -> None:
    data = write_docx(RESOLUTION)
    xml = paragraph(data, "Decides")
    accepted = re.sub(r"<w:del .*?</w:del>", "", xml)
    accepted = re.sub(r"<w:ins [^>]*>(.*?)</w:ins>", r"\1", accepted)
    text = read(repacked(data, "word/document.xml", xml, accepted))
    first = text.by_id()["para_1"]
    assert first.text == "Decides to open the gardens:"
    assert not any(run.revision for run in first.runs)


def test_a_heading_edited_in_word_is_not_bold() -> None:
    text = read(repacked(write_docx(RESOLUTION), "word/document.xml", ">Water<", ">Salt water<"))
    assert text.by_id()["heading_1"].runs == (Run("Salt water"),)


def test_an_added_paragraph_is_found() -> None:
    data = write_docx(RESOLUTION)
    xml = paragraph(data, "in autumn;")
    new = xml + '<w:p><w:r><w:t xml:space="preserve">(d) in winter;</w:t></w:r></w:p>'
    text = read(repacked(data, "word/document.xml", xml, new))
    children = text.by_id()["para_1"].children
    assert [(c.kind, c.label, c.text) for c in children][2:4] == [
        ("operative", "(c)", "in autumn;"),
        ("operative", "(d)", "in winter;"),
    ]
    assert children[3].id


def test_a_deleted_paragraph_is_gone_and_its_points_move_up() -> None:
    data = write_docx(RESOLUTION)
    text = read(repacked(data, "word/document.xml", paragraph(data, "Decides"), ""))
    assert "para_1" not in text.by_id()
    assert text.by_id()["para_1__point_a"].text == "in spring;"


def test_paragraphs_that_changed_places() -> None:
    data = write_docx(RESOLUTION)
    first, second = paragraph(data, "in spring;"), paragraph(data, "in autumn;")
    document = parts(data)["word/document.xml"].decode()
    moved = document.replace(first, "@").replace(second, first).replace("@", second)
    text = read(repacked(data, "word/document.xml", document, moved))
    assert [c.id for c in text.by_id()["para_1"].children if c.kind == "operative"] == [
        "para_1__point_c",
        "para_1__point_b",
        "para_1__point_a",
    ]


def test_an_edited_comment() -> None:
    data = repacked(write_docx(RESOLUTION), "word/comments.xml", "Which gardens?", "All gardens?")
    comment = read(data).comments[0]
    assert (comment.text, comment.author, comment.provision) == ("All gardens?", "Reader", "para_1")


def test_a_file_of_another_program_is_not_ours() -> None:
    out = io.BytesIO()
    document = Document()
    document.add_paragraph("The tide turns.")
    document.save(out)
    assert from_docx(read_docx(out.getvalue())) is None


@pytest.mark.parametrize("damage", ["<m:text", 'version="1"'])
def test_a_damaged_record_is_ignored(damage: str) -> None:
    data = repacked(write_docx(RESOLUTION), "customXml/item1.xml", damage, damage[:-2] + "x")
    assert from_docx(read_docx(data)) is None


def test_a_note_without_a_paragraph_to_call_it() -> None:
    note = Provision("fn_1", "footnote", (Run("  odd"),), label="*", number="*")
    text = Text((note, Provision("p", "paragraph", (Run("x", revision=Revision("inserted")),))))
    assert read(write_docx(text)) == text
