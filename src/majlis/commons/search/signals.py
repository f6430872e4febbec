"""Receiver of ``verb_done`` that updates the index for the records that the verb changed."""

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
    """Index in a task instead of in the verb, for commands that run thousands of verbs."""
    token = _deferred.set(True)
    try:
        yield
    finally:
        _deferred.reset(token)


@receiver(verb_done, dispatch_uid="search.index")
def update_index(act: Act, **_unused: Any) -> None:
    """Index the records that the verb changed; the task completes long texts and vectors."""
    changed = {entry.record_id for entry in act.entries if entry.record_id}
    if not changed:
        return
    records = Record.objects.filter(pk__in=changed, kind__in=registry.SOURCES)
    if _deferred.get():
        keys = list(records.values_list("pk", flat=True))
    else:
        keys = index_records(records.with_wordings(), at_once=True)
    if keys:
        refresh.enqueue(keys)  # the queue is in the database, so this commits with the verb
