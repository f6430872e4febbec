"""Square brackets: places, alternatives, nesting, what is unbalanced, and disputes put into them."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from majlis.textkit.amend import Amendment, Brackets, Disputed, Spot, apply, brackets
from majlis.textkit.model import Provision, Run, Text
from majlis.textkit.views import view
from tests.textkit.amending import INVITES, flat, replaces, tides, wordings


def words(places: tuple[Disputed, ...]) -> list[list[object]]:
    """The choices of each place; one with places inside as a pair."""
    return [[(c.text, words(c.places)) if c.places else c.text for c in p.choices] for p in places]


def test_alternatives_side_by_side_are_one_place() -> None:
    found = brackets("Wardens [shall] [should]/[may] open [all] gates")
    assert words(found.places) == [["shall", "should", "may"], ["all"]]
    assert found.unbalanced == ()


def test_words_between_make_two_places() -> None:
    assert words(brackets("[one] and [two]").places) == [["one"], ["two"]]


def test_brackets_in_brackets() -> None:
    found = brackets("[open [all] [some] gates] [close ［them］]")
    assert words(found.places) == [
        [("open [all] [some] gates", [["all", "some"]]), ("close ［them］", [["them"]])]
    ]


def test_places_in_the_text() -> None:
    (place,) = brackets("a [b] c").places
    assert (place.choices[0].start, place.choices[0].end) == (Spot("", 2), Spot("", 4))


def test_a_bracket_over_several_paragraphs() -> None:
    text = Text(
        (
            Provision("p1", "operative", (Run("[Opens the gate:"),), children=(
                Provision("p1a", "operative", (Run("at noon;]"),)),
            )),
            Provision("p2", "operative", (Run("Feeds [the bees"),)),
        )
    )  # fmt: skip
    found = brackets(text)
    (place,) = found.places
    assert place.choices[0].text == "Opens the gate:\nat noon;"
    assert (place.choices[0].start, place.choices[0].end) == (Spot("p1", 0), Spot("p1a", 8))
    assert found.unbalanced == (Spot("p2", 6),)


def test_unbalanced_brackets_leave_the_others_alone() -> None:
    found = brackets("] a [b [c] d] e [f [g]")
    assert words(found.places) == [[("b [c] d", [["c"]])], ["g"]]
    assert found.unbalanced == (Spot("", 0), Spot("", 16))


def test_no_brackets() -> None:
    assert brackets("") == brackets(Text(())) == Brackets(())


@given(st.text("[]［］ a/\n", max_size=40))
def test_every_bracket_is_found_once(text: str) -> None:
    found = brackets(text)

    def count(places: tuple[Disputed, ...]) -> int:
        return sum(2 + count(c.places) for p in places for c in p.choices)

    assert count(found.places) + len(found.unbalanced) == sum(c in "[]［］" for c in text)
    for place in found.places:
        for choice in place.choices:
            assert choice.text == text[choice.start.offset + 1 : choice.end.offset]


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
