"""The to-do list: what waits for a person, from all rooms.

A room registers a function in the ``ready`` of its application::

    todo.register(waiting_registrations, code="registrations", name=_("registrations to decide on"),
                  may=is_secretariat)

A queue with a ``code`` and a ``name`` can be followed; ``may(user)`` tells whether the person works
on it.
"""

from __future__ import annotations

import datetime
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from majlis.kernel.errors import StrOrPromise
from majlis.kernel.models import Reader, User


@dataclass(frozen=True)
class TodoItem:
    """An item of the to-do list: a sentence, the URL of its page, and the due date if there is one."""

    sentence: StrOrPromise
    url: str
    due: datetime.date | None = None
    count: int = 1


@dataclass(frozen=True)
class Queue:
    """A registered source of to-do items; it can be followed if it has a code."""

    items_for: Callable[[User], Iterable[TodoItem]]
    code: str = ""
    name: StrOrPromise = ""
    may: Callable[[Reader], bool] | None = None

    def is_open_to(self, user: Reader) -> bool:
        """Whether the person works on this queue."""
        return self.may is None or bool(self.may(user))


QUEUES: list[Queue] = []


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


def todo_items(user: Reader) -> list[TodoItem]:
    """The to-do items of the person, by due date."""
    if not user.is_authenticated:
        return []
    items = [item for queue in QUEUES if queue.is_open_to(user) for item in queue.items_for(user)]
    return sorted(items, key=lambda item: item.due or datetime.date.max)


def queues_of(user: Reader) -> list[Queue]:
    """The queues that the person may follow."""
    return [each for each in QUEUES if each.code and each.is_open_to(user)]


def find_queue(code: str) -> Queue | None:
    """The queue with this code, or None."""
    return next((each for each in QUEUES if code and each.code == code), None)
