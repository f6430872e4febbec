"""The to-do list: what waits for a person, from all rooms.

A room registers a function in the ``ready`` of its application::

    todo.register(waiting_registrations, code="registrations", name=_("registrations to decide on"),
                  may=is_secretariat)

A queue with a ``code`` and a ``name`` can be followed; ``may(user)`` tells whether the person works
on it. Where an item only says how many rows wait, the room registers the rows instead; those of all
queues are counted in one query::

    todo.register_rows(waiting_findings, sentence=findings_sentence, url_name="mandates:findings")
"""

from __future__ import annotations

import datetime
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import Any
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from django.db.models import QuerySet
from django.urls import reverse

from majlis.kernel import clock
from majlis.kernel.errors import StrOrPromise
from majlis.kernel.models import Reader, User
from majlis.look.row_counts import count_rows


@dataclass(frozen=True)
class TodoItem:
    """An item of the to-do list: a sentence, the URL of its page, and the due date if there is one."""

    sentence: StrOrPromise
    url: str
    due: datetime.date | None = None
    count: int = 1


type Rows = QuerySet[Any]
"""Rows that wait for a person, of any model."""


@dataclass(frozen=True)
class WaitingRows:
    """Rows that wait for a person, as one to-do item: the sentence with their number, and where they are."""

    rows_for: Callable[[User], Rows] = field(compare=False)
    sentence: Callable[[int], StrOrPromise]
    url_name: str
    query: str = ""

    def item(self, count: int) -> TodoItem:
        """The to-do item for this number of rows."""
        query = f"?{self.query}" if self.query else ""
        return TodoItem(self.sentence(count), f"{reverse(self.url_name)}{query}", count=count)


@dataclass(frozen=True)
class Queue:
    """A registered source of to-do items: a function, or rows; it can be followed if it has a code."""

    items_for: Callable[[User], Iterable[TodoItem]] | WaitingRows
    code: str = ""
    name: StrOrPromise = ""
    may: Callable[[Reader], bool] | None = None

    def is_open_to(self, user: Reader) -> bool:
        """Whether the person works on this queue."""
        return self.may is None or bool(self.may(user))


QUEUES: list[Queue] = []


def due_day(moment: datetime.datetime, user: User) -> datetime.date:
    """The day of a deadline by the clock of the person; by that of the site where theirs is unknown."""
    try:
        zone = ZoneInfo(user.time_zone)
    except (ZoneInfoNotFoundError, ValueError):
        return clock.date_of(moment)
    return moment.astimezone(zone).date()


def register(
    items_for: Callable[[User], Iterable[TodoItem]],
    *,
    code: str = "",
    name: StrOrPromise = "",
    may: Callable[[Reader], bool] | None = None,
) -> None:
    """Register a function from a user to their to-do items. It should need one query, at most two."""
    if all(each.items_for is not items_for for each in QUEUES):
        QUEUES.append(Queue(items_for, code, name, may))


def register_rows(
    rows_for: Callable[[User], Rows],
    *,
    sentence: Callable[[int], StrOrPromise],
    url_name: str,
    query: str = "",
    code: str = "",
    name: StrOrPromise = "",
    may: Callable[[Reader], bool] | None = None,
) -> None:
    """Register rows that wait for a person; ``sentence(count)`` says how many, at the address of ``url_name``."""
    waiting = WaitingRows(rows_for, sentence, url_name, query)
    if all(each.items_for != waiting for each in QUEUES):
        QUEUES.append(Queue(waiting, code, name, may))


def todo_items(user: Reader) -> list[TodoItem]:
    """The to-do items of the person, by due date."""
    if not user.is_authenticated:
        return []
    queues = [queue for queue in QUEUES if queue.is_open_to(user)]
    counts = count_rows(
        {
            place: queue.items_for.rows_for(user)
            for place, queue in enumerate(queues)
            if isinstance(queue.items_for, WaitingRows)
        }
    )
    items: list[TodoItem] = []
    for place, queue in enumerate(queues):
        if not isinstance(queue.items_for, WaitingRows):
            items += queue.items_for(user)
        elif count := counts.get(place, 0):
            items.append(queue.items_for.item(count))
    return sorted(items, key=lambda item: item.due or datetime.date.max)


def queues_of(user: Reader) -> list[Queue]:
    """The queues that the person may follow."""
    return [each for each in QUEUES if each.code and each.is_open_to(user)]


def find_queue(code: str) -> Queue | None:
    """The queue with this code, or None."""
    return next((each for each in QUEUES if code and each.code == code), None)
