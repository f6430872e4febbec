"""Passkeys in Chromium, with an authenticator that its developer tools pretend."""

from __future__ import annotations

from typing import Any

import pytest
from allauth.mfa.models import Authenticator
from django.core import mail
from playwright.sync_api import Browser, Page

from majlis.kernel.models import AuditEntry
from majlis.site.catalogues import compile_stale
from tests.browser.support import PHONE, open_page, press_and_wait
from tests.parties.accounts.support import PASSWORD, account

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def here(site: str, settings: Any) -> str:
    """The site by a name: a passkey belongs to a name, never to a number."""
    compile_stale()
    settings.ALLOWED_HOSTS = ["localhost", "127.0.0.1"]
    settings.MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = True
    settings.MAJLIS_PROCESS = "Fictional process"
    return site.replace("127.0.0.1", "localhost")


def pretend(page: Page) -> None:
    """Plug an authenticator into the browser, which says yes to everything."""
    tools = page.context.new_cdp_session(page)
    tools.send("WebAuthn.enable")
    tools.send(
        "WebAuthn.addVirtualAuthenticator",
        {
            "options": {
                "protocol": "ctap2",
                "transport": "internal",
                "hasResidentKey": True,
                "hasUserVerification": True,
                "isUserVerified": True,
                "automaticPresenceSimulation": True,
            }
        },
    )


def sign_in(page: Page, here: str, email: str, language: str = "en") -> None:
    page.goto(f"{here}/{language}/account/sign-in/")
    page.fill("#id_login", email)
    page.fill("#id_password", PASSWORD)
    press_and_wait(page.locator("main form:has(#id_login) button:not(.plain)"))


def test_a_passkey_is_added_used_alone_and_as_a_second_step(browser: Browser, here: str) -> None:
    user = account()
    with open_page(browser, PHONE) as page:
        pretend(page)
        sign_in(page, here, user.email)
        page.goto(f"{here}/en/account/passkeys/add/")
        page.fill("#id_password", PASSWORD)
        press_and_wait(page.locator("main button:not(.plain)"))
        page.fill("#id_name", "The lighthouse")
        page.check("#id_passwordless")
        press_and_wait(page.locator("form[data-passkey=add] button"))
        page.wait_for_url("**/two-step/codes/")
        kept = Authenticator.objects.get(user=user, type=Authenticator.Type.WEBAUTHN)
        assert kept.data["name"] == "The lighthouse"
        assert "passkey" in mail.outbox[-1].body or "passkey" in mail.outbox[-2].body
        assert AuditEntry.objects.filter(verb="accounts.add_second_step", actor=user).exists()

        # Without a password.
        page.context.clear_cookies()
        page.goto(f"{here}/ar/account/sign-in/")
        press_and_wait(page.locator("form[data-passkey=sign-in] button"))
        page.wait_for_url(lambda url: "/sign-in/" not in url)
        page.goto(f"{here}/ar/account/")
        assert user.name in page.inner_text("main")

        # After the password.
        page.context.clear_cookies()
        sign_in(page, here, user.email, "fr")
        page.wait_for_url("**/fr/account/two-step/code/")
        press_and_wait(page.locator("form[data-passkey=use] button"))
        page.wait_for_url(lambda url: "/two-step/" not in url)
        page.goto(f"{here}/fr/account/")
        assert user.name in page.inner_text("main")

        # To show once more that it is you.
        page.goto(f"{here}/en/account/passkeys/again/")
        press_and_wait(page.locator("form[data-passkey=use] button"))
        page.wait_for_url(lambda url: "/again/" not in url)
        page.goto(f"{here}/en/account/passkeys/{kept.pk}/")
        page.fill("#id_name", "The harbour")
        press_and_wait(page.locator("main button:not(.plain)"))
        page.wait_for_url("**/passkeys/")
        assert "The harbour" in page.inner_text("main")


def test_an_authenticator_that_refuses_is_told_and_nothing_is_lost(
    browser: Browser, here: str
) -> None:
    with open_page(browser, PHONE) as page:
        tools = page.context.new_cdp_session(page)
        tools.send("WebAuthn.enable")
        page.goto(f"{here}/en/account/sign-in/")
        page.fill("#id_login", "somebody@example.org")
        # There is no passkey: the browser gives up, and the page says what to do.
        page.evaluate(
            """() => { navigator.credentials.get = () =>
              Promise.reject(new DOMException("no", "NotAllowedError")); }"""
        )
        press_and_wait(page.locator("form[data-passkey=sign-in] button"))
        page.wait_for_selector("form[data-passkey=sign-in] [role=alert]:visible")
        assert page.input_value("#id_login") == "somebody@example.org"


def test_without_scripts_only_what_works_is_shown(browser: Browser, here: str) -> None:
    user = account()
    with open_page(browser, PHONE, java_script_enabled=False) as page:
        sign_in(page, here, user.email)
        page.goto(f"{here}/en/account/passkeys/add/")
        page.fill("#id_password", PASSWORD)
        press_and_wait(page.locator("main button:not(.plain)"))
        assert page.locator("form[data-passkey]:visible").count() == 0
        assert "Passkeys require JavaScript" in page.inner_text("main")
