"""Single rules of aligning, each in a text long enough to tell what is rare in it."""

from __future__ import annotations

import pytest

from majlis.textkit.compare import compare
from majlis.textkit.model import Provision, Run, Text

THINGS = (
    "lamps", "eels", "gates", "willows", "ferries", "cisterns", "herbaria", "windmills", "oysters",
    "bridges", "bells", "kites", "anchors", "orchards", "looms", "kilns", "quarries", "meadows",
    "wells", "lanterns", "canoes", "divers", "nets", "reefs", "dunes", "forges", "clocks", "masts",
    "locks", "barges", "archives", "sluices",
)  # fmt: skip
REST = [f"Asks all wardens to count the {thing} of {thing[::-1]} each year;" for thing in THINGS]


def text_of(lines: list[str], language: str = "en", at: int = 0) -> Text:
    """Lines, the first of them one that all share, with thirty-two others behind."""
    kinds = [("heading" if len(line) < 12 else "operative") for line in lines]
    made = [
        Provision(f"p{n}", kind, (Run(line),), verb=line.split()[0])  # type: ignore[arg-type]
        for n, (line, kind) in enumerate(zip(lines, kinds, strict=True))
    ]
    rest = [
        Provision(f"r{n}", "operative", (Run(line),), verb="Asks") for n, line in enumerate(REST)
    ]
    return Text((*made, *rest), language=language)


def pairs(old: list[str], new: list[str], language: str = "en") -> set[tuple[str, str]]:
    """The pairs among the lines, as they are numbered."""
    found = compare(text_of(old, language), text_of(new, language))
    all_pairs = {(i, j) for item in found.changes for i in item.old for j in item.new}
    return {(i, j) for i, j in all_pairs if i[0] == j[0] == "p"}


def test_rare_words_of_an_opening_say_which_provision_it_is() -> None:
    old = ["Asks all pilots to mark shallow harbours on charts that they draw each winter at home;"]
    new = [
        "Asks all pilots to mark shallow wrecks and sunken piers with buoys which ring and glow;"
    ]
    assert pairs(old, new) == {("p0", "p0")}


def test_whom_others_are_addressed_too_is_no_likeness() -> None:
    old = ["Asks all wardens to count the ducks that sleep on islands of the outer delta;"]
    new = ["Asks all wardens to count fees paid by strangers for Sunday crossings in boats;"]
    assert pairs(old, new) == set()


MERGED = (
    "Urges the guild to hear the riverside people, to lower its tolls and to lay open its books;"
)


def test_a_piece_is_known_by_a_word_that_stands_in_the_whole_alone() -> None:
    old = [
        "Urges the guild to lower its tolls and to lay open its books;",
        "Urges the guild also to ask all riverside people in each year;",
    ]
    assert pairs(old, [MERGED]) == {("p0", "p0"), ("p1", "p0")}
    assert pairs([MERGED], old) == {("p0", "p0"), ("p0", "p1")}


def test_a_neighbour_without_such_a_word_is_no_piece() -> None:
    old = [
        "Urges the guild to lower its tolls and to lay open its books;",
        "Urges the guild also to ask all hillside folk in each year;",
    ]
    assert pairs(old, [MERGED]) == {("p0", "p0")}


@pytest.mark.parametrize(
    ("language", "numbers"),
    [("ar", ("أولا", "ثانيا", "ثالثا")), ("zh", ("一", "二", "三")), ("en", ("I", "II", "III"))],
)
def test_a_number_in_words_goes_with_what_it_heads(language: str, numbers: tuple[str, ...]) -> None:
    first, second, third = numbers
    lamps, eels = "Decides on the price of lamp oil;", "Decides on the way of the eels;"
    came = "Welcomes the museum of buoys at Velmora;"
    found = pairs([first, lamps, second, eels], [first, lamps, second, came, third, eels], language)
    assert {("p0", "p0"), ("p1", "p1"), ("p2", "p4"), ("p3", "p5")} == found


def test_the_article_and_what_is_written_with_it_is_no_other_word() -> None:
    old = ["تشجع الصيادين على حماية السلاحف والأعشاب؛"]
    new = ["تهيب بالدول أن تمول صون السواحل للسلاحف وللأعشاب وبالمرجان؛"]
    assert pairs(old, new, "ar") == {("p0", "p0")}


def test_copies_that_have_no_partner_are_left() -> None:
    copies = ["Remains seized of the tides and of the eels;"] * 3
    found = compare(text_of([*copies, "Bids farewell;"]), text_of([copies[0], "Says welcome;"]))
    ops = [item.op for item in found.changes if item.old and item.old[0] in {"p0", "p1", "p2"}]
    assert sorted(ops) == ["deleted", "deleted", "equal"]
