"""Declarations: what "we" ask of others and bind ourselves to, and whose words these are."""

from __future__ import annotations

import sys
from collections import Counter
from pathlib import Path

import pytest

from majlis.textkit.mandates import Mandate, mandates
from majlis.textkit.model import LANGUAGES
from majlis.textkit.read import read_bytes

sys.path.insert(0, str(Path(__file__).resolve().parents[2] / "bench"))
import textkit_declarations as bench

FOUND, REAL = 0.95, 0.95


def _asked(text: str, language: str = "en") -> list[Mandate]:
    return list(mandates(read_bytes(text.encode(), language=language)).mandates)


def _shares(counts: Counter[str], kind: str) -> tuple[float, float]:
    right = counts[f"{kind} right"]
    return right / counts[f"{kind} of"], right / counts[f"{kind} got"]


@pytest.mark.parametrize("language", LANGUAGES)
def test_sentences_ask_and_commit_as_their_table_says(language: str) -> None:
    counts = bench.count_sentences(bench.TEXTS / "declarations/sentences.tsv", language)
    assert (counts["ask of"], counts["commits of"]) == (16, 10)
    assert min(_shares(counts, "ask")) >= FOUND
    assert min(_shares(counts, "commits")) >= FOUND


@pytest.mark.parametrize("language", LANGUAGES)
def test_whole_declarations_are_read_as_their_tables_say(language: str) -> None:
    counts = bench.count_set("declarations", language)
    assert (counts["ask of"], counts["commits of"]) == (57, 40)
    for kind in bench.KINDS:
        assert min(_shares(counts, kind)) >= FOUND, kind


@pytest.mark.parametrize("language", LANGUAGES)
def test_declarations_of_other_kinds_are_read_no_worse_than_they_were(language: str) -> None:
    counts = bench.count_set("declarations_further", language)
    assert (counts["ask of"], counts["commits of"]) == (64, 22)
    assert counts["ask right"] >= 55 and counts["ask got"] - counts["ask right"] <= 7
    assert counts["commits right"] >= 20 and counts["commits got"] - counts["commits right"] <= 1


def test_a_request_that_the_table_does_not_tell_is_counted_as_not_real(tmp_path: Path) -> None:
    path = tmp_path / "small.en.txt"
    path.write_text("DECLARATION\n\n1. We request the Panel to meet.\n", "utf-8")
    path.with_suffix(".tsv").write_text("3\tcommits\t-\tmeet\n", "utf-8")
    counts = bench.count_text(path)
    assert (counts["ask of"], counts["ask got"], counts["ask right"]) == (0, 1, 0)
    assert (counts["commits of"], counts["commits right"]) == (1, 0)


ANNEXED = """
A/RES/88/12

88/12. Wells

The General Assembly,

Recalling its resolution 87/1,

1. Adopts the political declaration annexed to the present resolution;

2. Requests the Secretary-General to report on it in 2035.

Annex

Political declaration on wells

We, Heads of State and Government, assembled at Headquarters on 3 May 2033,

1. Recognize that wells run dry;

2. Commit to dig new wells by 2036;

3. Request the Secretary-General to keep a list of wells.
"""


def test_a_resolution_and_the_declaration_annexed_to_it_each_speak_for_themselves() -> None:
    report, commitment, listed = _asked(ANNEXED)
    assert (report.force, report.actors) == ("requests", ("Secretary-General",))
    assert (commitment.force, commitment.actors) == ("commits", ("Heads of State and Government",))
    assert (commitment.action, commitment.deadline) == ("dig new wells by 2036", "2036")
    assert (commitment.inferred, commitment.witness_of["actors"]) == ((), "annex__para_1")
    assert (listed.force, listed.verb, listed.actors) == (
        "requests",
        "Request",
        ("Secretary-General",),
    )


def test_a_declaration_without_speakers_binds_the_members_of_the_body_that_adopts_it() -> None:
    said = ANNEXED.replace("We, Heads of State and Government, assembled at", "Given at")
    commitment = _asked(said.replace("2. Commit", "2. We commit"))[1]
    assert (commitment.force, commitment.actors) == ("commits", ("Member States",))
    assert commitment.inferred == ("actors",)
    assert "actors" not in commitment.witness


def test_a_declaration_of_an_unknown_body_names_nobody() -> None:
    (commitment,) = _asked("DECLARATION OF PORT LIRA\n\n1. We commit to light the lamps.\n")
    assert (commitment.actors, commitment.inferred) == ((), ())


@pytest.mark.parametrize(
    ("body", "members"),
    [("Forum of Lamps", "Member States"), ("Conference of the Parties", "Parties")],
)
def test_the_body_that_adopts_may_be_told_from_outside(body: str, members: str) -> None:
    text = read_bytes(b"DECLARATION OF PORT LIRA\n\n1. We commit to light the lamps.\n")
    (commitment,) = mandates(text, adopted_by=body).mandates
    assert (commitment.actors, commitment.inferred) == ((members,), ("actors",))


QUOTED = """
RESOLUTION 210 (PORT LIRA, 2034)

Lamps

The Plenipotentiary Conference of the International Telecommunication Union (Port Lira, 2034),

considering

that lamps matter,

resolves

to adopt the following declaration:

“We, the ministers, declare:

“1. We request the Lamp Panel to publish a list of lamps.

“2. We will share our charts.”

instructs the Secretary-General

1 to report to the Council in 2036.
"""


def test_a_declaration_that_a_resolution_quotes_speaks_for_itself() -> None:
    found = {(m.force, m.actors) for m in _asked(QUOTED)}
    assert ("requests", ("Lamp Panel",)) in found
    assert ("commits", ("ministers",)) in found
    assert ("obliges", ("Secretary-General",)) in found
    assert not any("We" in mandate.action for mandate in _asked(QUOTED))


@pytest.mark.parametrize(
    "sentence",
    [
        "We will all benefit from clear water.",
        "We will not succeed unless all take part.",
        "If we act now, we will reach the shore.",
        "This is the harbour that we will leave to them.",
        "We recall the call of the Council for lamps.",
        "We take note of the request of the Panel.",
        "We reaffirm our commitment to the Charter of Lamps.",
        "We welcome the report and thank the Panel for it.",
        "We are aware that, as “we request the Panel to meet” shows, words differ.",
    ],
)
def test_what_describes_welcomes_or_recalls_asks_nothing(sentence: str) -> None:
    assert _asked(f"DECLARATION OF PORT LIRA\n\n1. {sentence}\n") == []


@pytest.mark.parametrize(
    ("sentence", "forces"),
    [
        ("We decide to request the Panel to meet.", ["requests"]),
        ("We decide to build a lighthouse.", ["commits"]),
        ("We decide that the Panel shall meet in 2035.", ["obliges"]),
        ("We agree to endorse the report.", []),
        ("We thank the Panel and request it to meet again.", ["requests"]),
        (
            "Recognizing its work, we therefore, in this regard, ask the Panel to meet.",
            ["requests"],
        ),
        ("The tide rises. We urge the Panel to meet. We will help it.", ["requests", "commits"]),
        ("The Panel is invited to meet.", ["invites"]),
    ],
)
def test_what_a_sentence_in_the_first_person_asks(sentence: str, forces: list[str]) -> None:
    text = f"DECLARATION OF PORT LIRA\n\n1. {sentence}\n"
    assert [mandate.force for mandate in _asked(text)] == forces


def test_points_under_a_commitment_are_commitments_with_its_date() -> None:
    text = (
        "DECLARATION\n\n1. We commit, by 2035, to:\n\n(a) Light harbours;\n\n(b) Train wardens.\n"
    )
    found = _asked(text)
    assert [(m.force, m.action, m.deadline) for m in found] == [
        ("commits", "Light harbours", "2035"),
        ("commits", "Train wardens", "2035"),
    ]


def test_a_bare_verb_asks_in_a_declaration_alone() -> None:
    text = "1. Request the Panel to meet.\n\n2. Invite the Council to meet.\n"
    assert [m.force for m in _asked("DECLARATION\n\n" + text)] == ["requests", "invites"]
    assert _asked("REPORT OF THE PANEL\n\n" + text) == []


def test_a_text_of_no_kind_whose_paragraphs_ask_by_a_bare_verb_is_read_as_a_declaration() -> None:
    asked = "Request the Secretary-General to report.\n\nUrge Member States to meet.\n"
    assert [m.force for m in _asked(asked)] == ["requests", "requests"]
    assert _asked(asked + "\nLamps are white.\n\nWells are deep.\n\nThe tide is high.\n") == []


def test_the_json_of_a_commitment_says_what_was_inferred() -> None:
    said = ANNEXED.replace("We, Heads of State and Government, assembled at", "Given at")
    text = read_bytes(said.replace("2. Commit", "2. We commit").encode(), language="en")
    rows = mandates(text).as_dict()["mandates"]
    assert rows[1]["inferred"] == ["actors"]
    assert "inferred" not in rows[0]


def test_numbered_paragraphs_spell_out_the_commitment_before_them() -> None:
    text = (
        "POLITICAL DECLARATION\n\nII. Lamps\n\nWe therefore commit to the following actions:\n\n"
        "24. Accelerate the repair of lamps by 2036;\n\n25. Request the Panel to meet;\n\n"
        "26. Train wardens.\n\nFollow-up\n\n27. We thank the Panel.\n"
    )
    assert [(m.force, m.action) for m in _asked(text)][-3:] == [
        ("commits", "Accelerate the repair of lamps by 2036"),
        ("requests", "meet"),
        ("commits", "Train wardens"),
    ]
