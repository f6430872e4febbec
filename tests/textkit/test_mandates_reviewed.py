"""Mandates that a review found lost, misnamed or dear: each with the rule that holds."""

from __future__ import annotations

import pytest

from majlis.textkit.citations import _rules, find_citations
from majlis.textkit.lexicon import lexicon
from majlis.textkit.mandates import Mandate, mandates
from majlis.textkit.mandates.grammar import grammar
from majlis.textkit.mandates.marks import quoted
from majlis.textkit.model import Provision, Run, Text

GA = "General Assembly"


def said(words: str, language: str = "en", body: str = GA) -> list[Mandate]:
    paragraph = Provision("p", "operative", (Run(words),))
    return list(mandates(Text((paragraph,), language, "resolution", body)).mandates)


def test_an_aside_may_end_the_text() -> None:
    assert [m.actors for m in said("Requests Member States and, as appropriate")] == [
        ("Member States",)
    ]


@pytest.mark.parametrize(
    ("language", "words", "actor"),
    [
        ("zh", "决定负责灯塔的小组应当提交报告；", "负责灯塔的小组"),
        ("zh", "决定新设立的灯塔小组应于2030年提交报告；", "新设立的灯塔小组"),
        ("en", "Decides that the Council's committee on lamps shall report by 2030;",
         "Council's committee on lamps"),
        ("en", "Decides that the Secretary-General's special envoy shall visit the harbours;",
         "Secretary-General's special envoy"),
    ],
)  # fmt: skip
def test_a_head_noun_that_acts_is_an_actor(language: str, words: str, actor: str) -> None:
    (found,) = said(words, language)
    assert found.actors == (actor,)


@pytest.mark.parametrize("thing", ["lamps shall burn all night", "committee report shall be short"])
def test_what_a_body_has_does_not_act(thing: str) -> None:
    assert said(f"Decides that the Council's {thing};") == []


@pytest.mark.parametrize(
    ("when", "whom"),
    [
        ("before the Council in 2030", ["ITU Council"]),
        ("before the ninetieth session", []),
        ("before the Council meets in 2030", []),
    ],
)
def test_before_a_body_is_whom_it_goes_to(when: str, whom: list[str]) -> None:
    words = f"Requests the Secretary-General to report {when};"
    (found,) = said(words, body="ITU Plenipotentiary Conference")
    assert list(found.recipients) == whom


@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("ru", "Одобряет план „Свет для всех“ и просит Генерального секретаря прислать доклад;"),
        ("en", "Takes note of the “Lamps for all, and requests the Secretary-General to report;"),
        ("en", 'Takes note of the 5" pipes, and requests the Secretary-General to report;'),
    ],
)  # fmt: skip
def test_marks_without_a_partner_silence_nobody(language: str, words: str) -> None:
    (found,) = said(words, language)
    assert found.actors == ("Secretary-General",)


@pytest.mark.parametrize(
    ("text", "inside"),
    [
        ("a “b” c", "b"),
        ("a „b“ c", "b"),
        ("a ”b“ c", "b"),
        ('a 5" b "c" d', "c"),
        ("a « b “c » d", " b “c "),
        ("关于“灯”的", "灯"),
        ("a “b c", ""),
    ],
)
def test_what_stands_between_a_pair(text: str, inside: str) -> None:
    places, states = quoted(text)
    stops = [*places[1:], len(text)]
    found = [text[a + 1 : b] for a, b, on in zip(places, stops, states, strict=True) if on]
    assert "".join(found).replace("“", "") == inside.replace("“", "")


def test_a_period_does_not_hide_the_meetings_held() -> None:
    (found,) = said("Requests the wardens to hold once every four years two meetings each year;")
    assert found.deliverable == "meeting"


def test_a_list_of_things_is_no_list_of_asks() -> None:
    things = tuple(
        Provision(f"p__1__{place}", "operative", (Run(words),))
        for place, words in enumerate(["Lamps;", "To be decided;"])
    )
    point = Provision("p__1", "operative", (Run("To prepare a report on:"),), children=things)
    lead = Run("Requests the Secretary-General:")
    whole = Provision("p", "operative", (lead,), children=(point,))
    found = mandates(Text((whole,), "en", "resolution", GA)).mandates
    assert [m.provision for m in found] == ["p__1"]


@pytest.mark.parametrize(
    ("body", "actor"),
    [
        ("Commission for Communication", "Commission for Communication"),
        ("World Telecommunication Development Conference", "ITU"),
        (GA, GA),
    ],
)
def test_the_organisation_acts_for_its_own_bodies_alone(body: str, actor: str) -> None:
    (found,) = said("Decides to hold a workshop;", body=body)
    assert found.actors == (actor,)


@pytest.mark.parametrize("pump", ["1", "1.", "1-", "1/", "2030"])
def test_a_number_is_read_from_its_first_digit_within_bounds(pump: str) -> None:
    """Work is bounded by form: no match of a number is longer than the bound."""
    for pattern in _rules("zh").patterns:
        found = [match["n"] for match in pattern.finditer(f"决议{pump * 200}号")]
        assert all(len(number) <= 40 for number in found)
    assert find_citations("x" + pump * 2000 + " y", "zh") == []


def test_runs_of_numerals_and_spaces_are_bounded() -> None:
    occasions = lexicon("zh").pattern("occasions", "patterns")
    assert max(len(m[0]) for m in occasions.finditer("十二百" * 200 + "天内")) <= 12
    assert grammar("ar").further.search("ا" + " " * 4000 + "ب") is None
