"""Pages of drafts."""

from __future__ import annotations

from typing import Any, override

from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.translation import gettext, npgettext, pgettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST

from majlis.commons.drafts import actions, location, queries
from majlis.commons.drafts.models import Draft, draft_url
from majlis.commons.drafts.rescue import (
    ANONYMOUS_SAVE_LIMIT,
    SAVE_LIMIT,
    render_unsaved_text,
    save_posted_draft,
)
from majlis.kernel.errors import InvalidInput, Refused
from majlis.kernel.rate_limits import TooManyRequests, client_key, count_request
from majlis.kit.action_page import ButtonAction
from majlis.kit.columns import Column
from majlis.kit.list_page import ListPage
from majlis.look import parts
from majlis.look.formats import moment


class DraftList(ListPage[Draft, Draft]):
    """My drafts, and those created in this browser without signing in."""

    template_name = "drafts/mine.html"
    title = pgettext_lazy("page", "My drafts")
    lead = _("Your drafts have not been sent. They are visible only to you.")
    parents = ((pgettext_lazy("page", "Your account"), "accounts:home"),)
    paginate_by = actions.MAX_DRAFTS
    columns = (
        Column("form", pgettext_lazy("form", "Form"), value=queries.form_name),
        Column("begins", _("Beginning of the text"), value=queries.excerpt),
        Column(
            "saved",
            pgettext_lazy("draft", "Date saved"),
            value=lambda draft: draft.changed_at.isoformat(),
        ),
        Column(
            "until",
            pgettext_lazy("draft", "Expiry date"),
            value=lambda draft: draft.expires_at.isoformat(),
        ),
    )
    file_name = "drafts"
    empty = _("No drafts yet. Select “Save draft” in any form to save one.")

    @override
    def get_queryset(self) -> QuerySet[Draft]:
        drafts = Draft.objects.of(self.reader, location.browser_key(self.request))
        return drafts.order_by("-changed_at", "-pk")

    @override
    def get_count(self, total: int) -> str:
        return npgettext("number of drafts", "%(n)s draft", "%(n)s drafts", total)

    @override
    def get_trail(self) -> list[parts.Link]:
        return super().get_trail() if self.reader.is_authenticated else []

    @override
    def list_context(self, queryset: QuerySet[Draft]) -> dict[str, Any]:
        context = super().list_context(queryset)
        drafts = [
            (draft, queries.form_name(draft), queries.excerpt(draft)) for draft in context["rows"]
        ]
        return context | {"drafts": drafts}


class DiscardDraft(ButtonAction[actions.OwnedDraft]):
    """Discard a draft of one's own."""

    verb = actions.discard_draft
    title = pgettext_lazy("button", "Discard draft")
    done = pgettext_lazy("message after an action", "Draft discarded.")
    parents = ((pgettext_lazy("page", "My drafts"), "drafts:mine"),)

    @override
    def get_target(self) -> actions.OwnedDraft:
        browser = location.browser_key(self.request)
        draft = get_object_or_404(Draft.objects.of(self.reader, browser), pk=self.kwargs["key"])
        return actions.OwnedDraft(draft, browser)


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
                _("This form was open too long and cannot be saved."),
                _("Copy your entries, open the form again and paste them."),
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
    messages.success(request, _("Draft saved. It has not been sent."))
    return redirect(draft_url(place.page, draft=saved.draft.pk))


def _json_response(
    request: HttpRequest, place: location.DraftLocation, saved: actions.SavedDraft
) -> HttpResponse:
    now = moment(timezone.localtime(saved.draft.changed_at), request.LANGUAGE_CODE)
    data: dict[str, str | int] = {
        "key": saved.draft.pk,
        "version": saved.draft.version,
        "said": gettext("Draft saved: {when}").format(when=now),
    }
    if saved.conflicting is not None:
        data["said"] = gettext(
            "This form was also saved in another window. Both texts remain available."
        )
        data["compare"] = draft_url(place.page, draft=saved.draft.pk, beside=saved.conflicting.pk)
        data["label"] = pgettext("button", "Compare texts")
    return JsonResponse(data)
