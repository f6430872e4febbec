"""From signing up to changing everything that one signs in with, as a person does it."""

from __future__ import annotations

import re
from typing import Any

import pytest
from allauth.account.models import EmailAddress
from django.core import mail
from django.test import Client

from majlis.kernel.models import AuditEntry, User
from tests.parties.accounts.support import PASSWORD, account, reauthenticate, sign_in
from tests.support.forms import submit
from tests.support.languages import TWO_SCRIPTS

pytestmark = pytest.mark.django_db
NEW = "another quiet tidal garden"


def link(number: int = -1) -> str:
    """The path of the link in a mail, which begins with the public address."""
    body = str(mail.outbox[number].body)
    found = re.search(r"^https://majlis\.example\.org(/\S+)$", body, re.MULTILINE)
    assert found, body
    return found.group(1)


@pytest.mark.parametrize("language", TWO_SCRIPTS)
def test_a_person_signs_up_confirms_and_signs_in(language: str) -> None:
    client = Client()
    given = {"name": "نور (شخصية خيالية)", "email": "Nour@Example.org", "password1": PASSWORD}
    answer = client.post(f"/{language}/account/sign-up/", given)
    assert answer["Location"] == f"/{language}/account/email/sent/"
    user = User.objects.get(email="nour@example.org")
    assert (user.name, user.language) == (given["name"], language)
    assert "_auth_user_id" not in client.session
    refused = client.post(
        f"/{language}/account/sign-in/", {"login": user.email, "password": PASSWORD}
    )
    assert refused["Location"] == f"/{language}/account/email/sent/"
    assert mail.outbox[0].to == ["nour@example.org"]
    path = link(0)
    assert path.startswith(f"/{language}/account/email/confirm/")
    assert client.get(path).status_code == 200
    assert not EmailAddress.objects.get(user=user).verified
    assert client.post(path).status_code == 302
    assert "_auth_user_id" not in client.session
    assert sign_in(user, language=language).get(f"/{language}/account/").status_code == 200
    assert (
        AuditEntry.objects.filter(
            verb__in=["accounts.sign_up", "accounts.confirm_email"], actor=user
        ).count()
        == 2
    )


def test_nobody_learns_who_has_an_account() -> None:
    user = account(language="ru")
    given = {"name": "X", "email": user.email, "password1": NEW}
    answer = Client().post("/en/account/sign-up/", given)
    assert answer["Location"] == "/en/account/email/sent/"
    assert User.objects.count() == 1
    assert link() == "/ru/account/password/reset/"
    for email in (user.email, "unknown@example.org"):
        answer = Client().post("/en/account/password/reset/", {"email": email})
        assert answer["Location"] == "/en/account/password/reset/sent/"
    assert link() == "/en/account/sign-up/"
    told = [
        Client()
        .post("/en/account/sign-in/", {"login": email, "password": NEW})
        .content.decode()
        .replace(email, "")
        for email in (user.email, "unknown@example.org")
    ]
    first, second = (re.sub(r'value="[^"]{64}"', "", each) for each in told)
    assert first == second


def test_a_password_is_set_anew_by_the_link_once() -> None:
    user = account(language="ar")
    client = Client()
    client.post("/en/account/password/reset/", {"email": user.email})
    path = link()
    assert path.startswith("/ar/account/password/reset/")
    form = client.get(path)["Location"]
    assert client.post(form, {"password1": "short"}).status_code == 200
    assert client.post(form, {"password1": NEW})["Location"] == "/ar/account/password/reset/done/"
    sign_in(user, NEW)
    again = Client().get(path)
    assert again.status_code == 200 and '<form method="post"' not in again.content.decode()
    assert AuditEntry.objects.filter(verb="accounts.reset_password", actor=user).exists()


def test_a_password_is_changed() -> None:
    user = account()
    client = sign_in(user)
    address = "/en/account/password/"
    wrong = client.post(address, {"oldpassword": NEW, "password1": NEW})
    assert wrong.status_code == 200 and 'id="id_oldpassword_error"' in wrong.content.decode()
    assert client.post(address, {"oldpassword": PASSWORD, "password1": NEW}).status_code == 302
    assert client.get("/en/account/").status_code == 200
    sign_in(user, NEW)
    assert "account/password/reset" in str(mail.outbox[-1].body)


@pytest.mark.parametrize("password", ["1234567890", "password12", "short"])
def test_a_weak_password_is_refused(password: str) -> None:
    given = {"name": "X", "email": "x@example.org", "password1": password}
    answer = Client().post("/en/account/sign-up/", given)
    assert answer.status_code == 200 and 'id="id_password1_error"' in answer.content.decode()
    assert not User.objects.exists()


def test_an_address_is_changed_only_when_the_new_one_is_confirmed() -> None:
    user = account(language="fr")
    old = user.email
    client = sign_in(user)
    given = {"email": "new@example.org", "action_add": ""}
    answer = reauthenticate(client, client.post("/en/account/email/", given))
    assert answer["Location"] == "/en/account/email/"
    assert "new@example.org" in client.get("/en/account/email/").content.decode()
    user.refresh_from_db()
    assert user.email == old
    assert mail.outbox[-1].to == ["new@example.org"]
    path = link()
    assert path.startswith("/fr/")
    assert Client().post(path).status_code == 302
    user.refresh_from_db()
    assert user.email == "new@example.org"
    assert list(EmailAddress.objects.filter(user=user).values_list("email", "verified")) == [
        ("new@example.org", True)
    ]
    told = [each for each in mail.outbox if each.to == [old]]
    assert len(told) == 1 and "new@example.org" in str(told[0].body)
    assert "/fr/account/password/reset/" in str(told[0].body)
    entry = AuditEntry.objects.get(verb="accounts.change_email")
    assert set(entry.old["email"]) == set(entry.new["email"]) == {"personal"}
    assert Client().post(path).status_code in (200, 302, 404)


def test_a_change_of_address_can_be_taken_back() -> None:
    user = account()
    client = sign_in(user)
    given = {"email": "new@example.org", "action_add": ""}
    reauthenticate(client, client.post("/en/account/email/", given))
    assert EmailAddress.objects.filter(user=user).count() == 2
    client.post("/en/account/email/", {"email": "new@example.org", "action_remove": ""})
    assert EmailAddress.objects.get(user=user).email == user.email


def test_too_many_attempts_are_stopped_with_a_page() -> None:
    user = account()
    client = Client()
    for _attempt in range(12):
        answer = client.post(
            "/en/account/sign-in/", {"login": user.email, "password": "not this one"}
        )
    text = answer.content.decode()
    assert "Too many attempts" in text
    good = client.post("/en/account/sign-in/", {"login": user.email, "password": PASSWORD})
    assert "_auth_user_id" not in client.session
    assert good.status_code in (200, 429)


def test_too_many_sign_ups_from_one_place_are_stopped_with_a_page() -> None:
    client = Client()
    answers = [client.post("/ar/account/sign-up/", {}) for _attempt in range(25)]
    assert answers[0].status_code == 200 and answers[-1].status_code == 429
    assert '<html lang="ar" dir="rtl"' in answers[-1].content.decode()
    assert "429.html" in {each.name for each in answers[-1].templates}


def test_signing_out() -> None:
    client = sign_in(account())
    assert client.get("/en/account/sign-out/").status_code == 200
    assert "_auth_user_id" in client.session
    assert client.post("/en/account/sign-out/").status_code == 302
    assert "_auth_user_id" not in client.session


def test_what_asks_for_a_person_leads_to_signing_in_and_back(settings: Any) -> None:
    user = account()
    client = Client()
    answer = client.get("/ar/account/profile/")
    assert answer["Location"] == "/ar/account/sign-in/?next=/ar/account/profile/"
    page = client.get(answer["Location"]).content.decode()
    assert 'value="/ar/account/profile/"' in page
    given = {"login": user.email, "password": PASSWORD, "next": "/ar/account/profile/"}
    assert client.post("/ar/account/sign-in/", given)["Location"] == "/ar/account/profile/"


def test_a_profile_is_changed_on_its_page_and_what_is_typed_stays() -> None:
    user = account()
    client = sign_in(user)
    address = "/en/account/profile/"
    bad = submit(client, address, {"name": "", "language": "zh", "time_zone": "Asia/Shanghai"})
    text = bad.content.decode()
    assert bad.status_code == 422
    assert 'value="Asia/Shanghai" selected' in text and 'href="#id_name"' in text
    good = {"name": "黎丽（虚构人物）", "language": "zh", "time_zone": "Asia/Shanghai"}
    assert submit(client, address, good)["Location"] == "/zh/account/"
    user.refresh_from_db()
    assert user.name == good["name"]
