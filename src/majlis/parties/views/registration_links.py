"""Pages of the link that is mailed to an applicant without an account: the registration, and what may be done."""

from __future__ import annotations

from typing import Any, ClassVar, override

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from majlis.kernel.actor import Actor
from majlis.kit.action_page import ActionLink, ButtonAction, action_links
from majlis.look import parts
from majlis.parties.actions import registration as registration_actions
from majlis.parties.appointments import LinkTarget
from majlis.parties.lifecycle import UNCONFIRMED
from majlis.parties.models import Registration
from majlis.parties.views.mailed_links import MailedLinkPage
from majlis.parties.views.registration_draft import ORDER
from majlis.parties.views.registration_steps import load_draft
from majlis.parties.views.registrations import (
    MAY_BE_RESUBMITTED,
    MAY_BE_WITHDRAWN,
    RegistrationDetail,
)


class RegistrationLinkPage(MailedLinkPage):
    """A page of the link that is mailed about a registration."""

    @override
    def get_link_kind(self) -> str:
        return "registration"

    @override
    def get_link_objects(self) -> QuerySet[Registration]:
        return Registration.objects.with_wordings()


class LinkAction(RegistrationLinkPage, ButtonAction[LinkTarget]):
    """An action on a registration by the mailed link, in some states of the registration."""

    states: ClassVar[tuple[str, ...]]

    @override
    @classmethod
    def is_offered(cls, actor: Actor, target: LinkTarget) -> bool:
        return target.thing.state in cls.states and super().is_offered(actor, target)

    @override
    def get_target(self) -> LinkTarget:
        return self.link_target

    @override
    def get_cancel_url(self) -> str:
        return reverse("parties:registration_link", kwargs=self.kwargs)


class ConfirmAddress(LinkAction):
    """Confirm the e-mail address of the applicant."""

    verb = registration_actions.confirm_registration_address
    title = _("Confirm the address")
    done = _("Your e-mail address is confirmed. The registration waits for the secretariat.")
    states = (UNCONFIRMED,)


class EditByLink(LinkAction):
    """Load the registration into the steps again, to edit and resubmit it."""

    verb = registration_actions.resubmit_registration
    title = _("Answer, change and send again")
    done = ""
    states = MAY_BE_RESUBMITTED

    @override
    def do(self, data: dict[str, Any]) -> None:
        load_draft(self.request, self.target.thing, self.target.key)

    @override
    def get_success_url(self, result: None) -> str:
        return reverse("parties:register_step", args=[ORDER[0]])


class WithdrawByLink(LinkAction):
    """Withdraw the registration."""

    verb = registration_actions.withdraw_registration
    title = _("Withdraw the registration")
    done = _("The registration is withdrawn.")
    states = MAY_BE_WITHDRAWN


class RegistrationByLink(RegistrationLinkPage, RegistrationDetail):
    """A registration, for the applicant who opens the mailed link."""

    actions: ClassVar = {
        "parties:edit_by_link": EditByLink,
        "parties:withdraw_by_link": WithdrawByLink,
    }

    @override
    def get_object(self) -> Registration:
        registration: Registration = self.link_target.thing
        return registration

    @override
    def get_trail(self) -> list[parts.Link]:
        return []

    @override
    def get_action_links(self) -> list[ActionLink]:
        return action_links(self.actions, self.actor, self.link_target, self.kwargs)

    @override
    def get_context_data(self) -> dict[str, Any]:
        confirm = {"parties:confirm_address": ConfirmAddress}
        return {
            **super().get_context_data(),
            "by_link": True,
            "may_decide": False,
            "confirm": action_links(confirm, self.actor, self.link_target, self.kwargs),
        }
