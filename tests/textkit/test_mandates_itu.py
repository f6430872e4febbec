"""ITU resolutions: each item below an asking heading is a mandate of everybody whom the heading names.

Beside each text, a table tells for the line of each operative item who is asked: ``-`` nobody, ``?`` a
detail that may be told or not. No other line may ask anybody.
"""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from majlis.textkit.mandates import Mandate, mandates
from majlis.textkit.model import Provision, Run, Text
from majlis.textkit.read import read_file
from majlis.textkit.read.akn import read_akn

from .converted import converted

FOLDER = Path(__file__).parent / "texts" / "mandates"
_LABEL = re.compile(r"^(?:\d+|–)\s+(?:to )?")
NAMES = sorted(path.name.split(".")[0] for path in FOLDER.glob("*.en.txt"))


def gold(name: str) -> tuple[list[str], dict[int, str]]:
    """The lines of a text, and who is asked by line number."""
    lines = (FOLDER / f"{name}.en.txt").read_text(encoding="utf-8").splitlines()
    table = (FOLDER / f"{name}.en.tsv").read_text(encoding="utf-8").splitlines()
    return lines, {int(line): actors for line, actors in (row.split("\t") for row in table)}


def plain(text: str) -> str:
    return re.sub(r"\W+", " ", text).strip()


def by_line(text: Text, lines: list[str], asked: dict[int, str]) -> dict[int, list[Mandate]]:
    """The mandates by the line that their action stands on; 0 where it is on no line of the table."""
    found: dict[int, list[Mandate]] = {}
    for mandate in mandates(text).mandates:
        if not mandate.quoted:
            action = plain(mandate.action)
            items = {line: plain(_LABEL.sub("", lines[line - 1])) for line in asked}
            places = [line for line, item in items.items() if action in item or item in action]
            for place in places or [0]:
                found.setdefault(place, []).append(mandate)
    return found


def check(text: Text, lines: list[str], asked: dict[int, str]) -> None:
    found = by_line(text, lines, asked)
    assert found.get(0) is None, "something is asked that no item asks"
    for line, actors in asked.items():
        if actors == "-":
            assert line not in found, lines[line - 1]
        elif actors != "?":
            assert line in found, lines[line - 1]
            assert [list(m.actors) for m in found[line]] == [actors.split("; ")] * len(
                found[line]
            ), lines[line - 1]


@pytest.mark.parametrize("name", NAMES)
def test_each_item_has_the_actors_of_its_heading(name: str) -> None:
    lines, asked = gold(name)
    check(read_file(FOLDER / f"{name}.en.txt"), lines, asked)


@pytest.mark.parametrize("merged", [False, True])
@pytest.mark.parametrize("name", NAMES)
def test_the_same_from_a_converted_file(name: str, merged: bool) -> None:
    lines, asked = gold(name)
    check(read_akn(converted(lines, set(asked), merged=merged)), lines, asked)


def under(heading: str, *items: str) -> list[Mandate]:
    children = tuple(
        Provision(f"h__{place}", "operative", (Run(item),)) for place, item in enumerate(items)
    )
    whole = Provision("h", "heading", (Run(heading),), verb=heading.split()[0], children=children)
    text = Text((whole,), "en", "resolution", "ITU Plenipotentiary Conference")
    return list(mandates(text).mandates)


TSB = "Director of the Telecommunication Standardization Bureau"
BR = "Director of the Radiocommunication Bureau"
BDT = "Director of the Telecommunication Development Bureau"
HEADINGS = [
    ("instructs the Directors of the Telecommunication Standardization and Development Bureaux",
     [TSB, BDT]),
    ("requests the Directors of the Radiocommunication and Telecommunication Development Bureaux",
     [BR, BDT]),
    ("instructs the Director of BDT, working closely with the Director of BR", [BDT]),
    ("instructs the 2035 session of the Council", ["ITU Council"]),
    ("instructs the ITU Council at its 2035 session", ["ITU Council"]),
    ("instructs the Council Working Group on Bells, open to all",
     ["Council Working Group on Bells"]),
    ("instructs the ITU-T study groups, in particular Study Group 20", ["ITU-T Study groups"]),
    ("instructs ITU-D Study Groups 1 and 2", ["ITU-D Study groups 1 and 2"]),
    ("invites the Secretary-General of the United Nations",
     ["Secretary-General of the United Nations"]),
    ("requests the Secretary-General, on behalf of the Union", ["Secretary-General"]),
    ("invites the Secretary-General of the League of Lamps",
     ["Secretary-General of the League of Lamps"]),
    ("invites Member States and, as appropriate, Sector Members",
     ["Member States", "Sector Members"]),
    ("invites Member States and the Lamp Authority", ["Member States", "Lamp Authority"]),
    ("invites Sector Members and ITU Academia to", ["Sector Members", "Academia"]),
    ("resolves that Member States", ["Member States"]),
    ("resolves further to instruct the Secretary-General", ["Secretary-General"]),
]  # fmt: skip


@pytest.mark.parametrize(("heading", "actors"), HEADINGS)
def test_whom_a_heading_names(heading: str, actors: list[str]) -> None:
    assert [list(found.actors) for found in under(heading, "to keep the lamps burning.")] == [
        actors
    ]


RESOLVED = [
    ("to review this resolution at the next plenipotentiary conference;", ["ITU"]),
    ("that the lamps shall be lit at dusk;", ["ITU"]),
    ("that, as of 1 January 2036, lamps be lit at dusk;", ["ITU"]),
    ("that expenses for oil shall not exceed CHF 3 million;", ["ITU"]),
    ("that the Lamp Group shall keep the register;", ["Lamp Group"]),
    ("that the Council should watch the price of oil;", ["ITU Council"]),
]


@pytest.mark.parametrize(("item", "actors"), RESOLVED)
def test_whom_a_resolved_item_binds(item: str, actors: list[str]) -> None:
    assert [list(found.actors) for found in under("resolves", item)] == [actors]


@pytest.mark.parametrize(
    ("heading", "item"),
    [
        ("resolves", "that the colours of the lamps are white and red;"),
        ("resolves to express", "its thanks to the islands for their oil."),
        ("resolves to endorse", "the colours of the lamps."),
    ],
)
def test_what_is_only_stated_or_done_by_saying_it(heading: str, item: str) -> None:
    assert under(heading, item) == []


def test_items_that_a_conversion_left_in_one_line() -> None:
    line = "1 to light the lamps; 2 that the Council should watch them; and 3 to buy oil."
    assert [(list(m.actors), m.action) for m in under("resolves", line)] == [
        (["ITU"], "light the lamps"),
        (["ITU Council"], "watch them"),
        (["ITU"], "buy oil"),
    ]


def test_a_heading_among_the_items_of_another() -> None:
    inner = Provision(
        "h__1", "operative", (Run("invites Member States in a position to do so"),),
        children=(Provision("h__1__1", "operative", (Run("to lend ships."),)),),
    )  # fmt: skip
    whole = Provision("h", "heading", (Run("instructs the Council"),), children=(inner,))
    (found,) = mandates(Text((whole,), body="ITU Plenipotentiary Conference")).mandates
    assert (found.provision, found.actors) == ("h__1__1", ("Member States",))
