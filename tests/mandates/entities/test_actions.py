"""Actors: from the profile, corrected, joined; and whom to ask, with the date of the last check."""

from __future__ import annotations

from typing import Any

import pytest
from django.utils import timezone

from majlis.kernel.actor import Actor
from majlis.kernel.errors import InvalidInput
from majlis.kernel.models import AuditEntry
from majlis.mandates.core.addressees import find_entity, resolve_entity
from majlis.mandates.entities import actions
from majlis.mandates.entities.profile import load_entities
from majlis.mandates.models import Addressee, Assignment, Entity
from tests.mandates import factories
from tests.mandates.assignments.test_actions import of_a_body, parted
from tests.support.parties import body
from tests.support.permissions import check_permissions

pytestmark = pytest.mark.django_db
SYSTEM = Actor.as_system("tests")


def row(key: str, **values: str) -> dict[str, str]:
    """A row of the table."""
    names = dict.fromkeys(("ar", "zh", "fr", "ru", "es"), "")
    given = {"key": key, "lexicon": "", "sort": "body", "body": "", "organisation": ""}
    given |= {"kinds": "", "parent": "", "en": key.title(), "verified": "", "source": ""}
    return given | {"note": ""} | names | values


def test_the_profile_is_loaded_once_and_again_changes_nothing() -> None:
    council = body("tides")
    rows = [
        row("unit", parent="council", sort="office"),
        row("council", body="tides", lexicon="the Council | Council of Tides", ar="مجلس المد"),
        row("members", sort="group", kinds="government | academia"),
    ]
    loaded = load_entities(rows)
    assert loaded["unit"].parent == loaded["council"]
    assert loaded["council"].body == council
    assert loaded["council"].lexicon == ["the Council", "Council of Tides"]
    assert loaded["members"].organisation_kinds == ["government", "academia"]
    assert find_entity("Council of Tides", "en") == loaded["council"]
    assert find_entity("مجلس المد", "ar") == loaded["council"]
    before = AuditEntry.objects.count()
    load_entities(rows)
    assert AuditEntry.objects.count() == before
    load_entities([row("council", en="Council of the Tides", body="tides"), *rows[::2]])
    assert Entity.objects.get(slug="council").say("title", "en").text == "Council of the Tides"
    assert Entity.objects.count() == 3


@pytest.mark.parametrize(
    "rows",
    [
        [row("unit", parent="nobody")],
        [row("unit", body="nobody")],
        [row("unit", sort="thing")],
        [row("a", parent="b"), row("b", parent="a")],
    ],
)
def test_a_table_that_is_wrong_says_where(rows: Any) -> None:
    with pytest.raises(ValueError, match=rows[0]["key"]):
        load_entities(rows)


def test_who_may_change_actors_and_say_whom_to_ask() -> None:
    it, people = of_a_body()
    lead = it.lead
    assert lead is not None
    office = parted(people, "the secretariat")
    check_permissions("mandates.load_entity", None, **office)
    check_permissions(
        "mandates.change_entity",
        lead,
        **office,
        do=lambda who: actions.change_entity(who, lead, words={"title": {"fr": "Unité"}}),
    )
    check_permissions(
        "mandates.check_contact",
        lead,
        **parted(people, "the secretariat", "the owner"),
        do=lambda who: actions.check_contact(who, lead, words={"en": "Ask at the desk."}),
    )
    lead.refresh_from_db()
    assert lead.contact_checked == timezone.localdate()
    other = factories.entity("The Unit")
    check_permissions(
        "mandates.merge_entities",
        other,
        **office,
        do=lambda who: actions.merge_entities(who, other, into=lead, reason="The same office."),
    )


def test_two_names_of_one_actor_are_joined() -> None:
    one, other = factories.entity("Keeper"), factories.entity("The Keeper", lexicon=["the keeper"])
    it = factories.mandate(asked="The Keeper", lead=other)
    both = factories.mandate(asked="Keeper")
    source = both.source
    assert source is not None
    Addressee.objects.create(source=source, role="asked", entity=other)
    actions.merge_entities(SYSTEM, other, into=one, reason="The same person.")
    assert not Addressee.objects.filter(entity=other).exists()
    assert Addressee.objects.filter(source=source, role="asked", entity=one).count() == 1
    it.refresh_from_db()
    assert it.lead == one
    assert Assignment.objects.get().entity == one
    assert find_entity("the keeper", "en") == one
    assert resolve_entity("The Keeper", "en") == one
    with pytest.raises(InvalidInput):
        actions.merge_entities(SYSTEM, one, into=other, reason="And back.")


def test_an_actor_does_not_stand_under_itself() -> None:
    one, other = factories.entity("Keeper"), factories.entity("Harbour")
    actions.change_entity(SYSTEM, other, words={}, parent=one)
    with pytest.raises(InvalidInput) as fault:
        actions.change_entity(SYSTEM, one, words={}, parent=other)
    assert set(fault.value.faults) == {"parent"}
    with pytest.raises(InvalidInput):
        actions.change_entity(SYSTEM, one, words={"title": {"en": " "}})
