"""Adapters of allauth: our messages, mails, redirects and rules."""

from __future__ import annotations

import functools
import io
from collections.abc import Mapping
from typing import Any, override

import requests
from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.authentication import (
    AUTHENTICATION_METHODS_SESSION_KEY,
    get_authentication_records,
)
from allauth.account.internal.userkit import filter_users_by_email
from allauth.account.models import EmailAddress
from allauth.core.exceptions import ImmediateHttpResponse
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.models import Authenticator
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from allauth.socialaccount.models import SocialAccount, SocialLogin
from allauth.socialaccount.providers.base import AuthProcess
from django.conf import settings
from django.contrib import messages
from django.forms import BaseForm
from django.http import HttpRequest
from django.shortcuts import redirect
from django.urls import NoReverseMatch, reverse
from django.utils import translation
from django.utils.translation import get_language, gettext, pgettext
from django.utils.translation import gettext_lazy as _

from majlis.kernel.errors import StrOrPromise
from majlis.kernel.languages import official_language
from majlis.kernel.models import Reader, User
from majlis.kernel.names import clean_name
from majlis.kit import hooks
from majlis.parties.accounts import attempts, encryption, mail, safe_http
from majlis.parties.accounts.queries import appointed_administrators, domain_of

WRONG_CODE = _("The code is incorrect. Enter the code shown now.")
SET_PASSWORD_FIRST = _("First set a password through a link sent to your email address.")
NO_ADMINISTRATORS = _(
    "Administrators cannot sign in through an organization. Use your password or passkey."
)

# Messages in place of allauth's own templates.
MESSAGES: dict[str, StrOrPromise] = {
    "account/messages/cannot_delete_primary_email.txt": _(
        "The current address cannot be removed. Add another address first."
    ),
    "account/messages/unverified_primary_email.txt": _(
        "Your email address is not confirmed. Open the link sent to it."
    ),
    "account/messages/logged_in.txt": _("You are signed in."),
    "account/messages/logged_out.txt": _("You are signed out."),
    "account/messages/email_confirmation_sent.txt": _(
        "An email was sent to %(email)s. Open its link to confirm the address."
    ),
    "account/messages/email_confirmed.txt": _("The address %(email)s was confirmed."),
    "account/messages/email_confirmation_failed.txt": _(
        "The address %(email)s cannot be confirmed. It belongs to another account."
    ),
    "account/messages/email_deleted.txt": _("The address %(email)s was removed."),
    "account/messages/primary_email_set.txt": _("Your email address was changed."),
    "account/messages/password_changed.txt": _("Your password was saved."),
    "account/messages/password_set.txt": _("Your password was saved."),
    "mfa/messages/totp_activated.txt": _("Two-step sign-in was turned on."),
    "mfa/messages/totp_deactivated.txt": _("Two-step sign-in was turned off."),
    "mfa/messages/recovery_codes_generated.txt": _(
        "New recovery codes were created. The old codes no longer work."
    ),
    "mfa/messages/webauthn_added.txt": _("The passkey was added."),
    "mfa/messages/webauthn_removed.txt": _("The passkey was removed."),
    "socialaccount/messages/account_connected.txt": _(
        "You can now sign in through your organization."
    ),
    "socialaccount/messages/account_connected_updated.txt": _(
        "You can now sign in through your organization."
    ),
    "socialaccount/messages/account_connected_other.txt": _(
        "Your account at your organization is linked to another Majlis account."
    ),
    "socialaccount/messages/account_disconnected.txt": _(
        "You can no longer sign in through your organization."
    ),
}


def landing_page() -> str:
    """The page after signing in: the front page, or the account if there is no front page."""
    try:
        return reverse("home")
    except NoReverseMatch:
        return reverse("accounts:home")


def is_administrator_address(email: str) -> bool:
    """Whether the account of an administrator, or of somebody appointed as one, has this address."""
    return appointed_administrators().filter(email__iexact=email).exists()


def is_appointed_administrator(user: Reader) -> bool:
    """Whether the person is an administrator, or is appointed as one from a later day."""
    return user.is_authenticated and appointed_administrators().filter(pk=user.pk).exists()


class AccountAdapter(DefaultAccountAdapter):  # type: ignore[misc]
    """Accounts with our messages, and mails in the reader's language with links to the public address."""

    error_messages = DefaultAccountAdapter.error_messages | {
        "account_inactive": _("This account is closed."),
        "cannot_remove_primary_email": _(
            "The current address cannot be removed. Add another address first."
        ),
        "duplicate_email": _("This is already your address. Enter another address."),
        "email_password_mismatch": _("The email address and password do not match. Check both."),
        "email_taken": _("An account with this email address already exists. Use another address."),
        "enter_current_password": _("The password is incorrect. Enter it again."),
        "incorrect_code": WRONG_CODE,
        "incorrect_password": _("The password is incorrect. Enter it again."),
        "invalid_password_reset": _("This link has been used or has expired."),
        "too_many_login_attempts": _("Too many attempts. Wait a few minutes, then try again."),
        "unverified_primary_email": _(
            "Your email address is not confirmed. Open the link sent to it."
        ),
        "same_as_current": _("This is already your address. Enter another address."),
        "rate_limited": _("Too many attempts. Wait a few minutes, then try again."),
        "max_email_addresses": _("No more addresses can be added. Remove one first."),
    }

    @override
    def new_user(self, request: HttpRequest) -> User:
        """A new user in the language of the sign-up page."""
        user: User = super().new_user(request)
        user.language = official_language(get_language()) or "en"
        return user

    @override
    def save_user(
        self, request: HttpRequest, user: User, form: BaseForm, commit: bool = True
    ) -> User:
        """Save the data of the sign-up form, including the name."""
        user.name = (form.cleaned_data.get("name") or user.name).strip()
        user.language = official_language(get_language()) or "en"
        super().save_user(request, user, form, commit)
        return user

    @override
    def send_mail(self, template_prefix: str, email: str, context: mail.LetterContext) -> None:
        """Send a letter in the language of the owner of the address."""
        user = context.get("user") or next(iter(filter_users_by_email(email)), None)
        language = getattr(user, "language", None) or official_language(get_language()) or "en"
        with translation.override(language):
            mail.send_letter(template_prefix, email, {**context, "user": user})

    @override
    def send_notification_mail(
        self,
        template_prefix: str,
        user: Reader,
        context: mail.LetterContext | None = None,
        email: str | None = None,
    ) -> None:
        """Notify the user of a change of the account, in their language."""
        super().send_notification_mail(
            template_prefix, user, {**(context or {}), "user": user}, email
        )

    @override
    def add_message(
        self,
        request: HttpRequest,
        level: int,
        message_template: str | None = None,
        message_context: mail.LetterContext | None = None,
        extra_tags: str = "",
        message: str | None = None,
    ) -> None:
        """Add our message. Sign-in and sign-out have none, because the page shows them."""
        if message is None and message_template in MESSAGES:
            if message_template.startswith("account/messages/logged_"):
                return
            values = {key: str(value) for key, value in (message_context or {}).items()}
            template = str(MESSAGES[message_template])
            message = template % values if "%(" in template else template
            if message_template.endswith("_sent.txt"):
                message = hooks.mail_note(request) or message
        if message:
            messages.add_message(request, level, message, extra_tags=extra_tags)

    @override
    def pre_authenticate(self, request: HttpRequest, **credentials: str) -> None:
        """Count the attempt; raises ValidationError if it is one too many: see ``attempts``."""
        self._login_failed_rl_usage = attempts.count_password(request, credentials["email"])
        if self._login_failed_rl_usage is None:
            raise self.validation_error("too_many_login_attempts")

    @override
    def _delete_login_attempts_cached_email(self, request: HttpRequest, **credentials: str) -> None:
        attempts.forget_passwords(request, credentials["email"])

    @override
    def login(self, request: HttpRequest, user: User) -> None:
        """Sign in, after all steps; raises ImmediateHttpResponse if an organization signs in an administrator.

        ``SocialAdapter`` refuses most of them sooner; this also refuses who was appointed between the
        first step and the second.
        """
        methods = {record["method"] for record in get_authentication_records(request, user)}
        if "socialaccount" in methods and is_appointed_administrator(user):
            request.session.pop(AUTHENTICATION_METHODS_SESSION_KEY)
            messages.error(request, str(NO_ADMINISTRATORS))
            raise ImmediateHttpResponse(redirect("account_login"))
        super().login(request, user)

    @override
    def is_reauthentication_required(self, *, app: str, **more: Any) -> bool:
        """Whether a change to the security of the account asks for a proof first.

        Where an account has neither password nor second step, the library asks for none. If an organization's
        server began the session, the person sets a password by the mailed link instead, because that server
        must not set up other ways to sign in. Raises ImmediateHttpResponse then.
        """
        request, user = self.request, self.request.user
        methods = {record["method"] for record in get_authentication_records(request, user)}
        if "socialaccount" in methods and not self.get_reauthentication_methods(user):
            messages.error(request, str(SET_PASSWORD_FIRST))
            raise ImmediateHttpResponse(redirect("account_reset_password"))
        return bool(super().is_reauthentication_required(app=app, **more))

    @override
    def get_login_redirect_url(self, request: HttpRequest) -> str:
        """The page after signing in or up."""
        return landing_page()

    get_signup_redirect_url = get_login_redirect_url

    @override
    def get_logout_redirect_url(self, request: HttpRequest) -> str:
        """The page after signing out."""
        page = landing_page()
        return reverse("account_login") if page == reverse("accounts:home") else page

    @override
    def get_password_change_redirect_url(self, request: HttpRequest) -> str:
        """The account page."""
        return reverse("accounts:home")

    @override
    def get_email_verification_redirect_url(self, email_address: EmailAddress) -> str:
        """The sign-in page, or the account of a signed-in user."""
        return reverse("accounts:home" if self.request.user.is_authenticated else "account_login")


class MFAAdapter(DefaultMFAAdapter):  # type: ignore[misc]
    """The second step with our messages and encryption."""

    error_messages = DefaultMFAAdapter.error_messages | {
        "add_email_blocked": _("Two-step sign-in is on. Turn it off before changing the address."),
        "cannot_delete_authenticator": _("Two-step sign-in cannot be turned off."),
        "cannot_generate_recovery_codes": _(
            "Recovery codes require two-step sign-in. Turn it on first."
        ),
        "incorrect_code": WRONG_CODE,
        "unverified_email": _("Your email address is not confirmed. Open the link sent to it."),
    }

    @override
    def encrypt(self, text: str) -> str:
        """Encrypt the secret of a second step for the database."""
        return encryption.encrypt_secret(text)

    @override
    def decrypt(self, encrypted_text: str) -> str:
        """Decrypt the secret. Raises UndecryptableSecret if no key of the site fits."""
        return encryption.decrypt_secret(encrypted_text)

    @override
    def generate_authenticator_name(self, user: User, type: str) -> str:
        """The default name of a new passkey."""
        count = Authenticator.objects.filter(user=user, type=type).count()
        return pgettext("default name of a passkey", "Passkey %(number)s") % {"number": count + 1}

    @override
    def build_totp_svg(self, url: str) -> str:
        """The key as a QR code in SVG."""
        import qrcode  # type: ignore[import-untyped]  # noqa: PLC0415 - heavy
        from qrcode.image.svg import SvgPathFillImage  # type: ignore[import-untyped]  # noqa: PLC0415 - heavy

        svg = io.BytesIO()
        # This factory fills the background, so that cameras can read the code on dark pages.
        qrcode.make(url, image_factory=SvgPathFillImage).save(svg)
        return svg.getvalue().decode("utf8")

    @override
    def _get_site_name(self) -> str:
        return str(settings.MFA_TOTP_ISSUER)


class SocialAdapter(DefaultSocialAccountAdapter):  # type: ignore[misc]
    """The own sign-in of organizations, limited to addresses of their domains."""

    error_messages = DefaultSocialAccountAdapter.error_messages | {
        "email_taken": _("An account with this email address already exists. Use another address."),
        "invalid_token": _("Your organization’s sign-in service sent an invalid reply. Try again."),
        "no_password": _("Set a password first. Without one, you could no longer sign in."),
        "no_verified_email": _("Your email address is not confirmed. Open the link sent to it."),
        "disconnect_last": _("Set a password first. Without one, you could no longer sign in."),
        "connected_other": _(
            "Your account at your organization is linked to another Majlis account."
        ),
    }

    @override
    def pre_social_login(self, request: HttpRequest, sociallogin: SocialLogin) -> None:
        """Reject addresses outside the organization’s domains, and accounts of administrators."""
        domains = sociallogin.provider.app.settings.get("verified_email", [])
        addresses = [each.email for each in sociallogin.email_addresses]
        if not addresses or any(domain_of(each) not in domains for each in addresses):
            messages.error(
                request,
                gettext(
                    "Sign-in failed because your address is outside your organization’s domains. "
                    "Contact its sign-in administrator."
                ),
            )
            raise ImmediateHttpResponse(redirect("account_login"))
        if sociallogin.state.get("process") == AuthProcess.CONNECT:
            if is_appointed_administrator(request.user):
                messages.error(request, str(NO_ADMINISTRATORS))
                raise ImmediateHttpResponse(redirect("accounts:home"))
        elif (
            is_appointed_administrator(sociallogin.user)
            if sociallogin.is_existing
            else any(map(is_administrator_address, addresses))
        ):
            messages.error(request, str(NO_ADMINISTRATORS))
            raise ImmediateHttpResponse(redirect("account_login"))

    @override
    def get_requests_session(self) -> requests.Session:
        """The limited session of ``safe_http``, for requests to servers of organizations."""
        session = safe_http.safe_session()
        session.request = functools.partial(session.request, timeout=safe_http.TIMEOUT)  # type: ignore[method-assign]
        return session

    @override
    def can_authenticate_by_email(self, login: SocialLogin, email: str) -> bool:
        """Whether the account with this address may be used; False for administrators.

        The secretariat sets up servers and domains, and could otherwise sign in as an administrator.
        """
        may: bool = super().can_authenticate_by_email(login, email)
        return may and not is_administrator_address(email)

    @override
    def populate_user(
        self, request: HttpRequest, sociallogin: SocialLogin, data: Mapping[str, str | None]
    ) -> User:
        """Set name and address from the data of the organization."""
        user: User = sociallogin.user
        user.email = (data.get("email") or "").strip().lower()
        parts = (data.get("first_name") or "", data.get("last_name") or "")
        user.name = clean_name(data.get("name") or " ".join(filter(None, parts)))[:200]
        return user

    @override
    def get_connect_redirect_url(self, request: HttpRequest, socialaccount: SocialAccount) -> str:
        """Back to the account."""
        return reverse("accounts:home")
