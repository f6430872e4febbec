"""The registry of import targets: each kind of row, its columns, and the function that imports a row."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from majlis.kernel.actor import Actor
from majlis.kernel.errors import StrOrPromise


class RowFault(Exception):
    """An error in a row: the key of the column ("" for the whole row), and the message."""

    def __init__(self, key: str, what: StrOrPromise) -> None:
        super().__init__(what)
        self.key = key
        self.what = what


def as_text(text: str) -> str:
    """The text of a cell, unchanged; the default reader."""
    return text


@dataclass(frozen=True)
class Column:
    """A column of a target.

    ``read`` converts the text of a cell into a value, or raises ValueError with a message.
    ``aliases`` are other headings by which the column is recognised.
    """

    key: str
    label: StrOrPromise
    required: bool = False
    meaning: StrOrPromise = ""
    read: Callable[[str], str] = as_text
    aliases: Sequence[str] = ()


@dataclass(frozen=True)
class Target:
    """A kind of row that can be imported.

    ``import_row(actor, row)`` imports a row by a verb and returns ``made``, ``changed`` or
    ``same``. It raises RowFault, InvalidInput or another Fault if it cannot. The preview calls it
    too and rolls it back, so that its result is exact. ``verb`` is the permission to use this
    target.
    """

    code: str
    name: StrOrPromise
    columns: Sequence[Column]
    verb: str
    import_row: Callable[[Actor, Mapping[str, str]], str]

    def column(self, key: str) -> Column | None:
        """The column with this key, or None."""
        return next((each for each in self.columns if each.key == key), None)


TARGETS: dict[str, Target] = {}


def register(target: Target) -> None:
    """Register a target; a target with the same code is replaced."""
    TARGETS[target.code] = target
