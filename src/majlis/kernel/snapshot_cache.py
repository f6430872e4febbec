"""Values for readers who are not signed in, cached until the next write to the database.

PostgreSQL names the transactions that are visible at a moment (``pg_current_snapshot``). While that name stays the same,
no data have changed, so a value computed earlier is still true. Any write ends it, so that nothing needs to be invalidated.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable
from functools import wraps
from threading import Lock
from typing import Any

from django.db import connection

MAX_VALUES = 1000
"""Figures that one process keeps."""

_lock = Lock()
_figures: dict[Hashable, Any] = {}
_moment = ""


def cached_value[T](user: Any, key: Hashable, make: Callable[[], T]) -> T:
    """What ``make()`` gives, or gave since the last write; for a reader who is signed in, and within a transaction, always anew.

    ``key`` names the figure, and all that it hangs on beside the database: the language, the day, filters. Who is
    given it changes nothing of it, as others are given the same.
    """
    global _moment
    if getattr(user, "is_authenticated", False) or in_transaction():
        return make()
    moment = _snapshot_of(user)
    with _lock:
        if moment != _moment or len(_figures) >= MAX_VALUES:
            _figures.clear()
            _moment = moment
        if key in _figures:
            there: T = _figures[key]
            return there
    made = make()
    with _lock:
        # What was counted after a later write is kept for the earlier moment at worst, where it is only newer.
        if moment == _moment:
            _figures[key] = made
    return made


def in_transaction() -> bool:
    """Whether what is read may have been written here a moment ago, and be seen by nobody else yet."""
    return connection.in_atomic_block


def _snapshot_of(user: Any) -> str:
    """The moment in which this reader reads, asked once: each request has a reader of its own."""
    there: str | None = getattr(user, "database_snapshot", None)
    if there is None:
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_current_snapshot()::text")
            there = str(cursor.fetchone()[0])
        user.database_snapshot = there
    return there


def cached_rows(rows: Callable[..., list[Any]]) -> Callable[..., list[Any]]:
    """Rows of a prepared query, as it hangs on nothing but its values, kept as a figure is: put above ``@prepared``."""
    name = f"{rows.__module__}.{rows.__qualname__}"

    @wraps(rows)
    def kept(user: Any, **values: Any) -> list[Any]:
        return cached_value(user, (name, *values.items()), lambda: rows(user, **values))

    return kept
