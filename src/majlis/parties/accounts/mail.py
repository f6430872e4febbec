"""Mails of the accounts: plain text, in the reader's language."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime

from allauth.account.models import EmailAddress
from django.conf import settings
from django.contrib.sites.requests import RequestSite
from django.core.mail import EmailMessage
from django.http import HttpRequest
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import override, pgettext_lazy

from majlis.kernel.models import User
from majlis.kernel.queues import Priority, Queue
from majlis.kernel.work import background_task

# What allauth gives the letters of its events, and our verbs theirs.
type LetterContext = Mapping[str, str | int | datetime | User | RequestSite | HttpRequest | None]


def _to(name: str, *keys: str) -> Callable[[LetterContext], str]:
    """A function that gives the path of a page, with these values of the context as arguments."""
    return lambda context: reverse(name, args=[context[key] for key in keys])


@dataclass(frozen=True)
class Letter:
    """A mail: subject, body, link, and instructions for a recipient who did not cause it."""

    subject: Promise
    body: Promise
    link: Callable[[LetterContext], str] | None = None
    otherwise: Promise | None = None
    is_alarm: bool = False


IGNORE = _("If you did not request this, ignore this email; no change will be made.")
ALARM = _("If you did not make this change, set a new password now:")
RESET_ALARM = _("If you did not request this, set a new password and inform the secretariat:")
APPOINTED_ALARM = _("To set a password, or if you did not expect this, open this page:")

CONFIRM = Letter(
    _("Confirm your email address"),
    _("To confirm this address for a Majlis account, open this page within three days:"),
    _to("account_confirm_email", "key"),
    IGNORE,
)


def _change_letter(subject: Promise, body: Promise, otherwise: Promise = ALARM) -> Letter:
    """A letter about a change of the account, with a link to reset the password."""
    return Letter(subject, body, _to("account_reset_password"), otherwise, is_alarm=True)


LETTERS: dict[str, Letter] = {
    "account/email/email_confirmation": CONFIRM,
    "account/email/email_confirmation_signup": CONFIRM,
    "account/email/account_already_exists": Letter(
        _("You already have an account"),
        _("This address already has an account. To set a new password, open this page:"),
        _to("account_reset_password"),
        IGNORE,
    ),
    "account/email/unknown_account": Letter(
        _("No account for this address"),
        _("A new password was requested, but this address has no account. Create an account:"),
        _to("account_signup"),
        IGNORE,
    ),
    "account/email/password_reset_key": Letter(
        _("Set new password"),
        _("A new password was requested. To set it, open this page within three days:"),
        _to("account_reset_password_from_key", "uid", "key"),
        IGNORE,
    ),
    "account/email/email_changed": _change_letter(
        _("Your email address was changed"),
        _("Your account now uses %(to_email)s. This address is no longer in use."),
    ),
    "account/email/email_confirm": _change_letter(
        _("Your email address was confirmed"), _("Your email address was confirmed.")
    ),
    "account/email/email_deleted": _change_letter(
        _("Email address removed from your account"),
        _("The address %(deleted_email)s was removed from your account."),
    ),
    "account/email/password_changed": _change_letter(
        _("Your password was changed"), _("The password of your account was changed.")
    ),
    "account/email/password_reset": _change_letter(
        _("Your password was changed"), _("The password of your account was changed.")
    ),
    "account/email/password_set": _change_letter(
        _("Password set for your account"), _("A password was set for your account.")
    ),
    "mfa/email/totp_activated": _change_letter(
        _("Two-step sign-in turned on"),
        _("Signing in now requires a code from your authenticator."),
    ),
    "mfa/email/totp_deactivated": _change_letter(
        _("Two-step sign-in turned off"),
        _("Signing in no longer requires a code from your authenticator."),
    ),
    "mfa/email/recovery_codes_generated": _change_letter(
        _("New recovery codes for your account"),
        _("New recovery codes were created. The old codes no longer work."),
    ),
    "mfa/email/webauthn_added": _change_letter(
        _("Passkey added to your account"), _("A passkey was added to your account.")
    ),
    "mfa/email/webauthn_removed": _change_letter(
        _("Passkey removed from your account"), _("A passkey was removed from your account.")
    ),
    "socialaccount/email/account_connected": _change_letter(
        _("Organization sign-in linked to your account"),
        _("You can now sign in through your organization."),
    ),
    "socialaccount/email/account_disconnected": _change_letter(
        _("Organization sign-in unlinked from your account"),
        _("You can no longer sign in through your organization."),
    ),
    "accounts/administrator_appointed": _change_letter(
        _("You were appointed administrator"),
        _("Administrators sign in with a password or passkey, not through an organization."),
        APPOINTED_ALARM,
    ),
    "accounts/second_step_reset": _change_letter(
        _("Your two-step sign-in was reset"),
        _(
            "An administrator removed your authenticator, recovery codes and passkeys. "
            "Sign in with your password to set them up again."
        ),
        RESET_ALARM,
    ),
    "accounts/many_passwords": _change_letter(
        _("Many failed attempts to sign in to your account"),
        _("Many wrong passwords were entered. Passkeys and browsers used before still work."),
        _("To sign in from another browser now, set a new password:"),
    ),
    "accounts/many_codes": _change_letter(
        _("Many wrong sign-in codes for your account"),
        _("Someone knows your password and entered many wrong codes."),
        _("Set a new password now:"),
    ),
    "accounts/erasure": Letter(
        _("Confirm the erasure of your data"),
        _("To erase your data permanently, sign in and open this page within two hours:"),
        _to("accounts:erase_by_link", "token"),
        IGNORE,
    ),
}


def enqueue_notice(name: str, user: User | None) -> None:
    """Put a letter about a change of the account into the worker's queue, inside the transaction.

    A letter to nobody costs the same here, and is not sent.
    """
    deliver_notice.enqueue(name, user.pk if user else 0)


@background_task(
    pgettext_lazy("background work", "Email"), queue=Queue.MAIL, priority=Priority.MAIL
)
def deliver_notice(name: str, user_key: int) -> None:
    """Send a letter to a person in their language, unless their data were erased meanwhile."""
    user = User.objects.filter(pk=user_key, erased_at=None).first()
    if user is not None:
        with override(user.language):
            send_letter(name, user.email, {"user": user})


def _is_confirmed(user: User, address: str) -> bool:
    """Whether the person has confirmed the address; anybody may have typed any other."""
    addresses = EmailAddress.objects.filter(user=user, email__iexact=address, verified=True)
    return bool(addresses.exists())


def send_letter(name: str, address: str, context: LetterContext) -> None:
    """Send a letter in the active language; nothing that somebody typed goes to an unconfirmed address."""
    letter = LETTERS[name]
    user = context.get("user")
    values = {key: str(value) for key, value in context.items() if isinstance(value, str)}
    body = render_to_string(
        "accounts/mail.txt",
        {
            "name": user.name if isinstance(user, User) and _is_confirmed(user, address) else "",
            "body": str(letter.body) % values if "%(" in str(letter.body) else letter.body,
            "link": settings.MAJLIS_PUBLIC_ADDRESS + letter.link(context) if letter.link else "",
            "otherwise": letter.otherwise,
            "alarm": letter.is_alarm,
            "address": settings.MAJLIS_PUBLIC_ADDRESS,
        },
    )
    EmailMessage(
        str(letter.subject), body.strip() + "\n", settings.DEFAULT_FROM_EMAIL, [address]
    ).send()
