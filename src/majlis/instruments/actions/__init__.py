"""The verbs of the room, one subject a file."""

from __future__ import annotations

from majlis.instruments.actions.acts import correct_act, note_act, withdraw_act
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
from majlis.instruments.actions.instrument import change_instrument, part_stub, resolve_stub
from majlis.instruments.actions.publish import destine, publish
from majlis.instruments.actions.series import change_series, make_series, put_in_series
from majlis.instruments.actions.tags import confirm_tag, decline_tag, propose_tag
from majlis.instruments.actions.version import (
    adopt,
    bring_into_force,
    change_version,
    mark_variant,
    match,
    not_adopt,
    propose,
    realign,
    supersede,
    take_up_again,
)
from majlis.instruments.actions.withdraw import (
    reopen_import,
    take_version_back_up,
    withdraw_language,
    withdraw_version,
)

__all__ = [
    "adopt",
    "bring_in",
    "bring_into_force",
    "change_instrument",
    "change_series",
    "change_version",
    "choose_language",
    "confirm_tag",
    "correct",
    "correct_act",
    "decline_tag",
    "destine",
    "make_series",
    "mark_variant",
    "match",
    "not_adopt",
    "note_act",
    "part_stub",
    "propose",
    "propose_tag",
    "publish",
    "put_in_series",
    "read_import",
    "realign",
    "redo",
    "refuse_import",
    "reopen_import",
    "resolve_stub",
    "set_import_aside",
    "supersede",
    "take_import_up_again",
    "take_up_again",
    "take_version_back_up",
    "undo",
    "withdraw_act",
    "withdraw_language",
    "withdraw_version",
]
