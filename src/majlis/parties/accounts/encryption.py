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
                "The site can no longer read what it keeps of your authenticator or recovery codes: its secret key is another one than when they were set up."
            ),
            _(
                "A passkey still lets you in. If you have none, ask an administrator to reset your second step; once you are signed in, turn the authenticator on anew."
            ),
        )


class UndecryptableClientSecret(UndecryptableSecret):
    """No key of the site can decrypt the client secret of an organization's server."""

    def __init__(self) -> None:
        Fault.__init__(
            self,
            _(
                "The site can no longer read the secret by which your organization's server knows it: its secret key is another one than when that was entered."
            ),
            _(
                "Sign in with a password: the sign-in page sets a new one. The secretariat has to enter the secret once more."
            ),
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
