"""Verbs on an organization's own sign-in."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Any

from allauth.socialaccount.models import SocialAccount, SocialApp
from django.utils.translation import gettext_lazy as _

from majlis.kernel.errors import InvalidInput, WrongState
from majlis.kernel.models import Record
from majlis.kernel.verbs import Act, verb
from majlis.parties.accounts.discovery import OpenIDServer
from majlis.parties.accounts.encryption import OWN_SIGN_IN, encrypt_secret
from majlis.parties.accounts.models import OwnSignIn, SignInDomain

DOMAIN = re.compile(
    r"(?=.{4,253}$)([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z]([a-z0-9-]{0,61}[a-z0-9])"
)


def provider_id(organisation: Record) -> str:
    """The name of an organization's own sign-in in addresses."""
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
    """Let the people of an organization sign in through its own OpenID Connect server.

    ``server`` is what ``discovery.ask`` found at the issuer; an empty ``secret`` leaves the one that is
    there, as long as the issuer does: no server is sent what another one gave. It is kept encrypted, and neither log nor audit ever holds it: the entry points to the row that
    does. Where the issuer changes, accounts that were known by the old one are forgotten, since another server may
    give the same identifier to somebody else. Raises InvalidInput where something is missing or taken.
    """
    wanted = sorted({each.strip().lower().lstrip("@") for each in domains if each.strip()})
    known = OwnSignIn.objects.select_for_update().filter(organisation=organisation).first()
    faults = _faults(organisation, server, client_id, secret, wanted, known)
    if faults:
        raise InvalidInput(faults)
    app = known.app if known else SocialApp(provider="openid_connect")
    old = _audit_values(known) if known else {}
    if known and app.settings.get("server_url") != server.issuer:
        SocialAccount.objects.filter(provider=app.provider_id).delete()
    app.provider_id = provider_id(organisation)
    app.name = str(organisation)[:40]
    app.client_id = client_id.strip()
    app.settings = {
        "server_url": server.issuer,
        "authorization_origin": server.origin,
        "oauth_pkce_enabled": True,
        # Whoever keeps the domain keeps its mailboxes, and could ask for a new password anyway.
        "verified_email": wanted,
        "email_authentication": True,
    }
    app.save()
    own = known or OwnSignIn(organisation=organisation, app=app)
    if secret:
        own.sealed_secret = encrypt_secret(secret, OWN_SIGN_IN)
    own.save()
    own.domains.exclude(domain__in=wanted).delete()
    there = set(own.domains.values_list("domain", flat=True))
    SignInDomain.objects.bulk_create(
        SignInDomain(own_sign_in=own, domain=each) for each in wanted if each not in there
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
    known: OwnSignIn | None,
) -> dict[str, Any]:
    faults: dict[str, Any] = {}
    if organisation.kind != "organisation":
        faults[""] = _("Only an organization has its own sign-in.")
    if not client_id.strip() or len(client_id) > 191:
        faults["client_id"] = _("Write the identifier that your server gave to this site.")
    if len(secret) > 191 or not (secret or known):
        faults["secret"] = _("Write the secret that your server gave to this site.")
    elif known and not secret and known.app.settings.get("server_url") != server.issuer:
        faults["secret"] = _("The server is another one: write the secret that it gave.")
    elif known and not (secret or known.is_readable):
        faults["secret"] = _(
            "The secret that was entered can no longer be read, since the site's secret key is another one: write it once more."
        )
    bad = [each for each in domains if not DOMAIN.fullmatch(each)]
    taken = SignInDomain.objects.filter(domain__in=domains)
    if known:
        taken = taken.exclude(own_sign_in=known)
    others = list(taken.values_list("domain", flat=True))
    if not domains:
        faults["domains"] = _("Write at least one domain of e-mail addresses, such as example.org.")
    elif bad:
        faults["domains"] = _("“%(domain)s” is not a domain: write it like example.org.") % {
            "domain": bad[0]
        }
    elif others:
        faults["domains"] = _(
            "“%(domain)s” belongs to another organization's sign-in: remove it."
        ) % {"domain": others[0]}
    return faults


def _audit_values(own: OwnSignIn) -> dict[str, Any]:
    return {
        "issuer": own.app.settings.get("server_url", ""),
        "client_id": own.app.client_id,
        "domains": sorted(own.domains.values_list("domain", flat=True)),
    }


@verb("accounts.withdraw_own_sign_in")
def withdraw_own_sign_in(act: Act, organisation: Record, *, reason: str = "") -> None:
    """Take an organization's own sign-in away; its people sign in with a password from then on.

    Raises WrongState where there is none.
    """
    own = OwnSignIn.objects.select_for_update().filter(organisation=organisation).first()
    if own is None:
        raise WrongState()
    act.note(own, record=organisation, old=_audit_values(own), reason=reason.strip())
    app = own.app
    SocialAccount.objects.filter(provider=app.provider_id).delete()
    own.delete()
    app.delete()
