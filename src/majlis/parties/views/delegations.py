"""Views of delegations: requests, confirmation, invitations, and the mailed links."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from majlis.kernel.actor import Actor
from majlis.kernel.errors import Refused
from majlis.kernel.verbs import may
from majlis.look import parts
from majlis.parties import mail
from majlis.parties.actions import delegation as delegation_actions
from majlis.parties.actions import succession as succession_actions
from majlis.parties.appointments import LinkTarget
from majlis.parties.forms.organisation import (
    DelegateInvitationForm,
    DelegationRequestForm,
    ReasonForm,
)
from majlis.parties.lifecycle import ASKED, CLOSED, CONFIRMED, INVITED, PROPOSED
from majlis.parties.models import Delegation, Succession
from majlis.parties.queries.organisations import delegations
from majlis.parties.views.common import (
    FormPage,
    list_page,
    message_and_redirect,
    require_permission,
    run_verb,
)
from majlis.parties.views.organisations import get_organisation


def delegation(request: HttpRequest, number: int) -> HttpResponse:
    """List the delegates of an organization, with a form to invite one."""
    organisation = get_organisation(request, number)
    require_permission(request, "parties.see_delegation", organisation)
    actor = Actor.of(request)
    may_invite = organisation.state != CLOSED and may(
        actor, "parties.invite_delegate", organisation
    )
    form = DelegateInvitationForm(request.POST or None) if may_invite else None

    def act() -> None:
        delegation_actions.invite_delegate(actor, organisation, **form.cleaned_data)  # type: ignore[union-attr]

    if request.method == "POST":
        require_permission(request, "parties.invite_delegate", organisation)
        if form is not None and run_verb(form, act):
            list_url = reverse("parties:delegation", args=[number])
            return message_and_redirect(request, _("The invitation is on its way."), list_url)
    page = list_page(request, delegations(organisation))
    total = page.paginator.count
    context = {
        "it": organisation,
        "form": form,
        "rows": list(page),
        "cut": parts.page_links(request, page),
        "count": ngettext("%(n)s person", "%(n)s people", total) % {"n": total},
        "focal": may(actor, "parties.confirm_delegate", organisation),
        "may_end": may(actor, "parties.see_delegation", organisation),
        "ASKED": ASKED,
        "INVITED": INVITED,
        "CONFIRMED": CONFIRMED,
    }
    status = 422 if form is not None and form.is_bound and form.errors else 200
    return render(request, "parties/delegation.html", context, status=status)


def request_delegation(request: HttpRequest, number: int) -> HttpResponse:
    """Request to be a delegate, or show one's present request."""
    organisation = get_organisation(request, number)
    require_permission(request, "parties.request_delegation", organisation)
    form = DelegationRequestForm(request.POST if request.method == "POST" else None)

    def act() -> None:
        delegation_actions.request_delegation(Actor.of(request), organisation, **form.cleaned_data)

    own_url = reverse("parties:request_delegation", args=[number])
    if request.method == "POST" and run_verb(form, act):
        return message_and_redirect(
            request, _("The focal point is asked. You will be told the answer."), own_url
        )
    mine = organisation.delegations.filter(user=request.user.pk).order_by("-pk").first()
    if mine is not None and mine.state in (ASKED, CONFIRMED) and request.method != "POST":
        return render(request, "parties/own_delegation.html", {"it": organisation, "mine": mine})
    lead = _("The focal point of the organization confirms you, or declines with a reason.")
    return FormPage(
        _("Ask to be a delegate"),
        form,
        _("Ask the focal point"),
        organisation.get_absolute_url(),
        lead=lead,
        extra={"mine": mine},
        of=organisation,
    ).render(request)


def _get_delegation(pk: int) -> Delegation:
    return get_object_or_404(
        Delegation.objects.select_related("organisation__record", "user", "appointment__user"),
        pk=pk,
    )


@require_POST
def confirm_delegate(request: HttpRequest, pk: int) -> HttpResponse:
    """Confirm a delegate."""
    delegation = _get_delegation(pk)
    delegation_actions.confirm_delegate(Actor.of(request), delegation)
    list_url = reverse("parties:delegation", args=[delegation.organisation.number])
    return message_and_redirect(request, _("The delegate is confirmed."), list_url)


def decline_delegate(request: HttpRequest, pk: int) -> HttpResponse:
    """Decline the request of a person to be a delegate, with a reason."""
    delegation = _get_delegation(pk)
    require_permission(request, "parties.decline_delegate", delegation)
    form = ReasonForm(request.POST or None)
    list_url = reverse("parties:delegation", args=[delegation.organisation.number])

    def act() -> None:
        delegation_actions.decline_delegate(
            Actor.of(request), delegation, reason=form.cleaned_data["reason"]
        )

    if request.method == "POST" and run_verb(form, act):
        return message_and_redirect(request, _("The request is declined."), list_url)
    return FormPage(
        _("Decline the request"),
        form,
        _("Decline"),
        list_url,
        lead=delegation.person_name,
        of=delegation.organisation,
    ).render(request)


@require_POST
def withdraw_delegation(request: HttpRequest, pk: int) -> HttpResponse:
    """Withdraw a request or an invitation."""
    delegation = _get_delegation(pk)
    delegation_actions.withdraw_delegation(Actor.of(request), delegation)
    return message_and_redirect(
        request, _("It is taken back."), _redirect_back(request, delegation)
    )


@require_POST
def end_delegation(request: HttpRequest, pk: int) -> HttpResponse:
    """End a delegation."""
    delegation = _get_delegation(pk)
    delegation_actions.end_delegation(Actor.of(request), delegation)
    return message_and_redirect(
        request, _("The delegation has ended."), _redirect_back(request, delegation)
    )


def _redirect_back(request: HttpRequest, delegation: Delegation) -> str:
    sees = may(Actor.of(request), "parties.see_delegation", delegation.organisation)
    if sees:
        return reverse("parties:delegation", args=[delegation.organisation.number])
    return str(delegation.organisation.get_absolute_url())


INVITATION_KINDS: dict[str, tuple[Any, str, Any, Any]] = {
    "delegation": (
        Delegation,
        INVITED,
        delegation_actions.accept_invitation,
        delegation_actions.decline_invitation,
    ),
    "succession": (
        Succession,
        PROPOSED,
        succession_actions.accept_succession,
        succession_actions.decline_succession,
    ),
}


def invitation(request: HttpRequest, kind: str, token: str) -> HttpResponse:
    """Show an invitation by its mailed link; only the signed-in owner of the address can accept it."""
    if kind not in INVITATION_KINDS:
        raise Http404
    model, waiting_state, accept, decline = INVITATION_KINDS[kind]
    payload = mail.read_token(token, kind)
    thing = (
        model.objects.select_related("organisation__record").filter(pk=payload[0]).first()
        if payload
        else None
    )
    target = LinkTarget(thing, payload[1]) if thing is not None and payload else None
    if thing is None or target is None or not target.holds:
        return render(request, "parties/expired_link.html", status=404)
    own_url = reverse("parties:invitation", args=[kind, token])
    address = thing.organisation.get_absolute_url()
    may_accept = may(
        Actor.of(request),
        f"parties.accept_{'invitation' if kind == 'delegation' else kind}",
        target,
    )
    if request.method == "POST":
        if request.POST.get("do") == "accept":
            if not may_accept:
                raise Refused(mend=_("Sign in with the address to which the invitation was sent."))
            accept(Actor.of(request), target)
            return message_and_redirect(request, _("You have accepted."), address)
        if request.POST.get("do") == "decline":
            decline(Actor.of(request), target)
            return message_and_redirect(request, _("You have declined."), own_url)
        return HttpResponseRedirect(own_url)
    context = {
        "it": thing.organisation,
        "thing": thing,
        "kind": kind,
        "waits": thing.state == waiting_state,
        "may_accept": may_accept,
        "here": own_url,
    }
    return render(request, "parties/invitation.html", context)
