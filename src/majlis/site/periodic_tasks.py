"""Periodic tasks, which are enqueued when they are due."""

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
from django_tasks_db.models import DBTaskResult

from majlis.site.models import PeriodicTask

MAX_CLOCK_DIFFERENCE = timedelta(minutes=5)
"""By how much the clocks of two machines may differ."""


@dataclass(frozen=True)
class TaskSchedule:
    """The path of a task, and its interval."""

    path: str
    every: timedelta


@cache
def task_schedules() -> tuple[TaskSchedule, ...]:
    """The periodic tasks of all rooms.

    A room declares its own in ``tasks.py``: ``PERIODIC = {"notices.deliver": (seconds, path of the task)}``.
    """
    schedules = []
    for room in settings.ROOMS:
        name = f"{room}.tasks"
        declared = getattr(import_module(name), "PERIODIC", {}) if find_spec(name) else {}
        schedules += [
            TaskSchedule(path, timedelta(seconds=every)) for every, path in declared.values()
        ]
    return tuple(schedules)


def next_run(path: str) -> datetime | None:
    """When the task with this path is due next; None if the worker has not scheduled it yet."""
    due = PeriodicTask.objects.filter(path=path).values_list("due_at", flat=True)
    return due.first()


def enqueue_due_tasks(
    now: datetime | None = None, table: tuple[TaskSchedule, ...] | None = None
) -> list[str]:
    """Enqueue every task that is due; return the paths of the enqueued tasks.

    A new task is due at once. Concurrent calls never enqueue a task twice. A task that still waits in the
    queue is not enqueued again.
    """
    now = now or timezone.now()
    schedules = task_schedules() if table is None else table
    due_times = dict(PeriodicTask.objects.values_list("path", "due_at"))
    enqueued = []
    for schedule in schedules:
        if not _is_due(schedule, due_times.get(schedule.path), now):
            continue
        with transaction.atomic():
            PeriodicTask.objects.bulk_create(
                [PeriodicTask(path=schedule.path, due_at=now)], ignore_conflicts=True
            )
            row = (
                PeriodicTask.objects.select_for_update(skip_locked=True)
                .filter(path=schedule.path)
                .first()
            )
            if row is None or not _is_due(schedule, row.due_at, now):
                continue
            row.due_at = now + schedule.every
            row.save(update_fields=["due_at"])
            if not DBTaskResult.objects.ready().filter(task_path=schedule.path).exists():
                import_string(schedule.path).enqueue()
                enqueued.append(schedule.path)
    return enqueued


def _is_due(schedule: TaskSchedule, due_at: datetime | None, now: datetime) -> bool:
    """Whether a task is due: also one that a clock which was ahead has put off beyond its interval."""
    if due_at is None or due_at <= now:
        return True
    return due_at > now + schedule.every + MAX_CLOCK_DIFFERENCE
