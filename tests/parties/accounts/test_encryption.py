"""The site's secret key is changed: what was encrypted with the old one is encrypted anew."""

from __future__ import annotations

from typing import Any

import pytest
from allauth.mfa.models import Authenticator
from allauth.socialaccount.models import SocialApp
from django.core import signing

from majlis.kernel.actor import Actor
from majlis.kernel.models import AuditEntry
from majlis.parties.accounts import encryption, reencryption
from majlis.parties.accounts.actions import encryption as encryption_actions
from majlis.parties.accounts.models import OwnSignIn
from majlis.site.checks import OK, WARNING, WRONG, operation
from tests.parties.accounts.support import account, organisation, sign_in

pytestmark = pytest.mark.django_db
SYSTEM = Actor.as_system("test")
NEW = "the key that the site has from now on"


@pytest.fixture
def held(settings: Any) -> str:
    """An authenticator, recovery codes and a client secret under the key of the tests, which is given."""
    user = account()
    seal = encryption.encrypt_secret
    for kind, data in {
        "totp": {"secret": seal("JBSWY3DPEHPK3PXP")},
        "recovery_codes": {"seed": seal("ab" * 40), "used_mask": 5},
        "webauthn": {"name": "Key", "secret": "not one of ours"},
    }.items():
        user.authenticator_set.create(type=kind, data=data)
    app = SocialApp.objects.create(provider="openid_connect", name="Union", client_id="majlis")
    OwnSignIn.objects.create(
        organisation=organisation(), app=app, sealed_secret=seal("hush", encryption.OWN_SIGN_IN)
    )
    return str(settings.SECRET_KEY)


def test_secrets_under_an_old_key_are_encrypted_anew_and_the_old_key_can_go(
    held: str, settings: Any
) -> None:
    assert (
        reencryption.key_usage() == reencryption.KeyUsage(present=3)
        and operation.secrets().state == OK
    )
    settings.SECRET_KEY, settings.SECRET_KEY_FALLBACKS = NEW, [held]
    assert OwnSignIn.objects.get().client_secret() == "hush"
    assert (
        reencryption.key_usage() == reencryption.KeyUsage(old=3)
        and operation.secrets().state == WARNING
    )
    assert encryption_actions.reencrypt_secrets(SYSTEM) == reencryption.KeyUsage(old=3)
    settings.SECRET_KEY_FALLBACKS = []
    assert reencryption.key_usage() == reencryption.KeyUsage(present=3)
    assert OwnSignIn.objects.get().client_secret() == "hush"
    assert Authenticator.objects.get(type="webauthn").data["secret"] == "not one of ours"
    codes = Authenticator.objects.get(type="recovery_codes").data
    assert encryption.decrypt_secret(codes["seed"]) == "ab" * 40 and codes["used_mask"] == 5
    assert AuditEntry.objects.get(verb="accounts.reencrypt_secrets").new == {"encrypted_anew": 3}
    # Once more there is nothing to do, and nothing is written.
    before = list(Authenticator.objects.values_list("data", flat=True))
    assert encryption_actions.reencrypt_secrets(SYSTEM) == reencryption.KeyUsage(present=3)
    assert list(Authenticator.objects.values_list("data", flat=True)) == before
    assert AuditEntry.objects.filter(verb="accounts.reencrypt_secrets").count() == 1


def test_what_no_key_reads_is_left_and_told(held: str, settings: Any) -> None:
    settings.SECRET_KEY = NEW
    before = list(Authenticator.objects.values_list("data", flat=True))
    assert encryption_actions.reencrypt_secrets(SYSTEM) == reencryption.KeyUsage(lost=3)
    assert list(Authenticator.objects.values_list("data", flat=True)) == before
    told = operation.secrets()
    assert told.state == WRONG and "3" in told.what and "MAJLIS_OLD_SECRET_KEYS" in told.mend


def test_with_the_old_key_named_people_stay_signed_in_and_links_hold(settings: Any) -> None:
    client: Any = sign_in(account())
    token = signing.dumps("x", salt="test")
    old = settings.SECRET_KEY
    settings.SECRET_KEY, settings.SECRET_KEY_FALLBACKS = NEW, [old]
    assert client.get("/en/account/").status_code == 200
    assert signing.loads(token, salt="test") == "x"
    stranger: Any = sign_in(account())
    settings.SECRET_KEY = "yet another key, and the one before is not named"
    assert stranger.get("/en/account/").status_code == 302
