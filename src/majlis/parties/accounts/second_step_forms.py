"""Forms of allauth for the second step, with our labels."""

from __future__ import annotations

import json
import struct
from typing import Any, ClassVar, override

from allauth.account.adapter import get_adapter as get_account_adapter
from allauth.core import context
from allauth.mfa.adapter import get_adapter
from allauth.mfa.base import forms as mfa
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes import forms as recovery
from allauth.mfa.totp import forms as totp
from allauth.mfa.totp.internal.auth import SECRET_SESSION_KEY, get_totp_secret
from allauth.mfa.webauthn import forms as webauthn
from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from majlis.kernel.models import User
from majlis.look.forms import NamedErrorsMixin
from majlis.parties.accounts import attempts
from majlis.parties.accounts.encryption import UndecryptableSecret, decrypt_secret, encrypt_secret
from majlis.parties.accounts.forms import NAME_LABEL, Labels, LabelsMixin


class CodeMixin(NamedErrorsMixin, LabelsMixin):
    """A code of a second step."""

    labels: ClassVar[Labels] = {"code": pgettext_lazy("two-step sign-in", "Code")}
    hints: ClassVar[Labels] = {
        "code": _("The current code from your authenticator, or one of your recovery codes.")
    }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        attributes = self.fields["code"].widget.attrs  # type: ignore[attr-defined]
        attributes |= {"inputmode": "numeric", "dir": "ltr"}


class AnySecondStepMixin(CodeMixin):
    """A code of any second step of the person, even if another one can no longer be decrypted."""

    def clean_code(self) -> str:
        """The code, if it is valid. Raises ValidationError, also for one attempt too many: see ``attempts``."""
        user: User = self.user  # type: ignore[attr-defined]
        usage = attempts.count_code(context.request, user)
        if usage is None:
            raise get_account_adapter().validation_error("too_many_login_attempts")
        code = self.find_code()
        usage.rollback()
        return code

    def find_code(self) -> str:
        """The code, if it is valid. Raises ValidationError, with advice if no second step can be decrypted."""
        try:
            return str(super().clean_code())  # type: ignore[misc]
        except UndecryptableSecret as fault:
            unreadable = fault
        code: str = self.cleaned_data["code"]  # type: ignore[attr-defined]
        user: User = self.user  # type: ignore[attr-defined]
        codes = Authenticator.objects.filter(user=user).exclude(type=Authenticator.Type.WEBAUTHN)
        readable = False
        for authenticator in codes:
            try:
                valid = authenticator.wrap().validate_code(code)
            except UndecryptableSecret:
                continue
            readable = True
            if valid:
                authenticator.user, self.authenticator = user, authenticator
                return code
        if readable:
            raise get_adapter().validation_error("incorrect_code")
        raise forms.ValidationError(str(unreadable))


class Authenticate(AnySecondStepMixin, mfa.AuthenticateForm):  # type: ignore[misc]
    """The second step of signing in."""


class ReauthenticateCode(AnySecondStepMixin, mfa.ReauthenticateForm):  # type: ignore[misc]
    """The second step again, for a sensitive action."""


class ActivateTOTP(CodeMixin, totp.ActivateTOTPForm):  # type: ignore[misc]
    """The first code of a new authenticator."""

    hints: ClassVar[Labels] = {"code": _("The six digits now shown by your authenticator.")}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """Encrypt the new secret in the session, where it waits for its first code."""
        super().__init__(*args, **kwargs)
        self.secret: str
        if self.is_bound:
            try:
                self.secret = decrypt_secret(self.secret)
            except UndecryptableSecret:
                # The session has no secret, or one of another key: the user must scan a new one.
                self.secret = get_totp_secret(regenerate=True)
        context.request.session[SECRET_SESSION_KEY] = encrypt_secret(self.secret)


class DeactivateTOTP(NamedErrorsMixin, LabelsMixin, totp.DeactivateTOTPForm):  # type: ignore[misc]
    """Turn the second step off."""


class GenerateCodes(NamedErrorsMixin, LabelsMixin, recovery.GenerateRecoveryCodesForm):  # type: ignore[misc]
    """New recovery codes."""


# What reading a credential raises that no browser made: without its parts, of other types, no base64 or CBOR,
# cut off, of an unknown kind of key, or nested without end.
MALFORMED = (
    *(LookupError, ValueError, TypeError, AttributeError),
    *(struct.error, NotImplementedError, RecursionError),
)


class BoundedDecoder(json.JSONDecoder):
    """A decoder to which JSON that is nested without end is no JSON."""

    @override
    def decode(self, s: str, *more: Any) -> Any:
        """The value. Raises JSONDecodeError."""
        try:
            return super().decode(s, *more)
        except RecursionError:
            raise json.JSONDecodeError("nested too deeply", s, 0) from None


class CredentialMixin:
    """The credential of a passkey: one that cannot be read is incorrect, and no defect."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["credential"].decoder = BoundedDecoder  # type: ignore[attr-defined]

    def full_clean(self) -> None:
        """Validate; a credential that the library cannot read is an error of its field."""
        try:
            super().full_clean()  # type: ignore[misc]
        except MALFORMED:
            fault = get_adapter().validation_error("incorrect_code")
            self.add_error("credential", fault)  # type: ignore[attr-defined]


class PasskeySignIn(CredentialMixin, webauthn.LoginWebAuthnForm):  # type: ignore[misc]
    """Sign in with a passkey alone."""


class AuthenticatePasskey(CredentialMixin, webauthn.AuthenticateWebAuthnForm):  # type: ignore[misc]
    """A passkey as the second step of signing in."""


class ReauthenticatePasskey(CredentialMixin, webauthn.ReauthenticateWebAuthnForm):  # type: ignore[misc]
    """A passkey again, for a sensitive action."""


class AddPasskey(CredentialMixin, NamedErrorsMixin, LabelsMixin, webauthn.AddWebAuthnForm):  # type: ignore[misc]
    """A new passkey."""

    labels: ClassVar[Labels] = {
        "name": NAME_LABEL,
        "passwordless": _("Allow sign-in without a password"),
    }
    hints: ClassVar[Labels] = {"name": _("A name you will recognize, such as that of the device.")}
    mark_optional = False

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        credential: forms.Field = self.fields["credential"]
        credential.label = ""  # a hidden field, which no reader knows by a name
        credential.error_messages |= dict.fromkeys(
            ("required", "invalid"),
            _("No passkey was created. Try again, or use another device."),
        )


class EditPasskey(NamedErrorsMixin, LabelsMixin, webauthn.EditWebAuthnForm):  # type: ignore[misc]
    """Rename a passkey."""
