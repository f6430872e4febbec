"""Values for readers who are not signed in, cached until the next write to the database.

PostgreSQL identifies the transactions that are visible at a moment (``pg_current_snapshot``). While this
snapshot stays the same, no data have changed, and a value computed earlier is still valid. Any write
changes it; an explicit invalidation is not needed.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable
from functools import wraps
from threading import Lock
from typing import Any, Concatenate

from django.db import connection

from majlis.kernel.models import Reader

type Rows[**P, R] = Callable[Concatenate[Reader, P], list[R]]
MAX_VALUES = 1000
"""The maximum number of values in the cache of one process."""

_lock = Lock()
_values: dict[Hashable, Any] = {}
_snapshot = ""


def cached_value[T](user: Reader, key: Hashable, make: Callable[[], T]) -> T:
    """The result of ``make()``, cached until the next write; not cached for signed-in readers or in a transaction.

    ``key`` names the value and everything on which it depends beside the database: the language, the
    date, filters. Callers must not change the value, because all readers share it.
    """
    global _snapshot
    if user.is_authenticated or in_transaction():
        return make()
    snapshot = _snapshot_of(user)
    with _lock:
        if snapshot != _snapshot or len(_values) >= MAX_VALUES:
            _values.clear()
            _snapshot = snapshot
        if key in _values:
            cached: T = _values[key]
            return cached
    value = make()
    with _lock:
        # A write since then makes the value at worst newer than the snapshot under which it is cached.
        if snapshot == _snapshot:
            _values[key] = value
    return value


def in_transaction() -> bool:
    """Whether a transaction is open here, in which data may differ from what other readers see."""
    return connection.in_atomic_block


def _snapshot_of(user: Reader) -> str:
    """The current snapshot, read once per reader: each request has a reader object of its own."""
    snapshot: str | None = user.__dict__.get("database_snapshot")
    if snapshot is None:
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_current_snapshot()::text")
            snapshot = str(cursor.fetchone()[0])
        user.__dict__["database_snapshot"] = snapshot
    return snapshot


def cached_rows[**P, R](rows: Rows[P, R]) -> Rows[P, R]:
    """Decorate a compiled query: its rows are cached by ``cached_value``. Put it above ``@compiled_query``."""
    name = f"{rows.__module__}.{rows.__qualname__}"

    @wraps(rows)
    def read(user: Reader, /, *args: P.args, **values: P.kwargs) -> list[R]:
        key = (name, *args, *values.items())
        return cached_value(user, key, lambda: rows(user, *args, **values))

    return read
