"""What the room keeps, one subject a file."""

from __future__ import annotations

from majlis.mandates.models.actor import Actor, Sort
from majlis.mandates.models.asking import Asking, Named
from majlis.mandates.models.assignment import Assignment
from majlis.mandates.models.clause import Clause
from majlis.mandates.models.edition import Edition
from majlis.mandates.models.ending import Ending
from majlis.mandates.models.finding import Finding
from majlis.mandates.models.mandate import Alias, Mandate
from majlis.mandates.models.reading import OtherReading

__all__ = [
    "Actor",
    "Alias",
    "Asking",
    "Assignment",
    "Clause",
    "Edition",
    "Ending",
    "Finding",
    "Mandate",
    "Named",
    "OtherReading",
    "Sort",
]
