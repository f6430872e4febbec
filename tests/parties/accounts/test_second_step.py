"""Two-step sign-in with real codes."""

from __future__ import annotations

import re
import time
from importlib import import_module
from typing import Any

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value
from django.apps import apps
from django.core import mail
from django.core.cache import cache
from django.test import Client, TestCase

from majlis.kernel.actor import Actor
from majlis.kernel.errors import WrongState
from majlis.kernel.models import AuditEntry, User
from majlis.parties.accounts import encryption
from majlis.parties.accounts.actions import second_step
from tests.parties.accounts.support import PASSWORD, account, reauthenticate, sign_in

pytestmark = pytest.mark.django_db


def code_of(secret: str, step: int = 0) -> str:
    """What an authenticator shows now (RFC 6238), or some half minutes later."""
    return str(format_hotp_value(hotp_value(secret, int(time.time()) // 30 + step)))


def turn_on(client: Client) -> str:
    """Turn two-step sign-in on as the page says; return the secret of the authenticator."""
    answer = client.get("/en/account/two-step/on/")
    page = reauthenticate(client, answer)
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


def other_key(settings: Any) -> None:
    """The site comes back with another secret key, and without the old one."""
    settings.SECRET_KEY = "another key, made after the old one was lost"


def test_no_secret_of_a_second_step_lies_in_the_database_as_it_is() -> None:
    user = account()
    client = sign_in(user)
    secret = turn_on(client)
    codes = re.findall(
        r"<code>(\w+)</code>", client.get("/en/account/two-step/codes/").content.decode()
    )
    held = [each.data for each in Authenticator.objects.filter(user=user)]
    assert len(held) == 2
    stored = repr(held)
    assert secret not in stored and not any(code in stored for code in codes)
    seed = Authenticator.objects.get(user=user, type="recovery_codes").data["seed"]
    assert encryption.decrypt_secret(seed) not in stored
    # The same text looks different each time: two accounts cannot be compared.
    assert encryption.encrypt_secret(secret) != encryption.encrypt_secret(secret)


def test_what_was_never_encrypted_or_with_another_key_is_not_taken(settings: Any) -> None:
    sealed = encryption.encrypt_secret("JBSWY3DPEHPK3PXP")
    with pytest.raises(encryption.UndecryptableSecret):
        encryption.decrypt_secret("JBSWY3DPEHPK3PXP")
    with pytest.raises(encryption.UndecryptableSecret):
        encryption.decrypt_secret(sealed[:-8] + "AAAAAAA=")
    old = settings.SECRET_KEY
    other_key(settings)
    with pytest.raises(encryption.UndecryptableSecret):
        encryption.decrypt_secret(sealed)
    settings.SECRET_KEY_FALLBACKS = [old]
    assert encryption.decrypt_secret(sealed) == "JBSWY3DPEHPK3PXP"


def test_a_key_that_is_lost_is_told_with_the_ways_in_that_are_left(settings: Any) -> None:
    user = account()
    secret = turn_on(sign_in(user))
    other_key(settings)
    client = half_signed_in(user)
    cache.clear()
    told = client.post("/fr/account/two-step/code/", {"code": code_of(secret)})
    text = told.content.decode()
    assert told.status_code == 200 and "_auth_user_id" not in client.session
    assert (
        'id="id_code_error"' in text and "avec une clé d’accès" in text and "administrateur" in text
    )
    administrator = account("administrator")
    page = f"/en/account/people/{user.pk}/"
    keeper = sign_in(administrator)
    assert f"{page}second-step/" in keeper.get(page).content.decode()
    with TestCase.captureOnCommitCallbacks(execute=True):
        done = keeper.post(f"{page}second-step/", {"reason": "known by telephone"})
    assert done["Location"] == page
    assert f"{page}second-step/" not in keeper.get(page).content.decode()
    assert mail.outbox[-1].to == [user.email]
    entry = AuditEntry.objects.get(verb="accounts.reset_second_step")
    assert entry.old == {"kinds": ["recovery_codes", "totp"]}
    assert entry.reason == "known by telephone"
    with pytest.raises(WrongState):
        second_step.reset_second_step(Actor(user=administrator), user)
    again = sign_in(user)
    turn_on(again)


def test_recovery_codes_that_can_be_read_let_in_where_the_authenticator_cannot() -> None:
    user = account()
    client = sign_in(user)
    turn_on(client)
    codes = re.findall(
        r"<code>(\w+)</code>", client.get("/en/account/two-step/codes/").content.decode()
    )
    Authenticator.objects.filter(user=user, type="totp").update(data={"secret": "JBSWY3DPEHPK3PXP"})
    other = half_signed_in(user)
    wrong = other.post("/en/account/two-step/code/", {"code": "123456"})
    assert wrong.status_code == 200 and "_auth_user_id" not in other.session
    assert other.post("/en/account/two-step/code/", {"code": codes[0]}).status_code == 302
    assert other.get("/en/account/").status_code == 200


def test_codes_that_cannot_be_read_are_a_page_for_people_and_new_ones_can_be_made() -> None:
    user = account()
    client = sign_in(user)
    turn_on(client)
    Authenticator.objects.filter(user=user, type="recovery_codes").update(
        data={"seed": "00", "used_mask": 0}
    )
    for page in ("", "download/"):
        told = client.get(f"/en/account/two-step/codes/{page}")
        assert told.status_code == 409
        assert "recovery codes are unreadable" in told.content.decode()
    assert client.get("/en/account/two-step/codes/new/").status_code == 200
    assert client.post("/en/account/two-step/codes/new/").status_code == 302
    assert client.get("/en/account/two-step/codes/").status_code == 200


def test_what_was_stored_before_is_encrypted_and_can_be_had_back() -> None:
    migration = import_module("majlis.parties.accounts.migrations.0002_seal_second_steps")
    before = {
        "totp": {"secret": "JBSWY3DPEHPK3PXP"},
        "recovery_codes": {"seed": "ab" * 40, "used_mask": 5},
        "webauthn": {"name": "Key", "secret": "not one of ours"},
    }
    user, other = account(), account()
    for kind, data in before.items():
        user.authenticator_set.create(type=kind, data=data)
    old = {"migrated_codes": ["11112222", "33334444"], "words": "kept"}
    other.authenticator_set.create(type="recovery_codes", data=old)
    operation = migration.Migration.operations[0]
    operation.code(apps, None)
    held = {each.type: each for each in user.authenticator_set.all()}
    assert held["webauthn"].data == before["webauthn"]
    assert "JBSWY3DPEHPK3PXP" not in repr(held["totp"].data)
    assert held["recovery_codes"].data["used_mask"] == 5
    assert held["totp"].wrap().validate_code(code_of("JBSWY3DPEHPK3PXP"))
    codes = other.authenticator_set.get()
    assert "11112222" not in repr(codes.data) and codes.data["words"] == "kept"
    assert codes.wrap().get_unused_codes() == ["11112222", "33334444"]
    operation.reverse_code(apps, None)
    assert {each.type: each.data for each in user.authenticator_set.all()} == before
    assert other.authenticator_set.get().data == old


def test_a_secret_that_waits_for_its_first_code_is_encrypted_too() -> None:
    client: Any = sign_in(account())
    reauthenticate(client, client.get("/en/account/two-step/on/"))

    def shown(answer: Any) -> str:
        found = re.search(r"<code[^>]*>([A-Z2-7 ]{16,})</code>", answer.content.decode())
        assert found
        return found.group(1).replace(" ", "")

    secret = shown(client.get("/en/account/two-step/on/"))
    for _again in range(2):
        assert secret not in repr(dict(client.session.items()))
        assert shown(client.post("/en/account/two-step/on/", {"code": "123"})) == secret
    # Where the session holds none that can be read, another is shown, and the old code not taken.
    session = client.session
    session["mfa.totp.secret"] = secret
    session.save()
    other = client.post("/en/account/two-step/on/", {"code": code_of(secret)})
    assert other.status_code == 200 and shown(other) != secret
    assert (
        client.post("/en/account/two-step/on/", {"code": code_of(shown(other))}).status_code == 302
    )
