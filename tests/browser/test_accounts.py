"""Pages of the accounts as they are seen: on a phone and wide, in six languages, with axe."""

from __future__ import annotations

from typing import Any

import pytest
from allauth.mfa.models import Authenticator
from playwright.sync_api import Browser, Page

from majlis.parties.accounts import demonstration
from majlis.parties.accounts.encryption import encrypt_secret
from majlis.site.catalogues import compile_stale
from tests.browser.support import NARROW, WIDE, axe, open_page, overflow, press_and_wait
from tests.browser.support import focus_faults as unfocused_on
from tests.parties.accounts.support import PASSWORD, account, organisation
from tests.support.languages import TWO_SCRIPTS

pytestmark = pytest.mark.django_db(transaction=True)
OUTSIDE = ("sign-in", "sign-up", "password/reset", "organization", "email/sent")
INSIDE = (
    "",
    "profile",
    "email",
    "password",
    "two-step",
    "two-step/on",
    "passkeys",
    "data",
    "data/held/profile",
    "data/erase",
    "data/erase/confirm",
    "people",
    "people/PERSON",
    "own-sign-in/RECORD",
)


@pytest.fixture
def here(site: str, settings: Any) -> str:
    compile_stale()
    settings.ALLOWED_HOSTS = ["localhost", "127.0.0.1"]
    settings.MAJLIS_PROCESS = "Fictional process"
    settings.MAJLIS_DEMO = True
    return site


def enter(page: Page, here: str) -> dict[str, str]:
    """Sign in as an administrator who has just shown the password."""
    user = account("administrator", "secretariat")
    record = organisation()
    Authenticator.objects.create(
        user=account(),
        type=Authenticator.Type.TOTP,
        data={"secret": encrypt_secret("JBSWY3DPEHPK3PXP")},
    )
    page.goto(f"{here}/en/account/sign-in/")
    page.fill("#id_login", user.email)
    page.fill("#id_password", PASSWORD)
    press_and_wait(page.locator("main form:has(#id_login) button:not(.plain)"))
    page.goto(f"{here}/en/account/again/")
    page.fill("#id_password", PASSWORD)
    press_and_wait(page.locator("main button:not(.plain)"))
    return {"PERSON": str(user.pk), "RECORD": str(record.pk)}


def look(page: Page, address: str) -> None:
    page.goto(address)
    assert page.locator("h1").count() == 1, address
    assert overflow(page) == [], address
    seen = axe(page)
    assert seen.violations == [], address
    assert seen.measured > 3, address


@pytest.mark.slow  # each kind of page in each language: tests/pages/test_axe.py
@pytest.mark.parametrize("language", TWO_SCRIPTS)
def test_pages_are_for_everybody(browser: Browser, here: str, language: str) -> None:
    demonstration.load_people()
    with open_page(browser, NARROW) as page:
        for path in OUTSIDE:
            look(page, f"{here}/{language}/account/{path}/")
        known = enter(page, here)
        for path in INSIDE:
            for name, key in known.items():
                path = path.replace(name, key)
            look(page, f"{here}/{language}/account/{path}{'/' if path else ''}")


def test_the_keyboard_reaches_everything_and_is_seen(browser: Browser, here: str) -> None:
    with open_page(browser, WIDE) as page:
        page.goto(f"{here}/ar/account/sign-in/")
        assert unfocused_on(page) == []


def test_faults_are_told_above_and_at_the_field(browser: Browser, here: str) -> None:
    with open_page(browser, NARROW, java_script_enabled=False) as page:
        page.goto(f"{here}/ar/account/sign-up/")
        page.fill("#id_name", "نور (شخصية خيالية)")
        page.fill("#id_email", "not an address")
        press_and_wait(page.locator("main form button"))
        assert page.title().startswith("خطأ:")
        assert page.input_value("#id_name") == "نور (شخصية خيالية)"
        assert page.input_value("#id_email") == "not an address"
        assert page.locator(".errors a[href='#id_email']").count() == 1
        assert page.locator("#id_email[aria-invalid=true]").count() == 1
