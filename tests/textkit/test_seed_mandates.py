"""The fields of the seed's mandates, item by item: provisions by their ids, fields by English names.

The table was made by hand from the text before the program read it; where a field may be read in two ways
it is left out.
"""

from __future__ import annotations

import itertools
import re
from pathlib import Path

import pytest

from majlis.textkit.lexicon import fold, lexicon
from majlis.textkit.mandates import Mandate, MandateList, mandates
from majlis.textkit.read import read_file

NAME = "council-report-wsis-sdg.ar.txt"
COUNCIL, CONFERENCE = "ITU Council", "ITU Plenipotentiary Conference"
GROUP = "Council Working Group on WSIS and SDGs"
EVENT = "الحدث الرفيع المستوى للقمة WSIS+20"  # no name of the lexicon: its words
SCIENCE = "Commission on Science and Technology for Development"
REPORT = "para_3__point_"

CHIEF, BOTH = "annex_a__instructs_2__para_", "annex_a__instructs_3__para_"
QUOTED = "annex_a__considering__recital_g"


@pytest.fixture(scope="module")
def path(shared: Path) -> Path:
    path = shared / "seed" / NAME
    if not path.is_file():
        pytest.skip("the seed text is not in the domain pack")
    return path


@pytest.fixture(scope="module")
def seed(path: Path) -> MandateList:
    return mandates(read_file(path))


def at(seed: MandateList, provision: str) -> list[Mandate]:
    return [m for m in seed.mandates if m.provision == provision]


@pytest.mark.parametrize(
    ("provision", "rows"),
    [
        (f"{REPORT}3-1", [(GROUP, None)]),
        (
            f"{REPORT}3-14",
            [(COUNCIL, "2024"), (SCIENCE, "2025"), ("General Assembly", None)],
        ),
        (f"{REPORT}3-15", [("", "2024")]),
        (f"{REPORT}3-15__point_3-15-1", [(SCIENCE, "2025"), ("General Assembly", None)]),
        (f"{REPORT}3-15__point_3-15-2", [(COUNCIL, "2025")]),
        (QUOTED, [(CONFERENCE, "2026"), ("", None)]),
        (f"{QUOTED}__point_2__point_3", [("High-level Political Forum", None)]),
        ("annex_a__decides__para_6", [(EVENT, "2025-04-01")]),
        ("annex_a__decides__para_6__point_a", [(EVENT, "2025-04-01")]),
        ("annex_a__decides__para_6__point_b", [(EVENT, "2025-04-01")]),
        (f"{CHIEF}1", [(COUNCIL, None)]),
        (f"{CHIEF}3", [(COUNCIL, None), (CONFERENCE, "2026")]),
        (f"{CHIEF}9", [(COUNCIL, "2025"), (CONFERENCE, "2026")]),
        (f"{BOTH}4", [(COUNCIL, None)]),
        ("annex_a__annex__para_c", [(COUNCIL, None)]),
        ("annex_a__annex__para_d", [("Members", None)]),
        ("annex_a__annex__para_e", [("Members", None)]),
        ("annex_a__annex__para_h", [(COUNCIL, None)]),
    ],
)
def test_recipients_and_dates(
    seed: MandateList, provision: str, rows: list[tuple[str, str | None]]
) -> None:
    assert [(", ".join(m.recipients), m.deadline) for m in at(seed, provision)] == rows


def test_deliverables(seed: MandateList) -> None:
    kinds = {
        "roadmap": [f"{REPORT}3-1", f"{CHIEF}1", f"{BOTH}4", "annex_a__decides__para_3__point_a"],
        "report": [f"{REPORT}3-14", f"{CHIEF}3", f"{CHIEF}7", f"{CHIEF}9"],
        "document": [f"{CHIEF}8", "annex_a__decides__para_6__point_a", "annex_a__annex__para_h"],
        "fund": [f"{REPORT}3-4", f"{CHIEF}14", "annex_a__invites__para_4"],
        "consultation": ["annex_a__instructs__para_2"],
        "database": [f"{CHIEF}12"],
    }
    for kind, provisions in kinds.items():
        for provision in provisions:
            assert {m.deliverable for m in at(seed, provision)} == {kind}, provision


def test_through_whom_and_how_often(seed: MandateList) -> None:
    for provision in (f"{CHIEF}1", f"{CHIEF}3", f"{BOTH}4", f"{QUOTED}__point_2__point_5"):
        assert {m.via for m in at(seed, provision)} == {(GROUP,)}, provision
    assert {m.via for m in at(seed, f"{CHIEF}7")} == {(SCIENCE,)}
    yearly = {m.provision for m in seed.mandates if m.recurrence == "P1Y"}
    assert {f"{CHIEF}7", f"{CHIEF}8", "annex_a__annex__para_c"} <= yearly
    assert f"{QUOTED}__point_2__point_3" in yearly
    assert {m.recurrence for m in seed.mandates} == {None, "P1Y"}


def test_means_and_partners_are_no_occasion(seed: MandateList) -> None:
    for provision in ("annex_a__annex__para_a", f"{REPORT}3-7", "annex_a__instructs__para_1"):
        assert [m.occasion for m in at(seed, provision)] == [None], provision
    for provision in (f"{REPORT}3-1", f"{REPORT}3-15"):
        assert all(m.occasion for m in at(seed, provision)), provision


def test_what_is_asked_of_the_group_in_passing(seed: MandateList) -> None:
    (found,) = at(seed, "sec_1__para_2")
    assert (found.actors, found.force) == (("Working group",), "invites")


def test_another_clause_is_no_part_of_an_action(seed: MandateList, path: Path) -> None:
    (found,) = at(seed, f"{REPORT}3-5")
    assert not re.search("[،؛]", found.action)
    (found,) = at(seed, "annex_a__considering__recital_b")
    assert fold(found.action).text.startswith(fold("النظر").text)


def test_a_thing_in_a_list_is_no_actor(seed: MandateList) -> None:
    assert {m.actors for m in seed.mandates if m.provision.startswith(QUOTED)} == {
        ("ITU",),
        (COUNCIL,),
        ("ITU members",),
    }


def test_every_mandate_has_a_known_actor(seed: MandateList) -> None:
    assert all(m.actors for m in seed.mandates)
    assert all(re.fullmatch("[A-Za-z ,&-]+", name) for m in seed.mandates for name in m.actors)


def test_no_word_of_a_changed_item_is_lost_or_left_double(path: Path) -> None:
    """Accepting and rejecting show, together, every word that the file prints, and no two prepositions."""
    text = read_file(path)
    new, old = (read_file(path, view=name).by_id() for name in ("accept", "reject"))
    prepositions = lexicon("ar").pattern("flattened", "prepositions")
    changed = [p for p in text.walk() if p.change == "changed"]
    assert len(changed) == 11
    for p in changed:
        views = [new[p.id].text, old[p.old_id or p.id].text]
        printed, *shown = (set(words(said)) for said in (p.text, *views))
        assert printed == shown[0] | shown[1], p.id
        for said in views:
            pairs = list(itertools.pairwise(words(said)))
            assert not [pair for pair in pairs if pair[0] == pair[1]], p.id
            assert not [pair for pair in pairs if all(map(prepositions.fullmatch, pair))], p.id


def words(said: str) -> list[str]:
    return re.findall(r"\w+", fold(said).text)
