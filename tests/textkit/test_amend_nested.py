"""Amendments to a draft that has brackets already: what is disputed nests, and no bracket is torn."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import permutations

import pytest

from majlis.textkit.amend import Amendment, Disputed, apply, brackets
from majlis.textkit.model import Provision, Run, Text
from majlis.textkit.read import read_bytes
from majlis.textkit.views import view
from majlis.textkit.write.docx import write_docx
from majlis.textkit.write.html import write_html
from tests.textkit.pairs import pair

DRAFT = (
    "Invites [all] [most] wardens to send [two [trained] divers] [one diver] to the [spring] fair;"
)
PROPOSED = (
    "Invites all wardens to send [two [trained] divers] [one diver] to the [spring] fair;",
    "Invites [all] [some] wardens to send [two [trained] divers] [one diver] to the [spring] fair;",
    "Invites [all] [most] wardens to send two [trained] divers to the [spring] fair;",
    "Invites [all] [most] wardens to send [two [skilled] divers] [one diver] to the [spring] fair;",
    "Invites [all] [most] wardens to send [two divers] [one diver] to the [spring] [autumn] fair;",
    "Invites [all] [most] wardens to send one diver to the spring fair;",
    "Invites wardens to send [one diver] to the [spring [or summer]] fair;",
)


def draft(words: str = DRAFT) -> Text:
    return Text((Provision("p", "operative", (Run(words),), "1.", "1"),), language="en")


def proposals(*wordings: str) -> list[Amendment]:
    return [
        Amendment(author, "replace", "p", text=words, author=author)
        for author, words in zip(("North", "South"), wordings, strict=True)
    ]


def choices(places: tuple[Disputed, ...]) -> Iterator[str]:
    for place in places:
        for choice in place.choices:
            yield choice.text
            yield from choices(choice.places)


@pytest.mark.parametrize(("first", "second"), list(permutations(PROPOSED, 2)))
def test_no_bracket_is_torn(first: str, second: str) -> None:
    outcome = apply(draft(), proposals(first, second), brackets=True)
    words = outcome.text.provisions[0].text
    found = brackets(words)
    assert found.unbalanced == ()
    named = [text for text in choices(found.places) if re.match("North|South", text)]
    assert len(named) == len(re.findall(r"\[(?:North|South)", words))
    assert all(brackets(text).unbalanced == () for text in named)
    assert bool(outcome.conflicts) != bool(outcome.applied)
    assert view(outcome.redline, "reject").provisions[0].text == DRAFT
    for data in (write_docx(outcome.redline), write_html(outcome.redline).encode()):
        assert read_bytes(data, "reject", name="x").provisions[0].text == DRAFT
        assert read_bytes(data, "accept", name="x").provisions[0].text == words


def test_alternatives_nest() -> None:
    outcome = apply(draft(), proposals(*PROPOSED[:2]), brackets=True)
    assert outcome.text.provisions[0].text == DRAFT.replace(
        "[all] [most]", "[[all] [most]] [North: all] [South: [all] [some]]"
    )


def test_changes_that_apart_are_whole_and_together_tear_a_bracket() -> None:
    words = "[Lamps] burn at dawn and [at dusk];"
    outcome = apply(
        draft(words),
        proposals("[Lamps burn at dawn and at dusk];", "Lamps burn at dawn and [at dusk];"),
    )
    assert {a for c in outcome.conflicts for a in c.amendments} == {"North", "South"}
    assert outcome.text == draft(words)


def test_points_headings_and_an_annex_are_amended_like_any_provision() -> None:
    base = pair("observatories.en").old
    annexed = next(p for p in base.walk() if p.text.startswith("It shall gather"))
    point = next(p for p in base.walk() if p.text.startswith("The school for girls"))
    heading = next(p for p in base.walk() if p.text == "Plan of work of the working group")
    assert base.parents()[point.id] and base.parents()[annexed.id]
    outcome = apply(
        base,
        [
            Amendment("1", "replace", annexed.id, text="It shall gather and publish practices."),
            Amendment("2", "delete", point.id),
            Amendment("3", "replace", heading.id, text="Plan of work of the group on lamps"),
        ],
        renumber=True,
    )
    assert outcome.conflicts == () and outcome.applied == ("1", "2", "3")
    after = outcome.text.by_id()
    assert after[annexed.id].text == "It shall gather and publish practices."
    assert after[heading.id].text == "Plan of work of the group on lamps"
    assert point.id not in after
    assert [p.text for p in view(outcome.redline, "reject").walk()] == [p.text for p in base.walk()]
