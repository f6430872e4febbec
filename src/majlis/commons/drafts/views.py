"""Pages of drafts."""

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
from majlis.kernel.rate_limits import TooManyRequests, client_key, count_request
from majlis.look import parts
from majlis.look.formats import moment
from majlis.look.templatetags.look import number


@require_safe
def mine(request: HttpRequest) -> HttpResponseBase:
    """My drafts, and those created in this browser without signing in, as a page and as a file."""
    drafts = queries.drafts_of_user(request.user, location.browser_key(request))
    if downloads.requested_format(request):
        return downloads.download_response(
            request, queries.drafts_sheet(drafts[: downloads.MAX_ROWS])
        )
    count_label = ngettext("%(n)s draft", "%(n)s drafts", len(drafts)) % {"n": number(len(drafts))}
    chosen = parts.ListSummary(
        count_label, (), [parts.Link(*each) for each in downloads.download_links(request)]
    )
    return render(request, "drafts/mine.html", {"drafts": drafts, "chosen": chosen})


@require_POST
def save(request: HttpRequest) -> HttpResponse:
    """Save a draft, for the button and for the script; the script gets JSON."""
    wants_json = "application/json" in request.headers.get("Accept", "")
    place = location.read_token(request.POST.get(location.TOKEN_FIELD, ""))
    token = ""
    if place is not None and place.user_id is None:
        browser, token = location.browser_key_and_token(request)
        place = place.in_browser(browser)
        if request.user.is_authenticated:
            # The person signed in after the form was opened, so the draft becomes theirs.
            place = location.DraftLocation(
                **{**place.__dict__, "user_id": request.user.pk, "browser": ""}
            )
    try:
        if place is None:
            raise Refused(
                _("This form has been open for too long to be kept."),
                _("Copy what you typed, open the form anew and put it there."),
            )
        # The cookie of an anonymous browser can be deleted at any time, hence the lower limit.
        count_request(SAVE_LIMIT if place.user_id else ANONYMOUS_SAVE_LIMIT, client_key(request))
        saved = save_posted_draft(request, place)
    except (InvalidInput, TooManyRequests, Refused) as error:
        if wants_json:
            return JsonResponse({"said": str(error)}, status=error.status)
        if isinstance(error, Refused):
            raise
        messages.error(request, str(error))
        return render_unsaved_text(request, error.status)
    response = (
        _json_response(request, place, saved)
        if wants_json
        else _redirect_to_draft(request, place, saved)
    )
    if token:
        location.set_cookie(response, token, secure=request.is_secure())
    return response


def _redirect_to_draft(
    request: HttpRequest, place: location.DraftLocation, saved: actions.SavedDraft
) -> HttpResponse:
    messages.success(request, _("The draft is saved. Nothing was sent."))
    return redirect(draft_url(place.page, draft=saved.draft.pk))


def _json_response(
    request: HttpRequest, place: location.DraftLocation, saved: actions.SavedDraft
) -> HttpResponse:
    now = moment(timezone.localtime(saved.draft.changed_at), request.LANGUAGE_CODE)
    data: dict[str, Any] = {
        "key": saved.draft.pk,
        "version": saved.draft.version,
        "said": _("Draft saved: {when}").format(when=now),
    }
    if saved.conflicting is not None:
        data["said"] = _(
            "The same form was saved from another window. Both texts are kept; neither was replaced."
        )
        data["compare"] = draft_url(place.page, draft=saved.draft.pk, beside=saved.conflicting.pk)
        data["label"] = _("Compare the two texts")
    return JsonResponse(data)


@require_POST
def discard(request: HttpRequest, key: int) -> HttpResponse:
    """Discard a draft of one's own."""
    browser = location.browser_key(request)
    draft = get_object_or_404(Draft.objects.of(request.user, browser), pk=key)
    actions.discard_draft(Actor.of(request), actions.OwnedDraft(draft, browser))
    messages.success(request, _("The draft is gone."))
    return redirect("drafts:mine")
