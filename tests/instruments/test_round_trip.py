"""What the site exports and somebody brings in again is the same text, ids included, in every language."""

from __future__ import annotations

import pytest
from django.db import transaction
from django.test import Client
from hypothesis import HealthCheck, given, settings

from majlis.instruments import actions
from majlis.instruments.files import written
from majlis.instruments.models import Provision
from majlis.instruments.store import text_of
from majlis.kernel.actor import Actor
from majlis.textkit.carry import normal
from majlis.textkit.model import LANGUAGES, Text
from majlis.textkit.read import read_bytes
from tests.instruments import standing
from tests.textkit.strategies import texts

pytestmark = pytest.mark.django_db
FEW = settings(
    max_examples=8,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
worded = texts.filter(lambda text: text.language in LANGUAGES and bool(text.provisions))


def same_again(version: object, language: str) -> Text:
    """Assert that each file that carries the text brings it back; gives the text."""
    kept = text_of(version, language)  # type: ignore[arg-type]
    for form in ("xml", "docx"):
        data = written(version, language, form)  # type: ignore[arg-type]
        assert isinstance(data, bytes)
        assert read_bytes(data, name=f"a.{form}") == kept
    return kept


@pytest.mark.slow
@FEW
@given(text=worded, other=worded)
def test_every_language_of_a_version_comes_back_with_its_ids(text: Text, other: Text) -> None:
    first, second = normal(text), normal(other)
    with transaction.atomic():
        version = standing.first(first)
        same_again(version, first.language)
        if second.language != first.language:
            standing.beside(version, second)
            kept = same_again(version, second.language)
            eids = set(Provision.objects.filter(version=version).values_list("eid", flat=True))
            assert {each.id for each in kept.walk()} <= eids
        transaction.set_rollback(True)


@pytest.mark.parametrize(("number", "to"), [(1, 3), (4, 2), (2, None)])
def test_words_that_were_moved_come_back_where_they_stand(number: int, to: int | None) -> None:
    words = [f"Decides to light channel {n}, as A/RES/70/{n} asks;" for n in range(1, 5)]
    version = standing.first(standing.plain(words))
    standing.beside(version, standing.plain([f"Décide {each}" for each in words], "fr"))
    rows = standing.eids(version)
    actions.realign(
        Actor.as_system("tests"),
        rows[f"para_{number}"],
        language="fr",
        to=rows[f"para_{to}"] if to else None,
        reason="Elsewhere",
    )
    for language in ("fr", "en"):
        assert len(list(same_again(version, language).walk())) == len(words)


def test_what_is_downloaded_and_published_again_is_the_same_text() -> None:
    version = standing.first(standing.plain(["Asks the tide to wait;", "Thanks the Keeper."]))
    kept = text_of(version, "en")
    for form in ("docx", "xml"):
        answer = Client().get(f"{version.get_absolute_url()}text.en.{form}")
        again = standing.first(read_bytes(answer.content, name=f"a.{form}"))
        assert text_of(again, "en") == kept
