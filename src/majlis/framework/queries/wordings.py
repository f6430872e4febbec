"""Reads the wordings of everything that a page shows in one query."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.db.models import prefetch_related_objects

from majlis.kernel.models import Record


def prefetch_wordings(things: Iterable[Any]) -> None:
    """Read the wordings of the records of these rows, however different their kinds, in one query.

    The rows must have been read with their record (``select_related("record")``).
    """
    records: list[Record] = [each.record for each in things if each is not None]
    if records:
        prefetch_related_objects(records, "wordings")
