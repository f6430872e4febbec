"""Saves the values of a form that cannot be accepted because the session or the CSRF token has changed."""

from __future__ import annotations

from urllib.parse import urlsplit

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from majlis.commons.drafts import actions, location
from majlis.commons.drafts.models import draft_url
from majlis.kernel.actor import Actor
from majlis.kernel.errors import InvalidInput
from majlis.kernel.models import Reader
from majlis.kernel.rate_limits import RateLimit, TooManyRequests, client_key, count_request

# The script saves about every two seconds at most, and a person may write for hours.
SAVE_LIMIT = RateLimit("drafts.save_draft", 2000, 3600)
ANONYMOUS_SAVE_LIMIT = RateLimit("drafts.keep_in_browser", 600, 3600)


def save_posted_draft(request: HttpRequest, place: location.DraftLocation) -> actions.SavedDraft:
    """Save the values of the request as a draft at the location."""
    posted = request.POST
    key, version = posted.get(location.ID_FIELD, ""), posted.get(location.VERSION_FIELD, "")
    return actions.save_draft(
        Actor.of(request),
        place,
        values=place.typed(posted),
        key=parse_number(key) or None,
        version=parse_number(version),
    )


def render_unsaved_text(request: HttpRequest, status: int) -> HttpResponse:
    """The page with the values that could not be saved, to be copied."""
    typed = [
        (name, text)
        for name in request.POST
        if not name.startswith(location.FIELD_PREFIX) and name != "csrfmiddlewaretoken"
        for text in request.POST.getlist(name)
        if text
    ]
    return render(request, "drafts/unsaved.html", {"typed": typed}, status=status)


def parse_number(text: str) -> int:
    """The number that the text holds; 0 if it is none, or too large for the database."""
    return int(text) if text.isascii() and text.isdecimal() and len(text) < 10 else 0


def rescue_draft(request: HttpRequest) -> HttpResponse | None:
    """Save a form whose CSRF check failed as a draft, if a page of this site sent it; otherwise None.

    The check fails for people who have signed in or out in another window. The Origin header, which
    a page cannot forge, tells whether the request comes from this site. Nothing but the draft is
    saved.
    """
    origin = request.headers.get("Origin", "")
    place = (
        location.read_token(request.POST.get(location.TOKEN_FIELD, ""))
        if request.method == "POST"
        else None
    )
    if place is None or urlsplit(origin).netloc != request.get_host():
        return None
    user: Reader | None = getattr(request, "user", None)
    if place.user_id is None and user is not None and user.is_authenticated:
        place = location.DraftLocation(**{**place.__dict__, "user_id": user.pk})
    browser, token = location.browser_key_and_token(request) if place.user_id is None else ("", "")
    place = place.in_browser(browser)
    try:
        count_request(SAVE_LIMIT if place.user_id else ANONYMOUS_SAVE_LIMIT, client_key(request))
        saved = save_posted_draft(request, place)
    except (InvalidInput, TooManyRequests):
        return render_unsaved_text(request, 403)
    messages.warning(
        request,
        _("You signed in or out in another window. Check and send your unsent entries."),
    )
    response = redirect(draft_url(place.page, draft=saved.draft.pk))
    if token:
        location.set_cookie(response, token, secure=request.is_secure())
    return response
