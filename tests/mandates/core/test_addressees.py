"""Whom a name means, in the house of the body that speaks."""

from __future__ import annotations

import pytest

from majlis.kernel.models import Wording
from majlis.mandates.core import addressees
from majlis.mandates.models import Entity
from tests.instruments.published_texts import body
from tests.mandates import factories

pytestmark = pytest.mark.django_db


def test_a_name_means_another_in_each_house() -> None:
    house, other = body("house", "The House"), body("other-house", "The Other House")
    council = body("council", "Council of the House")
    council.parent = house
    council.save()
    common = factories.entity("Chief", lexicon=["Chief"])
    own = factories.entity("Chief of the House", lexicon=["Chief @ house"])
    assert addressees.find_entity("Chief", "en", council) == own
    assert addressees.find_entity("Chief", "en", other) == common
    assert addressees.find_entity("Chief", "en") == common


def test_a_name_is_known_in_any_language_and_nobody_is_made_twice() -> None:
    keeper = factories.entity("Keeper")
    keeper.record.wordings.create(field="title", language="ar", text="الحارس", status="translated")
    assert addressees.resolve_entity("الحارس", "ar") == keeper
    assert addressees.resolve_entity("keeper", "fr") == keeper
    new = addressees.resolve_entity("Wardens of the old port", "en")
    assert addressees.resolve_entity(" Wardens  of the old port ", "en") == new
    assert Entity.objects.filter(slug=new.slug).count() == 1


def test_two_who_name_somebody_new_at_once_name_one(monkeypatch: pytest.MonkeyPatch) -> None:
    """The slug is free when it is looked up, and taken when it is written."""
    own = addressees._free_slug
    there = factories.entity("Wardens")
    Wording.objects.filter(record=there.record).update(text="Others")
    given = iter([there.slug])
    monkeypatch.setattr(addressees, "_free_slug", lambda slug: next(given, None) or own(slug))
    assert addressees.resolve_entity("Wardens", "en").slug == "wardens-2"
