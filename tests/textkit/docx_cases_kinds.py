"""Bodies of Word files, one for each further place where a tracked change may stand."""

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


def old(text: str) -> str:
    """A run of deleted text, for inside a deletion."""
    return f"<w:r><w:delText>{text}</w:delText></w:r>"


def ruby(base: str, reading: str) -> str:
    return f"<w:ruby><w:rt>{r(reading)}</w:rt><w:rubyBase>{base}</w:rubyBase></w:ruby>"


def box(content: str) -> str:
    return (
        f"<w:r><w:pict><v:shape><w:txbxContent>{content}</w:txbxContent></v:shape></w:pict></w:r>"
    )


KINDS: dict[str, tuple[str, list[str], list[str], list[str]]] = {
    # name: body, keep, accept, reject
    "several inserted marks": (
        p("a", mark="ins") + p("b", mark="ins") + p("c") + p("e"),
        ["a", "b", "c", "e"],
        ["a", "b", "c", "e"],
        ["abc", "e"],
    ),
    "deleted marks of empty paragraphs": (
        p("a", mark="del") + p(mark="del") + p(mark="del") + p("b"),
        ["a", "", "", "b"],
        ["ab"],
        ["a", "", "", "b"],
    ),
    "several rows deleted and inserted": (
        tbl(
            tr(p("a"), p("b"), trpr=track("del")),
            tr(p("c"), p("e"), trpr=track("del")),
            tr(p("f"), p("g")),
            tr(p("h"), p("k"), trpr=track("ins")),
            tr(p("l"), p("m"), trpr=track("ins")),
        ),
        ["a", "b", "c", "e", "f", "g", "h", "k", "l", "m"],
        ["f", "g", "h", "k", "l", "m"],
        ["a", "b", "c", "e", "f", "g"],
    ),
    "all rows deleted": (
        p("a") + tbl(*(tr(p(d(text), mark="del"), trpr=track("del")) for text in "bc")) + p("e"),
        ["a", "b", "c", "e"],
        ["a", "e"],
        ["a", "b", "c", "e"],
    ),
    "all rows inserted": (
        p("a") + tbl(*(tr(p(i(text), mark="ins"), trpr=track("ins")) for text in "bc")) + p("e"),
        ["a", "b", "c", "e"],
        ["a", "b", "c", "e"],
        ["a", "e"],
    ),
    "all cells of a table deleted": (
        tbl(tr(tc(p("a"), tcpr=track("cellDel")), tc(p("b"), tcpr=track("cellDel")))) + p("c"),
        ["a", "b", "c"],
        ["c"],
        ["a", "b", "c"],
    ),
    "column deleted, another inserted": (
        tbl(
            *(
                tr(
                    tc(p(f"{row}a"), tcpr=track("cellDel")),
                    p(f"{row}b"),
                    tc(p(f"{row}c"), tcpr=track("cellIns")),
                )
                for row in "xy"
            )
        ),
        ["xa", "xb", "xc", "ya", "yb", "yc"],
        ["xb", "xc", "yb", "yc"],
        ["xa", "xb", "ya", "yb"],
    ),
    "cell split that was merged": (
        tbl(
            tr(tc(p("a"), tcpr=track("cellMerge", attributes='w:vMergeOrig="rest"'))),
            tr(tc(p(), tcpr=track("cellMerge", attributes='w:vMergeOrig="cont"'))),
        ),
        ["a", ""],
        ["a", ""],
        ["a", ""],
    ),
    "table moved": (
        '<w:moveFromRangeStart w:id="3" w:name="m"/>'
        + tbl(tr(p(moved_from("a"), mark="moveFrom"), trpr=track("del")))
        + '<w:moveFromRangeEnd w:id="3"/>'
        + p("b")
        + '<w:moveToRangeStart w:id="4" w:name="m"/>'
        + tbl(tr(p(moved_to("a"), mark="moveTo"), trpr=track("ins")))
        + '<w:moveToRangeEnd w:id="4"/>'
        + p("c"),
        ["a", "b", "a", "c"],
        ["b", "a", "c"],
        ["a", "b", "c"],
    ),
    "moved inside embedded XML": (
        p("a")
        + f"<w:customXml>{p(moved_from('b'), mark='moveFrom')}</w:customXml>"
        + p("c")
        + f"<w:customXml>{p(moved_to('b'), mark='moveTo')}</w:customXml>"
        + p("e", f"<w:customXml>{moved_from('f')}</w:customXml>", moved_to("g")),
        ["a", "b", "c", "b", "efg"],
        ["a", "c", "b", "eg"],
        ["a", "b", "c", "ef"],
    ),
    "moved, and its place deleted after": (
        p(moved_from("a"), mark="moveFrom") + p("b") + p(moved_to(gone(old("a"))), mark="moveTo"),
        ["a", "b", "a"],
        ["b", ""],
        ["a", "b"],
    ),
    "paragraph inserted at the end of a cell": (
        tbl(tr(p("a", mark="ins") + p(i("b")), p("c"))),
        ["a", "b", "c"],
        ["a", "b", "c"],
        ["a", "c"],
    ),
    "empty paragraphs deleted at the end of a cell": (
        tbl(tr(p("a", mark="del") + p(mark="del") + p(), p("c"))),
        ["a", "", "", "c"],
        ["a", "c"],
        ["a", "", "", "c"],
    ),
    "mark of the last paragraph of a cell deleted": (
        tbl(tr(p("a", mark="del"), p("b"))) + p("c"),
        ["a", "b", "c"],
        ["a", "b", "c"],
        ["a", "b", "c"],
    ),
    "mark of the last paragraph of the text inserted": (
        p("a") + p("b", mark="ins"),
        ["a", "b"],
        ["a", "b"],
        ["a", "b"],
    ),
    "paragraph deleted after a table in a cell": (
        tbl(tr(tbl(tr(p("a"))) + p(d("b"), mark="del"))) + p("c"),
        ["a", "b", "c"],
        ["a", "c"],
        ["a", "b", "c"],
    ),
    "changes in a table in a table": (
        tbl(
            tr(
                p("a", i("b"))
                + tbl(tr(p(i("c"), mark="ins"), trpr=track("ins")), tr(p(d("e"), i("f"))))
                + p("g", mark="del")
                + p("h")
            )
        ),
        ["ab", "c", "ef", "g", "h"],
        ["ab", "c", "f", "gh"],
        ["a", "e", "g", "h"],
    ),
    "inserted paragraph before and after a table": (
        p(i("a"), mark="ins") + tbl(tr(p("b"))) + p(i("c"), mark="ins") + p("e"),
        ["a", "b", "c", "e"],
        ["a", "b", "c", "e"],
        ["b", "e"],
    ),
    "link, tag and field deleted whole": (
        p(
            gone(f"<w:hyperlink>{old('a')}</w:hyperlink>"),
            gone(f"<w:smartTag>{old('b')}</w:smartTag>"),
            gone(f'<w:fldSimple w:instr="PAGE">{old("c")}</w:fldSimple>'),
            "e",
        ),
        ["abce"],
        ["e"],
        ["abce"],
    ),
    "control inserted, in it a deletion and a move": (
        p("a", i(sdt(r("b") + gone(old("c")) + moved_to("e"))), sdt(moved_from("f"))),
        ["abcef"],
        ["abe"],
        ["af"],
    ),
    "reading above a changed base": (
        p(f"<w:r>{ruby(d('a') + i('b'), 'x')}</w:r>", i(f"<w:r>{ruby(r('c'), 'y')}</w:r>")),
        ["abc"],
        ["bc"],
        ["a"],
    ),
    "box in a deletion": (
        p("a", gone(box(p("b", mark="del") + p(d("c"))))),
        ["a", "b", "c"],
        ["a"],
        ["a", "b", "c"],
    ),
    "switch of a field inserted and deleted": (
        p(
            field("begin"),
            code(" REF a "),
            gone(code("\\* CHARFORMAT", "delInstrText")),
            i(code("\\* MERGEFORMAT")),
            field("separate"),
            "b",
            field("end"),
            ".",
        ),
        ["b."],
        ["b."],
        ["b."],
    ),
    "field inserted whole, its result edited": (
        p(
            i(field("begin"), code(" DATE "), field("separate"), r("a"), gone(old("b"))),
            i(r("c"), field("end")),
            "e",
        ),
        ["abce"],
        ["ace"],
        ["e"],
    ),
    "rewritten by three hands": (
        p("a", i("b", author="Noor"), i(gone(old("c"))), d("e"), moved_to("f"), "g", mark="ins")
        + p(d("h", "Noor"), i("k"), mark="del")
        + p("l"),
        ["abcefg", "hk", "l"],
        ["abfg", "kl"],
        ["aegh", "l"],
    ),
}
