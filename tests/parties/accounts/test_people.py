"""Verbs on people, and the first administrator."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.core import mail
from django.test import Client
from django.utils import timezone

from majlis.kernel.actor import Actor
from majlis.kernel.audit import with_personal_values
from majlis.kernel.errors import InvalidInput, WrongState
from majlis.kernel.models import AuditEntry, User
from majlis.kernel.verbs import VERBS
from majlis.parties.accounts.actions import people
from majlis.parties.accounts.models import OneTimeLink, Session
from tests.parties.accounts.support import PASSWORD, account, sign_in
from tests.support.people import person

pytestmark = pytest.mark.django_db
SYSTEM = Actor.as_system("test")
GIVEN = {"name": "Fictional Founder", "email": "founder@example.org", "password": PASSWORD}


def offer_link() -> str:
    return people.offer_first_administrator(SYSTEM).path


def test_the_one_time_link_makes_the_first_administrator() -> None:
    path = offer_link()
    assert path.startswith("/en/account/first/")
    assert path.split("/")[-2] not in str(OneTimeLink.objects.values())
    client = Client()
    page = client.get(path.replace("/en/", "/ar/"))
    assert page.status_code == 200
    answer = client.post(path.replace("/en/", "/ar/"), GIVEN)
    assert answer.status_code == 302
    user = User.objects.get(email="founder@example.org")
    assert user.holds("administrator") and user.holds("secretariat")
    assert user.language == "ar"
    assert client.session["_auth_user_id"] == str(user.pk)
    sign_in(user)


def test_a_link_used_twice_is_refused() -> None:
    token = offer_link().split("/")[-2]
    people.become_first_administrator(Actor(), token, **GIVEN)
    User.objects.all().update(is_active=False)
    with pytest.raises(WrongState):
        people.become_first_administrator(
            Actor(), token, name="Other", email="other@example.org", password=PASSWORD
        )


def test_an_expired_link_is_refused() -> None:
    path = offer_link()
    OneTimeLink.objects.update(expires_at=timezone.now() - timedelta(seconds=1))
    with pytest.raises(WrongState):
        people.become_first_administrator(Actor(), path.split("/")[-2], **GIVEN)
    assert Client().get(path).status_code == 410
    answer = Client().post(path, GIVEN)
    assert answer.status_code == 410
    assert not User.objects.exists()


def test_a_link_that_works_is_left_as_it_is() -> None:
    path = offer_link()
    link = OneTimeLink.objects.get()
    again = people.offer_first_administrator(SYSTEM)
    assert (again.path, again.made_at, again.expires_at) == ("", link.made_at, link.expires_at)
    assert AuditEntry.objects.filter(verb="accounts.offer_first_administrator").count() == 1
    assert Client().get(path).status_code == 200
    OneTimeLink.objects.update(expires_at=timezone.now() - timedelta(seconds=1))
    later = offer_link()
    assert Client().get(path).status_code == 410
    assert Client().get(later).status_code == 200
    assert OneTimeLink.objects.count() == 1


def invite(email: str = "invited@example.org") -> str:
    return people.invite_administrator(SYSTEM, email).path


def test_an_invited_person_becomes_administrator_by_a_link_that_works_once() -> None:
    person("administrator")
    replaced, path = invite(), invite("Invited@example.org")
    assert Client().get(replaced).status_code == 410
    client = Client()
    page = client.get(path).content.decode()
    assert "invited@example.org" in page and 'name="email"' not in page
    given = {"name": "Fictional Helper", "password": PASSWORD}
    assert client.post(path, {**given, "password": "helper"}).status_code == 422
    mail.outbox.clear()
    assert client.post(path, given).status_code == 302
    user = User.objects.get(email="invited@example.org")
    assert user.holds("administrator") and not user.holds("secretariat")
    assert client.session["_auth_user_id"] == str(user.pk)
    assert [letter.to for letter in mail.outbox] == [[user.email]]
    assert Client().get(path).status_code == 410
    assert not OneTimeLink.objects.exclude(email="").exists()
    sign_in(user)


def test_an_invitation_makes_the_first_administrator_of_a_site_too() -> None:
    first, path = offer_link(), invite()
    assert Client().post(path, {"name": "Founder", "password": PASSWORD}).status_code == 302
    assert User.objects.get().holds("secretariat")
    assert Client().get(first).status_code == 410


def test_an_invitation_is_for_an_address_without_an_account() -> None:
    path = invite()
    account()
    User.objects.update(email="invited@example.org")
    for email in ("invited@Example.org", "no address"):
        with pytest.raises(InvalidInput):
            invite(email)
    answer = Client().post(path, {"name": "Founder", "password": PASSWORD})
    assert answer.status_code == 409 and User.objects.count() == 1


def test_with_an_administrator_there_is_no_link() -> None:
    token = offer_link().split("/")[-2]
    person("administrator")
    with pytest.raises(WrongState):
        offer_link()
    with pytest.raises(WrongState):
        people.become_first_administrator(Actor(), token, **GIVEN)


def test_what_is_wrong_leaves_the_link_as_it_is() -> None:
    path = offer_link()
    answer = Client().post(path, GIVEN | {"password": "founder"})
    assert answer.status_code == 422
    text = answer.content.decode()
    assert 'id="id_password_error"' in text and "founder@example.org" in text
    assert not User.objects.exists()
    assert Client().post(path, GIVEN).status_code == 302


def test_a_profile_is_changed_and_the_name_is_kept_by_reference() -> None:
    user = account()
    before = user.name
    people.change_profile(
        Actor(user=user), user, name=" New Name ", language="zh", time_zone="Asia/Shanghai"
    )
    user.refresh_from_db()
    assert (user.name, user.language, user.time_zone) == ("New Name", "zh", "Asia/Shanghai")
    entry = AuditEntry.objects.get(verb="accounts.change_profile")
    assert set(entry.new["name"]) == {"personal"}
    (entry,) = with_personal_values([entry])
    assert entry.shown_old["name"] == before  # type: ignore[attr-defined]
    assert entry.shown_new["name"] == "New Name"  # type: ignore[attr-defined]


@pytest.mark.parametrize(
    ("field", "value"),
    [("name", "  "), ("name", "x" * 201), ("language", "de"), ("time_zone", "Mars/Olympus")],
)
def test_a_profile_that_is_wrong_is_told_by_field(field: str, value: str) -> None:
    user = account()
    given = {"name": "N", "language": "en", "time_zone": "UTC", field: value}
    with pytest.raises(InvalidInput) as told:
        people.change_profile(Actor(user=user), user, **given)
    assert set(told.value.faults) == {field}


def test_signing_out_everywhere_ends_every_session_of_this_person_only() -> None:
    user, other = account(), account()
    first, second, kept = sign_in(user), sign_in(user), sign_in(other)
    assert Session.objects.filter(user=user).count() == 2
    assert first.post("/en/account/sign-out-everywhere/").status_code == 302
    for client in (first, second):
        assert client.get("/en/account/").status_code == 302
    assert kept.get("/en/account/").status_code == 200


def test_a_closed_account_is_out_and_cannot_come_in_until_it_is_reopened() -> None:
    user = account("moderator")
    client = sign_in(user)
    people.close_account(Actor(user=user), user)
    assert client.get("/en/account/").status_code == 302
    given = {"login": user.email, "password": PASSWORD}
    answer = Client().post("/en/account/sign-in/", given)
    assert answer.status_code != 302 or "closed" in answer["Location"]
    with pytest.raises(WrongState):
        people.close_account(Actor(user=person("administrator")), user)
    people.reopen_account(Actor(user=person("administrator")), user)
    sign_in(User.objects.get(pk=user.pk))


@pytest.mark.parametrize("verb", ["close_account", "request_erasure"])
def test_the_last_administrator_stays(verb: str) -> None:
    user = account("administrator")
    with pytest.raises(WrongState):
        VERBS[f"accounts.{verb}"](Actor(user=user), user)
    person("administrator")
    VERBS[f"accounts.{verb}"](Actor(user=user), user)


def test_time_is_told_in_the_zone_of_the_person(settings: Any) -> None:
    user = account(time_zone="Asia/Tokyo")
    client = sign_in(user)
    text = client.get("/en/account/data/held/profile/").content.decode()
    assert "UTC+9" in text
