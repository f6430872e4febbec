"""Amendments that say the same, in any order: the same conflicts and the same text."""

from __future__ import annotations

from itertools import permutations

from majlis.textkit.amend import Amendment, Outcome, Place, apply
from majlis.textkit.model import Provision, Run
from tests.textkit.amending import by_kind, provision, tides

END = Place("last")


def outcomes(*amendments: Amendment) -> list[Outcome]:
    """What comes of them in each order."""
    return [apply(tides(), order, renumber=True) for order in permutations(amendments)]


def test_all_who_move_a_provision_to_one_place_are_named_with_what_comes_beside_it() -> None:
    found = outcomes(
        Amendment("1", "move", "para_1", place=END, author="North"),
        Amendment("2", "move", "para_1", place=Place("after", "para_4"), author="South"),
        Amendment("3", "add", text="Thanks the bees;", place=END),
    )
    for outcome in found:
        ((kind, identity, named),) = by_kind(outcome.conflicts)
        assert (kind, identity, sorted(named)) == ("order", "", ["1", "2", "3"])
        assert sorted(outcome.applied) == ["1", "2", "3"]
        assert [p.id for p in outcome.text.walk()].count("para_1") == 1


def test_two_who_move_the_same_are_in_no_conflict_about_the_order() -> None:
    here = Amendment("3", "move", "para_4", place=END)  # it stands there already
    there = [Amendment(n, "move", "para_1", place=END) for n in "12"]
    assert [outcome.conflicts for outcome in outcomes(here, *there)] == [()] * 6


def test_what_is_new_in_two_equal_trees_has_one_id_in_any_order() -> None:
    def tree(identity: str) -> Provision:
        return provision("", "Requests the warden to:", "", provision(identity, "Sleep;", "(a)"))

    named = Amendment("1", "replace", "para_2", provision=tree("sleep"))
    unnamed = Amendment("2", "replace", "para_2", provision=tree(""))
    one, other = outcomes(named, unnamed)
    assert one.text == other.text
    assert [p.id for p in one.text.by_id()["para_2"].children] == ["sleep"]


def test_marks_of_two_who_propose_the_same_words_are_the_same_in_any_order() -> None:
    words = "Decides to keep the book of all tides;"
    plain = Amendment("1", "replace", "para_1", text=words)
    bold = (Run("Decides to keep the book of "), Run("all", frozenset({"bold"})), Run(" tides;"))
    marked = Amendment("2", "replace", "para_1", runs=bold)
    one, other = outcomes(plain, marked)
    assert one.text == other.text
    assert one.text.by_id()["para_1"].runs == (Run(words),)
