"""Pages of the drafts."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlsplit

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from majlis.commons.drafts import actions, places, queries
from majlis.commons.drafts.middleware import KEPT, KEPT_BY_NOBODY, keep_sent, typed_again
from majlis.commons.drafts.models import Draft, with_draft
from majlis.kernel import downloads
from majlis.kernel.actor import Actor
from majlis.kernel.errors import InvalidInput, Refused
from majlis.kernel.rate_limits import TooManyRequests, count_request
from majlis.kernel.rate_limits import client_key as where_from
from majlis.look import parts
from majlis.look.formats import moment
from majlis.look.templatetags.look import number


@require_safe
def mine(request: HttpRequest) -> HttpResponseBase:
    """My drafts, and those begun in this browser without signing in; and as a file."""
    drafts = queries.drafts_of(request.user, places.browser_of(request))
    if downloads.requested_format(request):
        return downloads.download_response(request, queries.sheet(drafts[: downloads.MAX_ROWS]))
    words = ngettext("%(n)s draft", "%(n)s drafts", len(drafts)) % {"n": number(len(drafts))}
    chosen = parts.ListSummary(
        words, (), [parts.Link(*each) for each in downloads.download_links(request)]
    )
    return render(request, "drafts/mine.html", {"drafts": drafts, "chosen": chosen})


@require_POST
def keep(request: HttpRequest) -> HttpResponse:
    """Keep what was typed: for the button without script, and for the script (which asks for JSON)."""
    wants_json = "application/json" in request.headers.get("Accept", "")
    place = places.read_slip(request.POST.get(places.SLIP, ""))
    token = ""
    if place is not None and place.user_id is None:
        mark, token = places.give_cookie(request)
        place = place.in_browser(mark)
        if request.user.is_authenticated:
            # Signed in since the form was opened: it is this person's from now on.
            place = places.Place(**{**place.__dict__, "user_id": request.user.pk, "browser": ""})
    try:
        if place is None:
            raise Refused(
                _("This form has been open for too long to be kept."),
                _("Copy what you typed, open the form anew and put it there."),
            )
        # Who has not signed in is told by the cookie, which anybody can throw away.
        count_request(KEPT if place.user_id else KEPT_BY_NOBODY, where_from(request))
        kept = keep_sent(request, place)
    except (InvalidInput, TooManyRequests, Refused) as fault:
        if wants_json:
            return JsonResponse({"said": str(fault)}, status=fault.status)
        if isinstance(fault, Refused):
            raise
        messages.error(request, str(fault))
        return typed_again(request, fault.status)
    answer = _told(request, place, kept) if wants_json else _went(request, place, kept)
    if token:
        places.set_cookie(answer, token, secure=request.is_secure())
    return answer


def _went(request: HttpRequest, place: places.Place, kept: actions.Kept) -> HttpResponse:
    messages.success(request, _("The draft is saved. Nothing was sent."))
    return redirect(with_draft(place.page, draft=kept.draft.pk))


def _told(request: HttpRequest, place: places.Place, kept: actions.Kept) -> HttpResponse:
    now = moment(timezone.localtime(kept.draft.changed_at), request.LANGUAGE_CODE)
    told: dict[str, Any] = {
        "key": kept.draft.pk,
        "version": kept.draft.version,
        "said": _("Draft saved: {when}").format(when=now),
    }
    if kept.beside is not None:
        told["said"] = _(
            "The same form was saved from another window. Both texts are kept; neither was replaced."
        )
        told["compare"] = with_draft(place.page, draft=kept.draft.pk, beside=kept.beside.pk)
        told["label"] = _("Compare the two texts")
    return JsonResponse(told)


@require_POST
def discard(request: HttpRequest, key: int) -> HttpResponse:
    """Let a draft of mine go."""
    browser = places.browser_of(request)
    draft = get_object_or_404(Draft.objects.of(request.user, browser), pk=key)
    actions.discard(Actor.of(request), actions.Owned(draft, browser))
    messages.success(request, _("The draft is gone."))
    return redirect("drafts:mine")


def rescued(request: HttpRequest) -> HttpResponse | None:
    """A form whose protection against forgery has run out: kept, if this site's own page sent it.

    None where it is a form without drafts, or came from elsewhere. It happens to honest people who
    signed in or out in another window. The browser says where the request comes from (Origin, which
    a page cannot forge); only then is anything kept, and nothing is done but that.
    """
    origin = request.headers.get("Origin", "")
    place = (
        places.read_slip(request.POST.get(places.SLIP, "")) if request.method == "POST" else None
    )
    if place is None or urlsplit(origin).netloc != request.get_host():
        return None
    user: Any = getattr(request, "user", None)
    if place.user_id is None and user is not None and user.is_authenticated:
        place = places.Place(**{**place.__dict__, "user_id": user.pk})
    mark, token = places.give_cookie(request) if place.user_id is None else ("", "")
    place = place.in_browser(mark)
    try:
        count_request(KEPT if place.user_id else KEPT_BY_NOBODY, where_from(request))
        kept = keep_sent(request, place)
    except (InvalidInput, TooManyRequests):
        return typed_again(request, 403)
    messages.warning(
        request,
        _(
            "You signed in or out in another window, so nothing was sent yet. What you typed is "
            "kept here: look at it, and send it again."
        ),
    )
    answer = redirect(with_draft(place.page, draft=kept.draft.pk))
    if token:
        places.set_cookie(answer, token, secure=request.is_secure())
    return answer
