"""Tokens of one-time links: creation, lookup and use."""

from __future__ import annotations

import hashlib
import secrets
from datetime import timedelta

from django.db.models import QuerySet

from majlis.kernel import clock
from majlis.kernel.models import User
from majlis.parties.accounts.models import OneTimeLink


def hash_token(token: str) -> str:
    """The stored hash of a token. A token has 256 random bits, for which a plain hash is enough."""
    return hashlib.sha256(token.encode()).hexdigest()


def create_link(
    purpose: str, lifetime: timedelta, user: User | None = None, email: str = ""
) -> tuple[str, OneTimeLink]:
    """Create a token and its link; earlier ones for the same purpose, user and address become invalid."""
    unused = OneTimeLink.objects.filter(used_at__isnull=True)
    unused.filter(expires_at__lte=clock.now()).delete()
    unused.filter(purpose=purpose, user=user, email=email).delete()
    token = secrets.token_urlsafe(32)
    link = OneTimeLink.objects.create(
        purpose=purpose,
        user=user,
        email=email,
        digest=hash_token(token),
        expires_at=clock.now() + lifetime,
    )
    return token, link


def latest_link(purpose: str) -> OneTimeLink | None:
    """The latest link of the purpose that works now, or None."""
    return _unused_links(purpose, None).order_by("made_at").last()


def find_link(purpose: str, token: str, user: User | None = None) -> OneTimeLink | None:
    """The link of the token, or None if it does not work now."""
    return _unused_links(purpose, user).filter(digest=hash_token(token)).first()


def use_token(purpose: str, token: str, user: User | None = None) -> bool:
    """Use a token; False if it is unknown, used or expired. Of concurrent calls one gets True."""
    links = _unused_links(purpose, user).filter(digest=hash_token(token))
    return links.update(used_at=clock.now(), email="") == 1


def _unused_links(purpose: str, user: User | None) -> QuerySet[OneTimeLink]:
    return OneTimeLink.objects.filter(
        purpose=purpose, user=user, used_at__isnull=True, expires_at__gt=clock.now()
    )
