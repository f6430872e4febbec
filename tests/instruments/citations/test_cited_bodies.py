"""A text that is cited and not held carries its body: its stub, the margin and the coverage page name it."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client
from django.utils.translation import override

from majlis.instruments.citations.names import instrument_symbol
from majlis.instruments.models import Citation, Instrument
from majlis.kernel.models import Access, Record
from majlis.kernel.records import get_or_create_circle
from majlis.parties.models import Body
from tests.instruments import published_texts
from tests.support import parties

pytestmark = pytest.mark.django_db


def listed(slug: str, abbreviation: str = "", parent: Body | None = None, **titles: str) -> Body:
    return parties.body(slug, words={"title": titles}, abbreviation=abbreviation, parent=parent)


def resolution(number: int, cites: str, **facts: Any) -> None:
    """A published resolution of the Council of Tides with these citations."""
    text = published_texts.sample_bytes(f"Resolution {number} (2031)", cites="Resolution 3 (2020)")
    text = text.replace("Resolution 3 (2020) of the Council", cites)
    published_texts.published_text(text, **facts)


def stubs() -> dict[str, Instrument]:
    """The stubs by their name in English."""
    found = Instrument.objects.filter(held=False, became=None).order_by("pk")
    with override("en"):
        return {instrument_symbol(each): each for each in found}


def test_a_stub_has_the_body_that_the_words_behind_the_symbol_name() -> None:
    wtsa = listed("wtsa", "WTSA", en="World Telecommunication Standardization Assembly")
    resolution(
        101,
        "Resolution 75 (Rev. Hammamet, 2016) of the World Telecommunication Standardization Assembly",
    )
    stub = stubs()["Resolution 75 (WTSA)"]
    assert (stub.body, stub.body_words, stub.symbol) == (wtsa, "", "resolution 75")


def test_a_body_that_is_not_listed_stands_by_its_name() -> None:
    resolution(
        101,
        "Resolution 30 (Rev. Kigali, 2022) of the World Telecommunication Development Conference",
    )
    assert list(stubs()) == ["Resolution 30 (World Telecommunication Development Conference)"]
    wtdc = listed("wtdc", "WTDC", en="World Telecommunication Development Conference")
    resolution(
        102,
        "Resolution 30 (Rev. Kigali, 2022) of the World Telecommunication Development Conference",
    )
    (stub,) = stubs().values()
    assert Citation.objects.filter(target=stub).count() == 2
    assert stub.body in (None, wtdc)


def test_the_same_number_of_two_bodies_is_two_stubs() -> None:
    tides = listed("tides", en="Council of Tides")
    listed("pp", "PP", en="Plenipotentiary Conference")
    resolution(101, "Resolution 8 (2021) of the Council", body=tides)
    resolution(102, "Resolution 8 (2022) of the Plenipotentiary Conference", body=tides)
    resolution(103, "Resolution 8", body=tides)
    found = stubs()
    assert list(found) == ["Resolution 8 (Council of Tides)", "Resolution 8 (PP)"]
    assert found["Resolution 8 (PP)"].slug == "resolution-8-2"
    # without a word on its body it is the one of the body that cites it
    assert Citation.objects.filter(target=found["Resolution 8 (Council of Tides)"]).count() == 2
    resolution(104, "Resolution 8", body=None)
    assert list(stubs())[2:] == ["Resolution 8"]


def test_the_council_of_another_house_is_the_one_known_there() -> None:
    union = listed("itu", en="Union", parent=listed("un", en="World"))
    conference = listed("pp", "PP", en="Plenipotentiary Conference", parent=union)
    council = listed("council", en="ITU Council", parent=conference)
    resolution(101, "Resolution 1332 (2023) of the Council", body=conference)
    assert stubs()["Resolution 1332 (ITU Council)"].body == council


def test_a_number_has_its_body_from_elsewhere_in_the_text() -> None:
    listed("wtdc", "WTDC", en="World Telecommunication Development Conference")
    resolution(101, "Resolution 30 (Rev. Kigali, 2022) of WTDC; in particular Resolution 30")
    (stub,) = stubs().values()
    assert Citation.objects.filter(target=stub).count() == 2


def test_its_own_body_and_the_same_one_by_name_are_one() -> None:
    security = listed("unsc", "UNSC", en="Security Council")
    resolution(
        101,
        "its resolution 2165 (2014); Security Council resolution 2165 (2014); resolution 2165 (2014)",
        body=security,
    )
    (stub,) = stubs().values()
    assert (stub.body, Citation.objects.filter(target=stub).count()) == (security, 3)


def test_a_symbol_of_the_united_nations_names_its_body_itself() -> None:
    assembly = listed("unga", "UNGA", en="General Assembly")
    resolution(101, "Resolution A/70/1 of the General Assembly")
    assert stubs()["A/RES/70/1"].body == assembly


def test_a_text_takes_the_stub_of_its_own_body_over() -> None:
    tides, fogs = listed("tides", en="Council of Tides"), listed("fogs", en="Council of Fogs")
    resolution(101, "Resolution 8 (2021) of the Council of Tides", body=fogs)
    resolution(102, "Resolution 8 (2021) of the Council of Fogs", body=fogs)
    of_tides, of_fogs = stubs().values()
    resolution(8, "Decision 1", body=fogs)
    of_tides.refresh_from_db()
    of_fogs.refresh_from_db()
    assert (of_tides.held, of_tides.body) == (False, tides)
    assert (of_fogs.held, of_fogs.body) == (True, fogs)


def test_a_resolution_of_another_body_with_its_own_number_is_no_reference_to_itself() -> None:
    tides = listed("tides", en="Council of Tides")
    listed("fogs", en="Council of Fogs")
    resolution(8, "Resolution 8 (2021) of the Council of Fogs", body=tides)
    assert list(stubs()) == ["Resolution 8 (Council of Fogs)"]


def test_the_margin_the_list_and_coverage_name_the_body() -> None:
    listed("pp", "PP", en="Plenipotentiary Conference")
    listed("council", en="ITU Council", fr="Conseil de l’UIT")
    resolution(
        101, "Resolution 8 of the ITU Council and Resolution 9 of the Plenipotentiary Conference"
    )
    client, held = Client(), Instrument.objects.get(held=True)
    for url in (held.get_absolute_url(), "/en/texts/coverage/"):
        page = client.get(url).content.decode()
        assert "Resolution 9 (PP)" in page, url
        assert "Resolution 8 (ITU Council)" in page, url
    stub = stubs()["Resolution 8 (ITU Council)"]
    with override("fr"):
        assert (
            "Résolution 8 (Conseil de l’UIT)"
            in client.get(stub.get_absolute_url()).content.decode()
        )
        page = client.get(held.get_absolute_url()).content.decode()
    assert "Résolution 8 (Conseil de l’UIT)" in page


def test_a_body_that_readers_may_not_see_is_not_named() -> None:
    secret = listed("secret", "SEC", en="Council of Secrets")
    resolution(101, "Resolution 8 of the Council of Secrets")
    circle = get_or_create_circle("tests:nobody")
    Record.objects.filter(pk=secret.pk).update(access=Access.PRIVATE, circle=circle)
    stub, held = Instrument.objects.get(held=False), Instrument.objects.get(held=True)
    for url in (held.get_absolute_url(), stub.get_absolute_url(), "/en/texts/coverage/"):
        assert "(SEC)" not in Client().get(url).content.decode(), url
