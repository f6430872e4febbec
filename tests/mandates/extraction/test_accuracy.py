"""How much of what the engine finds in the seed a person would accept without a correction.

The list of what is asked was made by hand; the seed itself is in the domain pack, not here.
"""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from majlis.textkit.lexicon import fold
from majlis.textkit.mandates import Mandate, mandates
from majlis.textkit.model import Provision, Text
from majlis.textkit.read import read_file

NAME = "council-report-wsis-sdg.ar.txt"
TABLE = Path(__file__).parent / "seed_obligations.toml"
EXPECTED: dict[str, list[dict[str, Any]]] = tomllib.loads(TABLE.read_text("utf-8"))
PARTS = ("operative", "terms", "conclusions")
WHOLE = ("deliverable", "deadline", "recurrence")
MANY = ("actors", "recipients", "via")
HELD = ("occasion", "trigger")
FIGURE = re.compile(r"\d+")


@dataclass(frozen=True)
class Seed:
    """The file as it stands, what is asked before and after the revision, and every item found."""

    printed: Text
    old: list[Mandate]
    new: list[Mandate]

    def all(self) -> list[Mandate]:
        """What a register is offered: all that is asked now, and what is asked no longer."""
        gone = {p.old_id: p.id for p in self.printed.walk() if p.change == "deleted"}
        return [*self.new, *(m for m in self.old if m.provision in gone)]

    def fate(self, mandate: Mandate) -> str:
        """Inserted, deleted, changed or kept: by where it is found, and what became of the words."""
        if mandate in self.old and mandate not in self.new:
            return "deleted"
        provision = self.printed.by_id()[mandate.provision]
        before = provision.old_id or provision.id
        if not any(m.provision == before for m in self.old) or provision.change == "inserted":
            return "inserted"
        return "changed" if provision.change == "changed" else "kept"


@pytest.fixture(scope="module")
def seed(shared: Path) -> Seed:
    path = shared / "seed" / NAME
    if not path.is_file():
        pytest.skip("the seed text is not in the domain pack")
    asked = {name: mandates(read_file(path, view=name)).mandates for name in ("reject", "accept")}
    old, new = ([m for m in found if not m.quoted] for found in asked.values())
    return Seed(read_file(path), old, new)


def old_id(printed: Text, provision: str) -> str:
    found: Provision = printed.by_id()[provision]
    return (found.old_id or provision) if found.change == "deleted" else provision


def holds(wanted: str | None, found: str | None) -> bool:
    """Whether found words hold those wanted and no other figure."""
    if wanted is None or found is None:
        return wanted == found
    inside = fold(wanted).text in fold(found).text
    return inside and set(FIGURE.findall(wanted)) >= set(FIGURE.findall(found)) - {"20"}


def differing(row: dict[str, Any], found: Mandate, fate: str) -> dict[str, tuple[Any, Any]]:
    """The fields in which what is found is not what a person reads, with both values."""
    pairs: dict[str, tuple[Any, Any]] = {"force": (row["force"], found.force)}
    pairs |= {name: (row.get(name), getattr(found, name)) for name in (*WHOLE, *HELD)}
    pairs |= {name: (sorted(row.get(name, ())), sorted(getattr(found, name))) for name in MANY}
    pairs["detail_of"] = (row.get("detail_of"), found.part_of)
    pairs["fate"] = (row.get("fate", "kept"), fate)
    return {
        name: pair
        for name, pair in pairs.items()
        if name not in row.get("open", ())
        and not (holds(*pair) if name in HELD else pair[0] == pair[1])
    }


def compared(seed: Seed, part: str) -> tuple[int, list[str]]:
    """How many obligations of a part are found as they should be, and each one that is not."""
    left = list(seed.all())
    good, wrong = 0, []
    for row in EXPECTED[part]:
        here = [m for m in left if m.provision == old_id(seed.printed, row["provision"])]
        tried = [(differing(row, m, seed.fate(m)), m) for m in here]
        if not tried:
            wrong.append(f"L{row['line']} {row['provision']}: not found")
            continue
        differs, match = min(tried, key=lambda pair: len(pair[0]))
        left.remove(match)
        good += not differs
        if differs:
            wrong.append(f"L{row['line']} {row['provision']}: {differs}")
    return good, wrong


def extra(seed: Seed) -> list[str]:
    """What is found although a person would not register it: it would have to be rejected."""
    more = [mandate.provision for mandate in seed.all()]
    for provision in (old_id(seed.printed, row["provision"]) for p in PARTS for row in EXPECTED[p]):
        if provision in more:
            more.remove(provision)
    return more


def test_nine_in_ten_need_no_correction(seed: Seed) -> None:
    results = {part: compared(seed, part) for part in PARTS}
    more = extra(seed)
    wrong = [line for _, lines in results.values() for line in lines]
    good = sum(count for count, _ in results.values())
    whole = good + len(wrong) + len(more)
    report = "\n".join([*wrong, *(f"{provision}: nobody asks this" for provision in more)])
    print(f"{good} of {whole} = {good / whole:.3f}\n{report}")
    assert good / whole >= 0.90, report


def test_the_table_holds_what_it_says(seed: Seed) -> None:
    """Each row names a provision of the file, and has no field that is not compared."""
    rows = [row for part in PARTS for row in EXPECTED[part]]
    assert set(EXPECTED) == set(PARTS) and len(rows) > 60
    known = {"line", "provision", "force", "detail_of", "fate", "open", *WHOLE, *HELD, *MANY}
    assert not {field for row in rows for field in row} - known
    assert not {row["provision"] for row in rows} - set(seed.printed.by_id())


def test_the_item_that_the_revision_takes_out_is_an_end(seed: Seed) -> None:
    """The comprehensive report each year: asked before, asked no longer; nothing else ends."""
    (row,) = (row for row in EXPECTED["operative"] if row.get("fate") == "deleted")
    printed = seed.printed.by_id()[row["provision"]]
    assert row["line"] == 151 and printed.change == "deleted"
    (ended,) = (m for m in seed.old if m.provision == printed.old_id)
    assert ended.recurrence == "P1Y" and ended.recipients == ("ITU Council",)
    assert [m for m in seed.all() if seed.fate(m) == "deleted"] == [ended]


def test_an_invitation_was_an_encouragement_before(seed: Seed) -> None:
    before = [m for m in seed.old if m.provision.startswith("annex_a__encourages__")]
    assert {m.force for m in before} == {"encourages"}
    assert len(before) == 6
