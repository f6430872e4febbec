"""Suggestions while a person types: by keyboard and pointer, in a field for a number, and not without a script."""

from __future__ import annotations

import pytest
from playwright.sync_api import Browser, Page, expect

from majlis.commons.search.index import index_records
from majlis.kernel.models import Record
from majlis.mandates.models import Mandate
from tests.browser.support import WIDE, axe, open_address, open_page, press_and_wait
from tests.mandates import factories

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def mandate() -> Mandate:
    """A mandate on the tide, in the index with its text."""
    made = factories.mandate(factories.text())
    keys = [made.pk, *Record.objects.filter(kind="version").values_list("pk", flat=True)]
    index_records(Record.objects.filter(pk__in=keys).with_wordings())
    return made


def options(page: Page) -> list[str]:
    """What is suggested, in order."""
    return [" ".join(each.split()) for each in page.get_by_role("option").all_inner_texts()]


def test_the_search_field_leads_to_the_record_that_is_chosen(
    browser: Browser, site: str, mandate: Mandate
) -> None:
    with open_page(browser, WIDE, locale="en") as page:
        open_address(page, f"{site}/en/help/")
        field = page.locator("#find-q")
        expect(field).to_have_attribute("role", "combobox")
        field.focus()
        page.keyboard.type("tid")
        expect(page.get_by_role("option")).to_have_count(1)
        assert "report on the tide" in options(page)[0]
        assert axe(page).violations == []
        page.keyboard.press("Escape")
        expect(page.get_by_role("option")).to_have_count(0)
        expect(field).to_be_focused()
        page.keyboard.type("e")
        expect(page.get_by_role("option")).to_have_count(1)
        page.keyboard.press("ArrowDown")
        chosen = page.get_by_role("option").get_attribute("id")
        expect(field).to_have_attribute("aria-activedescendant", str(chosen))
        page.keyboard.press("Enter")
        page.wait_for_url(f"{site}{mandate.get_absolute_url()}")


def test_a_field_for_a_text_gets_its_symbol(browser: Browser, site: str, mandate: Mandate) -> None:
    symbol = mandate.instrument.symbol
    version = factories.text()
    with open_page(browser, WIDE, locale="en") as page:
        open_address(page, f"{site}{version.get_absolute_url()}compare/")
        field = page.locator("#id_text")
        field.focus()
        page.keyboard.type("lights of")
        suggested = page.locator(".suggested li")
        press_and_wait(suggested.filter(has_text=symbol))
        expect(field).to_have_value(symbol)
        expect(field).to_be_focused()
        expect(suggested.filter(visible=True)).to_have_count(0)


def test_without_a_script_the_field_is_a_plain_field(
    browser: Browser, site: str, mandate: Mandate
) -> None:
    with open_page(browser, WIDE, locale="en", java_script_enabled=False) as page:
        open_address(page, f"{site}/en/help/")
        field = page.locator("#find-q")
        assert field.get_attribute("role") is None
        field.fill("tide")
        press_and_wait(field, "Enter")
        expect(page.get_by_role("link", name="report on the tide").first).to_be_visible()
