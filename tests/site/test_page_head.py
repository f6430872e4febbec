"""The head of the page on a phone, where a demonstration has both its notices to show."""

from __future__ import annotations

from typing import Any

import pytest
from playwright.sync_api import Browser, Page

from tests.browser.support import LANGUAGES, open_address, open_page, overflow

MAX_HEADER_HEIGHT = 120
A_PHONE = {"width": 390, "height": 844}


def top_positions(page: Page, selector: str) -> list[float]:
    """Where each thing that a selector finds begins, from the top of the page."""
    return list(
        page.evaluate(
            "s => [...document.querySelectorAll(s)].map(n => n.getBoundingClientRect().top)",
            selector,
        )
    )


def signed_in(page: Page) -> None:
    """Fill the account corner as for somebody with a long name and much to read: there is no database here."""
    page.evaluate(
        """() => {
          document.querySelector('.account').innerHTML = `<details class="drop shut" name="shell"><summary>
            <bdi>Maria Fernanda Example-Person (fictional)</bdi> <span class="count">1,016</span>
          </summary></details>`;
        }"""
    )


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_head_is_low_in_a_demonstration_that_sends_no_mail(
    browser: Browser, site_without_database: str, language: str, settings: Any
) -> None:
    settings.MAJLIS_DEMO = settings.MAJLIS_OUTBOX = True
    with open_page(browser, A_PHONE, shared=True) as page:
        open_address(page, f"{site_without_database}/{language}/help/")
        notices = page.locator(".notice:visible")
        assert notices.count() == 2
        assert all(words.strip() for words in notices.all_inner_texts())
        assert len({round(top) for top in top_positions(page, ".notice")}) == 1, (
            "two lines of notices"
        )
        assert top_positions(page, "main")[0] < MAX_HEADER_HEIGHT
        signed_in(page)
        assert top_positions(page, "main")[0] < MAX_HEADER_HEIGHT, "a long name makes the head high"
        assert overflow(page) == []
