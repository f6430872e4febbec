"""The clock: tasks that come round, as a table, put into the queue when they are due.

When a task is due next is kept in the database, so that a restart neither forgets nor repeats one.
After a long pause a task is due once, not once for each time that was missed.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import transaction
from django.utils import timezone
from django.utils.module_loading import import_string

from majlis.site.models import PeriodicTask


@dataclass(frozen=True)
class Periodic:
    """A task by its path, and how often it comes round."""

    path: str
    every: timedelta


PERIODIC = (Periodic("majlis.site.tasks.tidy_up", timedelta(hours=24)),)


def put_due_tasks(now: datetime | None = None, table: tuple[Periodic, ...] = PERIODIC) -> list[str]:
    """Put every task that is due into the queue; return the paths of those put.

    A task that the database does not know yet is due at once. Several clocks never put one twice.
    """
    now = now or timezone.now()
    put = []
    for each in table:
        with transaction.atomic():
            PeriodicTask.objects.bulk_create(
                [PeriodicTask(path=each.path, due_at=now)], ignore_conflicts=True
            )
            row = (
                PeriodicTask.objects.select_for_update(skip_locked=True)
                .filter(path=each.path, due_at__lte=now)
                .first()
            )
            if row is None:
                continue
            import_string(each.path).enqueue()
            row.due_at = now + each.every
            row.save(update_fields=["due_at"])
            put.append(each.path)
    return put
