"""Take the pictures of the manual from a running demonstration: ``docs/images/*.png``.

Start the demonstration with ``make up``, then ``python tools/pictures.py http://127.0.0.1:8000``. Needs chromium.
"""

from __future__ import annotations

import re
import sys
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path

from PIL import Image
from playwright.sync_api import Page, sync_playwright

IMAGES = Path(__file__).parents[1] / "docs" / "images"
WIDE = (1200, 900)
PHONE = (390, 844)


@dataclass(frozen=True)
class Picture:
    """A page of the demonstration: its language and path, who is signed in, and the size in pixels."""

    name: str
    language: str
    path: str
    role: str = ""
    size: tuple[int, int] = WIDE
    link: str = ""
    """A regular expression for the address of the link to follow from the path."""


PICTURES = (
    Picture("home", "en", ""),
    Picture("register", "ar", "mandates/"),
    Picture("mandate", "en", "mandates/M-0005/"),
    Picture("mandate-on-a-phone", "ar", "mandates/M-0005/", size=PHONE),
    Picture("text", "ar", "texts/demonstration-council-resolution-61/?beside=en&in=ar"),
    Picture(
        "comparison",
        "fr",
        "texts/demonstration-council-resolution-61/",
        link=r"/texts/compare/\d+/\d+/",
    ),
    Picture(
        "findings", "en", "mandates/findings/", "secretariat", link=r"/mandates/findings/\d+/$"
    ),
    Picture("calendar", "ru", "mandates/calendar/"),
    Picture("entity", "zh", "entities/keeper-of-books/"),
    Picture("matrix", "es", "matrices/wsis-sdg/"),
)


def take(page: Page, site: str, picture: Picture) -> None:
    """Take one picture: the part of the page that a window of its size shows."""
    page.set_viewport_size({"width": picture.size[0], "height": picture.size[1]})
    page.goto(f"{site}/{picture.language}/{picture.path}")
    if picture.link:
        addresses = page.eval_on_selector_all("a[href]", "links => links.map(each => each.href)")
        page.goto(next(each for each in addresses if re.search(picture.link, each)))
    image = Image.open(BytesIO(page.screenshot()))
    # Few colours: a third of the size, and nothing that a reader would see.
    image.convert("RGB").quantize(64, dither=Image.Dither.NONE).save(
        IMAGES / f"{picture.name}.png", optimize=True
    )


def main(site: str) -> None:
    """Take all pictures from the demonstration at an address."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path="/usr/bin/chromium", args=["--no-sandbox"]
        )
        for picture in PICTURES:
            context = browser.new_context(locale=picture.language)
            page = context.new_page()
            if picture.role:
                page.goto(f"{site}/en/demonstration/")
                page.get_by_role("button", name=re.compile(picture.role)).first.click()
                page.wait_for_load_state()
            take(page, site, picture)
            context.close()
        browser.close()


if __name__ == "__main__":
    main(sys.argv[1].rstrip("/"))
