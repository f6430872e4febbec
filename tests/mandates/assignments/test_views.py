"""The form of a mandate: what is typed is kept, what is wrong is said at its field, what is done is seen."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client

from majlis.kernel.actor import Actor
from majlis.mandates.assignments import actions
from majlis.mandates.models import Clause, LifecycleEvent, Mandate
from tests.mandates import factories
from tests.mandates.assignments.test_actions import of_a_body
from tests.support.people import person

pytestmark = pytest.mark.django_db
SYSTEM = Actor.as_system("tests")


def client(user: Any = None) -> Client:
    """A browser of the secretariat, or of somebody."""
    one = Client()
    one.force_login(user or person("secretariat"))
    return one


def send(it: Mandate, do: str, user: Any = None, key: int = 0, **data: Any) -> Any:
    """Send the form for one change."""
    part = f"{key}/" if key else ""
    return client(user).post(f"/en/mandates/{it.slug}/change/{do}/{part}", data)


def test_a_lead_is_named_by_its_name_with_the_act() -> None:
    it, act = factories.mandate(), factories.text()
    factories.entity("Reading Rooms Unit")
    address = f"https://x.example/ar/{act.record.address}/"
    sent = {"part": "lead", "entity": "reading rooms unit", "since": "2030-05", "by": address}
    assert send(it, "add_assignment", **sent).status_code == 302
    lead = it.assignments.get()
    assert (lead.state, lead.since, lead.record) == ("confirmed", "2030-05", act.record)
    it.refresh_from_db()
    assert it.lead == lead.entity


def test_words_that_name_no_text_are_kept_as_the_act() -> None:
    it = factories.mandate()
    factories.entity("Unit")
    send(
        it, "add_assignment", part="contributor", entity="Unit", by="Letter of 3 May", proposed="on"
    )
    helper = it.assignments.get()
    assert (helper.state, helper.words, helper.record) == ("proposed", "Letter of 3 May", None)
    send(it, "confirm_assignment", key=helper.pk)
    helper.refresh_from_db()
    assert helper.state == "confirmed"


def test_what_is_wrong_is_said_at_its_field_and_what_was_typed_stays() -> None:
    it = factories.mandate()
    factories.entity("Reading Rooms Unit")
    answer = send(it, "add_assignment", part="lead", entity="Reading", since="soon", by="A letter")
    shown = answer.content.decode()
    assert answer.status_code == 422
    assert "No entity has the name “Reading”" in shown
    assert "Reading Rooms Unit" in shown
    assert 'value="A letter"' in shown
    answer = send(it, "add_assignment", part="lead", entity="Reading Rooms Unit")
    assert "Enter the decision or document" in answer.content.decode()
    assert not it.assignments.exists()


def test_a_mandate_is_merged_into_one_that_is_named_by_its_number() -> None:
    it, other = factories.mandate(), factories.mandate()
    said = {"text": "The same.", "language": "en", "by": "3rd meeting"}
    for wrong in ("M-9999", "x", it.slug):
        assert send(it, "merge_mandate", into=wrong, **said).status_code == 422
    assert send(it, "merge_mandate", into=other.slug, **said).status_code == 302
    assert LifecycleEvent.objects.get().into == other
    shown = client().get(f"/en/mandates/{it.slug}/").content.decode()
    assert f"/mandates/{it.slug}/change/revive_mandate/" in shown
    assert f"/mandates/{it.slug}/change/pause_mandate/" not in shown


def test_a_mandate_lapses_by_a_clause_of_its_text() -> None:
    it = factories.mandate()
    assert it.source is not None
    clause = Clause.objects.create(
        version=it.source.version,
        provision=it.source.provision,
        kind="expiry",
        language="en",
        deadline="2029-12-31",
    )
    shown = client().get(f"/en/mandates/{it.slug}/change/lapse_mandate/").content.decode()
    assert "31 December 2029" in shown
    sent = {"clause": clause.pk, "text": "The date is past.", "language": "en"}
    assert send(it, "lapse_mandate", **sent).status_code == 302
    assert LifecycleEvent.objects.get().clause == clause
    assert "by a clause of the text" in client().get(f"/en/mandates/{it.slug}/").content.decode()


def test_the_wrong_state_is_told_and_nothing_is_lost() -> None:
    it = factories.mandate()
    said = {"text": "It rests.", "language": "en"}
    assert send(it, "pause_mandate", **said).status_code == 302
    answer = send(it, "pause_mandate", **said)
    assert answer.status_code == 409
    assert "It rests." in answer.content.decode()


def test_the_owner_is_offered_to_propose_a_contributor_and_nothing_more() -> None:
    it, people = of_a_body()
    factories.entity("Helper")
    owner = people["the owner"]
    shown = client(owner).get(f"/en/mandates/{it.slug}/").content.decode()
    assert "/change/propose_contributor/" in shown
    assert "/change/add_assignment/" not in shown
    assert send(it, "propose_contributor", owner, entity="Helper").status_code == 302
    assert (
        send(it, "add_assignment", owner, entity="Helper", part="lead", by="x").status_code == 403
    )


def test_numbers_of_other_registries_are_added_and_withdrawn() -> None:
    it = factories.mandate()
    assert send(it, "add_alias", registry="Tides", value="T 7").status_code == 302
    alias = it.aliases.get()
    assert send(it, "withdraw_alias", key=alias.pk, reason="Wrong.").status_code == 302
    assert not it.aliases.exists()


@pytest.mark.parametrize(
    "path", ["nothing/", "add_assignment/1/", "end_assignment/", "withdraw_alias/9/"]
)
def test_there_is_no_page_for_what_there_is_not(path: str) -> None:
    it = factories.mandate()
    assert client().get(f"/en/mandates/{it.slug}/change/{path}").status_code == 404


def test_somebody_of_another_mandate_is_not_reached_from_here() -> None:
    it, other = factories.mandate(), factories.mandate()
    there = actions.add_assignment(SYSTEM, other, entity=factories.entity("Unit"), words="A letter")
    assert send(it, "end_assignment", key=there.pk, reason="So.").status_code == 404
