"""Views of the registration of an organization in steps; the session stores the answers."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from majlis.kernel.actor import Actor
from majlis.kernel.errors import InvalidInput
from majlis.kernel.models import WordingStatus
from majlis.kernel.rate_limits import RateLimit, TooManyRequests, client_key, count_request
from majlis.parties.actions import registration as registration_actions
from majlis.parties.appointments import Linked, LinkTarget, subject_of
from majlis.parties.models import Registration
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

# A person uploads a handful of files.
EVIDENCE_LIMIT = RateLimit("parties.evidence", 30, 3600)
# A registration has five steps, some submitted repeatedly; each submission writes to a session.
STEP_LIMIT = RateLimit("parties.register_step", 300, 3600)


def start_registration(request: HttpRequest) -> HttpResponse:
    """Explain what a registration needs, with a link to the first step."""
    draft = get_draft(request)
    return render(request, "parties/registration_start.html", {"begun": bool(draft["answers"])})


def registration_step(request: HttpRequest, name: str) -> HttpResponse:
    """Show or save one step: typed values are saved, valid or not; a valid step leads to the next."""
    if name not in STEPS:
        raise Http404
    if name == "check":
        return check_registration(request)
    draft = get_draft(request)
    if request.method == "POST":
        form = step_form(name, draft, request.POST, request.FILES)
        valid = form.is_valid()
        try:
            count_request(STEP_LIMIT, client_key(request))
        except TooManyRequests as limited:
            # Nothing is saved, so that many requests cannot fill the database; the page shows the typed values.
            return _page(request, name, rate_limited_form(form, limited), draft, limited.status)
        answers = typed_values(form)
        warn_too_long(form, answers)
        draft["answers"] = {**draft["answers"], **answers}
        if name == "evidence":
            try:
                valid = _upload_evidence(request, form, draft) and valid
            except TooManyRequests as limited:
                save_draft(request, draft)
                form.add_error("file", str(limited))
                return _page(request, name, form, draft, limited.status)
        save_draft(request, draft)
        if valid:
            next_step = ORDER[ORDER.index(name) + 1]
            return HttpResponseRedirect(reverse("parties:register_step", args=[next_step]))
        if name == "evidence":
            # A valid file is stored by now, and the form must list it.
            form.held = [tuple(each) for each in draft["files"]]
    else:
        form = step_form(name, draft, initial=initial_values(request, draft["answers"]))
    return _page(request, name, form, draft)


def _upload_evidence(request: HttpRequest, form: Any, draft: dict[str, Any]) -> bool:
    """Store an uploaded file and remove deselected ones from the draft; return whether the file was accepted.

    Raises TooManyRequests if too many files came from one client.
    """
    removed = set(form.cleaned_data.get("remove") or [])
    draft["files"] = [each for each in draft["files"] if each[0] not in removed]
    upload = form.cleaned_data.get("file")
    if not upload:
        return True
    count_request(EVIDENCE_LIMIT, client_key(request))
    try:
        stored = registration_actions.upload_evidence(Actor.of(request), upload.name, upload)
    except InvalidInput as fault:
        form.add_error("file", str(fault.faults.get("file", fault)))
        return False
    if stored.sha256 not in [each[0] for each in draft["files"]]:
        draft["files"] = [*draft["files"], [stored.sha256, upload.name[:200]]]
    return True


def rate_limited_form(form: Any, limited: TooManyRequests) -> Any:
    """Add the message about the limit, and how to go on, to the form."""
    form.add_error(None, str(limited))
    form.add_error(
        None, _("Your entries are shown below. Keep this page open and submit them again later.")
    )
    return form


def _page(
    request: HttpRequest, name: str, form: Any, draft: dict[str, Any], status: int = 0
) -> HttpResponse:
    index = ORDER.index(name)
    context = {
        "form": form,
        "step": name,
        "label": STEPS[name][0],
        "steps": step_links(name),
        "back": reverse("parties:register_step", args=[ORDER[index - 1]]) if index else "",
        "files": [each[1] for each in draft["files"]],
        "again": draft.get("again"),
    }
    status = status or (422 if form.errors else 200)
    return render(request, "parties/registration_step.html", context, status=status)


def load_draft(request: HttpRequest, target: Linked[Registration]) -> None:
    """Load a registration that was questioned or refused into the steps, to edit and resubmit it."""
    registration: Registration = subject_of(target)
    key = target.key if isinstance(target, LinkTarget) else ""
    words: dict[str, dict[str, str]] = {}
    authentic = get_language() or "en"
    for wording in registration.record.wordings.all():
        words.setdefault(wording.field, {})[wording.language] = wording.text
        if wording.field == "title" and wording.status == WordingStatus.AUTHENTIC:
            authentic = wording.language
    title = words.get("title", {})
    answers = {
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
        [attachment.file.sha256, attachment.name]
        for attachment in registration.record.attachments.select_related("file").order_by("pk")
    ]
    draft = {"answers": answers, "files": files, "again": registration.pk}
    save_draft(request, draft | ({"key": key} if key else {}))
