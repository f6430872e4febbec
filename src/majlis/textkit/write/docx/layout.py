"""How far paragraphs stand from the margin, in twentieths of a point."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable

from majlis.textkit.model import Provision

STEP = 567  # a centimetre
UNLABELLED = ("heading", "annex", "title")
"""Kinds whose label stands before the words without a column of its own."""

_COLUMNS = ((4, STEP), (6, 851), (9, 1134))  # characters of a label and the column that holds them
_WIDEST = 1418


def column(siblings: Iterable[Provision]) -> int:
    """The column that holds the label of each of some provisions, 0 where none has one.

    One column for all, so that their words stand in line; a changed label is in it twice.
    """
    longest = max(
        (
            _width(p.label)
            # printed twice, and set apart from the words all the same
            + (1 + _width(p.old_label) if p.old_label and p.old_label != p.label else 0)
            for p in siblings
            if p.kind not in UNLABELLED
        ),
        default=0,
    )
    if not longest:
        return 0
    return next((width for most, width in _COLUMNS if longest <= most), _WIDEST)


def _width(label: str) -> int:
    """How many characters wide a label is; those of East Asia take twice the place."""
    return sum(
        0
        if unicodedata.combining(sign)
        else 2
        if unicodedata.east_asian_width(sign) in ("W", "F")
        else 1
        for sign in label
    )
