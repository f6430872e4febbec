"""The box "Try this" of a demonstration: each link leads to a page that has something to show, or is not there."""

from __future__ import annotations

import datetime
import re
from typing import Any

import pytest
from django.test import Client

from majlis.instruments.citations.names import comparison_url
from majlis.instruments.models import LanguageVersion
from majlis.kernel.actor import Actor
from majlis.kernel.languages import LANGUAGE_CODES
from majlis.kernel.models import Access, User
from majlis.kernel.records import get_or_create_circle
from majlis.mandates.models import Addressee, Entity, Finding, Mandate
from majlis.mandates.statements.actions import publish_statement
from majlis.parties.accounts import demonstration
from tests.commons.helpers import client_for
from tests.mandates import factories
from tests.support.people import person
from tests.support.queries import MAX_QUERIES, MAX_QUERIES_SIGNED_IN

pytestmark = pytest.mark.django_db
FINDINGS = "/en/account/sign-in/?next=%2Fen%2Fmandates%2Ffindings%2F"


@pytest.fixture
def demo(settings: Any) -> None:
    settings.MAJLIS_DEMO = True
    demonstration.load_people()


def steps(client: Client) -> list[str]:
    """The addresses of the box."""
    return [link.url for link in client.get("/en/").context["steps"]]


def shelf() -> dict[str, Any]:
    """What a demonstration has to show: one of each, and others that show less."""
    old = factories.text(date="2020-05-06")
    new = factories.text(of=old, date="2024-05-06")
    factories.text(date="2023")
    mandate = factories.mandate(new)
    other = factories.mandate(new, number=3, asked="Harbours", recipient="")
    for reports, it in ((2, mandate), (1, other)):
        for year in range(reports):
            publish_statement(
                Actor.as_system("tests"),
                it,
                language="en",
                text="Lit.",
                state="under_way",
                period_from=str(2021 + year),
            )
    factories.mandate(new, number=1)  # on which nobody has reported
    Mandate.objects.filter(pk=mandate.pk).update(due=datetime.date(2031, 1, 1))
    for version in (old, new):
        for code in LANGUAGE_CODES:
            LanguageVersion.objects.get_or_create(version=version, language=code)
    Finding.objects.create(version=new, provision=factories.operative(new, 3), language="en")
    return {"old": old, "new": new, "mandate": mandate, "other": other}


def test_each_link_leads_to_what_has_most_to_show(
    demo: None, django_assert_max_num_queries: Any
) -> None:
    made = shelf()
    with django_assert_max_num_queries(MAX_QUERIES):
        found = steps(Client())
    assert found == [
        f"/en/mandates/{made['mandate'].slug}/",
        comparison_url(made["old"], made["new"]),
        "/en/entities/keeper/",
        made["new"].get_absolute_url(),
        "/en/mandates/calendar/",
        FINDINGS,
    ]
    officer = client_for(User.objects.get(email="secretariat@example.org"))
    with django_assert_max_num_queries(MAX_QUERIES_SIGNED_IN):
        assert steps(officer)[-1] == "/en/mandates/findings/"
    for url in found:
        assert Client().get(url).status_code == 200, url


def test_member_states_come_before_who_is_addressed_more(demo: None) -> None:
    factories.mandate()
    factories.mandate(factories.text(), asked="Keeper")
    states = factories.entity("Member States", organisation_kinds=["government"])
    source = factories.mandate(factories.text(), asked="", recipient="").source
    assert "/en/entities/member-states/" not in steps(Client())
    Addressee.objects.create(source=source, role=Addressee.Role.ADDRESSEE, entity=states)
    assert "/en/entities/member-states/" in steps(Client())
    Entity.objects.filter(pk=states.pk).update(organisation_kinds=[])
    assert "/en/entities/keeper/" in steps(Client())


def test_what_is_private_is_no_example(demo: None) -> None:
    made = shelf()
    circle = get_or_create_circle({"user": person()})
    for it in (made["old"], made["mandate"]):
        it.record.access, it.record.circle = Access.PRIVATE, circle
        it.record.save()
    found = steps(Client())
    assert f"/en/mandates/{made['other'].slug}/" in found
    assert not [url for url in found if "/compare/" in url or made["mandate"].slug in url]


def test_an_empty_demonstration_leads_to_the_import_alone(demo: None) -> None:
    assert steps(Client()) == []
    assert import_form(Client())["person"] == "secretariat"


def import_form(client: Client) -> dict[str, str]:
    """What the button "Import your own text" sends; nothing where there is none."""
    text = client.get("/en/").content.decode()
    found = re.search(
        r'<input type="hidden" name="next" value="([^"]*)">.*?name="person" value="(\w+)"',
        text,
        re.DOTALL,
    )
    return {"next": found[1], "person": found[2]} if found else {}


def test_one_click_leads_to_the_import_as_the_secretariat(demo: None) -> None:
    shelf()
    client = Client()
    sent = import_form(client)
    answer = client.post("/en/account/sign-in/", sent, follow=True)
    assert answer.redirect_chain == [("/en/texts/imports/add/", 302)]
    assert answer.status_code == 200
    # Who may import needs nobody else for it.
    assert import_form(client) == {}
    assert '<a class="btn" href="/en/texts/imports/add/">' in client.get("/en/").content.decode()
    delegate = client_for(User.objects.get(email="delegate@example.org"))
    assert import_form(delegate)["person"] == "secretariat"


def test_behind_a_proxy_nobody_is_led_to_a_sign_in_that_is_not_there(demo: None) -> None:
    shelf()
    client = Client(headers={"Via": "1.1 a"})
    assert FINDINGS not in steps(client)
    assert import_form(client) == {}


def test_a_real_site_has_no_such_box(settings: Any) -> None:
    settings.MAJLIS_DEMO = False
    shelf()
    assert "Try this" not in Client().get("/en/").content.decode()
