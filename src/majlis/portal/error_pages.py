"""Error pages: what happened, and how to go on."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.models import AnonymousUser
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import DisallowedHost
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.urls import NoReverseMatch
from django.utils import translation
from django.utils.translation import gettext_lazy as _

from majlis.commons.drafts.rescue import rescue_draft
from majlis.kernel.errors import Fault


class FaultMiddleware:
    """Middleware: a Fault that a view lets through becomes a page with its words and its status."""

    def __init__(self, get_response: Any) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer as the view does."""
        response: HttpResponse = self.get_response(request)
        return response

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        """The page of a Fault; nothing for a defect, which is Django's to report."""
        if isinstance(exception, Fault):
            return error_page(request, exception.status, exception.what, exception.mend)
        return None


def error_page(request: HttpRequest, status: int, what: Any, mend: Any) -> HttpResponse:
    """A page that says what happened and how to go on.

    What is refused early, such as another site's name in the header Host, comes before the middleware that
    knows who asks and in which language: it is drawn for a visitor, in the language of the address.
    """
    if not hasattr(request, "user"):
        request.user = AnonymousUser()
    language = translation.get_language()
    if not hasattr(request, "LANGUAGE_CODE"):
        language = translation.get_language_from_request(request, check_path=True)
    said = {
        "what": what,
        "mend": mend,
        "failed": True,
        "sign_in": _sign_in_address(request, status),
    }
    with translation.override(language):
        return render(request, "portal/error.html", said, status=status)


def _sign_in_address(request: HttpRequest, status: int) -> str:
    """Where somebody who is not signed in, and may be let in then, signs in to come back to the same page.

    Letters lead to pages that only some see, and of which others are told that there is nothing.
    """
    if status not in (403, 404) or request.method not in ("GET", "HEAD"):
        return ""
    if request.user.is_authenticated:
        return ""
    try:
        return redirect_to_login(request.get_full_path()).url
    except (NoReverseMatch, DisallowedHost):
        return ""


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Nothing is here, or nothing that this reader may see: the two look the same on purpose."""
    return error_page(
        request,
        404,
        _("There is no page at this address."),
        _("Look at the address once more, or search. Some pages are seen only after signing in."),
    )


def permission_denied(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Django refused: the words are those of a verb that is refused."""
    return error_page(
        request,
        403,
        _("You may not do this."),
        _("Sign in with an account that may, or ask the secretariat."),
    )


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    """The request itself is broken."""
    return error_page(
        request,
        400,
        _("The site did not understand what was sent."),
        _("Go back and try once more. If it happens again, tell the secretariat what you did."),
    )


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """A form without a valid token: an old tab, or cookies that the browser does not keep.

    Somebody may have signed in or out in another window: what was typed for a draft is kept.
    """
    return rescue_draft(request) or error_page(
        request,
        403,
        _("This form is too old, or your browser did not send back the cookie that came with it."),
        _("Go back, copy what you typed, load the page again and send it once more."),
    )


def server_error(request: HttpRequest) -> HttpResponse:
    """A defect of the site. This page must work when little else does: no database, no session."""
    body = render_to_string(
        "portal/server_error.html",
        {"number": getattr(request, "request_id", ""), "look": None},
    )
    return HttpResponse(body, status=500)
