"""Browsers in which somebody signed in before: a signed cookie, so that strangers cannot lock people out of them.

The cookie holds a random number of the browser and, for each account, a keyed hash of the account and its
password: whoever reads it learns no address, and a new password voids it in every other browser. It gives no
access; a browser that shows it is only counted by itself (see ``attempts``).
"""

from __future__ import annotations

import secrets
from collections.abc import Callable
from datetime import timedelta
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils.crypto import constant_time_compare, salted_hmac

from majlis.kernel.models import User

COOKIE = "majlis_browser"
SALT = "majlis.accounts.known_browser"
AGE = timedelta(days=365)
MAX_ACCOUNTS = 10
_SEPARATOR = "."


def is_any_known(request: HttpRequest) -> bool:
    """Whether somebody signed in in this browser before, in whichever account."""
    return bool(_read(request))


def browser_of(request: HttpRequest, user: User) -> str:
    """What identifies the browser, if this person signed in in it before, or is signed in; else empty."""
    number, *accounts = _read(request) or [""]
    if any(_matches(each, user) for each in accounts):
        return number
    return request.session.session_key or "" if request.user == user else ""


def remember(user: User, request: HttpRequest | None = None, **_other: Any) -> None:
    """Let the answer to this request make the browser known for the account; a receiver of signals."""
    if request is not None:
        request.signed_in_user = user  # type: ignore[attr-defined]


def set_cookie(
    get_response: Callable[[HttpRequest], HttpResponse],
) -> Callable[[HttpRequest], HttpResponse]:
    """Middleware: set or renew the cookie after a sign-in or a new password."""

    def respond(request: HttpRequest) -> HttpResponse:
        response = get_response(request)
        user: User | None = getattr(request, "signed_in_user", None)
        if user is not None:
            number, *accounts = _read(request) or [secrets.token_urlsafe(16)]
            others = [each for each in accounts if not _matches(each, user)]
            value = [number, _fingerprints(user)[0], *others[: MAX_ACCOUNTS - 1]]
            response.set_signed_cookie(
                COOKIE,
                _SEPARATOR.join(value),
                salt=SALT,
                max_age=AGE,
                secure=settings.SESSION_COOKIE_SECURE,
                httponly=True,
                samesite="Lax",
            )
        return response

    return respond


def _read(request: HttpRequest) -> list[str]:
    value = request.get_signed_cookie(COOKIE, default="", salt=SALT, max_age=AGE)
    return value.split(_SEPARATOR) if value else []


def _fingerprints(user: User) -> list[str]:
    """The hash of the account with the present secret key, then with old ones."""
    keys = (settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS)
    value = f"{user.pk}|{user.password}"
    return [salted_hmac(SALT, value, secret=key, algorithm="sha256").hexdigest() for key in keys]


def _matches(fingerprint: str, user: User) -> bool:
    return any(constant_time_compare(fingerprint, each) for each in _fingerprints(user))
