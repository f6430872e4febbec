"""Words of both directions of writing in one line: what runs against the line is isolated, piece by piece.

Without that, what stands beside a piece (a bracket, a number, a comma) is drawn on its other side. In plain text a piece
stands between two signs of Unicode, in a page in a ``bdi``; a line of one direction has neither.
"""

from __future__ import annotations

import unicodedata

from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe

from majlis.look.languages import direction_of

BEGIN = "\N{FIRST STRONG ISOLATE}"
END = "\N{POP DIRECTIONAL ISOLATE}"
STRONG = {"L": "ltr", "R": "rtl", "AL": "rtl"}
_NONE = {ord(BEGIN): None, ord(END): None}


def directions(words: str) -> set[str]:
    """The directions of writing that words have: ``ltr``, ``rtl``, both, or none as figures have."""
    return {way for sign in words if (way := STRONG.get(unicodedata.bidirectional(sign)))}


def isolated(words: str, language: str) -> str:
    """Words as a piece of a line in a language: isolated where any of them run against it."""
    clean = words.translate(_NONE)
    return f"{BEGIN}{clean}{END}" if directions(clean) - {direction_of(language)} else clean


def is_mixed(line: str) -> bool:
    """Whether any piece of a line is isolated."""
    return BEGIN in line


def drawn(line: str) -> SafeString:
    """A line with isolated pieces for a page."""
    return mark_safe(escape(line).replace(BEGIN, "<bdi>").replace(END, "</bdi>"))
