"""Periodic tasks, put into the queue when they are due."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cache
from importlib import import_module
from importlib.util import find_spec

from django.conf import settings
from django.db import transaction
from django.utils import timezone
from django.utils.module_loading import import_string

from majlis.site.models import PeriodicTask


@dataclass(frozen=True)
class TaskSchedule:
    """A task by its path, and how often it comes round."""

    path: str
    every: timedelta


@cache
def task_schedules() -> tuple[TaskSchedule, ...]:
    """The tasks that come round, of all rooms.

    A room names its own in ``tasks.py``: ``PERIODIC = {"notices.deliver": (seconds, path of the task)}``.
    """
    found = []
    for room in settings.ROOMS:
        name = f"{room}.tasks"
        declared = getattr(import_module(name), "PERIODIC", {}) if find_spec(name) else {}
        found += [TaskSchedule(path, timedelta(seconds=every)) for every, path in declared.values()]
    return tuple(found)


def enqueue_due_tasks(
    now: datetime | None = None, table: tuple[TaskSchedule, ...] | None = None
) -> list[str]:
    """Put every task that is due into the queue; return the paths of those put.

    A task that the database does not know yet is due at once. Several clocks never put one twice.
    """
    now = now or timezone.now()
    put = []
    for each in task_schedules() if table is None else table:
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
