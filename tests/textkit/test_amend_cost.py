"""Amendments that are crafted to cost much cost as much as they are many: steps are counted, not time."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from majlis.textkit.amend import Amendment, Place, apply
from majlis.textkit.model import Provision, Run, Text
from tests.textkit.steps import counting

Family = Callable[[int], Amendment]

FEW, FACTOR = 100, 4
STEEPEST = 1.5

FAMILIES: dict[str, Family] = {
    "one provision is replaced by many": lambda n: Amendment(
        f"a{n}", "replace", "p1", text=f"Mend lamp {n}", author=f"Author {n}"
    ),
    "one provision is replaced alike by many": lambda n: Amendment(
        f"a{n}", "replace", "p1", text="Mend lamps", author=f"Author {n}"
    ),
    "provisions that do not exist": lambda n: Amendment(f"a{n}", "delete", f"none{n}"),
    "every provision is deleted": lambda n: Amendment(f"a{n}", "delete", f"p{n}"),
    "every provision is replaced": lambda n: Amendment(
        f"a{n}", "replace", f"p{n}", text="Mend the gate"
    ),
    "many at one place": lambda n: Amendment(
        f"a{n}", "add", place=Place("after", "p1"), text="Mend lamps"
    ),
    "two at every place": lambda n: Amendment(
        f"a{n}", "add", place=Place("after", f"p{n // 2}"), text="Mend lamps"
    ),
    "every provision is moved": lambda n: Amendment(
        f"a{n}", "move", f"p{n}", place=Place("after", f"p{n - 2 if n > 1 else n + 5}")
    ),
}


def steps_for(family: Family, count: int) -> int:
    base = Text(
        tuple(Provision(f"p{n}", "paragraph", (Run("Mend the lamp"),)) for n in range(count + 9)),
        language="en",
    )
    amendments = [family(n) for n in range(1, count)]
    with counting() as steps:
        apply(base, amendments)
    return steps[0]


@pytest.mark.parametrize("name", FAMILIES)
def test_steps_grow_no_faster_than_the_amendments(name: str) -> None:
    steps_for(FAMILIES[name], 9)  # patterns are compiled
    few, many = (steps_for(FAMILIES[name], count) for count in (FEW, FEW * FACTOR))
    assert many <= STEEPEST * FACTOR * few, (few, many)
