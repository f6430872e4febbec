"""The kinds of records that the rooms have: their names in lists and in search."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from django.utils.functional import Promise


@dataclass(frozen=True)
class RecordKind:
    """A kind of record: its code, its name, and its name in the plural.

    ``symbol`` makes, of the address of a record, the symbol that it goes by where it has no title.
    """

    code: str
    name: str | Promise
    plural: str | Promise
    symbol: Callable[[str], str] | None = None


RECORD_KINDS: dict[str, RecordKind] = {}


def register_kind(
    code: str,
    name: str | Promise,
    plural: str | Promise,
    symbol: Callable[[str], str] | None = None,
) -> None:
    """Make a kind known; a room does so in the ``ready`` of its application."""
    RECORD_KINDS[code] = RecordKind(code, name, plural, symbol)
