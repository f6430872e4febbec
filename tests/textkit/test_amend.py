"""Amendments one by one: what each does, and each kind of conflict."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from majlis.textkit.amend import Alternative, Amendment, Place, apply
from majlis.textkit.errors import TextError
from majlis.textkit.model import Provision, Revision, Run, Text, spans_of
from majlis.textkit.views import view
from tests.textkit.amending import (
    INVITES,
    by_kind,
    flat,
    provision,
    replaces,
    tides,
    wordings,
)


def test_replace_marks_only_the_words_that_change() -> None:
    outcome = apply(tides(), [replaces("1", INVITES.replace("two", "three"), date="2041-05-02")])
    assert wordings(outcome.text)["para_3"] == INVITES.replace("two", "three")
    marked = outcome.redline.by_id()["para_3"]
    assert marked.change == "changed"
    assert spans_of(marked.runs)[1:3] == [["-", "two"], ["+", "three"]]
    assert {run.revision for run in marked.runs} == {
        None,
        Revision("deleted", "North", "2041-05-02"),
        Revision("inserted", "North", "2041-05-02"),
    }
    assert outcome.applied == ("1",) and outcome.conflicts == ()


def test_a_new_opening_verb_is_found_and_goes_down_to_the_points() -> None:
    outcome = apply(tides(), [Amendment("1", "replace", "para_2", text="Urges the warden to:")])
    found = outcome.text.by_id()
    assert found["para_2"].verb == "Urges"
    assert found["para_2__a"].verb == "Urges"
    assert found["para_3"].verb == "Invites"


def test_marks_of_what_stays_and_of_what_comes_are_kept() -> None:
    base = Text(
        (Provision("a", "operative", (Run("Keeps ", frozenset({"italic"})), Run("the gate"))),)
    )
    new = (Run("Keeps the "), Run("old", frozenset({"bold"})), Run(" gate"))
    outcome = apply(base, [Amendment("1", "replace", "a", runs=new)])
    assert outcome.text.provisions[0].runs == (
        Run("Keeps ", frozenset({"italic"})),
        Run("the "),
        Run("old", frozenset({"bold"})),
        Run(" gate"),
    )


def test_two_authors_change_different_words() -> None:
    outcome = apply(
        tides(),
        [replaces("1", INVITES.replace("all", "some")),
         replaces("2", INVITES.replace("two", "three"), "South")],
    )  # fmt: skip
    assert wordings(outcome.text)["para_3"] == INVITES.replace("all", "some").replace(
        "two", "three"
    )
    authors = {r.revision.author for r in outcome.redline.by_id()["para_3"].runs if r.revision}
    assert authors == {"North", "South"} and outcome.conflicts == ()


def test_two_authors_who_agree() -> None:
    new = INVITES.replace("two", "three")
    outcome = apply(tides(), [replaces("1", new), replaces("2", new, "South")])
    assert wordings(outcome.text)["para_3"] == new
    revisions = [r.revision for r in outcome.redline.by_id()["para_3"].runs if r.revision]
    assert [r.author for r in revisions] == ["North, South"] * 2
    assert outcome.applied == ("1", "2")


def test_a_change_is_carried_past_what_has_changed_since() -> None:
    seen = INVITES.replace("spring", "autumn")
    outcome = apply(tides(), [replaces("1", seen.replace("two", "three"), base=seen)])
    assert wordings(outcome.text)["para_3"] == INVITES.replace("two", "three")
    assert outcome.conflicts == ()


def test_a_change_that_was_made_already_changes_nothing() -> None:
    seen = INVITES.replace("two", "ten")
    outcome = apply(tides(), [replaces("1", INVITES, base=seen)])
    assert outcome.text == tides() and outcome.applied == ("1",)


def test_a_change_of_words_that_changed_since_is_a_conflict() -> None:
    seen = INVITES.replace("two", "ten")
    outcome = apply(tides(), [replaces("1", INVITES.replace("two", "three"), base=seen)])
    assert outcome.text == tides()
    assert by_kind(outcome.conflicts) == [("overlap", "para_3", ("1",))]


def test_changes_to_the_same_words() -> None:
    some = INVITES.replace("two", "some")
    many = INVITES.replace("two", "many")
    outcome = apply(tides(), [replaces("1", some), replaces("2", many, "South")])
    assert outcome.text == tides() and outcome.applied == ()
    (conflict,) = outcome.conflicts
    assert conflict.kind == "overlap" and conflict.amendments == ("1", "2")
    assert conflict.alternatives == (
        Alternative(("1",), ("North",), some),
        Alternative(("2",), ("South",), many),
    )


def test_neighbouring_words_are_not_merged_into_what_nobody_wrote() -> None:
    outcome = apply(
        tides(),
        [replaces("1", INVITES.replace("all", "some")),
         replaces("2", INVITES.replace("districts", "wardens"), "South")],
    )  # fmt: skip
    assert by_kind(outcome.conflicts) == [("overlap", "para_3", ("1", "2"))]


def test_in_chinese_characters_are_words() -> None:
    base = Text((provision("p", "请守望员在每次满潮时查看闸门；"),), language="zh")
    outcome = apply(
        base,
        [Amendment("1", "replace", "p", text="请园丁在每次满潮时查看闸门；"),
         Amendment("2", "replace", "p", text="请守望员在每次满潮时关闭闸门；")],
    )  # fmt: skip
    assert wordings(outcome.text) == {"p": "请园丁在每次满潮时关闭闸门；"}


def test_changes_that_together_leave_no_word() -> None:
    base = Text((provision("p", "bees; and tides"),))
    outcome = apply(
        base,
        [Amendment("1", "replace", "p", text="; and tides"),
         Amendment("2", "replace", "p", text="bees; and"),
         Amendment("3", "replace", "p", text="bees tides")],
    )  # fmt: skip
    assert wordings(outcome.text) == {"p": "bees; and tides"}
    assert by_kind(outcome.conflicts) == [("overlap", "p", ("1", "2", "3"))]


def test_delete_takes_what_stands_under_it() -> None:
    outcome = apply(tides(), [Amendment("1", "delete", "para_2", author="North")])
    assert not any(identity.startswith("para_2") for identity in wordings(outcome.text))
    gone = outcome.redline.by_id()["para_2__a"]
    assert gone.change == "deleted" and gone.runs[0].revision == Revision("deleted", "North")


def test_two_delete_the_same_and_one_what_stands_above() -> None:
    outcome = apply(
        tides(),
        [Amendment("1", "delete", "para_2__a"), Amendment("2", "delete", "para_2__a"),
         Amendment("3", "delete", "para_2")],
    )  # fmt: skip
    assert outcome.applied == ("1", "2", "3") and "para_2" not in wordings(outcome.text)


def test_delete_against_replace() -> None:
    outcome = apply(
        tides(),
        [Amendment("1", "delete", "para_3", author="South"), replaces("2", "Invites none.")],
    )
    assert outcome.text == tides()
    (conflict,) = outcome.conflicts
    assert (conflict.kind, conflict.provision) == ("delete-replace", "para_3")
    assert [a.text for a in conflict.alternatives] == ["", "Invites none."]


def test_delete_against_a_change_below_it() -> None:
    outcome = apply(
        tides(),
        [Amendment("1", "replace", "para_2__a", text="Open the gate;"),
         Amendment("2", "delete", "para_2")],
    )  # fmt: skip
    assert outcome.text == tides()
    assert by_kind(outcome.conflicts) == [("delete-replace", "para_2__a", ("1", "2"))]


def test_delete_of_a_wording_that_changed_since() -> None:
    outcome = apply(tides(), [Amendment("1", "delete", "para_4", "Encourages gifts.")])
    assert outcome.text == tides()
    assert by_kind(outcome.conflicts) == [("stale", "para_4", ("1",))]


@pytest.mark.parametrize(
    ("place", "order"),
    [
        (Place("before", "para_2"), ["para_1", "add_1", "para_2", "para_3", "para_4"]),
        (Place("after", "para_4"), ["para_1", "para_2", "para_3", "para_4", "add_1"]),
        (Place("first"), ["add_1", "para_1", "para_2", "para_3", "para_4"]),
        (Place("last"), ["para_1", "para_2", "para_3", "para_4", "add_1"]),
    ],
)
def test_add(place: Place, order: list[str]) -> None:
    new = "Thanks the wardens;"
    outcome = apply(tides(), [Amendment("1", "add", text=new, place=place, label="1 bis.")])
    found = [p.id for p in outcome.text.provisions if p.kind == "operative" or p.id == "add_1"]
    assert found == order
    added = outcome.text.by_id()["add_1"]
    assert (added.text, added.label, added.number) == (new, "1 bis.", "1bis")
    assert outcome.redline.by_id()["add_1"].change == "inserted"


def test_what_is_added_takes_kind_and_verb_after_its_neighbour() -> None:
    outcome = apply(
        tides(),
        [Amendment("1", "add", text="Thanks the wardens;", place=Place("after", "para_3")),
         Amendment("2", "add", text="Close the gate;", place=Place("last", "para_2"))],
    )  # fmt: skip
    found = outcome.text.by_id()
    assert (found["add_1"].kind, found["add_1"].verb) == ("operative", "Thanks")
    assert (found["add_2"].kind, found["add_2"].verb) == ("operative", "Requests")
    assert outcome.text.parents()["add_2"] == "para_2"


def test_a_tree_is_added_with_ids_of_its_own() -> None:
    tree = provision("para_9", "Requests all:", "5.", provision("", "To sing;", "(a)"))
    outcome = apply(tides(), [Amendment("x/1", "add", provision=tree, place=Place("last"))])
    assert [p.id for p in outcome.text.provisions[-1].walk()] == ["para_9", "para_9__1"]
    taken = replace(tree, id="para_1")
    outcome = apply(tides(), [Amendment("x/1", "add", provision=taken, place=Place("last"))])
    assert [p.id for p in outcome.text.provisions[-1].walk()] == ["add_x_1", "add_x_1__1"]


def test_two_adds_at_one_place_are_both_there_and_reported() -> None:
    one = Amendment("1", "add", text="Thanks the wardens;", place=Place("after", "para_2"))
    two = Amendment("2", "add", text="Thanks the bees;", place=Place("before", "para_3"))
    outcome = apply(tides(), [two, one])
    assert [p.id for p in outcome.text.provisions][3:5] == ["add_2", "add_1"]
    assert by_kind(outcome.conflicts) == [("order", "", ("2", "1"))]
    assert outcome.applied == ("2", "1")


def test_a_tree_replaces_wording_and_what_stands_under_it() -> None:
    tree = provision("", "Requests the warden to:", "", provision("", "Sleep;", "(a)"))
    outcome = apply(tides(), [Amendment("1", "replace", "para_2", provision=tree)])
    assert [p.text for p in outcome.text.by_id()["para_2"].children] == ["Sleep;"]
    assert outcome.text.by_id()["para_2"].text == "Requests the warden to:"
    below = Amendment("2", "replace", "para_2__b", text="Feed them;")
    outcome = apply(tides(), [Amendment("1", "replace", "para_2", provision=tree), below])
    assert outcome.text == tides()
    assert by_kind(outcome.conflicts) == [("delete-replace", "para_2__b", ("1", "2"))]
    put = Amendment("2", "add", text="Sing;", place=Place("last", "para_2"))
    outcome = apply(tides(), [Amendment("1", "replace", "para_2", provision=tree), put])
    assert by_kind(outcome.conflicts) == [("delete-add", "para_2", ("1", "2"))]


def test_two_trees_for_one_provision() -> None:
    def tree(word: str) -> Provision:
        return provision("", "Requests the warden to:", "", provision("", word, "(a)"))

    same = [Amendment(n, "replace", "para_2", provision=tree("Sleep;")) for n in "12"]
    outcome = apply(tides(), same)
    assert [p.text for p in outcome.text.by_id()["para_2"].children] == ["Sleep;"]
    other = Amendment("3", "replace", "para_2", provision=tree("Sing;"))
    outcome = apply(tides(), [*same, other])
    assert outcome.text == tides()
    assert by_kind(outcome.conflicts) == [("overlap", "para_2", ("1", "2", "3"))]


def test_move_keeps_ids_and_goes_with_what_stands_under_it() -> None:
    move = Amendment("1", "move", "para_2", place=Place("after", "para_4"), author="North")
    outcome = apply(tides(), [move])
    assert [p.id for p in outcome.text.provisions][1:] == ["para_1", "para_3", "para_4", "para_2"]
    assert len(outcome.text.by_id()["para_2"].children) == 3
    old, new = outcome.redline.by_id()["para_2__old"], outcome.redline.by_id()["para_2"]
    assert old.runs[0].revision == Revision("deleted", "North", moved=True)
    assert new.runs[0].revision == Revision("inserted", "North", moved=True)


def test_move_and_replace_go_together() -> None:
    move = Amendment("1", "move", "para_3", place=Place("first", "para_2"), author="North")
    outcome = apply(tides(), [move, replaces("2", INVITES.replace("two", "three"), "South")])
    assert outcome.text.parents()["para_3"] == "para_2"
    assert wordings(outcome.text)["para_3"] == INVITES.replace("two", "three")
    authors = {r.revision.author for r in outcome.redline.by_id()["para_3"].runs if r.revision}
    assert authors == {"North", "South"} and outcome.conflicts == ()
    assert flat(view(outcome.redline, "reject")) == flat(tides())


def test_a_move_to_where_it_stands_changes_nothing() -> None:
    outcome = apply(tides(), [Amendment("1", "move", "para_3", place=Place("after", "para_2"))])
    assert outcome.text == tides() == outcome.redline and outcome.applied == ("1",)


def move(number: str, target: str, where: Any, of: str) -> Amendment:
    return Amendment(number, "move", target, place=Place(where, of))


@pytest.mark.parametrize(
    ("amendments", "conflict"),
    [
        ([move("1", "nowhere", "after", "para_1")], ("unknown", "nowhere", ("1",))),
        ([move("1", "para_1", "after", "nowhere")], ("unknown", "nowhere", ("1",))),
        ([Amendment("1", "delete", "nowhere")], ("unknown", "nowhere", ("1",))),
        (
            [move("1", "para_1", "after", "para_3"), move("2", "para_1", "last", "para_2")],
            ("moves", "para_1", ("1", "2")),
        ),
        ([move("1", "para_2", "first", "para_2__a")], ("cycle", "para_2", ("1",))),
        (
            [move("1", "para_2", "last", "para_3"), move("2", "para_3", "last", "para_2__a")],
            ("cycle", "para_2", ("1", "2")),
        ),
        (
            [move("1", "para_1", "after", "para_3"), move("2", "para_3", "last", "para_2")],
            ("anchor", "para_3", ("1", "2")),
        ),
        (
            [move("1", "para_3", "last", "para_2"), Amendment("2", "delete", "para_3")],
            ("delete-move", "para_3", ("1", "2")),
        ),
        (
            [move("1", "para_3", "last", "para_2"), Amendment("2", "delete", "para_2")],
            ("delete-move", "para_2", ("1", "2")),
        ),
        (
            [
                Amendment("1", "add", text="Sing;", place=Place("last", "para_2")),
                Amendment("2", "delete", "para_2"),
            ],
            ("delete-add", "para_2", ("1", "2")),
        ),
        (
            [
                Amendment("1", "replace", "para_3", label="7."),
                Amendment("2", "replace", "para_3", label="8."),
            ],
            ("overlap", "para_3", ("1", "2")),
        ),
    ],
)
def test_conflicts_leave_the_text_as_it_is(
    amendments: list[Amendment], conflict: tuple[str, str, tuple[str, ...]]
) -> None:
    outcome = apply(tides(), amendments)
    assert by_kind(outcome.conflicts) == [conflict]
    assert outcome.text == tides() == outcome.redline and outcome.applied == ()
    assert all("\n" not in c.message and c.message.endswith(".") for c in outcome.conflicts)


def test_beside_a_deleted_provision_is_a_place() -> None:
    outcome = apply(
        tides(),
        [Amendment("1", "delete", "para_3"),
         Amendment("2", "add", text="Invites nobody;", place=Place("after", "para_3"))],
    )  # fmt: skip
    assert [p.id for p in outcome.text.provisions][2:] == ["para_2", "add_2", "para_4"]
    assert outcome.conflicts == ()


def test_blank_provisions_get_words_and_keep_what_stands_under_them() -> None:
    base = Text((provision("box", "", "", provision("in", "Opens the gate;")),))
    outcome = apply(base, [Amendment("1", "replace", "box", text="Gates:")])
    assert flat(outcome.text)[0][5] == "Gates:" and outcome.text.parents()["in"] == "box"
    assert flat(view(outcome.redline, "reject")) == flat(base)


def test_bases_that_cannot_be_amended() -> None:
    tracked = apply(tides(), [replaces("1", "Invites none.")]).redline
    for base in (
        tracked,
        Text((provision("a", "x"), provision("a", "y"))),
        Text((provision("", "x"),)),
    ):
        with pytest.raises(TextError):
            apply(base, [])
