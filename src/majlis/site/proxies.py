"""Trusted reverse proxies: their headers give the visitor's address and scheme."""

from __future__ import annotations

from collections.abc import Callable
from ipaddress import ip_address

from django.conf import settings
from django.http import HttpRequest, HttpResponse

FORWARDED_HEADERS = (
    "HTTP_X_FORWARDED_FOR",
    "HTTP_X_FORWARDED_PROTO",
    "HTTP_FORWARDED",
    "HTTP_X_REQUEST_ID",
)
"""Headers that are taken from trusted proxies, and removed from requests of others."""
PROXY_HEADERS = frozenset(
    {
        "HTTP_CDN_LOOP",
        "HTTP_CLIENT_IP",
        "HTTP_FASTLY_CLIENT_IP",
        "HTTP_FLY_CLIENT_IP",
        "HTTP_FORWARDED",
        "HTTP_TRUE_CLIENT_IP",
        "HTTP_VIA",
        "HTTP_X_AMZN_TRACE_ID",
        "HTTP_X_CLIENT_IP",
        "HTTP_X_CLOUD_TRACE_CONTEXT",
        "HTTP_X_CLUSTER_CLIENT_IP",
        "HTTP_X_FORWARDED",
        "HTTP_X_HOST",
        "HTTP_X_PROXYUSER_IP",
        "HTTP_X_REAL_IP",
        "HTTP_X_REMOTE_ADDR",
        "HTTP_X_REMOTE_IP",
        "HTTP_X_REQUEST_ID",
        "HTTP_X_REQUEST_START",
        "HTTP_X_VARNISH",
    }
)
"""Headers that a proxy adds, and a browser never sends."""
PROXY_PREFIXES = (
    "HTTP_CF_",
    "HTTP_CLOUDFRONT_",
    "HTTP_FORWARDED_",
    "HTTP_TAILSCALE_",
    "HTTP_X_APPENGINE_",
    "HTTP_X_ARR_",
    "HTTP_X_AZURE_",
    "HTTP_X_ENVOY_",
    "HTTP_X_FORWARDED_",
    "HTTP_X_ORIGINAL_",
    "HTTP_X_PROXY_",
)
"""How the names of further headers of proxies begin."""


def trusted_proxies(
    get_response: Callable[[HttpRequest], HttpResponse],
) -> Callable[[HttpRequest], HttpResponse]:
    """Take the visitor's address and scheme from headers of trusted proxies; remove those of others."""

    def respond(request: HttpRequest) -> HttpResponse:
        peer = request.META.get("REMOTE_ADDR", "")
        request.peer = peer  # type: ignore[attr-defined]
        request.passed_on = any(map(is_proxy_header, request.META))  # type: ignore[attr-defined]
        if is_trusted(peer):
            request.META["REMOTE_ADDR"] = visitor_address(
                peer, request.META.get(FORWARDED_HEADERS[0], "")
            )
        else:
            for name in FORWARDED_HEADERS:
                request.META.pop(name, None)
        return get_response(request)

    return respond


def is_proxy_header(name: str) -> bool:
    """Whether a key of ``request.META`` is a header that only proxies add."""
    return name in PROXY_HEADERS or name.startswith(PROXY_PREFIXES)


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
