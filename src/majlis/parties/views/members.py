"""Pages of the members of bodies: organizations, and individual people."""

from __future__ import annotations

from typing import Any, ClassVar, override

from django.http import Http404
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from majlis.kernel.actor import Actor
from majlis.kernel.models import Reader
from majlis.kernel.models.people import today
from majlis.kit.action_page import ActionPage, ButtonAction
from majlis.kit.detail_page import DetailPage
from majlis.parties.actions import member as member_actions
from majlis.parties.forms.body import IndividualMemberForm
from majlis.parties.forms.organisation import MemberForm
from majlis.parties.models import Body
from majlis.parties.queries import bodies as body_queries


def body_or_404(reader: Reader, slug: str) -> Body:
    """The body at an address, without the body above it, which no page here shows. Raises Http404."""
    bodies = Body.objects.visible_to(reader).select_related("record").with_wordings()
    body: Body = get_object_or_404(bodies, slug=slug)
    return body


class MemberAction(ActionPage[Body]):
    """An action on the members of a body."""

    @override
    def get_target(self) -> Body:
        return body_or_404(self.reader, self.kwargs["slug"])

    @override
    def get_cancel_url(self) -> str:
        return reverse("parties:members", args=[self.target.slug])


class AdmitOrganisation(MemberAction):
    """Admit an organization as a member."""

    verb = member_actions.admit_member
    form_class = MemberForm
    title = _("Admit member organization")
    done = _("Member organization admitted.")

    @override
    def get_form_options(self) -> dict[str, Any]:
        return {"reader": self.reader}


class AdmitPerson(MemberAction):
    """Admit a person as an individual member."""

    verb = member_actions.admit_member
    form_class = IndividualMemberForm
    form_key = "parties.admit_person"
    title = _("Admit individual member")
    done = _("Individual member admitted.")

    @override
    @classmethod
    def is_offered(cls, actor: Actor, target: Body) -> bool:
        return member_actions.individual_may_join(target) and super().is_offered(actor, target)


class EndMembership(ButtonAction[Body], MemberAction):
    """End the membership of an organization."""

    verb = member_actions.end_membership
    title = pgettext_lazy("button", "End membership")
    done = pgettext_lazy("message after an action", "Membership ended.")

    @override
    def get_arguments(self, data: dict[str, Any]) -> dict[str, Any]:
        memberships = self.target.memberships.select_related("organisation__record")
        membership = get_object_or_404(memberships, pk=self.kwargs["pk"])
        return {"organisation": membership.organisation}


class EndIndividualMembership(EndMembership):
    """End the membership of a person: with an account, or known by name only."""

    @override
    def get_arguments(self, data: dict[str, Any]) -> dict[str, Any]:
        kind, pk = self.kwargs["kind"], self.kwargs["pk"]
        if kind == "account":
            appointments = body_queries.individual_members(self.target)
            return {"user": get_object_or_404(appointments, pk=pk).user}
        if kind == "named":
            return {"named": get_object_or_404(self.target.named_members, pk=pk)}
        raise Http404


class MemberList(DetailPage[Body]):
    """The members of a body, for its chair and the secretariat."""

    template_name = "parties/members.html"
    title = pgettext_lazy("members of a body", "Members")
    permission = "parties.see_members"
    actions: ClassVar = {
        "parties:admit_organisation": AdmitOrganisation,
        "parties:admit_person": AdmitPerson,
    }

    @override
    def get_object(self) -> Body:
        return body_or_404(self.reader, self.kwargs["slug"])

    @override
    def get_context_data(self) -> dict[str, Any]:
        return {
            **super().get_context_data(),
            "members": list(body_queries.members(self.reader, self.object)),
            "people": list(body_queries.individual_members(self.object)),
            "named": list(self.object.named_members.order_by("-until", "since", "pk")),
            "today": today(),
            "admits_people": member_actions.individual_may_join(self.object),
        }
