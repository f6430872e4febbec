"""No violation that axe finds, on every kind of page: in Arabic always, in all six languages with the slow tests.

The slow tests also look at the page in dark colours, where other colours meet.

The page is answered by Django in this process and shown by Chromium, so that the world is loaded once. The
same page is then made as narrow as a phone's: nothing on it asks how wide it is but its style.
"""

from __future__ import annotations

from typing import Any

import pytest
from playwright.sync_api import Browser

from majlis.kernel.languages import LANGUAGE_CODES
from tests.browser.support import PHONE, WIDE, PageStage, axe, overflow
from tests.pages.conftest import World
from tests.pages.page_kinds import PAGES, PageKind
from tests.pages.test_every_page import visit

pytestmark = pytest.mark.django_db
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
LANGUAGES = [
    code if code == "ar" else pytest.param(code, marks=pytest.mark.slow) for code in LANGUAGE_CODES
]


def page_parameters() -> list[PageKind]:
    """One page of each kind, as those see it who see most of it."""
    best: dict[str, PageKind] = {}
    for page in PAGES:
        if page.status == 200 and (page.who or page.url_name not in best):
            best[page.url_name] = page
    return list(best.values())


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_violation_on_any_kind_of_page(
    language: str, world: World, browser: Browser, stage: PageStage, settings: Any
) -> None:
    settings.MAJLIS_DEMO, settings.MAJLIS_FILES = True, world.files
    told: list[str] = []
    context = browser.new_context()
    view = context.new_page()
    seen = 0
    for kind in page_parameters():
        response, _queries = visit(kind, world, language)
        view.set_viewport_size(WIDE)  # type: ignore[arg-type]
        stage.show(view, response.getvalue())
        told += [f"{kind.url_name}: {each}" for each in axe(view, stage.axe).violations]
        view.set_viewport_size(PHONE)  # type: ignore[arg-type]
        told += [f"{kind.url_name}: wider than a phone: {each}" for each in overflow(view)]
        seen += 1
    context.close()
    assert not told, chr(10).join(told)
    assert seen == len({page.url_name for page in PAGES if page.status == 200})


@pytest.mark.slow
def test_no_violation_on_any_kind_of_page_in_dark_colours(
    world: World, browser: Browser, stage: PageStage, settings: Any
) -> None:
    """In Arabic, which axe measures as other scripts are: see tests/browser/support.py."""
    settings.MAJLIS_DEMO, settings.MAJLIS_FILES = True, world.files
    context = browser.new_context(viewport=WIDE, color_scheme="dark")
    view = context.new_page()
    told: list[str] = []
    for kind in page_parameters():
        response, _queries = visit(kind, world, "ar")
        stage.show(view, response.getvalue())
        assert view.evaluate(BACKGROUND) < 128, f"{kind.url_name} is not dark"
        found = axe(view, stage.axe)
        assert found.measured, f"{kind.url_name}: the contrast of nothing was measured"
        told += [f"{kind.url_name}: {each}" for each in found.violations]
    context.close()
    assert not told, chr(10).join(told)
