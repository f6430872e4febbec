"""The kinds of records of all rooms, with their names in lists and in search."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from django.utils.functional import Promise


@dataclass(frozen=True)
class RecordKind:
    """A kind of record: its code, its name, and its name in the plural.

    ``symbol`` derives, from the address of a record without a title, the symbol that names it.
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
    """Register a kind; a room does so in ``AppConfig.ready``."""
    RECORD_KINDS[code] = RecordKind(code, name, plural, symbol)
