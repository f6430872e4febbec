"""Amendments to a text: applied three-way, conflicts returned and never guessed away.

>>> outcome = apply(base, amendments_from_json(data))
>>> outcome.text  # consolidated
>>> outcome.redline  # each change with its author: rejects to the base, accepts to the consolidated text
>>> outcome.conflicts  # what people have to settle
"""

from __future__ import annotations

from majlis.textkit.amend.applied import apply
from majlis.textkit.amend.brackets import Brackets, Choice, Disputed, Spot, brackets
from majlis.textkit.amend.fromjson import amendments_from_json
from majlis.textkit.amend.record import (
    Alternative,
    Amendment,
    Conflict,
    ConflictKind,
    Outcome,
    Place,
)

__all__ = [
    "Alternative",
    "Amendment",
    "Brackets",
    "Choice",
    "Conflict",
    "ConflictKind",
    "Disputed",
    "Outcome",
    "Place",
    "Spot",
    "amendments_from_json",
    "apply",
    "brackets",
]
