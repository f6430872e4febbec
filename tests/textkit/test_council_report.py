"""One fictional report of a working group in six languages: it has the forms of the seed.

A report with recommendations, an annexed resolution whose recitals quote another, and terms of reference.
"""

from __future__ import annotations

from functools import cache
from pathlib import Path

import pytest

from majlis.textkit.lexicon import lexicon
from majlis.textkit.mandates import Mandate, mandates
from majlis.textkit.model import LANGUAGES
from majlis.textkit.read import read_file

TEXTS = Path(__file__).parent / "texts"
KNOWN = frozenset(lexicon("en").table("actors"))
SECRETARIAT, CHIEF, COUNCIL = "Secretariat", "Secretary-General", "ITU Council"
CONFERENCE = "ITU Plenipotentiary Conference"
SCIENCE = "Commission on Science and Technology for Development"
ASSEMBLY, SOCIAL = "General Assembly", "Economic and Social Council"
FORUM, GROUP = "High-level Political Forum", "Working group"
MEMBERS = "Member States, Sector Members"
ITSELF = ""  # the words of the group's own name, which the lexicon does not know

# number, actors, deliverable, recipients, via, deadline, period
TOLD: list[tuple[str, str, str | None, str, str, str | None, str | None]] = [
    ("2.2", "Member States", None, "", "", None, None),
    ("3.1", SECRETARIAT, "roadmap", GROUP, "", None, None),
    ("3.2", "Members, Stakeholders", "fund", "", "", None, None),
    ("3.4", SECRETARIAT, None, "", "", None, None),
    ("3.5", "Regional offices", None, "", "", None, None),
    ("3.7", "Members", None, "", "", None, None),
    ("3.9", SECRETARIAT, "report", COUNCIL, "", "2030", None),
    ("3.9", SECRETARIAT, "report", SCIENCE, "", "2031", None),
    ("3.9", SECRETARIAT, "report", ASSEMBLY, "", None, None),
    ("3.10", COUNCIL, None, "", "", "2030", None),
    ("3.10.1", GROUP, None, SCIENCE, "", "2031", None),
    ("3.10.1", GROUP, None, ASSEMBLY, "", None, None),
    ("3.10.2", GROUP, "report", COUNCIL, "", "2031", None),
]
QUOTED = [
    ("a", CHIEF, None, "", "", None, None),
    ("b", "ITU", "report", CONFERENCE, "", "2032", None),
    ("1", COUNCIL, None, "", "", None, None),
    ("2", COUNCIL, None, "", GROUP, None, None),
]
DECIDED = [
    ("1", "ITU", None, "", "", None, None),
    ("2", GROUP, None, "", "", None, None),
    ("3", "ITU", None, "", "", "2031-04-01", None),
    ("1", CHIEF, "roadmap", COUNCIL, GROUP, None, None),
    ("2", CHIEF, "report", COUNCIL, GROUP, None, None),
    ("2", CHIEF, "report", CONFERENCE, GROUP, "2032", None),
    ("3", CHIEF, "report", SOCIAL, SCIENCE, None, "P1Y"),
    ("4", CHIEF, "report", COUNCIL, "", "2031", None),
    ("4", CHIEF, "report", CONFERENCE, "", "2032", None),
    ("5", CHIEF, "document", FORUM, "", None, "P1Y"),
    ("6", CHIEF, "fund", "", "", None, None),
    ("1", MEMBERS, None, "", "", None, None),
    ("2", MEMBERS, None, "", "", None, None),
]
TERMS = [
    ("a", ITSELF, "", "", None),
    ("b", ITSELF, COUNCIL, "", "P1Y"),
    ("c", ITSELF, "Members", "", None),
    ("d", ITSELF, COUNCIL, "", None),
]


@cache
def found(language: str) -> list[tuple[str, Mandate]]:
    """The mandates that are no details of others, each with the number of its provision."""
    text = read_file(TEXTS / f"council.{language}.txt")
    numbers = {p.id: p.number for p in text.walk()}
    return [(numbers[m.provision], m) for m in mandates(text).mandates if m.part_of is None]


def actors(mandate: Mandate) -> str:
    return ", ".join(name for name in mandate.actors if name in KNOWN)


def row(number: str, m: Mandate) -> tuple[str, str, str | None, str, str, str | None, str | None]:
    whom, through = ", ".join(m.recipients), ", ".join(m.via)
    return (number, actors(m), m.deliverable, whom, through, m.deadline, m.recurrence)


def parts(language: str) -> dict[str, list[tuple[str, Mandate]]]:
    """The mandates by where they stand: those of the report, quoted, of the resolution, of the terms."""
    sorted_out: dict[str, list[tuple[str, Mandate]]] = {}
    for number, mandate in found(language):
        annexed = mandate.provision.startswith("annex")
        terms = annexed and mandate.verb_key == "instructs" and number in set("abcd")
        place = "told" if not annexed else "terms" if terms else "decided"
        place = "quoted" if mandate.quoted else place
        sorted_out.setdefault(place, []).append((number, mandate))
    return sorted_out


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_a_report_asks(language: str) -> None:
    told = [row(*entry) for entry in parts(language)["told"]]
    assert told[1:] == TOLD


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_end_of_a_sentence_that_tells_something_else(language: str) -> None:
    """ "The meetings were well attended, and the Group is invited to ..." """
    first = parts(language)["told"][0][1]
    assert first.provision == "sec_1__para_1"
    assert first.force in ("invites", "requests")
    assert len(first.actors) == 1 and len(first.action) < 80


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_recitals_quote_with_items(language: str) -> None:
    assert [row(*entry) for entry in parts(language)["quoted"]] == QUOTED


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_thing_in_a_quoted_list_is_no_actor(language: str) -> None:
    text = read_file(TEXTS / f"council.{language}.txt")
    details = [m for m in mandates(text).mandates if m.quoted and m.part_of]
    assert {actors(m) for m in details} <= {COUNCIL}


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_the_resolution_asks(language: str) -> None:
    decided = [row(*entry) for entry in parts(language)["decided"]]
    # Whether drafts are the deliverable of a process is not asked here.
    assert [entry for entry in decided if entry[5] != "2031-04-01"] == [
        entry for entry in DECIDED if entry[5] != "2031-04-01"
    ]
    assert [(e[0], e[1]) for e in decided if e[5] == "2031-04-01"] == [("3", "ITU")]


@pytest.mark.parametrize("language", LANGUAGES)
def test_points_inherit_the_date_of_their_opening_phrase(language: str) -> None:
    text = read_file(TEXTS / f"council.{language}.txt")
    drafts = [m for m in mandates(text).mandates if m.part_of and not m.quoted]
    assert {m.deadline for m in drafts} <= {"2031-04-01"}
    assert {m.witness_of["deadline"] for m in drafts} <= {m.part_of for m in drafts}


@pytest.mark.parametrize("language", LANGUAGES)
def test_terms_of_reference(language: str) -> None:
    """Neither what others submit nor the means by which it is done is taken for a field of the mandate."""
    terms = parts(language)["terms"]
    said = [
        (n, actors(m), ", ".join(m.recipients), ", ".join(m.via), m.recurrence) for n, m in terms
    ]
    assert said == TERMS
    assert [m.occasion for _, m in terms] == [None] * 4
    assert terms[3][1].deliverable == "document"


@pytest.mark.parametrize("language", LANGUAGES)
def test_partners_that_are_only_listed_are_no_occasion(language: str) -> None:
    (listed,) = [m for n, m in parts(language)["told"] if n == "3.4"]
    assert listed.occasion is None
