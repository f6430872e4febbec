"""The kinds of records that the rooms have: what each is called, in lists and in search."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from django.utils.functional import Promise


@dataclass(frozen=True)
class Kind:
    """A kind of record: its code, its name, and its name in the plural.

    ``symbol`` makes, of the address of a record, the symbol that it goes by where it has no title.
    """

    code: str
    name: str | Promise
    plural: str | Promise
    symbol: Callable[[str], str] | None = None


KINDS: dict[str, Kind] = {}


def register(
    code: str,
    name: str | Promise,
    plural: str | Promise,
    symbol: Callable[[str], str] | None = None,
) -> None:
    """Make a kind known; a room does so in the ``ready`` of its application."""
    KINDS[code] = Kind(code, name, plural, symbol)
