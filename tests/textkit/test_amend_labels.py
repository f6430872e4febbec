"""Amendments and the labels: lists are numbered again, as each of them is printed."""

from __future__ import annotations

from dataclasses import replace

import pytest

from majlis.textkit.amend import Amendment, Place, apply
from majlis.textkit.model import Text
from majlis.textkit.views import view
from tests.textkit.amending import (
    flat,
    labels,
    provision,
    tides,
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
