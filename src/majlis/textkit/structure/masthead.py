"""The masthead of a document: organization, symbol, distribution, date, language, session, agenda item."""

from __future__ import annotations

from majlis.textkit.structure.front import (
    document_symbol,
    is_date_line,
    is_number_line,
    is_symbol_line,
)
from majlis.textkit.structure.items import Item, is_line

_LONGEST = 24  # lines
_LONGEST_LINE = 20  # words
_LONGEST_GAP = 2  # lines between two of the masthead: the name of an agenda item


def masthead_end(items: list[Item], language: str) -> int:
    """How many lines at the start are the masthead; 0 where none of them shows that there is one."""
    end = 0
    shown = False
    for index, item in enumerate(items[:_LONGEST]):
        if not _is_short(item) or is_number_line(item, language):
            break
        sure = (
            is_symbol_line(item.text)
            or document_symbol(item, language) != ""
            or is_line(item, language, "distribution")
        )
        if sure or is_line(item, language, "masthead"):
            shown, end = shown or sure, index + 1
        elif end == index and end and is_date_line(item, language):
            end = index + 1
        elif index - end >= _LONGEST_GAP:
            break
    return end if shown else 0


def _is_short(item: Item) -> bool:
    return (
        item.label is None
        and item.block.hint in ("", "table", "heading", "front")
        and item.size <= _LONGEST_LINE
        and item.end in ("none", "colon")
    )
