"""Figures of the operation, read from the database and the machine: for the metrics and the page "Operation"."""

from __future__ import annotations

import shutil
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from importlib.metadata import version

from django.db import connection
from django.db.models import Count, Max, Min, Q, Sum
from django.tasks import TaskResultStatus
from django.utils import timezone
from django_tasks_db.models import DBTaskResult, get_date_max

from majlis.commons.notices.models import Mailing
from majlis.kernel.models import StoredFile
from majlis.kernel.queues import MAX_WAIT, Queue
from majlis.site.configuration import Configuration
from majlis.site.heartbeats import heartbeat_age
from majlis.site.lock import FolderLock
from majlis.site.models import Letter
from majlis.site.periodic_tasks import task_schedules
from majlis.site.queries import last_backup
from majlis.site.worker_processes import PROCESSES

UNFINISHED = (TaskResultStatus.READY, TaskResultStatus.RUNNING)
FAILURE_PERIOD = timedelta(days=1)
"""How long a failure counts."""
DATABASE_FIGURES = """
select current_setting('server_version'), pg_database_size(current_database()),
    (select count(*) from pg_stat_activity where datname = current_database()),
    current_setting('max_connections')::int
"""


@dataclass(frozen=True)
class QueueFigures:
    """The tasks of a queue. ``late``: those that have waited too long; ``failed``: in the last day.

    ``oldest_wait``: how long the first of the waiting tasks has waited, in seconds; ``oldest_run``: how long
    the first of the running ones has run. A task that never returns keeps the sign of life of its worker.
    """

    waiting: int = 0
    running: int = 0
    failed: int = 0
    late: int = 0
    oldest_wait: float = 0.0
    oldest_run: float = 0.0


@dataclass(frozen=True)
class MailFigures:
    """Emails that wait or failed in the last day, and those kept in the outbox; when the last one was sent."""

    waiting: int
    failed: int
    outbox: int
    last_sent: datetime | None


@dataclass(frozen=True)
class DatabaseFigures:
    """The database. ``size`` in bytes; ``connections``: in use by this database, of all that the server allows."""

    version: str
    size: int
    connections: int
    max_connections: int


@dataclass(frozen=True)
class FileFigures:
    """The stored files: their number and their size in bytes."""

    number: int
    size: int


@dataclass(frozen=True)
class DiskFigures:
    """The disk of the data folder, in bytes."""

    free: int
    size: int


@dataclass(frozen=True)
class WorkerFigures:
    """A process of the worker. ``age``: seconds since its last sign of life; None without one."""

    name: str
    label: str
    queues: tuple[Queue, ...]
    age: float | None


def release() -> str:
    """The version of Majlis."""
    return version("majlis")


def queue_figures() -> dict[str, QueueFigures]:
    """The figures of all queues, by name. One query."""
    now = timezone.now()
    ready = Q(status=TaskResultStatus.READY) & (Q(run_after=get_date_max()) | Q(run_after__lte=now))
    failed = Q(status=TaskResultStatus.FAILED, finished_at__gt=now - FAILURE_PERIOD)
    rows = (
        DBTaskResult.objects.filter(ready | failed | Q(status=TaskResultStatus.RUNNING))
        .order_by()
        .values("queue_name")
        .annotate(
            waiting=Count("pk", filter=ready),
            running=Count("pk", filter=Q(status=TaskResultStatus.RUNNING)),
            failed=Count("pk", filter=failed),
            late=Count("pk", filter=ready & Q(enqueued_at__lt=now - MAX_WAIT)),
            first=Min("enqueued_at", filter=ready),
            begun=Min("started_at", filter=Q(status=TaskResultStatus.RUNNING)),
        )
    )
    figures = {queue.value: QueueFigures() for queue in Queue}
    for row in rows:
        figures[row["queue_name"]] = QueueFigures(
            waiting=row["waiting"],
            running=row["running"],
            failed=row["failed"],
            late=row["late"],
            oldest_wait=_seconds_since(row["first"], now),
            oldest_run=_seconds_since(row["begun"], now),
        )
    return figures


def _seconds_since(moment: datetime | None, now: datetime) -> float:
    return max(0.0, (now - moment).total_seconds()) if moment is not None else 0.0


def mail_figures() -> MailFigures:
    """The figures of outgoing mail. Three queries.

    Notifications wait as mailings, which one periodic task sends; each other email is a task of its own.
    """
    now = timezone.now()
    periodic = [schedule.path for schedule in task_schedules()]
    tasks = (
        DBTaskResult.objects.filter(queue_name=Queue.MAIL.value)
        .exclude(task_path__in=periodic)
        .aggregate(
            waiting=Count("pk", filter=Q(status__in=UNFINISHED)),
            failed=Count(
                "pk",
                filter=Q(status=TaskResultStatus.FAILED, finished_at__gt=now - FAILURE_PERIOD),
            ),
            last=Max("finished_at", filter=Q(status=TaskResultStatus.SUCCESSFUL)),
        )
    )
    given_up = Q(sent=False, done_at__gt=now - FAILURE_PERIOD) & ~Q(trouble="")
    mailings = Mailing.objects.aggregate(
        waiting=Count("pk", filter=Q(done_at=None)),
        failed=Count("pk", filter=given_up | (Q(done_at=None) & ~Q(trouble=""))),
        last=Max("done_at", filter=Q(sent=True)),
    )
    return MailFigures(
        waiting=tasks["waiting"] + mailings["waiting"],
        failed=tasks["failed"] + mailings["failed"],
        outbox=Letter.objects.count(),
        last_sent=max(filter(None, (tasks["last"], mailings["last"])), default=None),
    )


def database_figures() -> DatabaseFigures:
    """The figures of the database. One query."""
    with connection.cursor() as cursor:
        cursor.execute(DATABASE_FIGURES)
        release_of_server, size, connections, most = cursor.fetchone()
    return DatabaseFigures(str(release_of_server).partition(" ")[0], size, connections, most)


def file_figures() -> FileFigures:
    """The figures of the stored files. One query."""
    figures = StoredFile.objects.aggregate(number=Count("pk"), size=Sum("size"))
    return FileFigures(figures["number"], figures["size"] or 0)


def disk_figures(configuration: Configuration) -> DiskFigures:
    """The figures of the disk of the data folder."""
    usage = shutil.disk_usage(configuration.folder)
    return DiskFigures(usage.free, usage.total)


def worker_figures(configuration: Configuration) -> list[WorkerFigures]:
    """The processes of the worker. The only reader of heartbeats for metrics and pages."""
    return [
        WorkerFigures(
            process.name,
            process.label,
            process.queues,
            heartbeat_age(process.heartbeat_file(configuration.folder)),
        )
        for process in PROCESSES.values()
    ]


def running_since(configuration: Configuration) -> datetime | None:
    """When the site on this machine was started; None if nothing supervises this process."""
    holder = FolderLock(configuration.folder).holder()
    return datetime.fromtimestamp(holder.since, UTC) if holder is not None else None


def last_backup_at() -> datetime | None:
    """When the last scheduled backup was complete; None without one. Up to three queries."""
    latest = last_backup().latest
    return latest.finished_at if latest is not None else None
