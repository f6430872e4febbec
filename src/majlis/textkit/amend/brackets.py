"""Square brackets in a draft: places that are not agreed, with their alternatives.

In the drafts of conferences ``[text A] [text B]`` are alternatives at one place, a single ``[text]`` is
wording that not everybody accepts, and brackets stand within brackets. A bracket may open in one
paragraph and close in a later one.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from majlis.textkit.model import Text

_MARK = re.compile("[][［］]")
_OPEN = "[［"
# What may stand between two alternatives of one place.
_BETWEEN = re.compile(r"[\s/]*")


@dataclass(frozen=True, slots=True)
class Spot:
    """A character of a text: ``offset`` in the wording of a provision (empty for a plain string)."""

    provision: str
    offset: int


@dataclass(frozen=True, slots=True)
class Choice:
    """One bracket: its words without its own brackets, where it begins and ends, what is in it.

    ``start`` is the opening bracket and ``end`` the closing one. Words of several paragraphs are
    joined by a line feed.
    """

    text: str
    start: Spot
    end: Spot
    places: tuple[Disputed, ...] = ()


@dataclass(frozen=True, slots=True)
class Disputed:
    """A place that is not agreed: one bracket, or several side by side that are alternatives."""

    choices: tuple[Choice, ...]


@dataclass(frozen=True, slots=True)
class Brackets:
    """The disputed places of a text, in reading order, and the brackets without a partner."""

    places: tuple[Disputed, ...]
    unbalanced: tuple[Spot, ...] = ()


@dataclass(slots=True)
class _Level:
    """An open bracket, or the text itself, while it is read."""

    start: int
    places: list[list[Choice]] = field(default_factory=list)
    last_end: int = -1


def brackets(text: Text | str) -> Brackets:
    """All bracketed places of a text, nested, with what is unbalanced.

    A bracket that never closes, or closes without having been opened, is reported and taken for no
    bracket; those around and inside it are still found. Nothing is raised.
    """
    if isinstance(text, str):
        wordings = [("", text)]
    else:
        wordings = [(provision.id, provision.text) for provision in text.walk()]
    starts: list[int] = []
    at = 0
    for _, words in wordings:
        starts.append(at)
        at += len(words) + 1
    whole = "\n".join(words for _, words in wordings)

    def spot(place: int) -> Spot:
        low, high = 0, len(starts)
        while high - low > 1:
            middle = (low + high) // 2
            low, high = (middle, high) if starts[middle] <= place else (low, middle)
        return Spot(wordings[low][0], place - starts[low])

    pairs, alone = _pairs(whole)
    levels = [_Level(-1)]
    for match in _MARK.finditer(whole):
        place = match.start()
        if place in pairs:
            levels.append(_Level(place))
        elif levels[-1].start >= 0 and pairs[levels[-1].start] == place:
            level = levels.pop()
            choice = Choice(
                whole[level.start + 1 : place], spot(level.start), spot(place), _places(level)
            )
            outer = levels[-1]
            beside = outer.last_end >= 0 and _BETWEEN.fullmatch(
                whole, outer.last_end + 1, level.start
            )
            if beside:
                outer.places[-1].append(choice)
            else:
                outer.places.append([choice])
            outer.last_end = place
    return Brackets(_places(levels[0]), tuple(spot(place) for place in alone))


def is_balanced(text: str) -> bool:
    """Whether every square bracket has its partner."""
    return not _pairs(text)[1]


def _pairs(whole: str) -> tuple[dict[int, int], list[int]]:
    """Each opening bracket with its closing one; and those that have no partner."""
    pairs: dict[int, int] = {}
    opened: list[int] = []
    alone: list[int] = []
    for match in _MARK.finditer(whole):
        if match.group() in _OPEN:
            opened.append(match.start())
        elif opened:
            pairs[opened.pop()] = match.start()
        else:
            alone.append(match.start())
    return pairs, sorted([*alone, *opened])


def _places(level: _Level) -> tuple[Disputed, ...]:
    return tuple(Disputed(tuple(choices)) for choices in level.places)
