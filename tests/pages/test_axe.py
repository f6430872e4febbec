"""No violation that axe finds, on every kind of page: in Arabic, and in two of the other five languages.

In Arabic, which axe measures as other scripts are (tests/browser/support.py), contrast is measured too, in light and in
dark colours: colours are the same in all languages. Each other language looks at two fifths of the pages.

The page is answered by Django in this process and shown by Chromium, so that the world is loaded once. The
same page is then made as narrow as a phone's: nothing on it asks how wide it is but its style.
"""

from __future__ import annotations

from collections import Counter
from typing import Any

import pytest
from playwright.sync_api import Browser, Page

from majlis.kernel.languages import LANGUAGE_CODES
from tests.browser.support import (
    CONTRAST_ONLY,
    NO_CONTRAST,
    PHONE,
    WIDE,
    PageStage,
    axe,
    overflow,
)
from tests.pages.conftest import World
from tests.pages.page_kinds import PAGES, PageKind
from tests.pages.test_every_page import visit

pytestmark = [pytest.mark.django_db, pytest.mark.slow]
# How light the colour behind a page is, from 0 to 255.
BACKGROUND = """() => {
  const canvas = document.createElement('canvas').getContext('2d', { willReadFrequently: true });
  const colour = [document.body, document.documentElement].map(
    node => getComputedStyle(node).backgroundColor).find(each => each !== 'rgba(0, 0, 0, 0)');
  canvas.fillStyle = colour || 'white';
  canvas.fillRect(0, 0, 1, 1);
  const [red, green, blue] = canvas.getImageData(0, 0, 1, 1).data;
  return (red + green + blue) / 3;
}"""
OTHERS = [code for code in LANGUAGE_CODES if code != "ar"]


def page_parameters() -> list[PageKind]:
    """One page of each kind, as those see it who see most of it."""
    best: dict[str, PageKind] = {}
    for page in PAGES:
        if page.status == 200 and (page.who or page.url_name not in best):
            best[page.url_name] = page
    return list(best.values())


def page_kinds_in(language: str) -> list[PageKind]:
    """The pages to look at in a language: in Arabic all, in the others two fifths each."""
    if language == "ar":
        return page_parameters()
    turn = OTHERS.index(language)
    return [kind for place, kind in enumerate(page_parameters()) if (place + turn) % 5 < 2]


def test_each_kind_of_page_is_looked_at_in_arabic_and_two_other_languages() -> None:
    seen = Counter(kind.url_name for code in LANGUAGE_CODES for kind in page_kinds_in(code))
    assert set(seen) == {page.url_name for page in PAGES if page.status == 200}
    assert set(seen.values()) == {3}


@pytest.mark.parametrize("language", LANGUAGE_CODES)
def test_no_violation_on_any_kind_of_page(
    language: str, world: World, browser: Browser, stage: PageStage, settings: Any
) -> None:
    settings.MAJLIS_DEMO, settings.MAJLIS_FILES = True, world.files
    told: list[str] = []
    context = browser.new_context()
    view = context.new_page()
    for kind in page_kinds_in(language):
        response, _queries = visit(kind, world, language)
        view.set_viewport_size(WIDE)  # type: ignore[arg-type]
        stage.show(view, response.getvalue())
        found = axe(view, stage.axe, {} if language == "ar" else NO_CONTRAST).violations
        if language == "ar":
            found += dark_violations(view)
        told += [f"{kind.url_name}: {each}" for each in found]
        view.set_viewport_size(PHONE)  # type: ignore[arg-type]
        told += [f"{kind.url_name}: wider than a phone: {each}" for each in overflow(view)]
    context.close()
    assert not told, chr(10).join(told)


def dark_violations(view: Page) -> list[str]:
    """What is hard to read on the page that is shown, in dark colours."""
    view.emulate_media(color_scheme="dark")
    if view.evaluate(BACKGROUND) >= 128:
        return ["it is not dark"]
    found = axe(view, options=CONTRAST_ONLY)
    view.emulate_media(color_scheme="light")
    return found.violations if found.measured else ["the contrast of nothing was measured"]
