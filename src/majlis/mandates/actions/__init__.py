"""The verbs of the room, one subject a file."""

from __future__ import annotations

from majlis.mandates.actions.review import (
    add_to_set,
    close_set,
    freeze_set,
    make_set,
    record_outcome,
    reopen_set,
    take_from_set,
)

__all__ = [
    "add_to_set",
    "close_set",
    "freeze_set",
    "make_set",
    "record_outcome",
    "reopen_set",
    "take_from_set",
from majlis.mandates.actions.accepting import (
    accept,
    accept_clause,
    accept_unchanged,
    correct_asking,
    unchanged,
)
from majlis.mandates.actions.finding import (
    add_by_hand,
    find,
    looked_at_by,
    open_finding,
    reject,
    reopen,
    split,
)
from majlis.mandates.actions.reading import other_reading, withdraw_other_reading

__all__ = [
    "accept",
    "accept_clause",
    "accept_unchanged",
    "add_by_hand",
    "correct_asking",
    "find",
    "looked_at_by",
    "open_finding",
    "other_reading",
    "reject",
    "reopen",
    "split",
    "unchanged",
    "withdraw_other_reading",
]
