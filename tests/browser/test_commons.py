"""The pages of drafts, notices, comments and moderation in a browser: seen, heard, by keyboard."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from django.conf import settings as of_django
from django.test import Client
from playwright.sync_api import Browser, Page, expect

from majlis.commons.comments.models import Comment
from majlis.commons.drafts.models import Draft
from majlis.kernel.models import User
from tests.browser.support import (
    NARROW,
    PHONE,
    axe,
    focus_faults,
    open_address,
    open_page,
    overflow,
    press_and_wait,
)
from tests.commons.helpers import make_record, open_to_comments
from tests.commons.sample_site import build_sample_site
from tests.support.languages import TWO_SCRIPTS
from tests.support.people import person

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def open_room() -> Iterator[None]:
    with open_to_comments():
        yield


def sign_in(page: Page, site: str, user: User | None) -> None:
    """Give the browser the session of the person."""
    page.context.clear_cookies()
    if user is None:
        return
    client = Client()
    client.force_login(user)
    cookie = client.cookies[of_django.SESSION_COOKIE_NAME]
    page.context.add_cookies([{"name": cookie.key, "value": cookie.value, "url": site}])


def write_and_pause(page: Page, text: str) -> None:
    """Write into the form, and pause for as long as its script waits before it saves."""
    page.fill("textarea[name=text]", text)
    page.clock.fast_forward(1500)


@pytest.mark.slow  # each kind of page in each language: tests/pages/test_axe.py
@pytest.mark.parametrize("language", TWO_SCRIPTS)
def test_pages_are_open_to_all(browser: Browser, site: str, language: str) -> None:
    town = build_sample_site(2)
    narrow = NARROW if language in ("ar", "ru") else PHONE
    faults: list[Any] = []
    with open_page(browser, narrow) as page:
        for name, (path, user) in town.pages().items():
            sign_in(page, site, user)
            open_address(page, f"{site}/{language}/{path}")
            found = axe(page)
            faults += [(name, each) for each in [*found.violations, *overflow(page)]]
            if language == "ar":
                faults += [(name, each) for each in focus_faults(page)]
            assert found.measured or name == "appeal"
    assert faults == []


def test_what_is_typed_is_saved_by_the_script(browser: Browser, site: str) -> None:
    writer, record = person(), make_record()
    with open_page(browser) as page:
        page.clock.install()
        sign_in(page, site, writer)
        address = f"{site}/ar/comments/on/{record.address}/write/"
        open_address(page, address)
        write_and_pause(page, "نصف فكرة")
        page.locator("[data-draft-said]:not(:empty)").wait_for()
        assert Draft.objects.get().values["text"] == ["نصف فكرة"]
        write_and_pause(page, "نصف فكرة أخرى")
        page.locator("[name=draft-version][value='2']").wait_for(state="attached")
        # The window is closed without a word, and opened again.
        open_address(page, address)
        assert page.input_value("textarea[name=text]") == "نصف فكرة أخرى"
        press_and_wait(page.locator("form[data-draft] .acts button:first-child"))
        assert Comment.objects.get().text == "نصف فكرة أخرى"
        assert not Draft.objects.exists()


def test_what_was_typed_just_before_a_page_is_left_is_kept(browser: Browser, site: str) -> None:
    writer, record = person(), make_record()
    address = f"{site}/en/comments/on/{record.address}/write/"
    with open_page(browser) as page:
        sign_in(page, site, writer)
        open_address(page, address)
        page.fill("textarea[name=text]", "Half a thought")
        open_address(page, f"{site}/en/")
        # The browser sends it as the page goes, and tells nobody when it has arrived.
        for _ in range(100):
            if Draft.objects.exists():
                break
            page.wait_for_timeout(100)
        open_address(page, address)
        expect(page.locator("textarea[name=text]")).to_have_value("Half a thought")


def test_two_windows_are_told_and_both_texts_stay(browser: Browser, site: str) -> None:
    writer, record = person(), make_record()
    address = f"{site}/en/comments/on/{record.address}/write/"
    with open_page(browser) as one:
        one.clock.install()
        sign_in(one, site, writer)
        open_address(one, address)
        two = one.context.new_page()
        open_address(two, address)
        for page, text in ((one, "From one"), (two, "From two")):
            write_and_pause(page, text)
            page.locator("[data-draft-said]:not(:empty)").wait_for()
        press_and_wait(two.locator("[data-draft-said] a"))
        assert "From one" in two.inner_text("main") and "From two" in two.inner_text("main")
        assert axe(two).violations == []


def test_without_scripts_the_button_does_it(browser: Browser, site: str) -> None:
    writer, record = person(), make_record()
    with open_page(browser, java_script_enabled=False) as page:
        sign_in(page, site, writer)
        address = f"{site}/en/comments/on/{record.address}/write/"
        open_address(page, address)
        page.fill("textarea[name=text]", "Half a thought")
        press_and_wait(page.get_by_role("button", name="Save draft"))
        assert page.input_value("textarea[name=text]") == "Half a thought"
        press_and_wait(page.get_by_role("button", name="Add comment"))
        assert Comment.objects.get().text == "Half a thought"
