"""The verbs of the room, one subject a file."""

from __future__ import annotations

from majlis.mandates.actions.actors import (
    change_actor,
    check_contact,
    join_actors,
    load_actor,
)
from majlis.mandates.actions.assignment import (
    assign,
    change_assignment,
    confirm_assignment,
    decline_assignment,
    end_assignment,
    propose_contributor,
)
from majlis.mandates.actions.ending import (
    add_alias,
    complete,
    lapse,
    merge,
    pause,
    replace,
    revive,
    withdraw_alias,
)

__all__ = [
    "add_alias",
    "assign",
    "change_actor",
    "change_assignment",
    "check_contact",
    "complete",
    "confirm_assignment",
    "decline_assignment",
    "end_assignment",
    "join_actors",
    "lapse",
    "load_actor",
    "merge",
    "pause",
    "propose_contributor",
    "replace",
    "revive",
    "withdraw_alias",
]
