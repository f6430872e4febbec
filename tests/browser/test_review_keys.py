"""The single keys of the review: in any layout, on its pages alone, never while somebody types, and only while turned on."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from django.conf import settings
from django.test import Client
from playwright.sync_api import Browser, Page, expect

from majlis.instruments.models import Version
from majlis.kernel.actor import Actor
from majlis.mandates.extraction import actions
from majlis.mandates.models import Finding, Mandate
from tests.browser.support import PHONE, open_page, press_and_wait
from tests.mandates import factories
from tests.support.people import person

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.slow]
# What the keys at the places of these letters write in three layouts.
LAYOUTS = {
    "en": {"A": "a", "E": "e", "L": "l", "U": "u", "R": "r", "J": "j", "H": "h"},
    "ar": {"A": "ش", "E": "ث", "L": "م", "U": "ع", "R": "ق", "J": "ت", "H": "ا"},
    "ru": {"A": "ф", "E": "у", "L": "д", "U": "г", "R": "к", "J": "о", "H": "р"},
}
PRESS = """([key, code]) => (document.activeElement ?? document.body).dispatchEvent(
  new KeyboardEvent("keydown", { key, code, bubbles: true, cancelable: true }))"""


@pytest.fixture
def version() -> Version:
    found = factories.text()
    actions.extract_findings(Actor.as_system("tests"), found)
    return found


@pytest.fixture
def signed_in() -> dict[str, str]:
    client = Client()
    client.force_login(person("secretariat"))
    return {
        "name": settings.SESSION_COOKIE_NAME,
        "value": client.cookies[settings.SESSION_COOKIE_NAME].value,
    }


@pytest.fixture
def page(browser: Browser, site: str, signed_in: dict[str, str]) -> Iterator[Page]:
    with open_page(browser) as opened:
        opened.context.add_cookies([{**signed_in, "url": site}])  # type: ignore[list-item]
        yield opened


def press(page: Page, layout: str, letter: str) -> None:
    """Press the key at the place of a letter, as a keyboard of that layout sends it."""
    page.evaluate(PRESS, [LAYOUTS[layout][letter], f"Key{letter}"])


def go_on(page: Page, layout: str, letter: str) -> None:
    """Press a key that leads to another page."""
    with page.expect_navigation():
        press(page, layout, letter)


def focused(page: Page, attribute: str) -> Any:
    return page.evaluate("name => document.activeElement.getAttribute(name)", attribute)


@pytest.mark.parametrize("layout", ["en", "ar", "ru"])
def test_a_text_is_checked_by_keys_of_any_layout(
    page: Page, site: str, version: Version, layout: str
) -> None:
    language = layout
    page.goto(f"{site}/{language}/mandates/findings/{version.pk}/")
    go_on(page, layout, "J")
    first = page.url
    go_on(page, layout, "A")
    mandate = Mandate.objects.get()
    message = page.locator("main [role=status]")
    expect(message.get_by_role("link", name=mandate.slug)).to_be_visible()
    assert focused(page, "role") == "status"
    go_on(page, layout, "U")
    assert page.url == first and not Mandate.objects.exists()
    assert focused(page, "role") == "status"
    for _again in range(2):
        press(page, layout, "E")
        assert focused(page, "name") == "force"
        press_and_wait(page.locator("main h1"))
        page.evaluate("document.activeElement.blur()")
    go_on(page, layout, "L")
    assert page.url != first
    press(page, layout, "R")
    assert focused(page, "name") == "reason"
    press(page, layout, "A")
    assert not Mandate.objects.exists()
    page.keyboard.type("ajulr")
    expect(page.locator('main [name="reason"]')).to_have_value("ajulr")
    press_and_wait(page.locator('main button[value="reject"]'))
    assert Finding.objects.get(state="rejected").reason == "ajulr"
    press(page, layout, "E")
    assert page.evaluate("document.activeElement.matches('#decision select')")
    page.keyboard.press("Escape")
    assert focused(page, "data-key") == "e"
    press(page, layout, "H")
    expect(page.locator(".decide .keys")).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.locator(".decide .keys")).to_be_hidden()


def test_keys_are_turned_off_and_act_on_pages_of_the_review_alone(
    page: Page, site: str, version: Version
) -> None:
    finding = Finding.objects.filter(version=version).order_by("provision__position").first()
    assert finding is not None
    address = f"{site}/en/mandates/findings/finding/{finding.pk}/"
    page.goto(address)
    press(page, "en", "H")
    press_and_wait(page.locator('.decide button[name="keys"]'))
    assert page.url == address
    press(page, "en", "A")
    page.wait_for_timeout(300)
    assert page.url == address and not Mandate.objects.exists()
    page.goto(f"{site}/en/mandates/findings/keys/")
    press_and_wait(page.locator('main button[name="keys"]'))
    press(page, "en", "A")
    page.goto(f"{site}/en/mandates/")
    press(page, "en", "J")
    page.wait_for_timeout(300)
    assert page.url == f"{site}/en/mandates/"
    page.goto(address)
    go_on(page, "en", "A")
    assert Mandate.objects.count() == 1


def test_the_decision_is_in_view_and_hides_nothing_that_has_the_focus(
    page: Page, site: str, version: Version
) -> None:
    finding = Finding.objects.filter(version=version).order_by("provision__position").first()
    assert finding is not None
    for size in ({"width": 1280, "height": 700}, PHONE):
        page.set_viewport_size(size)  # type: ignore[arg-type]
        page.goto(f"{site}/en/mandates/findings/finding/{finding.pk}/")
        press_and_wait(page.locator("[data-key=e]"))
        accept = page.locator('.decide button[value="accept"]')
        expect(accept).to_be_in_viewport(ratio=1)
        fields = page.locator("#decision :is(input, select, textarea):visible")
        for n in range(fields.count()):
            fields.nth(n).focus()
            field, bar = fields.nth(n).bounding_box(), page.locator(".decide").bounding_box()
            assert field and bar
            assert field["y"] + min(field["height"], 40) <= bar["y"] + 1, (size, n)
        expect(accept).to_be_in_viewport(ratio=1)


def test_the_page_is_whole_without_scripts(
    browser: Browser, site: str, signed_in: dict[str, str], version: Version
) -> None:
    with open_page(browser, PHONE, java_script_enabled=False) as page:
        page.context.add_cookies([{**signed_in, "url": site}])  # type: ignore[list-item]
        page.goto(f"{site}/ar/mandates/findings/{version.pk}/")
        press_and_wait(page.locator("main a.btn").first)
        press_and_wait(page.locator('main button[value="accept"]'))
        assert Mandate.objects.count() == 1
        press_and_wait(page.locator("main [role=status] form button"))
        assert not Mandate.objects.exists()
