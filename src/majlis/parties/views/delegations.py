"""Pages of delegations: the delegates of an organization, requests, confirmations and invitations."""

from __future__ import annotations

from functools import cached_property
from typing import Any, ClassVar, override

from django.db.models import QuerySet
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import npgettext, pgettext_lazy

from majlis.kernel.actor import Actor
from majlis.kernel.errors import StrOrPromise
from majlis.kernel.verbs import may
from majlis.kit.action_page import ActionPage, ButtonAction
from majlis.kit.list_page import ListPage
from majlis.parties.actions import delegation as delegation_actions
from majlis.parties.appointments import represents_organisation
from majlis.parties.forms.organisation import (
    DelegateInvitationForm,
    DelegationRequestForm,
    ReasonForm,
)
from majlis.parties.lifecycle import ASKED, CLOSED, CONFIRMED, INVITED
from majlis.parties.models import Delegation, Organisation
from majlis.parties.queries.organisations import delegations
from majlis.parties.views.organisations import OrganisationAction, organisation_or_404


def delegation_list_url(organisation: Organisation) -> str:
    """The address of the list of the delegates of an organization."""
    return reverse("parties:delegation", args=[organisation.number])


class InviteDelegate(OrganisationAction):
    """Invite a delegate."""

    verb = delegation_actions.invite_delegate
    form_class = DelegateInvitationForm
    title = pgettext_lazy("button", "Invite delegate")
    done = pgettext_lazy("message after an action", "Invitation sent.")
    done_unsent = pgettext_lazy("message after an action", "Invitation saved.")
    sends_mail = True

    @override
    @classmethod
    def is_offered(cls, actor: Actor, target: Organisation) -> bool:
        return target.state != CLOSED and super().is_offered(actor, target)

    @override
    def get_cancel_url(self) -> str:
        return delegation_list_url(self.target)


class DelegationList(ListPage[Delegation, Delegation]):
    """The delegates of an organization, and who asked or is invited to be one."""

    template_name = "parties/delegation.html"
    title = pgettext_lazy("delegates of an organization", "Delegation")
    permission = "parties.see_delegation"
    actions: ClassVar = {"parties:invite_delegate": InviteDelegate}
    empty = _("No delegates or requests yet.")

    @cached_property
    def organisation(self) -> Organisation:
        """The organization of the delegates."""
        return organisation_or_404(self.reader, self.kwargs["number"])

    @override
    def get_object_above(self) -> Organisation:
        return self.organisation

    @override
    def get_queryset(self) -> QuerySet[Delegation]:
        return delegations(self.organisation)

    @override
    def get_count(self, total: int) -> str:
        return npgettext("number of people", "%(n)s person", "%(n)s people", total)

    @override
    def get_context_data(self) -> dict[str, Any]:
        return {
            **super().get_context_data(),
            "organisation": self.organisation,
            "decides": may(self.actor, "parties.confirm_delegate", self.organisation),
            "ASKED": ASKED,
            "INVITED": INVITED,
            "CONFIRMED": CONFIRMED,
        }


class RequestDelegation(OrganisationAction):
    """Request to be a delegate, or see one's present request."""

    template_name = "parties/request_delegation.html"
    verb = delegation_actions.request_delegation
    form_class = DelegationRequestForm
    title = _("Request to become a delegate")
    lead = _("The focal point will confirm the request or decline it with a reason.")
    done = _("Request sent to the focal point. You will be notified of the reply.")

    @cached_property
    def own_delegation(self) -> Delegation | None:
        """The reader's latest request or delegation."""
        return self.target.delegations.filter(user=self.reader.pk).order_by("-pk").first()

    @override
    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        own = self.own_delegation
        is_open = own is not None and own.state in (ASKED, CONFIRMED)
        if not is_open and represents_organisation(self.reader, self.target):
            own, is_open = None, True  # appointed without a request
        if request.method != "POST" and is_open:
            context = {"organisation": self.target, "own_delegation": own}
            return render(request, "parties/own_delegation.html", context)
        return super().get(request, *args, **kwargs)

    @override
    def get_context_data(self) -> dict[str, Any]:
        return {**super().get_context_data(), "own_delegation": self.own_delegation}

    @override
    def get_success_url(self, result: Delegation) -> str:
        return self.request.path


class DelegationAction(ActionPage[Delegation]):
    """An action on a delegation."""

    @override
    def get_target(self) -> Delegation:
        delegations = Delegation.objects.select_related(
            "organisation__record", "user", "appointment__user"
        )
        return get_object_or_404(delegations, pk=self.kwargs["pk"])

    @override
    def get_lead(self) -> str:
        return self.target.person_name

    @override
    def get_object_above(self) -> Organisation:
        return self.target.organisation

    @override
    def get_cancel_url(self) -> str:
        organisation = self.target.organisation
        if may(self.actor, "parties.see_delegation", organisation):
            return delegation_list_url(organisation)
        return organisation.get_absolute_url()


class ConfirmDelegate(ButtonAction[Delegation], DelegationAction):
    """Confirm a delegate."""

    verb = delegation_actions.confirm_delegate
    title = pgettext_lazy("button", "Confirm delegate")
    done = pgettext_lazy("message after an action", "Delegate confirmed.")


class DeclineDelegate(DelegationAction):
    """Decline the request of a person to be a delegate, with a reason."""

    verb = delegation_actions.decline_delegate
    form_class = ReasonForm
    title = pgettext_lazy("button", "Decline request")
    done = pgettext_lazy("message after an action", "Request declined.")


class WithdrawDelegation(ButtonAction[Delegation], DelegationAction):
    """Withdraw a request or an invitation."""

    verb = delegation_actions.withdraw_delegation
    title = _("Withdraw request or invitation")
    was_invited = False

    @override
    def do(self, data: dict[str, Any]) -> Delegation:
        self.was_invited = self.target.state == INVITED
        withdrawn: Delegation = super().do(data)
        return withdrawn

    @override
    def get_done(self, result: Delegation) -> StrOrPromise:
        if self.was_invited:
            return pgettext_lazy("message after an action", "Invitation withdrawn.")
        return pgettext_lazy("message after an action", "Request withdrawn.")


class EndDelegation(ButtonAction[Delegation], DelegationAction):
    """End a delegation."""

    verb = delegation_actions.end_delegation
    title = _("End role of delegate")
    done = _("Role of delegate ended.")
