"""What can be imported: each kind of row, its columns, and the verb that takes a row in."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.functional import Promise

from majlis.kernel.actor import Actor

Words = str | Promise


class RowFault(Exception):
    """A cell that cannot be taken: the key of its column ("" for the row), and what is wrong."""

    def __init__(self, key: str, what: Words) -> None:
        super().__init__(what)
        self.key = key
        self.what = what


def as_text(text: str) -> Any:
    """The default reader of a cell: its words as they are."""
    return text


@dataclass(frozen=True)
class Column:
    """A column that a row may have. ``read_catalogue`` turns the text of a cell into a value or raises ValueError
    with a sentence; ``aliases`` are other heads by which it is guessed."""

    key: str
    label: Words
    required: bool = False
    meaning: Words = ""
    read: Callable[[str], Any] = as_text
    aliases: Sequence[str] = ()


@dataclass(frozen=True)
class Target:
    """Something that can be imported.

    ``take(actor, row)`` takes a row in by a verb and says ``made``, ``changed`` or ``same``; it raises
    RowFault, Faulty or another Fault where it cannot. The preview runs it too and undoes it, so that
    what the preview says is what will happen. ``verb`` is the permission to import this at all.
    """

    code: str
    name: Words
    columns: Sequence[Column]
    verb: str
    take: Callable[[Actor, Mapping[str, Any]], str]

    def column(self, key: str) -> Column | None:
        """The column of that key."""
        return next((each for each in self.columns if each.key == key), None)


TARGETS: dict[str, Target] = {}


def register(target: Target) -> None:
    """Make something importable; the same code again takes its place."""
    TARGETS[target.code] = target
