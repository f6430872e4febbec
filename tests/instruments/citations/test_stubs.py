"""A text that is cited in several ways is one text, whether it is kept or not."""

from __future__ import annotations

import pytest

from majlis.instruments.models import Citation, Instrument
from majlis.textkit.citations import find_citations
from tests.instruments import published_texts

pytestmark = pytest.mark.django_db

WAYS = {
    "en": ("resolution 70/1", "resolution A/70/1"),
    "fr": ("la résolution 70/1", "la résolution A/70/1"),
    "es": ("la resolución 70/1", "la resolución A/70/1"),
    "ru": ("резолюция 70/1", "резолюцию A/70/1"),
    "zh": ("第70/1号决议", "第A/70/1号决议"),
    "ar": ("القرار 70/1", "القرار A/70/1"),
}


def stubs() -> list[Instrument]:
    return list(Instrument.objects.filter(held=False, became=None).order_by("pk"))


@pytest.mark.parametrize("language", WAYS)
def test_the_word_before_a_short_symbol_says_that_it_is_a_resolution(language: str) -> None:
    number, short = WAYS[language]
    assert [each.value for each in find_citations(number, language)] == ["resolution 70/1"]
    assert [each.value for each in find_citations(short, language)] == ["A/RES/70/1"]
    assert [each.value for each in find_citations("A/70/1", language)] == ["A/70/1"]


@pytest.mark.parametrize("together", [True, False])
@pytest.mark.parametrize("order", [(0, 1, 2), (1, 0, 2), (2, 1, 0)])
def test_a_text_cited_in_several_ways_is_one_stub(
    together: bool, order: tuple[int, int, int]
) -> None:
    ways = ["Resolution A/70/1", "A/RES/70/1", "Resolution 70/1"]
    said = [ways[each] for each in order]
    groups = [" and ".join(said)] if together else said
    for number, cites in enumerate(groups, 1):
        published_texts.published_text(
            published_texts.sample_bytes(f"Resolution {100 + number} (2031)", cites=cites)
        )
    (stub,) = stubs()
    assert (stub.symbol, stub.keys) == ("A/RES/70/1", ["A/RES/70/1", "resolution 70/1"])
    assert Citation.objects.filter(target=stub).count() == 3


def test_numbers_of_the_security_council_count_with_their_year() -> None:
    published_texts.published_text(
        published_texts.sample_bytes("Resolution 101 (2031)", cites="Resolution 1325 (2000)")
    )
    published_texts.published_text(
        published_texts.sample_bytes("Resolution 102 (2031)", cites="Resolution 1325 (Rev. 2019)")
    )
    published_texts.published_text(
        published_texts.sample_bytes("Resolution 103 (2031)", cites="S/RES/1325 (2000)")
    )
    published_texts.published_text(
        published_texts.sample_bytes("Resolution 104 (2031)", cites="Resolution 1325 (2000)")
    )
    other, council = stubs()
    assert (other.symbol, council.symbol) == ("resolution 1325", "S/RES/1325 (2000)")
    assert Citation.objects.filter(target=council).count() == 3
    assert Citation.objects.filter(target=other).count() == 1


def test_a_number_that_two_organs_use_is_not_guessed() -> None:
    for number, cites in enumerate(("A/RES/45/1", "A/HRC/RES/45/1", "Resolution 45/1"), 101):
        published_texts.published_text(
            published_texts.sample_bytes(f"Resolution {number} (2031)", cites=cites)
        )
    assert [each.symbol for each in stubs()] == ["A/RES/45/1", "A/HRC/RES/45/1", "resolution 45/1"]


def test_a_text_of_another_body_does_not_take_the_stub_of_an_organ_over() -> None:
    published_texts.published_text(
        published_texts.sample_bytes("Resolution 101 (2031)", cites="A/RES/12/7")
    )
    published_texts.published_text(published_texts.sample_bytes("Resolution 12/7"))
    assert "A/RES/12/7" in [each.symbol for each in stubs()]
