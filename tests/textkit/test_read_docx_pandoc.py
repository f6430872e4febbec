"""Word files read as pandoc reads them, on files where pandoc is right."""

from __future__ import annotations

import re
from html import unescape
from pathlib import Path

import pytest

from majlis.textkit.model import View
from tests.textkit.docx_builder import code, docx, field, p, r, sdt, tbl, texts, tr
from tests.textkit.docx_cases import CASES

pypandoc = pytest.importorskip("pypandoc")

# What pandoc 3.9 does not read as Word does.
PANDOC_WRONG = {
    # It does not look at w:trPr, so rows deleted or inserted stay where their text does.
    "deleted row with an insertion",
    "inserted and deleted row",
    "nested table in a deleted row",
    "several rows deleted and inserted",
    # It does not know w:cellDel and w:cellIns.
    "deleted cell",
    "inserted cell",
    "all cells of a row deleted",
    "all cells of a table deleted",
    "column deleted, another inserted",
    # It drops content controls inside w:ins, and a w:del inside a link or a control.
    "inserted link and control",
    "changes inside a link and a control",
    # It takes tracked changes of mathematics for its text, or loses their text.
    "math run deleted from inside",
    "math run inserted by its properties",
    "math wrapped in changes",
    "deleted fraction",
    "inserted fraction",
    # It does not leave out text inside a field instruction.
    "inserted field around text",
    # It skips changes without author and date, and changes around blocks.
    "text in a deletion as plain w:t",
    "change around blocks",
    # It shows w:delText that no w:del wraps.
    "delText without its wrapper",
    "deleted text that an insertion holds as deleted text",
    # It shows the result of a field that stands in another one's instruction.
    "field in a field, the inner one deleted",
    # It loses changes inside a simple field or a direction, and embedded XML.
    "simple field with a change in it",
    "change inside a direction",
    "tags and embedded XML in a change",
    "moved inside embedded XML",
    "link, tag and field deleted whole",
    # It does not see rows deleted inside a control, nor text boxes, nor what stands under a reading.
    "rows in a control, one of them deleted",
    "a box in a change, in both its forms",
    "box in a deletion",
    "reading above a changed base",
}

PLAIN = {
    "wrappers": p(
        f'<w:hyperlink w:anchor="x">{r("link ")}</w:hyperlink>',
        f"<w:smartTag>{r('tag ')}</w:smartTag>",
        sdt(r("control")),
    ),
    "block controls": sdt(p("x") + sdt(p("y"))),
    "field": p(field("begin"), code("DATE"), field("separate"), "today", field("end"), " on"),
    "hyphen": p("<w:r><w:t>a</w:t><w:noBreakHyphen/><w:t>b</w:t></w:r>"),
    "table": tbl(tr(p("1"), p("2")), tr(p("3"), p("4") + p("5"))),
    "nested table": tbl(tr(p("1") + tbl(tr(p("2"))) + p("3"))),
    "alternate content": p(
        '<w:r><mc:AlternateContent><mc:Choice Requires="odd"><w:t>new</w:t></mc:Choice>'
        "<mc:Fallback><w:t>old</w:t></mc:Fallback></mc:AlternateContent></w:r>"
    ),
}


def squeezed(text: str) -> str:
    """Without blanks; pandoc gives an ordinary hyphen for one that does not break."""
    return re.sub(r"\s", "", text.replace("\u2011", "-"))


def of_html(html: str) -> str:
    return squeezed(unescape(re.sub(r"<[^>]*>", "", html)))


@pytest.mark.parametrize("view", ["accept", "reject"])
def test_as_pandoc_reads_it(view: View, tmp_path: Path) -> None:
    bodies = {name: case[0] for name, case in CASES.items()} | PLAIN
    right = {name: body for name, body in bodies.items() if name not in PANDOC_WRONG}
    assert bodies.keys() >= PANDOC_WRONG
    assert len(right) > 40
    data = docx("".join(p(f"[{name}]") + body + p("~") for name, body in right.items()))
    path = tmp_path / "all.docx"
    path.write_bytes(data)
    html = pypandoc.convert_file(str(path), "html", extra_args=[f"--track-changes={view}"])
    theirs = of_html(html).split("~")
    ours = squeezed("".join(texts(data, view))).split("~")
    assert ours == theirs
