"""Encryption of secrets in the database, with one key per purpose derived from the site's secret key."""

from __future__ import annotations

import base64
from collections.abc import Callable
from functools import cache

from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from majlis.kernel.errors import Fault
from majlis.kernel.json_types import JSON

SECOND_STEP = "majlis.accounts.second_step"
OWN_SIGN_IN = "majlis.accounts.own_sign_in"
# Keys of the secrets in the data of an authenticator or of recovery codes.
SECRET_KEYS = ("secret", "seed")
SECRET_LIST_KEYS = ("migrated_codes",)


class UndecryptableSecret(Fault):
    """No key of the site can decrypt the secret of a second step."""

    status = 409

    def __init__(self) -> None:
        super().__init__(
            _(
                "Your authenticator and recovery codes are unreadable because the site’s key "
                "changed."
            ),
            _("Sign in with a passkey, or ask an administrator to reset two-step sign-in."),
        )


class UndecryptableClientSecret(UndecryptableSecret):
    """No key of the site can decrypt the client secret of an organization's server."""

    def __init__(self) -> None:
        Fault.__init__(
            self,
            _("The client secret of your organization’s server can no longer be read."),
            _("Sign in with a password, or set one. The secretariat must re-enter the secret."),
        )


FAULT_BY_PURPOSE: dict[str, type[UndecryptableSecret]] = {
    SECOND_STEP: UndecryptableSecret,
    OWN_SIGN_IN: UndecryptableClientSecret,
}


def encrypt_secret(text: str, purpose: str = SECOND_STEP) -> str:
    """Encrypt a text with the present key."""
    return _fernet(purpose).encrypt(text.encode()).decode()


def decrypt_secret(sealed: str, purpose: str = SECOND_STEP) -> str:
    """Decrypt a text. Raises UndecryptableSecret if no key fits, or if it is not encrypted."""
    try:
        return _fernet(purpose).decrypt(sealed.encode()).decode()
    except InvalidToken:
        raise FAULT_BY_PURPOSE[purpose]() from None


def reencrypt_secret(sealed: str, purpose: str = SECOND_STEP) -> str:
    """Re-encrypt a secret with the present key, unless it already is. Raises UndecryptableSecret."""
    text = decrypt_secret(sealed, purpose)
    try:
        _fernet_from((settings.SECRET_KEY,), purpose).decrypt(sealed.encode())
    except InvalidToken:
        return encrypt_secret(text, purpose)
    return sealed


def map_secrets(data: JSON, do: Callable[[str], str]) -> JSON:
    """The data of an authenticator, with ``do`` applied to each secret in it."""
    if not isinstance(data, dict):
        return data
    changed: dict[str, JSON] = {}
    for key, value in data.items():
        if key in SECRET_KEYS and isinstance(value, str):
            changed[key] = do(value)
        elif key in SECRET_LIST_KEYS and isinstance(value, list):
            changed[key] = [do(each) for each in value]
    return data | changed


def _fernet(purpose: str) -> MultiFernet:
    return _fernet_from((settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS), purpose)


@cache
def _fernet_from(keys: tuple[str, ...], purpose: str) -> MultiFernet:
    return MultiFernet([Fernet(_derive_key(each, purpose)) for each in keys])


def _derive_key(key: str, purpose: str) -> bytes:
    info = purpose.encode()
    derived = HKDF(algorithm=SHA256(), length=32, salt=None, info=info).derive(key.encode())
    return base64.urlsafe_b64encode(derived)
