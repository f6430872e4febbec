"""The page of an invitation, opened by its mailed link: to be a delegate, or to succeed the focal point."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, NamedTuple, override

from django.contrib import messages
from django.db.models import QuerySet
from django.http import Http404, HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from majlis.kernel.errors import Refused
from majlis.kernel.verbs import key_of, may
from majlis.parties.actions import delegation as delegation_actions
from majlis.parties.actions import succession as succession_actions
from majlis.parties.appointments import subject_of
from majlis.parties.lifecycle import INVITED, PROPOSED
from majlis.parties.models import Delegation, Organisation, Succession
from majlis.parties.views.mailed_links import MailedLinkPage


class InvitationKind(NamedTuple):
    """A kind of invitation: its model, the state in which it awaits an answer, and the verbs of the answer."""

    model: type[Delegation | Succession]
    waiting_state: str
    accept: Callable[..., Delegation | Succession]
    decline: Callable[..., Delegation | Succession]


INVITATION_KINDS = {
    "delegation": InvitationKind(
        Delegation,
        INVITED,
        delegation_actions.accept_invitation,
        delegation_actions.decline_invitation,
    ),
    "succession": InvitationKind(
        Succession,
        PROPOSED,
        succession_actions.accept_succession,
        succession_actions.decline_succession,
    ),
}


class InvitationPage(MailedLinkPage[Delegation | Succession]):
    """An invitation; only the signed-in owner of the address can accept it."""

    template_name = "parties/invitation.html"
    title = pgettext_lazy("page", "Invitation")

    @property
    def kind(self) -> InvitationKind:
        """The kind of the invitation. Raises Http404."""
        if self.kwargs["kind"] not in INVITATION_KINDS:
            raise Http404
        return INVITATION_KINDS[self.kwargs["kind"]]

    @override
    def get_link_kind(self) -> str:
        return str(self.kwargs["kind"])

    @override
    def get_link_objects(self) -> QuerySet[Delegation | Succession]:
        return self.kind.model._default_manager.select_related("organisation__record")

    @override
    def get_object_above(self) -> Organisation:
        organisation: Organisation = subject_of(self.link_target).organisation
        return organisation

    @property
    def may_accept(self) -> bool:
        """Whether the reader is signed in with the address of the invitation."""
        return may(self.actor, key_of(self.kind.accept), self.link_target)

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Accept or decline the invitation."""
        answer = request.POST.get("do")
        if answer == "accept":
            if not self.may_accept:
                raise Refused(mend=_("Sign in with the address to which the invitation was sent."))
            self.kind.accept(self.actor, self.link_target)
            messages.success(
                request, str(pgettext_lazy("message after an action", "Invitation accepted."))
            )
            return redirect(self.get_object_above().get_absolute_url())
        if answer == "decline":
            self.kind.decline(self.actor, self.link_target)
            messages.success(
                request, str(pgettext_lazy("message after an action", "Invitation declined."))
            )
        return redirect(request.path)

    @override
    def get_context_data(self) -> dict[str, Any]:
        invitation = subject_of(self.link_target)
        return {
            **super().get_context_data(),
            "organisation": invitation.organisation,
            "invitation": invitation,
            "kind": self.kwargs["kind"],
            "waits": invitation.state == self.kind.waiting_state,
            "may_accept": self.may_accept,
        }
