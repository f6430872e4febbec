"""Who opens the address that README and ``make up`` print can act within two clicks, in any role."""

from __future__ import annotations

import re
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from django.core.cache import cache
from playwright.sync_api import Browser, expect

from majlis.kernel.roles import ROLES
from tests.browser.reader import Reader
from tests.browser.support import PHONE, WIDE, open_page, press_and_wait

pytestmark = pytest.mark.django_db(transaction=True)
README = Path(__file__).parents[2] / "README.md"


@pytest.fixture
def address(site: str, demonstration: None) -> str:
    """The address that README prints, of the site of this test."""
    cache.clear()
    printed = re.findall(r"http://127\.0\.0\.1:\d+/\S*", README.read_text(encoding="utf-8"))
    assert len(set(printed)) == 1
    return f"{site}{urlsplit(printed[0]).path}"


@pytest.mark.parametrize(
    ("language", "size"),
    [pytest.param("en", WIDE, id="en", marks=pytest.mark.slow), pytest.param("ar", PHONE, id="ar")],
)
def test_every_role_is_two_clicks_away(
    browser: Browser, site: str, address: str, language: str, size: dict[str, int]
) -> None:
    with open_page(browser, size, locale=language) as page:
        reader = Reader(page, site, language)
        page.goto(address)
        assert page.url == f"{site}/{language}/"
        reader.follow("Sign in", "verb")
        reader.is_well_served()
        for role in ROLES:
            reader.sign_in_as(role)
            reader.reads("My tasks and roles")
        reader.is_well_served()


def test_a_sign_in_leads_to_where_the_reader_was_going(
    browser: Browser, site: str, address: str
) -> None:
    with open_page(browser, PHONE, locale="ar") as page:
        reader = Reader(page, site, "ar")
        page.goto(address)
        reader.follow("Check findings as the secretariat")
        reader.choose_person("secretariat")
        assert page.url == f"{site}/ar/mandates/findings/"


def test_what_is_tried_first_can_be_tried(browser: Browser, site: str, address: str) -> None:
    with open_page(browser, WIDE, locale="en", java_script_enabled=False) as page:
        reader = Reader(page, site, "en")
        page.goto(address)
        links = page.locator("section[aria-labelledby=h-try] a")
        count = links.count()
        assert count >= 4
        for number in range(count):
            press_and_wait(links.nth(number))
            expect(page.get_by_role("heading", level=1)).to_be_visible()
            page.goto(address)
        reader.press("Import your own text")
        assert page.url == f"{site}/en/texts/imports/add/"
        reader.at("Import texts", "button")


def test_the_work_of_the_staff_is_one_menu_without_a_script(
    browser: Browser, site: str, address: str
) -> None:
    for size in (WIDE, PHONE):
        with open_page(browser, size, locale="en", java_script_enabled=False) as page:
            reader = Reader(page, site, "en")
            reader.sign_in_as("secretariat")
            work = page.locator("details.work")
            link = work.get_by_role("link", name="Findings to check")
            expect(link).to_be_hidden()
            press_and_wait(work.locator("summary"))
            press_and_wait(link)
            reader.at("Findings to check")
            bar = page.locator(".bar").bounding_box()
            assert bar is not None and (size is PHONE or bar["height"] < 60)
