"""The page of parts in a browser: axe, the phone, the keyboard, print, forced colours, no script.

Nothing here has a database: a query on these pages would fail the test.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import dataclass, field
from functools import partial

import pytest
from playwright.sync_api import Browser, Page

from majlis.look import menu
from tests.browser import support
from tests.browser.support import (
    LANGUAGES,
    NARROW,
    PHONE,
    WIDE,
    axe,
    focus_faults,
    open_address,
    overflow,
    press_and_wait,
)

HEADER = 120
# Pages without a database keep nothing: the tests with the same viewport have one context.
opened = partial(support.open_page, shared=True)


@dataclass
class PartsPages:
    """The page of parts, opened once in each language: for tests that leave it as they found it."""

    browser: Browser
    site: str
    stack: ExitStack
    by_language: dict[str, Page] = field(default_factory=dict)

    def show(self, language: str, viewport: dict[str, int]) -> Page:
        """The page in this language, as large as this."""
        if language not in self.by_language:
            # A style is added to it from outside, which its own policy forbids.
            page = self.stack.enter_context(opened(self.browser, WIDE, bypass_csp=True))
            open_address(page, f"{self.site}/{language}/parts/")
            self.by_language[language] = page
        page = self.by_language[language]
        # What lies behind another page is drawn once a second.
        page.bring_to_front()
        page.set_viewport_size(viewport)  # type: ignore[arg-type]
        return page


@pytest.fixture(scope="module")
def parts(browser: Browser, site_without_database: str) -> Iterator[PartsPages]:
    """The page of parts in each language that a test looks at."""
    with ExitStack() as stack:
        yield PartsPages(browser, site_without_database, stack)


def box_heights(page: Page, selector: str) -> list[float]:
    """The heights of what a selector finds."""
    return list(
        page.evaluate(
            "s => [...document.querySelectorAll(s)].map(n => n.getBoundingClientRect().height)",
            selector,
        )
    )


def test_axe_sees_arabic_that_cannot_be_read(browser: Browser) -> None:
    with opened(browser) as page:
        page.set_content(
            '<html lang="ar" dir="rtl"><title>x</title><main><h1>نص</h1>'
            '<p style="color:#bbb;background:#fff">الكلمات التي تطلب شيئا من أحد</p></main></html>'
        )
        found = axe(page).violations
    assert [line.split(":")[0] for line in found] == ["color-contrast"]


# What opens the filters and the menu on a phone, and closes them: the open menu lies over the filters.
FOLDS = (".menu > summary", ".bar summary")


def test_no_barrier_on_a_phone_with_all_unfolded(parts: PartsPages) -> None:
    """Folded, and wide, tests/pages/test_axe.py reads it."""
    page = parts.show("ar", PHONE)
    for summary in FOLDS:
        press_and_wait(page.locator(summary))
    assert page.locator(".bar a").first.is_visible()
    assert page.locator("#id_f-words").is_visible()
    seen = axe(page)
    for summary in reversed(FOLDS):
        press_and_wait(page.locator(summary))
    assert seen.violations == []


def test_no_barrier_in_dark_colours(browser: Browser, site_without_database: str) -> None:
    with opened(browser, WIDE, color_scheme="dark") as page:
        open_address(page, f"{site_without_database}/en/parts/")
        seen = axe(page)
        page.set_viewport_size(PHONE)  # type: ignore[arg-type]
        for summary in FOLDS:
            press_and_wait(page.locator(summary))
        on_a_phone = axe(page)
    assert (seen.violations, on_a_phone.violations) == ([], [])
    assert seen.measured > 150, "contrast was not measured"


@pytest.mark.parametrize("chosen", ["light", "dark"])
def test_the_reader_s_choice_overrides_the_system(
    browser: Browser, site_without_database: str, chosen: str
) -> None:
    other = "dark" if chosen == "light" else "light"
    grounds = {"light": "rgb(250, 246, 238)", "dark": "rgb(16, 25, 27)"}
    with opened(browser, WIDE, color_scheme=other) as page:
        open_address(page, f"{site_without_database}/en/appearance/")
        assert background_colour(page) == grounds[other]
        page.locator(f'input[value="{chosen}"]').check()
        press_and_wait(page.get_by_role("button", name="Save"))
        assert page.locator('[role="status"]').count() == 1
        assert background_colour(page) == grounds[chosen]


def background_colour(page: Page) -> str:
    """The colour that the page lies on."""
    return str(page.evaluate("getComputedStyle(document.body).backgroundColor"))


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_head_of_the_page_is_low_on_a_phone(parts: PartsPages, language: str) -> None:
    page = parts.show(language, PHONE)
    assert page.locator(".process").is_visible()
    assert page.locator(".account a").is_visible()
    assert page.locator(".find input").is_visible()
    assert sum(box_heights(page, ".band, .bar")) < HEADER
    assert page.evaluate("document.querySelector('main').getBoundingClientRect().top") < HEADER


@pytest.mark.parametrize("viewport", [NARROW, PHONE, WIDE], ids=["narrow", "phone", "wide"])
@pytest.mark.parametrize("language", ["ar", "ru"])
def test_nothing_scrolls_sideways(
    parts: PartsPages, language: str, viewport: dict[str, int]
) -> None:
    page = parts.show(language, viewport)
    assert overflow(page) == []
    for summary in page.locator("summary:visible").all():
        press_and_wait(summary)
        assert overflow(page) == []
        press_and_wait(summary)


@pytest.mark.parametrize("language", ["ar", "en", "ru"])
def test_twice_the_size_of_text_loses_nothing(parts: PartsPages, language: str) -> None:
    page = parts.show(language, WIDE)
    style = page.add_style_tag(content="html { font-size: 200% !important }")
    found = overflow(page)
    style.evaluate("style => style.remove()")
    assert found == []


@pytest.mark.parametrize(
    ("language", "viewport"), [("ar", PHONE), ("en", WIDE)], ids=["arabic-phone", "english-wide"]
)
def test_the_focus_is_seen_on_every_stop(
    browser: Browser, site_without_database: str, language: str, viewport: dict[str, int]
) -> None:
    with opened(browser, viewport) as page:
        open_address(page, f"{site_without_database}/{language}/parts/")
        assert focus_faults(page) == []


def test_the_first_stop_leads_to_the_content(browser: Browser, site_without_database: str) -> None:
    with opened(browser) as page:
        open_address(page, f"{site_without_database}/en/parts/")
        page.keyboard.press("Tab")
        assert page.locator(".skip").first.bounding_box()["y"] >= 0  # type: ignore[index]
        page.keyboard.press("Enter")
        assert page.evaluate("document.activeElement.id") == "main"


@pytest.mark.parametrize(("stop", "place"), [(2, "menu"), (3, "find-q")])
def test_the_next_stops_lead_to_the_menu_and_the_search(
    browser: Browser, site_without_database: str, stop: int, place: str
) -> None:
    with opened(browser) as page:
        open_address(page, f"{site_without_database}/en/parts/")
        for _ in range(stop):
            page.keyboard.press("Tab")
        page.keyboard.press("Enter")
        assert page.evaluate("document.activeElement.id") == place


def test_menus_drop_without_a_script(browser: Browser, site_without_database: str) -> None:
    with opened(browser, PHONE, java_script_enabled=False) as page:
        open_address(page, f"{site_without_database}/ar/parts/")
        texts = page.locator('.bar a[href="/ar/texts/"]')
        russian = page.locator('.langs a[lang="ru"]')
        assert not texts.is_visible()
        press_and_wait(page.locator(".bar summary"))
        assert texts.is_visible()
        press_and_wait(page.locator(".langs summary"))
        assert russian.is_visible()
        assert not texts.is_visible(), "one menu at a time"
        press_and_wait(russian)
        assert page.locator("html").get_attribute("lang") == "ru"


def test_menus_and_filters_lie_open_where_there_is_room(parts: PartsPages) -> None:
    page = parts.show("en", WIDE)
    assert page.locator(".bar a").first.is_visible()
    assert page.locator("#id_f-words").is_visible()
    assert page.locator("summary:visible").all_inner_texts() == ["English", "Download"]
    assert not page.locator('.langs a[lang="ru"]').is_visible()
    assert page.get_by_role("heading", name="Filters").is_visible()


def test_an_older_browser_can_open_what_it_cannot_show(
    browser: Browser, site_without_database: str
) -> None:
    """Without `::details-content` a summary must stay, or filters and menu were lost."""
    with opened(browser, WIDE) as page:
        page.route(
            "**/look.css",
            lambda route: route.fulfill(
                content_type="text/css",
                body=route.fetch().text().replace("::details-content", "::-unknown-content"),
            ),
        )
        open_address(page, f"{site_without_database}/en/parts/")
        for summary, inside in (
            (".bar summary", '.bar a[href="/en/texts/"]'),
            (".langs summary", '.langs a[lang="ru"]'),
        ):
            assert not page.locator(inside).is_visible()
            press_and_wait(page.locator(summary))
            assert page.locator(inside).is_visible()


def test_a_page_without_its_style_can_be_used(browser: Browser, site_without_database: str) -> None:
    with opened(browser, PHONE, java_script_enabled=False) as page:
        page.route("**/look.css", lambda route: route.fulfill(content_type="text/css", body=""))
        open_address(page, f"{site_without_database}/ar/parts/")
        press_and_wait(page.get_by_text("القائمة", exact=True))
        assert page.locator('a[href="/ar/texts/"]').first.is_visible()
        heights = box_heights(page, "svg")
        assert max(heights) < 200, "a meter without style must not fill the page"


def test_what_cannot_be_read_on_paper_is_not_printed(
    browser: Browser, site_without_database: str
) -> None:
    with opened(browser, WIDE, color_scheme="dark") as page:
        open_address(page, f"{site_without_database}/ar/parts/")
        page.emulate_media(media="print")
        for gone in (".bar", ".langs", ".account", ".fold", ".acts", ".skip"):
            assert not page.locator(gone).first.is_visible()
        assert page.locator(".rows").first.is_visible()
        assert background_colour(page) == "rgb(255, 255, 255)"
        ink = page.evaluate("getComputedStyle(document.querySelector('h1')).color")
        assert ink == "rgb(20, 39, 43)"


def test_shapes_stay_when_colours_are_forced(browser: Browser, site_without_database: str) -> None:
    with opened(browser, WIDE, forced_colors="active") as page:
        open_address(page, f"{site_without_database}/en/calendar/")
        colour = "s => getComputedStyle(document.querySelector(s)).borderBlockEndColor"
        here = page.evaluate(colour, ".bar [aria-current]")
        elsewhere = page.evaluate(colour, ".bar li a:not([aria-current])")
        assert here != elsewhere
        filled = "s => getComputedStyle(document.querySelector(s), '::before').backgroundColor"
        assert page.evaluate(filled, ".time > .past") != page.evaluate(
            filled, ".time > :not([class*=past])"
        )
        assert page.evaluate(filled, ".stand .a") != page.evaluate(filled, ".stand .b")


@pytest.mark.parametrize("language", ["ar", "en"])
def test_targets_are_large_enough(parts: PartsPages, language: str) -> None:
    page = parts.show(language, PHONE)
    press_and_wait(page.locator(".bar summary"))
    small = page.evaluate(
        """() => [...document.querySelectorAll('a, button, input, select, summary')].filter(n => {
          const box = n.getBoundingClientRect();
          if (!box.width || n.closest('.vh, p, dd, th, td, li:not(.drop li), footer') || n.closest('details:not([open]) > ul')) return false;
          return box.height < 24 || box.width < 24;
        }).map(n => n.outerHTML.slice(0, 120))"""
    )
    press_and_wait(page.locator(".bar summary"))
    assert small == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_script_s_own_hand(parts: PartsPages, language: str) -> None:
    """Arabic and Chinese are never slanted; Arabic is larger, with more room between its lines."""
    style = parts.show(language, WIDE).evaluate(
        """() => {
          const verb = getComputedStyle(document.querySelector('.prov .verb'));
          const text = getComputedStyle(document.querySelector('.prov:not(.colhead) p:not([lang])'));
          return { slant: verb.fontStyle, size: parseFloat(text.fontSize),
                   lead: parseFloat(text.lineHeight) / parseFloat(text.fontSize) };
        }"""
    )
    assert style["slant"] == ("normal" if language in ("ar", "zh") else "italic")
    expected = {"ar": (19.04, 1.8), "zh": (17, 1.8), "ru": (16.66, 1.6)}.get(language, (17, 1.55))
    assert style["size"] == pytest.approx(expected[0], abs=0.1)
    assert style["lead"] == pytest.approx(expected[1], abs=0.05)


def test_a_figure_in_arabic_stands_as_it_is_read(parts: PartsPages) -> None:
    """Digits, their separators and their sign run from left to right inside Arabic."""
    places = parts.show("ar", WIDE).evaluate(
        """() => {
          const words = '\\u200e\\u22123';
          const walk = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
          for (let node; (node = walk.nextNode());) {
            const at = node.nodeValue.indexOf(words);
            if (at < 0) continue;
            return [1, 2].map(step => {
              const range = document.createRange();
              range.setStart(node, at + step); range.setEnd(node, at + step + 1);
              return range.getBoundingClientRect().x;
            });
          }
        }"""
    )
    assert places[0] < places[1]


@pytest.mark.parametrize("language", ["ar", "en"])
def test_a_notice_pushes_nothing_off_the_page(
    browser: Browser, site_without_database: str, language: str
) -> None:
    menu.register_notice(lambda request: menu.Notice("Fictional. " * 12, "#main", "Why"))
    with opened(browser, NARROW) as page:
        open_address(page, f"{site_without_database}/{language}/parts/")
        assert overflow(page) == []
        assert page.locator(".notice a").is_visible()
