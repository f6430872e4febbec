"""Middleware: what is sent from a form whose session has ended is kept, not lost."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from majlis.commons.drafts import actions, places
from majlis.kernel.actor import Actor
from majlis.kernel.errors import InvalidInput
from majlis.kernel.rate_limits import RateLimit, TooManyRequests, count_request
from majlis.kernel.rate_limits import client_key as where_from

# A script saves at most every other second or so; a person writes for hours.
KEPT = RateLimit("drafts.keep", 2000, 3600)
KEPT_BY_NOBODY = RateLimit("drafts.keep_in_browser", 600, 3600)


class KeepTyped:
    """Keep a form for the person who opened it, where somebody else, or nobody, sends it.

    Stands after the checks against forged requests and after the middleware of accounts.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(
        self, request: HttpRequest, view: Any, arguments: Any, named: Any
    ) -> HttpResponse | None:
        """Keep and ask to sign in; None where the form is sent by the one who opened it."""
        if request.method != "POST" or places.SLIP not in request.POST:
            return None
        match = request.resolver_match
        if match is not None and match.view_name == "drafts:keep":
            return None  # it keeps by itself, and tells the script
        place = places.read_slip(request.POST[places.SLIP])
        if place is None or place.user_id is None:
            return None
        user: Any = request.user
        if user.is_authenticated and user.pk == place.user_id:
            return None
        try:
            # Whoever has one slip could send it without end, also after its person is signed out.
            count_request(KEPT if user.is_authenticated else KEPT_BY_NOBODY, where_from(request))
            keep_sent(request, place)
        except TooManyRequests as flood:
            messages.error(request, str(flood))
            return typed_again(request, flood.status)
        except InvalidInput:
            return None
        if user.is_authenticated:
            messages.warning(
                request,
                _(
                    "This form was opened under another account. What was typed is kept for that "
                    "account, and nothing was sent."
                ),
            )
            return redirect("drafts:mine")
        messages.warning(
            request,
            _(
                "Your session had ended, so nothing was sent yet. What you typed is kept: sign in, "
                "and the form opens with it."
            ),
        )
        return redirect_to_login(place.page)


def keep_sent(request: HttpRequest, place: places.Place) -> actions.Kept:
    """Keep what the request sends, at the place of its slip."""
    given = request.POST
    key, version = given.get(places.KEY, ""), given.get(places.VERSION, "")
    return actions.keep(
        Actor.of(request),
        place,
        values=place.typed(given),
        key=number(key) or None,
        version=number(version),
    )


def typed_again(request: HttpRequest, status: int) -> HttpResponse:
    """What was typed and could not be kept, to be copied."""
    typed = [
        (name, text)
        for name in request.POST
        if not name.startswith(places.OURS) and name != "csrfmiddlewaretoken"
        for text in request.POST.getlist(name)
        if text
    ]
    return render(request, "drafts/typed.html", {"typed": typed}, status=status)


def number(text: str) -> int:
    """A number that was sent; 0 for what is none, or none that a database holds."""
    return int(text) if text.isascii() and text.isdecimal() and len(text) < 10 else 0
