"""The texts of the demonstration: there once, fictional, with all that their pages show."""

from __future__ import annotations

from typing import Any

import pytest
from django.core.management import call_command

from majlis.instruments import demonstration
from majlis.instruments.models import Citation, Import, Instrument, Series, Tag, Version
from majlis.portal.demonstration import load_people_and_parties

pytestmark = pytest.mark.django_db


def test_it_is_refused_on_a_real_site(settings: Any) -> None:
    settings.MAJLIS_DEMO = False
    with pytest.raises(RuntimeError):
        demonstration.load()
    assert not Import.objects.exists()


def test_two_editions_in_three_languages_an_act_citations_and_concepts(settings: Any) -> None:
    settings.MAJLIS_DEMO = True
    call_command("load_profile", "wsis", verbosity=0)
    load_people_and_parties()
    assert demonstration.load()
    assert not demonstration.load()
    editions = list(Version.objects.filter(instrument__symbol="Resolution 61"))
    assert [(each.slug, each.state) for each in editions] == [
        ("2027", "superseded"),
        ("2029", "in_force"),
    ]
    assert [sorted(each.languages.values_list("language", "status")) for each in editions] == [
        [("en", "authentic"), ("fr", "authentic")],
        [("ar", "authentic"), ("en", "authentic")],
    ]
    for each in Version.objects.with_wordings():
        assert "fictional" in each.say("title", "en").text
        assert each.acts.get().manner == "consensus"
    decision = Instrument.objects.get(symbol__startswith="Decision 12")
    resolution = editions[0].instrument
    assert Citation.objects.filter(
        target=decision, wording__provision__version=editions[1]
    ).exists()
    assert Citation.objects.filter(
        target=resolution, wording__provision__version__instrument=decision
    ).exists()
    assert Instrument.objects.get(held=False, became=None).symbol == "resolution 8"
    assert Series.objects.get().instruments.get() == resolution
    kept = Tag.objects.filter(state="confirmed").select_related("concept")
    assert sorted((each.concept.code, each.lineage_id is None) for each in kept) == [
        ("4", True),
        ("C3", False),
        ("C3", True),
    ]
    assert not Tag.objects.filter(state="confirmed", decided_by=None).exists()
    waiting = Tag.objects.get(state="proposed")
    assert (waiting.concept.code, waiting.lineage_id is None) == ("C4", False)
