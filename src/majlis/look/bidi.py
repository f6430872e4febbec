"""Text of both writing directions in one line: each piece that runs against the line is isolated.

Without isolation, a bracket, number or comma beside such a piece is drawn on its other side. Plain text uses two
Unicode characters around a piece, a page uses ``bdi``; a line of one direction has neither.
"""

from __future__ import annotations

import unicodedata

from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe

from majlis.look.languages import direction_of

ISOLATE_START = "\N{FIRST STRONG ISOLATE}"
ISOLATE_END = "\N{POP DIRECTIONAL ISOLATE}"
STRONG_CLASSES = {"L": "ltr", "R": "rtl", "AL": "rtl"}
_WITHOUT_ISOLATES = {ord(ISOLATE_START): None, ord(ISOLATE_END): None}


def directions(words: str) -> set[str]:
    """The directions of writing that words have: ``ltr``, ``rtl``, both, or none as figures have."""
    return {way for sign in words if (way := STRONG_CLASSES.get(unicodedata.bidirectional(sign)))}


def isolate(words: str, language: str) -> str:
    """Words as a piece of a line in a language: isolated where any of them run against it."""
    clean = words.translate(_WITHOUT_ISOLATES)
    return (
        f"{ISOLATE_START}{clean}{ISOLATE_END}"
        if directions(clean) - {direction_of(language)}
        else clean
    )


def has_isolates(line: str) -> bool:
    """Whether any piece of a line is isolated."""
    return ISOLATE_START in line


def as_html(line: str) -> SafeString:
    """A line with isolated pieces for a page."""
    return mark_safe(escape(line).replace(ISOLATE_START, "<bdi>").replace(ISOLATE_END, "</bdi>"))
