"""``majlis make-administrator`` and ``majlis reset-second-step``."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from django.core import mail
from django.test import Client

from majlis.cli import main
from majlis.kernel.models import AuditEntry
from majlis.site import command_database
from majlis.site.configuration import Configuration
from tests.parties.accounts.support import PASSWORD, account
from tests.support.tasks import IMMEDIATE_TASKS

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def here(settings: Any, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """The commands use the database of the tests, and mail stays here."""

    @contextmanager
    def running(configuration: Configuration) -> Iterator[bool]:
        yield True

    settings.TASKS = IMMEDIATE_TASKS
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    monkeypatch.setattr(command_database, "running_database", running)
    monkeypatch.setattr(command_database, "set_up_django", lambda configuration: None)
    monkeypatch.setenv("MAJLIS_DATA", str(tmp_path))
    monkeypatch.setenv("MAJLIS_DEMO", "0")
    monkeypatch.setenv("MAJLIS_ADDRESS", "https://majlis.example.org")


def test_a_person_with_an_account_becomes_administrator(capfd: pytest.CaptureFixture[str]) -> None:
    user = account()
    assert main(["make-administrator", user.email.upper(), "--real"]) == 0
    assert f"{user.email} is an administrator" in capfd.readouterr().out
    user.clear_appointment_cache()
    assert user.holds("administrator")
    entry = AuditEntry.objects.get(verb="accounts.appoint_person")
    assert (entry.system, entry.actor) == ("command", None)
    (letter,) = mail.outbox
    assert letter.to == [user.email] and "appointed administrator" in letter.subject
    # Doing it again is refused in one line.
    assert main(["make-administrator", user.email]) == 1
    assert "already holds this role" in capfd.readouterr().err


def test_a_person_without_a_password_is_told_how_to_set_one(
    capfd: pytest.CaptureFixture[str],
) -> None:
    assert main(["make-administrator", account().email, "--real"]) == 0
    assert "has no password now" not in capfd.readouterr().out
    user = account(password=None)
    assert main(["make-administrator", user.email, "--real"]) == 0
    assert "has no password now" in capfd.readouterr().out


def test_an_address_without_an_account_gets_a_link_once(capfd: pytest.CaptureFixture[str]) -> None:
    account("administrator")
    assert main(["make-administrator", "new@example.org", "--json"]) == 0
    told = json.loads(capfd.readouterr().out)
    assert (told["address"], told["outcome"]) == ("new@example.org", "invited")
    assert told["link"].startswith("https://majlis.example.org/en/account/administrator/")
    path = told["link"].removeprefix("https://majlis.example.org")
    assert not mail.outbox
    answer = Client().post(path, {"name": "Fictional Helper", "password": PASSWORD})
    assert answer.status_code == 302
    assert AuditEntry.objects.get(verb="accounts.invite_administrator").system == "command"
    # Without --json the link stands on a line of its own.
    assert main(["make-administrator", "other@example.org"]) == 0
    assert capfd.readouterr().out.splitlines()[-1].startswith("https://majlis.example.org/en/")


def test_the_second_step_is_removed(capfd: pytest.CaptureFixture[str]) -> None:
    user = account()
    Authenticator.objects.create(user=user, type=Authenticator.Type.TOTP, data={})
    assert main(["reset-second-step", user.email, "--json"]) == 0
    told = {"address": user.email, "outcome": "reset", "removed": 1}
    assert json.loads(capfd.readouterr().out) == told
    assert not Authenticator.objects.exists()
    assert AuditEntry.objects.get(verb="accounts.reset_second_step").system == "command"
    assert [letter.to for letter in mail.outbox] == [[user.email]]
    assert main(["reset-second-step", user.email]) == 1
    assert "does not use two-step sign-in" in capfd.readouterr().err


def unconfirmed() -> str:
    user = account()
    EmailAddress.objects.filter(user=user).update(verified=False)
    return str(user.email)


@pytest.mark.parametrize(
    ("command", "address", "said"),
    [
        ("make-administrator", unconfirmed, "is not confirmed"),
        ("make-administrator", lambda: account(is_active=False).email, "This account is closed"),
        ("make-administrator", lambda: "no address", "Invalid email address"),
        ("reset-second-step", lambda: "x@example.org", "No account has the address x@example.org"),
    ],
)
def test_what_cannot_be_done_is_one_line(
    command: str, address: Any, said: str, capfd: pytest.CaptureFixture[str]
) -> None:
    assert main([command, address()]) == 1
    printed = capfd.readouterr()
    assert said in printed.err and printed.err.count("\n") == 1 and printed.out == ""
    assert not AuditEntry.objects.exists() and not mail.outbox


def test_of_two_sites_one_is_named(
    tmp_path: Path, capfd: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    for kind in ("demo", "real"):
        (tmp_path / kind).mkdir()
    monkeypatch.delenv("MAJLIS_DEMO")
    monkeypatch.delenv("MAJLIS_ADDRESS")
    assert main(["make-administrator", account().email]) == 1
    assert "Add --real" in capfd.readouterr().err
    assert main(["make-administrator", account().email, "--real"]) == 0
