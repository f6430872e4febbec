"""OpenID Connect Discovery, used when an organization's own sign-in is set up."""

from __future__ import annotations

import json
from dataclasses import dataclass
from urllib.parse import urlsplit

import requests
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from majlis.kernel.errors import InvalidInput
from majlis.kernel.json_types import JSON
from majlis.parties.accounts.origins import origin_of
from majlis.parties.accounts.safe_http import fetch

MAX_SIZE = 1_000_000
LOOPBACK = ("127.0.0.1", "::1", "localhost")
REQUIRED_ENDPOINTS = ("authorization_endpoint", "token_endpoint", "userinfo_endpoint", "jwks_uri")


@dataclass(frozen=True)
class OpenIDServer:
    """An OpenID Connect server: its issuer, and the origin of its sign-in page (scheme and host)."""

    issuer: str
    origin: str


def is_safe_address(address: str) -> bool:
    """Whether an address may be requested: https; in a demonstration also http on this machine."""
    try:
        parts = urlsplit(address)
        host = parts.hostname or ""
    except ValueError:
        return False
    if not origin_of(address):
        return False
    is_local = settings.MAJLIS_DEMO and parts.scheme == "http" and host in LOOPBACK
    return parts.scheme == "https" or is_local


def discover(issuer: str) -> OpenIDServer:
    """Read the configuration of the server at the issuer's address.

    Raises InvalidInput (field ``issuer``) if the address is unsafe, if there is no valid answer, or if
    the answer names another issuer.
    """
    issuer = issuer.strip().rstrip("/")
    if not is_safe_address(issuer):
        raise InvalidInput(
            {"issuer": _("Enter the address of the server, beginning with https://.")}
        )
    try:
        metadata: dict[str, JSON] = json.loads(
            fetch(f"{issuer}/.well-known/openid-configuration", MAX_SIZE)
        )
        addresses = [str(metadata[name]) for name in REQUIRED_ENDPOINTS]
        metadata_issuer = str(metadata["issuer"]).rstrip("/")
    except (OSError, requests.RequestException, ValueError, KeyError, TypeError, RecursionError):
        raise InvalidInput(
            {
                "issuer": _(
                    "No OpenID Connect server responds at this address. Check the address and the "
                    "server."
                )
            }
        ) from None
    if metadata_issuer != issuer or not all(map(is_safe_address, addresses)):
        raise InvalidInput(
            {
                "issuer": _(
                    "The server gives a different issuer address. Copy the issuer from the server."
                )
            }
        )
    return OpenIDServer(issuer=issuer, origin=origin_of(addresses[0]))
