"""Tasks of search."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy

from majlis.commons.search import registry
from majlis.commons.search.index import fill_vectors, index_records
from majlis.commons.search.models import SearchEntry
from majlis.kernel.models import Record
from majlis.kernel.queues import Priority, Queue
from majlis.kernel.work import RECORD, background_task, more_urgent_work_waits, report_progress

BATCH_SIZE = 200
VECTORS_AT_ONCE = 256
"""Vectors between two looks for more urgent work: about a second."""


@background_task(
    _("Update of the search index"),
    queue=Queue.HEAVY,
    priority=Priority.SEARCH,
    about=RECORD,
    many=True,
)
def refresh(records: list[int]) -> None:
    """Index committed records completely, and compute their vectors."""
    index_records(Record.objects.filter(pk__in=records).with_wordings())
    fill_vectors(records)


@background_task(
    _("Rebuild of the search index"),
    queue=Queue.HEAVY,
    priority=Priority.REBUILD,
    parts=ngettext_lazy(
        "%(done)s of %(total)s record indexed", "%(done)s of %(total)s records indexed", "n"
    ),
)
def rebuild(after: int = 0) -> None:
    """Index all records, after a release changed the analyser or a room registered a kind.

    It gives way to more urgent work, and then goes on behind the record ``after`` in a new task.
    """
    records = Record.objects.filter(kind__in=registry.SOURCES)
    done, total = records.filter(pk__lte=after).count(), records.count()
    while batch := list(records.filter(pk__gt=after).order_by("pk")[:BATCH_SIZE].with_wordings()):
        index_records(batch)
        after = batch[-1].pk
        done += len(batch)
        report_progress(done, total)
        if more_urgent_work_waits():
            rebuild.enqueue(after)
            return
    compute_vectors.enqueue()


@background_task(
    _("Vectors of the search index"),
    queue=Queue.HEAVY,
    priority=Priority.REBUILD,
    parts=ngettext_lazy(
        "%(done)s of %(total)s entry ready", "%(done)s of %(total)s entries ready", "n"
    ),
)
def compute_vectors() -> None:
    """Compute all missing vectors. It gives way to more urgent work, and then goes on in a new task."""
    while fill_vectors(limit=VECTORS_AT_ONCE):
        report_progress(
            SearchEntry.objects.exclude(vector=None).count(), SearchEntry.objects.count()
        )
        if more_urgent_work_waits():
            compute_vectors.enqueue()
            return
