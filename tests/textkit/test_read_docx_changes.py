"""Tracked changes of Word files in the three views."""

from __future__ import annotations

from pathlib import Path

import pytest

from majlis.textkit.model import Block, Revision, View, view_runs
from majlis.textkit.read.docx import read_docx
from tests.textkit.docx_builder import (
    d,
    docx,
    i,
    moved_from,
    moved_to,
    p,
    r,
    tbl,
    texts,
    tr,
    track,
)
from tests.textkit.docx_cases import CASES

VIEWS: tuple[View, ...] = ("keep", "accept", "reject")
INSERTED = Revision("inserted", "Ines", "2031-05-04T10:00:00Z")
DELETED = Revision("deleted", "Dara", "2031-05-04T10:00:00Z")


@pytest.mark.parametrize("name", CASES)
def test_views(name: str) -> None:
    body, keep, accept, reject = CASES[name]
    data = docx(body)
    assert {view: texts(data, view) for view in VIEWS} == {
        "keep": keep,
        "accept": accept,
        "reject": reject,
    }


@pytest.mark.parametrize("name", CASES)
def test_runs_of_keep_hold_the_text_of_both_views(name: str) -> None:
    data = docx(CASES[name][0])
    keep = read_docx(data).blocks
    for view in ("accept", "reject"):
        kept = "".join(run.text for block in keep for run in view_runs(block.runs, view))
        plain = read_docx(data, view).blocks
        assert kept.replace("\n", "") == "".join(b.text for b in plain).replace("\n", "")
        assert all(run.revision is None for block in plain for run in block.runs)
        assert all(block.mark is None for block in plain)


def one(body: str, view: View = "keep", **parts: str) -> Block:
    [block] = read_docx(docx(body, **parts), view).blocks
    return block


def test_who_and_when() -> None:
    runs = one(p("a", i("b"), d("c"), moved_to("e"), i(d("f")))).runs
    assert [(run.text, run.revision) for run in runs] == [
        ("a", None),
        ("b", INSERTED),
        ("c", DELETED),
        ("e", Revision("inserted", "Mo", INSERTED.date, moved=True)),
        ("f", Revision("deleted", "Dara", DELETED.date, reverted=True)),
    ]


def test_revisions_of_marks() -> None:
    blocks = read_docx(
        docx(p("a", mark="ins") + p("b", mark="del") + p("c", mark="ins del"))
    ).blocks
    assert [block.mark for block in blocks] == [
        INSERTED,
        Revision("deleted", "Ines", INSERTED.date),
        Revision("deleted", "Ines", INSERTED.date, reverted=True),
    ]


def test_text_of_a_deleted_row_is_deleted_in_keep() -> None:
    [block] = read_docx(docx(tbl(tr(p("1"), trpr=track("del"))))).blocks
    assert block.runs[0].revision == Revision("deleted", "Ines", INSERTED.date) == block.mark


STYLES = "".join(
    f'<w:style w:type="paragraph" w:styleId="{name}"><w:name w:val="{name}"/></w:style>'
    for name in ("First", "Second", "Old")
)


def test_the_last_mark_gives_the_properties() -> None:
    data = docx(p("a", style="First", mark="del") + p("b", style="Second"), styles=STYLES)
    assert [(b.text, b.style) for b in read_docx(data, "accept").blocks] == [("ab", "Second")]


def test_old_properties_are_those_of_reject() -> None:
    change = '<w:pPrChange w:id="1"><w:pPr><w:pStyle w:val="Old"/></w:pPr></w:pPrChange>'
    data = docx(p("a", style="First", ppr=change), styles=STYLES)
    assert [read_docx(data, view).blocks[0].style for view in VIEWS] == ["First", "First", "Old"]


def test_formatting_changes_are_counted_and_alter_no_text() -> None:
    def changed(name: str, inner: str) -> str:
        return f'<w:{name}Change w:id="1"><w:{inner}/></w:{name}Change>'

    table = (
        f"<w:tbl><w:tblPr>{changed('tblPr', 'tblPr')}</w:tblPr>"
        f"<w:tblGrid>{changed('tblGrid', 'tblGrid')}</w:tblGrid><w:tr>"
        f"<w:tblPrEx>{changed('tblPrEx', 'tblPrEx')}</w:tblPrEx>"
        f"<w:trPr>{changed('trPr', 'trPr')}</w:trPr><w:tc>"
        f"<w:tcPr>{changed('tcPr', 'tcPr')}</w:tcPr>{p('cell')}</w:tc></w:tr></w:tbl>"
    )
    section = f"<w:sectPr>{changed('sectPr', 'sectPr')}</w:sectPr>"
    body = (
        p(r("a", f"<w:b/>{changed('rPr', 'rPr')}"), ppr=changed("pPr", "pPr"))
        + table
        + p("b", ppr=section)
        + p("c", ppr=f'<w:numPr><w:numId w:val="1"/>{track("ins")}</w:numPr>')
    )
    styles = (
        '<w:style w:type="paragraph" w:styleId="S"><w:name w:val="S"/><w:rPr><w:b/>'
        f"{changed('rPr', 'rPr')}</w:rPr></w:style>"
    )
    data = docx(body, styles=styles)
    for view in VIEWS:
        content = read_docx(data, view)
        assert [block.text for block in content.blocks] == ["a", "cell", "b", "c"]
        assert content.formatting_changes == 10
    assert read_docx(data, "accept").blocks[0].runs[0].marks == {"bold"}
    assert read_docx(data, "reject").blocks[0].runs[0].marks == set()


def test_a_changed_style_is_the_old_one_in_reject() -> None:
    styles = (
        '<w:style w:type="paragraph" w:styleId="S"><w:name w:val="S"/><w:rPr><w:b/>'
        '<w:rPrChange w:id="1"><w:rPr><w:i/></w:rPr></w:rPrChange></w:rPr></w:style>'
    )
    data = docx(p("a", style="S"), styles=styles)
    assert [read_docx(data, view).blocks[0].runs[0].marks for view in VIEWS] == [
        {"bold"},
        {"bold"},
        {"italic"},
    ]


NOTES = (
    '<w:footnote w:id="1"><w:p><w:r><w:footnoteRef/></w:r>' + r(" One.") + "</w:p></w:footnote>"
    '<w:footnote w:id="2">'
    + p(r("Two "), d("old"), i("new"), mark="del")
    + p("more")
    + "</w:footnote>"
)


def test_a_note_goes_with_its_call() -> None:
    def call(note: int) -> str:
        return f'<w:r><w:footnoteReference w:id="{note}"/></w:r>'

    data = docx(p("a", f"<w:del>{call(1)}</w:del>", call(2)), footnotes=NOTES)
    found = {
        view: [(b.text, b.ref) for b in read_docx(data, view).blocks if b.ref] for view in VIEWS
    }
    assert found == {
        "accept": [("Two newmore", "1")],
        "reject": [("One.", "1"), ("Two old", "2"), ("more", "2")],
        "keep": [("One.", "1"), ("Two oldnew", "1"), ("more", "1")],
    }
    runs = read_docx(data).blocks[1].runs
    assert [run.revision for run in runs] == [Revision("deleted")]


def test_a_note_whose_call_moved() -> None:
    def call(note: int) -> str:
        return f'<w:r><w:footnoteReference w:id="{note}"/></w:r>'

    for ids in ((1, 1), (1, 2)):  # Word copies the note, other programs call the same one twice
        body = p(moved_from("a", call(ids[0]))) + p("x") + p(moved_to("a", call(ids[1])))
        notes = "".join(f'<w:footnote w:id="{n}">{p("One.")}</w:footnote>' for n in set(ids))
        data = docx(body, footnotes=notes)
        found = {view: [(b.text, b.ref) for b in read_docx(data, view).blocks] for view in VIEWS}
        assert found == {
            "accept": [("", ""), ("x", ""), ("a", ""), ("One.", "1")],
            "reject": [("a", ""), ("One.", "1"), ("x", ""), ("", "")],
            "keep": [("a", ""), ("One.", "1"), ("x", ""), ("a", ""), ("One.", "1")],
        }


def test_changes_in_text_boxes_and_on_their_anchors() -> None:
    def box(content: str) -> str:
        inner = f"<wps:txbx><w:txbxContent>{content}</w:txbxContent></wps:txbx>"
        return f"<w:r><w:drawing>{inner}</w:drawing></w:r>"

    body = p("a", box(p("x", mark="del") + p(d("y"), i("z"))), f"<w:ins>{box(p('new'))}</w:ins>")
    assert {view: texts(docx(body), view) for view in VIEWS} == {
        "keep": ["a", "x", "yz", "new"],
        "accept": ["a", "xz", "new"],
        "reject": ["a", "x", "y"],
    }


def test_hidden_by_a_change_of_format() -> None:
    hidden = "<w:vanish/><w:rPrChange><w:rPr/></w:rPrChange>"
    data = docx(p("a", r("b", hidden)))
    assert [texts(data, view) for view in ("accept", "reject")] == [["a"], ["ab"]]


def plain(path: Path, view: View) -> list[str]:
    """Texts without empty paragraphs: the reference files keep one where a paragraph moved away."""
    return [text for text in texts(path.read_bytes(), view) if text]


def test_samples_give_the_text_of_word(shared: Path) -> None:
    folder = shared / "samples" / "docx-tracked"
    sources = [
        path
        for path in sorted(folder.glob("*.docx"))
        if not path.stem.endswith(("-Accepted", "-Rejected"))
    ]
    assert len(sources) == 12
    for path in sources:
        accepted = path.with_stem(path.stem + "-Accepted")
        rejected = path.with_stem(path.stem + "-Rejected")
        assert plain(path, "accept") == plain(accepted, "keep"), path.name
        assert plain(path, "reject") == plain(rejected, "keep"), path.name
