"""The parties in a browser: an organization registers on a phone without scripts; pages pass axe."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
from django.core import mail
from django.test import Client
from playwright.sync_api import Browser

from majlis.kernel import proof_of_work
from majlis.parties import areas
from majlis.parties.models import Registration
from tests.browser.support import PHONE, WIDE, axe, open_page, overflow, press_and_wait
from tests.parties.conftest import few_areas
from tests.parties.sample_data import make_sample_data
from tests.support.languages import TWO_SCRIPTS

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("immediate_tasks")]


@pytest.fixture(autouse=True)
def areas_and_address(site: str, settings: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    """A few areas; links in mails lead to the site of the test."""
    monkeypatch.setattr(areas, "_profile_names", few_areas)
    settings.MAJLIS_PUBLIC_ADDRESS = site


def test_an_organization_registers_on_a_phone_without_scripts(
    browser: Browser, site: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    letter = tmp_path / "letter.txt"
    letter.write_text("A fictional letter.", encoding="utf-8")
    monkeypatch.setattr(proof_of_work, "MIN_AGE", 0)
    with open_page(browser, PHONE, java_script_enabled=False, locale="ar") as page:
        page.goto(f"{site}/ar/register/")
        press_and_wait(page.locator("main a.btn"))
        page.fill("[name=name]", "جمعية خيالية")
        page.fill("[name=website]", "society.example.org")
        page.select_option("[name=kind]", "civil-society")
        page.select_option("[name=area]", "392")
        press_and_wait(page.locator("main form button"))
        press_and_wait(page.locator("main form button"))
        page.set_input_files("[name=file]", letter)
        press_and_wait(page.locator("main form button"))
        page.fill("[name=applicant_name]", "Fictional Person")
        page.fill("[name=email]", "fictional@example.org")
        press_and_wait(page.locator("main form button"))
        assert "letter.txt" in page.inner_text("main")
        press_and_wait(page.locator("main form button"))
        assert "fictional@example.org" in page.inner_text("main")
        assert page.inner_text("h1") and page.locator("main .links a").count() == 2
        link = re.search(r"http://\S+", mail.outbox[-1].body)
        assert link is not None
        page.goto(link[0])
        press_and_wait(page.locator('main form[action$="/confirm/"] button'))
        assert page.locator('main form[action$="/confirm/"] button').count() == 0
    sent = Registration.objects.get()
    assert (sent.state, sent.language) == ("waiting", "ar")


def signed_in(user: Any) -> dict[str, str]:
    """The cookie of a session of the person."""
    client = Client()
    client.force_login(user)
    cookie = next(each for each in client.cookies.values() if "session" in each.key)
    return {"name": cookie.key, "value": cookie.value}


@pytest.mark.slow  # each kind of page in each language: tests/pages/test_axe.py
@pytest.mark.parametrize("language", TWO_SCRIPTS)
def test_pages_pass_axe_and_fit_a_phone(browser: Browser, site: str, language: str) -> None:
    made = make_sample_data()
    seen = [
        (None, "organisations/"),
        (None, f"organisations/{made.mine.number}/"),
        (None, "register/"),
        (None, "register/organisation/"),
        (made.office, "registrations/"),
        (made.office, f"registrations/{made.sent.number}/"),
        (made.office, f"registrations/{made.sent.number}/decide/"),
        (made.focal, f"organisations/{made.mine.number}/"),
        (made.focal, f"organisations/{made.mine.number}/delegation/"),
        (None, f"bodies/{made.council.slug}/"),
        (made.office, f"bodies/{made.council.slug}/members/"),
        (None, "roles/"),
    ]
    for viewport in (PHONE, WIDE):
        with open_page(browser, viewport) as page:
            for user, path in seen:
                page.context.clear_cookies()
                if user is not None:
                    page.context.add_cookies([{**signed_in(user), "url": site}])
                page.goto(f"{site}/{language}/{path}")
                assert axe(page).violations == [], (path, viewport)
                assert overflow(page) == [], (path, viewport)
