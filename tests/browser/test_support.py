"""What the other tests in a browser stand on: a site that answers, and faults that are seen."""

from __future__ import annotations

import re
import socket
import threading
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit
from urllib.request import urlopen

import pytest
from playwright.sync_api import Browser

from tests.browser.support import (
    NARROW,
    axe,
    focus_faults,
    open_address,
    open_page,
    overflow,
    press_and_wait,
    serving,
)
from tests.support.slow_connection import slow_connection


def test_the_site_answers_with_its_database(browser: Browser, site: str, settings: Any) -> None:
    settings.MAJLIS_PROCESS = "Follow-up"
    with open_page(browser) as page:
        open_address(page, f"{site}/ar/appearance/")
        assert page.locator("html").get_attribute("dir") == "rtl"
        page.locator('input[value="dark"]').check()
        press_and_wait(page.locator("main button"))
        assert page.locator("html").get_attribute("data-theme") == "dark"


def test_what_is_pressed_leads_to_a_whole_page(browser: Browser, site: str) -> None:
    with slow_connection(), open_page(browser, java_script_enabled=False) as page:
        open_address(page, f"{site}/ar/appearance/")
        press_and_wait(page.locator("main button"), "Enter")
        assert page.locator("[role=status]").count() == 1
        assert "</footer>" in page.content()


def test_a_connection_that_is_never_used_holds_up_nothing() -> None:
    """Chromium opens connections ahead: with one open, others are answered and the server ends."""

    def application(environ: Any, start_response: Any) -> list[bytes]:
        start_response("200 OK", [("Content-Type", "text/plain")])
        return [b"answered"]

    ended = threading.Event()
    answers: list[bytes] = []
    unused = socket.socket()

    def serve_once() -> None:
        with serving(application) as address:
            unused.connect(("127.0.0.1", urlsplit(address).port))
            with urlopen(address, timeout=5) as answer:
                answers.append(answer.read())
        ended.set()

    with unused:
        # A thread that may be left behind, so that a server that waits for ever fails this test only.
        threading.Thread(target=serve_once, daemon=True).start()
        assert ended.wait(10), "the server waits for a request that never comes"
    assert answers == [b"answered"]


def test_an_error_of_a_script_fails_the_test(browser: Browser) -> None:
    with pytest.raises(AssertionError, match="no such thing"), open_page(browser) as page:
        page.set_content("<script>throw new Error('no such thing')</script>")


def test_a_barrier_is_found(browser: Browser) -> None:
    with open_page(browser) as page:
        page.set_content("<title>x</title><main><h1>x</h1><input></main>")
        assert any(line.startswith("label:") for line in axe(page).violations)


def test_what_sticks_out_is_named(browser: Browser) -> None:
    with open_page(browser, NARROW) as page:
        page.set_content('<p id="far" style="width: 2000px">far</p>')
        assert ['id="far"' in line for line in overflow(page)] == [True]


def test_a_hidden_focus_is_named(browser: Browser) -> None:
    with open_page(browser) as page:
        page.set_content(
            "<style>:focus { outline: 3px solid }</style>"
            '<a href="#" style="outline: none">x</a><a href="#">y</a>'
        )
        assert len(focus_faults(page)) == 1


def test_tests_press_by_press_and_wait() -> None:
    """A click that does not wait for the next page is green by luck; ``press_and_check`` waits for it too."""
    here = Path(__file__)
    clicks = re.compile(r"\.click\(|(?<!keyboard)\.press\(\"Enter\"")
    hasty = [
        f"{path.name}:{number}"
        for path in here.parents[1].rglob("*.py")
        if path not in (here, here.with_name("support.py"))
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1)
        if clicks.search(line) and "press_and_check(" not in line
    ]
    assert hasty == []
