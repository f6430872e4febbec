"""Isolation of text in the opposite direction within a line (Unicode Bidirectional Algorithm, UAX #9).

Without isolation, a bracket, number or comma beside such text appears on its other side. Plain text uses two
Unicode characters around it, a page uses ``bdi``; a line of one direction has neither.
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
    """The strong directions in a text: ``ltr``, ``rtl``, both, or none (as in numbers)."""
    classes = map(unicodedata.bidirectional, words)
    return {STRONG_CLASSES[name] for name in classes if name in STRONG_CLASSES}


def isolate(words: str, language: str) -> str:
    """A text as part of a line in a language, isolated if any of it has the opposite direction."""
    clean = words.translate(_WITHOUT_ISOLATES)
    return (
        f"{ISOLATE_START}{clean}{ISOLATE_END}"
        if directions(clean) - {direction_of(language)}
        else clean
    )


def has_isolates(line: str) -> bool:
    """Whether any part of a line is isolated."""
    return ISOLATE_START in line


def as_html(line: str) -> SafeString:
    """A line with its isolated parts as HTML."""
    return mark_safe(escape(line).replace(ISOLATE_START, "<bdi>").replace(ISOLATE_END, "</bdi>"))
