"""What aligning two language versions costs as they grow, and how well it does where much is out of step.

The yardstick is rapidfuzz's cost matrix (as for comparing), every paragraph of one side with every one of
the other, by one worker, in the same run; of a large one some rows are measured and scaled. It looks at
letters alone, so it is no aligner: it is what it costs to look at every pair once.
"""

from __future__ import annotations

import math
from random import Random

from measuring import Row, median_of, row
from rapidfuzz import fuzz
from rapidfuzz.process import cdist

from majlis.textkit.align import align
from majlis.textkit.model import Provision, Run, Text

SIZES = (100, 300, 1000, 2000, 5000)
_CELLS = 1_000_000  # cells of the matrix that are measured
_MANY = 1000  # provisions from which a measurement is made once
_RUNS = 3
_TEXTS = 20  # pairs of texts whose pairs are counted
_SYLLABLES = (
    "ba",
    "cor",
    "del",
    "fi",
    "gu",
    "han",
    "ki",
    "lo",
    "mer",
    "nu",
    "pa",
    "ros",
    "ti",
    "vel",
)
_MONTHS = (("March", "mars"), ("May", "mai"), ("June", "juin"), ("October", "octobre"))
_ASKS = (
    (
        "Requests the Secretary-General to report on the gauges of {name} by {day} {month} {year};",
        "Prie le Secrétaire général de faire rapport sur les échelles de {name} au plus tard le {day} {month} {year} ;",
    ),
    (
        "Invites Governments to lend {count} boats to the ferry of {name};",
        "Invite les gouvernements à prêter {count} bateaux au bac de {name} ;",
    ),
    (
        "Encourages Member States to train the pilots of the northern channel;",
        "Encourage les États Membres à former les pilotes du chenal nord ;",
    ),
    (
        "Calls upon all parties to respect the keepers of the lighthouse at {name};",
        "Demande à toutes les parties de respecter les gardiens du phare de {name} ;",
    ),
    (
        "Reaffirms resolution {count} ({year}) on the shelter of fishing boats;",
        "Réaffirme la résolution {count} ({year}) sur l’abri des bateaux de pêche ;",
    ),
    (
        "Decides to keep the matter of the salt pans under review;",
        "Décide de garder à l’examen la question des marais salants ;",
    ),
)


def versions(seed: int, size: int, gone: float, lost: bool = False) -> tuple[Text, Text]:
    """An invented text of ``size`` paragraphs in English and in French; ids say which is which.

    The French lacks one paragraph in the middle, and of all others the share ``gone``. ``lost``: no numbers.
    """
    random = Random(seed)
    sides: tuple[list[Provision], list[Provision]] = ([], [])
    for n in range(size):
        name = "".join(random.choices(_SYLLABLES, k=3)).capitalize()
        day, month = random.randint(1, 28), random.choice(_MONTHS)
        count, year = random.randint(21, 9999), random.randint(2031, 2049)
        kept = n != size // 2 and random.random() >= gone
        for side, wording in enumerate(random.choice(_ASKS)):
            if side == 0 or kept:
                words = wording.format(
                    name=name, day=day, month=month[side], count=count, year=year
                )
                number = "" if lost else str(len(sides[side]) + 1)
                label = f"{number}." if number else ""
                sides[side].append(Provision(f"p_{n}", "operative", (Run(words),), label, number))
    return Text(tuple(sides[0]), "en"), Text(tuple(sides[1]), "fr")


def measure() -> list[Row]:
    """Rows of name, value, unit, yardstick and ratio (value to yardstick; null where there is none)."""
    align(*versions(0, 20, 0.0))  # patterns are compiled once
    rows = [_speed(size) for size in SIZES]
    rows += [_quality(lost) for lost in (False, True)]
    return rows


def _speed(size: int) -> Row:
    a, b = versions(1, size, 0.0)
    ours, theirs = ([provision.text for provision in text.walk()] for text in (a, b))
    runs = 1 if size > _MANY else _RUNS
    value = median_of(lambda: align(a, b), runs)
    rows = ours[:: math.ceil(len(ours) * len(theirs) / _CELLS)]
    yardstick = median_of(lambda: cdist(rows, theirs, scorer=fuzz.ratio, workers=1), runs)
    name = f"align, {size} provisions, one missing"
    if len(rows) < len(ours):
        name += f" (yardstick: {len(rows)} rows of the matrix, scaled to {len(ours)})"
    yardstick *= len(ours) / len(rows)
    return row(name, value, "s", yardstick)


def _quality(lost: bool) -> Row:
    """F1 of the pairs where the French lacks a tenth of the paragraphs."""
    hits = found = true = 0
    for seed in range(_TEXTS):
        a, b = versions(seed, 60, 0.1, lost)
        pairs = {(x, y) for x, y, _ in align(a, b).pairs if x and y}
        hits += sum(x == y for x, y in pairs)
        found += len(pairs)
        true += len(b.provisions)
    numbers = "no numbers" if lost else "numbers moved on"
    name = f"align, F1 of pairs where a tenth is missing, {numbers} (invented versions)"
    return row(name, 2 * hits / (found + true), "")
