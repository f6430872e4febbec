"""Receivers of allauth's signals, which write its changes into the audit."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

from allauth.account import signals as account
from allauth.account.models import EmailAddress
from allauth.mfa import signals as mfa
from allauth.mfa.models import Authenticator
from allauth.socialaccount import signals as social
from allauth.socialaccount.models import SocialAccount, SocialLogin
from django.contrib.auth.signals import user_logged_in
from django.http import HttpRequest

from majlis.kernel.actor import Actor
from majlis.kernel.audit import personal_reference
from majlis.kernel.json_types import JSON
from majlis.kernel.models import User
from majlis.kernel.verbs import Act
from majlis.parties.accounts import known_browsers


def _note(
    request: HttpRequest, user: User, verb: str, old: dict[str, JSON] | None = None, /, **new: JSON
) -> None:
    """Write one audit entry; without a signed-in user the owner of the account is the actor."""
    actor = Actor.of(request)
    if actor.user is None:
        actor = replace(actor, user=user)
    Act(actor, f"accounts.{verb}").note(user, old=old, new=new)


def _signed_up(request: HttpRequest, user: User, **_other: Any) -> None:
    _note(
        request,
        user,
        "sign_up",
        name=personal_reference(user.name, user),
        email=personal_reference(user.email, user),
        language=user.language,
    )


def _confirmed(request: HttpRequest, email_address: EmailAddress, **_other: Any) -> None:
    user = email_address.user
    _note(request, user, "confirm_email", email=personal_reference(email_address.email, user))


def _changed(
    request: HttpRequest,
    user: User,
    from_email_address: EmailAddress | None,
    to_email_address: EmailAddress,
    **_other: Any,
) -> None:
    old: dict[str, JSON] = (
        {"email": personal_reference(from_email_address.email, user)} if from_email_address else {}
    )
    _note(
        request, user, "change_email", old, email=personal_reference(to_email_address.email, user)
    )


def _password(name: str) -> Callable[..., None]:
    def receive(request: HttpRequest, user: User, **_other: Any) -> None:
        _note(request, user, name)

    return receive


def _second_step(name: str) -> Callable[..., None]:
    def receive(
        request: HttpRequest, user: User, authenticator: Authenticator, **_other: Any
    ) -> None:
        _note(request, user, name, kind=str(authenticator.type))

    return receive


def _link_organisation(
    request: HttpRequest, user: User, sociallogin: SocialLogin | None = None, **_other: Any
) -> None:
    """Link the account at the organization, once all steps of signing in are passed.

    The library would do so before the second step (SOCIALACCOUNT_EMAIL_AUTHENTICATION_AUTO_CONNECT).
    """
    if sociallogin is None:
        return
    account = sociallogin.account
    if not SocialAccount.objects.filter(provider=account.provider, uid=account.uid).exists():
        sociallogin.connect(request, user)


def _own_sign_in(name: str) -> Callable[..., None]:
    def receive(request: HttpRequest, **arguments: Any) -> None:
        social_account = arguments.get("socialaccount") or arguments["sociallogin"].account
        _note(request, social_account.user, name, provider=social_account.provider)

    return receive


RECEIVERS = (
    (user_logged_in, known_browsers.remember),
    (account.password_changed, known_browsers.remember),
    (account.password_set, known_browsers.remember),
    (account.password_reset, known_browsers.remember),
    (account.user_signed_up, _signed_up),
    (account.email_confirmed, _confirmed),
    (account.email_changed, _changed),
    (account.password_changed, _password("change_password")),
    (account.password_set, _password("set_password")),
    (account.password_reset, _password("reset_password")),
    (mfa.authenticator_added, _second_step("add_second_step")),
    (mfa.authenticator_removed, _second_step("remove_second_step")),
    (mfa.authenticator_reset, _second_step("renew_second_step")),
    (account.user_logged_in, _link_organisation),
    (social.social_account_added, _own_sign_in("connect_organisation")),
    (social.social_account_removed, _own_sign_in("disconnect_organisation")),
)


def connect_receivers() -> None:
    """Connect the receivers; repeated calls have no effect."""
    for signal, receiver in RECEIVERS:
        signal.connect(receiver, dispatch_uid=f"accounts-{id(signal)}-{id(receiver)}")


# Signals hold weak references to their receivers; this list keeps them alive.
_receivers = [receiver for _signal, receiver in RECEIVERS]
