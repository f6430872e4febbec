"""Mandates of the seed, an Arabic report with a resolution and terms of reference, and of samples."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest

from majlis.textkit.mandates import Mandate, MandateList, mandates
from majlis.textkit.read import read_file

GROUP = ("Council Working Group on WSIS and SDGs",)
SECRETARY = ("Secretary-General",)


@pytest.fixture(scope="module")
def seed(shared: Path) -> MandateList:
    return mandates(read_file(shared / "seed" / "council-report-wsis-sdg.ar.txt"))


def per_block(found: MandateList, prefix: str) -> list[Mandate]:
    return [m for m in found.mandates if m.provision.startswith(prefix)]


@pytest.mark.parametrize(
    ("prefix", "provisions", "actors"),
    [
        ("annex_a__instructs__", 5, GROUP),
        ("annex_a__instructs_2__", 14, SECRETARY),
        ("annex_a__instructs_3__", 5, (*SECRETARY, "Directors of the Bureaux")),
        ("annex_a__invites__", 7, ("Member States", "Sector Members", "Stakeholders")),
        ("annex_a__annex__", 8, GROUP),
    ],
)
def test_every_item_of_a_block(
    seed: MandateList, prefix: str, provisions: int, actors: tuple[str, ...]
) -> None:
    found = per_block(seed, prefix)
    assert len({m.provision for m in found}) == provisions
    assert {m.actors for m in found} == {actors}


def test_what_the_council_decides(seed: MandateList) -> None:
    found = per_block(seed, "annex_a__decides__")
    assert len(found) == 10
    assert Counter(m.actors for m in found) == {("ITU",): 9, GROUP: 1}


def test_recommendations_of_the_report(seed: MandateList) -> None:
    found = {m.provision.rsplit("_", 1)[-1]: m.actors for m in per_block(seed, "para_3__")}
    assert found["3-1"] == found["3-7"] == found["3-8"] == found["3-14"] == ("Secretariat",)
    assert found["3-9"] == ("Regional offices",)
    assert found["3-10"] == found["3-11"] == ("Members",)
    assert found["3-15"] == ("ITU Council",)
    assert found["3-15-1"] == found["3-15-2"] == GROUP
    assert not {"3-3", "3-6", "3-12", "3-13"} & set(found)


def test_a_deleted_item_asks_nothing(seed: MandateList) -> None:
    assert not [m for m in seed.mandates if m.provision.endswith("__old")]


def test_two_dated_recipients(seed: MandateList) -> None:
    found = [m for m in seed.mandates if m.provision == "annex_a__instructs_2__para_9"]
    assert [(m.recipients, m.deadline) for m in found] == [
        (("ITU Council",), "2025"),
        (("ITU Plenipotentiary Conference",), "2026"),
    ]


def test_the_deadline_in_the_opening_phrase(seed: MandateList) -> None:
    (found,) = [m for m in seed.mandates if m.provision == "annex_a__decides__para_6"]
    assert found.deadline == "2025-04-01"


def test_what_recitals_quote(seed: MandateList) -> None:
    quoted = [m for m in seed.mandates if m.quoted]
    assert all(m.cites[0] == "resolution 140 (2022)" for m in quoted)
    assert Counter(m.actors for m in quoted if m.part_of is None) == {
        ("ITU Sectors",): 1,
        ("ITU",): 2,
        SECRETARY: 1,
        ("ITU Council",): 6,
        ("ITU members",): 1,
    }
    assert {m.provision.split("__")[1] for m in quoted} == {"considering"}


def test_a_decision_in_akoma_ntoso(shared: Path) -> None:
    found = mandates(read_file(shared / "samples" / "akn-itu" / "dec_5.xml"))
    blocks = Counter(m.actors for m in found.mandates if m.provision.startswith("instructs"))
    assert blocks == {
        SECRETARY: 6,
        (*SECRETARY, "Directors of the Bureaux"): 3,
        ("ITU Council",): 9,
    }


@pytest.mark.parametrize("letter", "EACFRS")
def test_a_security_council_text_in_six_languages(shared: Path, letter: str) -> None:
    path = shared / "samples" / "akn-un-sc" / f"S_RES_2690_{letter}.xml"
    found = mandates(read_file(path))
    third = [m for m in found.mandates if m.provision == "para_3"]
    assert [(m.actors, m.deadline) for m in third] == [(SECRETARY, "2023-08-15")]
    points = [m for m in found.mandates if m.provision.startswith("para_6__")]
    assert len(points) == 6
    assert {m.force for m in points} == {"invites"}
