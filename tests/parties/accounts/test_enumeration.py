"""Whether an address has an account is learned from no form: the same work is done for each address.

Work is counted, not timed: hashes of passwords, mails, and queries.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import pytest
from allauth.account.models import EmailAddress
from django.contrib.auth.hashers import MD5PasswordHasher
from django.core import mail
from django.core.cache import cache
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from majlis.kernel.models import User
from tests.parties.accounts.support import PASSWORD, account, reauthenticate, sign_in

pytestmark = pytest.mark.django_db
UNKNOWN = "unknown@example.org"
NEW = "another quiet tidal garden"


@dataclass(frozen=True)
class Work:
    """What a request cost: hashes of passwords, mails, and queries; and what it answered."""

    hashes: int
    mails: int
    queries: int
    answer: tuple[int, str]


def closed() -> User:
    return account(is_active=False)


def without_password() -> User:
    return account(password=None)


def unconfirmed() -> User:
    user = account()
    EmailAddress.objects.filter(user=user).update(verified=False)
    return user


KNOWN = [account, closed, without_password, unconfirmed]
FORMS: dict[str, dict[str, str]] = {
    "/en/account/sign-up/": {"name": "X", "email": "{}", "password1": NEW},
    "/en/account/sign-in/": {"login": "{}", "password": NEW},
    "/en/account/password/reset/": {"email": "{}"},
    "/en/account/organization/": {"email": "{}"},
}


def work_of(path: str, email: str, monkeypatch: pytest.MonkeyPatch, client: Any = None) -> Work:
    """Send the form at ``path`` with an address, and count."""
    hashes: list[str] = []
    encode = MD5PasswordHasher.encode

    def counted(self: MD5PasswordHasher, *args: Any, **kwargs: Any) -> str:
        hashes.append("")
        return encode(self, *args, **kwargs)

    cache.clear()
    mails = len(mail.outbox)
    values = {name: value.format(email) for name, value in FORMS[path].items()}
    with monkeypatch.context() as patch, CaptureQueriesContext(connection) as queries:
        patch.setattr(MD5PasswordHasher, "encode", counted)
        answer = (client or Client()).post(path, values)
    seen = (answer.status_code, str(answer.headers.get("Location", "")))
    return Work(len(hashes), len(mail.outbox) - mails, len(queries), seen)


@pytest.mark.parametrize("path", FORMS)
@pytest.mark.parametrize("known", KNOWN)
def test_a_form_costs_the_same_for_each_address(
    path: str, known: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    user = known()
    with_account = work_of(path, user.email, monkeypatch)
    without = work_of(path, UNKNOWN, monkeypatch)
    assert with_account.hashes == without.hashes, (with_account, without)
    assert with_account.mails == without.mails, (with_account, without)
    assert with_account.answer == without.answer
    # A hash takes a thousand times as long as a query; a sign-up stores a new person besides.
    assert abs(with_account.queries - without.queries) <= 12, (with_account, without)
    assert user.check_password(PASSWORD) or not user.has_usable_password()


def test_a_change_of_address_costs_the_same_for_each_address(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    path = "/en/account/email/"
    monkeypatch.setitem(FORMS, path, {"email": "{}", "action_add": ""})
    works = []
    for email in (account().email, UNKNOWN):
        client = sign_in(account())
        reauthenticate(client, client.get("/en/account/two-step/on/"))
        works.append(work_of(path, email, monkeypatch, client))
    assert works[0] == works[1]
