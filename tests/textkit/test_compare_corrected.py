"""Matches of a person stand; all else that a comparison promises holds with them too."""

from __future__ import annotations

from hypothesis import assume, given
from hypothesis import strategies as st

from majlis.textkit.carry import normal
from majlis.textkit.compare import compare
from majlis.textkit.compare.marked import redline
from majlis.textkit.model import Provision, Text
from majlis.textkit.read import read_bytes
from majlis.textkit.views import view
from tests.textkit.strategies import texts

OLD = "Resolution 5\n\nThe Council of Tides,\n\n1. Decides to wait for the tide;\n\n2. Requests the Keeper to report.\n"
NEW = "Resolution 5\n\nThe Council of Tides,\n\n1. Decides to wait for the tide;\n\n2. Asks all boats to be painted blue.\n"


def read(words: str) -> Text:
    return read_bytes(words.encode(), language="en", name="a.txt")


def ops(old: Text, new: Text, *matches: tuple[str | None, str | None]) -> dict[str, str]:
    found = compare(old, new, matches)
    return {(*item.new, *item.old)[0]: item.op for item in found.changes}


def test_a_person_matches_what_has_no_word_in_common() -> None:
    old, new = read(OLD), read(NEW)
    last = [each.id for each in new.walk()][-1]
    assert ops(old, new)[last] == "inserted"
    assert ops(old, new, (last, last))[last] == "changed"


def test_a_person_parts_what_was_matched() -> None:
    old, new = read(OLD), read(NEW)
    first = next(each.id for each in new.walk() if each.number == "1")
    assert ops(old, new)[first] == "equal"
    assert ops(old, new, (None, first))[first] == "inserted"
    found = compare(old, new, [(first, None)])
    assert [item.op for item in found.changes if first in (*item.old, *item.new)] == [
        "deleted",
        "inserted",
    ]


@given(old=texts, new=texts, data=st.data())
def test_with_any_matches_each_provision_is_in_one_item_and_the_redline_gives_both_texts(
    old: Text, new: Text, data: st.DataObject
) -> None:
    old, new = normal(old), normal(new)
    for text in (old, new):
        ids = [each.id for each in text.walk()]
        assume(len(ids) == len(set(ids)))
    ours = [each.id for each in view(old, "accept").walk()]
    theirs = [each.id for each in view(new, "accept").walk()]
    side = st.tuples(
        st.none() | st.sampled_from([*ours, "nowhere"]),
        st.none() | st.sampled_from([*theirs, "nowhere"]),
    )
    found = compare(old, new, data.draw(st.lists(side, max_size=4)))
    assert sorted(each for item in found.changes for each in item.old) == sorted(ours)
    assert [each for item in found.changes for each in item.new if item.op != "split"] == [
        each
        for each in theirs
        if not any(each in item.new for item in found.changes if item.op == "split")
    ]
    marked = redline(found)
    accepted, rejected = view(marked, "accept"), view(marked, "reject")
    assert [each.text for each in accepted.walk()] == [each.text for each in found.new.walk()]
    assert [each.text for each in rejected.walk()] == [each.text for each in found.old.walk()]


def test_a_heading_without_words_that_was_deleted_is_not_compared() -> None:
    gone = Provision(id="gone", kind="heading", change="deleted")
    text = normal(Text(provisions=(gone, Provision(id="para_1", kind="paragraph"))))
    found = compare(text, text)
    assert [item.old for item in found.changes] == [("para_1",)]
