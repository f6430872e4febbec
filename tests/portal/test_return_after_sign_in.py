"""A letter leads to a page that needs an account: who signs in there comes back to it, by whatever way they sign in."""

from __future__ import annotations

import html
import re
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from majlis.commons.notices.models import Notice
from majlis.commons.notices.sentences import event_sentence
from majlis.commons.notices.todo import todo_items as asked_of
from majlis.kernel.actor import Actor
from majlis.kernel.models import User
from majlis.mandates.deliverables import actions, overdue
from majlis.mandates.inactivity import tasks
from tests.mandates import factories
from tests.parties.accounts.support import PASSWORD, account
from tests.parties.accounts.support import organisation as party
from tests.support.parties import body
from tests.support.people import person

pytestmark = pytest.mark.django_db
SYSTEM = Actor.as_system("test")


@pytest.fixture(autouse=True)
def site_without_limits(settings: Any) -> None:
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]


@pytest.fixture
def owner() -> User:
    lead = body("keepers")
    factories.entity("Keeper", body=lead)
    return account(("chair", lead.record), language="en")


def private_record(text: str, name: str) -> str:
    found = re.search(rf'<input type="hidden" name="{name}" value="([^"]*)"', text)
    return html.unescape(found[1]) if found else ""


def overdue_mandate(owner: User) -> str:
    it = factories.mandate(lead=factories.entity("Keeper"))
    one = actions.add_deliverable(SYSTEM, it, kind="report", due="2020-05-01", language="en")
    overdue.notify_overdue(SYSTEM, one)
    return event_sentence(Notice.objects.get(user=owner).event).url


def inactive_mandate(owner: User) -> str:
    factories.mandate(factories.text(date="2003"), lead=factories.entity("Keeper"), kind="action")
    tasks.notify_inactive_weekly.call()
    (asked,) = asked_of(owner)
    page = reader(owner).get(event_sentence(Notice.objects.get(user=owner).event).url)
    links = re.findall(r'href="(/en/mandates/inactive/\d+/)"', page.content.decode())
    assert links and str(asked.url).endswith("/mandates/inactive/")
    return str(links[0])


def reader(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


@pytest.mark.parametrize("letter", [overdue_mandate, inactive_mandate])
def test_who_signs_in_comes_back_to_the_page_that_the_letter_named(
    letter: Any, owner: User
) -> None:
    url, client = letter(owner), Client()
    closed = client.get(url)
    assert closed.status_code in (403, 404)
    (way,) = re.findall(r'<a class="btn" href="([^"]+)"', closed.content.decode())
    page = client.get(html.unescape(way))
    assert page.status_code == 200
    back = private_record(page.content.decode(), "next")
    assert back == url
    answer = client.post(
        reverse("account_login"), {"login": owner.email, "password": PASSWORD, "next": back}
    )
    assert (answer.status_code, answer["Location"]) == (302, url)
    assert client.get(url).status_code == 200


def test_the_sign_in_of_an_organization_knows_the_way_back(owner: User) -> None:
    from allauth.socialaccount.models import SocialApp

    from majlis.parties.accounts.models import OwnSignIn, SignInDomain

    app = SocialApp.objects.create(provider="openid_connect", provider_id="organisation-1")
    own = OwnSignIn.objects.create(organisation=party(), app=app)
    SignInDomain.objects.create(own_sign_in=own, domain="union.example.org")
    given = {"login": "a@union.example.org", "next": "/en/mandates/?q=a&entity=b"}
    client = Client()
    for path in ("/en/account/organization/", "/en/account/sign-in/"):
        out = client.post(path, given)
        page = client.get(out["Location"])
        assert private_record(page.content.decode(), "next") == given["next"]
        away = client.post(path, given | {"next": "https://elsewhere.example.org/"})
        assert "next" not in away["Location"]


def test_who_is_signed_in_already_or_sent_a_form_is_not_asked_to_sign_in() -> None:
    factories.entity("Keeper")
    path = "/en/entities/keeper/change/change_entity/"
    assert "sign-in/?next=" in Client().get(path).content.decode()
    assert "sign-in/?next=" not in reader(person()).get(path).content.decode()
    assert "sign-in/?next=" not in Client().post(path).content.decode()
