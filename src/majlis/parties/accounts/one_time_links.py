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


def create_token(purpose: str, lifetime: timedelta, user: User | None = None) -> str:
    """Create a token; earlier ones for the same purpose and user become invalid."""
    OneTimeLink.objects.filter(purpose=purpose, user=user, used_at__isnull=True).delete()
    token = secrets.token_urlsafe(32)
    OneTimeLink.objects.create(
        purpose=purpose, user=user, digest=hash_token(token), expires_at=clock.now() + lifetime
    )
    return token


def is_usable(purpose: str, token: str, user: User | None = None) -> bool:
    """Whether the token is valid now."""
    return _unused_links(purpose, token, user).exists()


def use_token(purpose: str, token: str, user: User | None = None) -> bool:
    """Use a token; False if it is unknown, used or expired. Of concurrent calls one gets True."""
    return _unused_links(purpose, token, user).update(used_at=clock.now()) == 1


def _unused_links(purpose: str, token: str, user: User | None) -> QuerySet[OneTimeLink]:
    return OneTimeLink.objects.filter(
        purpose=purpose,
        user=user,
        digest=hash_token(token),
        used_at__isnull=True,
        expires_at__gt=clock.now(),
    )
