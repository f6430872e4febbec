"""What is kept encrypted, all of it: which of the site's keys each secret needs, and encrypting it anew."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from allauth.mfa.models import Authenticator
from django.db.models import QuerySet

from majlis.parties.accounts import sealing
from majlis.parties.accounts.models import OwnSignIn


@dataclass
class Seals:
    """How many secrets the present key reads, how many only an old one, and how many none."""

    present: int = 0
    old: int = 0
    lost: int = 0


def look() -> Seals:
    """Which keys the secrets need; nothing is changed."""
    found = Seals()
    for held in Authenticator.objects.exclude(type=Authenticator.Type.WEBAUTHN):
        sealing.each_secret(held.data, _counting(found, sealing.SECOND_STEP))
    counted = _counting(found, sealing.OWN_SIGN_IN)
    for sealed in _own_sign_ins().values_list("sealed_secret", flat=True):
        counted(sealed)
    return found


def renew() -> Seals:
    """Encrypt with the present key what needed an old one, and say how it was before; inside a transaction."""
    found = Seals()
    counted = _counting(found, sealing.SECOND_STEP)
    steps = Authenticator.objects.exclude(type=Authenticator.Type.WEBAUTHN)
    for held in steps.select_for_update():
        made = sealing.each_secret(held.data, counted)
        if made != held.data:
            held.data = made
            held.save(update_fields=["data"])
    counted = _counting(found, sealing.OWN_SIGN_IN)
    for own in _own_sign_ins().select_for_update():
        again = counted(own.sealed_secret)
        if again != own.sealed_secret:
            own.sealed_secret = again
            own.save(update_fields=["sealed_secret"])
    return found


def _own_sign_ins() -> QuerySet[OwnSignIn]:
    return OwnSignIn.objects.exclude(sealed_secret="")


def _counting(found: Seals, purpose: str) -> Callable[[str], str]:
    """A function that gives a secret under the present key, and counts what it needed before."""

    def do(sealed: str) -> str:
        try:
            made = sealing.renewed(sealed, purpose)
        except sealing.Unreadable:
            found.lost += 1
            return sealed
        if made == sealed:
            found.present += 1
        else:
            found.old += 1
        return made

    return do
