"""Guessing stops, and no stranger keeps anybody out."""

from __future__ import annotations

import base64
import json
from typing import Any

import pytest
from allauth.mfa.models import Authenticator
from django.core import mail
from django.core.cache import cache
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django_tasks_db.models import DBTaskResult

from majlis.kernel.models import User
from majlis.parties.accounts import attempts, known_browsers
from tests.parties.accounts.support import PASSWORD, account, sign_in
from tests.parties.accounts.test_pages import add_second_step
from tests.parties.accounts.test_second_step import code_of
from tests.parties.accounts.test_sign_up import NEW, link
from tests.support.tasks import DATABASE_TASKS

pytestmark = pytest.mark.django_db
SIGN_IN = "/en/account/sign-in/"
CODE = "/en/account/two-step/code/"
SECRET = "JBSWY3DPEHPK3PXP"


def comes_in(user: User, client: Client, password: str = PASSWORD) -> bool:
    """Whether the password is taken."""
    answer = client.post(SIGN_IN, {"login": user.email, "password": password})
    return answer.status_code == 302


def guess(user: User, network: str, times: int = 5, client: Client | None = None) -> str:
    """Enter wrong passwords from addresses of one network; return the last page."""
    client = client or Client()
    for number in range(times):
        answer = client.post(
            SIGN_IN,
            {"login": user.email, "password": f"guess {number}"},
            REMOTE_ADDR=f"{network}{':' if ':' in network else '.'}{number + 1}",
        )
    return answer.content.decode()


@pytest.fixture
def few(monkeypatch: pytest.MonkeyPatch) -> None:
    """The count by account alone ends after twelve, so that tests are quick."""
    monkeypatch.setattr(attempts, "PASSWORDS", attempts.GuessLimit("password", "12/h/key"))
    monkeypatch.setattr(attempts, "CODES", attempts.GuessLimit("code", "12/h/key"))


def test_a_strangers_wrong_passwords_keep_nobody_out() -> None:
    user = account()
    assert "do not match" in guess(user, "203.0.113")
    assert comes_in(user, Client(REMOTE_ADDR="198.51.100.7"))


@pytest.mark.parametrize("other", ["203.0.113.200", "::ffff:203.0.113.7"])
def test_guessing_from_one_network_stops_after_five(other: str) -> None:
    user = account()
    guess(user, "203.0.113")
    assert "Too many attempts" in guess(user, "203.0.113", 1)
    assert not comes_in(user, Client(REMOTE_ADDR=other))
    # Another account is not concerned.
    assert comes_in(account(), Client(REMOTE_ADDR=other))


def test_the_addresses_of_one_ipv6_network_count_as_one() -> None:
    user = account()
    guess(user, "2001:db8:0:1:", 5)
    assert not comes_in(user, Client(REMOTE_ADDR="2001:db8:0:1:ffff::1"))
    assert comes_in(user, Client(REMOTE_ADDR="2001:db8:0:2::1"))


def test_guessing_from_many_networks_stops_and_known_browsers_still_get_in(few: None) -> None:
    user = account(language="fr")
    at_home = sign_in(user)
    at_home.post("/en/account/sign-out/")
    mail.outbox.clear()
    for number in range(4):
        guess(user, f"203.0.{number}", 4)
    assert not comes_in(user, Client(REMOTE_ADDR="198.51.100.7"))
    assert comes_in(user, at_home)
    # The person is told once a day.
    (letter,) = mail.outbox
    assert letter.to == [user.email] and "/fr/account/password/reset/" in str(letter.body)
    guess(user, "192.0.2", 1)
    assert len(mail.outbox) == 1


def test_an_unknown_address_is_counted_alike_and_nobody_is_told(few: None) -> None:
    nobody = User(email="nobody@example.org")
    for number in range(4):
        guess(nobody, f"203.0.{number}", 4)
    assert "Too many attempts" in guess(nobody, "198.51.100", 1)
    assert not mail.outbox


@pytest.mark.parametrize("in_known_browser", [False, True])
def test_attempts_beyond_the_limit_cost_the_same_for_each_address(
    few: None, settings: Any, in_known_browser: bool
) -> None:
    """Queries are counted, until the account is full, when its owner is told, and afterwards."""
    settings.TASKS = DATABASE_TASKS
    client = sign_in(account()) if in_known_browser else Client()
    client.post("/en/account/sign-out/")
    costs = []
    for user in (account(), User(email="nobody@example.org")):
        cache.clear()
        for number in range(4):
            guess(user, f"203.0.{number}", 3)
        costs.append([queries_of_guess(user, number, client) for number in range(8)])
    assert costs[0] == costs[1]
    assert DBTaskResult.objects.count() == 2, "one letter goes to the person, and one to nobody"


def queries_of_guess(user: User, number: int, client: Client) -> int:
    """How many queries a wrong password costs."""
    with CaptureQueriesContext(connection) as queries:
        guess(user, f"198.51.{number % 2}", 1, client)
    return len(queries)


def test_who_set_a_new_password_by_mail_comes_in_at_once(few: None) -> None:
    user = account()
    for number in range(4):
        guess(user, f"203.0.{number}", 4)
    client = Client(REMOTE_ADDR="198.51.100.7")
    client.post("/en/account/password/reset/", {"email": user.email})
    form = client.get(link())["Location"]
    client.post(form, {"password1": NEW})
    for number in range(4):
        guess(user, f"203.1.{number}", 4)
    assert comes_in(user, client, NEW)


def test_a_known_browser_guesses_five_times_itself() -> None:
    user = account()
    client = sign_in(user)
    client.post("/en/account/sign-out/")
    guess(user, "127.0.0", 5, client)
    assert not comes_in(user, client)
    assert comes_in(user, Client(REMOTE_ADDR="198.51.100.7"))


def cookie_of(client: Client) -> Any:
    return client.cookies[known_browsers.COOKIE]


def test_the_cookie_is_for_this_account_and_this_password() -> None:
    user, other = account(), account()
    client = sign_in(user)
    cookie = cookie_of(client)
    assert cookie["httponly"] and cookie["samesite"] == "Lax"
    assert cookie["max-age"] == known_browsers.AGE.total_seconds() > 300 * 86_400
    assert user.email not in cookie.value
    client.post("/en/account/sign-out/")
    request = client.get(SIGN_IN).wsgi_request
    assert known_browsers.browser_of(request, user)
    assert not known_browsers.browser_of(request, other)
    # A second account is added, and the first stays known; the browser keeps its number.
    number = known_browsers.browser_of(request, user)
    client.post(SIGN_IN, {"login": other.email, "password": PASSWORD})
    client.post("/en/account/sign-out/")
    request = client.get(SIGN_IN).wsgi_request
    assert known_browsers.browser_of(request, user) == number
    assert known_browsers.browser_of(request, other) == number
    user.set_password(NEW)
    assert not known_browsers.browser_of(request, user)
    request.COOKIES[known_browsers.COOKIE] = "x" + cookie_of(client).value
    assert not known_browsers.browser_of(request, other)


def test_a_change_of_password_leaves_this_browser_known_and_no_other() -> None:
    user = account()
    here, elsewhere = sign_in(user), sign_in(user)
    here.post("/en/account/password/", {"oldpassword": PASSWORD, "password1": NEW})
    user.refresh_from_db()
    for client, known in ((here, True), (elsewhere, False)):
        client.post("/en/account/sign-out/")
        request = client.get(SIGN_IN).wsgi_request
        assert bool(known_browsers.browser_of(request, user)) == known


def test_a_stranger_does_not_keep_a_signed_in_person_from_proving_the_password(few: None) -> None:
    user = account()
    client = sign_in(user)
    for number in range(4):
        guess(user, f"203.0.{number}", 4)
    again = "/en/account/again/"
    assert client.post(again, {"password": PASSWORD}).status_code == 302
    # Nor one whose browser lost the cookie.
    del client.cookies[known_browsers.COOKIE]
    assert client.post(again, {"password": PASSWORD}).status_code == 302
    for _attempt in range(5):
        assert client.post(again, {"password": "wrong"}).status_code == 200
    assert client.post(again, {"password": PASSWORD}).status_code == 200


def half_signed_in(user: User, address: str) -> Client:
    """A client that entered the password and not the code."""
    client = Client(REMOTE_ADDR=address)
    assert comes_in(user, client)
    return client


def guess_codes(user: User, address: str, times: int) -> str:
    client = half_signed_in(user, address)
    for _attempt in range(times):
        answer = client.post(CODE, {"code": "000000"})
    return answer.content.decode()


def test_who_knows_the_password_keeps_nobody_from_the_second_step(few: None) -> None:
    user = account()
    at_home = sign_in(user)
    at_home.post("/en/account/sign-out/")
    add_second_step(user)
    assert "Too many attempts" in guess_codes(user, "203.0.113.1", 6)
    elsewhere = half_signed_in(user, "198.51.100.7")
    assert elsewhere.post(CODE, {"code": "000000"}).status_code == 200
    for number in range(3):
        guess_codes(user, f"203.0.{number}.1", 4)
    mail.outbox.clear()
    assert "Too many attempts" in guess_codes(user, "192.0.2.1", 1)
    assert "Too many attempts" in elsewhere.post(CODE, {"code": code_of(SECRET)}).content.decode()
    assert comes_in(user, at_home)
    assert at_home.post(CODE, {"code": code_of(SECRET)}).status_code == 302
    assert at_home.session["_auth_user_id"] == str(user.pk)


def test_many_wrong_codes_are_told_to_the_person(few: None) -> None:
    user = account()
    add_second_step(user)
    for number in range(4):
        guess_codes(user, f"203.0.{number}.1", 4)
    (letter,) = mail.outbox
    assert letter.to == [user.email] and "knows your password and" in str(letter.body)


def test_a_passkey_is_not_blocked_by_wrong_passwords(few: None) -> None:
    user = account()
    Authenticator.objects.create(
        user=user, type=Authenticator.Type.WEBAUTHN, data={"name": "1", "credential": {}}
    )
    for number in range(4):
        guess(user, f"203.0.{number}", 4)
    client = Client(REMOTE_ADDR="203.0.0.1")
    offered = client.get("/en/account/passkeys/sign-in/", headers={"accept": "application/json"})
    assert offered.status_code == 200
    # An answer of no passkey is refused as such, and not as one attempt too many.
    answer = client.post("/en/account/passkeys/sign-in/", {"credential": "{}"}, follow=True)
    assert "Too many attempts" not in answer.content.decode() and answer.status_code == 200


def encoded(given: bytes) -> str:
    """Bytes as they stand in a credential."""
    return base64.urlsafe_b64encode(given).decode().rstrip("=")


CLIENT_DATA = encoded(b'{"type": "webauthn.get", "challenge": "eA", "origin": "https://x"}')
USER_HANDLE = encoded(b"1")


def credential(**response: object) -> str:
    """A credential with the parts of one, which no key has signed."""
    return json.dumps({"id": "eA", "rawId": "eA", "type": "public-key", "response": response})


MALFORMED = {
    "no id": '{"id": 1}',
    "a number": "5",
    "words": '"x"',
    "a list": "[1]",
    "no JSON": "{",
    "nested": "[" * 100_000,
    "no base64": credential(clientDataJSON="%", attestationObject="%", authenticatorData="%"),
    "base64 cut": '{"id": "a", "rawId": "a", "response": {}}',
    "two ids": '{"id": "eA", "rawId": "eB", "response": {}}',
    "response of another type": '{"id": "eA", "rawId": "eA", "response": 7}',
    "user of another type": credential(userHandle=7),
    "user without end": credential(userHandle=encoded(b"9" * 400)),
    "client data": credential(
        clientDataJSON=encoded(b"[]"), attestationObject="oA", authenticatorData="eA"
    ),
    "attestation": credential(clientDataJSON=CLIENT_DATA, attestationObject="oA"),
    "attestation nested": credential(
        clientDataJSON=CLIENT_DATA, attestationObject=encoded(b"\x81" * 5_000)
    ),
    "authenticator data cut": credential(
        clientDataJSON=CLIENT_DATA, authenticatorData="eA", signature="eA", userHandle=USER_HANDLE
    ),
    "authenticator data": credential(
        clientDataJSON=CLIENT_DATA,
        authenticatorData=encoded(bytes(37)),
        signature="eA",
        userHandle=USER_HANDLE,
    ),
}


@pytest.mark.parametrize("given", MALFORMED.values(), ids=MALFORMED)
def test_a_malformed_credential_is_incorrect_and_no_defect(given: str) -> None:
    user, stranger = account(), Client()
    add_second_step(user)
    data = {"credential": given}
    asked = "/en/account/passkeys/sign-in/"
    stranger.get(asked, headers={"accept": "application/json"})
    assert stranger.post(asked, data)["Location"] == SIGN_IN
    half = half_signed_in(user, "203.0.113.1")
    half.get(CODE)
    assert half.post(CODE, data).status_code == 200
    Authenticator.objects.filter(user=user).delete()
    client = sign_in(user)
    client.post("/en/account/again/", {"password": PASSWORD})
    add = "/en/account/passkeys/add/"
    assert client.get(add).status_code == 200
    assert client.post(add, {"name": "x", **data}).status_code == 200
    Authenticator.objects.create(
        user=user, type=Authenticator.Type.WEBAUTHN, data={"name": "1", "credential": {}}
    )
    assert client.post("/en/account/passkeys/again/", data)["Location"] == SIGN_IN
    assert Authenticator.objects.count() == 1
