"""Middleware: what is sent from a form whose session has ended is kept, not lost."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from majlis.commons.drafts import location
from majlis.commons.drafts.rescue import (
    ANONYMOUS_SAVE_LIMIT,
    SAVE_LIMIT,
    render_unsaved_text,
    save_posted_draft,
)
from majlis.kernel.errors import InvalidInput
from majlis.kernel.rate_limits import TooManyRequests, count_request
from majlis.kernel.rate_limits import client_key as where_from


class RescueDrafts:
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
        if request.method != "POST" or location.TOKEN_FIELD not in request.POST:
            return None
        match = request.resolver_match
        if match is not None and match.view_name == "drafts:save":
            return None  # it keeps by itself, and tells the script
        place = location.read_token(request.POST[location.TOKEN_FIELD])
        if place is None or place.user_id is None:
            return None
        user: Any = request.user
        if user.is_authenticated and user.pk == place.user_id:
            return None
        try:
            # Whoever has one slip could send it without end, also after its person is signed out.
            count_request(
                SAVE_LIMIT if user.is_authenticated else ANONYMOUS_SAVE_LIMIT, where_from(request)
            )
            save_posted_draft(request, place)
        except TooManyRequests as flood:
            messages.error(request, str(flood))
            return render_unsaved_text(request, flood.status)
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
