"""The verbs of the room, one subject a file."""

from __future__ import annotations

from majlis.mandates.actions.archive import (
    ask_for_editions,
    keep_edition,
    let_edition_go,
    tell_due_soon,
)
from majlis.mandates.actions.demonstration import load_demonstration
from majlis.mandates.actions.register import Given, add_to, take_in

__all__ = [
    "Given",
    "add_to",
    "ask_for_editions",
    "keep_edition",
    "let_edition_go",
    "load_demonstration",
    "take_in",
    "tell_due_soon",
]
