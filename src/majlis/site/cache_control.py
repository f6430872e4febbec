"""Middleware that says in ``Cache-Control`` who may store a response: a proxy before the site, a browser, or nobody.

A page that a visitor reads is the same for all visitors with the same cookies, so that a proxy may answer with it for
some seconds (``SHARED_SECONDS``). A browser always asks again (``max-age=0``), and gets 304 if nothing changed: it shows
at once what its reader has just sent, and no page of before they signed in or out.
"""

from __future__ import annotations

from collections.abc import Callable

from django.conf import settings
from django.contrib.messages.storage.cookie import CookieStorage
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.utils.cache import patch_vary_headers

from majlis.portal.discovery import PRIVATE_AREAS

SHARED_SECONDS = 10
"""Seconds for which a proxy may answer with the page of a visitor. What is withdrawn may stay in a proxy so long."""
SHARED = f"public, max-age=0, s-maxage={SHARED_SECONDS}"
NOBODY = "private, no-store"
UNSHARED = "private, no-cache"
PERSONAL_COOKIES = frozenset({settings.SESSION_COOKIE_NAME, CookieStorage.cookie_name})
"""Cookies of who has signed in, and of a page with a message."""
SECRETS = frozenset({"token", "uidb36"})
"""Parts of addresses that give access to who knows them."""


def cache_control(
    get_response: Callable[[HttpRequest], HttpResponseBase],
) -> Callable[[HttpRequest], HttpResponseBase]:
    """Set ``Cache-Control``, and ``Vary: Cookie`` where a proxy may store the response."""

    def respond(request: HttpRequest) -> HttpResponseBase:
        response = get_response(request)
        header = header_of(request, response)
        response["Cache-Control"] = header
        if header == SHARED:
            # The theme, the session and messages are in cookies.
            patch_vary_headers(response, ["Cookie"])
        return response

    return respond


def header_of(request: HttpRequest, response: HttpResponseBase) -> str:
    """The value of ``Cache-Control`` for a response; the first line that applies."""
    given = str(response.get("Cache-Control", ""))
    if response.cookies or request.META.get("CSRF_COOKIE_NEEDS_UPDATE"):
        return given if "no-store" in given else NOBODY
    if given:
        return given
    if request.method not in ("GET", "HEAD"):
        return NOBODY
    if PERSONAL_COOKIES & request.COOKIES.keys():
        return NOBODY
    if is_private_address(request):
        return NOBODY
    return SHARED if response.status_code == 200 else UNSHARED


def is_private_address(request: HttpRequest) -> bool:
    """Whether the address is one of work or of persons, or contains a secret."""
    match = request.resolver_match
    if match is not None and SECRETS & match.kwargs.keys():
        return True
    below = request.path.partition("/")[2].partition("/")[2]
    return any(below.startswith(f"{area}/") for area in PRIVATE_AREAS)
