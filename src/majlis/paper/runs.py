"""What stands inside a block: words, numbers, symbols, links, footnotes.

Wherever a block takes *content*, that is a string, or a tuple of strings and runs. A line feed in a
string is a line break; other control characters are left out of print.
"""

from __future__ import annotations

import math
import re
from dataclasses import dataclass
from decimal import Decimal
from typing import Literal

from majlis.paper.errors import PaperError
from majlis.paper.languages import direction_of

type Direction = Literal["ltr", "rtl"]
type Change = Literal["inserted", "deleted"]
type Height = Literal["raised", "lowered"]
_TAG = re.compile(r"[A-Za-z]{2,8}(-[A-Za-z0-9]{1,8})*")


@dataclass(frozen=True, slots=True)
class Run:
    """Words with a look or a language of their own.

    ``language`` is an IETF tag (``en``, ``la``); ``direction`` follows it unless given. ``change``: in a redline,
    what was inserted is underlined and what was deleted struck through. ``height``: above or below the line, small.
    """

    text: str
    strong: bool = False
    emphasis: bool = False
    language: str | None = None
    direction: Direction | None = None
    underlined: bool = False
    change: Change | None = None
    height: Height | None = None

    def __post_init__(self) -> None:
        check_language(self.language)
        if self.direction is None and self.language is not None:
            object.__setattr__(self, "direction", direction_of(self.language))


@dataclass(frozen=True, slots=True)
class Symbol:
    """A symbol of a document or the like (``C/26/4``): left to right, apart from the text around."""

    text: str


@dataclass(frozen=True, slots=True)
class Number:
    """A number as the document's language prints it; ``places`` after the decimal sign, or as many as needed."""

    value: int | float | Decimal
    places: int | None = None

    def __post_init__(self) -> None:
        if not math.isfinite(self.value):
            raise PaperError(f"{self.value} cannot be printed as a number.", "Enter it as text.")


@dataclass(frozen=True, slots=True)
class Link:
    """Words that lead somewhere: ``address`` is a URL (http, https, mailto) or ``#anchor`` of a heading."""

    content: str | tuple[str | Run | Symbol | Number, ...]
    address: str

    def __post_init__(self) -> None:
        if not self.address.startswith(("http://", "https://", "mailto:", "#")):
            raise PaperError(
                f"A link cannot lead to {self.address!r}.",
                "Use an address that starts with http:, https:, mailto: or #.",
            )


@dataclass(frozen=True, slots=True)
class Footnote:
    """The call of a footnote, with the footnote itself. Numbers are given when it is printed."""

    content: str | tuple[str | Run | Symbol | Number | Link, ...]


type Inline = str | Run | Symbol | Number | Link | Footnote
type Content = str | tuple[Inline, ...]


def runs(content: Content) -> tuple[Inline, ...]:
    """Content as a tuple, empty strings left out."""
    parts = (content,) if isinstance(content, str) else content
    return tuple(part for part in parts if part != "")


def unlinked(content: Content) -> Content:
    """Content whose links are words only, for where a link cannot stand."""
    out: list[Inline] = []
    for part in runs(content):
        out += runs(part.content) if isinstance(part, Link) else [part]
    return tuple(out)


def plain(content: Content) -> str:
    """The words of content without look and without footnotes; a number as Python writes it."""
    return "".join(_words(part) for part in runs(content))


def _words(part: Inline) -> str:
    if isinstance(part, str):
        return part
    if isinstance(part, Link):
        return plain(part.content)
    if isinstance(part, Number):
        return str(part.value)
    return "" if isinstance(part, Footnote) else part.text


def check_language(language: str | None) -> None:
    """Raise PaperError for what is no tag of a language."""
    if language is not None and not _TAG.fullmatch(language):
        raise PaperError(
            f"{language!r} is not a language tag.", "Use an IETF tag, such as ar or pt-BR."
        )
