"""Pages of the drafts."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from majlis.commons.drafts import actions, location, queries
from majlis.commons.drafts.models import Draft, draft_url
from majlis.commons.drafts.rescue import (
    ANONYMOUS_SAVE_LIMIT,
    SAVE_LIMIT,
    render_unsaved_text,
    save_posted_draft,
)
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
    drafts = queries.drafts_of_user(request.user, location.browser_key(request))
    if downloads.requested_format(request):
        return downloads.download_response(request, queries.sheet(drafts[: downloads.MAX_ROWS]))
    words = ngettext("%(n)s draft", "%(n)s drafts", len(drafts)) % {"n": number(len(drafts))}
    chosen = parts.ListSummary(
        words, (), [parts.Link(*each) for each in downloads.download_links(request)]
    )
    return render(request, "drafts/mine.html", {"drafts": drafts, "chosen": chosen})


@require_POST
def save(request: HttpRequest) -> HttpResponse:
    """Keep what was typed: for the button without script, and for the script (which asks for JSON)."""
    wants_json = "application/json" in request.headers.get("Accept", "")
    place = location.read_token(request.POST.get(location.TOKEN_FIELD, ""))
    token = ""
    if place is not None and place.user_id is None:
        mark, token = location.browser_key_and_token(request)
        place = place.in_browser(mark)
        if request.user.is_authenticated:
            # Signed in since the form was opened: it is this person's from now on.
            place = location.DraftLocation(
                **{**place.__dict__, "user_id": request.user.pk, "browser": ""}
            )
    try:
        if place is None:
            raise Refused(
                _("This form has been open for too long to be kept."),
                _("Copy what you typed, open the form anew and put it there."),
            )
        # Who has not signed in is told by the cookie, which anybody can throw away.
        count_request(SAVE_LIMIT if place.user_id else ANONYMOUS_SAVE_LIMIT, where_from(request))
        kept = save_posted_draft(request, place)
    except (InvalidInput, TooManyRequests, Refused) as fault:
        if wants_json:
            return JsonResponse({"said": str(fault)}, status=fault.status)
        if isinstance(fault, Refused):
            raise
        messages.error(request, str(fault))
        return render_unsaved_text(request, fault.status)
    answer = (
        _json_response(request, place, kept)
        if wants_json
        else _redirect_to_draft(request, place, kept)
    )
    if token:
        location.set_cookie(answer, token, secure=request.is_secure())
    return answer


def _redirect_to_draft(
    request: HttpRequest, place: location.DraftLocation, kept: actions.SavedDraft
) -> HttpResponse:
    messages.success(request, _("The draft is saved. Nothing was sent."))
    return redirect(draft_url(place.page, draft=kept.draft.pk))


def _json_response(
    request: HttpRequest, place: location.DraftLocation, kept: actions.SavedDraft
) -> HttpResponse:
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
        told["compare"] = draft_url(place.page, draft=kept.draft.pk, beside=kept.beside.pk)
        told["label"] = _("Compare the two texts")
    return JsonResponse(told)


@require_POST
def discard(request: HttpRequest, key: int) -> HttpResponse:
    """Let a draft of mine go."""
    browser = location.browser_key(request)
    draft = get_object_or_404(Draft.objects.of(request.user, browser), pk=key)
    actions.discard_draft(Actor.of(request), actions.OwnedDraft(draft, browser))
    messages.success(request, _("The draft is gone."))
    return redirect("drafts:mine")
