"""What the site exports and somebody brings in again is the same text, ids included, in every language."""

from __future__ import annotations

from dataclasses import replace

import pytest
from django.db import transaction
from django.test import Client
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from majlis.instruments.models import Provision
from majlis.instruments.provisions import actions
from majlis.instruments.texts.files import render_file
from majlis.instruments.texts.storage import load_text
from majlis.kernel.actor import Actor
from majlis.textkit.carry import normal
from majlis.textkit.model import LANGUAGES, Text
from majlis.textkit.read import read_bytes
from tests.instruments import parsed_texts
from tests.textkit.strategies import provisions, texts

pytestmark = pytest.mark.django_db
FEW = settings(
    max_examples=8,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
# Made as they are needed, and not chosen among all: too few of all texts have a language of ours and provisions.
worded = st.builds(
    replace,
    texts,
    language=st.sampled_from(LANGUAGES),
    provisions=st.lists(provisions, min_size=1, max_size=4).map(tuple),
)


def same_again(version: object, language: str) -> Text:
    """Assert that each file that carries the text brings it back; gives the text."""
    kept = load_text(version, language)  # type: ignore[arg-type]
    for form in ("xml", "docx"):
        data = render_file(version, language, form)  # type: ignore[arg-type]
        assert isinstance(data, bytes)
        assert read_bytes(data, name=f"a.{form}") == kept
    return kept


@pytest.mark.slow
@FEW
@given(text=worded, other=worded)
def test_every_language_of_a_version_comes_back_with_its_ids(text: Text, other: Text) -> None:
    first, second = normal(text), normal(other)
    with transaction.atomic():
        version = parsed_texts.first_version(first)
        same_again(version, first.language)
        if second.language != first.language:
            parsed_texts.add_language(version, second)
            kept = same_again(version, second.language)
            eids = set(Provision.objects.filter(version=version).values_list("eid", flat=True))
            assert {each.id for each in kept.walk()} <= eids
        transaction.set_rollback(True)


@pytest.mark.parametrize(("number", "to"), [(1, 3), (4, 2), (2, None)])
def test_words_that_were_moved_come_back_where_they_stand(number: int, to: int | None) -> None:
    words = [f"Decides to light channel {n}, as A/RES/70/{n} asks;" for n in range(1, 5)]
    version = parsed_texts.first_version(parsed_texts.numbered_text(words))
    parsed_texts.add_language(
        version, parsed_texts.numbered_text([f"Décide {each}" for each in words], "fr")
    )
    rows = parsed_texts.provisions_by_eid(version)
    actions.realign_provision(
        Actor.as_system("tests"),
        rows[f"para_{number}"],
        language="fr",
        to=rows[f"para_{to}"] if to else None,
        reason="Elsewhere",
    )
    for language in ("fr", "en"):
        assert len(list(same_again(version, language).walk())) == len(words)


def test_what_is_downloaded_and_published_again_is_the_same_text() -> None:
    version = parsed_texts.first_version(
        parsed_texts.numbered_text(["Asks the tide to wait;", "Thanks the Keeper."])
    )
    kept = load_text(version, "en")
    for form in ("docx", "xml"):
        answer = Client().get(f"{version.get_absolute_url()}text.en.{form}")
        again = parsed_texts.first_version(read_bytes(answer.content, name=f"a.{form}"))
        assert load_text(again, "en") == kept
