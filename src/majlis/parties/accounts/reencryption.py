"""Re-encryption of all secrets with the present key, and counts of the keys that they need."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from allauth.mfa.models import Authenticator
from django.db.models import QuerySet

from majlis.parties.accounts import encryption
from majlis.parties.accounts.models import OwnSignIn


@dataclass
class KeyUsage:
    """The numbers of secrets that need the present key, an old key, or a key that is lost."""

    present: int = 0
    old: int = 0
    lost: int = 0


def key_usage() -> KeyUsage:
    """Count the keys that the secrets need, without changes."""
    usage = KeyUsage()
    for authenticator in Authenticator.objects.exclude(type=Authenticator.Type.WEBAUTHN):
        encryption.map_secrets(
            authenticator.data, _counted_reencrypt(usage, encryption.SECOND_STEP)
        )
    counted = _counted_reencrypt(usage, encryption.OWN_SIGN_IN)
    for sealed in _own_sign_in_secrets().values_list("sealed_secret", flat=True):
        counted(sealed)
    return usage


def reencrypt_all() -> KeyUsage:
    """Re-encrypt secrets of old keys with the present key; return the counts before. Needs a transaction."""
    usage = KeyUsage()
    counted = _counted_reencrypt(usage, encryption.SECOND_STEP)
    steps = Authenticator.objects.exclude(type=Authenticator.Type.WEBAUTHN)
    for authenticator in steps.select_for_update():
        data = encryption.map_secrets(authenticator.data, counted)
        if data != authenticator.data:
            authenticator.data = data
            authenticator.save(update_fields=["data"])
    counted = _counted_reencrypt(usage, encryption.OWN_SIGN_IN)
    for own in _own_sign_in_secrets().select_for_update():
        sealed = counted(own.sealed_secret)
        if sealed != own.sealed_secret:
            own.sealed_secret = sealed
            own.save(update_fields=["sealed_secret"])
    return usage


def _own_sign_in_secrets() -> QuerySet[OwnSignIn]:
    return OwnSignIn.objects.exclude(sealed_secret="")


def _counted_reencrypt(usage: KeyUsage, purpose: str) -> Callable[[str], str]:
    """A function that re-encrypts a secret, and counts in ``usage`` the key that it needed before."""

    def do(sealed: str) -> str:
        try:
            reencrypted = encryption.reencrypt_secret(sealed, purpose)
        except encryption.UndecryptableSecret:
            usage.lost += 1
            return sealed
        if reencrypted == sealed:
            usage.present += 1
        else:
            usage.old += 1
        return reencrypted

    return do
