"""Proposals to a conference: each text under a marker of its own (ADD, MOD, SUP, NOC).

The markers are codes, the same in all languages, on a line of their own or with the number of the
proposal ("MOD<tab>ABC/4/1"). One that stands before a text opens a proposal; any other one says what
becomes of the paragraph after it, and is no paragraph itself. The reasons after a text are no part of it.
"""

from __future__ import annotations

import itertools
import re
from dataclasses import dataclass, replace

from majlis.textkit.structure.front import is_formula, is_number_line
from majlis.textkit.structure.items import Item, end_of, is_line, slice_runs, words_in

_MARKER = re.compile(
    r"\W{0,3}(?:ADD|MOD|SUP|NOC)\)?(?:\s+(?P<number>[A-Z][A-Z0-9.+&-]*(?:/[A-Z0-9.+&-]+)+(?:\s?#\w+)?))?"
    r"(?:\s+(?=\S)|$)"
)
_NEAR = 4  # lines after a marker among which the text shows its number; its formula stands behind titles


@dataclass(slots=True, eq=False)
class Proposal:
    """``marker``: its line, None before the first one; ``items``: its text; ``after``: reasons and more."""

    marker: Item | None
    items: list[Item]
    after: list[Item]


def marker_end(text: str) -> int:
    """Where a marker at the start of a line ends, with the number of the proposal; 0 where none is."""
    found = _MARKER.match(text)
    return found.end() if found else 0


def is_marker(item: Item) -> bool:
    """Whether a line is a marker and nothing else."""
    return 0 < marker_end(item.text) == len(item.text) and item.block.hint != "footnote"


def markers_apart(items: list[Item], language: str) -> list[Item]:
    """The items, a marker that shares the line of its text's number apart from it."""
    out: list[Item] = []
    for item in items:
        end = marker_end(item.text) if item.block.hint != "footnote" else 0
        if 0 < end < len(item.text) and not item.labels and not item.change:
            head, tail = _piece(item, 0, end), _piece(item, end, len(item.text))
            if is_number_line(tail, language):
                out += [head, tail]
                continue
        out.append(item)
    return out


def _piece(item: Item, start: int, end: int) -> Item:
    text = item.text[start:end].strip()
    return replace(
        item,
        block=replace(item.block, mark=item.block.mark if start else None),
        text=text,
        runs=slice_runs(item.runs, start, end),
        end=end_of(text),
        size=words_in(text),
        opening=None,
    )


def proposals(items: list[Item], language: str) -> list[Proposal]:
    """The proposals of a file in order, after what stands before the first; markers within are marked.

    An empty list where no marker opens one.
    """
    opens: list[int] = []
    for index, item in enumerate(items):
        if not is_marker(item):
            continue
        if _opens_text(items[index + 1 : index + 9], language):
            opens.append(index)
        else:
            item.aside = "front"
    if not opens:
        return []
    found = [Proposal(None, items[: opens[0]], [])]
    for first, last in itertools.pairwise([*opens, len(items)]):
        own = items[first + 1 : last]
        end = next(
            (i for i, item in enumerate(own) if is_line(item, language, "reasons")), len(own)
        )
        found.append(Proposal(items[first], own[:end], own[end:]))
    return found


def _opens_text(items: list[Item], language: str) -> bool:
    for place, item in enumerate(items):
        if is_marker(item):
            return False
        if is_formula(item, language) or (place < _NEAR and is_number_line(item, language)):
            return True
    return False
