"""Mails of the accounts: plain text, in the reader's language."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime

from django.conf import settings
from django.contrib.sites.requests import RequestSite
from django.core.mail import EmailMessage
from django.http import HttpRequest
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from majlis.kernel.models import User

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


IGNORE = _("If it was not you, do nothing: without this link nothing happens.")
ALARM = _("If it was not you, set a new password now:")

CONFIRM = Letter(
    _("Confirm your e-mail address"),
    _("This address was given for an account. To confirm that it is yours, open this page:"),
    _to("account_confirm_email", "key"),
    IGNORE,
)


def _change_letter(subject: Promise, body: Promise) -> Letter:
    """A letter about a change of the account, with a link to reset the password."""
    return Letter(subject, body, _to("account_reset_password"), ALARM)


LETTERS: dict[str, Letter] = {
    "account/email/email_confirmation": CONFIRM,
    "account/email/email_confirmation_signup": CONFIRM,
    "account/email/account_already_exists": Letter(
        _("You have an account already"),
        _(
            "Somebody, perhaps you, wanted to make an account with this address. There is one. If you have forgotten the password, set a new one here:"
        ),
        _to("account_reset_password"),
        IGNORE,
    ),
    "account/email/unknown_account": Letter(
        _("There is no account with this address"),
        _(
            "Somebody, perhaps you, asked for a new password for this address. There is no account with it. You can make one here:"
        ),
        _to("account_signup"),
        IGNORE,
    ),
    "account/email/password_reset_key": Letter(
        _("Set a new password"),
        _("A new password was asked for. To set it, open this page:"),
        _to("account_reset_password_from_key", "uid", "key"),
        IGNORE,
    ),
    "account/email/email_changed": _change_letter(
        _("Your e-mail address was changed"),
        _(
            "Your account has another e-mail address now: %(to_email)s. This one is no longer in use."
        ),
    ),
    "account/email/email_confirm": _change_letter(
        _("Your e-mail address is confirmed"), _("Your e-mail address was confirmed.")
    ),
    "account/email/email_deleted": _change_letter(
        _("An e-mail address was removed"),
        _("The address %(deleted_email)s was removed from your account."),
    ),
    "account/email/password_changed": _change_letter(
        _("Your password was changed"), _("The password of your account was changed.")
    ),
    "account/email/password_reset": _change_letter(
        _("Your password was changed"), _("The password of your account was changed.")
    ),
    "account/email/password_set": _change_letter(
        _("Your account has a password now"), _("A password was set for your account.")
    ),
    "mfa/email/totp_activated": _change_letter(
        _("Two-step sign-in is on"),
        _("From now on a code from your authenticator is asked for when you sign in."),
    ),
    "mfa/email/totp_deactivated": _change_letter(
        _("Two-step sign-in is off"),
        _("No code from an authenticator is asked for any more when you sign in."),
    ),
    "mfa/email/recovery_codes_generated": _change_letter(
        _("You have new recovery codes"),
        _("New recovery codes were made for your account. The old ones no longer work."),
    ),
    "mfa/email/webauthn_added": _change_letter(
        _("A passkey was added"), _("A passkey was added to your account.")
    ),
    "mfa/email/webauthn_removed": _change_letter(
        _("A passkey was removed"), _("A passkey was removed from your account.")
    ),
    "socialaccount/email/account_connected": _change_letter(
        _("You can sign in with your organization"),
        _("From now on you can sign in to your account through your organization."),
    ),
    "socialaccount/email/account_disconnected": _change_letter(
        _("You no longer sign in with your organization"),
        _("Your account is no longer reached through your organization."),
    ),
    "accounts/second_step_reset": _change_letter(
        _("Your second step was reset"),
        _(
            "An administrator removed the authenticator, the recovery codes and the passkeys of your account. Sign in with your password, then set them up anew."
        ),
    ),
    "accounts/erasure": Letter(
        _("Confirm that your data shall be erased"),
        _(
            "You asked that your data be erased. It cannot be undone. To confirm, sign in and open this page within two hours:"
        ),
        _to("accounts:erase_by_link", "token"),
        IGNORE,
    ),
}


def send_letter(name: str, address: str, context: LetterContext) -> None:
    """Send a letter in the active language."""
    letter = LETTERS[name]
    values = {key: str(value) for key, value in context.items() if isinstance(value, str)}
    body = render_to_string(
        "accounts/mail.txt",
        {
            "name": " ".join(getattr(context.get("user"), "name", "").split()),
            "body": str(letter.body) % values if "%(" in str(letter.body) else letter.body,
            "link": settings.MAJLIS_PUBLIC_ADDRESS + letter.link(context) if letter.link else "",
            "otherwise": letter.otherwise,
            "alarm": letter.otherwise is ALARM,
            "address": settings.MAJLIS_PUBLIC_ADDRESS,
        },
    )
    EmailMessage(
        str(letter.subject), body.strip() + "\n", settings.DEFAULT_FROM_EMAIL, [address]
    ).send()
