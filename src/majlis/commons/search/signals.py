"""What search does when a verb was done: it keeps the rows of the records that the verb touched."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any

from django.dispatch import receiver

from majlis.commons.search import registry
from majlis.commons.search.index import index_records
from majlis.commons.search.tasks import refresh
from majlis.kernel.models import Record
from majlis.kernel.verbs import Act, verb_done

_deferred: ContextVar[bool] = ContextVar("index_later", default=False)


@contextmanager
def deferred_indexing() -> Iterator[None]:
    """Leave what verbs touch meanwhile to the worker: for commands that do thousands, for whom nobody waits."""
    token = _deferred.set(True)
    try:
        yield
    finally:
        _deferred.reset(token)


@receiver(verb_done, dispatch_uid="search.index")
def update_index(act: Act, **_more: Any) -> None:
    """Write the rows of all records that the verb touched; the worker does what takes long."""
    touched = {entry.record_id for entry in act.entries if entry.record_id}
    if not touched:
        return
    records = Record.objects.filter(pk__in=touched, kind__in=registry.SOURCES)
    if _deferred.get():
        kept = list(records.values_list("pk", flat=True))
    else:
        kept = index_records(records.with_wordings(), at_once=True)
    if kept:
        refresh.enqueue(kept)  # kept in the database: it is committed with the verb, or not at all
