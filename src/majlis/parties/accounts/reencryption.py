"""All encrypted secrets: which of the site's keys each needs, and encrypting them again with the present key."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from allauth.mfa.models import Authenticator
from django.db.models import QuerySet

from majlis.parties.accounts import encryption
from majlis.parties.accounts.models import OwnSignIn


@dataclass
class KeyUsage:
    """How many secrets the present key reads, how many only an old one, and how many none."""

    present: int = 0
    old: int = 0
    lost: int = 0


def key_usage() -> KeyUsage:
    """Which keys the secrets need; nothing is changed."""
    found = KeyUsage()
    for held in Authenticator.objects.exclude(type=Authenticator.Type.WEBAUTHN):
        encryption.map_secrets(held.data, _counted_reencrypt(found, encryption.SECOND_STEP))
    counted = _counted_reencrypt(found, encryption.OWN_SIGN_IN)
    for sealed in _own_sign_in_secrets().values_list("sealed_secret", flat=True):
        counted(sealed)
    return found


def reencrypt_all() -> KeyUsage:
    """Encrypt with the present key what needed an old one, and say how it was before; inside a transaction."""
    found = KeyUsage()
    counted = _counted_reencrypt(found, encryption.SECOND_STEP)
    steps = Authenticator.objects.exclude(type=Authenticator.Type.WEBAUTHN)
    for held in steps.select_for_update():
        made = encryption.map_secrets(held.data, counted)
        if made != held.data:
            held.data = made
            held.save(update_fields=["data"])
    counted = _counted_reencrypt(found, encryption.OWN_SIGN_IN)
    for own in _own_sign_in_secrets().select_for_update():
        again = counted(own.sealed_secret)
        if again != own.sealed_secret:
            own.sealed_secret = again
            own.save(update_fields=["sealed_secret"])
    return found


def _own_sign_in_secrets() -> QuerySet[OwnSignIn]:
    return OwnSignIn.objects.exclude(sealed_secret="")


def _counted_reencrypt(found: KeyUsage, purpose: str) -> Callable[[str], str]:
    """A function that gives a secret under the present key, and counts what it needed before."""

    def do(sealed: str) -> str:
        try:
            made = encryption.reencrypt_secret(sealed, purpose)
        except encryption.UndecryptableSecret:
            found.lost += 1
            return sealed
        if made == sealed:
            found.present += 1
        else:
            found.old += 1
        return made

    return do
