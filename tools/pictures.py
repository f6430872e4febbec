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
STEP = (900, 900)
FINDINGS = r"/mandates/findings/\d+/$"
"""The address of the findings of a version."""
SAMPLES = Path(__file__).parents[1] / "samples"


@dataclass(frozen=True)
class Picture:
    """A page of the demonstration: its language and path, who is signed in, and the size in pixels."""

    name: str
    language: str
    path: str
    role: str = ""
    size: tuple[int, int] = WIDE
    links: tuple[str, ...] = ()
    """Regular expressions for the addresses of the links to follow from the path, one after the other."""
    file: str = ""
    """A file of samples/ to send by the form of the path; the picture shows what comes next."""


PICTURES = (
    Picture("home", "en", ""),
    Picture("register", "ar", "mandates/"),
    Picture("mandate", "en", "mandates/M-0119/"),
    Picture("mandate-on-a-phone", "ar", "mandates/M-0119/", size=PHONE),
    Picture("text", "ar", "texts/ci-c-resolution-61/?beside=en&in=ar#recalling"),
    Picture(
        "comparison",
        "fr",
        "texts/ci-c-resolution-61/",
        links=(r"/texts/[^/]+/[^/]+/compare/[^/]+/",),
    ),
    Picture("findings", "en", "mandates/findings/", "secretariat", links=(FINDINGS,)),
    Picture("calendar", "ru", "mandates/calendar/"),
    Picture("entity", "zh", "entities/islands-secretary-general/"),
    Picture("matrix", "es", "matrices/wsis-sdg/"),
    # From a file to the register, in README.
    Picture(
        "step-import",
        "en",
        "texts/imports/add/",
        "secretariat",
        STEP,
        file="tidal-gardens.2026.en.docx",
    ),
    Picture(
        "step-review",
        "en",
        "mandates/findings/",
        "secretariat",
        STEP,
        links=(FINDINGS, r"/mandates/findings/finding/\d+/$"),
    ),
    Picture("step-register", "en", "mandates/", size=STEP),
)


def take(page: Page, site: str, picture: Picture) -> None:
    """Take one picture: the part of the page that a window of its size shows."""
    page.set_viewport_size({"width": picture.size[0], "height": picture.size[1]})
    page.goto(f"{site}/{picture.language}/{picture.path}")
    for link in picture.links:
        addresses = page.eval_on_selector_all("a[href]", "links => links.map(each => each.href)")
        page.goto(next(each for each in addresses if re.search(link, each)))
    if picture.file:
        page.locator("main input[type=file]").set_input_files(SAMPLES / picture.file)
        page.locator("main form button:not(.plain)").first.click()
        page.wait_for_load_state()
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
            context = browser.new_context(locale=picture.language, reduced_motion="reduce")
            page = context.new_page()
            if picture.role:
                page.goto(f"{site}/{picture.language}/account/sign-in/")
                page.locator(f"button[name=person][value={picture.role}]").click()
                page.wait_for_load_state()
            take(page, site, picture)
            context.close()
        browser.close()


if __name__ == "__main__":
    main(sys.argv[1].rstrip("/"))
