"""Middleware: the id of each request, which its audit entries carry; present figures after a form was sent."""

from __future__ import annotations

import uuid
from collections.abc import Callable

from django.contrib.messages.storage.cookie import CookieStorage
from django.http import HttpRequest, HttpResponse

from majlis.kernel.snapshot_cache import read_present


def request_id(
    get_response: Callable[[HttpRequest], HttpResponse],
) -> Callable[[HttpRequest], HttpResponse]:
    """Give the request an id, and the response a header with it, which users can quote to support."""

    def respond(request: HttpRequest) -> HttpResponse:
        request.request_id = uuid.uuid4().hex  # type: ignore[attr-defined]
        response = get_response(request)
        response["X-Request-ID"] = request.request_id  # type: ignore[attr-defined]
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
