"""What an OpenID Connect server says of itself, asked when an organization's own sign-in is set."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

import requests
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from majlis.kernel.errors import InvalidInput
from majlis.parties.accounts.origins import origin_of
from majlis.parties.accounts.safe_http import fetch

MAX_SIZE = 1_000_000
LOOPBACK = ("127.0.0.1", "::1", "localhost")
REQUIRED_ENDPOINTS = ("authorization_endpoint", "token_endpoint", "userinfo_endpoint", "jwks_uri")


@dataclass(frozen=True)
class OpenIDServer:
    """An OpenID Connect server: its issuer, and where its sign-in page is (scheme and host)."""

    issuer: str
    origin: str


def is_safe_address(address: str) -> bool:
    """Whether an address may be used: https, or where a site may ask it, on this machine itself."""
    try:
        parts = urlsplit(address)
        host = parts.hostname or ""
    except ValueError:
        return False
    if not origin_of(address):
        return False
    here = settings.MAJLIS_DEMO and parts.scheme == "http" and host in LOOPBACK
    return parts.scheme == "https" or here


def discover(issuer: str) -> OpenIDServer:
    """Ask the server at the issuer's address what it is.

    Raises InvalidInput (field ``issuer``) where the address is unsafe, nothing answers, or the answer is
    not that of this issuer.
    """
    issuer = issuer.strip().rstrip("/")
    if not is_safe_address(issuer):
        raise InvalidInput(
            {"issuer": _("Write the address of the server, beginning with https://.")}
        )
    try:
        told: Any = json.loads(fetch(f"{issuer}/.well-known/openid-configuration", MAX_SIZE))
        addresses = [str(told[name]) for name in REQUIRED_ENDPOINTS]
        named = str(told["issuer"]).rstrip("/")
    except (OSError, requests.RequestException, ValueError, KeyError, TypeError, RecursionError):
        raise InvalidInput(
            {
                "issuer": _(
                    "This server does not answer as an OpenID Connect server: check the address, and that the server runs."
                )
            }
        ) from None
    if named != issuer or not all(map(is_safe_address, addresses)):
        raise InvalidInput(
            {
                "issuer": _(
                    "The server calls itself by another address: copy the issuer that it names."
                )
            }
        )
    return OpenIDServer(issuer=issuer, origin=origin_of(addresses[0]))
