"""Headings that a text of ITU style quotes from another resolution: none of them is its own.

Three forms show a quotation: marks that open before it and close behind it; a list of recitals that it
interrupts and that goes on after it; a recital that introduces it ("Resolution 12 instructed:").
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from majlis.textkit.structure.front import names_text
from majlis.textkit.structure.items import Item

# Marks of one kind; where they stand tells which opens, for right-to-left texts swap them.
_MARKS = ('"', "“”„‟", "«»", "「」『』")
_BEFORE_MARK = "(（…. \u200e\u200f"
_AFTER_MARK = " .,;:…،؛。，；：)）\u200e\u200f"
_LETTERS = frozenset({"a)", "(a)", "أ)", "(أ)", "a."})
_MOST_LETTERS = 4  # lettered items to look at for the one that goes on


@dataclass(frozen=True, slots=True)
class _Lines:
    """What is asked of the items of one text: the headings, and what stands behind each item."""

    items: Sequence[Item]
    marks: list[int]  # the headings, in order
    closes: dict[int, int]  # a line that opens a quotation to the line behind it
    lettered: list[int]  # for each item the next one with a letter, or their number
    last_recital: int  # the last heading of a preamble


def quoted_headings(items: Sequence[Item], headings: set[int]) -> set[int]:
    """Indexes of those headings that another text's words hold; ``headings`` are all of them."""
    marks = sorted(headings)
    reciting = [index for index in marks if recites(items[index])]
    lines = _Lines(items, marks, _closes(items), _next_lettered(items), max(reciting, default=-1))
    found: set[int] = set()
    above = -1  # the text's own heading before
    end = 0  # behind the quotation found last
    for place, index in enumerate(marks):
        if index < end:
            found.add(index)
            continue
        stop = _quotation_end(lines, place, above, max(above, end - 1)) if place else None
        if stop is None:
            above = index
        else:
            found.add(index)
            end = stop
    return found


def recites(item: Item) -> bool:
    """Whether an item opens with a verb that only a preamble has."""
    return item.opening is not None and item.opening.parts == {"preambular"}


def _quotation_end(lines: _Lines, place: int, above: int, floor: int) -> int | None:
    """Behind the quotation that a heading begins; None where the heading is the text's own.

    ``above``: the own heading before; ``floor``: the first item that may belong to the same recital.
    """
    items, index = lines.items, lines.marks[place]
    for start in range(index, max(floor, index - _MOST_LETTERS), -1):
        closed = lines.closes.get(start, 0)
        opened = start == index or items[start - 1].end == "colon"
        if closed > index and opened and _leaves_own(lines, above, closed):
            return closed
    lead = items[index - 1] if index - 1 > above else None
    stop = _interrupted(lines, index, floor, lead)
    if stop is None and recites(items[above]) and lead is not None and asks_only(items[index]):
        stop = _introduced(lines, place, lead)
    return stop


def _leaves_own(lines: _Lines, above: int, stop: int) -> bool:
    """Whether the text has an operative heading of its own besides those in a quotation."""
    return lines.marks[-1] >= stop or not recites(lines.items[above])


def _interrupted(lines: _Lines, index: int, floor: int, lead: Item | None) -> int | None:
    """Where the lettered list goes on that a quotation interrupts.

    In "... f), g) that Resolution N requests the Council: / invites members: / h)" the lines after g)
    are another instrument's headings.
    """
    items = lines.items
    at = next((i for i in range(index - 1, floor, -1) if _is_lettered(items[i])), None)
    before = items[at].label if at is not None else None
    if at is None or before is None:
        return None
    later = lines.lettered[index]
    for _ in range(_MOST_LETTERS):
        if later >= len(items):
            return None
        ordinals = {la.ordinal for la in items[later].labels if la.series == before.series}
        if before.ordinal + 1 in ordinals:
            introduced = items[at].end == "colon" or (lead is not None and _names(lead))
            operative = asks_only(items[index])
            recited = lines.last_recital > later
            if items[index].end == "colon" or (operative and (recited or introduced)):
                return later
            return None
        if 1 in ordinals:
            return None
        later = lines.lettered[later]
    return None


def _introduced(lines: _Lines, place: int, lead: Item) -> int | None:
    """Where a quotation ends that no mark closes: at the next recitals, or at the next heading."""
    recited = next(
        (i for i in lines.marks[place + 1 : place + 9] if recites(lines.items[i])),
        None,
    )
    if recited is not None and (lead.end == "colon" or _names(lead)):
        return recited
    following = lines.marks[place + 1] if place + 1 < len(lines.marks) else None
    return following if lead.end == "colon" else None


def _names(item: Item) -> bool:
    """Whether a line without its last mark names the text that it goes on to quote."""
    return item.end in ("none", "colon") and names_text(item.text, item.language)


def asks_only(item: Item) -> bool:
    """Whether an item opens with a verb that only an operative part has."""
    return item.opening is not None and item.opening.parts == {"operative"}


def _is_lettered(item: Item) -> bool:
    return item.label is not None and item.label.series.rstrip("hijaru") in _LETTERS


def _next_lettered(items: Sequence[Item]) -> list[int]:
    following = [len(items)] * len(items)
    for index in range(len(items) - 2, -1, -1):
        following[index] = index + 1 if _is_lettered(items[index + 1]) else following[index + 1]
    return following


def _closes(items: Sequence[Item]) -> dict[int, int]:
    """Each line that opens a quotation and does not close it, to the line behind the one that does."""
    found: dict[int, int] = {}
    for marks in _MARKS:
        opened: int | None = None
        for index, item in enumerate(items):
            count = sum(item.text.count(mark) for mark in marks)
            if not count:
                continue
            starts = item.text.lstrip(_BEFORE_MARK)[:1] in marks
            closes = (count % 2 == 1) != starts and (
                not starts or item.text.rstrip(_AFTER_MARK)[-1:] in marks
            )
            if opened is not None and closes:
                found[opened] = index + 1
                opened = None
            elif opened is None and starts and count % 2:
                opened = index
    return found
