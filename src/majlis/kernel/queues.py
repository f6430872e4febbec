"""The queues of the worker, and the order of tasks; the settings read them before Django starts."""

from __future__ import annotations

from datetime import timedelta
from enum import IntEnum, StrEnum

MAX_WAIT = timedelta(minutes=10)
"""A task that waits longer is late."""


class Queue(StrEnum):
    """The queues. One process of the worker takes the first two, another one the third."""

    MAIL = "mail"
    DEFAULT = "default"  # short work, for which somebody waits
    HEAVY = "heavy"  # work that may take minutes or hours


class Priority(IntEnum):
    """The order of tasks inside the processes of the worker."""

    MAIL = 30
    AWAITED = 20  # somebody sits before the page: a file that is read, findings, rows of a table
    CONCEPTS = 10
    NORMAL = 0
    SEARCH = -10
    REBUILD = -20
