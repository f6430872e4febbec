"""The worker process: it runs queued tasks, and enqueues periodic ones."""

from __future__ import annotations

import hashlib
import json
import os
import socket
import sys
import threading
import time
from pathlib import Path

from majlis.site import parent_death
from majlis.site.configuration import Configuration, load_configuration

TICK_SECONDS = 5.0
STALE_SECONDS = 60.0  # with an older heartbeat the worker counts as hanging
MAX_STARTS = 10  # interruptions by a stop of the site count too


def main() -> None:
    """Run tasks until a signal stops the process."""
    parent_death.end_with_parent()
    configuration = load_configuration()
    import django

    django.setup()
    from django_tasks_db.management.commands.db_worker import Worker

    name = f"{worker_name(configuration.folder)}:{os.getpid()}"
    requeue_lost_tasks(worker_name(configuration.folder))
    threading.Thread(target=_tick, args=(configuration,), daemon=True).start()
    worker = Worker(
        queue_names=["*"],
        interval=0.5,
        batch=False,
        backend_name="default",
        startup_delay=False,
        max_tasks=None,
        worker_id=name,
        excluded_queue_names=[],
    )
    worker.configure_signals()
    worker.run()


def worker_name(folder: Path) -> str:
    """The name of the workers of one data folder on one machine."""
    digest = hashlib.sha256(f"{socket.gethostname()}:{folder}".encode()).hexdigest()
    return digest[:24]


def requeue_lost_tasks(name: str) -> tuple[int, int]:
    """Requeue tasks that a worker of this name left running; fail those that were started too often.

    A data folder has one worker only, so its running tasks at this point are lost. Returns the numbers
    of requeued and failed tasks.
    """
    from django.db import transaction
    from django.tasks import TaskResultStatus
    from django_tasks_db.models import DBTaskResult

    requeued = given_up = 0
    with transaction.atomic():
        running = DBTaskResult.objects.select_for_update().filter(status=TaskResultStatus.RUNNING)
        for lost in running:
            if not (lost.worker_ids and lost.worker_ids[-1].startswith(f"{name}:")):
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


def _tick(configuration: Configuration) -> None:
    """Write the heartbeat and enqueue due tasks, every few seconds."""
    from django.db import DatabaseError, close_old_connections

    from majlis.site.periodic_tasks import enqueue_due_tasks

    while True:
        write_heartbeat(configuration.folder)
        close_old_connections()
        try:
            enqueue_due_tasks()
        except DatabaseError as error:
            print(
                f"The scheduler is waiting for the database: {error}", file=sys.stderr, flush=True
            )
        time.sleep(TICK_SECONDS)


def write_heartbeat(folder: Path) -> None:
    """Write the heartbeat: the process id and the time."""
    draft = folder / f"heartbeat.{os.getpid()}"
    draft.write_text(json.dumps({"process": os.getpid(), "at": time.time()}), encoding="ascii")
    draft.replace(folder / "heartbeat")


def heartbeat_age(folder: Path) -> float | None:
    """Seconds since the last heartbeat; None without one."""
    try:
        heartbeat = json.loads((folder / "heartbeat").read_text(encoding="ascii"))
        return time.time() - float(heartbeat["at"])
    except (OSError, ValueError, KeyError, TypeError):
        return None


if __name__ == "__main__":
    os.umask(0o077)
    main()
