"""Views for the first administrator, and for an organization's own sign-in."""

from __future__ import annotations

from functools import cached_property
from typing import Any, ClassVar, override
from urllib.parse import urlencode

from allauth.account.utils import get_next_redirect_url
from allauth.socialaccount.models import SocialApp
from allauth.socialaccount.providers.oauth2.views import OAuth2CallbackView
from allauth.socialaccount.providers.openid_connect import views as openid
from django.conf import settings
from django.contrib.auth import login
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import translation
from django.utils.csp import CSP
from django.utils.decorators import method_decorator
from django.utils.translation import get_language, pgettext_lazy
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters

from majlis.kernel.errors import WrongState
from majlis.kernel.languages import official_language
from majlis.kernel.models import User
from majlis.kit.action_page import ActionPage
from majlis.kit.page import StrOrPromise
from majlis.parties.accounts import one_time_links, queries
from majlis.parties.accounts.actions import people
from majlis.parties.accounts.adapter import landing_page
from majlis.parties.accounts.forms import (
    FirstAdministratorForm,
    InvitedAdministratorForm,
    OrganisationAddressForm,
)
from majlis.parties.accounts.models import OneTimeLink, OwnSignIn, Purpose

BACKEND = "allauth.account.auth_backends.AuthenticationBackend"
LANGUAGE_KEY = "accounts_language"


@method_decorator([never_cache, sensitive_post_parameters("password")], name="dispatch")
class AdministratorByLink(ActionPage[str]):
    """Create the account of an administrator by a one-time link for ``purpose``; sign in with it."""

    template_name = "accounts/first_administrator.html"
    button = pgettext_lazy("button", "Create account")
    done = ""
    drafts = False
    purpose: ClassVar[Purpose]

    @override
    def get_target(self) -> str:
        return str(self.kwargs["token"])

    @cached_property
    def link(self) -> OneTimeLink | None:
        """The link, if it works now."""
        return one_time_links.find_link(self.purpose, self.target)

    @override
    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if self.link is None:
            error = WrongState(_("This link is not valid."), "")
            return self.render({"error": error, "lead": ""}, status=410)
        return super().get(request, *args, **kwargs)

    @override
    def get_arguments(self, data: dict[str, Any]) -> dict[str, Any]:
        return {**data, "language": official_language(get_language()) or "en"}

    @override
    def finish(self, result: User) -> HttpResponse:
        login(self.request, result, backend=BACKEND)
        return redirect(landing_page())

    @override
    def get_cancel_url(self) -> str:
        return reverse("account_login")


class CreateFirstAdministrator(AdministratorByLink):
    """Create the first administrator."""

    verb = people.become_first_administrator
    form_class = FirstAdministratorForm
    title = pgettext_lazy("page", "First administrator")
    lead = _("This site has no users yet. The first administrator assigns all other roles.")
    purpose = Purpose.FIRST_ADMINISTRATOR

    @cached_property
    def link(self) -> OneTimeLink | None:
        """The link, unless there is an administrator by now."""
        return None if queries.administrators().exists() else super().link


class CreateInvitedAdministrator(AdministratorByLink):
    """Create the account of an administrator who was invited by a command: see ``invite_administrator``."""

    verb = people.become_administrator
    form_class = InvitedAdministratorForm
    title = pgettext_lazy("page", "New administrator")
    purpose = Purpose.ADMINISTRATOR

    @override
    def get_lead(self) -> StrOrPromise:
        lead = _("The account will have the address %(email)s.")
        return str(lead) % {"email": self.link.email} if self.link else ""


@never_cache
@sensitive_post_parameters("password")
def find_organisation(request: HttpRequest) -> HttpResponse:
    """Redirect to the own sign-in of an organization, found by the domain of an e-mail address."""
    data_sent = {"email": request.POST.get("email") or request.POST.get("login", "")}
    form = OrganisationAddressForm(data_sent if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        own = queries.own_sign_in_for(form.cleaned_data["email"])
        if own is not None:
            return redirect_to_organisation(request, own.app.provider_id)
        message = _(
            "No organization sign-in exists for this address. Use your password, or check "
            "the address."
        )
        form.add_error("email", str(message))
    back = get_next_redirect_url(request) or ""
    return render(request, "accounts/organisation.html", {"form": form, "back": back})


def redirect_to_organisation(request: HttpRequest, provider_id: str) -> HttpResponse:
    """Redirect to the sign-in of an organization, with the page to return to if there is one."""
    back = get_next_redirect_url(request)
    address = reverse("accounts:organisation_redirect", args=[provider_id])
    return redirect(f"{address}?{urlencode({'next': back})}" if back else address)


def organisation_redirect(request: HttpRequest, provider_id: str) -> HttpResponse:
    """Show the page that sends the browser to the organization; its CSP alone allows that form."""
    own = get_object_or_404(
        OwnSignIn.objects.select_related("organisation", "app"), app__provider_id=provider_id
    )
    back = get_next_redirect_url(request) or ""
    response = render(request, "accounts/organisation_redirect.html", {"own": own, "back": back})
    response._csp_config = {  # type: ignore[attr-defined]
        **settings.SECURE_CSP,
        "form-action": [CSP.SELF, *filter(None, [own.origin])],
    }
    return response


def organisation_login(request: HttpRequest, provider_id: str) -> HttpResponse:
    """Start the sign-in at the organization; the session stores the language for the return."""
    if request.method != "POST":
        return redirect("accounts:organisation_redirect", provider_id)
    own = get_object_or_404(OwnSignIn, app__provider_id=provider_id)
    # Without a readable secret the return would fail. Raises UndecryptableClientSecret.
    own.client_secret()
    request.session[LANGUAGE_KEY] = get_language()
    response: HttpResponse = openid.login(request, provider_id)
    return response


class SecretOpenIDAdapter(openid.OpenIDConnectOAuth2Adapter):  # type: ignore[misc]
    """An adapter that decrypts the client secret for requests to the server of an organization."""

    def get_client(self, request: HttpRequest, app: SocialApp) -> Any:
        """The client for the server. Raises UndecryptableClientSecret."""
        client = super().get_client(request, app)
        client.consumer_secret = OwnSignIn.objects.get(app=app).client_secret()
        return client


def organisation_callback(request: HttpRequest, provider_id: str) -> HttpResponse:
    """Complete the sign-in after the return; one URL for all languages, because servers know only one."""
    language = (
        official_language(request.session.get(LANGUAGE_KEY))
        or official_language(get_language())
        or "en"
    )
    with translation.override(language):
        view = OAuth2CallbackView.adapter_view(SecretOpenIDAdapter(request, provider_id))
        try:
            response: HttpResponse = view(request)
        except SocialApp.DoesNotExist:
            raise Http404 from None
        return response
