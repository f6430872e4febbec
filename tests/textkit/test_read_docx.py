"""Reading Word files: text, notes, boxes, marks and properties."""

from __future__ import annotations

from pathlib import Path

import pytest

from majlis.textkit.model import Comment
from majlis.textkit.read.docx import read_docx
from tests.textkit.docx_builder import (
    code,
    d,
    document,
    docx,
    field,
    i,
    p,
    package,
    r,
    sdt,
    tbl,
    tc,
    texts,
    tr,
    zipped,
)

BOX = "<w:txbxContent>{}</w:txbxContent>"


def drawing(content: str) -> str:
    return f"<w:drawing><wps:txbx>{BOX.format(content)}</wps:txbx></w:drawing>"


def test_paragraphs_in_order_empty_ones_too() -> None:
    blocks = read_docx(docx(p("The tide gardens") + p() + p("bloom."))).blocks
    assert [block.text for block in blocks] == ["The tide gardens", "", "bloom."]
    assert [block.line for block in blocks] == [1, 2, 3]


def test_special_characters() -> None:
    run = (
        "<w:r><w:t>a</w:t><w:tab/><w:t>b</w:t><w:br/><w:t>c</w:t><w:noBreakHyphen/><w:t>d</w:t>"
        '<w:softHyphen/><w:t>e</w:t><w:sym w:font="Symbol" w:char="F062"/><w:ptab/><w:cr/>'
        '<w:t xml:space="preserve"> f</w:t><w:lastRenderedPageBreak/></w:r>'
    )
    assert texts(docx(p(run))) == ["a\tb\nc\u2011d\u00adeβ\t\n f"]


def test_tab_stops_of_a_paragraph_are_no_tabs() -> None:
    stops = '<w:tabs><w:tab w:val="left" w:pos="720"/></w:tabs>'
    assert texts(docx(p("a", ppr=stops))) == ["a"]


@pytest.mark.parametrize("kind", ["page", "column"])
def test_page_breaks_break_lines_inside_and_vanish_at_the_ends(kind: str) -> None:
    cut = f'<w:r><w:br w:type="{kind}"/></w:r>'
    assert texts(docx(p(cut, "Annex", cut, "of tides", cut))) == ["Annex\nof tides"]


def test_symbol_fonts() -> None:
    signs = "".join(
        f'<w:sym w:font="{font}" w:char="{char}"/>'
        for font, char in [
            ("Wingdings", "F0FC"),
            ("Symbol", "F0B3"),
            ("Webdings", "F061"),
            ("Symbol", "zz"),
            ("Symbol", "D800"),
        ]
    )
    assert texts(docx(p(f"<w:r>{signs}</w:r>"))) == ["✓≥\uf061"]


def test_wrappers_of_runs_are_transparent() -> None:
    body = p(
        "<w:hyperlink>" + r("link ") + "</w:hyperlink>",
        '<w:fldSimple w:instr="PAGE">' + r("7 ") + "</w:fldSimple>",
        "<w:smartTag><w:smartTagPr/>" + r("tag ") + "</w:smartTag>",
        "<w:customXml>" + r("custom ") + "</w:customXml>",
        '<w:dir w:val="rtl">' + r("dir ") + "</w:dir><w:bdo>" + r("bdo ") + "</w:bdo>",
        sdt(r("control ") + sdt(r("inner"))),
    )
    assert texts(docx(body)) == ["link 7 tag custom dir bdo control inner"]


def test_wrappers_of_blocks_rows_and_cells_are_transparent() -> None:
    row = sdt(tr(tc(sdt(p("a"))), "").replace("<w:tc><w:tcPr></w:tcPr></w:tc>", sdt(tc(p("b")))))
    body = sdt(p("x") + "<w:customXml>" + p("y") + "</w:customXml>") + tbl(row)
    assert texts(docx(body)) == ["x", "y", "a", "b"]


def test_cells_and_nested_tables() -> None:
    inner = tbl(tr(p("deep")))
    blocks = read_docx(docx(tbl(tr(p("a") + p("b"), p("c") + inner + p())) + p("after"))).blocks
    assert [(block.text, block.hint) for block in blocks] == [
        ("a", "table"),
        ("b", "table"),
        ("c", "table"),
        ("deep", "table"),
        ("", "table"),
        ("after", ""),
    ]


def test_complex_fields_show_their_result_only() -> None:
    inner = field("begin") + code("MERGEFIELD x") + field("separate") + r("nested") + field("end")
    body = p("On ", field("begin"), code("IF "), inner, code("= 1"), field("separate")) + p(
        r("result"), field("end"), r(" shown"), field("begin"), code("XE"), field("end")
    )
    assert texts(docx(body)) == ["On ", "result shown"]


def test_a_field_that_never_ends_loses_nothing() -> None:
    assert texts(docx(p("a", field("begin"), code("REF"), "b") + p("c"))) == ["ab", "c"]
    assert texts(docx(p(field("end"), field("separate"), "a"))) == ["a"]


def test_ruby_gives_its_base() -> None:
    ruby = f"<w:ruby><w:rubyPr/><w:rt>{r('chao')}</w:rt><w:rubyBase>{r('潮')}</w:rubyBase></w:ruby>"
    assert texts(docx(p(f"<w:r>{ruby}</w:r>", "园"))) == ["潮园"]


def test_mathematics_in_order() -> None:
    def m(text: str) -> str:
        return f"<m:r><m:rPr><m:sty/></m:rPr><w:rPr><w:b/></w:rPr><m:t>{text}</m:t></m:r>"

    fraction = (
        f"<m:f><m:fPr><m:ctrlPr/></m:fPr><m:num>{m('2')}</m:num><m:den>{m('3')}</m:den></m:f>"
    )
    body = p("A", f"<m:oMath>{m('=')}{fraction}</m:oMath>") + (
        f"<m:oMathPara><m:oMath>{m('x')}</m:oMath></m:oMathPara>"
    )
    assert texts(docx(body)) == ["A=23", "x"]


def test_embedded_objects_are_left_out() -> None:
    inner = BOX.format(p("inside"))
    run = f"<w:r><w:object><v:shape><v:textbox>{inner}</v:textbox></v:shape></w:object></w:r>"
    assert texts(docx(p(run, "kept"))) == ["kept"]


def test_a_text_box_is_read_once_after_its_paragraph() -> None:
    both = (
        f'<mc:AlternateContent><mc:Choice Requires="wps">{drawing(p("boxed") + p("two"))}'
        f"</mc:Choice><mc:Fallback><w:pict><v:textbox>{BOX.format(p('boxed') + p('two'))}"
        "</v:textbox></w:pict></mc:Fallback></mc:AlternateContent>"
    )
    body = p("before ", f"<w:r>{both}</w:r>", "after") + p("next")
    assert texts(docx(body)) == ["before after", "boxed", "two", "next"]


def test_the_fallback_is_taken_where_the_choice_is_unknown() -> None:
    alternate = (
        '<mc:AlternateContent><mc:Choice Requires="odd">{}</mc:Choice>'
        "<mc:Fallback>{}</mc:Fallback></mc:AlternateContent>"
    )
    inline = p(alternate.format(r("new"), r("old")))
    block = alternate.format(p("new"), p("plain"))
    assert texts(docx(inline + block)) == ["old", "plain"]


def test_emoji_of_a_colour_font() -> None:
    alternate = (
        '<mc:AlternateContent><mc:Choice Requires="w16se"><w16se:symEx w16se:font="Segoe" '
        'w16se:char="1F30A"/></mc:Choice><mc:Fallback><w:t>\U0001f30a</w:t></mc:Fallback>'
        "</mc:AlternateContent>"
    )
    assert texts(docx(p(f"<w:r>{alternate}</w:r>"))) == ["\U0001f30a"]


def test_a_box_in_a_box_and_a_box_in_a_cell() -> None:
    nested = f"<w:r>{drawing(p('outer', f'<w:r>{drawing(p("inner"))}</w:r>'))}</w:r>"
    blocks = read_docx(docx(tbl(tr(p("cell", nested))))).blocks
    assert [(block.text, block.hint) for block in blocks] == [
        ("cell", "table"),
        ("outer", "table"),
        ("inner", "table"),
    ]


def test_hidden_text_is_left_out() -> None:
    styles = (
        '<w:style w:type="character" w:styleId="Hid"><w:name w:val="Hid"/>'
        "<w:rPr><w:vanish/></w:rPr></w:style>"
    )
    body = p(
        "a", r("b", "<w:vanish/>"), r("c", '<w:rStyle w:val="Hid"/>'), r("d", "<w:webHidden/>")
    )
    shown = r("e", '<w:rStyle w:val="Hid"/><w:vanish w:val="0"/>')
    assert texts(docx(body + p(shown), styles=styles)) == ["ad", "e"]


NOTES = (
    '<w:footnote w:type="separator" w:id="-1"><w:p/></w:footnote>'
    '<w:footnote w:id="2"><w:p><w:r><w:footnoteRef/></w:r>'
    + r(" First note.")
    + "</w:p>"
    + p("More.")
    + '</w:footnote><w:footnote w:id="3"><w:p><w:r><w:footnoteRef/></w:r>'
    + r(" Second note.")
    + "</w:p></w:footnote>"
)


def call(note: str, kind: str = "footnote", more: str = "") -> str:
    return f'<w:r><w:{kind}Reference w:id="{note}"/>{more}</w:r>'


def test_notes_follow_the_paragraph_that_calls_them() -> None:
    ends = (
        '<w:endnote w:id="2"><w:p><w:r><w:endnoteRef/></w:r>' + r("\tEnd.") + "</w:p></w:endnote>"
    )
    body = p("Gardens", call("3"), " and", call("2"), " tides", call("2", "endnote")) + p("next")
    blocks = read_docx(docx(body, footnotes=NOTES, endnotes=ends)).blocks
    assert [(block.text, block.hint, block.ref) for block in blocks] == [
        ("Gardens and tides", "", ""),
        ("Second note.", "footnote", "1"),
        ("First note.", "footnote", "2"),
        ("More.", "footnote", "2"),
        ("End.", "footnote", "i"),
        ("next", "", ""),
    ]


def test_numbers_of_notes_follow_the_settings() -> None:
    settings = '<w:footnotePr><w:numFmt w:val="lowerLetter"/><w:numStart w:val="3"/></w:footnotePr>'
    section = '<w:sectPr><w:footnotePr><w:numRestart w:val="eachSect"/></w:footnotePr></w:sectPr>'
    body = p("a", call("2"), ppr=section) + p("b", call("3"))
    own = f"{document(body)[: -len('<w:sectPr/></w:body></w:document>')]}{section}</w:body>"
    data = package(own + "</w:document>", footnotes=NOTES, settings=settings)
    assert [block.ref for block in read_docx(data).blocks if block.ref] == ["c", "c", "c"]
    single = docx(p("a", call("2"), call("3")), footnotes=NOTES, settings=settings)
    assert [block.ref for block in read_docx(single).blocks if block.ref] == ["c", "c", "d"]


def test_a_custom_mark_is_the_reference() -> None:
    custom = '<w:r><w:footnoteReference w:customMarkFollows="1" w:id="2"/><w:t>*</w:t></w:r>'
    blocks = read_docx(docx(p("a", custom, call("3")), footnotes=NOTES)).blocks
    assert [(block.text, block.ref) for block in blocks] == [
        ("a*", ""),
        ("First note.", "*"),
        ("More.", "*"),
        ("Second note.", "1"),
    ]


def test_a_note_that_calls_itself_ends() -> None:
    notes = '<w:footnote w:id="2">' + p("loop", call("2")) + "</w:footnote>"
    assert texts(docx(p("a", call("2"), call("2"), call("9")), footnotes=notes)) == ["a", "loop"]


def test_comments_with_author_date_and_place() -> None:
    comments = (
        '<w:comment w:id="5" w:author="Ana" w:date="2031-01-02T00:00:00Z">'
        + p("<w:r><w:annotationRef/></w:r>", "Why ", d("not "), i("now"), "?")
        + p("Second line.")
        + '</w:comment><w:comment w:id="6" w:author="Bo">'
        + p("Lost.")
        + "</w:comment>"
    )
    body = (
        p("none")
        + '<w:commentRangeStart w:id="5"/>'
        + p("here")
        + p('<w:commentRangeEnd w:id="5"/><w:r><w:commentReference w:id="5"/></w:r>')
    )
    content = read_docx(docx(body, comments=comments), "accept")
    assert content.comments == [
        Comment("Why now?\nSecond line.", "Ana", "2031-01-02T00:00:00Z"),
        Comment("Lost.", "Bo"),
    ]
    assert content.anchors == [1, -1]


def test_a_comment_goes_with_its_deleted_call() -> None:
    comments = '<w:comment w:id="5" w:author="Ana">' + p("Why?") + "</w:comment>"
    called = '<w:r><w:commentReference w:id="5"/></w:r>'
    data = docx(p("a", f'<w:del w:author="D">{called}</w:del>'), comments=comments)
    assert [len(read_docx(data, view).comments) for view in ("accept", "reject", "keep")] == [
        0,
        1,
        1,
    ]


STYLES = (
    '<w:style w:type="paragraph" w:default="1" w:styleId="Standard"><w:name w:val="Normal"/></w:style>'
    '<w:style w:type="paragraph" w:styleId="berschrift2"><w:name w:val="heading 2"/>'
    "<w:rPr><w:b/><w:i/></w:rPr></w:style>"
    '<w:style w:type="paragraph" w:styleId="Call"><w:name w:val="Call"/>'
    '<w:basedOn w:val="berschrift2"/><w:rPr><w:b w:val="0"/></w:rPr></w:style>'
    '<w:style w:type="paragraph" w:styleId="Part"><w:name w:val="Part"/>'
    '<w:pPr><w:outlineLvl w:val="0"/></w:pPr></w:style>'
    '<w:style w:type="paragraph" w:styleId="Loop"><w:name w:val="Loop"/><w:basedOn w:val="Loop"/></w:style>'
    '<w:style w:type="character" w:styleId="Strong"><w:name w:val="Strong"/>'
    '<w:rPr><w:b/><w:vertAlign w:val="superscript"/></w:rPr></w:style>'
)


def test_style_names_headings_and_levels() -> None:
    body = (
        p("a")
        + p("b", style="berschrift2")
        + p("c", style="Part")
        + p("d", style="Call")
        + p("e", style="Part", ppr='<w:outlineLvl w:val="9"/>')
        + p("f", ppr='<w:outlineLvl w:val="3"/>')
        + p("g", style="Loop")
        + p("h", style="Missing")
    )
    blocks = read_docx(docx(body, styles=STYLES)).blocks
    assert [(block.style, block.hint, block.level) for block in blocks] == [
        ("Normal", "", None),
        ("heading 2", "heading", 1),
        ("Part", "heading", 0),
        ("Call", "heading", 1),
        ("Part", "", None),
        ("Normal", "heading", 3),
        ("Loop", "", None),
        ("Missing", "", None),
    ]


@pytest.mark.parametrize(
    ("rpr", "style", "marks"),
    [
        ("", "", set()),
        ('<w:b/><w:i w:val="false"/>', "", {"bold"}),
        ('<w:u w:val="single"/><w:dstrike/>', "", {"underline", "strike"}),
        ('<w:u w:val="none"/><w:b w:val="0"/>', "", set()),
        ('<w:vertAlign w:val="subscript"/>', "", {"subscript"}),
        ("<w:rtl/><w:b/><w:iCs/>", "", {"italic"}),
        ("<w:rtl/><w:bCs/>", "", {"bold"}),
        ("<w:bCs/>", "", set()),
        ("", "berschrift2", {"bold", "italic"}),
        ("", "Call", {"italic"}),
        ('<w:i w:val="0"/>', "berschrift2", {"bold"}),
        ('<w:rStyle w:val="Strong"/>', "", {"bold", "superscript"}),
        ('<w:rStyle w:val="Strong"/>', "berschrift2", {"italic", "superscript"}),
    ],
)
def test_marks(rpr: str, style: str, marks: set[str]) -> None:
    [block] = read_docx(docx(p(r("x", rpr), style=style), styles=STYLES)).blocks
    assert block.runs[0].marks == marks


def test_equal_neighbours_are_one_run() -> None:
    [block] = read_docx(
        docx(p("a", "b", r("c", "<w:b/>"), r("d", "<w:b/>"), r("", "<w:i/>")))
    ).blocks
    assert [(run.text, set(run.marks)) for run in block.runs] == [("ab", set()), ("cd", {"bold"})]


def test_bookmarks() -> None:
    def mark(name: str) -> str:
        return f'<w:bookmarkStart w:id="1" w:name="{name}"/>'

    blocks = read_docx(docx(mark("top") + p(mark("inner"), "a", mark("_GoBack")) + p("b"))).blocks
    assert [block.bookmarks for block in blocks] == [("top", "inner"), ()]


def test_core_properties_and_custom_parts() -> None:
    core = "<dc:title> Tidal gardens </dc:title><dc:creator>Ana</dc:creator><dc:language>fr</dc:language>"
    assert read_docx(docx(p("a"), core=core)).core == {"title": "Tidal gardens", "language": "fr"}

    relation = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/customXml"
    rels = (
        '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
        f'<Relationship Id="a" Type="{relation}" Target="../customXml/item1.xml"/>'
        f'<Relationship Id="b" Type="{relation}" Target="../customXml/item2.xml"/>'
        "</Relationships>"
    )
    data = zipped(
        {
            "word/document.xml": document(p("a")),
            "word/_rels/document.xml.rels": rels,
            "customXml/item1.xml": '<t:tide xmlns:t="urn:tide">9</t:tide>',
            "customXml/item2.xml": "<broken",
        }
    )
    assert read_docx(data).custom == {"urn:tide": b'<t:tide xmlns:t="urn:tide">9</t:tide>'}


def test_headers_and_footers_are_left_out(shared: Path) -> None:
    [sample] = (shared / "samples" / "docx-report").glob("*.docx")
    content = read_docx(sample.read_bytes())
    joined = "\n".join(block.text for block in content.blocks)
    assert 225_000 < len(joined) < 250_000
    assert sum(block.hint == "footnote" for block in content.blocks) >= 54
    assert {block.ref for block in content.blocks if block.ref} == {str(n) for n in range(1, 55)}
    assert {block.label for block in content.blocks} >= {"A.", "B."}
