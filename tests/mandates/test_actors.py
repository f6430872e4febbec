"""Actors: from the profile, corrected, joined; and whom to ask, with the date of the last check."""

from __future__ import annotations

from typing import Any

import pytest
from django.utils import timezone

from majlis.kernel.actor import Actor as Doer
from majlis.kernel.errors import InvalidInput
from majlis.kernel.models import AuditEntry
from majlis.mandates import actions
from majlis.mandates.models import Actor, Assignment, Named
from majlis.mandates.profile import load_actors
from majlis.mandates.who import actor_called, actor_for
from tests.mandates import made
from tests.mandates.test_assignment import of_a_body, parted
from tests.support.parties import body
from tests.support.permissions import check_permissions

pytestmark = pytest.mark.django_db
SYSTEM = Doer.as_system("tests")


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
    loaded = load_actors(rows)
    assert loaded["unit"].parent == loaded["council"]
    assert loaded["council"].body == council
    assert loaded["council"].lexicon == ["the Council", "Council of Tides"]
    assert loaded["members"].kinds == ["government", "academia"]
    assert actor_called("Council of Tides", "en") == loaded["council"]
    assert actor_called("مجلس المد", "ar") == loaded["council"]
    before = AuditEntry.objects.count()
    load_actors(rows)
    assert AuditEntry.objects.count() == before
    load_actors([row("council", en="Council of the Tides", body="tides"), *rows[::2]])
    assert Actor.objects.get(slug="council").say("title", "en").text == "Council of the Tides"
    assert Actor.objects.count() == 3


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
        load_actors(rows)


def test_who_may_change_actors_and_say_whom_to_ask() -> None:
    it, people = of_a_body()
    lead = it.lead
    assert lead is not None
    office = parted(people, "the secretariat")
    check_permissions("mandates.load_actor", None, **office)
    check_permissions(
        "mandates.change_actor",
        lead,
        **office,
        do=lambda who: actions.change_actor(who, lead, words={"title": {"fr": "Unité"}}),
    )
    check_permissions(
        "mandates.check_contact",
        lead,
        **parted(people, "the secretariat", "the owner"),
        do=lambda who: actions.check_contact(who, lead, words={"en": "Ask at the desk."}),
    )
    lead.refresh_from_db()
    assert lead.contact_checked == timezone.localdate()
    other = made.actor("The Unit")
    check_permissions(
        "mandates.join_actors",
        other,
        **office,
        do=lambda who: actions.join_actors(who, other, into=lead, reason="The same office."),
    )


def test_two_names_of_one_actor_are_joined() -> None:
    one, other = made.actor("Keeper"), made.actor("The Keeper", lexicon=["the keeper"])
    it = made.mandate(asked="The Keeper", lead=other)
    both = made.mandate(asked="Keeper")
    asking = both.asking
    assert asking is not None
    Named.objects.create(asking=asking, role="asked", actor=other)
    actions.join_actors(SYSTEM, other, into=one, reason="The same person.")
    assert not Named.objects.filter(actor=other).exists()
    assert Named.objects.filter(asking=asking, role="asked", actor=one).count() == 1
    it.refresh_from_db()
    assert it.lead == one
    assert Assignment.objects.get().actor == one
    assert actor_called("the keeper", "en") == one
    assert actor_for("The Keeper", "en") == one
    with pytest.raises(InvalidInput):
        actions.join_actors(SYSTEM, one, into=other, reason="And back.")


def test_an_actor_does_not_stand_under_itself() -> None:
    one, other = made.actor("Keeper"), made.actor("Harbour")
    actions.change_actor(SYSTEM, other, words={}, parent=one)
    with pytest.raises(InvalidInput) as fault:
        actions.change_actor(SYSTEM, one, words={}, parent=other)
    assert set(fault.value.faults) == {"parent"}
    with pytest.raises(InvalidInput):
        actions.change_actor(SYSTEM, one, words={"title": {"en": " "}})
