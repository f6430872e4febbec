"""A paragraph mark that a tracked change took out or put in, from the Word file through every form."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from majlis.textkit.carry import normal
from majlis.textkit.model import Block, Comment, Provision, Revision, Run, Text, as_dict
from majlis.textkit.read import read_bytes, read_file
from majlis.textkit.structure import build
from majlis.textkit.views import has_revisions, view
from majlis.textkit.write.akn import write_akn
from majlis.textkit.write.docx import write_docx
from majlis.textkit.write.html import write_html
from majlis.textkit.write.markdown import write_markdown

FORMS: dict[str, Callable[[Text], bytes]] = {
    "xml": write_akn,
    "docx": write_docx,
    "html": lambda text: write_html(text).encode(),
    "md": lambda text: write_markdown(text).encode(),
}
INS = Revision("inserted", "North", "2041-02-03T04:05:06Z")
DEL = Revision("deleted", "South", "2041-02-03T04:05:06Z")


def words(text: Text) -> list[str]:
    return [p.text for p in text.walk()]


def para(identity: str, words: str, mark: Revision | None = None, *under: Provision) -> Provision:
    return Provision(identity, "operative", (Run(words),), mark=mark, children=under)


JOINED = Text(
    (
        para("para_1", "Urges harbours to sing ", DEL),
        para("para_2", "and to paint;", None, para("para_2__point_a", "gates ", DEL)),
        para("para_3", "and walls, ", INS, para("para_3__point_a", "in time;")),
    ),
    comments=(Comment("why?", provision="para_1"),),
)


def test_the_view_without_a_mark_joins_what_it_stood_between() -> None:
    accepted, rejected = view(JOINED, "accept"), view(JOINED, "reject")
    assert [(p.id, p.text) for p in accepted.walk()] == [
        ("para_2", "Urges harbours to sing and to paint;"),
        ("para_3", "gates and walls, "),
        ("para_3__point_a", "in time;"),
    ]
    assert [(p.id, p.text) for p in rejected.walk()] == [
        ("para_1", "Urges harbours to sing "),
        ("para_2", "and to paint;"),
        ("para_2__point_a", "gates "),
        ("para_3__point_a", "and walls, in time;"),
    ]
    assert accepted.comments == (Comment("why?"),)
    assert has_revisions(JOINED)
    assert not has_revisions(accepted) and not has_revisions(rejected)


@pytest.mark.parametrize("form", FORMS)
def test_every_form_carries_marks(form: str) -> None:
    data = FORMS[form](JOINED)
    assert read_bytes(data, name=f"marks.{form}") == normal(JOINED)


def test_json_says_which_mark() -> None:
    told = [p.get("mark") for p in as_dict(JOINED)["provisions"]]
    assert told == ["deleted", None, "deleted", "inserted", None]


def block(words: str, mark: Revision | None = None, hint: str = "") -> Block:
    return Block((Run(words),), mark=mark, hint=hint)


@pytest.mark.parametrize(
    ("blocks", "marks"),
    [
        ([block("The sea is", DEL), block(" high.")], [DEL, None]),
        ([block("The sea is", DEL), block("", DEL), block(" high.")], [DEL, None]),
        # an empty paragraph between them stays, and ends the first
        ([block("The sea is", DEL), block(""), block("It is high.")], [None, None]),
        ([block("The sea is high.", DEL)], [None]),
        ([block("The sea is", DEL), block("a cell", hint="table")], [None, None]),
        (
            [Block((Run("Gone.", revision=DEL),), mark=DEL), block("The sea is high.")],
            [None, None],
        ),
    ],
)
def test_only_marks_that_join_are_kept(blocks: list[Block], marks: list[Revision | None]) -> None:
    found = build(blocks, "en")
    assert [p.mark for p in found.walk()] == marks


def test_sample_files_are_joined_as_word_does(shared: Path) -> None:
    """Read once with all changes and written in each form, then accepted or rejected."""
    seen = 0
    for path in sorted((shared / "samples/docx-tracked").glob("*.docx")):
        if path.stem.endswith(("-Accepted", "-Rejected")):
            continue
        kept = read_file(path)
        seen += any(p.mark for p in kept.walk())
        for form, write in FORMS.items():
            data = write(kept)
            for shown in ("accept", "reject"):
                ours = read_bytes(data, shown, name=f"again.{form}")
                theirs = read_file(path, view=shown)
                assert [t.strip() for t in words(ours)] == [t.strip() for t in words(theirs)]
    assert seen >= 4
