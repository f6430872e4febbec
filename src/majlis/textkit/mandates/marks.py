"""Quotation marks: which of them open and close, and what stands between a pair."""

from __future__ import annotations

import re

_MARK = re.compile('[“”„«»"]')
# The kind of each mark and what it does where nothing beside it says otherwise (the plain one does both).
_ROLES = {
    "“": ("curly", True),
    "”": ("curly", False),
    "„": ("curly", True),
    "«": ("angle", True),
    "»": ("angle", False),
}
_PLAIN = '"'
_OPENED = " ([{"  # before a mark that opens
_CLOSED = " .,;:!?)]}،؛؟"  # behind a mark that closes


def quoted(text: str) -> tuple[list[int], list[bool]]:
    """Where the quotation marks of a text stand, and whether words are quoted behind each of them.

    A mark without a partner of its kind opens and closes nothing: one that a typist forgot, or the inches
    of a pipe, must not silence the rest. The same sign may open in one language and close in another
    („so“, “so”), so that a blank on one side alone tells what it does.
    """
    places: list[int] = []
    change: list[int] = []
    opened: list[tuple[str, int]] = []
    count = {"curly": 0, "angle": 0, _PLAIN: 0}
    for mark in _MARK.finditer(text):
        kind, opens = _role(text, mark.start(), count)
        places.append(mark.start())
        change.append(0)
        if opens:
            opened.append((kind, len(change) - 1))
            count[kind] += 1
        elif opens is not None and count[kind]:
            # Those opened inside this pair and never closed are dropped.
            while True:
                other, index = opened.pop()
                count[other] -= 1
                if other == kind:
                    break
            change[index], change[-1] = 1, -1
    depth = 0
    states: list[bool] = []
    for step in change:
        depth += step
        states.append(depth > 0)
    return places, states


def _role(text: str, place: int, count: dict[str, int]) -> tuple[str, bool | None]:
    """The kind of a mark, and whether it opens; None for one that is no quotation mark at all."""
    mark = text[place]
    before, after = text[place - 1 : place] or " ", text[place + 1 : place + 2] or " "
    if mark == _PLAIN:
        if count[_PLAIN]:
            return _PLAIN, False
        return _PLAIN, None if before.isdigit() and not after.isalpha() else True
    kind, opens = _ROLES[mark]
    if kind == "curly" and (before in _OPENED) != (after in _CLOSED):
        opens = before in _OPENED
    return kind, opens
