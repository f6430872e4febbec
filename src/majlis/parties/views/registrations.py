"""Registrations: the queue of the secretariat, one registration, the decision, the mailed link."""

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
from majlis.parties.actions import registration as actions_registration
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
    """The registrations that the reader may see: all for the secretariat, else one's own."""
    form = RegistrationFilter(clean_query(request))
    chosen = filter_values(form)
    sort = chosen["sort"] if chosen["sort"] in SORT_KEYS else "sent"
    found = registrations(
        request.user,
        words=chosen["q"],
        state=chosen["state"],
        kind=chosen["kind"],
        sort=sort,
        language=page_language(),
    )
    if downloads.requested_format(request):
        return downloads.download_response(request, registrations_sheet(found))
    page = list_page(request, found)
    total = page.paginator.count
    table = parts.Table(
        [
            parts.sortable_column(request, pgettext("organization", "Name"), "name"),
            parts.Column(_("Kind of organization")),
            parts.Column(_("Country or area")),
            parts.Column(_("State")),
            parts.sortable_column(request, _("Sent"), "sent"),
        ],
        [_row(each) for each in page],
        _("Registrations"),
        headed=True,
    )
    each = counts_by_state(request.user)
    figures = [
        parts.Cell(name, parts.with_query(request, state=code, page=None), each.get(code, 0))
        for code, name in REGISTRATION.states.items()
        if each.get(code)
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


def _row(each: Registration) -> list[Any]:
    said = each.say("title")
    return [
        parts.Cell(said.text, each.get_absolute_url(), language=said.language),
        each.kind_name,
        each.area_name,
        each.state_name,
        date(each.sent_at),
    ]


def _facts(each: Registration) -> list[parts.Fact]:
    site = each.website
    return [
        parts.Fact(_("Who takes part"), each.get_form_display()),
        parts.Fact(_("Kind of organization"), each.kind_name),
        parts.Fact(_("Country or area"), each.area_name or _("none")),
        parts.Fact(_("Website"), symbol(site) or _("none"), site),
        parts.Fact(_("Applicant"), isolate(each.applicant_name), note=isolate(each.function)),
        parts.Fact(_("E-mail address"), symbol(each.email)),
        parts.Fact(_("Language of the applicant"), LANGUAGES_BY_CODE[each.language].name),
        parts.Fact(_("Sent"), moment(each.sent_at)),
    ]


def _context(each: Registration) -> dict[str, Any]:
    return {
        "it": each,
        "dial": STATE_BADGES[each.state],
        "facts": _facts(each),
        "names": _replies(each),
        "exchanges": list(each.exchanges.all()),
        "files": list(each.record.attachments.select_related("file").order_by("pk")),
    }


def _replies(each: Registration) -> list[Any]:
    return [one for one in each.record.wordings.all() if one.field == "title" and one.text]


def _get_registration(request: HttpRequest, number: int) -> Registration:
    found: Registration = get_object_or_404(
        Registration.objects.visible_to(request.user)
        .with_wordings()
        .select_related("record", "applicant", "organisation__record"),
        number=number,
    )
    return found


def registration_detail(request: HttpRequest, number: int) -> HttpResponse:
    """One registration, for the applicant and the secretariat."""
    each = _get_registration(request, number)
    actor = Actor.of(request)
    context = _context(each)
    if may(actor, "parties.see_registrations", each):
        names = [one.text for one in context["names"]]
        context |= {
            "office": True,
            "same": [
                one
                for one in similar_organisations(request.user, names, each.website)
                if one.pk != each.organisation_id
            ],
            "same_asked": similar_registrations(each),
        }
    context |= {
        "may_decide": each.state in (WAITING, ASKED)
        and may(actor, "parties.admit_registration", each),
        "may_again": each.state in (ASKED, REFUSED)
        and may(actor, "parties.resubmit_registration", each),
        "may_withdraw": each.state in (UNCONFIRMED, WAITING, ASKED)
        and may(actor, "parties.withdraw_registration", each),
        "again_url": reverse("parties:edit_registration", args=[number]),
        "withdraw_url": reverse("parties:withdraw_registration", args=[number]),
    }
    return render(request, "parties/registration.html", context)


def decide_registration(request: HttpRequest, number: int) -> HttpResponse:
    """Admit, ask or refuse."""
    each = _get_registration(request, number)
    require_permission(request, "parties.admit_registration", each)
    form = DecisionForm(request.POST or None)

    def act() -> None:
        said = form.cleaned_data
        actor = Actor.of(request)
        if said["decision"] == "admit":
            actions_registration.admit_registration(actor, each, words=said["words"])
        elif said["decision"] == "ask":
            actions_registration.ask_applicant(actor, each, reason=said["reason"], words=said["words"])
        else:
            actions_registration.refuse_registration(
                actor, each, reason=said["reason"], words=said["words"]
            )

    if request.method == "POST" and run_verb(form, act):
        return message_and_redirect(
            request, _("The decision is recorded."), reverse("parties:registrations")
        )
    return FormPage(
        _("Decide on the registration"),
        form,
        _("Record the decision"),
        each.get_absolute_url(),
        lead=each.say("title").text,
        of=each,
    ).render(request)


@require_POST
def edit_registration(request: HttpRequest, number: int) -> HttpResponse:
    """Take one's registration back into the steps."""
    return registration_steps.load_draft(request, _get_registration(request, number))


@require_POST
def withdraw_registration(request: HttpRequest, number: int) -> HttpResponse:
    """Withdraw one's registration."""
    each = _get_registration(request, number)
    actions_registration.withdraw_registration(Actor.of(request), each)
    return message_and_redirect(
        request, _("The registration is withdrawn."), each.get_absolute_url()
    )


def registration_link(request: HttpRequest, token: str) -> HttpResponse:
    """A registration opened by the mailed link; a mail reader that looks ahead confirms nothing."""
    read = mail.read_token(token, "registration")
    each = (
        Registration.objects.with_wordings().select_related("record").filter(pk=read[0]).first()
        if read
        else None
    )
    target = LinkTarget(each, read[1]) if each is not None and read else None
    if each is None or target is None or not target.holds:
        return render(request, "parties/expired_link.html", status=404)
    if request.method == "POST":
        return _handle_link(request, target, token)
    here = reverse("parties:registration_link", args=[token])
    context = _context(each) | {
        "by_link": True,
        "here": here,
        "may_confirm": each.state == UNCONFIRMED,
        "may_again": each.state in (ASKED, REFUSED),
        "may_withdraw": each.state in (UNCONFIRMED, WAITING, ASKED),
        "again_url": here,
        "withdraw_url": here,
    }
    return render(request, "parties/registration.html", context)


def _handle_link(request: HttpRequest, target: LinkTarget, token: str) -> HttpResponse:
    here = reverse("parties:registration_link", args=[token])
    what = request.POST.get("do", "")
    actor = Actor.of(request)
    if what == "again":
        return registration_steps.load_draft(request, target.thing, target.key)
    if what == "withdraw":
        actions_registration.withdraw_registration(actor, target)
        return message_and_redirect(request, _("The registration is withdrawn."), here)
    if what == "confirm" and target.thing.state == UNCONFIRMED:
        actions_registration.confirm_registration_address(actor, target)
        return message_and_redirect(
            request,
            _("Your e-mail address is confirmed. The registration waits for the secretariat."),
            here,
        )
    return HttpResponseRedirect(here)
