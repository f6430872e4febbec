"""Saves what was typed where the form itself cannot be accepted: an ended session, another account, a stale CSRF token."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlsplit

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from majlis.commons.drafts import actions, location
from majlis.commons.drafts.models import draft_url
from majlis.kernel.actor import Actor
from majlis.kernel.errors import InvalidInput
from majlis.kernel.rate_limits import RateLimit, TooManyRequests, count_request
from majlis.kernel.rate_limits import client_key as where_from

# A script saves at most every other second or so; a person writes for hours.
SAVE_LIMIT = RateLimit("drafts.save_draft", 2000, 3600)
ANONYMOUS_SAVE_LIMIT = RateLimit("drafts.keep_in_browser", 600, 3600)


def save_posted_draft(request: HttpRequest, place: location.DraftLocation) -> actions.SavedDraft:
    """Keep what the request sends, at the place of its slip."""
    given = request.POST
    key, version = given.get(location.ID_FIELD, ""), given.get(location.VERSION_FIELD, "")
    return actions.save_draft(
        Actor.of(request),
        place,
        values=place.typed(given),
        key=parse_number(key) or None,
        version=parse_number(version),
    )


def render_unsaved_text(request: HttpRequest, status: int) -> HttpResponse:
    """What was typed and could not be kept, to be copied."""
    typed = [
        (name, text)
        for name in request.POST
        if not name.startswith(location.FIELD_PREFIX) and name != "csrfmiddlewaretoken"
        for text in request.POST.getlist(name)
        if text
    ]
    return render(request, "drafts/unsaved.html", {"typed": typed}, status=status)


def parse_number(text: str) -> int:
    """A number that was sent; 0 for what is none, or none that a database holds."""
    return int(text) if text.isascii() and text.isdecimal() and len(text) < 10 else 0


def rescue_draft(request: HttpRequest) -> HttpResponse | None:
    """A form whose protection against forgery has run out: kept, if this site's own page sent it.

    None where it is a form without drafts, or came from elsewhere. It happens to honest people who
    signed in or out in another window. The browser says where the request comes from (Origin, which
    a page cannot forge); only then is anything kept, and nothing is done but that.
    """
    origin = request.headers.get("Origin", "")
    place = (
        location.read_token(request.POST.get(location.TOKEN_FIELD, ""))
        if request.method == "POST"
        else None
    )
    if place is None or urlsplit(origin).netloc != request.get_host():
        return None
    user: Any = getattr(request, "user", None)
    if place.user_id is None and user is not None and user.is_authenticated:
        place = location.DraftLocation(**{**place.__dict__, "user_id": user.pk})
    mark, token = location.browser_key_and_token(request) if place.user_id is None else ("", "")
    place = place.in_browser(mark)
    try:
        count_request(SAVE_LIMIT if place.user_id else ANONYMOUS_SAVE_LIMIT, where_from(request))
        kept = save_posted_draft(request, place)
    except (InvalidInput, TooManyRequests):
        return render_unsaved_text(request, 403)
    messages.warning(
        request,
        _(
            "You signed in or out in another window, so nothing was sent yet. What you typed is "
            "kept here: look at it, and send it again."
        ),
    )
    answer = redirect(draft_url(place.page, draft=kept.draft.pk))
    if token:
        location.set_cookie(answer, token, secure=request.is_secure())
    return answer
