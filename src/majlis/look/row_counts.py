"""Counts the rows of several querysets, of whatever models, in one query."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.db.models import Count, QuerySet, Value


def count_rows[Key: (int, str)](querysets: Mapping[Key, QuerySet[Any]]) -> dict[Key, int]:
    """Key -> number of distinct rows, without the keys that have none; one query for all."""
    counts = [
        rows.model._base_manager.filter(pk__in=rows.order_by().values("pk"))
        .order_by()
        .values(key=Value(key))
        .annotate(rows=Count("pk"))
        .values_list("key", "rows")
        for key, rows in querysets.items()
    ]
    if not counts:
        return {}
    first, *others = counts
    return dict((first.union(*others, all=True) if others else first).order_by())
