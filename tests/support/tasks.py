"""The queue of the worker in tests."""

from __future__ import annotations

from typing import Any

from django_tasks_db.management.commands.db_worker import Worker
from django_tasks_db.models import DBTaskResult

from majlis.kernel.queues import Queue


def _tasks(backend: str) -> dict[str, dict[str, Any]]:
    return {"default": {"BACKEND": backend, "QUEUES": [queue.value for queue in Queue]}}


DUMMY_TASKS = _tasks("django.tasks.backends.dummy.DummyBackend")
IMMEDIATE_TASKS = _tasks("django.tasks.backends.immediate.ImmediateBackend")
DATABASE_TASKS = _tasks("django_tasks_db.DatabaseBackend")


def run_tasks(*queues: Queue) -> list[DBTaskResult[Any, Any]]:
    """Run what waits in the database, and what it enqueues, as the worker does; return all that is finished.

    The connection stays open, so it runs inside a transaction of a test too.
    """
    names = [queue.value for queue in queues or Queue]
    worker = Worker(
        queue_names=names,
        interval=0,
        batch=True,
        backend_name="default",
        startup_delay=False,
        max_tasks=None,
        worker_id="tests",
        excluded_queue_names=[],
    )
    while task := DBTaskResult.objects.ready().filter(queue_name__in=names).first():
        task.claim(worker.worker_id)
        worker.run_task(task)
    return list(DBTaskResult.objects.finished())
