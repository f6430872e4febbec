"""People who can sign in, and clients that have."""

from __future__ import annotations

from typing import Any

from allauth.account.models import EmailAddress
from django.test import Client

from majlis.kernel.models import Record, User
from majlis.kernel.records import create_record
from tests.support.people import person

PASSWORD = "four quiet tidal gardens"


def account(*roles: Any, password: str | None = PASSWORD, **fields: Any) -> User:
    """A fictional person with a confirmed address and a password."""
    user = person(*roles, **fields)
    user.set_password(password)
    user.save()
    EmailAddress.objects.create(user=user, email=user.email, verified=True, primary=True)
    return user


def sign_in(user: User, password: str = PASSWORD, language: str = "en", **more: Any) -> Client:
    """A client that signed in by the form."""
    client = Client(**more)
    answer = client.post(
        f"/{language}/account/sign-in/", {"login": user.email, "password": password}
    )
    assert answer.status_code == 302, answer.content.decode()[-3000:]
    return client


def reauthenticate(client: Client, answer: Any, password: str = PASSWORD) -> Any:
    """Write the password once more, where an answer asks for it; return what comes of it."""
    assert answer.status_code == 302 and "/account/again/" in answer["Location"], answer
    assert client.get(answer["Location"]).status_code == 200
    return client.post(answer["Location"], {"password": password})


def organisation(title: str = "Fictional Union of Tide Clocks", address: str = "") -> Record:
    """A fictional organization."""
    number = Record.objects.count()
    return create_record(
        "organisation", address or f"organisations/o{number}", {"title": {"en": title}}
    )


def body() -> Record:
    """A fictional body."""
    number = Record.objects.count()
    return create_record("body", f"bodies/b{number}", {"title": {"en": "Fictional Council"}})
