"""What the parties hold on a person is shown, taken away and erased; nothing of others is touched."""

from __future__ import annotations

import json

import pytest

from majlis.kernel.actor import Actor
from majlis.kernel.verbs import Act
from majlis.parties.accounts.personal_data_registry import PERSONAL_DATA_KINDS, personal_data_of
from majlis.parties.actions import delegation, office, succession
from majlis.parties.actions import registration as registration_actions
from majlis.parties.models import Delegation, Registration, Succession
from tests.support.parties import SYSTEM, body, organisation, registration
from tests.support.people import person

pytestmark = pytest.mark.django_db
OWN_KINDS = ("registrations", "delegations", "successions", "offices", "named_members")


def test_everything_is_shown_and_erased_and_nothing_of_others() -> None:
    me, focal = person(name="Unmistakable Name"), person()
    mine = organisation(focal)
    sent = registration(me, applicant_name=me.name, evidence_note="My own note")
    registration_actions.ask_applicant(SYSTEM, sent, words="Which?")
    delegation.request_delegation(Actor(user=me), mine, function="My function")
    delegation.invite_delegate(Actor(user=focal), organisation(focal), email=me.email, name=me.name)
    succession.name_successor(Actor(user=focal), mine, email=me.email, name=me.name)
    seat = office.make_office(SYSTEM, body(), words={"en": "Chair"})
    office.record_holder(SYSTEM, seat, name=me.name, since="2020", user=me)
    group = body()
    for name, email in ((me.name, me.email), ("Another", "another@example.org")):
        group.named_members.create(name=name, email=email, since="2026-01-01", source="My source")
    other = registration(person(), applicant_name="Another Name")
    delegation.invite_delegate(Actor(user=focal), mine, email="another@example.org", name="Another")
    held = personal_data_of(me)
    assert [len(held[key]) for key in OWN_KINDS] == [1, 2, 1, 1, 1]
    text = json.dumps({key: held[key] for key in OWN_KINDS}, ensure_ascii=False)
    for shown in ("Unmistakable Name", "My function", "My own note", me.email):
        assert shown in text
    assert "Another" not in text
    act = Act(Actor(user=me), "accounts.erase")
    assert [PERSONAL_DATA_KINDS[key].erase(me, act) for key in OWN_KINDS] == [1, 2, 1, 0, 1]
    text = json.dumps([personal_data_of(me)[key] for key in OWN_KINDS[:3]], ensure_ascii=False)
    for gone in ("Unmistakable Name", "My function", "My own note", me.email):
        assert gone not in text
    assert Registration.objects.get(pk=other.pk).applicant_name == "Another Name"
    assert Delegation.objects.filter(name="Another", state="invited").count() == 1
    assert not Succession.objects.filter(state="proposed").exists()
    assert PERSONAL_DATA_KINDS["offices"].kept
    assert [each.name for each in group.named_members.order_by("pk")] == ["", "Another"]
    assert [each.until is None for each in group.named_members.order_by("pk")] == [False, True]
    assert Registration.objects.get(pk=sent.pk).say("title").text


def test_rows_have_the_same_keys_and_columns_name_them() -> None:
    focal = person()
    organisation(focal)
    delegation.request_delegation(Actor(user=focal), organisation(person()))
    for key in OWN_KINDS:
        rows = PERSONAL_DATA_KINDS[key].export(focal)
        assert len({tuple(row) for row in rows}) <= 1
        assert all(set(PERSONAL_DATA_KINDS[key].columns) <= set(row) for row in rows)
