"""What people write to name a mandate or an actor."""

from __future__ import annotations

import pytest

from majlis.kernel.actor import Actor as Doer
from majlis.mandates import actions
from majlis.mandates.named import mandate_numbered, number_in
from majlis.mandates.who import actor_written
from tests.mandates import made


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
    assert (number_in(words), number_in(words, bare=True)) == (strict, bare)


@pytest.mark.django_db
def test_a_mandate_and_an_actor_are_found_as_people_write_them() -> None:
    it = made.mandate()
    for words in (it.slug, str(it.number), f"/en/mandates/{it.slug}/"):
        assert mandate_numbered(words, None) == it
    assert mandate_numbered("nothing", None) is None
    keeper, other = made.actor("Keeper"), made.actor("Harbour")
    for words in ("Keeper", " keeper ", "keeper", "https://example.org/fr/actors/keeper/"):
        assert actor_written(words, "ar") == keeper
    assert actor_written("nobody", "en") is None
    actions.join_actors(Doer.as_system("tests"), other, into=keeper, reason="The same.")
    assert actor_written("/en/actors/harbour/", "en") == keeper
