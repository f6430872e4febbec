"""Merging two people's changes: both are in the result, or there is none."""

from __future__ import annotations

from collections.abc import Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from majlis.events.conclusions.merge import PARAGRAPHS, merge_texts, tidy_text

TWO = "The group agrees to the list.\n\nIt invites members to comment by May."


@pytest.mark.parametrize(
    ("mine", "theirs", "merged"),
    [
        (TWO, TWO, TWO),
        (TWO, "Other words.", "Other words."),
        ("Other words.", "Other words.", "Other words."),
        # Different words of one paragraph.
        (
            TWO.replace("The group", "The Working Group"),
            TWO.replace("list", "annexed table"),
            TWO.replace("The group", "The Working Group").replace("list", "annexed table"),
        ),
        # Neighbouring words at the end of one paragraph and the beginning of the next.
        (
            TWO.replace("list.", "table."),
            TWO.replace("It invites", "Also invites"),
            TWO.replace("list.", "table.").replace("It invites", "Also invites"),
        ),
        # A paragraph is added where the other changes words.
        (
            TWO + "\n\nIt notes the report.",
            TWO.replace("May", "1 May"),
            TWO.replace("May", "1 May") + "\n\nIt notes the report.",
        ),
        # The same addition of both is there once.
        (TWO.replace("list", "long list"), TWO.replace("list", "long list"), "same"),
    ],
)
def test_changes_that_touch_no_common_place_are_both_in_the_result(
    mine: str, theirs: str, merged: str
) -> None:
    expected = mine if merged == "same" else merged
    assert merge_texts(TWO, mine, theirs) == expected
    assert merge_texts(TWO, theirs, mine) == expected


@pytest.mark.parametrize(
    ("mine", "theirs"),
    [
        ("One text.", "Another text."),
        # The same words, and neighbouring ones.
        (TWO.replace("list", "table"), TWO.replace("list", "annex")),
        (TWO.replace("agrees", "agreed"), TWO.replace("to the list", "with the list")),
        # One deletes what the other changes.
        ("It invites members to comment by May.", TWO.replace("list", "table")),
        # Both add at one place; both move one paragraph to another place.
        (TWO + "\n\nMine.", TWO + "\n\nTheirs."),
        (TWO.replace("to the list", "fully to the list"), TWO.replace("list.", "list fully.")),
    ],
)
def test_changes_that_touch_are_not_guessed(mine: str, theirs: str) -> None:
    assert merge_texts(TWO, mine, theirs) is None
    assert merge_texts(TWO, theirs, mine) is None


def test_a_paragraph_that_both_moved_is_not_doubled() -> None:
    one, two, three = ("First words here.", "Second words here.", "Third words here.")
    base = PARAGRAPHS.join([one, two, three])
    mine, theirs = PARAGRAPHS.join([two, three, one]), PARAGRAPHS.join([two, one, three])
    assert merge_texts(base, mine, theirs) is None


def test_a_text_is_saved_without_spaces_that_nobody_sees() -> None:
    assert tidy_text(" One. \r\n\r\n\r\n\tTwo.\0\nThree.  \n") == "One.\n\nTwo.\n\nThree."
    assert tidy_text(" \r\n ") == ""


# Texts of words that each occur once: where a word went can be told.


def text_of(words: Sequence[str]) -> str:
    """The words as a tidy text; `|` ends a paragraph."""
    return tidy_text(" ".join(words).replace("|", "\n"))


@st.composite
def edited(draw: st.DrawFn, words: Sequence[str], name: str) -> list[str]:
    """The words after some deletions and additions of a person, whose new words are theirs only."""
    done: list[str] = []
    for place in range(len(words) + 1):
        if draw(st.integers(0, 5)) == 0:
            new = [f"{name}{place}x{n}" for n in range(draw(st.integers(1, 3)))]
            done += [*new, *(["|"] if draw(st.booleans()) else [])]
        if place < len(words) and draw(st.integers(0, 7)):
            done.append(words[place])
    return done


@st.composite
def three_texts(draw: st.DrawFn) -> tuple[list[str], list[str], list[str]]:
    """A base, and what two people made of it."""
    count = draw(st.integers(0, 24))
    base = [
        word for n in range(count) for word in (f"base{n}", *(["|"] if draw(st.booleans()) else []))
    ]
    return base, draw(edited(base, "mine")), draw(edited(base, "theirs"))


@given(three_texts())
def test_no_word_of_either_is_lost_or_doubled(
    texts: tuple[list[str], list[str], list[str]],
) -> None:
    base, mine, theirs = texts
    merged = merge_texts(*map(text_of, texts))
    assert merged == merge_texts(text_of(base), text_of(theirs), text_of(mine))
    if merged is None:
        return
    words = merged.split()
    assert len(set(words)) == len(words)
    old, ours, others = ({word for word in each if word != "|"} for each in (base, mine, theirs))
    assert set(words) == (ours & others) | (ours - old) | (others - old)
    for own in (mine, theirs):
        kept = [word for word in own if word in set(words)]
        assert [word for word in words if word in set(own)] == kept


WORDS = st.lists(st.sampled_from(["a", "b", "c", "|"]), max_size=8).map(text_of)


@given(WORDS, WORDS, WORDS)
def test_a_result_is_the_same_for_both_and_nothing_is_made_of_nothing(
    base: str, mine: str, theirs: str
) -> None:
    merged = merge_texts(base, mine, theirs)
    assert merged == merge_texts(base, theirs, mine)
    assert merge_texts(base, mine, base) == mine
    assert merge_texts(base, mine, mine) == mine
    if merged is not None:
        assert merged == tidy_text(merged)


@given(st.integers(2, 6), st.data())
def test_changes_of_different_paragraphs_are_always_merged(count: int, data: st.DataObject) -> None:
    base = [f"word{n} of{n} paragraph{n}" for n in range(count)]
    places = data.draw(st.lists(st.integers(0, count - 1), min_size=2, max_size=2, unique=True))
    mine, theirs, both = list(base), list(base), list(base)
    mine[places[0]] = both[places[0]] = "all new here"
    theirs[places[1]] = both[places[1]] = "fresh words there"
    merged = merge_texts(*(PARAGRAPHS.join(each) for each in (base, mine, theirs)))
    assert merged == PARAGRAPHS.join(both)
