"""Pages of allauth, extended: sign-in by organizations and as people of a demonstration, a first password."""

from __future__ import annotations

from typing import Any

from allauth.account.decorators import reauthentication_required
from allauth.account.views import LoginView, password_set
from allauth.core.exceptions import ReauthenticationRequired
from allauth.mfa.recovery_codes.views import GenerateRecoveryCodesView
from django.contrib.auth import login
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.decorators import method_decorator
from django.views.decorators.cache import never_cache
from django.views.generic.edit import FormView

from majlis.look.parts import return_address
from majlis.parties.accounts import demonstration
from majlis.parties.accounts.adapter import landing_page
from majlis.parties.accounts.queries import own_sign_in_for
from majlis.parties.accounts.views.entrance import BACKEND, redirect_to_organisation


@method_decorator(never_cache, name="dispatch")
class SignInView(LoginView):  # type: ignore[misc]
    """Sign in; an address without a password leads to the own sign-in of its organization.

    In a demonstration on this machine, one click signs in as one of its fictional people, also for readers
    who are signed in already.
    """

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Sign in as a person of the demonstration, or respond as the sign-in page of allauth."""
        if request.method == "POST" and "person" in request.POST:
            return self.sign_in_as_person(request)
        if request.user.is_authenticated and demonstration.is_local_demonstration(request):
            return render(request, "account/login.html", self.people_context())
        response: HttpResponse = super().dispatch(request, *args, **kwargs)
        return response

    def sign_in_as_person(self, request: HttpRequest) -> HttpResponse:
        """Sign in as a fictional person; then show the requested page, or the front page.

        The language of the page stays, whichever the language of the person is. Raises Http404 outside a
        demonstration, through a proxy, and for a person that does not exist.
        """
        is_offered = demonstration.is_local_demonstration(request)
        user = demonstration.find_person(request.POST["person"]) if is_offered else None
        if user is None:
            raise Http404
        login(request, user, backend=BACKEND)
        return redirect(return_address(request, landing_page()))

    def people_context(self) -> dict[str, Any]:
        """The people of the demonstration and the page to return to, for a request from this machine."""
        if not demonstration.is_local_demonstration(self.request):
            return {}
        people = demonstration.people_by_group()
        return {"people": people, "back": return_address(self.request, "")}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """The context of the form, with the people of a demonstration."""
        return {**super().get_context_data(**kwargs), **self.people_context()}

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


asks_first = reauthentication_required(app="allauth.account")(password_set)


@login_required
def set_password(request: HttpRequest) -> HttpResponse:
    """Set a first password; like other changes to the security of the account, after a proof.

    A password that was sent without one is not kept in the session until then. Raises
    ReauthenticationRequired, and ImmediateHttpResponse as ``AccountAdapter`` says.
    """
    try:
        response: HttpResponse = asks_first(request)
    except ReauthenticationRequired:
        if request.method == "POST":
            return redirect("account_set_password")
        raise
    return response


sign_in = SignInView.as_view()
new_codes = NewCodesView.as_view()
