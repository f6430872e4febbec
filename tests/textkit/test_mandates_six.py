"""The same mandates in all six languages, on the three fictional texts."""

from __future__ import annotations

from functools import cache
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from majlis.textkit.lexicon import lexicon
from majlis.textkit.mandates import Mandate, MandateList, mandates
from majlis.textkit.model import Provision, Run, Text
from majlis.textkit.read import read_file

TEXTS = Path(__file__).parent / "texts"
LANGUAGES = ("ar", "zh", "fr", "ru", "es")
KNOWN = frozenset(lexicon("en").table("actors"))
# Classes of bodies: one language's lexicon may know a class where another gives the words.
CLASSES = frozenset({"Working group"})


@cache
def found(name: str, language: str) -> MandateList:
    return mandates(read_file(TEXTS / f"{name}.{language}.txt", language=language))


def known(mandate: Mandate) -> set[str]:
    return {actor for actor in mandate.actors if actor in KNOWN - CLASSES}


@pytest.mark.parametrize("name", ["un", "itu", "report"])
@pytest.mark.parametrize("language", LANGUAGES)
def test_as_many_mandates_with_the_same_actors(name: str, language: str) -> None:
    english, other = found(name, "en").mandates, found(name, language).mandates
    assert [known(m) for m in other] == [known(m) for m in english]
    assert [bool(m.actors) for m in other] == [bool(m.actors) for m in english]


@pytest.mark.parametrize("name", ["un", "itu"])
@pytest.mark.parametrize("language", LANGUAGES)
def test_the_same_dates_and_periods(name: str, language: str) -> None:
    english, other = found(name, "en").mandates, found(name, language).mandates
    for mine, theirs in zip(english, other, strict=True):
        assert (theirs.deadline, theirs.recurrence) == (mine.deadline, mine.recurrence)
        assert bool(theirs.trigger) == bool(mine.trigger)
        assert theirs.quoted == mine.quoted
        assert theirs.force in (mine.force, "requests", "invites")


@pytest.mark.parametrize("name", ["un", "itu"])
@pytest.mark.parametrize("language", LANGUAGES)
def test_the_same_recipients(name: str, language: str) -> None:
    english, other = found(name, "en").mandates, found(name, language).mandates
    assert [m.recipients for m in other] == [m.recipients for m in english]


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_same_clauses(language: str) -> None:
    for name in ("un", "itu"):
        english, other = found(name, "en").clauses, found(name, language).clauses
        assert [(c.kind, c.deadline, bool(c.occasion), c.body) for c in other] == [
            (c.kind, c.deadline, bool(c.occasion), c.body) for c in english
        ]


@pytest.mark.parametrize("name", ["un", "itu", "report"])
@pytest.mark.parametrize("language", ("en", *LANGUAGES))
def test_witnesses_are_words_of_the_text(name: str, language: str) -> None:
    text = read_file(TEXTS / f"{name}.{language}.txt", language=language)
    provisions = text.by_id()
    for mandate in mandates(text).mandates:
        assert mandate.provision in provisions
        for field, (start, end) in mandate.witness.items():
            words = provisions[mandate.witness_of.get(field, mandate.provision)].text
            assert 0 <= start < end <= len(words)
        assert {"action", "verb"} <= set(mandate.witness)
        start, end = mandate.witness["action"]
        assert provisions[mandate.provision].text[start:end] == mandate.action


@pytest.mark.parametrize("language", ("en", *LANGUAGES))
@given(st.data())
def test_any_words_in_any_order(language: str, data: st.DataObject) -> None:
    whole = read_file(TEXTS / f"un.{language}.txt", language=language)
    words = [word for p in whole.walk() for word in p.text.split()] + ["''-'-'", ":", "،", "(", "“"]
    picked = data.draw(st.lists(st.sampled_from(words), max_size=30))
    text = " ".join(picked)
    for kind in ("operative", "preambular", "paragraph"):
        heading = Provision(
            "h", "heading", (Run(text),), children=(Provision("h__1", kind, (Run(text),)),)
        )
        for mandate in mandates(Text((heading,), language, "report", "General Assembly")).mandates:
            for start, end in mandate.witness.values():
                assert 0 <= start < end <= len(text)
