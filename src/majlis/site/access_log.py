"""Middleware that logs each request in one line, and counts it.

The line has no network address, no name and no query: a log that is kept is not to say who read what.
"""

from __future__ import annotations

import logging
import time
from collections.abc import Callable

from django.conf import settings
from django.contrib.auth import SESSION_KEY
from django.http import HttpRequest, HttpResponse

from majlis.site.log_lines import clean_text, current_request_id
from majlis.site.request_statistics import statistics

logger = logging.getLogger("majlis.access")


def log_access(
    get_response: Callable[[HttpRequest], HttpResponse],
) -> Callable[[HttpRequest], HttpResponse]:
    """Log and count each request; all that is logged meanwhile carries its id."""

    def respond(request: HttpRequest) -> HttpResponse:
        begun = time.perf_counter()
        token = current_request_id.set(getattr(request, "request_id", ""))
        try:
            response = get_response(request)
            seconds = time.perf_counter() - begun
            page = page_name(request)
            statistics.count(page, response.status_code, seconds)
            _log(request, response, page, seconds)
        finally:
            current_request_id.reset(token)
        return response

    return respond


def page_name(request: HttpRequest) -> str:
    """The kind of page: the name of its address; ``static`` for style sheets and scripts; else ``none``."""
    if request.resolver_match is not None:
        return request.resolver_match.view_name
    return "static" if request.path_info.startswith(settings.STATIC_URL) else "none"


def reader_kind(request: HttpRequest) -> str:
    """``signed in`` or ``visitor``, as far as the session was read; this reads nothing more."""
    session = getattr(request, "session", None)
    if session is not None and session.accessed and SESSION_KEY in session:
        return "signed in"
    return "visitor"


def response_size(response: HttpResponse) -> int | None:
    """The size of the body in bytes; None for a stream of unknown length."""
    if not response.streaming:
        return len(response.content)
    length = response.headers.get("Content-Length", "")
    return int(length) if length.isdigit() else None


def _log(request: HttpRequest, response: HttpResponse, page: str, seconds: float) -> None:
    if not logger.isEnabledFor(logging.INFO):
        return
    fields = {
        "method": clean_text(request.method or "", 20),
        "path": clean_text(request.path),
        "status": response.status_code,
        "duration_ms": round(seconds * 1000, 1),
        "size": response_size(response),
        "reader": reader_kind(request),
        "page": page,
    }
    logger.info(
        "%(method)s %(path)s %(status)s %(duration_ms)s ms, %(size)s bytes, %(reader)s, %(page)s",
        fields,
        extra=fields,
    )
