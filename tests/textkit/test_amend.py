"""Amendments one by one: what each does, and each kind of conflict."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import Any

import pytest

from majlis.textkit.amend import Alternative, Amendment, Place, amendments_from_json, apply
from majlis.textkit.errors import TextError
from majlis.textkit.model import Provision, Revision, Run, Text, spans_of
from majlis.textkit.views import view
from tests.textkit.amending import by_kind, flat, labels, provision, tides, wordings

INVITES = "Invites all districts to send two gardeners to the next spring meeting;"


def replaces(number: str, text: str, author: str = "North", **more: Any) -> Amendment:
    return Amendment(number, "replace", "para_3", text=text, author=author, **more)


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


def test_disputed_words_in_brackets() -> None:
    amendments = [
        replaces("1", INVITES.replace("two", "some")),
        replaces("2", INVITES.replace("two", "many"), "South"),
        replaces("3", INVITES.replace("two ", ""), "West"),
    ]
    outcome = apply(tides(), amendments, brackets=True)
    assert wordings(outcome.text)["para_3"] == (
        "Invites all districts to send [two] [North: some] [South: many] [West: —] gardeners to "
        "the next spring meeting;"
    )
    assert flat(view(outcome.redline, "reject")) == flat(tides())
    assert outcome.applied == ()


def test_a_disputed_insertion_in_brackets() -> None:
    amendments = [
        replaces("1", INVITES.replace("send", "gladly send"), ""),
        replaces("2", INVITES.replace("send", "soon send"), "South"),
    ]
    outcome = apply(tides(), amendments, brackets=True)
    assert wordings(outcome.text)["para_3"].startswith(
        "Invites all districts to [gladly] [South: soon] send two"
    )


def test_a_disputed_provision_in_brackets() -> None:
    amendments = [
        Amendment("1", "delete", "para_4", author="South"),
        Amendment("2", "replace", "para_4", text="Forbids gifts.", author="North"),
    ]
    outcome = apply(tides(), amendments, brackets=True)
    assert wordings(outcome.text)["para_4"] == (
        "[Encourages gifts to the Tidal Fund.] [South: —] [North: Forbids gifts.]"
    )


def test_renumbering() -> None:
    outcome = apply(
        tides(),
        [Amendment("1", "add", text="Thanks the bees;", place=Place("before", "para_1")),
         Amendment("2", "delete", "para_2__a"),
         Amendment("3", "move", "para_4", place=Place("before", "para_3"))],
        renumber=True,
    )  # fmt: skip
    assert labels(outcome.text) == ["1.", "2.", "3.", "(a)", "(b)", "4.", "5."]
    found = outcome.text.by_id()
    assert (found["para_1"].old_label, found["para_1"].old_number) == ("1.", "1")
    assert (found["para_2__b"].label, found["para_2__b"].number) == ("(a)", "a")
    assert found["para_4"].label == "4." and found["para_4"].old_label is None
    assert found["para_3"].label == "5." and found["para_3"].old_label == "3."
    assert flat(view(outcome.redline, "reject")) == flat(tides())


def test_without_renumbering_labels_stay() -> None:
    outcome = apply(
        tides(),
        [Amendment("1", "delete", "para_1"), Amendment("2", "replace", "para_4", label="9.")],
    )
    assert labels(outcome.text) == ["2.", "(a)", "(b)", "(c)", "3.", "9."]
    changed = outcome.text.by_id()["para_4"]
    assert (changed.number, changed.old_label, changed.old_number) == ("9", "4.", "4")


@pytest.mark.parametrize(
    ("given", "numbers", "wanted"),
    [
        (["1", "2", "3"], None, ["1", "2", "3", "4"]),
        (["1 -", "2 -", "3 -"], None, ["1 -", "2 -", "3 -", "4 -"]),
        (["a)", "b)", "c)"], None, ["a)", "b)", "c)", "d)"]),
        (["(i)", "(ii)", "(iii)"], None, ["(i)", "(ii)", "(iii)", "(iv)"]),
        (["أ )", "ب)", "ج)"], ["a", "b", "c"], ["أ )", "ب)", "ج)", "د)"]),
        (["一、", "二、", "三、"], ["1", "2", "3"], ["一、", "二、", "三、", "四、"]),
        (["㈠", "㈡", "㈢"], ["1", "2", "3"], ["㈠", "㈡", "㈢", "㈣"]),
        (["2.1", "2.2", "2.3"], None, ["2.1", "2.2", "2.3", "2.4"]),
        (["1.2", "2.2", "3.2"], ["2.1", "2.2", "2.3"], ["1.2", "2.2", "3.2", "4.2"]),
        (["٧.", "٨.", "٩."], ["7", "8", "9"], ["٧.", "٨.", "٩.", "١٠."]),
        (["1.", "2.", "2 bis."], ["1", "2", "2bis"], ["1.", "2.", "3.", "4."]),
        (["5.", "6.", "7."], None, ["5.", "6.", "7.", "8."]),
        (["OP1", "OP2", "OP3"], ["1", "2", "3"], ["OP1", "OP2", "OP3", "OP4"]),
    ],
)
def test_labels_are_written_as_the_list_writes_them(
    given: list[str], numbers: list[str] | None, wanted: list[str]
) -> None:
    items = [
        replace(provision(f"p{n}", "Keeps the gate;", label), number=number)
        for n, (label, number) in enumerate(
            zip(given, numbers or [label.strip("(). -") for label in given], strict=True)
        )
    ]
    amendment = Amendment("1", "add", text="Rings the bell;", place=Place("after", "p1"))
    outcome = apply(Text(tuple(items), language="ar"), [amendment], renumber=True)
    assert [p.label for p in outcome.text.provisions] == wanted
    last = outcome.text.provisions[-1]
    assert last.id == "p2" and last.old_label == (given[2] if wanted[-1] != given[2] else None)


def test_a_list_goes_on_past_a_heading_and_decimals_follow_their_section() -> None:
    base = Text(
        (
            provision("s1", "Gates", "1", provision("s1a", "Open;", "1.1"), kind="heading"),
            provision("s2", "Bees", "2", provision("s2a", "Feed;", "2.1"), kind="heading"),
        )
    )
    added = provision("new", "Tides", kind="heading")
    outcome = apply(
        base, [Amendment("1", "add", provision=added, place=Place("first"))], renumber=True
    )
    assert [p.label for p in outcome.text.walk()] == ["1", "2", "2.1", "3", "3.1"]
    assert outcome.text.by_id()["s2a"].number == "3.1"
    headed = Text(
        (
            provision("p1", "Opens;", "1."),
            provision("h", "Bees", kind="heading"),
            provision("p2", "Feeds;", "2."),
        )
    )
    outcome = apply(headed, [Amendment("1", "delete", "p1")], renumber=True)
    assert [p.label for p in outcome.text.provisions] == ["", "1."]


def test_blank_provisions_get_words_and_keep_what_stands_under_them() -> None:
    base = Text((provision("box", "", "", provision("in", "Opens the gate;")),))
    outcome = apply(base, [Amendment("1", "replace", "box", text="Gates:")])
    assert flat(outcome.text)[0][5] == "Gates:" and outcome.text.parents()["in"] == "box"
    assert flat(view(outcome.redline, "reject")) == flat(base)


def test_json_in() -> None:
    data = [
        {"id": "1", "op": "replace", "target": "para_3", "base": INVITES, "author": "North",
         "runs": [{"text": "Invites "}, {"text": "none", "marks": ["bold"]}], "unknown": 1},
        {"id": "2", "op": "add", "place": {"where": "last"}, "date": "2041-05-02",
         "provision": {"kind": "operative", "label": "5.", "text": "Thanks all:",
                       "children": [{"text": "Bees", "label": "(a)"}]}},
        {"id": "3", "op": "delete", "target": "para_1"},
    ]  # fmt: skip
    expected = (
        Amendment("1", "replace", "para_3", INVITES, author="North",
                  runs=(Run("Invites "), Run("none", frozenset({"bold"})))),
        Amendment("2", "add", place=Place("last"), date="2041-05-02",
                  provision=Provision("", "operative", (Run("Thanks all:"),), "5.", "5", children=(
                      Provision("", "paragraph", (Run("Bees"),), "(a)", "a"),))),
        Amendment("3", "delete", "para_1"),
    )  # fmt: skip
    assert amendments_from_json(data) == expected
    assert amendments_from_json(json.dumps(data)) == expected
    assert amendments_from_json(json.dumps(data).encode()) == expected


def test_json_out() -> None:
    outcome = apply(
        tides(), [replaces("1", INVITES.replace("two", "ten")), Amendment("2", "delete", "none")]
    )
    found = json.loads(json.dumps(outcome.as_dict()))
    assert found["applied"] == ["1"]
    assert found["conflicts"][0]["kind"] == "unknown"
    assert [p["text"] for p in found["text"]["provisions"]] == list(wordings(outcome.text).values())
    assert found["redline"]["provisions"][6]["spans"][1] == ["-", "two"]


@pytest.mark.parametrize(
    "data",
    [
        "{",
        b"\xff",
        "{}",
        "[1]",
        '[{"id": "1"}]',
        '[{"id": 1, "op": "delete"}]',
        '[{"id": "1", "op": "add", "place": {"where": "near"}}]',
        '[{"id": "1", "op": "add", "place": "last"}]',
        '[{"id": "1", "op": "add", "runs": "x"}]',
        '[{"id": "1", "op": "add", "runs": [{"text": "x", "marks": ["loud"]}]}]',
        '[{"id": "1", "op": "add", "provision": {"kind": "poem"}}]',
        '[{"id": "1", "op": "add", "provision": {"children": {}}}]',
        "[" * 100_000,
    ],
)
def test_bad_json_is_one_line(data: str | bytes) -> None:
    with pytest.raises(TextError) as caught:
        amendments_from_json(data)
    assert "\n" not in str(caught.value) and caught.value.mend


@pytest.mark.parametrize(
    "amendments",
    [
        [Amendment("", "delete", "para_1")],
        [Amendment("1", "delete", "para_1"), Amendment("1", "delete", "para_2")],
        [Amendment("1", "delete")],
        [Amendment("1", "replace", "para_1")],
        [Amendment("1", "replace", "para_1", text="  ")],
        [Amendment("1", "add", text="Sing;")],
        [Amendment("1", "add", place=Place("last"))],
        [Amendment("1", "move", "para_1")],
        [Amendment("1", "move", "para_1", place=Place("after"))],
        [Amendment("1", "replace", "para_1", runs=(Run("x", revision=Revision("inserted")),))],
    ],
)
def test_amendments_that_say_too_little(amendments: list[Amendment]) -> None:
    with pytest.raises(TextError) as caught:
        apply(tides(), amendments)
    assert caught.value.mend


def test_bases_that_cannot_be_amended() -> None:
    tracked = apply(tides(), [replaces("1", "Invites none.")]).redline
    for base in (
        tracked,
        Text((provision("a", "x"), provision("a", "y"))),
        Text((provision("", "x"),)),
    ):
        with pytest.raises(TextError):
            apply(base, [])
