"""Isolation of text in the opposite direction within a line (Unicode Bidirectional Algorithm, UAX #9).

Without isolation, a bracket, number or comma beside such text appears on its other side. Plain text uses two
Unicode characters around it, a page uses ``bdi``; a line of one direction has neither.
"""

from __future__ import annotations

import unicodedata
from typing import Self

from django.utils.html import escape, format_html, format_html_join
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


class MixedText(str):
    """A text with parts in other languages: marked with their languages on a page, isolated in plain text."""

    _html: SafeString

    def __new__(cls, plain: str, html: SafeString) -> Self:
        """``plain`` is the text with isolates; ``html`` is the same text as safe HTML."""
        text = super().__new__(cls, plain)
        text._html = html
        return text

    def __html__(self) -> str:
        """The text for a page: Django's escaping calls this."""
        return self._html


def foreign_part(words: str, language: str, reader_language: str) -> str:
    """A text in a language as part of a line in the reader's language."""
    if not language or language == reader_language:
        return words
    direction = direction_of(language)
    html = format_html('<span lang="{}" dir="{}">{}</span>', language, direction, words)
    return MixedText(isolate(words, reader_language), html)


def joined(*pieces: str) -> str:
    """The pieces as one text, in which those of other languages stay marked."""
    if not any(isinstance(piece, MixedText) for piece in pieces):
        return "".join(pieces)
    html = format_html_join("", "{}", ((piece,) for piece in pieces))
    return MixedText("".join(pieces), html)


def has_isolates(line: str) -> bool:
    """Whether any part of a line is isolated."""
    return ISOLATE_START in line


def as_html(line: str) -> SafeString:
    """A line with its isolated parts as HTML."""
    return mark_safe(escape(line).replace(ISOLATE_START, "<bdi>").replace(ISOLATE_END, "</bdi>"))
