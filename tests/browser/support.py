"""A browser for the tests of pages: Chromium, axe that sees Arabic, viewports, pages without scripts.

Tests ask for the fixtures `browser` and `site` (or `site_without_database`, or `stage`), which tests/conftest.py
brings for all; everything else is a function. Where Chromium is absent, `browser` skips with one line; `tools/chromium.sh` brings it.
"""

from __future__ import annotations

import mimetypes
import os
import shutil
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from socketserver import ThreadingMixIn
from typing import TYPE_CHECKING, Any, override
from urllib.parse import urlsplit
from wsgiref.simple_server import WSGIRequestHandler, WSGIServer, make_server

import pytest

if TYPE_CHECKING:
    from playwright.sync_api import Browser, BrowserContext, Locator, Page

CHROMIUM = ("chromium", "chromium-browser", "google-chrome")
ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--no-first-run",
    "--disable-component-update",
    "--disable-sync",
    # One site and no graphics card: fewer processes take a tenth less time.
    "--in-process-gpu",
    "--disable-site-isolation-trials",
]
LANGUAGES = ("ar", "zh", "en", "fr", "ru", "es")
WIDE = {"width": 1280, "height": 900}
PHONE = {"width": 360, "height": 740}
NARROW = {"width": 320, "height": 640}
UNPROCESSABLE = "the server responded with a status of 422"


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """Chromium, once a run; a skip that says how to get it where there is none."""
    program = next(filter(None, map(shutil.which, CHROMIUM)), None)
    if program is None:
        pytest.skip("there is no Chromium here: run tools/chromium.sh as root, or install it")
    from playwright.sync_api import sync_playwright

    # Playwright keeps an event loop in this thread; the tests' own queries are as synchronous as before.
    os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "true")
    with sync_playwright() as playwright:
        running = playwright.chromium.launch(executable_path=program, args=ARGUMENTS)
        yield running
        running.close()


@pytest.fixture
def site(live_server: Any) -> str:
    """The address of the site with its database; what a test commits is emptied after it."""
    return str(live_server.url)


class QuietHandler(WSGIRequestHandler):
    """Says nothing of the requests that it answers."""

    @override
    def log_message(self, format: str, *args: Any) -> None:
        """Say nothing."""


class ThreadingWSGIServer(ThreadingMixIn, WSGIServer):
    """Answers each connection in a thread of its own, and waits for none of them at its end.

    Chromium opens connections ahead and may never use them: a server of one thread waits for a request
    on such a connection for ever.
    """

    daemon_threads = True


@contextmanager
def serving(application: Any) -> Iterator[str]:
    """Serve a WSGI application as long as the block lasts; gives its address."""
    with make_server(
        "127.0.0.1", 0, application, server_class=ThreadingWSGIServer, handler_class=QuietHandler
    ) as server:
        thread = threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True)
        thread.start()
        try:
            yield f"http://127.0.0.1:{server.server_port}"
        finally:
            server.shutdown()
            thread.join()


@pytest.fixture(scope="module")
def site_without_database() -> Iterator[str]:
    """The address of the site where any query fails: for pages that need no record."""
    from django.conf import settings
    from django.contrib.staticfiles.handlers import StaticFilesHandler
    from django.core.wsgi import get_wsgi_application
    from django.test import override_settings

    application = StaticFilesHandler(get_wsgi_application())
    with (
        override_settings(ALLOWED_HOSTS=[*settings.ALLOWED_HOSTS, "127.0.0.1"]),
        serving(application) as address,
    ):
        yield address


_shared: dict[tuple[Browser, str], BrowserContext] = {}


def context_of(
    browser: Browser, viewport: dict[str, int], shared: bool, options: dict[str, Any]
) -> BrowserContext:
    """A new context, or one that is kept until the browser ends."""
    if not shared:
        return browser.new_context(viewport=viewport, **options)
    key = (browser, repr([viewport, *sorted(options.items())]))
    if key not in _shared:
        _shared[key] = browser.new_context(viewport=viewport, **options)
    return _shared[key]


@contextmanager
def open_page(
    browser: Browser,
    viewport: dict[str, int] = WIDE,
    *,
    mistaken: bool = False,
    shared: bool = False,
    **options: Any,
) -> Iterator[Page]:
    """A page in a context of its own. It fails on errors in scripts and on files that are missing.

    `mistaken` lets forms be sent back: Chromium logs their status 422 as an error. `shared` takes the
    context of an earlier page with the same options, which is quicker, for pages that leave nothing behind
    but cookies. `options` go to `Browser.new_context`: `java_script_enabled=False`, `color_scheme="dark"`, ...
    """
    context = context_of(browser, viewport, shared, options)
    page = context.new_page()
    page.set_default_timeout(60_000)
    told: list[str] = []
    page.on("pageerror", lambda error: told.append(str(error)))
    page.on(
        "console",
        lambda message: told.append(message.text) if message.type == "error" else None,
    )
    try:
        yield page
    finally:
        if shared:
            page.close()
            context.clear_cookies()
        else:
            context.close()
    if mistaken:
        told = [each for each in told if UNPROCESSABLE not in each]
    assert told == [], told


# axe takes an Arabic word for an icon font, because its letters join, and skips its contrast. This
# condition keeps the rule's own exceptions that matter to us (what is disabled, what has no text).
SEE_ALL_SCRIPTS = """
axe.configure({ rules: [{ id: 'color-contrast', matches: (node, virtual) => {
  const name = virtual.props.nodeName, kind = virtual.props.type;
  if (name === 'option' || node.closest(':disabled, [aria-disabled="true"]')) return false;
  if (name === 'input') {
    return !['hidden', 'range', 'color', 'checkbox', 'radio', 'image', 'file'].includes(kind);
  }
  if (name === 'select' || name === 'textarea') return true;
  const label = node.closest('label');
  if (label && label.control && label.control.disabled) return false;
  return [...node.childNodes].some(child => child.nodeType === 3 && child.nodeValue.trim() !== '');
} }] });
"""


# Selectors of what passed are half of the work, and nobody reads them.
RUN_AXE = """async options => {
  const found = await axe.run(document, { selectors: false, ...options });
  const contrast = found.passes.filter(rule => rule.id === 'color-contrast');
  const measured = contrast.flatMap(rule => rule.nodes).length;
  return { violations: found.violations, measured };
}"""


AXE_PATH = "/axe.js"


class PageStage:
    """Shows pages that Django made in this process, with their style sheets and scripts.

    It is a server with an address, so that the browser keeps what is the same for all pages; axe too.
    """

    def __init__(self, address: str) -> None:
        self.address = address
        self.body = b""

    @property
    def axe(self) -> str:
        """Where a page that is shown here fetches axe."""
        return self.address + AXE_PATH

    def show(self, page: Page, body: bytes) -> None:
        """Show one page, and wait until it is there."""
        self.body = body
        page.goto(f"{self.address}/", wait_until="load")

    def answer(self, path: str) -> tuple[bytes, str] | None:
        """What lies at a path, and of which type it is; nothing where there is nothing."""
        from axe_playwright_python.base import AXE_SCRIPT
        from django.contrib.staticfiles import finders

        if path in ("/", AXE_PATH):
            page = path == "/"
            return (self.body, "text/html") if page else (AXE_SCRIPT.encode(), "text/javascript")
        found = finders.find(path.removeprefix("/static/")) if path.startswith("/static/") else None
        if not isinstance(found, str):
            return None
        kind = mimetypes.guess_type(found)[0] or "application/octet-stream"
        return Path(found).read_bytes(), kind


@pytest.fixture(scope="session")
def stage() -> Iterator[PageStage]:
    """Where pages are shown that no server answers."""
    made = PageStage("")

    class Answers(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_GET(self) -> None:
            path = urlsplit(self.path).path
            found = made.answer(path)
            self.send_response(200 if found else 404)
            body, kind = found or (b"", "text/plain")
            self.send_header("Content-Type", f"{kind}; charset=utf-8")
            self.send_header("Content-Length", str(len(body)))
            self.send_header("Cache-Control", "no-store" if path == "/" else "max-age=3600")
            self.end_headers()
            self.wfile.write(body)

        @override
        def log_message(self, format: str, *args: Any) -> None:
            """Say nothing."""

    with ThreadingHTTPServer(("127.0.0.1", 0), Answers) as server:
        thread = threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True)
        thread.start()
        made.address = f"http://127.0.0.1:{server.server_port}"
        yield made
        server.shutdown()
        thread.join()


@dataclass(frozen=True)
class AxeResult:
    """What axe found: violations, and how many texts it measured the contrast of."""

    violations: list[str]
    measured: int


CONTRAST_ONLY = {"runOnly": ["color-contrast"]}
NO_CONTRAST = {"rules": {"color-contrast": {"enabled": False}}}


def axe(page: Page, source: str = "", options: dict[str, Any] | None = None) -> AxeResult:
    """Run axe with every rule, contrast in all scripts included; one line a violation.

    `source` is an address from which the page may fetch axe, as the stage has one. `options` are those of
    axe.run, such as CONTRAST_ONLY or NO_CONTRAST.
    """
    from axe_playwright_python.base import AXE_SCRIPT

    page.wait_for_load_state()
    if page.evaluate("Boolean(window.axe)"):
        pass  # it was there for an earlier look at this page
    elif source:
        page.add_script_tag(url=source)
    else:
        page.evaluate(AXE_SCRIPT)
    page.evaluate(SEE_ALL_SCRIPTS)
    found = page.evaluate(RUN_AXE, options or {})
    lines = []
    for rule in found["violations"]:
        for node in rule["nodes"]:
            checks = [*node["any"], *node["all"], *node["none"]]
            why = "; ".join(check["message"] for check in checks)
            lines.append(f"{rule['id']}: {node['html'][:160]}: {why}")
    return AxeResult(lines, found["measured"])


def overflow(page: Page) -> list[str]:
    """What makes the page scroll sideways; nothing where it does not."""
    page.wait_for_load_state()
    return list(
        page.evaluate(
            """() => {
              const room = document.documentElement.clientWidth;
              if (document.documentElement.scrollWidth <= room) return [];
              return [...document.body.querySelectorAll('*')].filter(node => {
                const box = node.getBoundingClientRect();
                return box.width && (box.right > room + 1 || box.left < -1);
              }).map(node => node.outerHTML.slice(0, 120));
            }"""
        )
    )


def focus_faults(page: Page, limit: int = 400) -> list[str]:
    """Walk the page with the Tab key; what took the focus without showing it, or off the screen."""
    page.wait_for_load_state()
    faults = []
    for _ in range(limit):
        page.keyboard.press("Tab")
        place = page.evaluate(
            """() => {
              const node = document.activeElement;
              if (!node || node === document.body) return null;
              const style = getComputedStyle(node), box = node.getBoundingClientRect();
              const ring = style.outlineStyle !== 'none' && parseFloat(style.outlineWidth) >= 2;
              const first = !node.dataset.seen; node.dataset.seen = 1;
              return { ring, first, size: box.width * box.height, html: node.outerHTML.slice(0, 120) };
            }"""
        )
        if place is None or not place["first"]:
            return faults
        if not place["ring"] or not place["size"]:
            faults.append(place["html"])
    return [*faults, "the Tab key never came round"]


def press_and_wait(where: Locator, key: str = "") -> None:
    """Click, or press the key there, and wait until the page that it leads to is there whole.

    Chromium calls a page its own as soon as its first bytes are here: what reads it then finds half.
    """
    if key:
        where.press(key)
    else:
        where.click()
    where.page.wait_for_load_state()


def open_address(page: Page, address: str) -> None:
    """Go to an address and wait until it is there; a failure of the page fails the test."""
    from playwright.sync_api import Error

    try:
        answer = page.goto(address, wait_until="load")
    except Error as error:
        pytest.fail(f"{address}: {error}")
    assert answer is not None
    assert answer.status < 500, f"{address}: {answer.status}"
