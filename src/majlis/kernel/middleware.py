"""Middleware: the id of each request, for its audit entries and log lines; addresses without a page; present figures."""

from __future__ import annotations

import re
import uuid
from collections.abc import Callable

from django.contrib.messages.storage.cookie import CookieStorage
from django.http import Http404, HttpRequest, HttpResponse

from majlis.kernel.snapshot_cache import read_present

WELL_FORMED = re.compile(r"[A-Za-z0-9._-]{8,64}")
"""Ids that are taken from a proxy: those of nginx, Caddy and others; no longer than the audit stores."""


def request_id(
    get_response: Callable[[HttpRequest], HttpResponse],
) -> Callable[[HttpRequest], HttpResponse]:
    """Give the request an id, and the response a header with it, which users can quote to support.

    A proxy may have given it one. The middleware before this one removes the header of all others.
    """

    def respond(request: HttpRequest) -> HttpResponse:
        given = request.headers.get("X-Request-ID", "")
        own = given if WELL_FORMED.fullmatch(given) else uuid.uuid4().hex
        request.request_id = own  # type: ignore[attr-defined]
        response = get_response(request)
        response["X-Request-ID"] = own
        return response

    return respond


def present_figures(
    get_response: Callable[[HttpRequest], HttpResponse],
) -> Callable[[HttpRequest], HttpResponse]:
    """Let a visitor who sends a form, and the next page with its message, read the present state.

    It comes after the authentication middleware of Django.
    """

    def respond(request: HttpRequest) -> HttpResponse:
        if request.method not in ("GET", "HEAD") or CookieStorage.cookie_name in request.COOKIES:
            read_present(request.user)
        return get_response(request)

    return respond


def refuse_null_characters(
    get_response: Callable[[HttpRequest], HttpResponse],
) -> Callable[[HttpRequest], HttpResponse]:
    """Answer 404 where the path contains NUL, which the database refuses to look for; take it out of the query."""

    def respond(request: HttpRequest) -> HttpResponse:
        if "\0" in request.path:
            raise Http404
        query = request.META.get("QUERY_STRING", "")
        if "%00" in query or "\0" in query:
            request.META["QUERY_STRING"] = query.replace("%00", "").replace("\0", "")
            request.__dict__.pop("GET", None)  # read before, it is read anew
        return get_response(request)

    return respond
