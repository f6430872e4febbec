"""Widths of words, guessed; steps of an axis."""

from __future__ import annotations

import math
import unicodedata

FONT = 13.0
"""The size of all words of a chart, in units of its drawing."""
LINE = 16.0
"""From line to line."""


def width_of(text: str) -> float:
    """About how wide words are: a writer cannot know the typeface of every reader."""
    return sum(_wide(sign) for sign in text) * FONT


def _wide(sign: str) -> float:
    if unicodedata.combining(sign) or unicodedata.category(sign) == "Cf":
        return 0.0
    if unicodedata.east_asian_width(sign) in "WF":
        return 1.0
    if "\u0600" <= sign <= "\u06ff":
        return 0.48
    if sign in " .,:;|ijlI\u00a0'":
        return 0.3
    if sign in "mwMWшщжюмШЩЖЮМ@%":
        return 0.88
    if "\u0400" <= sign <= "\u04ff":
        return 0.76 if sign.isupper() else 0.64
    return 0.68 if sign.isupper() else 0.57


def wrapped(text: str, room: float, lines: int) -> list[str]:
    """Words on some lines of a width; what does not fit is left out and marked with an ellipsis."""
    words = [text] if width_of(text) <= room else _pieces(text)
    done: list[str] = []
    current = ""
    for word in words:
        if current and width_of(current + word.rstrip()) > room:
            done.append(current.rstrip())
            current = ""
        current += word
    done.append(current.rstrip())
    if len(done) > lines:
        done = [*done[: lines - 1], done[lines - 1] + "…"]
    return [_cut(line, room) for line in done]


def widest_piece(text: str) -> float:
    """How wide the widest word is that cannot be broken."""
    return max(width_of(piece.rstrip()) for piece in _pieces(text))


def _pieces(text: str) -> list[str]:
    """Words with the space after them; Chinese may be broken after each sign."""
    out: list[str] = []
    for word in text.split():
        if any(unicodedata.east_asian_width(sign) in "WF" for sign in word):
            out += list(word[:-1])
            out.append(word[-1] + " ")
        else:
            out.append(word + " ")
    return out or [""]


def _cut(line: str, room: float) -> str:
    if width_of(line) <= room:
        return line
    line = line.rstrip("…")
    while line and width_of(line + "…") > room:
        line = line[:-1]
    return line.rstrip() + "…"


def ticks(low: float, high: float, most: int = 6) -> list[float]:
    """Round values from at or below ``low`` to at or above ``high``; zero is always among them."""
    low, high = min(low, 0.0), max(high, 0.0)
    if high - low < 1e-12:
        low, high = 0.0, 1.0
    raw = (high - low) / most
    power = 10.0 ** math.floor(math.log10(raw))
    step = next(power * nice for nice in (1, 2, 2.5, 5, 10) if power * nice >= raw * 0.999)
    first, last = math.floor(low / step + 1e-9), math.ceil(high / step - 1e-9)
    return [float(f"{place * step:.12g}") for place in range(first, last + 1)]
