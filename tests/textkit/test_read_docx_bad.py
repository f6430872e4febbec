"""Files that are no Word file, are damaged, or mean harm: one clear line, bounded memory."""

from __future__ import annotations

import io
import random
import struct
import zipfile

import pytest

from majlis.textkit import xmlsafe
from majlis.textkit.errors import TextError
from majlis.textkit.read.docx import package, read_docx, walk
from tests.textkit.docx_builder import (
    HEAD,
    NAMESPACES,
    document,
    docx,
    field,
    p,
    r,
    tbl,
    texts,
    tr,
    zipped,
)
from tests.textkit.docx_builder import package as packaged

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(504)


def ole(*streams: str) -> bytes:
    return OLE + b"".join(name.encode("utf-16-le").ljust(128, b"\0") for name in streams)


def problem(data: bytes) -> str:
    with pytest.raises(TextError) as caught:
        read_docx(data)
    assert caught.value.problem and caught.value.mend
    assert "\n" not in str(caught.value)
    return caught.value.problem


@pytest.mark.parametrize(
    ("data", "says"),
    [
        (b"", "empty"),
        (b"%PDF-1.7 tides", "not a Word file"),
        ("Tidal gardens".encode("utf-16"), "not a Word file"),
        (ole("Root Entry", "EncryptionInfo", "EncryptedPackage"), "password"),
        (ole("Root Entry", "WordDocument", "1Table"), "old format (.doc)"),
        (ole("Root Entry", "Workbook"), "Excel"),
        (ole("Root Entry", "PowerPoint Document"), "PowerPoint"),
        (ole("Root Entry"), "unknown type"),
        (b"PK\x03\x04 and nothing more", "damaged"),
        (docx(p("a"))[:-40], "damaged"),
        (zipped({"mimetype": "application/vnd.oasis.opendocument.text"}), "OpenDocument"),
        (zipped({"holiday.txt": "sun"}), "no main document part"),
    ],
)
def test_what_is_no_word_file(data: bytes, says: str) -> None:
    assert says in problem(data)


@pytest.mark.parametrize(
    ("target", "says"), [("xl/workbook.xml", "Excel"), ("ppt/presentation.xml", "PowerPoint")]
)
def test_other_office_files(target: str, says: str) -> None:
    kind = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument"
    rels = (
        '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
        f'<Relationship Id="a" Type="{kind}" Target="{target}"/></Relationships>'
    )
    assert says in problem(zipped({"_rels/.rels": rels, target: "<x/>"}))


def test_the_main_part_is_found_by_its_relationship() -> None:
    kind = "http://purl.oclc.org/ooxml/officeDocument/relationships/officeDocument"
    rels = (
        '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
        f'<Relationship Id="a" Type="{kind}" Target="/tides/main.xml"/>'
        f'<Relationship Id="b" Type="{kind}" Target="http://example.org/" TargetMode="External"/>'
        "</Relationships>"
    )
    assert texts(zipped({"_rels/.rels": rels, "tides/main.xml": document(p("a"))})) == ["a"]


def test_the_strict_form_of_the_standard() -> None:
    main = document(p("a", "<m:oMath><m:r><m:t>b</m:t></m:r></m:oMath>"))
    strict = main.replace(
        "http://schemas.openxmlformats.org/wordprocessingml/2006/main",
        "http://purl.oclc.org/ooxml/wordprocessingml/main",
    ).replace(
        "http://schemas.openxmlformats.org/officeDocument/2006/math",
        "http://purl.oclc.org/ooxml/officeDocument/math",
    )
    assert "purl.oclc.org" in strict
    assert texts(packaged(strict)) == ["ab"]


@pytest.mark.parametrize(
    "main",
    [
        "<w:document",
        "",
        f"<w:document {NAMESPACES}/>",
        f"<w:glossaryDocument {NAMESPACES}/>",
        "<html/>",
        document(p("a\x00b")),
        document(p("&#xD800;")),
        document(p("&undeclared;")),
    ],
)
def test_a_damaged_main_part(main: str) -> None:
    assert problem(packaged(main))


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
def test_document_types_and_entities_are_refused(encoding: str) -> None:
    dtd = '<!DOCTYPE d [<!ENTITY e SYSTEM "file:///etc/hostname">]>'
    main = document(p("&e;")).replace(HEAD, f'<?xml version="1.0" encoding="{encoding}"?>{dtd}')
    assert "DOCTYPE" in problem(packaged(main.encode(encoding)))


def test_nested_without_end() -> None:
    deep = "<w:customXml>" * 50_000 + "</w:customXml>" * 50_000
    assert problem(docx(deep))


def test_tables_nested_thirty_deep_are_read() -> None:
    body = p("bottom")
    for _ in range(30):
        body = tbl(tr(body + p()))
    assert texts(docx(body))[0] == "bottom"


def test_a_zip_bomb() -> None:
    main = document(p("a" * (package.MAX_PART + 1)))
    assert "exceeds the safe limit" in problem(packaged(main))


def test_a_bomb_of_a_smaller_size_but_absurd_ratio() -> None:
    main = document(p(" " * (4 * package.SMALL)))
    assert "exceeds the safe limit" in problem(packaged(main))


def test_a_bomb_that_lies_about_its_size() -> None:
    data = bytearray(packaged(document(p("b" * (2 * package.SMALL)))))
    with zipfile.ZipFile(io.BytesIO(bytes(data))) as archive:
        info = archive.getinfo("word/document.xml")
    declared = struct.pack("<I", info.file_size)
    while (at := data.find(declared)) >= 0:
        data[at : at + 4] = struct.pack("<I", 100)
    assert problem(bytes(data))


def test_more_tags_than_a_document_has(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(xmlsafe, "MAX_TAGS", 1000)
    assert "1,000 tags" in problem(docx(p("a") * 200))


def test_more_tags_in_all_than_a_file_has(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(package, "MAX_TAGS", 1500)
    body = p("a") * 100
    assert read_docx(docx(body)).blocks
    styles = '<w:style w:styleId="a"/>' * 400
    assert "1,500 tags" in problem(docx(body, styles=styles))


def test_more_paragraphs_than_a_file_has(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(walk, "MAX_PARAGRAPHS", 10)
    assert len(read_docx(docx(p("a") * 9 + p())).blocks) == 10
    assert "10 paragraphs" in problem(docx(p("a") * 9 + tbl(tr(p())) + p()))
    call = '<w:r><w:footnoteReference w:id="2"/></w:r>'
    notes = f'<w:footnote w:id="2">{p("b") * 10}</w:footnote>'
    assert "10 paragraphs" in problem(docx(p(r("a") + call), footnotes=notes))


def test_fields_that_never_end_hide_nothing() -> None:
    data = docx(p("a", field("begin") * 5_000, "b", field("begin"), "c"))
    assert texts(data) == ["abc"]


def test_too_many_entries(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(package, "MAX_PARTS", 2)
    assert "entries" in problem(docx(p("a")))


def test_encrypted_entries() -> None:
    data = bytearray(docx(p("a")))
    with zipfile.ZipFile(io.BytesIO(bytes(data))) as archive:
        names = [info.filename for info in archive.infolist()]
    at = 0
    for _ in names:
        at = data.index(b"PK\x01\x02", at) + 8
        data[at] |= 1
    assert "encrypted" in problem(bytes(data))


def test_missing_and_broken_side_parts() -> None:
    assert texts(zipped({"word/document.xml": document(p("a"))})) == ["a"]
    assert problem(packaged(document(p("a")), styles="<broken"))


def test_odd_values_are_no_reason_to_fail() -> None:
    odd = (
        '<w:p><w:pPr><w:outlineLvl w:val="x"/><w:numPr><w:ilvl w:val="-4"/><w:numId w:val="1e9"/>'
        '</w:numPr><w:pStyle/></w:pPr><w:r><w:rPr><w:rStyle/><w:vertAlign w:val="up"/></w:rPr>'
        '<w:sym/><w:br w:type="odd"/><w:fldChar/><w:footnoteReference/><w:commentReference/>'
        "<w:t/><w:ruby/><w:drawing/></w:r><w:bookmarkStart/><w:ins><w:del/></w:ins><w:sdt/></w:p>"
        "<w:tbl/><w:tbl><w:tr/></w:tbl><w:tbl><w:tr><w:tc/></w:tr></w:tbl><w:sdt/>"
        "<mc:AlternateContent/><odd:thing/>"
    )
    assert texts(docx(odd + p("end"))) == ["", "end"]


def test_damaged_bytes_raise_nothing_else() -> None:
    whole = docx(
        tbl(tr(p("a"), p("b"))) + p("c", num="1"), numbering="<w:num/>", core="<dc:title/>"
    )
    chance = random.Random(1)
    failed = 0
    for _ in range(300):
        data = bytearray(whole)
        for _ in range(chance.randrange(1, 6)):
            data[chance.randrange(len(data))] = chance.randrange(256)
        try:
            read_docx(bytes(data[: chance.choice((len(data), chance.randrange(len(data))))]))
        except TextError:
            failed += 1
    assert 100 < failed < 300


def test_a_label_stays_short_whatever_its_definition_asks_for() -> None:
    """A small file must not print labels of megabytes: padding and repeated places are bounded."""
    level = (
        '<w:lvl w:ilvl="0"><w:start w:val="7"/><w:numFmt w:val="custom" w:format="{zeros}1"/>'
        '<w:lvlText w:val="{places}"/></w:lvl>'
    ).format(zeros="0" * 100_000, places="%1" * 120)
    numbering = (
        f'<w:abstractNum w:abstractNumId="0">{level}</w:abstractNum>'
        '<w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num>'
    )
    (block,) = read_docx(docx(p("Tend the reeds;", num="1:0"), numbering=numbering)).blocks
    assert block.label.startswith("0000000007")
    assert len(block.label) < 400
