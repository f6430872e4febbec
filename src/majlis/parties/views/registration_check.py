"""The last step of a registration: all answers once more, and the sending."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _

from majlis.kernel.actor import Actor
from majlis.kernel.errors import InvalidInput
from majlis.kernel.languages import LANGUAGE_CODES, LANGUAGES_BY_CODE
from majlis.kernel.rate_limits import RateLimit, TooManyRequests, client_key, count_request
from majlis.look import parts
from majlis.look.templatetags.look import date, isolate, symbol
from majlis.parties import areas, mail, stakeholder_kinds
from majlis.parties.actions import registration as actions_registration
from majlis.parties.appointments import LinkTarget
from majlis.parties.lifecycle import UNCONFIRMED
from majlis.parties.models import ParticipationForm as Shape
from majlis.parties.models import Registration
from majlis.parties.process import process_rules
from majlis.parties.queries.organisations import similar_organisations
from majlis.parties.registration_answers import RegistrationAnswers
from majlis.parties.views.common import message_and_redirect
from majlis.parties.views.registration_draft import (
    DRAFT_KEY,
    ORDER,
    STEPS,
    get_draft,
    initial_values,
    step_form,
    step_links,
)

FIELD_STEP = {
    "form": "organisation",
    "name": "organisation",
    "kind": "organisation",
    "area": "organisation",
    "file": "evidence",
    "applicant_name": "you",
    "email": "you",
}
# The key in the session of what was sent from this browser last.
SENT_KEY = "parties.sent"
SENDING_LIMIT = RateLimit("parties.submit_registration", 20, 3600)


def answers_from_draft(said: dict[str, Any], files: list[list[str]]) -> RegistrationAnswers:
    """The answers of a draft, as the verb takes them."""
    authentic = said.get("authentic", "")
    names = {code: said.get(f"name_{code}", "") for code in LANGUAGE_CODES if code != authentic}
    return RegistrationAnswers(
        names={**names, authentic: said.get("name", "")},
        authentic=authentic,
        files=tuple((sha256, name) for sha256, name in files),
        languages=tuple(code for code in said.get("languages", ()) if code in LANGUAGE_CODES),
        **{
            name: said.get(name, "")
            for name in [
                "kind",
                "form",
                "area",
                "website",
                "short_name",
                "evidence_note",
                "applicant_name",
                "function",
                "email",
                "language",
            ]
        },
    )


def all_faults(
    request: HttpRequest, kept: dict[str, Any]
) -> tuple[RegistrationAnswers, list[tuple[str, str]]]:
    """The answers of all steps, and what is still wrong with them: (step, sentence)."""
    said = dict(kept["answers"])
    found = []
    for name in ORDER[:-1]:
        form = step_form(name, kept, {**initial_values(request, {}), **kept["answers"]}, {})
        for errors in form.errors.values():
            found += [(name, str(each)) for each in errors]
        said |= {key: value for key, value in form.cleaned_data.items() if key != "remove"}
    return answers_from_draft(said, kept["files"]), found


def check_registration(request: HttpRequest) -> HttpResponse:
    """All answers once more, organizations that may be the same, and the sending."""
    kept = get_draft(request)
    if not kept["answers"]:
        return HttpResponseRedirect(reverse("parties:register"))
    where = "" if request.user.is_authenticated else client_key(request)
    form = step_form("check", kept, request.POST if request.method == "POST" else None, where=where)
    given, wrong = all_faults(request, kept)
    failed = bool(wrong) and request.method == "POST"
    status = 0
    try:
        # The slip of the form, too, is taken so many times only.
        if request.method == "POST" and form.is_valid() and not wrong:
            return _submit(request, kept, given, form.cleaned_data.get("words", ""))
    except InvalidInput as fault:
        wrong = [(FIELD_STEP.get(name, ORDER[0]), str(w)) for name, w in fault.faults.items()]
        failed = True
    except TooManyRequests as flood:
        form.add_error(None, str(flood))
        form.add_error(None, _("Everything you typed is kept: send it from this page then."))
        status = flood.status
    context = {
        "form": form,
        "failed": failed,
        "steps": step_links("check"),
        "wrong": [(reverse("parties:register_step", args=[name]), words) for name, words in wrong],
        "groups": summary(given),
        "same": similar_organisations(request.user, given.names.values(), given.website),
        "again": kept.get("again"),
    }
    status = status or (422 if failed or form.errors else 200)
    return render(request, "parties/registration_check.html", context, status=status)


def _submit(
    request: HttpRequest, kept: dict[str, Any], given: RegistrationAnswers, words: str
) -> HttpResponse:
    actor = Actor.of(request)
    if "again" in kept:
        registration = get_object_or_404(Registration, pk=kept["again"])
        key = kept.get("key", "")
        target = LinkTarget(registration, key) if key else registration
        actions_registration.resubmit_registration(actor, target, given, words=words)
    else:
        count_request(SENDING_LIMIT, client_key(request))
        registration = actions_registration.submit_registration(actor, given)
    request.session.pop(DRAFT_KEY, None)
    if registration.state == UNCONFIRMED:
        request.session[SENT_KEY] = registration.pk
        return HttpResponseRedirect(reverse("parties:register_sent"))
    # Nothing is to be confirmed, so no message is on its way: the page of the registration says the rest.
    token = mail.make_token("registration", registration)
    its_own = registration.applicant_id and registration.applicant_id == request.user.pk
    url = (
        registration.get_absolute_url()
        if its_own
        else reverse("parties:registration_link", args=[token])
    )
    return message_and_redirect(
        request, _("The registration is sent. It waits for the secretariat."), url
    )


def summary(given: RegistrationAnswers) -> list[tuple[str, str, list[parts.Fact]]]:
    """The answers to look through: (step, its address, facts)."""
    fact = parts.Fact
    names = [
        fact(LANGUAGES_BY_CODE[code].name, text)
        for code, text in given.words["title"].items()
        if code
    ]
    groups = [
        (
            "organisation",
            [
                fact(_("Who takes part"), dict(Shape.choices).get(given.form, given.form)),
                fact(_("Kind of organization"), stakeholder_kinds.kind_name(given.kind)),
                fact(_("Country or area"), areas.area_name(given.area)),
                fact(_("Website"), symbol(given.website) or _("none")),
            ],
        ),
        ("names", [*names, fact(_("Short name or abbreviation"), given.short_name or _("none"))]),
        (
            "evidence",
            [
                *(fact(_("File"), isolate(name)) for _hash, name in given.files),
                fact(_("What the file shows"), given.evidence_note or _("none")),
            ],
        ),
        (
            "you",
            [
                fact(_("Your name"), isolate(given.applicant_name)),
                fact(_("Your e-mail address"), symbol(given.email)),
            ],
        ),
    ]
    return [
        (STEPS[name][0], reverse("parties:register_step", args=[name]), facts)
        for name, facts in groups
    ]


def registration_sent(request: HttpRequest) -> HttpResponse:
    """It is sent: what happens now, by when, and where to see how it stands.

    Once the address is confirmed, the page says only that: whoever sent it may not be whose address it is.
    """
    key = request.session.get(SENT_KEY)
    registration = Registration.objects.filter(pk=key).first() if isinstance(key, int) else None
    if registration is None:
        return HttpResponseRedirect(reverse("parties:register"))
    if registration.state != UNCONFIRMED:
        request.session.pop(SENT_KEY)
        return render(request, "parties/registration_sent.html", {})
    context = {
        "it": registration,
        "until": registration.sent_at + timedelta(days=process_rules().link_days),
        "steps": [
            parts.Step(_("Registration sent"), "done", date(registration.sent_at)),
            parts.Step(_("Confirm the address"), "current"),
            parts.Step(_("The secretariat reads it"), "next"),
            parts.Step(_("You are told the decision"), "undated", _("no date is set")),
        ],
    }
    return render(request, "parties/registration_sent.html", context)
