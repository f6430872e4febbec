"""The date and time of the site, on which rules, lists, calendars and files agree for all readers.

``timezone.localdate()`` gives the reader's date inside a request and the site's date outside one. Code
that counts days must therefore use this module. What a record, a decision or an audit entry is dated
with is ``clock.now()``, so that a demonstration can be loaded as if it had grown over years.
"""

from __future__ import annotations

import datetime
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar

from django.conf import settings
from django.utils import timezone

_shift: ContextVar[datetime.timedelta | None] = ContextVar("shift", default=None)


def now() -> datetime.datetime:
    """The current moment; inside ``shifted_to``, a moment of the past."""
    shift = _shift.get()
    return timezone.now() if shift is None else timezone.now() + shift


def is_shifted() -> bool:
    """Whether the clock shows a moment of the past."""
    return _shift.get() is not None


@contextmanager
def shifted_to(moment: datetime.datetime) -> Iterator[None]:
    """Let the clock begin at a moment of the past, while a demonstration is loaded.

    Raises RuntimeError outside a demonstration: on a real site nobody may date a decision back.
    """
    if not settings.MAJLIS_DEMO:
        raise RuntimeError("the clock of a real site is never shifted")
    token = _shift.set(moment - timezone.now())
    try:
        yield
    finally:
        _shift.reset(token)


def today() -> datetime.date:
    """Today's date in the time zone of the site (``TIME_ZONE``), for any reader."""
    return date_of(now())


def start_of_day(day: datetime.date) -> datetime.datetime:
    """The moment at which a day begins in the time zone of the site."""
    return timezone.make_aware(
        datetime.datetime.combine(day, datetime.time()), timezone.get_default_timezone()
    )


def date_of(moment: datetime.datetime) -> datetime.date:
    """The date of a moment in the time zone of the site."""
    return timezone.localtime(moment, timezone.get_default_timezone()).date()


_next_runs: list[Callable[[str], datetime.datetime | None]] = []


def register_schedule(next_run: Callable[[str], datetime.datetime | None]) -> None:
    """Register the function that knows when a periodic task, by its path, runs next; None for never yet."""
    _next_runs[:] = [next_run]


def next_run(task: str) -> datetime.datetime | None:
    """When a periodic task runs next; None where the schedule is not known."""
    return next((at for of in _next_runs if (at := of(task)) is not None), None)
