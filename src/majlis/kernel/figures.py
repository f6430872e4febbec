"""Figures that are the same for everybody who is not signed in, kept for as long as nothing is written.

PostgreSQL says of each moment which transactions are seen in it (``pg_current_snapshot``). Two moments of which it says
the same hold the same, so that what was counted in one is true in the other: nothing has to be told when it changes,
and no figure is ever old. The least write anywhere ends it; on a site that is read much and written seldom
most of what stands on every page is counted once.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable
from functools import wraps
from threading import Lock
from typing import Any

from django.db import connection

MOST = 1000
"""Figures that one process keeps."""

_lock = Lock()
_figures: dict[Hashable, Any] = {}
_moment = ""


def figure[T](user: Any, key: Hashable, make: Callable[[], T]) -> T:
    """What ``make()`` gives, or gave since the last write; for a reader who is signed in, and within a transaction, always anew.

    ``key`` names the figure, and all that it hangs on beside the database: the language, the day, filters. Who is
    given it changes nothing of it, as others are given the same.
    """
    global _moment
    if getattr(user, "is_authenticated", False) or within_a_transaction():
        return make()
    moment = _moment_of(user)
    with _lock:
        if moment != _moment or len(_figures) >= MOST:
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


def within_a_transaction() -> bool:
    """Whether what is read may have been written here a moment ago, and be seen by nobody else yet."""
    return connection.in_atomic_block


def _moment_of(user: Any) -> str:
    """The moment in which this reader reads, asked once: each request has a reader of its own."""
    there: str | None = getattr(user, "reads_at", None)
    if there is None:
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_current_snapshot()::text")
            there = str(cursor.fetchone()[0])
        user.reads_at = there
    return there


def figures(rows: Callable[..., list[Any]]) -> Callable[..., list[Any]]:
    """Rows of a prepared query, as it hangs on nothing but its values, kept as a figure is: put above ``@prepared``."""
    name = f"{rows.__module__}.{rows.__qualname__}"

    @wraps(rows)
    def kept(user: Any, **values: Any) -> list[Any]:
        return figure(user, (name, *values.items()), lambda: rows(user, **values))

    return kept
