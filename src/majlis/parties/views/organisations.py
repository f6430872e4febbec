"""Organizations: the list, one organization, and what its focal point does."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext
from django.views.decorators.http import require_POST

from majlis.kernel import downloads
from majlis.kernel.actor import Actor
from majlis.kernel.languages import LANGUAGE_CODES, LANGUAGES_BY_CODE
from majlis.kernel.models import WordingStatus
from majlis.kernel.models.record import visibility_condition
from majlis.kernel.verbs import may
from majlis.look import parts
from majlis.look.templatetags.look import date, symbol
from majlis.parties.actions import organisation as actions_organisation
from majlis.parties.actions import succession as actions_succession
from majlis.parties.forms.organisation import OrganisationForm, ReasonForm, SuccessorForm
from majlis.parties.forms.registration import OrganisationFilter
from majlis.parties.lifecycle import CLOSED, ORGANISATION, PROPOSED
from majlis.parties.models import Organisation
from majlis.parties.queries.organisations import (
    SORT_KEYS,
    focal_points,
    organisations,
    organisations_sheet,
)
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

STATE_BADGES = {"active": "met", "dormant": "open", "closed": "ended"}


def organisation_list(request: HttpRequest) -> HttpResponseBase:
    """All organizations that take part, took part, or are dormant."""
    form = OrganisationFilter(clean_query(request))
    chosen = filter_values(form)
    sort = chosen["sort"] if chosen["sort"] in SORT_KEYS else "name"
    found = organisations(
        request.user,
        words=chosen["q"],
        kind=chosen["kind"],
        area=chosen["area"],
        state=chosen["state"],
        sort=sort,
        language=page_language(),
    )
    if downloads.requested_format(request):
        return downloads.download_response(request, organisations_sheet(found))
    page = list_page(request, found)
    total = page.paginator.count
    count = ngettext("%(n)s organization", "%(n)s organizations", total) % {"n": total}
    context = {
        "filter": form,
        "table": parts.Table(
            [
                parts.sortable_column(request, pgettext("organization", "Name"), "name"),
                parts.Column(_("Kind of organization")),
                parts.Column(_("Country or area")),
                parts.Column(_("State")),
                parts.sortable_column(request, pgettext("record", "Number"), "number", number=True),
            ],
            [_row(each) for each in page],
            _("Organizations"),
            headed=True,
        ),
        "cut": parts.page_links(request, page),
        "chosen": list_summary(
            request, count, active_filters(request, form, ("q", "state", "kind", "area"))
        ),
    }
    return render(request, "parties/organisations.html", context)


def _row(each: Organisation) -> list[Any]:
    said = each.say("title")
    short = each.say("short_name")
    return [
        parts.Cell(said.text, each.get_absolute_url(), short.text, said.language),
        each.kind_name,
        each.area_name,
        ORGANISATION.states[each.state],
        each.number,
    ]


def get_organisation(request: HttpRequest, number: int) -> Organisation:
    """The organization of that number, if the reader may see it. Raises Http404."""
    found: Organisation = get_object_or_404(
        Organisation.objects.visible_to(request.user).with_wordings(), number=number
    )
    return found


def organisation_detail(request: HttpRequest, number: int) -> HttpResponse:
    """One organization."""
    each = get_organisation(request, number)
    actor = Actor.of(request)
    said = [one for one in each.record.wordings.all() if one.text]
    languages = " · ".join(
        LANGUAGES_BY_CODE[code].name for code in each.languages if code in LANGUAGES_BY_CODE
    )
    facts = [
        parts.Fact(_("Who takes part"), each.get_form_display()),
        parts.Fact(_("Kind of organization"), each.kind_name),
        parts.Fact(_("Country or area"), each.area_name or _("none")),
        parts.Fact(_("Website"), symbol(each.website) or _("none"), each.website),
        parts.Fact(_("Languages in which the organization works"), languages or _("none")),
        parts.Fact(_("Takes part since"), date(each.admitted_on)),
    ]
    sees = may(actor, "parties.see_delegation", each)
    members = each.memberships.filter(
        visibility_condition(request.user, "body__record__"), until__isnull=True
    ).select_related("body__record")
    context = {
        "it": each,
        "dial": STATE_BADGES[each.state],
        "state": ORGANISATION.states[each.state],
        "facts": facts,
        "names": sorted(
            (one for one in said if one.field == "title"),
            key=lambda one: LANGUAGE_CODES.index(one.language),
        ),
        "bodies": members.prefetch_related("body__record__wordings"),
        "sees": sees,
        "focal_points": list(focal_points(each)) if sees else [],
        "succession": each.successions.filter(state=PROPOSED).first() if sees else None,
        "open": each.state != CLOSED,
        "may_change": may(actor, "parties.change_organisation", each),
        "may_ask": each.state != CLOSED and not sees and request.user.is_authenticated,
        "may_set_sign_in": may(actor, "accounts.set_own_sign_in", each.record),
        "may_close": each.state != CLOSED and may(actor, "parties.close_organisation", each),
        "may_reopen": each.state == CLOSED and may(actor, "parties.reopen_organisation", each),
        "may_wake": (each.state == "dormant" or each.asked_at is not None)
        and may(actor, "parties.reactivate_organisation", each),
    }
    return render(request, "parties/organisation.html", context)


def change_organisation(request: HttpRequest, number: int) -> HttpResponse:
    """Change what is known of an organization."""
    each = get_organisation(request, number)
    require_permission(request, "parties.change_organisation", each)
    wordings = list(each.record.wordings.all())
    titles = {one.language: one for one in wordings if one.field == "title"}
    original = next((c for c, one in titles.items() if one.status == WordingStatus.AUTHENTIC), "")
    first = {
        **{name: getattr(each, name) for name in ("form", "kind", "area", "website", "languages")},
        **{f"name_{code}": one.text for code, one in titles.items()},
        "short_name": each.say("short_name").text,
    }
    form = OrganisationForm(
        request.POST if request.method == "POST" else None,
        initial=first,
        original=original,
        with_kind=may(Actor.of(request), "parties.change_kind", each),
    )

    def act() -> None:
        said = dict(form.cleaned_data)
        names = {code: said.pop(f"name_{code}") for code in LANGUAGE_CODES}
        kept = {code: text for code, text in names.items() if text or code in titles}
        short = {original or page_language(): said.pop("short_name")}
        actions_organisation.change_organisation(
            Actor.of(request), each, words={"title": kept, "short_name": short}, **said
        )

    if request.method == "POST" and run_verb(form, act, {"name": f"name_{original}"}):
        return message_and_redirect(request, _("The changes are kept."), each.get_absolute_url())
    lead = (
        _("The original name is the one in this language: %(language)s.")
        % {"language": LANGUAGES_BY_CODE[original].name}
        if original
        else ""
    )
    return FormPage(
        _("Change what is known of the organization"),
        form,
        _("Keep the changes"),
        each.get_absolute_url(),
        lead=lead,
        of=each,
    ).render(request)


def name_successor(request: HttpRequest, number: int) -> HttpResponse:
    """Name who is to be focal point."""
    each = get_organisation(request, number)
    require_permission(request, "parties.name_successor", each)
    user: Any = request.user
    own = user.holds("focal_point", each.record)
    form = SuccessorForm(request.POST or None, with_reason=not own)

    def act() -> None:
        said = form.cleaned_data
        actions_succession.name_successor(
            Actor.of(request),
            each,
            email=said["email"],
            name=said["name"],
            reason=said.get("reason", ""),
        )

    if request.method == "POST" and run_verb(form, act):
        return message_and_redirect(
            request,
            _("A link is on its way to the person named. Nothing changes until it is accepted."),
            each.get_absolute_url(),
        )
    return FormPage(
        _("Name a new focal point"),
        form,
        _("Send the invitation"),
        each.get_absolute_url(),
        lead=_("The person receives a link and accepts. Until then everything stays as it is."),
        of=each,
    ).render(request)


@require_POST
def withdraw_successor(request: HttpRequest, number: int) -> HttpResponse:
    """Withdraw the naming of a successor."""
    each = get_organisation(request, number)
    named = get_object_or_404(
        each.successions.select_related("organisation__record"), state=PROPOSED
    )
    actions_succession.withdraw_succession(Actor.of(request), named)
    return message_and_redirect(request, _("The naming is withdrawn."), each.get_absolute_url())


def close_organisation(request: HttpRequest, number: int) -> HttpResponse:
    """Let an organization leave."""
    each = get_organisation(request, number)
    require_permission(request, "parties.close_organisation", each)
    form = ReasonForm(request.POST or None)

    def act() -> None:
        actions_organisation.close_organisation(Actor.of(request), each, reason=form.cleaned_data["reason"])

    if request.method == "POST" and run_verb(form, act):
        return message_and_redirect(
            request, _("The organization has left."), each.get_absolute_url()
        )
    return FormPage(
        _("Leave the process"),
        form,
        _("Leave"),
        each.get_absolute_url(),
        lead=_("Focal points and delegates lose their roles. What the organization wrote stays."),
        of=each,
    ).render(request)


def reopen_organisation(request: HttpRequest, number: int) -> HttpResponse:
    """Open an organization again that had left."""
    each = get_organisation(request, number)
    require_permission(request, "parties.reopen_organisation", each)
    form = ReasonForm(request.POST or None)

    def act() -> None:
        actions_organisation.reopen_organisation(
            Actor.of(request), each, reason=form.cleaned_data["reason"]
        )

    if request.method == "POST" and run_verb(form, act):
        address = reverse("parties:name_successor", args=[number])
        return message_and_redirect(
            request, _("The organization takes part again. Name its focal point."), address
        )
    return FormPage(
        _("Open the organization again"), form, _("Open again"), each.get_absolute_url(), of=each
    ).render(request)


@require_POST
def reactivate_organisation(request: HttpRequest, number: int) -> HttpResponse:
    """Say that the organization still takes part."""
    each = get_organisation(request, number)
    actions_organisation.reactivate_organisation(Actor.of(request), each)
    return message_and_redirect(request, _("The organization is active."), each.get_absolute_url())
