"""Two-step sign-in with real codes."""

from __future__ import annotations

import re
import time
from typing import Any

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value
from django.core import mail
from django.core.cache import cache
from django.test import Client, TestCase

from majlis.kernel.models import AuditEntry, User
from tests.parties.accounts.support import PASSWORD, account, prove, sign_in

pytestmark = pytest.mark.django_db


def code_of(secret: str, step: int = 0) -> str:
    """What an authenticator shows now (RFC 6238), or some half minutes later."""
    return str(format_hotp_value(hotp_value(secret, int(time.time()) // 30 + step)))


def turn_on(client: Client) -> str:
    """Turn two-step sign-in on as the page says; return the secret of the authenticator."""
    answer = client.get("/en/account/two-step/on/")
    page = prove(client, answer)
    if page.status_code == 302:
        page = client.get(page["Location"])
    text = page.content.decode()
    assert 'src="data:image/svg+xml;base64,' in text
    found = re.search(r"<code[^>]*>([A-Z2-7 ]{16,})</code>", text)
    assert found
    secret = found.group(1).replace(" ", "")
    wrong = client.post("/en/account/two-step/on/", {"code": "000000x"})
    assert wrong.status_code == 200 and 'id="id_code_error"' in wrong.content.decode()
    assert found.group(1) in wrong.content.decode()
    with TestCase.captureOnCommitCallbacks(execute=True):
        done = client.post("/en/account/two-step/on/", {"code": code_of(secret)})
    assert done["Location"] == "/en/account/two-step/codes/"
    return secret


def half_signed_in(user: User) -> Client:
    client = Client()
    answer = client.post("/en/account/sign-in/", {"login": user.email, "password": PASSWORD})
    assert answer["Location"] == "/en/account/two-step/code/"
    assert client.get("/en/account/two-step/code/").status_code == 200
    assert "_auth_user_id" not in client.session
    assert client.get("/en/account/").status_code == 302
    return client


def test_a_code_is_asked_for_once_it_is_on() -> None:
    user = account()
    secret = turn_on(sign_in(user))
    assert mail.outbox[-1].to == [user.email]
    assert AuditEntry.objects.filter(verb="accounts.add_second_step", actor=user).exists()
    client = half_signed_in(user)
    wrong = client.post("/en/account/two-step/code/", {"code": "123"})
    assert wrong.status_code == 200 and "_auth_user_id" not in client.session
    # The code that turned it on is used up; the clock goes on in the test.
    cache.clear()
    assert client.post("/en/account/two-step/code/", {"code": code_of(secret)}).status_code == 302
    assert client.get("/en/account/").status_code == 200


def test_a_recovery_code_lets_in_once() -> None:
    user = account()
    client = sign_in(user)
    turn_on(client)
    page = client.get("/en/account/two-step/codes/").content.decode()
    codes = re.findall(r"<code>(\w+)</code>", page)
    assert len(codes) == 10
    download = client.get("/en/account/two-step/codes/download/")
    assert codes[0] in download.content.decode()
    other = half_signed_in(user)
    assert other.post("/en/account/two-step/code/", {"code": codes[0]}).status_code == 302
    again = half_signed_in(user)
    assert again.post("/en/account/two-step/code/", {"code": codes[0]}).status_code == 200
    made = client.post("/en/account/two-step/codes/new/", {})
    assert made.status_code == 302
    assert codes[1] not in client.get("/en/account/two-step/codes/").content.decode()


def test_it_is_turned_off_again() -> None:
    user = account()
    client = sign_in(user)
    turn_on(client)
    assert client.get("/en/account/two-step/off/").status_code == 200
    assert client.post("/en/account/two-step/off/", {}).status_code == 302
    assert not Authenticator.objects.filter(user=user).exists()
    sign_in(user)
    assert AuditEntry.objects.filter(verb="accounts.remove_second_step", actor=user).exists()


def test_guessing_codes_is_stopped() -> None:
    user = account()
    turn_on(sign_in(user))
    client = half_signed_in(user)
    for _attempt in range(7):
        answer = client.post("/en/account/two-step/code/", {"code": "000000"})
    assert "Too many attempts" in answer.content.decode()


def test_turning_it_on_asks_for_the_password_first() -> None:
    client: Any = sign_in(account())
    answer = client.get("/en/account/two-step/on/")
    wrong = client.post(answer["Location"], {"password": "not this one"})
    assert wrong.status_code == 200 and 'id="id_password_error"' in wrong.content.decode()
