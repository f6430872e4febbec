"""Isolation of text in the opposite direction within a line (Unicode Bidirectional Algorithm, UAX #9).

Without isolation, a bracket, number or comma beside such text appears on its other side. Plain text uses two
Unicode characters around it, a page uses ``bdi``; a line of one direction has neither.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping
from typing import Self

from django.utils.html import conditional_escape, format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe

from majlis.look.languages import direction_of

ISOLATE_START = "\N{FIRST STRONG ISOLATE}"
ISOLATE_END = "\N{POP DIRECTIONAL ISOLATE}"
STRONG_CLASSES = {"L": "ltr", "R": "rtl", "AL": "rtl"}
_PLACEHOLDER = re.compile(r"%\((\w+)\)s")
_WITHOUT_ISOLATES = {ord(ISOLATE_START): None, ord(ISOLATE_END): None}


def directions(words: str) -> set[str]:
    """The strong directions in a text: ``ltr``, ``rtl``, both, or none (as in numbers)."""
    classes = map(unicodedata.bidirectional, words)
    return {STRONG_CLASSES[name] for name in classes if name in STRONG_CLASSES}


def isolate(words: str, language: str) -> str:
    """A text as part of a line in a language, isolated if any of it has the opposite direction.

    The parts of a ``MixedText`` are isolated already, it stays as it is.
    """
    if isinstance(words, MixedText):
        return words
    clean = words.translate(_WITHOUT_ISOLATES)
    return (
        f"{ISOLATE_START}{clean}{ISOLATE_END}"
        if directions(clean) - {direction_of(language)}
        else clean
    )


def without_isolates(words: str) -> str:
    """A text without the signs that isolate its parts, for searching and counting."""
    return words.translate(_WITHOUT_ISOLATES)


class MixedText(str):
    """A text with parts in other languages: marked with their languages on a page, isolated in plain text."""

    parts: tuple[tuple[str, str], ...]

    def __new__(cls, plain: str, parts: Iterable[tuple[str, str]]) -> Self:
        """``plain``: the text with isolates. ``parts``: each with its language, or "" for the reader's."""
        text = super().__new__(cls, plain)
        text.parts = tuple(parts)
        return text

    def __getnewargs__(self) -> tuple[str, tuple[tuple[str, str], ...]]:  # type: ignore[override]
        """What a copy in another process is made of: PDFs are set in one."""
        return str.__str__(self), self.parts

    def __html__(self) -> str:
        """The text for a page: Django's escaping calls this."""
        return format_html_join("", "{}", ((_part_html(*part),) for part in self.parts))


def _part_html(words: str, language: str) -> str:
    if not language:
        return words
    direction = direction_of(language)
    return format_html('<span lang="{}" dir="{}">{}</span>', language, direction, words)


def foreign_part(words: str, language: str, reader_language: str) -> str:
    """A text in a language as part of a line in the reader's language."""
    if not words or language in ("", reader_language):
        return words
    return MixedText(isolate(words, reader_language), [(words, language)])


def parts_of(text: str) -> tuple[tuple[str, str], ...]:
    """The parts of a text, each with its language, or "" for the reader's."""
    return text.parts if isinstance(text, MixedText) else ((str(text), ""),)


def joined(*pieces: str) -> str:
    """The pieces as one text, in which those of other languages stay marked."""
    plain = "".join(pieces)
    if not any(isinstance(piece, MixedText) for piece in pieces):
        return plain
    return MixedText(plain, (part for piece in pieces for part in parts_of(piece)))


def join_pieces(separator: str, pieces: Iterable[str]) -> str:
    """``separator.join``, after which the pieces of other languages stay marked."""
    result: list[str] = []
    for piece in pieces:
        result += [separator, piece] if result else [piece]
    return joined(*result)


def filled(message: str, **values: str) -> str:
    """``message % values``, after which values in other languages stay marked."""
    pieces = _PLACEHOLDER.split(message)
    return joined(
        *(values[piece] if n % 2 else piece.replace("%%", "%") for n, piece in enumerate(pieces))
    )


def text_for_reader(texts: Mapping[str, str], reader_language: str) -> str:
    """Of texts by language, that in the reader's, else English, else the first one, marked with its language."""
    languages = [code for code in (reader_language, "en", *texts) if texts.get(code)]
    return foreign_part(texts[languages[0]], languages[0], reader_language) if languages else ""


def has_isolates(line: str) -> bool:
    """Whether any part of a line is isolated."""
    return ISOLATE_START in line


def as_html(line: str) -> SafeString:
    """A line as HTML: with its isolated parts in ``bdi``, and its parts in other languages marked."""
    html = conditional_escape(line)
    return mark_safe(html.replace(ISOLATE_START, "<bdi>").replace(ISOLATE_END, "</bdi>"))
