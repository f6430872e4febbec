"""A process of the worker: it runs the tasks of its queues, and does chores in a second thread.

It outlives its database: it waits for it, without limit, and goes on.
"""

from __future__ import annotations

import errno
import hashlib
import os
import secrets
import signal
import socket
import sys
import threading
import time
from collections.abc import Callable, Collection, Sequence
from contextlib import suppress
from datetime import datetime, timedelta
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any
from uuid import UUID

from majlis.kernel.queues import Queue
from majlis.site.heartbeats import LivenessObserver, write_heartbeat
from majlis.site.incidents import IncidentKind, record_incident
from majlis.site.log_lines import current_request_id
from majlis.site.sockets import meaning_socket
from majlis.site.worker_processes import WorkerProcess

if TYPE_CHECKING:
    from django_tasks_db.management.commands.db_worker import Worker

LOST_AFTER = timedelta(minutes=5)
"""The time without a heartbeat after which a check calls the worker of a running task gone."""
MAX_STARTS = 10  # interruptions by a stop of the site count too
POLL_SECONDS = 0.8
"""Seconds between two looks for a task: a task begins within a second, and looking costs little."""
FIRST_PAUSE, LONGEST_PAUSE = 0.5, 3.0
"""Seconds between two attempts to reach the database."""
IDLE_SECONDS = 60.0
"""Seconds without work after which the process for heavy work ends, and gives its memory back."""
FOLDER_NUMBER = "folder_number"
"""The file with the number of a data folder."""
SAFELY = os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC
CLOCK_TOLERANCE = 30.0
"""Seconds by which the clock of the machine may change without being reported."""
MAX_RETRY_PAUSE = timedelta(minutes=5)
DATABASE_ERRORS = ("django.db.utils.OperationalError", "django.db.utils.InterfaceError")
"""What a task fails with when the database was away or full: it is no fault of the task."""

IMPORT_ERRORS = ("builtins.ImportError", "builtins.ModuleNotFoundError")
"""What a task fails with when the code of its worker does not have it."""

type Chore = tuple[float, Callable[[], object]]
"""What the second thread does every so many seconds."""


def run_worker(process: WorkerProcess, folder: Path, listener: socket.socket | None = None) -> None:
    """Run the tasks of a process's queues until a signal stops it.

    ``listener``: the socket at which it takes requests for vectors; then it ends when it has been idle.
    """
    from django.conf import settings
    from django.tasks.signals import task_finished, task_started
    from django_tasks_db.management.commands.db_worker import Worker

    from majlis.commons.search import meaning_server
    from majlis.kernel import work

    if not process.is_heavy:
        settings.MAJLIS_MEANING_SOCKET = str(meaning_socket(folder))
    worker_id = f"{worker_name(folder)}:{os.getpid()}"
    worker = Worker(
        queue_names=[queue.value for queue in process.queues],
        interval=POLL_SECONDS,
        batch=False,
        backend_name="default",
        startup_delay=False,
        max_tasks=None,
        worker_id=worker_id,
        excluded_queue_names=[],
    )
    worker.configure_signals()
    task_started.connect(_begin_task)
    task_finished.connect(_end_task)
    chores: list[Chore] = [
        (5.0, lambda: write_heartbeat(process.heartbeat_file(folder))),
        (5.0, lambda: save_heartbeat(worker_id, process)),
        (1.0, work.save_progress),
        (5.0, ClockWatch(folder).look),
    ]
    if listener is not None:
        meaning_server.serve(listener)
        chores.append((5.0, IdleWatch().end_if_idle))
    if not process.is_heavy:
        chores += _common_chores(folder)
    threading.Thread(target=_do_chores, args=(folder, chores), daemon=True).start()
    # After the threads: on Linux it concerns this thread alone, which runs the tasks.
    os.nice(process.niceness)
    run_tasks(worker, lambda: requeue_own_tasks(folder, process.queues), folder)


def _common_chores(folder: Path) -> list[Chore]:
    """What one process does for the whole site."""
    from majlis.site.periodic_tasks import enqueue_due_tasks

    observer = LivenessObserver()
    return [
        (5.0, enqueue_due_tasks),
        (15.0, lambda: requeue_tasks_of_gone_workers(observer, folder)),
        (60.0, requeue_unknown_tasks),
        (3600.0, forget_gone_workers),
        (0.5, call_heavy_worker),
    ]


def call_heavy_worker() -> None:
    """If heavy work waits, say so to the process that forks the one for it."""
    from django_tasks_db.models import DBTaskResult

    if DBTaskResult.objects.ready().filter(queue_name=Queue.HEAVY.value).exists():
        os.kill(os.getppid(), signal.SIGUSR1)


class IdleWatch:
    """Ends this process when it has been idle for ``IDLE_SECONDS``."""

    def __init__(self) -> None:
        self._worked_at = time.monotonic()

    def end_if_idle(self) -> None:
        """Look whether the process works, and end it as a stop of the site does if it has long not worked."""
        from majlis.commons.search import embeddings
        from majlis.kernel import work

        now = time.monotonic()
        since_request = embeddings.idle_seconds()
        if work.is_working() or (since_request is not None and since_request < IDLE_SECONDS):
            self._worked_at = now
        if now - self._worked_at > IDLE_SECONDS:
            os.kill(os.getpid(), signal.SIGTERM)


def run_tasks(worker: Worker, requeue_own: Callable[[], object], folder: Path) -> None:
    """Run tasks until the worker is stopped. While the database fails, wait for it, without limit."""
    from django.db import Error, close_old_connections

    pause, away_since = FIRST_PAUSE, None
    while worker.running:
        try:
            close_old_connections()
            # Whatever this process ran when the database went away is not running any more.
            requeue_own()
            if away_since is not None:
                what = f"The database was away for {time.monotonic() - away_since:.0f} seconds."
                record_incident(folder, IncidentKind.DATABASE_AWAY, what)
            pause, away_since = FIRST_PAUSE, None
            worker.run()
        except Error as error:
            away_since = time.monotonic() if away_since is None else away_since
            say(f"The database failed; waiting for it: {describe(error)}")
            time.sleep(pause)
            pause = min(pause * 2, LONGEST_PAUSE)


def worker_name(folder: Path) -> str:
    """The name of the workers of one data folder, since the machine was started.

    Neither the name of the machine nor the path tells two sites apart that share a database: copies of a machine
    have both alike, and containers often. So the folder has a number of its own, and each start of a machine too.
    """
    try:
        start = Path("/proc/sys/kernel/random/boot_id").read_text("ascii").strip()
    except OSError:
        start = ""
    words = f"{socket.gethostname()}:{folder}:{start}:{_number_of_folder(folder)}"
    return hashlib.sha256(words.encode()).hexdigest()[:24]


@cache
def _number_of_folder(folder: Path) -> str:
    """A random number that stays in the data folder; another one where it cannot be written there."""
    place, number = folder / FOLDER_NUMBER, secrets.token_hex(16)
    new = os.O_WRONLY | os.O_CREAT | os.O_EXCL
    with (
        suppress(OSError),
        os.fdopen(os.open(place, new | SAFELY, 0o600), "w", encoding="ascii") as file,
    ):
        file.write(number)
    with (
        suppress(OSError, UnicodeDecodeError),
        os.fdopen(os.open(place, os.O_RDONLY | SAFELY), encoding="ascii") as file,
    ):
        number = file.read(64) or number
    return number


def save_heartbeat(worker_id: str, process: WorkerProcess) -> None:
    """Write to the database that a worker is alive, by the clock of the database."""
    from django.db.models.functions import Now

    from majlis.site.models import WorkerHeartbeat

    row = WorkerHeartbeat(
        worker_id=worker_id,
        name=process.name,
        machine=socket.gethostname()[:100],
        process_id=os.getpid(),
        started_at=Now(),
        seen_at=Now(),
    )
    WorkerHeartbeat.objects.bulk_create(
        [row], update_conflicts=True, unique_fields=["worker_id"], update_fields=["seen_at"]
    )


def forget_gone_workers() -> None:
    """Delete the heartbeats of workers that have been gone for a day."""
    from django.db.models.functions import Now

    from majlis.site.models import WorkerHeartbeat

    WorkerHeartbeat.objects.filter(seen_at__lt=Now() - timedelta(days=1)).delete()


def requeue_own_tasks(folder: Path, queues: Collection[Queue]) -> tuple[int, int]:
    """Requeue the running tasks of an earlier process of this data folder; returns as ``requeue_tasks``.

    One process of a data folder takes the tasks of a queue: those that another one runs there are lost.
    """
    name = f"{worker_name(folder)}:"
    return requeue_tasks(
        lambda worker_id, queue: worker_id.startswith(name) and queue in queues, folder
    )


def requeue_tasks_of_gone_workers(observer: LivenessObserver, folder: Path) -> tuple[int, int]:
    """Requeue the running tasks of workers, of any machine, that are gone; returns as ``requeue_tasks``.

    A worker of the release before has no heartbeat: the progress of its tasks is its sign of life.
    """
    from django.db.models import Max
    from django_tasks_db.models import DBTaskResult

    from majlis.kernel.models import TaskProgress
    from majlis.site.models import WorkerHeartbeat

    tasks: dict[str, list[UUID]] = {}
    for pk, worker_ids in DBTaskResult.objects.running().values_list("pk", "worker_ids"):
        if worker_ids:
            tasks.setdefault(worker_ids[-1], []).append(pk)
    beats: dict[str, datetime | None] = dict(
        WorkerHeartbeat.objects.filter(pk__in=tasks).values_list("pk", "seen_at")
    )
    for worker_id in tasks.keys() - beats.keys():
        progress = TaskProgress.objects.filter(task_id__in=tasks[worker_id])
        beats[worker_id] = progress.aggregate(seen=Max("seen_at"))["seen"]
    gone = observer.gone_workers(beats)
    if not gone:
        return 0, 0
    return requeue_tasks(lambda worker_id, _queue: worker_id in gone, folder)


def requeue_tasks(is_lost: Callable[[str, str], bool], folder: Path) -> tuple[int, int]:
    """Requeue running tasks that are lost; fail those that were started too often.

    ``is_lost`` takes the id of the worker and the queue. Returns the numbers of requeued and failed tasks.
    """
    from django.db import transaction
    from django.tasks import TaskResultStatus
    from django_tasks_db.models import DBTaskResult

    requeued = given_up = 0
    with transaction.atomic():
        running = DBTaskResult.objects.select_for_update(of=("self",), skip_locked=True)
        for lost in running.filter(status=TaskResultStatus.RUNNING):
            if not lost.worker_ids or not is_lost(lost.worker_ids[-1], lost.queue_name):
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
    if requeued or given_up:
        what = f"Tasks of a worker that ended: {requeued} put back, {given_up} given up."
        record_incident(folder, IncidentKind.TASKS_REQUEUED, what)
    return requeued, given_up


def requeue_unknown_tasks() -> int:
    """Requeue tasks that failed because a worker of another release did not know them; return their number.

    While a release is rolled out, its servers enqueue tasks beside workers of the release before. Another
    worker gets a chance after a minute; a task stays failed after ``MAX_STARTS``.
    """
    from django.tasks import TaskResultStatus
    from django.utils import timezone
    from django_tasks_db.models import DBTaskResult

    from majlis.kernel.work import KINDS

    unknown = DBTaskResult.objects.failed().filter(
        exception_class_path__in=IMPORT_ERRORS, task_path__in=list(KINDS)
    )
    keys = [row.pk for row in unknown if len(row.worker_ids) < MAX_STARTS]
    return DBTaskResult.objects.filter(pk__in=keys).update(
        status=TaskResultStatus.READY,
        started_at=None,
        finished_at=None,
        run_after=timezone.now() + timedelta(minutes=1),
        exception_class_path="",
        traceback="",
    )


def silent_tasks() -> list[str]:
    """The paths of running tasks whose worker gave no heartbeat for ``LOST_AFTER``."""
    from django.db.models.functions import Now
    from django_tasks_db.models import DBTaskResult

    from majlis.site.models import WorkerHeartbeat

    alive = set(
        WorkerHeartbeat.objects.filter(seen_at__gte=Now() - LOST_AFTER).values_list("pk", flat=True)
    )
    running = DBTaskResult.objects.running().filter(started_at__lt=Now() - LOST_AFTER)
    return [
        path
        for path, worker_ids in running.values_list("task_path", "worker_ids")
        if not worker_ids or worker_ids[-1] not in alive
    ]


def _begin_task(task_result: Any, **_more: Any) -> None:
    from majlis.kernel import work

    current_request_id.set(task_result.id)  # what the task logs names it
    work.begin_task(task_result)


def _end_task(task_result: Any, **_more: Any) -> None:
    from majlis.kernel import work

    work.end_task()
    retry_after_outage(task_result.id)


def retry_after_outage(task_id: str) -> bool:
    """Put a task back that failed because the database did; return whether it was.

    It waits longer each time, up to ``MAX_RETRY_PAUSE``, and stays failed after ``MAX_STARTS``.
    """
    from django.tasks import TaskResultStatus
    from django.utils import timezone
    from django_tasks_db.models import DBTaskResult

    row = DBTaskResult.objects.filter(pk=task_id, status=TaskResultStatus.FAILED).first()
    if row is None or row.exception_class_path not in DATABASE_ERRORS:
        return False
    starts = len(row.worker_ids)
    if starts >= MAX_STARTS:
        return False
    pause = min(MAX_RETRY_PAUSE, timedelta(seconds=2.0**starts))
    DBTaskResult.objects.filter(pk=row.pk).update(
        status=TaskResultStatus.READY,
        started_at=None,
        finished_at=None,
        run_after=timezone.now() + pause,
        exception_class_path="",
        traceback="",
    )
    return True


class ClockWatch:
    """Notices that somebody, or a time service, changed the clock of the machine."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._difference = time.time() - time.monotonic()

    def look(self) -> None:
        """Report a change of more than ``CLOCK_TOLERANCE`` since the last look."""
        difference = time.time() - time.monotonic()
        change, self._difference = difference - self._difference, difference
        if abs(change) > CLOCK_TOLERANCE:
            what = f"The clock of the machine changed by {change:+.0f} seconds."
            record_incident(self.folder, IncidentKind.CLOCK_CHANGED, what)
            say(what)


def _do_chores(folder: Path, chores: Sequence[Chore]) -> None:
    """Do each chore again and again; the failure of one neither ends the thread nor holds the others up."""
    from django.db import close_old_connections

    due = [0.0] * len(chores)
    reported: dict[int, float] = {}
    while True:
        attempt(close_old_connections)
        for number, (seconds, chore) in enumerate(chores):
            now = time.monotonic()
            if now >= due[number]:
                due[number] = now + seconds
                error = attempt(chore)
                # One that fails again and again is reported once a minute.
                if error is not None and now - reported.get(number, -60.0) >= 60.0:
                    reported[number] = now
                    report_failure(folder, error)
        time.sleep(0.5)


def attempt(chore: Callable[[], object]) -> Exception | None:
    """Do a chore; if it fails, say so in the log and return the error."""
    try:
        chore()
    except Exception as error:  # noqa: BLE001 - whatever fails, the thread goes on
        say(f"A chore of the worker failed and will be tried again: {describe(error)}")
        return error
    return None


def report_failure(folder: Path, error: Exception) -> None:
    """Note the failure of a chore among the incidents, by what is to be done about it."""
    from django.db import Error

    if is_disk_full(error):
        record_incident(folder, IncidentKind.DISK_FULL, f"The disk is full: {describe(error)}")
    elif not isinstance(error, Error):  # the thread of the tasks reports the database
        record_incident(folder, IncidentKind.CHORE_FAILED, f"A chore failed: {describe(error)}")


def is_disk_full(error: BaseException) -> bool:
    """Whether the machine, or the database, said that its disk is full."""
    if isinstance(error, OSError) and error.errno in (errno.ENOSPC, errno.EDQUOT):
        return True
    cause = error.__cause__
    return getattr(cause, "sqlstate", None) == "53100"  # disk_full, Appendix A of PostgreSQL


def describe(error: BaseException) -> str:
    """An error in one line."""
    return f"{type(error).__name__}: {' '.join(str(error).split())}"


def say(line: str) -> None:
    """Write a line to the log."""
    print(line, file=sys.stderr, flush=True)
