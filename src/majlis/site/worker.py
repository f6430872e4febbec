"""The worker process: does queued tasks, and is the clock that puts those in which come round."""

from __future__ import annotations

import hashlib
import json
import os
import socket
import sys
import threading
import time
from pathlib import Path
from typing import TYPE_CHECKING, Any

from majlis.site import parent_death
from majlis.site.configuration import Configuration, load_configuration

if TYPE_CHECKING:
    from django_tasks_db.models import DBTaskResult

TICK_SECONDS = 5.0
STALE_SECONDS = 60.0  # a heartbeat older than this is that of a worker that hangs
MAX_STARTS = 10  # a stop that cannot wait counts too


def main() -> None:
    """Work until told to stop."""
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
    """A name that every worker of one data folder on one machine has, and no other."""
    place = hashlib.sha256(f"{socket.gethostname()}:{folder}".encode()).hexdigest()
    return place[:24]


def requeue_lost_tasks(name: str) -> tuple[int, int]:
    """Put back tasks that a worker of this name was doing when it ended; give up on those that
    have been begun too often.

    There is one worker for each data folder, so what it left is nobody's. Returns how many were
    put back and how many were given up.
    """
    from django.db import transaction
    from django.tasks import TaskResultStatus
    from django_tasks_db.models import DBTaskResult

    put_back = given_up = 0
    with transaction.atomic():
        running = DBTaskResult.objects.select_for_update().filter(status=TaskResultStatus.RUNNING)
        for lost in running:
            if not (lost.worker_ids and lost.worker_ids[-1].startswith(f"{name}:")):
                continue
            if len(lost.worker_ids) < MAX_STARTS:
                DBTaskResult.objects.filter(pk=lost.pk).update(
                    status=TaskResultStatus.READY, started_at=None
                )
                put_back += 1
            else:
                _give_up(lost)
                given_up += 1
    return put_back, given_up


def _give_up(lost: DBTaskResult[Any, Any]) -> None:
    words = f"The worker ended {len(lost.worker_ids)} times while it did this task."
    lost.set_failed(RuntimeError(words))


def _tick(configuration: Configuration) -> None:
    """Every few seconds: say that the worker is alive, and put in the tasks that are due."""
    from django.db import DatabaseError, close_old_connections

    from majlis.site.periodic_tasks import enqueue_due_tasks

    while True:
        write_heartbeat(configuration.folder)
        close_old_connections()
        try:
            enqueue_due_tasks()
        except DatabaseError as error:
            print(f"The clock waits for the database: {error}", file=sys.stderr, flush=True)
        time.sleep(TICK_SECONDS)


def write_heartbeat(folder: Path) -> None:
    """Leave a sign of life: the process and the moment."""
    draft = folder / f"heartbeat.{os.getpid()}"
    draft.write_text(json.dumps({"process": os.getpid(), "at": time.time()}), encoding="ascii")
    draft.replace(folder / "heartbeat")


def heartbeat_age(folder: Path) -> float | None:
    """Seconds since the last sign of life; None where there never was one."""
    try:
        found = json.loads((folder / "heartbeat").read_text(encoding="ascii"))
        return time.time() - float(found["at"])
    except (OSError, ValueError, KeyError, TypeError):
        return None


if __name__ == "__main__":
    os.umask(0o077)
    main()
