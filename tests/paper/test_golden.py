"""Pages as they look, in Arabic, Chinese and Russian, beside pictures that people have looked at.

After a change of the look that is meant: ``python -m tests.paper.test_golden``, then look at each picture.
"""

from __future__ import annotations

import io
from pathlib import Path

import pytest
from PIL import Image, ImageChops, ImageFilter

from majlis.paper import write
from tests.paper.documents import ALL

GOLDEN = Path(__file__).parent / "golden"
RESOLUTION = 100
PAGES = [("ar", 1), ("ar", 2), ("zh", 2), ("zh", 3), ("ru", 1), ("ru", 2)]


def picture(language: str, page: int) -> Image.Image:
    """A page in shades of grey."""
    data = write.png(ALL[language](), RESOLUTION)[page - 1]
    return Image.open(io.BytesIO(data)).convert("L")


def differing(one: Image.Image, other: Image.Image) -> float:
    """The share of pixels that differ by more than the edge of a letter does."""
    blurred = [image.filter(ImageFilter.GaussianBlur(1)) for image in (one, other)]
    difference = ImageChops.difference(*blurred)
    return sum(difference.histogram()[48:]) / (one.width * one.height)


@pytest.mark.parametrize(("language", "page"), PAGES)
def test_a_page_looks_as_it_did(language: str, page: int) -> None:
    golden = Image.open(GOLDEN / f"{language}-{page}.png").convert("L")
    now = picture(language, page)
    assert now.size == golden.size
    assert differing(now, golden) < 0.0005


def test_a_page_that_is_turned_round_is_found() -> None:
    golden = Image.open(GOLDEN / "ar-2.png").convert("L")
    turned = golden.transpose(Image.Transpose.FLIP_LEFT_RIGHT)
    assert differing(golden, turned) > 0.005
    other = Image.open(GOLDEN / "ar-1.png").convert("L")
    assert differing(golden, other) > 0.005


def test_goldens_are_small() -> None:
    assert all(path.stat().st_size <= 150_000 for path in GOLDEN.glob("*.png"))


def main() -> None:
    """Write the pictures anew."""
    for language, page in PAGES:
        picture(language, page).save(GOLDEN / f"{language}-{page}.png", optimize=True)


if __name__ == "__main__":
    main()
