"""What tests of these rooms share: records to talk about, and signing in."""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.test import Client

from majlis.commons.comments import policy
from majlis.kernel.models import Access, Record, User
from majlis.kernel.records import create_record, get_or_create_circle

_serial = itertools.count(1)
WORDS = {
    "ar": "موضوع خيالي",
    "zh": "虚构主题",
    "en": "A fictional subject",
    "fr": "Un sujet fictif",
    "ru": "Вымышленная тема",
    "es": "Un tema ficticio",
}


def make_record(*, private_to: User | None = None, kind: str = "subject", **fields: Any) -> Record:
    """A record that is public, or private to one person."""
    number = next(_serial)
    if private_to is not None:
        fields |= {
            "access": Access.PRIVATE,
            "circle": get_or_create_circle(f"private:{number}", {"user": private_to}),
        }
    words = {"title": {code: f"{text} {number}" for code, text in WORDS.items()}}
    return create_record(kind, f"subjects/{number}", words, authentic="en", **fields)


@contextmanager
def open_to_comments(check: str = "after", kind: str = "subject") -> Iterator[None]:
    """People may comment on records of the kind while this lasts."""
    before = dict(policy.POLICIES)
    policy.register(kind, policy.Policy(check=check))
    try:
        yield
    finally:
        policy.POLICIES.clear()
        policy.POLICIES.update(before)


def client_for(user: User | None = None, **options: Any) -> Client:
    """A browser, in which somebody has signed in or nobody."""
    client = Client(**options)
    if user is not None:
        client.force_login(user)
    return client
