"""What is asked of a person: each room says what waits for whom.

A room registers in the ``ready`` of its application a function from a user to what waits for them::

    asked.register(waiting_registrations, code="registrations", name=_("registrations to decide on"),
                   may=is_secretariat)

``code`` and ``concept_name`` are for queues that can be followed; ``may(user)`` says whose queue it is.
"""

from __future__ import annotations

import datetime
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from django.utils.functional import Promise

Words = str | Promise


@dataclass(frozen=True)
class TodoItem:
    """One thing that waits: in one sentence, where it is done, and by when (if anybody said)."""

    sentence: Any
    url: str
    due: datetime.date | None = None
    count: int = 1


@dataclass(frozen=True)
class Queue:
    """A source of such things. One with a code can be followed."""

    of: Callable[[Any], Iterable[TodoItem]]
    code: str = ""
    name: Words = ""
    may: Callable[[Any], bool] | None = None

    def is_open_to(self, user: Any) -> bool:
        """Whether the queue is this person's business."""
        return self.may is None or bool(self.may(user))


QUEUES: list[Queue] = []


def register(
    of: Callable[[Any], Iterable[TodoItem]],
    *,
    code: str = "",
    name: Words = "",
    may: Callable[[Any], bool] | None = None,
) -> None:
    """Ask this function what waits for a person. It should cost one query, two at most."""
    if all(each.of is not of for each in QUEUES):
        QUEUES.append(Queue(of, code, name, may))


def todo_items(user: Any) -> list[TodoItem]:
    """All that waits for the person, what is due first, first."""
    if not getattr(user, "is_authenticated", False):
        return []
    found = [item for each in QUEUES if each.is_open_to(user) for item in each.of(user)]
    return sorted(found, key=lambda item: item.due or datetime.date.max)


def queues_of(user: Any) -> list[Queue]:
    """The queues that the person could follow."""
    return [each for each in QUEUES if each.code and each.is_open_to(user)]


def find_queue(code: str) -> Queue | None:
    """The queue of that code, or None."""
    return next((each for each in QUEUES if code and each.code == code), None)
