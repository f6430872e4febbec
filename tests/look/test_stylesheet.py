"""The style sheet: joined, small, logical, and every pair of colours measured in both schemes."""

from __future__ import annotations

import gzip
import re

import pytest

from majlis.look import stylesheet

CSS = stylesheet.joined_css()
SOURCE = "\n".join(path.read_text(encoding="utf-8") for path in stylesheet.layer_files())
SCHEMES = ("light", "dark")

# Text on every ground that it meets: 4.5 to 1.
TEXT = [
    *((text, ground) for text in ("ink", "ink-2") for ground in ("paper", "sheet", "sunk")),
    *((text, ground) for text in ("teal", "red") for ground in ("paper", "sheet", "sunk")),
    ("ink", "mark"),
    ("ink-2", "mark"),
    ("teal", "mark"),
    ("red", "mark"),
    ("ink", "teal-2"),
    ("teal", "teal-2"),
    ("ink", "red-2"),
    ("red", "red-2"),
    ("sheet", "teal"),
    ("sheet", "red"),
    ("paper", "ink"),
    ("on-band", "band"),
]
# Borders of controls, dials, rings and the place where you stand: 3 to 1.
SIGNS = [
    *(("edge", ground) for ground in ("paper", "sheet", "sunk")),
    *(("red", ground) for ground in ("paper", "sheet")),
    *(("teal", ground) for ground in ("paper", "sheet")),
    ("ink", "sheet"),
    ("band-red", "band"),
]


def tokens(scheme: str) -> dict[str, str]:
    """The colours of a scheme, by the names that the sheet gives them."""
    pairs = re.findall(r"--([\w-]+): light-dark\((#\w{6}), (#\w{6})\)", CSS)
    return {name: light if scheme == "light" else dark for name, light, dark in pairs}


def luminance(colour: str) -> float:
    """Relative luminance, as WCAG 2 defines it."""
    channels = [int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5)]
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: str, other: str) -> float:
    """How far two colours stand apart, from 1 to 21."""
    high, low = sorted((luminance(one), luminance(other)), reverse=True)
    return (high + 0.05) / (low + 0.05)


def mixed(share: float, one: str, other: str) -> str:
    """Two colours mixed as `color-mix(in srgb, …)` does."""
    return "#" + "".join(
        f"{round(int(one[p : p + 2], 16) * share + int(other[p : p + 2], 16) * (1 - share)):02x}"
        for p in (1, 3, 5)
    )


def test_contrast_is_measured_rightly() -> None:
    assert contrast("#000000", "#ffffff") == pytest.approx(21)
    assert contrast("#777777", "#ffffff") == pytest.approx(4.48, abs=0.01)


@pytest.mark.parametrize("scheme", SCHEMES)
@pytest.mark.parametrize(("text", "ground"), TEXT, ids="-on-".join)
def test_text_can_be_read(text: str, ground: str, scheme: str) -> None:
    colours = tokens(scheme)
    assert contrast(colours[text], colours[ground]) >= 4.5


@pytest.mark.parametrize("scheme", SCHEMES)
@pytest.mark.parametrize(("sign", "ground"), SIGNS, ids="-on-".join)
def test_signs_can_be_seen(sign: str, ground: str, scheme: str) -> None:
    colours = tokens(scheme)
    assert contrast(colours[sign], colours[ground]) >= 3


@pytest.mark.parametrize("scheme", SCHEMES)
@pytest.mark.parametrize("share", [0.14, 0.30])
def test_a_number_in_a_matrix_can_be_read(share: float, scheme: str) -> None:
    assert f"color-mix(in srgb, var(--teal) {share:.0%}, var(--paper))" in CSS
    colours = tokens(scheme)
    assert contrast(colours["ink"], mixed(share, colours["teal"], colours["paper"])) >= 4.5


def test_every_colour_has_a_pair_and_a_fallback() -> None:
    light = tokens("light")
    plain = dict(re.findall(r"--([\w-]+): (#\w{6});", CSS))
    assert plain == light
    met = {name for pair in [*TEXT, *SIGNS] for name in pair}
    assert set(light) - met == {"rule"}, "decoration alone may go unmeasured"


def test_the_sheet_is_the_joined_layers() -> None:
    assert stylesheet.STYLESHEET.read_text(encoding="utf-8") == CSS, (
        "run: python -m majlis.look.stylesheet"
    )


def test_the_sheet_is_small() -> None:
    assert len(gzip.compress(CSS.encode(), 9)) <= 12_000


def test_no_layer_is_long() -> None:
    for path in stylesheet.layer_files():
        assert path.read_text(encoding="utf-8").count("\n") <= 400, path.name


def test_braces_close() -> None:
    for path in stylesheet.layer_files():
        text = path.read_text(encoding="utf-8")
        assert text.count("{") == text.count("}"), path.name


def test_nothing_is_said_of_left_or_right() -> None:
    physical = re.compile(
        r"(?<![\w.-])(?:left|right|top|bottom|width|height|(?:min|max)-(?:width|height)"
        r"|(?:margin|padding|border|inset)-(?:left|right|top|bottom)[\w-]*)\s*:"
        r"|text-align:\s*(?:left|right)|float:\s*(?:left|right)"
    )
    assert physical.findall(stylesheet.COMMENT.sub("", SOURCE)) == []


def test_no_file_no_font_no_import() -> None:
    assert re.findall(r"url\(|@import|@font-face", CSS) == []


def open_blocks(css: str, place: int) -> list[str]:
    """The preludes of the blocks that stand open at a place."""
    stack: list[str] = []
    since = 0
    for at, sign in enumerate(css[:place]):
        if sign == "{":
            stack.append(css[since:at].strip())
        elif sign == "}":
            stack.pop()
        if sign in "{};":
            since = at + 1
    return stack


def test_what_opens_by_itself_is_guarded() -> None:
    places = [
        found.start() for found in re.finditer(r"::details-content \{|::details-content\{", CSS)
    ]
    assert places
    for place in places:
        assert "@supports selector(::details-content)" in open_blocks(CSS, place)


def test_summaries_are_hidden_only_where_their_content_is_open() -> None:
    for found in re.finditer(r"> summary \{ display: none", CSS):
        assert "@supports selector(::details-content)" in open_blocks(CSS, found.start())


def test_arabic_and_chinese_are_never_tracked_or_slanted() -> None:
    assert "letter-spacing" not in CSS
    for code in ("ar", "zh"):
        block = CSS.split(f":lang({code}) {{")[1].split("}")[0]
        assert "--slant: normal" in block
    assert "text-transform" not in CSS
    assert "text-align: justify" not in CSS
