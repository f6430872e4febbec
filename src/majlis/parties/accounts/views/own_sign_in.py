"""Pages of an organization's own sign-in."""

from __future__ import annotations

from functools import cached_property
from typing import Any, override

from django.contrib.auth.mixins import LoginRequiredMixin
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.decorators import method_decorator
from django.utils.translation import gettext_lazy as _
from django.views.decorators.debug import sensitive_post_parameters

from majlis.kernel.models import Record
from majlis.kit import phrases
from majlis.kit.action_page import ActionPage, ButtonAction
from majlis.look import parts
from majlis.parties.accounts import discovery
from majlis.parties.accounts.actions import own_sign_in as own_sign_in_actions
from majlis.parties.accounts.forms import OwnSignInForm
from majlis.parties.accounts.models import OwnSignIn


class OwnSignInAction(LoginRequiredMixin, ActionPage[Record]):
    """An action on the own sign-in of an organization."""

    @override
    def get_target(self) -> Record:
        records = Record.objects.with_wordings()
        return get_object_or_404(records, pk=self.kwargs["pk"], kind="organisation")

    @override
    def get_success_url(self, result: OwnSignIn | None) -> str:
        return reverse("accounts:own_sign_in", kwargs=self.kwargs)


@method_decorator(sensitive_post_parameters("secret"), name="dispatch")
class SetOwnSignIn(OwnSignInAction):
    """Set up the own sign-in of an organization."""

    template_name = "accounts/own_sign_in.html"
    verb = own_sign_in_actions.set_own_sign_in
    form_class = OwnSignInForm
    title = _("Sign-in through the organization")
    button = phrases.SAVE_CHANGES
    done = _("The organization sign-in was saved.")
    drafts = False

    @cached_property
    def own_sign_in(self) -> OwnSignIn | None:
        """The present sign-in."""
        return OwnSignIn.objects.filter(organisation=self.target).select_related("app").first()

    @override
    def get_trail(self) -> list[parts.Link]:
        organisation = parts.Link(str(self.target), self.target.get_absolute_url())
        return [organisation, parts.Link(self.title)]

    @override
    def get_current(self) -> dict[str, Any]:
        known = self.own_sign_in
        if known is None:
            return {}
        return {
            "issuer": known.app.settings.get("server_url", ""),
            "client_id": known.app.client_id,
            "domains": "\n".join(each.domain for each in known.domains.all()),
        }

    @override
    def get_arguments(self, data: dict[str, Any]) -> dict[str, Any]:
        return {
            "server": discovery.discover(data["issuer"]),
            "client_id": data["client_id"],
            "secret": data["secret"],
            "domains": data["domains"].replace(",", " ").split(),
        }

    @override
    def get_context_data(self) -> dict[str, Any]:
        provider = own_sign_in_actions.provider_id(self.target)
        callback = reverse("openid_connect_callback", args=[provider])
        return {
            **super().get_context_data(),
            "is_set": self.own_sign_in is not None,
            "callback": self.request.build_absolute_uri(callback),
        }


class WithdrawOwnSignIn(ButtonAction[Record], OwnSignInAction):
    """Remove the own sign-in of an organization."""

    verb = own_sign_in_actions.withdraw_own_sign_in
    title = _("Remove organization sign-in")
    done = _("The organization sign-in was removed.")

    @override
    def get_cancel_url(self) -> str:
        return reverse("accounts:own_sign_in", kwargs=self.kwargs)
