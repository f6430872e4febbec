"""Figures and public lists for readers who are not signed in, cached for some seconds.

A value is exact while no data change: PostgreSQL identifies the transactions that are visible at a moment
(``pg_current_snapshot``), and any write changes this snapshot. On a busy site somebody writes every second: a vote, a
session, a draft. A value is then served for ``MAX_AGE`` seconds more, and the page says of which moment it is
(``figures_as_of``). Nothing else is older than the request:

- A signed-in reader, and code inside a transaction, read the present state.
- A visitor who has just sent something reads the present state (``read_present``).
- What is hidden, withdrawn or erased is gone from the next request on, in all processes: the verb that takes it away
  calls ``discard_all`` (``kernel/signals.py``), and the database tells that with the snapshot, in one query a request.

Of one value, a process makes one at a time: other readers get the older one meanwhile, or wait where there is none.
Each process has a cache of its own, so that two may show figures of different moments, each with its moment.

Cache what many readers read and few seconds do not harm: numbers, choices of filters, lists of the front page. Not the
text of a record on its own page, and nothing that depends on the reader.
"""

from __future__ import annotations

import datetime
import time
import uuid
from collections.abc import Callable, Hashable
from dataclasses import dataclass, field
from functools import wraps
from threading import Event, Lock
from typing import Any, Concatenate

from django.core.cache import cache
from django.db import connection

from majlis.kernel import clock
from majlis.kernel.cache import row_key
from majlis.kernel.models import Reader

type Rows[**P, R] = Callable[Concatenate[Reader, P], list[R]]
MAX_AGE = 30.0
"""Seconds for which a value is served after other data were written."""
MAX_VALUES = 1000
"""The maximum number of values in the cache of one process."""
MAX_VALUES_OF_A_NAME = 50
"""The maximum number of those whose keys begin alike: filters that visitors choose are without end."""
MAX_WAIT = 30.0
"""Seconds for which a request waits for a value that another one makes."""
DISCARDED = "kernel.discarded"
"""The key in the cache of the site; its value changes when all cached values become void."""
DISCARDED_SECONDS = 86_400


@dataclass(frozen=True, slots=True)
class _DatabaseState:
    """What the database said at a moment: its snapshot, and the mark that ``discard_all`` changes."""

    snapshot: str
    discarded: str | None
    moment: datetime.datetime


@dataclass(frozen=True, slots=True)
class _Value:
    """A value, the state of the database before it was made, and the seconds of the process's clock then.

    ``ages``: how many times ``MAX_AGE`` it is served.
    """

    value: Any
    state: _DatabaseState
    made_at: float
    ages: int


@dataclass(slots=True)
class _Reading:
    """What a request reads from the cache; its reader object carries it."""

    state: _DatabaseState | None = None
    present: bool = False
    oldest: datetime.datetime | None = field(default=None)


_lock = Lock()
_values: dict[Hashable, _Value] = {}
_making: dict[Hashable, Event] = {}


def cached_value[T](user: Reader, key: Hashable, make: Callable[[], T], ages: int = 1) -> T:
    """The result of ``make()``, at most ``MAX_AGE`` seconds old if other data were written since; see the module.

    Not cached for signed-in readers or in a transaction. ``key`` names the value and everything on which it depends
    beside the database: the date, filters, and the language where it cannot be made for all languages at once.
    ``ages``: how many times ``MAX_AGE`` it may be old, for a value that costs much and changes seldom.
    Callers must not change the value, because all readers share it.
    """
    reading = _reading_of(user)
    if user.is_authenticated or reading.present or in_transaction():
        return make()
    if reading.state is None:
        reading.state = _database_state()
    state = reading.state
    cached = _values.get(key)
    if cached is None or not _is_usable(cached, state):
        cached = _make_once(key, state, make, ages)
    if cached.state.snapshot != state.snapshot:
        moment = cached.state.moment
        reading.oldest = moment if reading.oldest is None else min(reading.oldest, moment)
    value: T = cached.value
    return value


def in_transaction() -> bool:
    """Whether a transaction is open here, in which data may differ from what other readers see."""
    return connection.in_atomic_block


def figures_as_of(user: Reader) -> datetime.datetime | None:
    """The moment of the oldest value that this request has read and that may be out of date; None if all are exact."""
    return _reading_of(user).oldest


def read_present(user: Reader) -> None:
    """Let this request read the present state, as that of a signed-in reader does."""
    _reading_of(user).present = True


def discard_all() -> None:
    """Make all values void, in all processes, from the next request on; call it when the change is committed."""
    cache.set(DISCARDED, uuid.uuid4().hex, timeout=DISCARDED_SECONDS)


def _reading_of(user: Reader) -> _Reading:
    """Each request has a reader object of its own."""
    reading: _Reading = user.__dict__.setdefault("snapshot_cache_reading", _Reading())
    return reading


def _database_state() -> _DatabaseState:
    moment = clock.now()
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT pg_current_snapshot()::text,"
            " (SELECT value #>> '{}' FROM kernel_noted WHERE key = %s)",
            [row_key(cache.make_key(DISCARDED))],
        )
        snapshot, discarded = cursor.fetchone()
    return _DatabaseState(snapshot, discarded, moment)


def _is_usable(cached: _Value, state: _DatabaseState) -> bool:
    if cached.state.discarded != state.discarded:
        return False
    if cached.state.snapshot == state.snapshot:
        return True
    return time.monotonic() - cached.made_at < MAX_AGE * cached.ages


def _make_once(key: Hashable, state: _DatabaseState, make: Callable[[], Any], ages: int) -> _Value:
    """Make the value, or get that of another thread which makes it now: the older one, or else the new one."""
    with _lock:
        making = _making.get(key)
        mine = making is None
        if making is None:
            making = _making[key] = Event()
    if not mine:
        older = _values.get(key)
        if older is not None and older.state.discarded == state.discarded:
            return older
        making.wait(MAX_WAIT)
        made = _values.get(key)
        if made is not None and _is_usable(made, state):
            return made
    started = time.monotonic()
    try:
        # A write since the state was read makes the value at worst newer than the state under which it is cached.
        value = _Value(make(), state, started, ages)
        with _lock:
            _store(key, value)
    finally:
        if mine:
            with _lock:
                _making.pop(key, None)
            making.set()
    return value


def _store(key: Hashable, value: _Value) -> None:
    """Add a value; where there are too many, those that nobody can use any more go first, then the oldest."""
    _values.pop(key, None)
    alike = [each for each in _values if _name(each) == _name(key)]
    for each in alike[: max(0, len(alike) + 1 - MAX_VALUES_OF_A_NAME)]:
        del _values[each]
    if len(_values) >= MAX_VALUES:
        for each in [k for k, other in _values.items() if not _is_usable(other, value.state)]:
            del _values[each]
    while len(_values) >= MAX_VALUES:
        del _values[next(iter(_values))]
    _values[key] = value


def _name(key: Hashable) -> Hashable:
    return key[0] if isinstance(key, tuple) and key else key


def cached_rows[**P, R](rows: Rows[P, R]) -> Rows[P, R]:
    """Decorate a compiled query: its rows are cached by ``cached_value``. Put it above ``@compiled_query``."""
    name = f"{rows.__module__}.{rows.__qualname__}"

    @wraps(rows)
    def read(user: Reader, /, *args: P.args, **values: P.kwargs) -> list[R]:
        key = (name, *args, *values.items())
        return cached_value(user, key, lambda: rows(user, *args, **values))

    return read
