"""The look on paper is the look of the site."""

from __future__ import annotations

import re
from importlib.resources import files

import pytest

from majlis.paper.style import colour, script_of, style

TOKENS = {
    "ink": "ink",
    "soft": "ink-2",
    "rule": "rule",
    "edge": "edge",
    "teal": "teal",
    "tint": "teal-2",
    "sunk": "sunk",
    "sheet": "sheet",
}
"""A colour on paper, and the token of the site that it is in the light."""


def light_tokens() -> dict[str, str]:
    """The tokens of the site's look in the light."""
    sheet = files("majlis.look").joinpath("static", "look", "look.css").read_text(encoding="utf-8")
    found: dict[str, str] = {}
    for name, value in re.findall(r"--([\w-]+):\s*(#[0-9a-f]{6})", sheet):
        found.setdefault(name, value)
    return found


def luminance(value: str) -> float:
    """The relative luminance of ``#rrggbb``."""
    parts = [int(value[place : place + 2], 16) / 255 for place in (1, 3, 5)]
    red, green, blue = (p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    """The contrast of two colours, 1 to 21."""
    low, high = sorted((luminance(one), luminance(other)))
    return (high + 0.05) / (low + 0.05)


@pytest.mark.parametrize("name", style()["colours"])
def test_colours_are_those_of_the_site(name: str) -> None:
    assert colour(name) == light_tokens()[TOKENS[name]]


def test_words_and_marks_stand_out_from_white_paper() -> None:
    assert all(contrast(colour(name), "#ffffff") >= 4.5 for name in ("ink", "soft", "teal"))
    for series in style()["series"]:
        assert contrast(series["colour"], "#ffffff") >= 3
        assert contrast(series["colour"], colour("sheet")) >= 3


def test_each_script_has_its_typefaces() -> None:
    assert [script_of(tag) for tag in ("ru", "ar", "fa", "zh-Hant", "ja", "pt-BR")] == [
        "latin",
        "arabic",
        "arabic",
        "chinese",
        "chinese",
        "latin",
    ]
