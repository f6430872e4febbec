"""How people come in: the first administrator, and an organization's own sign-in."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from allauth.account.utils import get_next_redirect_url
from allauth.socialaccount.models import SocialApp
from allauth.socialaccount.providers.oauth2.views import OAuth2CallbackView
from allauth.socialaccount.providers.openid_connect import views as openid
from django.conf import settings
from django.contrib.auth import login
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import translation
from django.utils.csp import CSP
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters

from majlis.kernel.actor import Actor
from majlis.kernel.errors import Fault, InvalidInput, WrongState
from majlis.kernel.languages import official_language
from majlis.parties.accounts import one_time_links, queries
from majlis.parties.accounts.actions import people
from majlis.parties.accounts.adapter import landing_page
from majlis.parties.accounts.forms import FirstAdministratorForm, OrganisationAddressForm
from majlis.parties.accounts.models import OwnSignIn, Purpose
from majlis.parties.accounts.views.common import run_verb

BACKEND = "allauth.account.auth_backends.AuthenticationBackend"
LANGUAGE_KEY = "accounts_language"


@never_cache
@sensitive_post_parameters("password")
def first_administrator(request: HttpRequest, token: str) -> HttpResponse:
    """The form behind the one-time link."""
    made: list[Any] = []
    form = FirstAdministratorForm(request.POST or None)
    wrong: Fault | None = None
    if request.method == "POST":
        try:
            if run_verb(
                form,
                lambda data: made.append(
                    people.become_first_administrator(
                        Actor.of(request),
                        token,
                        language=official_language(get_language()) or "en",
                        **data,
                    )
                ),
            ):
                login(request, made[0], backend=BACKEND)
                return redirect(landing_page())
        except WrongState as fault:
            wrong = fault
    if wrong is None and (
        queries.administrators().exists()
        or not one_time_links.is_usable(Purpose.FIRST_ADMINISTRATOR, token)
    ):
        wrong = WrongState(_("This link does not work, or no longer."), "")
    return render(
        request,
        "accounts/first_administrator.html",
        {"form": form, "wrong": wrong},
        status=410 if wrong else 200,
    )


@never_cache
@sensitive_post_parameters("password")
def find_organisation(request: HttpRequest) -> HttpResponse:
    """Find the own sign-in of an organization by the domain of an address."""
    given = {"email": request.POST.get("email") or request.POST.get("login", "")}
    form = OrganisationAddressForm(given if request.method == "POST" else None)

    def find(data: dict[str, Any]) -> None:
        found.append(queries.own_sign_in_for(data["email"]))
        if found[0] is None:
            raise InvalidInput(
                {
                    "email": _(
                        "No organization has its own sign-in for this address: sign in with your password, or check the address."
                    )
                }
            )

    found: list[OwnSignIn | None] = []
    if request.method == "POST" and run_verb(form, find) and found[0]:
        return redirect_to_organisation(request, found[0].app.provider_id)
    back = get_next_redirect_url(request) or ""
    return render(request, "accounts/organisation.html", {"form": form, "back": back})


def redirect_to_organisation(request: HttpRequest, provider_id: str) -> HttpResponse:
    """On to the sign-in of an organization, with the page to come back to if one was asked for."""
    back = get_next_redirect_url(request)
    where = reverse("accounts:organisation_redirect", args=[provider_id])
    return redirect(f"{where}?{urlencode({'next': back})}" if back else where)


def organisation_redirect(request: HttpRequest, provider_id: str) -> HttpResponse:
    """The step out to the organization; only this page may send a form there."""
    own = get_object_or_404(
        OwnSignIn.objects.select_related("organisation", "app"), app__provider_id=provider_id
    )
    back = get_next_redirect_url(request) or ""
    answer = render(request, "accounts/organisation_redirect.html", {"own": own, "back": back})
    answer._csp_config = {  # type: ignore[attr-defined]
        **settings.SECURE_CSP,
        "form-action": [CSP.SELF, *filter(None, [own.origin])],
    }
    return answer


def organisation_login(request: HttpRequest, provider_id: str) -> HttpResponse:
    """Out to the organization; the language is kept for the way back."""
    if request.method != "POST":
        return redirect("accounts:organisation_redirect", provider_id)
    own = get_object_or_404(OwnSignIn, app__provider_id=provider_id)
    # Nobody is sent out who could not come back in. Raises UndecryptableClientSecret.
    own.client_secret()
    request.session[LANGUAGE_KEY] = get_language()
    answer: HttpResponse = openid.login(request, provider_id)
    return answer


class SecretOpenIDAdapter(openid.OpenIDConnectOAuth2Adapter):  # type: ignore[misc]
    """Asks the server of an organization with the client secret, which lies encrypted until then."""

    def get_client(self, request: HttpRequest, app: SocialApp) -> Any:
        """Whoever speaks to the server. Raises UndecryptableClientSecret."""
        client = super().get_client(request, app)
        client.consumer_secret = OwnSignIn.objects.get(app=app).client_secret()
        return client


def organisation_callback(request: HttpRequest, provider_id: str) -> HttpResponse:
    """Back from the organization: one address for all languages, as servers want it."""
    language = (
        official_language(request.session.get(LANGUAGE_KEY))
        or official_language(get_language())
        or "en"
    )
    with translation.override(language):
        view = OAuth2CallbackView.adapter_view(SecretOpenIDAdapter(request, provider_id))
        try:
            answer: HttpResponse = view(request)
        except SocialApp.DoesNotExist:
            raise Http404 from None
        return answer
