"""Bodies of Word files with tracked changes, and their texts in the three views."""

from __future__ import annotations

from tests.textkit.docx_builder import (
    code,
    d,
    field,
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
from tests.textkit.docx_cases_kinds import KINDS
from tests.textkit.docx_cases_mixed import MIXED


def mark_ins(text: str) -> str:
    return f"<m:r><w:ins><w:rPr/></w:ins><m:t>{text}</m:t></m:r>"


def math(*content: str) -> str:
    return f"<m:oMath>{''.join(content)}</m:oMath>"


def m(text: str) -> str:
    return f"<m:r><m:t>{text}</m:t></m:r>"


def fraction(control: str, top: str, bottom: str) -> str:
    properties = f"<m:fPr><m:ctrlPr>{control}</m:ctrlPr></m:fPr>"
    return f"<m:f>{properties}<m:num>{top}</m:num><m:den>{bottom}</m:den></m:f>"


A, B, C, X = p("Alpha"), p("Beta"), p("Gamma"), p()
CASES: dict[str, tuple[str, list[str], list[str], list[str]]] = {
    # name: body, keep, accept, reject
    "inserted run": (p("a", i("b"), "c"), ["abc"], ["abc"], ["ac"]),
    "deleted run": (p("a", d("b"), "c"), ["abc"], ["ac"], ["abc"]),
    "replaced run": (p("a", d("b"), i("x"), "c"), ["abxc"], ["axc"], ["abc"]),
    "deleted and inserted under one id": (
        p(d("b", "Same"), i("x", author="Same")),
        ["bx"],
        ["x"],
        ["b"],
    ),
    "insertion deleted by another": (p("a", i(d("b")), "c"), ["abc"], ["ac"], ["ac"]),
    "deletion around an insertion": (
        p("a", f"<w:del>{i('b')}</w:del>", "c"),
        ["abc"],
        ["ac"],
        ["ac"],
    ),
    "delText without its wrapper": (
        p("a", "<w:r><w:delText>b</w:delText></w:r>"),
        ["ab"],
        ["a"],
        ["ab"],
    ),
    "text in a deletion as plain w:t": (p(f"<w:del>{r('b')}</w:del>", "c"), ["bc"], ["c"], ["bc"]),
    "deleted tab and break": (
        p("a", "<w:del><w:r><w:tab/><w:br/></w:r></w:del>", "b"),
        ["a\t\nb"],
        ["ab"],
        ["a\t\nb"],
    ),
    "moved run": (
        p("a", moved_from("b"), "c", moved_to("b")),
        ["abcb"],
        ["acb"],
        ["abc"],
    ),
    "moved paragraph": (
        p("a")
        + p('<w:moveFromRangeStart w:id="1" w:name="m"/>', moved_from("b"), mark="moveFrom")
        + '<w:moveFromRangeEnd w:id="1"/>'
        + p("c")
        + p(moved_to("b"), mark="moveTo")
        + p("e"),
        ["a", "b", "c", "b", "e"],
        ["a", "c", "b", "e"],
        ["a", "b", "c", "e"],
    ),
    "moved content control": (
        p("a")
        + '<w:customXmlMoveFromRangeStart w:id="0"/>'
        + sdt(p(moved_from("b"), mark="moveFrom"))
        + '<w:customXmlMoveFromRangeEnd w:id="0"/>'
        + p("c")
        + sdt(p(moved_to("b"), mark="moveTo"))
        + p("e"),
        ["a", "b", "c", "b", "e"],
        ["a", "c", "b", "e"],
        ["a", "b", "c", "e"],
    ),
    "deleted mark": (p("a", mark="del") + p("b"), ["a", "b"], ["ab"], ["a", "b"]),
    "inserted mark": (p("a", mark="ins") + p("b"), ["a", "b"], ["a", "b"], ["ab"]),
    "several deleted marks": (
        p("a", mark="del") + p("b", mark="del") + p("c") + p("e"),
        ["a", "b", "c", "e"],
        ["abc", "e"],
        ["a", "b", "c", "e"],
    ),
    "whole paragraph deleted": (
        p("a") + p(d("b"), mark="del") + p("c"),
        ["a", "b", "c"],
        ["a", "c"],
        ["a", "b", "c"],
    ),
    "text deleted, mark kept": (
        p("a") + p(d("b")) + p("c"),
        ["a", "b", "c"],
        ["a", "", "c"],
        ["a", "b", "c"],
    ),
    "empty paragraph deleted": (
        p("a") + p(mark="del") + p("c"),
        ["a", "", "c"],
        ["a", "c"],
        ["a", "", "c"],
    ),
    "mark inserted and deleted": (
        p("a", mark="ins del") + p("b"),
        ["a", "b"],
        ["ab"],
        ["ab"],
    ),
    "deletion from the middle of one to the middle of another": (
        p("a ", d("b"), mark="del") + p(d("c"), mark="del") + p(d("e "), "f"),
        ["a b", "c", "e f"],
        ["a f"],
        ["a b", "c", "e f"],
    ),
    "paragraphs inserted at the end": (
        p("a", mark="ins") + p(i("b"), mark="ins") + p(i("c")),
        ["a", "b", "c"],
        ["a", "b", "c"],
        ["a"],
    ),
    "paragraphs deleted at the end": (
        p("a") + p(d("b"), mark="del") + p(d("c"), mark="del"),
        ["a", "b", "c"],
        ["a"],
        ["a", "b", "c"],
    ),
    "one and a half lines deleted at the end": (
        p("a ", d("b"), mark="del") + p(d("c")),
        ["a b", "c"],
        ["a "],
        ["a b", "c"],
    ),
    "last mark deleted": (p("a") + p("b", mark="del"), ["a", "b"], ["a", "b"], ["a", "b"]),
    "deleted and inserted paragraphs side by side": (
        p(d("a"), mark="del") + p(i("b"), mark="ins") + p(d("c"), mark="del") + p(d("e")),
        ["a", "b", "c", "e"],
        ["b", ""],
        ["a", "c", "e"],
    ),
    "deleted mark before a table": (
        p("a", mark="del") + tbl(tr(p("t"))) + p("b"),
        ["a", "t", "b"],
        ["a", "t", "b"],
        ["a", "t", "b"],
    ),
    "deleted paragraphs before a table": (
        p("x") + p(d("a"), mark="del") + p(d("b"), mark="del") + tbl(tr(p("t"))),
        ["x", "a", "b", "t"],
        ["x", "t"],
        ["x", "a", "b", "t"],
    ),
    "deleted table between joined paragraphs": (
        p("a ", d("b"), mark="del")
        + tbl(tr(p(d("t"), mark="del"), trpr=track("del")))
        + p(d("c "), "e"),
        ["a b", "t", "c e"],
        ["a e"],
        ["a b", "t", "c e"],
    ),
    "deleted row": (
        tbl(tr(p("1")), tr(p(d("2"), mark="del"), trpr=track("del")), tr(p("3"))),
        ["1", "2", "3"],
        ["1", "3"],
        ["1", "2", "3"],
    ),
    "inserted row": (
        tbl(tr(p("1")), tr(p(i("2"), mark="ins"), trpr=track("ins"))),
        ["1", "2"],
        ["1", "2"],
        ["1"],
    ),
    "deleted row with an insertion": (
        tbl(tr(p("1", i("2")), trpr=track("del"))) + p("a"),
        ["12", "a"],
        ["a"],
        ["1", "a"],
    ),
    "inserted and deleted row": (
        tbl(tr(p("1"), trpr=track("ins") + track("del"))) + p("a"),
        ["1", "a"],
        ["a"],
        ["a"],
    ),
    "deleted cell": (
        tbl(tr(p("1"), tc(p("2"), tcpr=track("cellDel")), p("3"))),
        ["1", "2", "3"],
        ["1", "3"],
        ["1", "2", "3"],
    ),
    "inserted cell": (
        tbl(tr(p("1"), tc(p("2"), tcpr=track("cellIns")))),
        ["1", "2"],
        ["1", "2"],
        ["1"],
    ),
    "cell deleted in the old properties only": (
        tbl(
            tr(tc(p("1"), tcpr=f"<w:tcPrChange><w:tcPr>{track('cellDel')}</w:tcPr></w:tcPrChange>"))
        ),
        ["1"],
        ["1"],
        ["1"],
    ),
    "merged cells": (
        tbl(
            tr(tc(p("1"), tcpr=track("cellMerge", attributes='w:vMerge="rest"'))),
            tr(tc(p("2"), tcpr=track("cellMerge", attributes='w:vMerge="cont"'))),
        ),
        ["1", "2"],
        ["1", "2"],
        ["1", "2"],
    ),
    "all cells of a row deleted": (
        tbl(tr(tc(p("1"), tcpr=track("cellDel"))), tr(p("2"))),
        ["1", "2"],
        ["2"],
        ["1", "2"],
    ),
    "a cell keeps a paragraph": (
        tbl(tr(p(d("1"), mark="del") + p(d("2"), mark="del"), p("3"))),
        ["1", "2", "3"],
        ["", "3"],
        ["1", "2", "3"],
    ),
    "last paragraph of a cell deleted": (
        tbl(tr(p("1") + p(d("2"), mark="del"), p("3"))),
        ["1", "2", "3"],
        ["1", "3"],
        ["1", "2", "3"],
    ),
    "row moved away": (
        tbl(tr(p(moved_from("1"), mark="moveFrom")), tr(p("2")))
        + X
        + tbl(tr(p(moved_to("1"), mark="moveTo"))),
        ["1", "2", "", "1"],
        ["2", "", "1"],
        ["1", "2", ""],
    ),
    "nested table in a deleted row": (
        tbl(tr(tbl(tr(p("1"))) + p("2"), trpr=track("del"))) + A,
        ["1", "2", "Alpha"],
        ["Alpha"],
        ["1", "2", "Alpha"],
    ),
    "marks inside cells join within the cell": (
        tbl(tr(p("1", mark="del") + p("2"), p("3", mark="del"))) + A,
        ["1", "2", "3", "Alpha"],
        ["12", "3", "Alpha"],
        ["1", "2", "3", "Alpha"],
    ),
    "joined across a content control": (
        p("a", mark="del") + sdt(p("b")) + p("c"),
        ["a", "b", "c"],
        ["ab", "c"],
        ["a", "b", "c"],
    ),
    "inserted link and control": (
        p("a", i(f"<w:hyperlink>{r('b')}</w:hyperlink>"), i(sdt(r("c")))),
        ["abc"],
        ["abc"],
        ["a"],
    ),
    "changes inside a link and a control": (
        p(f"<w:hyperlink>{d('a')}{i('b')}</w:hyperlink>", sdt(d("c") + i("e"))),
        ["abce"],
        ["be"],
        ["ac"],
    ),
    "deleted content control keeps its content": (
        p(
            '<w:customXmlDelRangeStart w:id="1"/>',
            sdt(
                '<w:customXmlDelRangeEnd w:id="1"/>'
                + r("a")
                + '<w:customXmlDelRangeStart w:id="2"/>'
            ),
            '<w:customXmlDelRangeEnd w:id="2"/>',
            "b",
        ),
        ["ab"],
        ["ab"],
        ["ab"],
    ),
    "inserted content control around deleted content": (
        p('<w:customXmlInsRangeStart w:id="1"/>', sdt(d("a") + i("x")), "b"),
        ["axb"],
        ["xb"],
        ["ab"],
    ),
    "deleted field": (
        p(
            "<w:del>"
            + field("begin")
            + code("DATE", "delInstrText")
            + field("separate")
            + "</w:del>",
            d("today"),
            f"<w:del>{field('end')}</w:del>",
            "b",
        ),
        ["todayb"],
        ["b"],
        ["todayb"],
    ),
    "field code deleted by halves": (
        p(f"<w:del>{field('begin')}</w:del>", code("DATE"), f"<w:del>{field('separate')}</w:del>")
        + p("a", f"<w:del>{field('end')}</w:del>"),
        ["", "a"],
        ["", "a"],
        ["", "a"],
    ),
    "inserted field around text": (
        p(
            i(field("begin")),
            code("IF "),
            "code",
            i(field("separate")),
            i("shown"),
            i(field("end")),
        ),
        ["codeshown"],
        ["shown"],
        ["code"],
    ),
    "math run deleted from inside": (
        p(math(m("a"), "<m:r><w:del><w:rPr/><m:t>b</m:t></w:del></m:r>", m("c"))),
        ["abc"],
        ["ac"],
        ["abc"],
    ),
    "math run inserted by its properties": (
        p(math(m("a"), mark_ins("b"), "<m:r><w:rPr><w:del/></w:rPr><m:t>c</m:t></m:r>")),
        ["abc"],
        ["ab"],
        ["ac"],
    ),
    "math wrapped in changes": (
        p(math(f"<w:ins>{m('a')}</w:ins>", f"<w:del>{m('b')}</w:del>"), i(math(m("c")))),
        ["abc"],
        ["ac"],
        ["b"],
    ),
    "deleted fraction": (
        p("x", math(fraction("<w:del><w:rPr/></w:del>", m("1"), m("2")), m("3"))),
        ["x123"],
        ["x3"],
        ["x123"],
    ),
    "inserted fraction": (
        p("x", math(fraction("<w:ins/>", f"<m:r>{i('1')}</m:r>", m("2")))),
        ["x12"],
        ["x12"],
        ["x2"],
    ),
    "change around blocks": (
        A + f"<w:del>{B}</w:del><w:ins>{C}</w:ins>" + p("end"),
        ["Alpha", "Beta", "Gamma", "end"],
        ["Alpha", "Gamma", "end"],
        ["Alpha", "Beta", "end"],
    ),
    "deleted break of a page": (
        p("a", '<w:del><w:r><w:br w:type="page"/></w:r></w:del>', "b"),
        ["a\nb"],
        ["ab"],
        ["a\nb"],
    ),
} | MIXED
CASES |= KINDS
