"""What people write to name a mandate or an entity."""

from __future__ import annotations

import pytest
from django.contrib.auth.models import AnonymousUser

from majlis.kernel.actor import Actor
from majlis.mandates.core.addressees import entity_from_input
from majlis.mandates.core.references import mandate_from_input, parse_mandate_number
from majlis.mandates.entities import actions
from tests.mandates import factories


@pytest.mark.parametrize(
    ("words", "strict", "bare"),
    [
        ("M-0412", 412, 412),
        (" m-412. ", 412, 412),
        ("(M0412)", 412, 412),
        ("https://example.org/ar/mandates/M-0412/", 412, 412),
        ("٤١٢", None, 412),
        ("412", None, 412),
        ("2030-05", None, None),
        ("M-0412/3", None, None),
        ("A/RES/70/1", None, None),
        ("M-12345678901", None, None),
        ("", None, None),
    ],
)
def test_a_number_is_known_however_it_is_written(
    words: str, strict: int | None, bare: int | None
) -> None:
    assert (parse_mandate_number(words), parse_mandate_number(words, bare=True)) == (strict, bare)


@pytest.mark.django_db
def test_a_mandate_and_an_actor_are_found_as_people_write_them() -> None:
    it = factories.mandate()
    for words in (it.slug, str(it.number), f"/en/mandates/{it.slug}/"):
        assert mandate_from_input(words, AnonymousUser()) == it
    assert mandate_from_input("nothing", AnonymousUser()) is None
    keeper, other = factories.entity("Keeper"), factories.entity("Harbour")
    for words in ("Keeper", " keeper ", "keeper", "https://example.org/fr/entities/keeper/"):
        assert entity_from_input(words, "ar") == keeper
    assert entity_from_input("nobody", "en") is None
    actions.merge_entities(Actor.as_system("tests"), other, into=keeper, reason="The same.")
    assert entity_from_input("/en/entities/harbour/", "en") == keeper
