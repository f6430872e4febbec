"""Views of organizations: the list, one organization, and the actions of its focal point."""

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
from majlis.parties.actions import organisation as organisation_actions
from majlis.parties.actions import succession as succession_actions
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
    """List all organizations: active, dormant, or closed."""
    form = OrganisationFilter(clean_query(request))
    filters = filter_values(form)
    sort = filters["sort"] if filters["sort"] in SORT_KEYS else "name"
    queryset = organisations(
        request.user,
        words=filters["q"],
        kind=filters["kind"],
        area=filters["area"],
        state=filters["state"],
        sort=sort,
        language=page_language(),
    )
    if downloads.requested_format(request):
        return downloads.download_response(request, organisations_sheet(queryset))
    page = list_page(request, queryset)
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
            [_row(organisation) for organisation in page],
            _("Organizations"),
            headed=True,
        ),
        "cut": parts.page_links(request, page),
        "chosen": list_summary(
            request, count, active_filters(request, form, ("q", "state", "kind", "area"))
        ),
    }
    return render(request, "parties/organisations.html", context)


def _row(organisation: Organisation) -> list[Any]:
    title = organisation.say("title")
    short_name = organisation.say("short_name")
    return [
        parts.Cell(title.text, organisation.get_absolute_url(), short_name.text, title.language),
        organisation.kind_name,
        organisation.area_name,
        ORGANISATION.states[organisation.state],
        organisation.number,
    ]


def get_organisation(request: HttpRequest, number: int) -> Organisation:
    """The organization of that number. Raises Http404 if the reader may not see it."""
    organisation: Organisation = get_object_or_404(
        Organisation.objects.visible_to(request.user).with_wordings(), number=number
    )
    return organisation


def organisation_detail(request: HttpRequest, number: int) -> HttpResponse:
    """Show one organization."""
    organisation = get_organisation(request, number)
    actor = Actor.of(request)
    wordings = [wording for wording in organisation.record.wordings.all() if wording.text]
    languages = " · ".join(
        LANGUAGES_BY_CODE[code].name for code in organisation.languages if code in LANGUAGES_BY_CODE
    )
    facts = [
        parts.Fact(_("Who takes part"), organisation.get_form_display()),
        parts.Fact(_("Kind of organization"), organisation.kind_name),
        parts.Fact(_("Country or area"), organisation.area_name or _("none")),
        parts.Fact(_("Website"), symbol(organisation.website) or _("none"), organisation.website),
        parts.Fact(_("Languages in which the organization works"), languages or _("none")),
        parts.Fact(_("Takes part since"), date(organisation.admitted_on)),
    ]
    sees = may(actor, "parties.see_delegation", organisation)
    members = organisation.memberships.filter(
        visibility_condition(request.user, "body__record__"), until__isnull=True
    ).select_related("body__record")
    context = {
        "it": organisation,
        "dial": STATE_BADGES[organisation.state],
        "state": ORGANISATION.states[organisation.state],
        "facts": facts,
        "names": sorted(
            (wording for wording in wordings if wording.field == "title"),
            key=lambda wording: LANGUAGE_CODES.index(wording.language),
        ),
        "bodies": members.prefetch_related("body__record__wordings"),
        "sees": sees,
        "focal_points": list(focal_points(organisation)) if sees else [],
        "succession": organisation.successions.filter(state=PROPOSED).first() if sees else None,
        "open": organisation.state != CLOSED,
        "may_change": may(actor, "parties.change_organisation", organisation),
        "may_ask": organisation.state != CLOSED and not sees and request.user.is_authenticated,
        "may_set_sign_in": may(actor, "accounts.set_own_sign_in", organisation.record),
        "may_close": organisation.state != CLOSED
        and may(actor, "parties.close_organisation", organisation),
        "may_reopen": organisation.state == CLOSED
        and may(actor, "parties.reopen_organisation", organisation),
        "may_wake": (organisation.state == "dormant" or organisation.asked_at is not None)
        and may(actor, "parties.reactivate_organisation", organisation),
    }
    return render(request, "parties/organisation.html", context)


def change_organisation(request: HttpRequest, number: int) -> HttpResponse:
    """Edit the data of an organization."""
    organisation = get_organisation(request, number)
    require_permission(request, "parties.change_organisation", organisation)
    wordings = list(organisation.record.wordings.all())
    titles = {one.language: one for one in wordings if one.field == "title"}
    original = next((c for c, one in titles.items() if one.status == WordingStatus.AUTHENTIC), "")
    initial = {
        **{
            name: getattr(organisation, name)
            for name in ("form", "kind", "area", "website", "languages")
        },
        **{f"name_{code}": one.text for code, one in titles.items()},
        "short_name": organisation.say("short_name").text,
    }
    form = OrganisationForm(
        request.POST if request.method == "POST" else None,
        initial=initial,
        original=original,
        with_kind=may(Actor.of(request), "parties.change_kind", organisation),
    )

    def act() -> None:
        data = dict(form.cleaned_data)
        names = {code: data.pop(f"name_{code}") for code in LANGUAGE_CODES}
        titles_after = {code: text for code, text in names.items() if text or code in titles}
        short = {original or page_language(): data.pop("short_name")}
        organisation_actions.change_organisation(
            Actor.of(request),
            organisation,
            words={"title": titles_after, "short_name": short},
            **data,
        )

    if request.method == "POST" and run_verb(form, act, {"name": f"name_{original}"}):
        return message_and_redirect(
            request, _("The changes are kept."), organisation.get_absolute_url()
        )
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
        organisation.get_absolute_url(),
        lead=lead,
        of=organisation,
    ).render(request)


def name_successor(request: HttpRequest, number: int) -> HttpResponse:
    """Name a successor of the focal point."""
    organisation = get_organisation(request, number)
    require_permission(request, "parties.name_successor", organisation)
    user: Any = request.user
    own = user.holds("focal_point", organisation.record)
    form = SuccessorForm(request.POST or None, with_reason=not own)

    def act() -> None:
        data = form.cleaned_data
        succession_actions.name_successor(
            Actor.of(request),
            organisation,
            email=data["email"],
            name=data["name"],
            reason=data.get("reason", ""),
        )

    if request.method == "POST" and run_verb(form, act):
        return message_and_redirect(
            request,
            _("A link is on its way to the person named. Nothing changes until it is accepted."),
            organisation.get_absolute_url(),
        )
    return FormPage(
        _("Name a new focal point"),
        form,
        _("Send the invitation"),
        organisation.get_absolute_url(),
        lead=_("The person receives a link and accepts. Until then everything stays as it is."),
        of=organisation,
    ).render(request)


@require_POST
def withdraw_successor(request: HttpRequest, number: int) -> HttpResponse:
    """Withdraw the nomination of a successor."""
    organisation = get_organisation(request, number)
    succession = get_object_or_404(
        organisation.successions.select_related("organisation__record"), state=PROPOSED
    )
    succession_actions.withdraw_succession(Actor.of(request), succession)
    return message_and_redirect(
        request, _("The naming is withdrawn."), organisation.get_absolute_url()
    )


def close_organisation(request: HttpRequest, number: int) -> HttpResponse:
    """Close an organization that leaves the process."""
    organisation = get_organisation(request, number)
    require_permission(request, "parties.close_organisation", organisation)
    form = ReasonForm(request.POST or None)

    def act() -> None:
        organisation_actions.close_organisation(
            Actor.of(request), organisation, reason=form.cleaned_data["reason"]
        )

    if request.method == "POST" and run_verb(form, act):
        return message_and_redirect(
            request, _("The organization has left."), organisation.get_absolute_url()
        )
    return FormPage(
        _("Leave the process"),
        form,
        _("Leave"),
        organisation.get_absolute_url(),
        lead=_("Focal points and delegates lose their roles. What the organization wrote stays."),
        of=organisation,
    ).render(request)


def reopen_organisation(request: HttpRequest, number: int) -> HttpResponse:
    """Reopen an organization that was closed."""
    organisation = get_organisation(request, number)
    require_permission(request, "parties.reopen_organisation", organisation)
    form = ReasonForm(request.POST or None)

    def act() -> None:
        organisation_actions.reopen_organisation(
            Actor.of(request), organisation, reason=form.cleaned_data["reason"]
        )

    if request.method == "POST" and run_verb(form, act):
        address = reverse("parties:name_successor", args=[number])
        return message_and_redirect(
            request, _("The organization takes part again. Name its focal point."), address
        )
    return FormPage(
        _("Open the organization again"),
        form,
        _("Open again"),
        organisation.get_absolute_url(),
        of=organisation,
    ).render(request)


@require_POST
def reactivate_organisation(request: HttpRequest, number: int) -> HttpResponse:
    """Confirm that the organization still takes part."""
    organisation = get_organisation(request, number)
    organisation_actions.reactivate_organisation(Actor.of(request), organisation)
    return message_and_redirect(
        request, _("The organization is active."), organisation.get_absolute_url()
    )
