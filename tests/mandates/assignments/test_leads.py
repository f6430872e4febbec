"""Proposed leads of one entity: counted among the tasks, and confirmed or declined together."""

from __future__ import annotations

import re
from typing import Any

import pytest
from django.test import Client

from majlis.kernel.actor import Actor
from majlis.kernel.models import AuditEntry, User
from majlis.mandates.assignments import actions
from majlis.mandates.models import Assignment, Entity, Mandate
from tests.mandates import factories
from tests.support.parties import body
from tests.support.people import person

pytestmark = pytest.mark.django_db
SYSTEM = Actor.as_system("tests")
PAGE = "/en/entities/keeper/leads/"


def client_of(user: User) -> Client:
    """A browser in which somebody has signed in."""
    client = Client()
    client.force_login(user)
    return client


def proposed(count: int, title: str = "Keeper") -> list[Assignment]:
    """Mandates of as many texts, each with a proposed lead."""
    entity = factories.entity(title)
    return [
        actions.add_assignment(SYSTEM, factories.mandate(), entity=entity, confirmed=False)
        for _each in range(count)
    ]


def boxes(html: str) -> dict[str, bool]:
    """The check boxes of a page, and whether each is ticked."""
    found = re.findall(
        r'<input type="checkbox" name="selected" value="(\d+)" id="\w+"( checked)?>', html
    )
    return {key: bool(checked) for key, checked in found}


def states(rows: list[Assignment]) -> list[str]:
    """The present states of proposals."""
    keys = [each.pk for each in rows]
    return [Assignment.objects.get(pk=key).state for key in keys]


def send(client: Client, rows: list[Assignment], **data: Any) -> Any:
    """Send the list with these proposals selected."""
    return client.post(PAGE, {"selected": [each.pk for each in rows], **data})


def test_all_leads_of_an_entity_are_confirmed_at_once_and_the_history_of_each_mandate_says_so() -> (
    None
):
    rows = proposed(3)
    officer = client_of(person("secretariat"))
    assert "3 proposed leads" in officer.get("/en/entities/keeper/").content.decode()
    assert boxes(officer.get(PAGE).content.decode()) == {str(each.pk): True for each in rows}
    answer = officer.post(
        PAGE, {"selected": [each.pk for each in rows], "do": "first"}, follow=True
    )
    assert "Lead confirmed for 3 mandates." in answer.content.decode()
    assert states(rows) == ["confirmed"] * 3
    entries = AuditEntry.objects.filter(verb="mandates.confirm_assignment")
    assert {each.record_id for each in entries} == {each.mandate_id for each in rows}
    assert all(each.lead == factories.entity() for each in Mandate.objects.all())
    assert "No proposed leads." in officer.get(PAGE).content.decode()


def test_only_the_selected_ones_are_declined_and_not_without_a_reason() -> None:
    first, second = rows = proposed(2)
    officer = client_of(person("secretariat"))
    answer = send(officer, [first], do="other")
    assert answer.status_code == 422 and "Enter a reason." in answer.content.decode()
    assert states(rows) == ["proposed", "proposed"]
    assert send(officer, [first], do="other", reason="Another office leads.").status_code == 302
    assert states(rows) == ["declined", "proposed"]
    entry = AuditEntry.objects.get(verb="mandates.decline_assignment")
    assert (entry.record_id, entry.reason) == (first.mandate_id, "Another office leads.")
    assert boxes(officer.get(PAGE).content.decode()) == {str(second.pk): True}


def test_without_a_selection_nothing_is_decided() -> None:
    rows = proposed(1)
    answer = send(client_of(person("secretariat")), [], do="first")
    assert answer.status_code == 422
    assert "No entry is selected. Select one or more." in answer.content.decode()
    assert states(rows) == ["proposed"]


def test_what_another_person_decided_meanwhile_stops_the_whole_selection() -> None:
    rows = proposed(3)
    officer = client_of(person("secretariat"))
    actions.decline_assignment(SYSTEM, rows[1], reason="Not asked.")
    answer = send(officer, rows, do="first")
    shown = answer.content.decode()
    assert answer.status_code == 409
    assert "Another person has decided on some of these entries. No decision was saved." in shown
    assert states(rows) == ["proposed", "declined", "proposed"]
    assert boxes(shown) == {str(rows[0].pk): True, str(rows[2].pk): True}


def test_a_confirmed_lead_is_shown_and_not_replaced_unless_it_is_ticked() -> None:
    (row,) = proposed(1)
    unit = factories.entity("Reading Rooms Unit")
    actions.add_assignment(SYSTEM, row.mandate, entity=unit, words="A letter")
    officer = client_of(person("secretariat"))
    shown = officer.get(PAGE).content.decode()
    assert boxes(shown) == {str(row.pk): False}
    assert "/entities/reading-rooms-unit/" in shown.split("<tbody")[1]
    send(officer, [row], do="first")
    assert Mandate.objects.get().lead == Entity.objects.get(slug="keeper")


def test_the_office_of_a_body_decides_on_the_mandates_of_its_texts_alone() -> None:
    own, other = proposed(2)
    council = body()
    own.mandate.instrument.body = council
    own.mandate.instrument.save()
    chair = client_of(person(("chair", council.record)))
    assert boxes(chair.get(PAGE).content.decode()) == {str(own.pk): True}
    assert send(chair, [own, other], do="first").status_code == 409
    assert states([own, other]) == ["proposed", "proposed"]
    assert send(chair, [own], do="first").status_code == 302
    assert states([own, other]) == ["confirmed", "proposed"]
    for user in (person(), person("moderator")):
        for path in (PAGE, "/en/mandates/leads/"):
            assert client_of(user).get(path).status_code == 403
        assert "proposed lead" not in client_of(user).get("/en/entities/keeper/").content.decode()


def test_the_tasks_count_the_leads_and_lead_to_them(django_assert_max_num_queries: Any) -> None:
    officer = client_of(person("secretariat"))
    proposed(2)
    tasks = officer.get("/en/notices/todo/").content.decode()
    assert '<a href="/en/mandates/leads/">2 proposed leads</a>' in tasks
    proposed(1, "Harbour Office")
    tasks = officer.get("/en/notices/todo/").content.decode()
    assert '<a href="/en/mandates/leads/">3 proposed leads</a>' in tasks
    listed = officer.get("/en/mandates/leads/").content.decode()
    assert 'href="/en/entities/harbour-office/leads/"' in listed and f'href="{PAGE}"' in listed
    with django_assert_max_num_queries(12):
        officer.get(PAGE)


def test_the_page_of_a_mandate_names_the_proposed_lead_with_both_decisions() -> None:
    (row,) = proposed(1)
    address = f"/en/mandates/{row.mandate.slug}/"
    for user, may_decide in ((person(), False), (person("secretariat"), True)):
        shown = client_of(user).get(address).content.decode()
        glance = shown.split('id="glance"')[1].split("</section>")[0]
        assert 'Proposed: <a href="/en/entities/keeper/"><bdi>Keeper</bdi></a>' in glance
        assert (f'action="{address}change/confirm_assignment/{row.pk}/"' in glance) is may_decide
        assert (f'href="{address}change/decline_assignment/{row.pk}/"' in glance) is may_decide
    officer = client_of(person("secretariat"))
    officer.post(f"{address}change/confirm_assignment/{row.pk}/")
    assert states([row]) == ["confirmed"]
    assert "Proposed:" not in officer.get(address).content.decode()


def test_leads_of_an_ended_mandate_wait_for_nobody() -> None:
    (row,) = proposed(1)
    Mandate.objects.update(lifecycle_state="completed")
    officer = client_of(person("secretariat"))
    assert boxes(officer.get(PAGE).content.decode()) == {}
    assert "proposed lead" not in officer.get("/en/notices/todo/").content.decode()
    assert states([row]) == ["proposed"]
