"""Reads the wordings of all records of a page in one query."""

from __future__ import annotations

from collections.abc import Iterable

from django.db.models import prefetch_related_objects

from majlis.kernel.models import Record, Recorded


def prefetch_wordings(instances: Iterable[Recorded | None]) -> None:
    """Read the wordings of the records of these instances, of any kind, in one query.

    The instances must have been read with their record (``select_related("record")``); None is
    skipped.
    """
    records: list[Record] = [each.record for each in instances if each is not None]
    if records:
        prefetch_related_objects(records, "wordings")
