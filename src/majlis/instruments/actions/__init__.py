"""The verbs of the room, one subject a file."""

from __future__ import annotations

from majlis.instruments.actions.imports import (
    bring_in,
    choose_language,
    correct,
    read_import,
    redo,
    refuse_import,
    set_import_aside,
    take_import_up_again,
    undo,
)
from majlis.instruments.actions.publish import destine, publish

__all__ = [
    "bring_in",
    "choose_language",
    "correct",
    "destine",
    "publish",
    "read_import",
    "redo",
    "refuse_import",
    "set_import_aside",
    "take_import_up_again",
    "undo",
]
