"""A process of the worker: it runs the tasks of its queues, and enqueues periodic ones."""

from __future__ import annotations

import hashlib
import os
import socket
import sys
import threading
import time
from collections.abc import Callable, Collection, Sequence
from datetime import timedelta
from pathlib import Path
from typing import Any

from majlis.kernel.queues import Queue
from majlis.site import parent_death
from majlis.site.configuration import load_configuration
from majlis.site.worker_processes import PROCESSES

LOST_AFTER = timedelta(minutes=5)  # without a sign of life from the worker of a running task
MAX_STARTS = 10  # interruptions by a stop of the site count too

type Chore = tuple[float, Callable[[], object]]
"""What the second thread does every so many seconds."""


def main(name: str) -> None:
    """Run the tasks of a process's queues until a signal stops it."""
    parent_death.end_with_parent()
    process, folder = PROCESSES[name], load_configuration().folder
    os.nice(process.niceness)
    process.write_heartbeat(folder)
    import django

    django.setup()
    from django.tasks.signals import task_finished, task_started
    from django_tasks_db.management.commands.db_worker import Worker

    from majlis.kernel import work
    from majlis.site.periodic_tasks import enqueue_due_tasks

    requeue_lost_tasks(worker_name(folder), process.queues)
    task_started.connect(_begin_task)
    task_finished.connect(_end_task)
    chores: tuple[Chore, ...] = (
        (5.0, lambda: process.write_heartbeat(folder)),
        (1.0, work.save_progress),
        (5.0, enqueue_due_tasks),
        (60.0, requeue_lost_tasks),
    )
    threading.Thread(target=_do_chores, args=(chores,), daemon=True).start()
    worker = Worker(
        queue_names=[queue.value for queue in process.queues],
        interval=0.5,
        batch=False,
        backend_name="default",
        startup_delay=False,
        max_tasks=None,
        worker_id=f"{worker_name(folder)}:{os.getpid()}",
        excluded_queue_names=[],
    )
    worker.configure_signals()
    worker.run()


def worker_name(folder: Path) -> str:
    """The name of the workers of one data folder on one machine."""
    digest = hashlib.sha256(f"{socket.gethostname()}:{folder}".encode()).hexdigest()
    return digest[:24]


def requeue_lost_tasks(name: str = "", queues: Collection[Queue] = ()) -> tuple[int, int]:
    """Requeue running tasks whose worker is gone; fail those that were started too often.

    Gone is a worker, of any machine, that gave no sign of life for ``LOST_AFTER``. One process of a data
    folder takes the tasks of a queue: at its start, those that a worker of this ``name`` runs in these
    ``queues`` are lost as well. Returns the numbers of requeued and failed tasks.
    """
    from django.db import transaction
    from django.tasks import TaskResultStatus
    from django_tasks_db.models import DBTaskResult

    requeued = given_up = 0
    with transaction.atomic():
        silent = set(silent_tasks().values_list("pk", flat=True))
        running = DBTaskResult.objects.select_for_update(of=("self",), skip_locked=True)
        for lost in running.filter(status=TaskResultStatus.RUNNING):
            is_own = name and lost.worker_ids and lost.worker_ids[-1].startswith(f"{name}:")
            if lost.pk not in silent and not (is_own and lost.queue_name in queues):
                continue
            if len(lost.worker_ids) < MAX_STARTS:
                DBTaskResult.objects.filter(pk=lost.pk).update(
                    status=TaskResultStatus.READY, started_at=None
                )
                requeued += 1
            else:
                message = f"The worker ended {len(lost.worker_ids)} times during this task."
                lost.set_failed(RuntimeError(message))
                given_up += 1
    return requeued, given_up


def silent_tasks() -> Any:
    """The running tasks whose worker gave no sign of life for ``LOST_AFTER``."""
    from django.db.models.functions import Greatest, Now
    from django_tasks_db.models import DBTaskResult

    # The greatest of both: after a second start, the sign of life of the first worker is old.
    seen_at = Greatest("started_at", "progress__seen_at")
    running = DBTaskResult.objects.running().annotate(seen_at=seen_at)
    return running.filter(seen_at__lt=Now() - LOST_AFTER)


def _begin_task(task_result: Any, **_more: Any) -> None:
    from majlis.kernel import work

    work.begin_task(task_result)


def _end_task(**_more: Any) -> None:
    from majlis.kernel import work

    work.end_task()


def _do_chores(chores: Sequence[Chore]) -> None:
    """Do each chore again and again; the failure of one neither ends the thread nor holds the others up."""
    from django.db import close_old_connections

    due = [0.0] * len(chores)
    while True:
        attempt(close_old_connections)
        for number, (seconds, chore) in enumerate(chores):
            if time.monotonic() >= due[number]:
                due[number] = time.monotonic() + seconds
                attempt(chore)
        time.sleep(0.5)


def attempt(chore: Callable[[], object]) -> None:
    """Do a chore; if it fails, say so in the log."""
    try:
        chore()
    except Exception as error:  # noqa: BLE001 - whatever fails, the thread goes on
        print(
            f"A chore of the worker failed and will be tried again: {type(error).__name__}: {error}",
            file=sys.stderr,
            flush=True,
        )


if __name__ == "__main__":
    os.umask(0o077)
    main(sys.argv[1])
