"""Error pages: what happened, and how to go on."""

from __future__ import annotations

import logging
import re
import sys
from collections.abc import Callable
from functools import wraps

from django.contrib.auth.models import AnonymousUser
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import SuspiciousOperation
from django.db import InterfaceError, OperationalError, connections
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render
from django.template.loader import render_to_string
from django.urls import NoReverseMatch
from django.utils import translation
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext

from majlis.commons.drafts.rescue import rescue_draft
from majlis.kernel.errors import Fault, StrOrPromise
from majlis.kernel.limited_process import ReadersBusy

logger = logging.getLogger(__name__)
RETRY_AFTER = 5
"""Seconds after which a browser or a proxy may try again while the database is away."""
SENTENCE_END = re.compile(r"(?<=\w\w\.) (?=\S)|(?<=\w。)(?=.)")
"""The place between two sentences of a message; not that after an abbreviation of one letter."""


class FaultMiddleware:
    """Middleware that turns a Fault raised by a view into an error page."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Return the response of the view."""
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        """The page of a Fault, or of the database's absence; None for other exceptions, which Django reports."""
        if is_database_outage(exception):
            logger.warning("The database is away: %s", " ".join(str(exception).split()))
            return database_outage(request)
        if not isinstance(exception, Fault):
            return None
        response = error_page(request, exception.status, exception.what, exception.mend)
        if isinstance(exception, ReadersBusy):
            response.headers["Retry-After"] = str(exception.retry_after)
        return response


def error_page(
    request: HttpRequest, status: int, what: StrOrPromise, mend: StrOrPromise
) -> HttpResponse:
    """A page that says what happened and how to go on.

    A request can fail before the middleware of sessions and languages has run, for example for an
    unknown Host header. Then the page is rendered for an anonymous visitor in the language of the
    address.
    """
    if not hasattr(request, "user"):
        request.user = AnonymousUser()
    try:
        request.GET  # noqa: B018 - read for the first time, it may be refused
    except SuspiciousOperation:  # more parameters than allowed: the error page has none
        request.GET = QueryDict()
    language = translation.get_language()
    if not hasattr(request, "LANGUAGE_CODE"):
        language = translation.get_language_from_request(request, check_path=True)
    context: dict[str, StrOrPromise | bool | list[str]] = {
        "what": what,
        "mend": mend,
        "failed": True,
        "sign_in": _sign_in_address(request, status),
    }
    with translation.override(language):
        # A heading is one sentence; others stand below it.
        heading, *sentences = SENTENCE_END.split(str(what))
        if sentences:
            context["what"] = heading.removesuffix(".").removesuffix("。")
        context["sentences"] = sentences
        return render(request, "portal/error.html", context, status=status)


def _sign_in_address(request: HttpRequest, status: int) -> str:
    """The sign-in address that leads back to the same page, for an anonymous visitor; else empty.

    Also for 404: e-mails link to pages that only some may see, and others get 404 there.
    """
    if status not in (403, 404) or request.method not in ("GET", "HEAD"):
        return ""
    if request.user.is_authenticated:
        return ""
    try:
        return redirect_to_login(request.get_full_path()).url
    except (NoReverseMatch, SuspiciousOperation):  # a wrong Host, or a very long address
        return ""


def _without_connection[**P](view: Callable[P, HttpResponse]) -> Callable[P, HttpResponse]:
    """Give the connections to the database back after the page.

    Django renders these pages in threads of their own (``convert_exception_to_response``), in which nothing
    ends a request: each would keep a connection, and a broken one for ever.
    """

    @wraps(view)
    def respond(*args: P.args, **kwargs: P.kwargs) -> HttpResponse:
        try:
            return view(*args, **kwargs)
        finally:
            for connection in connections.all(initialized_only=True):
                if not connection.in_atomic_block:
                    connection.close()

    return respond


@_without_connection
def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    """The page does not exist, or this reader may not see it: both look the same on purpose."""
    return error_page(
        request,
        404,
        _("Page not found"),
        _("Check the address, or search. Some pages require sign-in."),
    )


@_without_connection
def permission_denied(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Django denied permission; the wording is that of a refused verb."""
    return error_page(
        request,
        403,
        _("No permission for this action"),
        _("Sign in with an account that has permission, or contact the secretariat."),
    )


@_without_connection
def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    """The request is malformed."""
    return error_page(
        request,
        400,
        _("The request could not be processed."),
        _("Go back and try again. If the problem continues, inform the secretariat."),
    )


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """A form without a valid token: an old tab, or blocked cookies.

    The user may have signed in or out in another window; the text of a draft is saved in that case.
    """
    return rescue_draft(request) or error_page(
        request,
        403,
        _("This form has expired, or your browser did not return the required cookie."),
        _("Go back, copy your text, reload the page and send it again."),
    )


def server_error(request: HttpRequest) -> HttpResponse:
    """An internal error, or the absence of the database. This page must work without database and session."""
    if is_database_outage(sys.exc_info()[1]):
        return database_outage(request)
    return _bare_page(
        request,
        500,
        pgettext("page", "System error"),
        _("Confirmed changes are saved. Try again, or report this number to the site operator."),
    )


def is_database_outage(error: BaseException | None) -> bool:
    """Whether an error says that the database cannot be reached, or cannot write now.

    PostgreSQL counts among operational errors: no connection, no free one, a full disk, a shutdown. While
    another server takes over, the former one reads only (25006, Appendix A of its manual).
    """
    is_read_only = getattr(getattr(error, "__cause__", None), "sqlstate", "") == "25006"
    return isinstance(error, OperationalError | InterfaceError) or is_read_only


def database_outage(request: HttpRequest) -> HttpResponse:
    """The database is away: try again soon."""
    response = _bare_page(
        request,
        503,
        pgettext("page", "Temporarily unavailable"),
        _("The database is unavailable. Confirmed changes are saved. Try again in a few seconds."),
    )
    response["Retry-After"] = str(RETRY_AFTER)
    return response


def _bare_page(
    request: HttpRequest, status: int, heading: StrOrPromise, lead: StrOrPromise
) -> HttpResponse:
    """A page without the frame of the site, whose menus need the database."""
    number = getattr(request, "request_id", "")
    context = {"heading": heading, "lead": lead, "number": number, "look": None}
    return HttpResponse(render_to_string("portal/server_error.html", context), status=status)
