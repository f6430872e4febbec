"""The head of the page on a phone, where a demonstration has both its notices to show."""

from __future__ import annotations

from typing import Any

import pytest
from django.utils.translation import override, pgettext
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


def signed_in(page: Page, language: str) -> None:
    """Fill the account corner as for somebody with a long name: there is no database here."""
    with override(language):
        out = pgettext("verb", "Sign out")
    page.evaluate(
        """out => {
          const corner = document.querySelector('.account'), leave = corner.querySelector('a');
          const person = leave.cloneNode();
          person.innerHTML = '<bdi>Maria Fernanda Example-Person (fictional)</bdi>';
          leave.textContent = out;
          corner.prepend(person, ' ');
        }""",
        out,
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
        for one in {"fr": ("Démonstration : données fictives.",), "ru": ("Демонстрация: вымышленные данные.", "Демонстрация: данные вымышлены.")}[language]:
            for two in {"fr": ("Envoi de courriels désactivé", "Courriels désactivés", "Envoi désactivé", "Aucun envoi de courriel", "Courriel désactivé"), "ru": ("Почта отключена", "Отправка почты отключена", "Отправка отключена", "Письма не отправляются")}[language]:
                page.evaluate("""([a,b])=>{const n=[...document.querySelectorAll('.notice .brief')]; n[0].textContent=a; n[1].textContent=b}""", [one, two])
                print(one, two, len({round(t) for t in top_positions(page, ".notice")}))
