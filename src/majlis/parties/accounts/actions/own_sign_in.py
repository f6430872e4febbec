"""Verbs of an organization's own sign-in by OpenID Connect."""

from __future__ import annotations

import re
from collections.abc import Iterable

from allauth.socialaccount.models import SocialAccount, SocialApp
from django.utils.translation import gettext_lazy as _

from majlis.kernel.errors import InvalidInput, StrOrPromise, WrongState
from majlis.kernel.models import Record
from majlis.kernel.verbs import Act, verb
from majlis.parties.accounts.discovery import OpenIDServer
from majlis.parties.accounts.encryption import OWN_SIGN_IN, encrypt_secret
from majlis.parties.accounts.models import OwnSignIn, SignInDomain

DOMAIN = re.compile(
    r"(?=.{4,253}$)([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z]([a-z0-9-]{0,61}[a-z0-9])"
)


def provider_id(organisation: Record) -> str:
    """The identifier of an organization's own sign-in in URLs."""
    return f"organisation-{organisation.pk}"


@verb("accounts.set_own_sign_in")
def set_own_sign_in(
    act: Act,
    organisation: Record,
    *,
    server: OpenIDServer,
    client_id: str,
    secret: str,
    domains: Iterable[str],
) -> OwnSignIn:
    """Set up the sign-in of an organization's people by its own OpenID Connect server.

    ``server`` is the result of ``discovery.discover``. An empty ``secret`` keeps the present one if the
    issuer stays the same: one server must not receive the secret of another. The secret is stored
    encrypted and never written to log or audit; the entry refers to its row. If the issuer changes, the
    linked accounts are deleted, because another server may give the same identifiers to other people.
    Raises InvalidInput for missing values, invalid domains, and domains of another organization.
    """
    domain_names = sorted(
        {domain.strip().lower().lstrip("@") for domain in domains if domain.strip()}
    )
    existing = OwnSignIn.objects.select_for_update().filter(organisation=organisation).first()
    faults = _faults(organisation, server, client_id, secret, domain_names, existing)
    if faults:
        raise InvalidInput(faults)
    app = existing.app if existing else SocialApp(provider="openid_connect")
    old = _audit_values(existing) if existing else {}
    if existing and app.settings.get("server_url") != server.issuer:
        SocialAccount.objects.filter(provider=app.provider_id).delete()
    app.provider_id = provider_id(organisation)
    app.name = str(organisation)[:40]
    app.client_id = client_id.strip()
    app.settings = {
        "server_url": server.issuer,
        "authorization_origin": server.origin,
        "oauth_pkce_enabled": True,
        # The owner of the domain controls its mailboxes, and could reset passwords by mail anyway.
        "verified_email": domain_names,
        "email_authentication": True,
    }
    app.save()
    own = existing or OwnSignIn(organisation=organisation, app=app)
    if secret:
        own.sealed_secret = encrypt_secret(secret, OWN_SIGN_IN)
    own.save()
    own.domains.exclude(domain__in=domain_names).delete()
    present = set(own.domains.values_list("domain", flat=True))
    SignInDomain.objects.bulk_create(
        SignInDomain(own_sign_in=own, domain=each) for each in domain_names if each not in present
    )
    own.app = app
    act.note(
        own,
        record=organisation,
        old=old,
        new=_audit_values(own) | {"secret": f"ownsignin:{own.pk}", "secret_replaced": bool(secret)},
    )
    return own


def _faults(
    organisation: Record,
    server: OpenIDServer,
    client_id: str,
    secret: str,
    domains: list[str],
    existing: OwnSignIn | None,
) -> dict[str, StrOrPromise]:
    faults: dict[str, StrOrPromise] = {}
    if organisation.kind != "organisation":
        faults[""] = _("Organization sign-in is available to organizations only.")
    if not client_id.strip() or len(client_id) > 191:
        faults["client_id"] = _("Enter the client identifier issued by your server.")
    if len(secret) > 191 or not (secret or existing):
        faults["secret"] = _("Enter the client secret issued by your server.")
    elif existing and not secret and existing.app.settings.get("server_url") != server.issuer:
        faults["secret"] = _("The server has changed. Enter its client secret.")
    elif existing and not (secret or existing.is_readable):
        faults["secret"] = _("The client secret can no longer be read. Enter it again.")
    invalid = [each for each in domains if not DOMAIN.fullmatch(each)]
    taken = SignInDomain.objects.filter(domain__in=domains)
    if existing:
        taken = taken.exclude(own_sign_in=existing)
    others = list(taken.values_list("domain", flat=True))
    if not domains:
        faults["domains"] = _("Enter at least one email domain, such as example.org.")
    elif invalid:
        faults["domains"] = _(
            "“%(domain)s” is not a domain. Enter a domain such as example.org."
        ) % {"domain": invalid[0]}
    elif others:
        faults["domains"] = _(
            "The domain “%(domain)s” is already assigned to another organization. Remove "
            "it from the list."
        ) % {"domain": others[0]}
    return faults


def _audit_values(own: OwnSignIn) -> dict[str, str | bool | list[str]]:
    return {
        "issuer": own.app.settings.get("server_url", ""),
        "client_id": own.app.client_id,
        "domains": sorted(own.domains.values_list("domain", flat=True)),
    }


@verb("accounts.withdraw_own_sign_in")
def withdraw_own_sign_in(act: Act, organisation: Record, *, reason: str = "") -> None:
    """Remove an organization's own sign-in; its people sign in with a password from then on.

    Raises WrongState if there is none.
    """
    own = OwnSignIn.objects.select_for_update().filter(organisation=organisation).first()
    if own is None:
        raise WrongState()
    act.note(own, record=organisation, old=_audit_values(own), reason=reason.strip())
    app = own.app
    SocialAccount.objects.filter(provider=app.provider_id).delete()
    own.delete()
    app.delete()
