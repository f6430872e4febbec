"""Whom a name means, in the house of the body that speaks."""

from __future__ import annotations

import pytest

from majlis.kernel.models import Wording
from majlis.mandates import who
from majlis.mandates.models import Actor
from tests.instruments.published_texts import body
from tests.mandates import made

pytestmark = pytest.mark.django_db


def test_a_name_means_another_in_each_house() -> None:
    house, other = body("house", "The House"), body("other-house", "The Other House")
    council = body("council", "Council of the House")
    council.parent = house
    council.save()
    common = made.actor("Chief", lexicon=["Chief"])
    own = made.actor("Chief of the House", lexicon=["Chief @ house"])
    assert who.actor_called("Chief", "en", council) == own
    assert who.actor_called("Chief", "en", other) == common
    assert who.actor_called("Chief", "en") == common


def test_a_name_is_known_in_any_language_and_nobody_is_made_twice() -> None:
    keeper = made.actor("Keeper")
    keeper.record.wordings.create(field="title", language="ar", text="الحارس", status="translated")
    assert who.actor_for("الحارس", "ar") == keeper
    assert who.actor_for("keeper", "fr") == keeper
    new = who.actor_for("Wardens of the old port", "en")
    assert who.actor_for(" Wardens  of the old port ", "en") == new
    assert Actor.objects.filter(slug=new.slug).count() == 1


def test_two_who_name_somebody_new_at_once_name_one(monkeypatch: pytest.MonkeyPatch) -> None:
    """The slug is free when it is looked up, and taken when it is written."""
    own = who._free
    there = made.actor("Wardens")
    Wording.objects.filter(record=there.record).update(text="Others")
    given = iter([there.slug])
    monkeypatch.setattr(who, "_free", lambda slug: next(given, None) or own(slug))
    assert who.actor_for("Wardens", "en").slug == "wardens-2"
