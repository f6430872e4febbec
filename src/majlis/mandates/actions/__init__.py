"""The verbs of the room, one subject a file."""

from __future__ import annotations

from majlis.mandates.actions.demonstration import load_demonstration
from majlis.mandates.actions.register import Given, add_to, take_in

__all__ = ["Given", "add_to", "load_demonstration", "take_in"]
