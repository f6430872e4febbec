"""Middleware that saves a form as a draft if another user, or no user, sends it."""

from __future__ import annotations

from collections.abc import Callable

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
from majlis.kernel.rate_limits import TooManyRequests, client_key, count_request


class RescueDrafts:
    """Saves a form as a draft of the person who opened it, if their session has ended or changed.

    It comes after the CSRF, authentication and messages middleware of Django.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(
        self,
        request: HttpRequest,
        view: Callable[..., HttpResponse],
        arguments: list[str],
        named: dict[str, str],
    ) -> HttpResponse | None:
        """Save the draft and ask to sign in; None if the sender is the person who opened the form."""
        if request.method != "POST" or location.TOKEN_FIELD not in request.POST:
            return None
        match = request.resolver_match
        if match is not None and match.view_name == "drafts:save":
            return None  # this view saves the draft itself, and responds to the script
        place = location.read_token(request.POST[location.TOKEN_FIELD])
        if place is None or place.user_id is None:
            return None
        user = request.user
        if user.is_authenticated and user.pk == place.user_id:
            return None
        try:
            # One token can be sent any number of times, also after its owner has signed out.
            count_request(
                SAVE_LIMIT if user.is_authenticated else ANONYMOUS_SAVE_LIMIT, client_key(request)
            )
            save_posted_draft(request, place)
        except TooManyRequests as limit_error:
            messages.error(request, str(limit_error))
            return render_unsaved_text(request, limit_error.status)
        except InvalidInput:
            return None
        if user.is_authenticated:
            messages.warning(
                request,
                _(
                    "This form belongs to another account. Your entries were saved there but not sent."
                ),
            )
            return redirect("drafts:mine")
        messages.warning(
            request,
            _("Your session expired. Your entries were saved but not sent. Sign in to continue."),
        )
        return redirect_to_login(place.page)
