"""One page for a delegation, an entity or a body; for a successor; for the next meeting."""

from __future__ import annotations

import datetime
import io
from typing import Any

import pytest
from django.test import Client
from pypdf import PdfReader

from majlis.instruments.lifecycle import PROPOSED
from majlis.kernel.models import Access, Circle
from majlis.mandates.models import Actor, Mandate
from majlis.mandates.queries import brief as queries
from majlis.mandates.settling import settle
from tests.mandates import made
from tests.support.parties import organisation
from tests.support.people import person

pytestmark = pytest.mark.django_db


def dated(mandate: Mandate, day: str = "2099-05-01") -> Mandate:
    Mandate.objects.filter(pk=mandate.pk).update(due=datetime.date.fromisoformat(day))
    return mandate


def test_forces_stand_apart_and_dated_before_undated(client: Client) -> None:
    dated(made.mandate())
    made.mandate(number=1, force="obliges")
    made.mandate(number=3, force="invites")
    page = client.get("/en/actors/keeper/brief/").content.decode()
    assert page.index("f-obliges") < page.index("f-requests") < page.index("f-invites")
    assert page.index("With a date") > page.index("f-requests")
    assert "f-encourages" not in page


def test_what_does_not_bind_is_not_asked(client: Client) -> None:
    proposed = made.mandate(made.text(PROPOSED))
    ended = made.mandate()
    Mandate.objects.filter(pk=ended.pk).update(life="lapsed")
    page = client.get("/en/actors/keeper/brief/").content.decode()
    assert "No text in force that is kept here asks anything." in page
    assert f"/mandates/{proposed.slug}/" not in page


def test_a_delegation_is_asked_as_one_of_its_kind(client: Client) -> None:
    own = organisation(person())
    group = made.actor("Member States", sort="group", kinds=[own.kind])
    it = made.mandate(asked=str(group.say("title")))
    other = made.mandate(asked="Keeper")
    page = client.get(f"/en/organisations/{own.number}/brief/").content.decode()
    assert it.slug in page
    assert other.slug not in page


def test_the_list_and_the_calendar_of_a_brief_have_what_it_has(
    client: Client, django_assert_max_num_queries: Any
) -> None:
    own = organisation(person())
    itself = made.actor("Reading Society", organisation=own)
    group = made.actor("Member States", sort="group", kinds=[own.kind])
    asked = dated(made.mandate(asked=str(itself.say("title"))))
    as_one = made.mandate(asked=str(group.say("title")))
    soon = datetime.date.today() + datetime.timedelta(days=100)
    led = dated(made.mandate(lead=itself), soon.isoformat())
    other = dated(made.mandate(lead=made.actor("Council")))
    address = own.record.address
    page = client.get(f"/en/{address}/brief/").content.decode()
    for name in ("", "calendar/", "calendar.ics"):
        assert f'href="/en/mandates/{name}?of={address}"' in page
    client.get("/en/mandates/")
    for path in ("", "calendar/"):
        with django_assert_max_num_queries(12):
            listed = client.get(f"/en/mandates/{path}?of={address}").content.decode()
        assert str(own.say("title")) in listed, path
        assert other.slug not in listed
    listed = client.get(f"/en/mandates/?of={address}").content.decode()
    assert [each.slug in listed for each in (asked, as_one, led)] == [True] * 3
    assert "3 mandates" in listed
    file = client.get(f"/en/mandates/calendar.ics?of={address}").content.decode()
    assert (led.slug in file, other.slug in file) == (True, False)
    only = client.get("/en/mandates/?of=actors/reading-society").content.decode()
    assert "2 mandates" in only
    for nothing in ("organisations/999999", "actors/nobody", "mandates/M-0001", "organisations/x"):
        assert "0 mandates" in client.get(f"/en/mandates/?of={nothing}").content.decode()


def test_whose_mandates_they_are_is_not_told_of_what_is_closed(client: Client) -> None:
    own = organisation(person())
    it = made.mandate(asked=str(made.actor("Reading Society", organisation=own).say("title")))
    own.record.access, own.record.circle = Access.MEMBERS, Circle.objects.create(code="t")
    own.record.save()
    page = client.get(f"/en/mandates/?of={own.record.address}").content.decode()
    assert str(own.say("title")) not in page
    assert it.slug not in page


def test_the_front_page_leads_who_speaks_for_it_to_what_is_asked(client: Client) -> None:
    user = person()
    own = organisation(user)
    client.force_login(user)
    page = client.get("/en/").content.decode()
    assert f'href="/en/{own.record.address}/brief/"' in page


def test_it_fits_on_one_page_of_paper(client: Client) -> None:
    version = made.text()
    for _n in range(9):
        for number, force in ((1, "obliges"), (2, "requests"), (3, "invites"), (4, "encourages")):
            dated(made.mandate(version, number=number, force=force))
    for language in ("en", "ar", "zh"):
        file = client.get(f"/{language}/actors/keeper/brief/?download=pdf").content
        assert len(PdfReader(io.BytesIO(file)).pages) == 1, language


def test_what_is_closed_is_in_no_brief(client: Client) -> None:
    it = made.mandate()
    version = it.asking.version  # type: ignore[union-attr]
    version.record.access, version.record.circle = Access.MEMBERS, Circle.objects.create(code="t")
    version.record.save()
    settle([it.pk])
    for page in ("brief", "first-day", "checklist"):
        for who in ("keeper", "council"):
            assert it.slug not in client.get(f"/en/actors/{who}/{page}/").content.decode()


def test_a_successor_sees_what_is_due_and_whom_to_ask(client: Client) -> None:
    today = datetime.date.today()
    dated(made.mandate(), (today + datetime.timedelta(days=30)).isoformat())
    page = client.get("/en/actors/keeper/first-day/").content.decode()
    assert "Due within 90 days" in page
    assert "due soon" in page
    assert "Nobody has recorded that yet." in page


def test_a_checklist_says_what_a_body_is_to_receive(client: Client) -> None:
    it = made.mandate()
    page = client.get("/en/actors/council/checklist/").content.decode()
    assert it.slug in page[page.index("What it is to receive") : page.index("What it was asked")]


def test_they_ask_the_database_little(
    client: Client, django_assert_max_num_queries: object
) -> None:
    version = made.text()
    for number in (1, 2, 3):
        made.mandate(version, number=number)
    own = organisation(person())
    Actor.objects.filter(slug="keeper").update(kinds=[own.kind])
    for page in (
        "actors/keeper/brief",
        "actors/keeper/first-day",
        "actors/council/checklist",
        f"organisations/{own.number}/brief",
    ):
        client.get(f"/en/{page}/")
        with django_assert_max_num_queries(12):  # type: ignore[operator]
            assert client.get(f"/en/{page}/").status_code == 200


def test_of_many_the_first_due_of_each_force_are_named_and_all_are_counted(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(queries, "MOST", 2)
    version = made.text()
    for _n in range(2):
        made.mandate(version)
    first = [dated(made.mandate(version), f"2099-05-0{n}").slug for n in (2, 1)]
    invited = made.mandate(version, number=3, force="invites", lead=made.actor())
    found = queries.brief(None, [made.actor()], "en")
    shown = {each.force: [line.mandate.slug for line in each.dated] for each in found.asked}
    assert shown == {"requests": first[::-1], "invites": []}
    assert [(each.force, each.count, each.left) for each in found.asked] == [
        ("requests", 4, 2),
        ("invites", 1, 0),
    ]
    assert (found.count, found.unled) == (5, 4)
    page = client.get("/en/actors/keeper/brief/").content.decode()
    assert "2 more are in the register." in page and invited.slug in page
    assert 'href="/en/mandates/?actor=keeper&amp;force=requests"' in page


def test_the_pages_of_who_is_asked_lead_to_them(client: Client) -> None:
    made.mandate()
    page = client.get("/en/actors/keeper/").content.decode()
    for name in ("brief", "first-day"):
        assert f'href="/en/actors/keeper/{name}/"' in page
    own = organisation(person())
    page = client.get(f"/en/organisations/{own.number}/").content.decode()
    assert f'href="/en/organisations/{own.number}/brief/"' in page


def test_the_register_leads_to_every_list_of_the_room(client: Client) -> None:
    page = client.get("/en/mandates/").content.decode()
    for name in ("calendar", "reports", "occasions", "changes", "related", "sets", "check"):
        assert f'href="/en/mandates/{name}/' in page, name
    for name in ("clauses", "coverage", "method", "not", "archive"):
        assert f'href="/en/mandates/{name}/' in page, name
