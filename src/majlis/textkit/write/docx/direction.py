"""Which stretches of a right-to-left text run left to right.

A run with w:rtl must not hold strong left-to-right text (ECMA-376 part 1, 17.3.2.30: what a
program does with it is not said), and w:rtl turns round what stands between the numbers of a symbol.
So Latin names and symbols get runs of their own, as Word writes them.
"""

from __future__ import annotations

import re

# Hebrew, Arabic, Syriac, Thaana, N'Ko and their forms; then the marks that steer direction.
_RTL = "\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefe\U00010800-\U00010fff\U0001e800-\U0001efff"
_STEER = "\u200e\u200f\u202a-\u202e\u2066-\u2069"
_LETTER = rf"(?:(?![{_RTL}])[^\W\d_])"
_WORD = rf"{_LETTER}(?:[^\s{_RTL}{_STEER}]*(?:{_LETTER}|[0-9]))?"
_STRETCH = re.compile(rf"{_WORD}(?:[ \u00a0]+{_WORD})*")
_RIGHT_TO_LEFT = re.compile(f"[{_RTL}]")
_LEFT_TO_RIGHT = re.compile(_LETTER)


def runs_left_to_right(text: str) -> bool:
    """Whether a paragraph of these words is to be set left to right in a right-to-left text."""
    return bool(_LEFT_TO_RIGHT.search(text)) and not _RIGHT_TO_LEFT.search(text)


def stretches(text: str) -> list[tuple[str, bool]]:
    """The text cut into pieces, each with whether it runs right to left.

    A left-to-right piece begins with a letter and ends with a letter or a European digit, so that
    brackets and punctuation around a name stay with the right-to-left text.
    """
    found: list[tuple[str, bool]] = []
    at = 0
    for match in _STRETCH.finditer(text):
        if match.start() > at:
            found.append((text[at : match.start()], True))
        found.append((match[0], False))
        at = match.end()
    if at < len(text):
        found.append((text[at:], True))
    return found
