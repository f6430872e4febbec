"""Views of registrations: the list, one registration, the decision, and the mailed link."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext
from django.views.decorators.http import require_POST

from majlis.kernel import downloads
from majlis.kernel.actor import Actor
from majlis.kernel.languages import LANGUAGES_BY_CODE
from majlis.kernel.verbs import may
from majlis.look import parts
from majlis.look.templatetags.look import date, isolate, moment, symbol
from majlis.parties import mail
from majlis.parties.actions import registration as registration_actions
from majlis.parties.appointments import LinkTarget
from majlis.parties.forms.registration import DecisionForm, RegistrationFilter
from majlis.parties.lifecycle import ASKED, REFUSED, REGISTRATION, UNCONFIRMED, WAITING
from majlis.parties.models import Registration
from majlis.parties.queries.organisations import similar_organisations, similar_registrations
from majlis.parties.queries.registrations import (
    SORT_KEYS,
    counts_by_state,
    registrations,
    registrations_sheet,
)
from majlis.parties.views import registration_steps
from majlis.parties.views.common import (
    FormPage,
    active_filters,
    clean_query,
    filter_values,
    list_page,
    list_summary,
    message_and_redirect,
    page_language,
    require_permission,
    run_verb,
)

STATE_BADGES = {
    UNCONFIRMED: "open",
    WAITING: "soon",
    ASKED: "going",
    "admitted": "met",
    REFUSED: "ended",
    "withdrawn": "ended",
}


def registration_list(request: HttpRequest) -> HttpResponseBase:
    """List the registrations that the reader may see: all for the secretariat, else one's own."""
    form = RegistrationFilter(clean_query(request))
    filters = filter_values(form)
    sort = filters["sort"] if filters["sort"] in SORT_KEYS else "sent"
    queryset = registrations(
        request.user,
        words=filters["q"],
        state=filters["state"],
        kind=filters["kind"],
        sort=sort,
        language=page_language(),
    )
    if downloads.requested_format(request):
        return downloads.download_response(request, registrations_sheet(queryset))
    page = list_page(request, queryset)
    total = page.paginator.count
    table = parts.Table(
        [
            parts.sortable_column(request, pgettext("organization", "Name"), "name"),
            parts.Column(_("Kind of organization")),
            parts.Column(_("Country or area")),
            parts.Column(_("State")),
            parts.sortable_column(request, _("Sent"), "sent"),
        ],
        [_row(registration) for registration in page],
        _("Registrations"),
        headed=True,
    )
    counts = counts_by_state(request.user)
    figures = [
        parts.Cell(name, parts.with_query(request, state=code, page=None), counts.get(code, 0))
        for code, name in REGISTRATION.states.items()
        if counts.get(code)
    ]
    count = ngettext("%(n)s registration", "%(n)s registrations", total) % {"n": total}
    context = {
        "filter": form,
        "table": table,
        "cut": parts.page_links(request, page),
        "chosen": list_summary(
            request, count, active_filters(request, form, ("q", "state", "kind"))
        ),
        "figures": figures,
    }
    return render(request, "parties/registrations.html", context)


def _row(registration: Registration) -> list[Any]:
    title = registration.say("title")
    return [
        parts.Cell(title.text, registration.get_absolute_url(), language=title.language),
        registration.kind_name,
        registration.area_name,
        registration.state_name,
        date(registration.sent_at),
    ]


def _facts(registration: Registration) -> list[parts.Fact]:
    website = registration.website
    return [
        parts.Fact(_("Who takes part"), registration.get_form_display()),
        parts.Fact(_("Kind of organization"), registration.kind_name),
        parts.Fact(_("Country or area"), registration.area_name or _("none")),
        parts.Fact(_("Website"), symbol(website) or _("none"), website),
        parts.Fact(
            _("Applicant"),
            isolate(registration.applicant_name),
            note=isolate(registration.function),
        ),
        parts.Fact(_("E-mail address"), symbol(registration.email)),
        parts.Fact(_("Language of the applicant"), LANGUAGES_BY_CODE[registration.language].name),
        parts.Fact(_("Sent"), moment(registration.sent_at)),
    ]


def _context(registration: Registration) -> dict[str, Any]:
    return {
        "it": registration,
        "dial": STATE_BADGES[registration.state],
        "facts": _facts(registration),
        "names": _titles(registration),
        "exchanges": list(registration.exchanges.all()),
        "files": list(registration.record.attachments.select_related("file").order_by("pk")),
    }


def _titles(registration: Registration) -> list[Any]:
    wordings = registration.record.wordings.all()
    return [wording for wording in wordings if wording.field == "title" and wording.text]


def _get_registration(request: HttpRequest, number: int) -> Registration:
    registration: Registration = get_object_or_404(
        Registration.objects.visible_to(request.user)
        .with_wordings()
        .select_related("record", "applicant", "organisation__record"),
        number=number,
    )
    return registration


def registration_detail(request: HttpRequest, number: int) -> HttpResponse:
    """Show one registration to the applicant or the secretariat."""
    registration = _get_registration(request, number)
    actor = Actor.of(request)
    context = _context(registration)
    if may(actor, "parties.see_registrations", registration):
        names = [one.text for one in context["names"]]
        context |= {
            "office": True,
            "same": [
                one
                for one in similar_organisations(request.user, names, registration.website)
                if one.pk != registration.organisation_id
            ],
            "same_asked": similar_registrations(registration),
        }
    context |= {
        "may_decide": registration.state in (WAITING, ASKED)
        and may(actor, "parties.admit_registration", registration),
        "may_again": registration.state in (ASKED, REFUSED)
        and may(actor, "parties.resubmit_registration", registration),
        "may_withdraw": registration.state in (UNCONFIRMED, WAITING, ASKED)
        and may(actor, "parties.withdraw_registration", registration),
        "again_url": reverse("parties:edit_registration", args=[number]),
        "withdraw_url": reverse("parties:withdraw_registration", args=[number]),
    }
    return render(request, "parties/registration.html", context)


def decide_registration(request: HttpRequest, number: int) -> HttpResponse:
    """Decide on a registration: admit it, refuse it, or ask the applicant."""
    registration = _get_registration(request, number)
    require_permission(request, "parties.admit_registration", registration)
    form = DecisionForm(request.POST or None)

    def act() -> None:
        data = form.cleaned_data
        actor = Actor.of(request)
        if data["decision"] == "admit":
            registration_actions.admit_registration(actor, registration, words=data["words"])
        elif data["decision"] == "ask":
            registration_actions.ask_applicant(
                actor, registration, reason=data["reason"], words=data["words"]
            )
        else:
            registration_actions.refuse_registration(
                actor, registration, reason=data["reason"], words=data["words"]
            )

    if request.method == "POST" and run_verb(form, act):
        return message_and_redirect(
            request, _("The decision is recorded."), reverse("parties:registrations")
        )
    return FormPage(
        _("Decide on the registration"),
        form,
        _("Record the decision"),
        registration.get_absolute_url(),
        lead=registration.say("title").text,
        of=registration,
    ).render(request)


@require_POST
def edit_registration(request: HttpRequest, number: int) -> HttpResponse:
    """Load one's registration into the steps again, to edit and resubmit it."""
    return registration_steps.load_draft(request, _get_registration(request, number))


@require_POST
def withdraw_registration(request: HttpRequest, number: int) -> HttpResponse:
    """Withdraw one's own registration."""
    registration = _get_registration(request, number)
    registration_actions.withdraw_registration(Actor.of(request), registration)
    return message_and_redirect(
        request, _("The registration is withdrawn."), registration.get_absolute_url()
    )


def registration_link(request: HttpRequest, token: str) -> HttpResponse:
    """Show a registration by its mailed link; GET confirms nothing, because mail programs prefetch links."""
    payload = mail.read_token(token, "registration")
    registration = (
        Registration.objects.with_wordings().select_related("record").filter(pk=payload[0]).first()
        if payload
        else None
    )
    target = LinkTarget(registration, payload[1]) if registration is not None and payload else None
    if registration is None or target is None or not target.holds:
        return render(request, "parties/expired_link.html", status=404)
    if request.method == "POST":
        return _handle_link(request, target, token)
    own_url = reverse("parties:registration_link", args=[token])
    context = _context(registration) | {
        "by_link": True,
        "here": own_url,
        "may_confirm": registration.state == UNCONFIRMED,
        "may_again": registration.state in (ASKED, REFUSED),
        "may_withdraw": registration.state in (UNCONFIRMED, WAITING, ASKED),
        "again_url": own_url,
        "withdraw_url": own_url,
    }
    return render(request, "parties/registration.html", context)


def _handle_link(
    request: HttpRequest, target: LinkTarget[Registration], token: str
) -> HttpResponse:
    own_url = reverse("parties:registration_link", args=[token])
    choice = request.POST.get("do", "")
    actor = Actor.of(request)
    if choice == "again":
        return registration_steps.load_draft(request, target.thing, target.key)
    if choice == "withdraw":
        registration_actions.withdraw_registration(actor, target)
        return message_and_redirect(request, _("The registration is withdrawn."), own_url)
    if choice == "confirm" and target.thing.state == UNCONFIRMED:
        registration_actions.confirm_registration_address(actor, target)
        return message_and_redirect(
            request,
            _("Your e-mail address is confirmed. The registration waits for the secretariat."),
            own_url,
        )
    return HttpResponseRedirect(own_url)
