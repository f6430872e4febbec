"""Corrections of what was read: the words stay, ids stay unique, and what is impossible is said."""

from __future__ import annotations

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from majlis.textkit.carry import normal
from majlis.textkit.edit import CHANGES, Edit, edit, edited
from majlis.textkit.errors import TextError
from majlis.textkit.model import KINDS, LANGUAGES, Text
from majlis.textkit.read import read_bytes
from majlis.textkit.views import view
from majlis.textkit.write.akn import write_akn
from tests.textkit.strategies import texts

SAMPLE = """Resolution 5

The Council of Tides,

Noting the state of the tide,

1. Decides:

(a) to wait for the ebb; and

(b) to light the lamps;

2. Requests the Keeper to report.
"""


def sample() -> Text:
    """A short resolution with points."""
    return read_bytes(SAMPLE.encode(), name="a.txt")


def said(text: Text) -> str:
    """All that is printed, labels and words, without blanks."""
    return re.sub(r"\s+", "", "".join(each.label + each.text for each in text.walk()))


operations = st.builds(
    lambda op, kind, change, at, end: (op, kind, change, at, end),
    st.sampled_from(("kind", "in", "out", "split", "merge", "change", "part")),
    st.sampled_from(KINDS),
    st.sampled_from(CHANGES),
    st.integers(0, 40),
    st.one_of(st.none(), st.integers(0, 60)),
)


@settings(max_examples=150)
@given(
    text=texts.filter(lambda text: text.language in LANGUAGES),
    wanted=st.lists(st.tuples(st.integers(0, 30), operations), max_size=5),
)
def test_no_correction_loses_or_adds_a_sign(text: Text, wanted: list[tuple[int, tuple]]) -> None:
    now = normal(text)
    before = said(now)
    for place, (op, kind, change, at, end) in wanted:
        ids = [each.id for each in now.walk()]
        if not ids:
            return
        value = {"kind": kind, "change": change}.get(op, "")
        try:
            now = edit(now, Edit(op, ids[place % len(ids)], value, at, end))
        except TextError:
            continue
        assert said(now) == before
        found = [each.id for each in now.walk()]
        assert len(set(found)) == len(found)
        assert read_bytes(write_akn(now), name="a.xml") == normal(now)


def test_a_point_that_goes_out_holds_those_after_it() -> None:
    text = edit(sample(), Edit("out", "para_1__point_a"))
    parents = text.parents()
    assert parents["para_a"] is None
    assert [i for i, p in parents.items() if p == "para_a"] == ["para_a__point_b"]


def test_a_paragraph_that_goes_in_hangs_under_the_one_before() -> None:
    text = edit(sample(), Edit("in", "para_2"))
    assert text.parents()["para_1__point_2"] == "para_1"
    with pytest.raises(TextError, match="No provision precedes"):
        edit(sample(), Edit("in", "title"))


def test_split_and_merge_are_each_other_undone() -> None:
    text = sample()
    at = text.by_id()["para_2"].text.index("to report")
    apart = edit(text, Edit("split", "para_2", at=at))
    tail = list(apart.walk())[-1]
    assert tail.text == "to report."
    again = edit(apart, Edit("merge", tail.id))
    assert again.by_id()["para_2"].text == text.by_id()["para_2"].text
    assert [each.id for each in again.walk()] == [each.id for each in text.walk()]


def test_a_label_goes_back_to_the_words_where_it_is_merged_away() -> None:
    text = edit(sample(), Edit("merge", "para_2"))
    assert "lamps; 2. Requests" in text.by_id()["para_1__point_b"].text


def test_a_label_comes_out_of_the_words_where_they_are_split() -> None:
    run_together = SAMPLE.replace("report.\n", "report. 3. Invites the ports to wait 2 tides.\n")
    text = read_bytes(run_together.encode(), name="a.txt")
    words = text.by_id()["para_2"].text
    apart = edit(text, Edit("split", "para_2", at=words.index("3.")))
    found = apart.by_id()["para_3"]
    assert (found.label, found.text) == ("3.", "Invites the ports to wait 2 tides.")
    again = edit(apart, Edit("merge", "para_3"))
    assert again.by_id()["para_2"].text == words
    # "2 tides" begins with a number that is no label: those here have a point.
    number = edit(text, Edit("split", "para_2", at=words.index("2 tides")))
    assert [each.label for each in number.walk() if each.text.startswith("2 tides")] == [""]


def test_what_was_taken_for_old_is_new() -> None:
    text = edit(sample(), Edit("change", "para_2", "deleted"))
    assert "para_2" not in view(text, "accept").by_id()
    swapped = edit(text, Edit("change", "para_2", "swapped"))
    assert "para_2" in view(swapped, "accept").by_id()
    assert "para_2" not in view(swapped, "reject").by_id()
    words = edit(sample(), Edit("change", "para_2", "inserted", 0, 8))
    assert view(words, "reject").by_id()["para_2"].text.strip().startswith("the Keeper")


def test_a_kind_takes_what_is_below_along_and_the_verb_follows() -> None:
    text = edit(sample(), Edit("kind", "para_1", "preambular"))
    kinds = {each.label: each.kind for each in text.walk() if each.label}
    assert kinds == {
        "1.": "preambular",
        "(a)": "preambular",
        "(b)": "preambular",
        "2.": "operative",
    }


def test_a_text_of_its_own_begins_where_a_person_says() -> None:
    text = edited(
        sample(), [Edit("part", "para_1"), Edit("describe", "para_1", values={"title": "Lamps"})]
    )
    assert [(part.root, part.title) for part in text.parts][1] == ("para_1", "Lamps")
    assert edit(text, Edit("part", "para_1", "no")).parts == ()


@pytest.mark.parametrize(
    ("wanted", "words"),
    [
        (Edit("kind", "para_2", "poem"), "no kind 'poem'"),
        (Edit("kind", "para_9", "heading"), "No provision has the id"),
        (Edit("split", "para_2", at=0), "would have no text"),
        (Edit("merge", "title"), "No provision precedes"),
        (Edit("out", "para_2"), "highest level"),
        (Edit("change", "para_2", "burnt"), "no change 'burnt'"),
        (Edit("change", "para_2", "kept", 9, 9), "does not contain these characters"),
        (Edit("describe", "para_2", values={"title": "x"}), "begins at"),
        (Edit("sing", "para_2"), "no correction 'sing'"),  # type: ignore[arg-type]
    ],
)
def test_what_cannot_be_done_is_said(wanted: Edit, words: str) -> None:
    with pytest.raises(TextError, match=words):
        edit(sample(), wanted)
