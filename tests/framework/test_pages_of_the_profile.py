"""The pages with the profile of WSIS: found, ordered, and light."""

from __future__ import annotations

import gzip

import pytest
from django.test import Client

from tests.support.markup import compact

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("wsis")]


def test_the_search_finds_words_in_any_language_and_codes(client: Client) -> None:
    for asked, code in (("Ямайка", "388"), ("牙买加", "388"), ("JAM", "388"), ("388", "388")):
        text = compact(client.get("/es/schemes/m49/", {"q": asked}).content.decode())
        assert f"/es/concepts/m49/{code}/" in text
        assert "/es/concepts/m49/250/" not in text
    text = compact(client.get("/en/schemes/m49/", {"q": "nowhere at all"}).content.decode())
    assert "Show all" in text


def test_an_order_by_name_is_that_of_the_language(client: Client) -> None:
    text = compact(client.get("/fr/schemes/m49/?sort=name").content.decode())
    assert text.index("Égypte") < text.index("El Salvador")
    turned = compact(client.get("/fr/schemes/m49/?sort=-name").content.decode())
    assert "Zimbabwe" in turned and "Zimbabwe" not in text


def test_codes_are_ordered_as_people_count(client: Client) -> None:
    text = compact(client.get("/en/schemes/action-lines/?sort=code").content.decode())
    assert text.index("/action-lines/C2/") < text.index("/action-lines/C10/")
    turned = compact(client.get("/en/schemes/action-lines/?sort=-code").content.decode())
    assert turned.index("/action-lines/C10/") < turned.index("/action-lines/C2/")


def test_the_whole_profile_weighs_little(client: Client) -> None:
    for page in (
        "schemes/m49/",
        "schemes/sdg/",
        "matrices/wsis-sdg/",
        "matrices/wsis-sdg/by-column/",
        "concepts/action-lines/C3/",
        "concepts/sdg/17/",
        "concepts/agencies/itu/",
    ):
        for language in ("en", "ar"):
            body = client.get(f"/{language}/{page}").content
            assert len(gzip.compress(body)) < 20_000, (page, language)
