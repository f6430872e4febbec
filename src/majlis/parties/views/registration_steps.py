"""The registration of an organization, in short steps; the answers are kept in the session."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from majlis.kernel.actor import Actor
from majlis.kernel.errors import InvalidInput
from majlis.kernel.models import WordingStatus
from majlis.kernel.rate_limits import RateLimit, TooManyRequests, client_key, count_request
from majlis.parties.actions import registration as actions_registration
from majlis.parties.appointments import LinkTarget
from majlis.parties.models import Registration
from majlis.parties.views.common import page_language, require_permission
from majlis.parties.views.registration_check import check_registration
from majlis.parties.views.registration_draft import (
    ORDER,
    STEPS,
    get_draft,
    initial_values,
    save_draft,
    step_form,
    step_links,
    typed_values,
    warn_too_long,
)

# A person sends a handful of files, a flood sends many.
EVIDENCE_LIMIT = RateLimit("parties.evidence", 30, 3600)
# Five steps of each that may be sent, with errors on the way: each is kept in a session.
STEP_LIMIT = RateLimit("parties.register_step", 300, 3600)


def start_registration(request: HttpRequest) -> HttpResponse:
    """What is asked for, and the way to the first step."""
    kept = get_draft(request)
    return render(request, "parties/registration_start.html", {"begun": bool(kept["answers"])})


def registration_step(request: HttpRequest, name: str) -> HttpResponse:
    """One step: what is typed is kept, right or wrong; on to the next where it is right."""
    if name not in STEPS:
        raise Http404
    if name == "check":
        return check_registration(request)
    kept = get_draft(request)
    if request.method == "POST":
        form = step_form(name, kept, request.POST, request.FILES)
        good = form.is_valid()
        try:
            count_request(STEP_LIMIT, client_key(request))
        except TooManyRequests as flood:
            # Nothing is kept, so that a flood fills nothing; what was typed stands in the page.
            return _page(request, name, rate_limited_form(form, flood), kept, flood.status)
        answers = typed_values(form)
        warn_too_long(form, answers)
        kept["answers"] = {**kept["answers"], **answers}
        if name == "evidence":
            try:
                good = _upload_evidence(request, form, kept) and good
            except TooManyRequests as flood:
                save_draft(request, kept)
                form.add_error("file", str(flood))
                return _page(request, name, form, kept, flood.status)
        save_draft(request, kept)
        if good:
            following = ORDER[ORDER.index(name) + 1]
            return HttpResponseRedirect(reverse("parties:register_step", args=[following]))
        if name == "evidence":
            # The file that was good is held by now, and must be shown as such.
            form.held = [tuple(each) for each in kept["files"]]
    else:
        form = step_form(name, kept, initial=initial_values(request, kept["answers"]))
    return _page(request, name, form, kept)


def _upload_evidence(request: HttpRequest, form: Any, kept: dict[str, Any]) -> bool:
    """Hold the file that came, and let go what was taken away; whether all of it could be done.

    Raises TooManyRequests where too many files came from one place.
    """
    away = set(form.cleaned_data.get("remove") or [])
    kept["files"] = [each for each in kept["files"] if each[0] not in away]
    sent = form.cleaned_data.get("file")
    if not sent:
        return True
    count_request(EVIDENCE_LIMIT, client_key(request))
    try:
        held = actions_registration.upload_evidence(Actor.of(request), sent.name, sent)
    except InvalidInput as fault:
        form.add_error("file", str(fault.faults.get("file", fault)))
        return False
    if held.sha256 not in [each[0] for each in kept["files"]]:
        kept["files"] = [*kept["files"], [held.sha256, sent.name[:200]]]
    return True


def rate_limited_form(form: Any, flood: TooManyRequests) -> Any:
    """The form with what was typed, and with when and how to go on."""
    form.add_error(None, str(flood))
    form.add_error(None, _("What you typed stands below. Leave this page open, and send it then."))
    return form


def _page(
    request: HttpRequest, name: str, form: Any, kept: dict[str, Any], status: int = 0
) -> HttpResponse:
    at = ORDER.index(name)
    context = {
        "form": form,
        "step": name,
        "label": STEPS[name][0],
        "steps": step_links(name),
        "back": reverse("parties:register_step", args=[ORDER[at - 1]]) if at else "",
        "files": [each[1] for each in kept["files"]],
        "again": kept.get("again"),
    }
    status = status or (422 if form.errors else 200)
    return render(request, "parties/registration_step.html", context, status=status)


def load_draft(request: HttpRequest, registration: Registration, key: str = "") -> HttpResponse:
    """Take a registration that was asked about, or refused, back into the steps."""
    require_permission(
        request,
        "parties.resubmit_registration",
        LinkTarget(registration, key) if key else registration,
    )
    words: dict[str, dict[str, str]] = {}
    authentic = page_language()
    for each in registration.record.wordings.all():
        words.setdefault(each.field, {})[each.language] = each.text
        if each.field == "title" and each.status == WordingStatus.AUTHENTIC:
            authentic = each.language
    title = words.get("title", {})
    said = {
        "name": title.get(authentic, ""),
        "authentic": authentic,
        **{f"name_{code}": text for code, text in title.items() if code != authentic},
        "short_name": next(iter(words.get("short_name", {}).values()), ""),
        **{
            name: getattr(registration, name)
            for name in [
                "form",
                "kind",
                "area",
                "website",
                "languages",
                "evidence_note",
                "applicant_name",
                "function",
                "email",
                "language",
            ]
        },
    }
    files = [
        [each.file.sha256, each.name]
        for each in registration.record.attachments.select_related("file").order_by("pk")
    ]
    kept = {"answers": said, "files": files, "again": registration.pk}
    save_draft(request, kept | ({"key": key} if key else {}))
    return HttpResponseRedirect(reverse("parties:register_step", args=[ORDER[0]]))
