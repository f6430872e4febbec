"""Tracked changes that no word carries are told in notes; the words say who changed them and when."""

from __future__ import annotations

from typing import Any

import pytest

from majlis.textkit.model import Provision, Revision, Run, Text, as_dict
from majlis.textkit.read import read_bytes
from majlis.textkit.read.docx import read_docx
from majlis.textkit.views import view as shown_in
from majlis.textkit.write.docx import write_docx
from tests.textkit.docx_builder import d, docx, gone, i, moved_to, p, r, tbl, tr, track

DATE = "2031-05-04T10:00:00Z"
WORDS = p("The tide gardens of the northern harbour bloom early.")


def told(body: str, kind: str, view: str = "keep") -> list[tuple[str, int]]:
    text = read_bytes(docx(WORDS + body), view)  # type: ignore[arg-type]
    return [(note.message, note.line) for note in text.notes if note.kind == kind]


BLANK = {
    # name: what follows a first paragraph, the note's message, its line
    "empty paragraph inserted": (
        p(mark="ins") + p("b"),
        f"an empty paragraph inserted by Ines, {DATE}",
        2,
    ),
    "empty paragraph moved away": (
        p("a") + p(mark="moveFrom") + p("b"),
        f"an empty paragraph moved by Ines, {DATE}",
        3,
    ),
    "three of them": (
        3 * p(mark="del") + p("b"),
        f"3 times: an empty paragraph deleted by Ines, {DATE}",
        2,
    ),
    "empty row": (
        tbl(tr(p(), trpr=track("del"))) + p("b"),
        f"an empty paragraph in a table deleted by Ines, {DATE}",
        2,
    ),
    "mark before a table": (
        p("a", mark="del") + tbl(tr(p("b"))),
        f"a paragraph mark deleted by Ines, {DATE}",
        2,
    ),
    "mark that one inserted and another deleted": (
        p("a", mark="ins del") + p("b"),
        f"a paragraph mark inserted and deleted by Ines, {DATE}",
        2,
    ),
    "blank at the end": (
        p("a", i(" ")) + p("b"),
        f"spaces around a paragraph inserted by Ines, {DATE}",
        2,
    ),
    "blank in an empty paragraph": (
        p(d(" ")) + p("b"),
        f"spaces around a paragraph deleted by Dara, {DATE}",
        2,
    ),
}


@pytest.mark.parametrize("name", BLANK)
def test_a_change_without_words_is_a_note(name: str) -> None:
    body, message, line = BLANK[name]
    assert told(body, "blank") == [(message, line)]
    assert told(body, "blank", "accept") == told(body, "blank", "reject") == []


@pytest.mark.parametrize(
    "body",
    [
        p(i("b "), mark="ins") + p("c"),
        p(d("b"), mark="del") + p("c"),
        p("a", mark="del") + p("b"),
        tbl(tr(p("1"), trpr=track("del")), tr(p(moved_to("2"), mark="moveTo"))) + p("b"),
    ],
)
def test_what_the_words_say_is_no_note(body: str) -> None:
    assert told(body, "blank") == []


def test_changes_of_formatting_are_one_note_with_their_authors() -> None:
    def changed(name: str, author: str) -> str:
        return f'<w:{name}Change w:id="1" w:author="{author}"><w:{name}/></w:{name}Change>'

    body = (
        p(r("a", f"<w:b/>{changed('rPr', 'Ines')}"), ppr=f"<w:jc/>{changed('pPr', 'Dara')}")
        + p(r("b", f"<w:i/>{changed('rPr', 'Ines')}"))
        + '<w:customXmlDelRangeStart w:id="7" w:author="Mo"/><w:customXmlDelRangeEnd w:id="7"/>'
    )
    said = "tracked changes to formatting only: 4, by Dara, Ines, Mo"
    assert told(body, "formatting") == [(said, 0)]
    assert told(body, "formatting", "accept") == told(p("a"), "formatting") == []


def row(body: str) -> dict[str, Any]:
    [found] = as_dict(read_bytes(docx(body)))["provisions"]
    assert isinstance(found, dict)
    return found


def test_who_changed_which_words_and_when() -> None:
    found = row(p("Lights ", d("ten "), i("twelve ", author="Noor"), i(gone(r("old "))), "lamps"))
    words = found["text"]
    said = [(words[x["start"] : x["end"]], x["op"], x["author"]) for x in found["revisions"]]
    assert said == [
        ("ten ", "deleted", "Dara"),
        ("twelve ", "inserted", "Noor"),
        ("old ", "deleted", "Dara"),
    ]
    assert {x["date"] for x in found["revisions"]} == {DATE}
    assert [x.get("reverted", False) for x in found["revisions"]] == [False, False, True]
    # what is in neither text is in neither of the two that the spans give
    assert found["spans"] == [["=", "Lights "], ["-", "ten "], ["+", "twelve "], ["=", "lamps"]]


def test_the_mark_has_its_author_too() -> None:
    text = read_bytes(docx(p("The tide", mark="del") + p("gardens")))
    first, second = as_dict(text)["provisions"]
    assert first["mark"] == "deleted"
    assert first["revisions"] == [
        {"op": "deleted", "start": 8, "end": 8, "author": "Ines", "date": DATE}
    ]
    assert "revisions" not in second


def test_words_in_neither_text_are_kept() -> None:
    found = row(p(i(gone(r("The tide gardens")))))
    assert (found["text"], found["change"], found["spans"]) == ("The tide gardens", "deleted", [])
    for view in ("accept", "reject"):
        shown = read_bytes(docx(p(i(gone(r("x")))) + WORDS), view)  # type: ignore[arg-type]
        assert [q.text for q in shown.walk()] == [
            "The tide gardens of the northern harbour bloom early."
        ]


def test_a_whole_insertion_in_which_another_deleted_something_is_an_insertion() -> None:
    found = row(p(i(r("The tide "), gone(r("old ")), r("gardens")), mark="ins"))
    assert found["change"] == "inserted"
    assert found["spans"] == [["+", "The tide gardens"]]


def test_a_page_break_has_a_revision_of_its_own() -> None:
    cut = '<w:r><w:br w:type="page"/></w:r>'
    found = row(p("The tide", gone(cut), i(cut), "gardens"))
    assert [(x["op"], x["start"], x["end"]) for x in found["revisions"]] == [
        ("deleted", 8, 9),
        ("inserted", 9, 10),
    ]
    assert found["text"] == "The tide\n\ngardens"


def test_words_in_neither_text_leave_nothing_in_either() -> None:
    reverted = Run("of old", revision=Revision("deleted", "Dara", DATE, reverted=True))
    text = Text(
        (Provision("a", "paragraph", (reverted,)), Provision("b", "paragraph", (Run("Tides"),)))
    )
    data = write_docx(text)
    for side in ("accept", "reject"):
        assert [q.id for q in shown_in(text, side).walk()] == ["b"]  # type: ignore[arg-type]
        # for any program, not for ours alone
        assert [b.text for b in read_docx(data, side).blocks] == ["Tides"]  # type: ignore[arg-type]
    assert [q.runs for q in read_bytes(data).walk()] == [(reverted,), (Run("Tides"),)]
