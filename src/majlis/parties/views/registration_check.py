"""The last step of a registration: a summary of all answers, and the submission."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from majlis.kernel.actor import Actor
from majlis.kernel.errors import InvalidInput
from majlis.kernel.languages import LANGUAGE_CODES
from majlis.kernel.rate_limits import RateLimit, TooManyRequests, client_key, count_request
from majlis.look import parts
from majlis.look.languages import name_of
from majlis.look.templatetags.look import date, isolate, symbol
from majlis.parties import areas, mail, stakeholder_kinds
from majlis.parties.actions import registration as registration_actions
from majlis.parties.appointments import LinkTarget
from majlis.parties.lifecycle import UNCONFIRMED
from majlis.parties.models import ParticipationForm as Shape
from majlis.parties.models import Registration
from majlis.parties.process import process_rules
from majlis.parties.queries.organisations import similar_organisations
from majlis.parties.registration_answers import RegistrationAnswers
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
# The session key of the registration that was last submitted from this browser.
SENT_KEY = "parties.sent"
SENDING_LIMIT = RateLimit("parties.submit_registration", 20, 3600)


def answers_from_draft(values: dict[str, Any], files: list[list[str]]) -> RegistrationAnswers:
    """Convert the answers of a draft for the verb ``submit_registration``."""
    authentic = values.get("authentic", "")
    names = {code: values.get(f"name_{code}", "") for code in LANGUAGE_CODES if code != authentic}
    return RegistrationAnswers(
        names={**names, authentic: values.get("name", "")},
        authentic=authentic,
        files=tuple((sha256, name) for sha256, name in files),
        languages=tuple(code for code in values.get("languages", ()) if code in LANGUAGE_CODES),
        **{
            name: values.get(name, "")
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
    request: HttpRequest, draft: dict[str, Any]
) -> tuple[RegistrationAnswers, list[tuple[str, str]]]:
    """The answers of all steps, and their errors: (step, message)."""
    values = dict(draft["answers"])
    faults = []
    for name in ORDER[:-1]:
        form = step_form(name, draft, {**initial_values(request, {}), **draft["answers"]}, {})
        for errors in form.errors.values():
            faults += [(name, str(each)) for each in errors]
        values |= {key: value for key, value in form.cleaned_data.items() if key != "remove"}
    return answers_from_draft(values, draft["files"]), faults


def check_registration(request: HttpRequest) -> HttpResponse:
    """Show all answers and similar organizations, and submit the registration on POST."""
    draft = get_draft(request)
    if not draft["answers"]:
        return HttpResponseRedirect(reverse("parties:register"))
    where = "" if request.user.is_authenticated else client_key(request)
    form = step_form(
        "check", draft, request.POST if request.method == "POST" else None, where=where
    )
    answers, faults = all_faults(request, draft)
    failed = bool(faults) and request.method == "POST"
    status = 0
    try:
        # Validation redeems the token of the form, which is limited too.
        if request.method == "POST" and form.is_valid() and not faults:
            return _submit(request, draft, answers, form.cleaned_data.get("words", ""))
    except InvalidInput as fault:
        faults = [(FIELD_STEP.get(name, ORDER[0]), str(w)) for name, w in fault.faults.items()]
        failed = True
    except TooManyRequests as limited:
        form.add_error(None, str(limited))
        form.add_error(None, _("Your entries are saved. Submit them again from this page later."))
        status = limited.status
    context = {
        "form": form,
        "failed": failed,
        "steps": step_links("check"),
        "wrong": [(reverse("parties:register_step", args=[name]), words) for name, words in faults],
        "groups": summary(answers),
        "same": similar_organisations(request.user, answers.names.values(), answers.website),
        "again": draft.get("again"),
    }
    status = status or (422 if failed or form.errors else 200)
    return render(request, "parties/registration_check.html", context, status=status)


def _submit(
    request: HttpRequest, draft: dict[str, Any], answers: RegistrationAnswers, words: str
) -> HttpResponse:
    actor = Actor.of(request)
    if "again" in draft:
        registration = get_object_or_404(Registration, pk=draft["again"])
        key = draft.get("key", "")
        target = LinkTarget(registration, key) if key else registration
        registration_actions.resubmit_registration(actor, target, answers, words=words)
    else:
        count_request(SENDING_LIMIT, client_key(request))
        registration = registration_actions.submit_registration(actor, answers)
    request.session.pop(DRAFT_KEY, None)
    if registration.state == UNCONFIRMED:
        request.session[SENT_KEY] = registration.pk
        return HttpResponseRedirect(reverse("parties:register_sent"))
    # The address needs no confirmation, so no mail was sent; the page of the registration shows its state.
    token = mail.make_token("registration", registration)
    is_own = registration.applicant_id and registration.applicant_id == request.user.pk
    url = (
        registration.get_absolute_url()
        if is_own
        else reverse("parties:registration_link", args=[token])
    )
    messages.success(request, _("Registration submitted. The secretariat will examine it."))
    return HttpResponseRedirect(url)


def summary(answers: RegistrationAnswers) -> list[tuple[str, str, list[parts.Fact]]]:
    """The answers by step: (label of the step, its address, facts)."""
    fact = parts.Fact
    names = [fact(name_of(code), text) for code, text in answers.words["title"].items() if code]
    groups = [
        (
            "organisation",
            [
                fact(
                    _("Form of participation"), dict(Shape.choices).get(answers.form, answers.form)
                ),
                fact(_("Kind of organization"), stakeholder_kinds.kind_name(answers.kind)),
                fact(_("Country or area"), areas.area_name(answers.area)),
                fact(
                    pgettext("organization", "Website"),
                    symbol(answers.website) or pgettext("value", "not provided"),
                ),
            ],
        ),
        (
            "names",
            [
                *names,
                fact(
                    _("Short name or abbreviation"),
                    answers.short_name or pgettext("value", "not provided"),
                ),
            ],
        ),
        (
            "evidence",
            [
                *(fact(pgettext("file", "File"), isolate(name)) for _hash, name in answers.files),
                fact(
                    _("Description of the file"),
                    answers.evidence_note or pgettext("value", "not provided"),
                ),
            ],
        ),
        (
            "you",
            [
                fact(pgettext("name of a person", "Your name"), isolate(answers.applicant_name)),
                fact(_("Your email address"), symbol(answers.email)),
            ],
        ),
    ]
    return [
        (STEPS[name][0], reverse("parties:register_step", args=[name]), facts)
        for name, facts in groups
    ]


def registration_sent(request: HttpRequest) -> HttpResponse:
    """Confirm the submission and show the next steps with their dates.

    After the address is confirmed the page shows no details, because the person who submitted the
    registration from this browser may not be the owner of the address.
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
            parts.Step(
                pgettext("registration", "Registration submitted"),
                "done",
                date(registration.sent_at),
            ),
            parts.Step(_("Confirm email address"), "current"),
            parts.Step(_("Examination by the secretariat"), "next"),
            parts.Step(_("Notification of the decision"), "undated", _("no date set")),
        ],
    }
    return render(request, "parties/registration_sent.html", context)
