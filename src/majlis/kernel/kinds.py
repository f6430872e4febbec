"""The kinds of records that the rooms have: what each is called, in lists and in search."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.functional import Promise


@dataclass(frozen=True)
class Kind:
    """A kind of record: its code, its name, and its name in the plural."""

    code: str
    name: str | Promise
    plural: str | Promise


KINDS: dict[str, Kind] = {}


def register(code: str, name: str | Promise, plural: str | Promise) -> None:
    """Make a kind known; a room does so in the ``ready`` of its application."""
    KINDS[code] = Kind(code, name, plural)
