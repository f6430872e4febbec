"""The sign-in page of allauth, extended by the sign-in of organizations."""

from __future__ import annotations

from typing import Any

from allauth.account.views import LoginView
from allauth.mfa.recovery_codes.views import GenerateRecoveryCodesView
from django.http import HttpRequest, HttpResponse
from django.views.generic.edit import FormView

from majlis.parties.accounts.queries import own_sign_in_for
from majlis.parties.accounts.views.entrance import redirect_to_organisation


class SignInView(LoginView):  # type: ignore[misc]
    """Sign in; an address without a password leads to the own sign-in of its organization."""

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Redirect to the organization if there is no password, else sign in."""
        if not request.POST.get("password"):
            own = own_sign_in_for(request.POST.get("login", ""))
            if own is not None:
                return redirect_to_organisation(request, own.app.provider_id)
        response: HttpResponse = super().post(request, *args, **kwargs)
        return response


class NewCodesView(GenerateRecoveryCodesView):  # type: ignore[misc]
    """New recovery codes; the old ones are not decrypted, because their key may be lost."""

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """The context of a form, without the old codes."""
        return FormView.get_context_data(self, **kwargs)


sign_in = SignInView.as_view()
new_codes = NewCodesView.as_view()
