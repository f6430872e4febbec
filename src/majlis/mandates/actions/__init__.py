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
]
