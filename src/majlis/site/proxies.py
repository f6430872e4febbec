"""Trusted reverse proxies: their headers give the visitor's address and scheme."""

from __future__ import annotations

from collections.abc import Callable
from ipaddress import ip_address

from django.conf import settings
from django.http import HttpRequest, HttpResponse

FORWARDED_HEADERS = ("HTTP_X_FORWARDED_FOR", "HTTP_X_FORWARDED_PROTO", "HTTP_FORWARDED")


def trusted_proxies(
    get_response: Callable[[HttpRequest], HttpResponse],
) -> Callable[[HttpRequest], HttpResponse]:
    """Take the visitor's address and scheme from headers of trusted proxies; remove those of others."""

    def respond(request: HttpRequest) -> HttpResponse:
        peer = request.META.get("REMOTE_ADDR", "")
        request.passed_on = any(name in request.META for name in FORWARDED_HEADERS)  # type: ignore[attr-defined]
        if is_trusted(peer):
            request.META["REMOTE_ADDR"] = visitor_address(
                peer, request.META.get(FORWARDED_HEADERS[0], "")
            )
        else:
            for name in FORWARDED_HEADERS:
                request.META.pop(name, None)
        return get_response(request)

    return respond


def is_trusted(address: str) -> bool:
    """Whether an address is that of a trusted proxy."""
    try:
        ip = ip_address(address)
    except ValueError:
        return False
    return any(ip in network for network in settings.MAJLIS_PROXIES)


def visitor_address(peer: str, forwarded: str) -> str:
    """The visitor's address: the last one in the header that is not a trusted proxy.

    Earlier entries come from the visitor, and may be forged.
    """
    address = peer
    for part in reversed(forwarded.split(",")):
        entry = part.strip()
        try:
            address = str(ip_address(entry))
        except ValueError:
            break
        if not is_trusted(address):
            break
    return address
