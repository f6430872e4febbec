"""Every page of the accounts, those of allauth too, with no word that was not translated."""

from __future__ import annotations

import gzip
import html
import re
from collections.abc import Callable
from typing import Any

import html5lib
import pytest
from allauth.account.forms import default_token_generator
from allauth.account.models import EmailAddress, EmailConfirmationHMAC
from allauth.account.utils import user_pk_to_url_str
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.socialaccount.models import SocialAccount, SocialApp
from django.test import Client
from django.urls import get_resolver, reverse
from django.utils import translation

from majlis.kernel.actor import Actor
from majlis.kernel.languages import LANGUAGE_CODES, LANGUAGES_BY_CODE
from majlis.parties.accounts import one_time_links, personal_data_registry, urls
from majlis.parties.accounts import personal_data as accounts_personal_data
from majlis.parties.accounts.actions import own_sign_in, people, personal_data
from majlis.parties.accounts.discovery import OpenIDServer
from majlis.parties.accounts.encryption import encrypt_secret
from majlis.parties.accounts.models import OwnSignIn, Purpose
from majlis.site.catalogues import SOURCE
from tests.parties.accounts.support import PASSWORD, account, organisation, sign_in
from tests.support.languages import TWO_SCRIPTS

pytestmark = pytest.mark.django_db
PROOF = "/account/again/"
NAME = "نور"


def visitor() -> tuple[Client, Any]:
    return Client(), None


def person(*roles: Any, **fields: Any) -> tuple[Client, Any]:
    """A client of a person who has shown the password a moment ago."""
    user = account(*roles, name=NAME, **fields)
    client = Client()
    client.post("/en/account/sign-in/", {"login": user.email, "password": PASSWORD})
    client.post("/en" + PROOF, {"password": PASSWORD})
    return client, user


def role_manager() -> tuple[Client, Any]:
    return person("administrator", "secretariat")


def with_second_step() -> tuple[Client, Any]:
    client, user = person()
    add_second_step(user)
    return client, user


def add_second_step(user: Any) -> None:
    Authenticator.objects.create(
        user=user, type=Authenticator.Type.TOTP, data={"secret": encrypt_secret("JBSWY3DPEHPK3PXP")}
    )
    RecoveryCodes.activate(user)


def somebody_with_second_step(user: Any) -> dict[str, Any]:
    other = account(name=NAME)
    add_second_step(other)
    return {"pk": other.pk}


def with_passkey() -> tuple[Client, Any]:
    client, user = person()
    Authenticator.objects.create(
        user=user, type=Authenticator.Type.WEBAUTHN, data={"name": "١", "credential": {}}
    )
    return client, user


def half_signed_in() -> tuple[Client, Any]:
    user = account()
    add_second_step(user)
    client = Client()
    client.post("/en/account/sign-in/", {"login": user.email, "password": PASSWORD})
    return client, user


def with_a_change_of_address() -> tuple[Client, Any]:
    client, user = person()
    EmailAddress.objects.create(user=user, email="new@example.org", verified=False, primary=False)
    return client, user


def with_an_organization() -> tuple[Client, Any]:
    client, user = person()
    record = organisation("道")
    own = own_sign_in.set_own_sign_in(
        Actor.as_system("test"),
        record,
        server=OpenIDServer("https://id.example.org", "https://id.example.org"),
        client_id="x",
        secret="y",
        domains=["example.org"],
    )
    SocialAccount.objects.create(user=user, provider=own.app.provider_id, uid="1")
    return client, user


def reset_key(user: Any) -> dict[str, Any]:
    return {"uidb36": user_pk_to_url_str(user), "key": "set-password"}


def half_reset_password() -> tuple[Client, Any]:
    client, user = Client(), account()
    key = default_token_generator.make_token(user)
    client.get(f"/en/account/password/reset/{user_pk_to_url_str(user)}-{key}/")
    return client, user


def confirm_key(user: Any) -> dict[str, Any]:
    return {"key": EmailConfirmationHMAC(EmailAddress.objects.filter(user=user).last()).key}


Who = Callable[[], tuple[Client, Any]]
Where = Callable[[Any], dict[str, Any]]


def no_arguments(user: Any) -> dict[str, Any]:
    return {}


def passkey_of(user: Any) -> dict[str, Any]:
    return {"pk": Authenticator.objects.get(user=user).pk}


def provider(user: Any) -> dict[str, Any]:
    return {"provider_id": SocialApp.objects.get().provider_id}


# name of the URL -> (who looks, with which arguments, status)
PAGES: dict[str, tuple[Who, Where, int]] = {
    "account_login": (visitor, no_arguments, 200),
    "account_signup": (visitor, no_arguments, 200),
    "account_logout": (person, no_arguments, 200),
    "account_inactive": (visitor, no_arguments, 200),
    "account_reauthenticate": (person, no_arguments, 200),
    "account_email": (with_a_change_of_address, no_arguments, 200),
    "account_email_verification_sent": (visitor, no_arguments, 200),
    "account_confirm_email": (with_a_change_of_address, confirm_key, 200),
    "account_change_password": (person, no_arguments, 200),
    "account_reset_password": (visitor, no_arguments, 200),
    "account_reset_password_done": (visitor, no_arguments, 200),
    "account_reset_password_from_key": (half_reset_password, reset_key, 200),
    "account_reset_password_from_key_done": (visitor, no_arguments, 200),
    "mfa_index": (with_second_step, no_arguments, 200),
    "mfa_authenticate": (half_signed_in, no_arguments, 200),
    "mfa_reauthenticate": (with_second_step, no_arguments, 200),
    "mfa_activate_totp": (person, no_arguments, 200),
    "mfa_deactivate_totp": (with_second_step, no_arguments, 200),
    "mfa_view_recovery_codes": (with_second_step, no_arguments, 200),
    "mfa_generate_recovery_codes": (with_second_step, no_arguments, 200),
    "mfa_list_webauthn": (with_passkey, no_arguments, 200),
    "mfa_add_webauthn": (person, no_arguments, 200),
    "mfa_remove_webauthn": (with_passkey, passkey_of, 200),
    "mfa_edit_webauthn": (with_passkey, passkey_of, 200),
    "socialaccount_connections": (with_an_organization, no_arguments, 200),
    "socialaccount_login_cancelled": (visitor, no_arguments, 200),
    "socialaccount_login_error": (visitor, no_arguments, 401),
    "accounts:home": (role_manager, no_arguments, 200),
    "accounts:profile": (person, no_arguments, 200),
    "accounts:personal_data": (with_second_step, no_arguments, 200),
    "accounts:personal_data_kind": (with_second_step, lambda user: {"key": "second_steps"}, 200),
    "accounts:erase": (person, no_arguments, 200),
    "accounts:erase_confirm": (person, no_arguments, 200),
    "accounts:erase_by_link": (
        person,
        lambda user: {
            "token": one_time_links.create_link(
                Purpose.ERASURE, personal_data.ERASURE_LIFETIME, user
            )[0]
        },
        200,
    ),
    "accounts:erased": (visitor, no_arguments, 200),
    "accounts:organisation": (visitor, no_arguments, 200),
    "accounts:organisation_redirect": (with_an_organization, provider, 200),
    "accounts:people": (role_manager, no_arguments, 200),
    "accounts:person": (role_manager, somebody_with_second_step, 200),
    "accounts:close_person": (role_manager, somebody_with_second_step, 200),
    "accounts:reset_second_step": (role_manager, somebody_with_second_step, 200),
    "accounts:own_sign_in": (
        role_manager,
        lambda user: {"pk": organisation("道").pk},
        200,
    ),
    "accounts:first_administrator": (
        visitor,
        lambda user: {
            "token": people.offer_first_administrator(Actor.as_system("t")).path.split("/")[-2]
        },
        200,
    ),
    "accounts:new_administrator": (
        visitor,
        lambda user: {
            "token": people.invite_administrator(Actor.as_system("t"), "x@example.org").path.split(
                "/"
            )[-2]
        },
        200,
    ),
}
# What shows no page of its own -> which test visits it.
ELSEWHERE = {
    "account_set_password": "test_a_person_without_a_password_sets_one",
    "mfa_download_recovery_codes": "test_second_step.py",
    "mfa_reauthenticate_webauthn": "tests/browser/test_passkeys.py",
    "mfa_login_webauthn": "tests/browser/test_passkeys.py",
    "socialaccount_signup": "test_without_a_pending_sign_up_there_is_no_page",
    "openid_connect_login": "test_own_sign_in.py",
    "openid_connect_callback": "test_own_sign_in.py",
    "accounts:sign_out_everywhere": "test_people.py",
    "accounts:close_account": "test_one_closes_ones_own_account",
    "accounts:export": "test_own_data.py",
    "accounts:request_erasure": "test_personal_data.py",
    "accounts:appoint_person": "test_roles.py",
    "accounts:reopen_person": "test_roles.py",
    "accounts:end_appointment": "test_roles.py",
    "accounts:withdraw_own_sign_in": "test_own_sign_in.py",
}


def test_every_address_of_the_accounts_is_visited() -> None:
    there = {
        name
        for name, _found in [
            *[(f"accounts:{each.name}", each) for each in urls.own_patterns[0]],
            *[
                (each.name, each)
                for each in [*urls.allauth_patterns, *urls.urlpatterns_without_language]
            ],
        ]
    }
    assert there == set(PAGES) | set(ELSEWHERE)


def visit(name: str, language: str) -> Any:
    who, where, _status = PAGES[name]
    client, user = who()
    with translation.override(language):
        path = reverse(name, kwargs=where(user))
    return client.get(path)


def words_of(text: str) -> str:
    """What a reader of our part of the page sees or hears: no markup, no foreign words."""
    ours = (r"<title>.*?</title>", r'<div class="account">.*?</div>', r"<main.*</main>")
    text = " ".join("".join(re.findall(part, text, re.DOTALL)) for part in ours)
    text = re.sub(r"(?s)<(\w+)[^>]* lang=\"[a-z]{2}\".*?</\1>", " ", text)
    text = re.sub(r"(?s)<(code|option|bdi)\b.*?</\1>", " ", text)
    return html.unescape(re.sub(r"<[^>]+>", " ", text))


KNOWN = {
    "JavaScript",
    "Majlis",
    "JSON",
    "OpenID",
    "Connect",
    "https",
    "example.org",
    "bodies",
    "council",
    "UTC",
    "PIN",
}


@pytest.mark.parametrize("language", TWO_SCRIPTS)
@pytest.mark.parametrize("name", sorted(PAGES))
def test_page(name: str, language: str, settings: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    settings.MAJLIS_DEMO = True
    # What other rooms hold is named in their words, and looked at in tests/pages.
    monkeypatch.setattr(
        personal_data_registry,
        "PERSONAL_DATA_KINDS",
        {each.key: each for each in accounts_personal_data.KINDS},
    )
    response = visit(name, language)
    assert response.status_code == PAGES[name][2], response
    text = response.content.decode()
    html5lib.HTMLParser(strict=True).parse(text)
    assert f'<html lang="{language}" dir="{LANGUAGES_BY_CODE[language].direction}"' in text
    assert len(re.findall(r"<h1[ >]", text)) == 1
    assert not re.search(r'\sstyle="|<style|<script(?![^>]* src=)|\son[a-z]+="', text)
    ids = re.findall(r'\sid="([^"]+)"', text)
    assert len(ids) == len(set(ids)), sorted(each for each in ids if ids.count(each) > 1)
    assert len(gzip.compress(response.content, 6)) < 20_000
    assert "placeholder=" not in re.sub(r'(?s)<form class="find".*?</form>', "", text)
    assert len(words_of(text)) > 30
    left = {
        word
        for word in re.findall(r"[A-Za-z][A-Za-z.]{2,}", words_of(text))
        if word.strip(".") not in KNOWN
    }
    assert not left, f"not translated: {sorted(left)}"


def test_nothing_of_allauth_is_shown_in_its_own_words() -> None:
    """No template of allauth's is used but those that stand here in its place."""
    here = {
        str(path.relative_to(SOURCE / "parties/accounts/templates"))
        for path in (SOURCE / "parties/accounts/templates").rglob("*.html")
    }
    used = re.compile(r"^(account|mfa|socialaccount)/")
    for name in PAGES:
        response = visit_with_templates(name)
        shown = {each.name for each in response.templates if each.name and used.match(each.name)}
        assert shown <= here, f"{name}: {shown - here}"


def visit_with_templates(name: str) -> Any:
    from django.conf import settings
    from django.core.cache import cache
    from django.db import transaction
    from django.test import override_settings

    cache.clear()
    assert settings.configured
    with override_settings(MAJLIS_DEMO=True), transaction.atomic():
        response = visit(name, "en")
        transaction.set_rollback(True)
    return response


def test_a_person_without_a_password_sets_one() -> None:
    user = account(password=None)
    client = Client()
    client.force_login(user, backend="allauth.account.auth_backends.AuthenticationBackend")
    for language in LANGUAGE_CODES:
        assert client.get(f"/{language}/account/password/set/").status_code == 200
    answer = client.post("/en/account/password/set/", {"password1": "a tide of quiet words"})
    assert answer.status_code == 302
    user.refresh_from_db()
    assert user.check_password("a tide of quiet words")


def test_one_closes_ones_own_account() -> None:
    client, user = person()
    assert client.post("/en/account/close/").status_code == 302
    user.refresh_from_db()
    assert not user.is_active


def test_without_a_pending_sign_up_there_is_no_page() -> None:
    answer = Client().get("/en/account/organizations/sign-up/")
    assert answer["Location"] == "/en/account/sign-in/"


@pytest.mark.parametrize(
    "path",
    [
        "account/login/code/",
        "account/phone/change/",
        "account/2fa/",
        "account/3rdparty/",
        "account/password/reset/confirm/",
        "account/login/code/confirm/",
        "accounts/login/",
    ],
)
def test_what_is_not_needed_is_not_there(path: str) -> None:
    assert Client().get(f"/en/{path}").status_code == 404


def test_forms_go_nowhere_without_their_token() -> None:
    strict = Client(enforce_csrf_checks=True)
    for path in ("account/sign-in/", "account/sign-up/", "account/sign-out/"):
        assert strict.post(f"/en/{path}").status_code in (403, 404)


def test_the_corner_of_every_page_says_who_is_signed_in() -> None:
    text = Client().get("/ru/account/sign-in/").content.decode()
    assert 'href="/ru/account/sign-in/"' in text
    client, user = person()
    text = client.get("/ru/account/").content.decode()
    assert f"<bdi>{user.name}</bdi>" in text and 'href="/ru/account/sign-out/"' in text
    assert get_resolver() is not None and OwnSignIn.objects.count() == 0


@pytest.mark.parametrize("language", ["ar", "en"])
def test_signing_out_says_what_stays_and_an_end_leads_on(language: str) -> None:
    said = sign_in(account(), language=language).get(f"/{language}/account/sign-out/")
    with translation.override(language):
        words = translation.gettext(
            "You will be signed out on this device only. Your drafts are saved."
        )
        erased = Client().get(reverse("accounts:erased")).content.decode()
        inactive = Client().get(reverse("account_inactive")).content.decode()
        main = "<main"
        assert words in said.content.decode()
        assert f'href="{reverse("account_signup")}"' in erased.partition(main)[2]
        assert f'href="{reverse("account_login")}"' in inactive.partition(main)[2]


def test_the_page_of_an_appointment_names_role_and_person_and_offers_no_other_role() -> None:
    client, chosen = Client(), account()
    client.force_login(account("administrator"))
    address = reverse("accounts:appoint_person", args=[chosen.pk])
    page = client.get(address, {"role": "chair"}).content.decode()
    assert f"chair · {chosen}" in page
    (role,) = re.findall(r"<[^>]*name=.role[^>]*>", page)
    assert 'type="hidden"' in role and 'value="chair"' in role and 'name="q"' in page
    # This role is held for the whole site, so that there is no record to look for.
    assert (
        'name="q"'
        not in client.get(address, {"role": "administrator"}).content.decode().partition("<main")[2]
    )
