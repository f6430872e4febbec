"""More bodies of Word files with tracked changes, as long documents of many hands hold them."""

from __future__ import annotations

from tests.textkit.docx_builder import (
    code,
    d,
    field,
    gone,
    i,
    moved_from,
    moved_to,
    p,
    r,
    sdt,
    tbl,
    tc,
    tr,
    track,
)

MIXED: dict[str, tuple[str, list[str], list[str], list[str]]] = {
    # name: body, keep, accept, reject
    "edited inside what was moved": (
        p(moved_from("a", i("b"))) + p("x") + p(moved_to("a", d("c"), i("e"))),
        ["ab", "x", "ace"],
        ["", "x", "ae"],
        ["a", "x", ""],
    ),
    "move range that crosses paragraphs and stands between them": (
        '<w:moveFromRangeStart w:id="1" w:name="m"/>'
        + p(moved_from("a"), mark="moveFrom")
        + p(moved_from("b"), '<w:moveFromRangeEnd w:id="1"/>', "c")
        + '<w:moveToRangeStart w:id="2" w:name="m"/>'
        + p(moved_to("a"), mark="moveTo")
        + p(moved_to("b"), '<w:moveToRangeEnd w:id="2"/>', "e"),
        ["a", "bc", "a", "be"],
        ["c", "a", "be"],
        ["a", "bc", "e"],
    ),
    "moved away and marked deleted": (
        p("x") + p(moved_from("a"), mark="moveFrom del") + p("y"),
        ["x", "a", "y"],
        ["x", "y"],
        ["x", "a", "y"],
    ),
    "marks deleted and inserted in turn": (
        p("a", mark="del") + p("b", mark="ins") + p("c", mark="del") + p("e"),
        ["a", "b", "c", "e"],
        ["ab", "ce"],
        ["a", "bc", "e"],
    ),
    "two paragraphs rewritten as one": (
        p("a ", d("b"), mark="del") + p(d("c "), i("x "), "e"),
        ["a b", "c x e"],
        ["a x e"],
        ["a b", "c e"],
    ),
    "one paragraph split in two and its halves swapped": (
        p(i("b"), mark="ins") + p("a", d(" b")),
        ["b", "a b"],
        ["b", "a"],
        ["a b"],
    ),
    "empty paragraph inserted": (
        p("a") + p(mark="ins") + p("c"),
        ["a", "", "c"],
        ["a", "", "c"],
        ["a", "c"],
    ),
    "deleted mark of a paragraph that ends a section": (
        p("a", ppr="<w:sectPr/>", mark="del") + p("b"),
        ["a", "b"],
        ["ab"],
        ["a", "b"],
    ),
    "deleted mark before a section's end": (
        p("a", mark="del") + p("b", ppr="<w:sectPr/>") + p("c"),
        ["a", "b", "c"],
        ["ab", "c"],
        ["a", "b", "c"],
    ),
    "changes of sections, tables, runs and marks": (
        p(
            r("a", "<w:b/><w:rPrChange><w:rPr/></w:rPrChange>"),
            ppr="<w:sectPr><w:sectPrChange><w:sectPr/></w:sectPrChange></w:sectPr>",
        )
        + tbl(tr(p("1"), trpr="<w:trPrChange><w:trPr/></w:trPrChange>"))
        + p("b", ppr="<w:jc/><w:pPrChange><w:pPr/></w:pPrChange>"),
        ["a", "1", "b"],
        ["a", "1", "b"],
        ["a", "1", "b"],
    ),
    "result of a field replaced": (
        p(
            field("begin"),
            code(" REF a "),
            i(code(" NOTE ")),
            gone(code(" OLD ", "delInstrText")),
            field("separate"),
            d("6"),
            i("7"),
            field("end"),
            ".",
        ),
        ["67."],
        ["7."],
        ["6."],
    ),
    "field in a field, the inner one deleted": (
        p(
            field("begin"),
            code(" IF "),
            gone(field("begin")),
            gone(code(" PAGE ", "delInstrText")),
            gone(field("separate")),
            d("3"),
            gone(field("end")),
            code(" 1 "),
            field("separate"),
            "shown",
            field("end"),
        ),
        ["shown"],
        ["shown"],
        ["shown"],
    ),
    "paragraph of a table of contents deleted": (
        p(field("begin"), code(" TOC "), field("separate"), "one")
        + p(
            d("two "),
            gone(field("begin")),
            gone(code(" PAGEREF ", "delInstrText")),
            gone(field("separate")),
            d("4"),
            gone(field("end")),
            mark="del",
        )
        + p("three", field("end")),
        ["one", "two 4", "three"],
        ["one", "three"],
        ["one", "two 4", "three"],
    ),
    "simple field with a change in it": (
        p("a", f'<w:fldSimple w:instr=" REF b ">{d("1")}{i("2")}</w:fldSimple>'),
        ["a12"],
        ["a2"],
        ["a1"],
    ),
    "link deleted with its text, another made of old text": (
        p(
            f'<w:hyperlink w:anchor="x">{d("a")}</w:hyperlink>',
            f'<w:hyperlink w:anchor="y">{r("b")}{i("c")}</w:hyperlink>',
        ),
        ["abc"],
        ["bc"],
        ["ab"],
    ),
    "tags and embedded XML in a change": (
        p(
            i(f"<w:smartTag>{r('a')}<w:customXml>{r('b')}</w:customXml></w:smartTag>"),
            f"<w:smartTag>{d('c')}</w:smartTag>",
        ),
        ["abc"],
        ["ab"],
        ["c"],
    ),
    "rows in a control, one of them deleted": (
        tbl(sdt(tr(p("1")) + tr(p("2"), trpr=track("del")) + sdt(tr(p("3"), trpr=track("ins"))))),
        ["1", "2", "3"],
        ["1", "3"],
        ["1", "2"],
    ),
    "cell in a control": (
        tbl(f"<w:tr><w:trPr/>{sdt(tc(p(d('1'), i('2'))))}{tc(p('3'))}</w:tr>"),
        ["12", "3"],
        ["2", "3"],
        ["1", "3"],
    ),
    "deleted paragraph between two tables": (
        tbl(tr(p("1"))) + p(d("a"), mark="del") + tbl(tr(p("2"))),
        ["1", "a", "2"],
        ["1", "2"],
        ["1", "a", "2"],
    ),
    "marks of comments, bookmarks and proofing across changes": (
        '<w:bookmarkStart w:id="1" w:name="_b"/>'
        + p(
            '<w:commentRangeStart w:id="7"/>',
            d("a"),
            '<w:proofErr w:type="spellStart"/>',
            mark="del",
        )
        + '<w:bookmarkEnd w:id="1"/>'
        + p(
            i("b"),
            '<w:proofErr w:type="spellEnd"/><w:commentRangeEnd w:id="7"/>',
            '<w:permStart w:id="2"/>c<w:permEnd w:id="2"/>'.replace("c", r("c")),
        ),
        ["a", "bc"],
        ["bc"],
        ["a", "c"],
    ),
    "signs that are no letters": (
        p(
            i("<w:r><w:ptab/><w:t>a</w:t><w:cr/><w:t>b</w:t><w:softHyphen/></w:r>"),
            gone(
                "<w:r><w:noBreakHyphen/><w:delText>c</w:delText>"
                '<w:sym w:font="Symbol" w:char="F061"/></w:r>'
            ),
            r("e\u200f"),
        ),
        ["\ta\nb\u00ad\u2011c\u03b1e\u200f"],
        ["\ta\nb\u00ade\u200f"],
        ["\u2011c\u03b1e\u200f"],
    ),
    "change inside a direction": (
        p(f'<w:dir w:val="rtl">{d("a")}<w:bdo w:val="ltr">{i("b")}{r("c")}</w:bdo></w:dir>'),
        ["abc"],
        ["bc"],
        ["ac"],
    ),
    "deleted text that an insertion holds as deleted text": (
        p("a", i("<w:r><w:delText>b</w:delText></w:r>")),
        ["ab"],
        ["a"],
        ["a"],
    ),
    "a box in a change, in both its forms": (
        p(
            "a",
            i(
                '<w:r><mc:AlternateContent><mc:Choice Requires="wps"><w:drawing><w:txbxContent>'
                + p("b", d("c"))
                + "</w:txbxContent></w:drawing></mc:Choice><mc:Fallback><w:pict><w:txbxContent>"
                + p("b", d("c"))
                + "</w:txbxContent></w:pict></mc:Fallback></mc:AlternateContent></w:r>"
            ),
        ),
        ["a", "bc"],
        ["a", "b"],
        ["a"],
    ),
}
