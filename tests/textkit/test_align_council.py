"""Security Council style texts in six languages, as plain text and as Akoma Ntoso, in all fifteen pairs."""

from __future__ import annotations

from functools import cache
from itertools import combinations

import pytest

from majlis.textkit.align import Alignment, align
from tests.textkit import council
from tests.textkit.akn_styles import CODES

FORMS = ("plain", "akn")
TOLD = [(name, form) for name in council.NAMES for form in FORMS]
Pair = tuple[str | None, str | None]


@cache
def aligned(name: str, form: str) -> tuple[tuple[str, str, Alignment], ...]:
    """Every two languages with their alignment."""
    return tuple(
        (one, other, align(council.read(name, one, form), council.read(name, other, form)))
        for one, other in combinations(CODES, 2)
    )


def blocks(name: str, language: str, form: str) -> dict[str, str]:
    """The block in which a provision begins, by the id of the provision."""
    return {id_: block for block, id_ in reversed(council.places(name, language, form).items())}


def pairs(
    name: str, form: str, one: str, other: str, found: Alignment, kinds: frozenset[str]
) -> tuple[set[Pair], set[Pair]]:
    """The pairs of provisions of some kinds as they should be, and as they are, by their blocks."""
    by_a, by_b = blocks(name, one, form), blocks(name, other, form)
    kind = {id_: kind for id_, kind, _ in council.master(name).blocks}

    def of_these(block: str | None) -> bool:
        return block is not None and kind[block.rstrip("+")] in kinds

    lines = [
        {line.ids[0] for line in council.lines(name, side) if line.ids} for side in (one, other)
    ]
    wanted: set[Pair] = {(block, block) for block in lines[0] & lines[1] if of_these(block)}
    given = {(by_a.get(a), by_b.get(b)) for a, b, _ in found.pairs if a and b}
    return wanted, {pair for pair in given if any(map(of_these, pair))}


@pytest.mark.parametrize(("name", "form"), TOLD)
def test_operative_paragraphs_stand_side_by_side(name: str, form: str) -> None:
    for one, other, found in aligned(name, form):
        wanted, given = pairs(name, form, one, other, found, frozenset({"operative"}))
        assert given == wanted, (one, other)


def test_points_stand_side_by_side() -> None:
    every = right = 0
    for name, form in TOLD:
        for one, other, found in aligned(name, form):
            wanted, given = pairs(name, form, one, other, found, council.POINTS)
            every += len(wanted) + len(given)
            right += 2 * len(wanted & given)
    assert every > 1200
    assert right / every >= 0.99, right / every


@pytest.mark.parametrize(("name", "form"), TOLD)
def test_only_true_differences_of_values_are_said(name: str, form: str) -> None:
    values = ("date", "number", "citation")
    for one, other, found in aligned(name, form):
        by_a = blocks(name, one, form)
        said = {(d.kind, by_a[d.a or ""]) for d in found.differences if d.kind in values}
        true = {
            (kind, id_)
            for kind, side, id_ in council.master(name).differs()
            if side in (one, other)
        }
        assert said == true, (one, other)


@pytest.mark.parametrize("form", FORMS)
def test_recitals_in_another_order_are_pairs_out_of_order(form: str) -> None:
    for other in ("en", "fr", "es", "zh", "ar"):
        found = align(council.read("almire", other, form), council.read("almire", "ru", form))
        places = [council.places("almire", side, form) for side in (other, "ru")]
        partner = {a: b for a, b, _ in found.pairs}
        recitals = ("p1", "p2", "p3", "p4")
        assert [partner[places[0][p]] for p in recitals] == [places[1][p] for p in recitals]
        moved = [d for d in found.differences if d.message == "The order differs."]
        assert [(d.kind, d.a, d.b) for d in moved] == [
            ("structure", places[0]["p4"], places[1]["p4"])
        ], other
