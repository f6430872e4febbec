"""The pages of schemes and matrices in a browser: no axe violation, nothing sideways, keyboard only."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from playwright.sync_api import Browser

from majlis.framework.models import Concept, Link
from majlis.framework.profile import load_profile
from tests.browser.support import (
    NARROW,
    WIDE,
    axe,
    focus_faults,
    open_address,
    open_page,
    overflow,
    press_and_wait,
)
from tests.support.people import person

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.slow]
PAGES = (
    "schemes/",
    "schemes/action-lines/",
    "schemes/m49/?q=ma",
    "concepts/action-lines/C2/",
    "concepts/sdg/9.c/",
    "matrices/wsis-sdg/",
    "matrices/wsis-gdc/",
    "matrices/wsis-sdg/by-column/",
    "matrices/wsis-sdg/C2/9/",
    "matrices/wsis-sdg/C2/9/correct/",
)


@pytest.fixture(scope="session", autouse=True)
def folder_of_static_files() -> None:
    """The server of the tests looks for it when it starts, which is before any one test."""
    Path(settings.STATIC_ROOT).mkdir(parents=True, exist_ok=True)


@pytest.fixture
def session(client: Any) -> str:
    """The session of somebody of the secretariat, with the profile loaded."""
    load_profile("wsis")
    user = person("secretariat")
    client.force_login(user, backend="allauth.account.auth_backends.AuthenticationBackend")
    return str(client.cookies["sessionid"].value)


def signed_in(page: Any, site: str, session: str) -> None:
    page.context.add_cookies([{"name": "sessionid", "value": session, "url": site}])


def test_pages_have_no_violation(browser: Browser, site: str, session: str) -> None:
    told = []
    with open_page(browser, WIDE) as page:
        signed_in(page, site, session)
        for path in PAGES:
            open_address(page, f"{site}/ar/{path}")
            seen = axe(page)
            told += [f"{path}: {each}" for each in seen.violations]
            assert seen.measured > 5
    assert told == []


def test_nothing_moves_sideways_on_a_narrow_screen(
    browser: Browser, site: str, session: str
) -> None:
    told = []
    with open_page(browser, NARROW) as page:
        signed_in(page, site, session)
        for language in ("ar", "ru"):
            for path in PAGES:
                open_address(page, f"{site}/{language}/{path}")
                told += [f"{language} {path}: {each}" for each in overflow(page)]
    assert told == []


def test_a_cell_is_corrected_with_the_keyboard_and_without_scripts(
    browser: Browser, site: str, session: str
) -> None:
    # Not opened(): the browser reports an answer that refuses a form as an error of the page.
    with browser.new_context(java_script_enabled=False) as context:
        page = context.new_page()
        signed_in(page, site, session)
        open_address(page, f"{site}/ar/matrices/wsis-sdg/C2/9/correct/")
        page.locator("#id_source").fill("")
        page.locator("#id_rationale").fill("لأن البنية التحتية تحمل الصناعة")
        press_and_wait(page.locator("form[data-draft] .acts button:first-child"), "Enter")
        assert page.locator(".errors").count() == 1
        assert page.locator("#id_rationale").input_value() == "لأن البنية التحتية تحمل الصناعة"
        page.locator("#id_source").fill("مقرر خيالي")
        press_and_wait(page.locator("form[data-draft] .acts button:first-child"), "Enter")
        assert "لأن البنية التحتية تحمل الصناعة" in page.content()
    link = Link.objects.get(row=Concept.objects.get(code="C2"), column__code="9")
    assert (link.source, str(link.say("rationale", "ar"))) == (
        "مقرر خيالي",
        "لأن البنية التحتية تحمل الصناعة",
    )


def test_the_tab_key_reaches_everything(browser: Browser, site: str, session: str) -> None:
    with open_page(browser, WIDE) as page:
        signed_in(page, site, session)
        for path in ("matrices/wsis-gdc/", "concepts/action-lines/C2/"):
            open_address(page, f"{site}/ar/{path}")
            assert focus_faults(page) == []
