"""Tasks of search."""

from __future__ import annotations

from django.tasks import task

from majlis.commons.search import registry
from majlis.commons.search.index import fill_vectors, index_records
from majlis.kernel.models import Record
from majlis.kernel.models.record import RecordQuerySet

BATCH_SIZE = 200


@task()
def refresh(records: list[int]) -> None:
    """Index committed records completely, and compute their vectors."""
    index_records(Record.objects.filter(pk__in=records).with_wordings())
    fill_vectors(records)


@task()
def rebuild() -> None:
    """Index all records, after a release changed the analyser or a room registered a kind."""
    last_key = 0
    while batch := list(_after(last_key)[:BATCH_SIZE].with_wordings()):
        index_records(batch)
        last_key = batch[-1].pk
    fill_vectors()


def _after(last_key: int) -> RecordQuerySet:
    return Record.objects.filter(pk__gt=last_key, kind__in=registry.SOURCES).order_by("pk")
