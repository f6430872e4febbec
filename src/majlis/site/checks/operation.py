"""Checks of the operation: the running site, its worker, its queue, its secrets and files."""

from __future__ import annotations

import hashlib
import time
from collections import Counter
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

from majlis.kernel.queues import MAX_WAIT, Queue
from majlis.site import installation
from majlis.site.backup import dump_program
from majlis.site.checks.result import OK, WARNING, WRONG, CheckResult
from majlis.site.configuration import Configuration
from majlis.site.errors import SiteError
from majlis.site.files_folder import find_problem
from majlis.site.heartbeats import STALE_SECONDS, heartbeat_age
from majlis.site.incidents import IncidentKind, recent_incidents
from majlis.site.lock import FolderLock
from majlis.site.worker import silent_tasks
from majlis.site.worker_processes import PROCESSES, WorkerProcess

MAX_HEAVY_RUN = timedelta(days=1)
SAMPLED_FILES = 50


def check_operation(configuration: Configuration, running: bool) -> Iterator[CheckResult]:
    """Check the processes, the queue of tasks, the secrets and the files."""
    from django.db import DatabaseError

    holder = FolderLock(configuration.folder).holder() if running else None
    if holder is not None:
        yield CheckResult("site", OK, f"running at {holder.address} (process {holder.process})")
        for process in PROCESSES.values():
            yield heartbeat(process, heartbeat_age(process.heartbeat_file(configuration.folder)))
    else:
        yield CheckResult("site", WARNING, "not running", "Start it with make up.")
    yield incidents(configuration.folder)
    try:
        up = timedelta(seconds=time.time() - holder.since) if holder is not None else None
        yield queue(up=up)
        yield secret_key(configuration)
        yield secrets()
        yield files(configuration.files)
        yield backups(configuration)
    except DatabaseError:
        pass  # another check reports missing tables


def heartbeat(process: WorkerProcess, age: float | None) -> CheckResult:
    """Check whether a worker is alive. ``age``: seconds since its last heartbeat, None without one."""
    if age is not None and age < STALE_SECONDS:
        return CheckResult(process.label, OK, f"last sign of activity {age:.0f} seconds ago")
    what = "no sign of activity" if age is None else f"no sign of activity for {age:.0f} seconds"
    return CheckResult(process.label, WRONG, what, "Stop the site with Ctrl-C and start it again.")


INCIDENT_NAMES = {
    IncidentKind.PROCESS_ENDED: "processes that ended",
    IncidentKind.PROCESS_HUNG: "processes that gave no sign of activity",
    IncidentKind.DATABASE_ENDED: "ends of the database",
    IncidentKind.DATABASE_AWAY: "times without the database",
    IncidentKind.DISK_FULL: "times with a full disk",
    IncidentKind.CHORE_FAILED: "failures of regular work",
    IncidentKind.CLOCK_CHANGED: "changes of the clock",
    IncidentKind.TASKS_REQUEUED: "times that interrupted tasks were put back",
}
"""What a check calls the kinds of incidents."""


def incidents(folder: Path) -> CheckResult:
    """Check what went wrong on this machine in the last day and was survived."""
    recent = recent_incidents(folder)
    if not recent:
        return CheckResult("incidents", OK, "none in the last day")
    kinds = Counter(each.kind for each in recent)
    counts = [f"{name}: {kinds[kind]}" for kind, name in INCIDENT_NAMES.items() if kinds[kind]]
    return CheckResult(
        "incidents",
        WARNING,
        f"in the last day: {', '.join(counts)}; the latest: {recent[-1].what}",
        "No action is needed if they have a known cause. Otherwise read the folder log of the "
        "data folder.",
    )


def secret_key(configuration: Configuration) -> CheckResult:
    """Check whether the secret key is the one with which the site was started."""
    if installation.has_other_key(configuration):
        return CheckResult(
            "secret key",
            WRONG,
            "the database belongs to a site with another secret key",
            "Set MAJLIS_SECRET_KEY to the key of that site, or name the earlier key in "
            "MAJLIS_OLD_SECRET_KEYS and start again.",
        )
    return CheckResult("secret key", OK, "the secret key is that of the site")


def secrets() -> CheckResult:
    """Check whether the configured keys can decrypt all secrets."""
    from majlis.parties.accounts import reencryption

    usage = reencryption.key_usage()
    if usage.lost:
        return CheckResult(
            "secrets",
            WRONG,
            "secrets that no secret key can read (two-step or organizations' sign-in): "
            f"{usage.lost}",
            "Run the command with the keys of the site. If the site has lost a key, name "
            "it in MAJLIS_OLD_SECRET_KEYS and start again, or have the secrets set up "
            "again.",
        )
    if usage.old:
        return CheckResult(
            "secrets",
            WARNING,
            f"secrets still encrypted with an old secret key: {usage.old}",
            "Start the site with MAJLIS_OLD_SECRET_KEYS to encrypt them again.",
        )
    return CheckResult("secrets", OK, f"secrets that the secret key can read: all {usage.present}")


def queue(*, up: timedelta | None) -> CheckResult:
    """Check whether tasks run in time, how many stopped, and how many failed in the last day.

    ``up``: how long the site has been running; None if it is not. Tasks that waited while the site was
    stopped are no defect: the worker has MAX_WAIT from the start. Heavy tasks may wait for one another.
    """
    from django.db.models import Q
    from django.tasks import TaskResultStatus
    from django.utils import timezone
    from django_tasks_db.models import DBTaskResult

    now = timezone.now()
    running = DBTaskResult.objects.running()
    waiting = DBTaskResult.objects.ready().filter(enqueued_at__lt=now - MAX_WAIT)
    if running.filter(queue_name=Queue.HEAVY.value).exists():
        waiting = waiting.exclude(queue_name=Queue.HEAVY.value)
    late = waiting.count()
    is_long = Q(started_at__lt=now - MAX_HEAVY_RUN) | Q(
        ~Q(queue_name=Queue.HEAVY.value), started_at__lt=now - MAX_WAIT
    )
    long = sorted(set(running.filter(is_long).values_list("task_path", flat=True)))
    silent = len(silent_tasks())
    failed = DBTaskResult.objects.filter(
        status=TaskResultStatus.FAILED, finished_at__gt=now - timedelta(days=1)
    )
    names = sorted(set(failed.values_list("task_path", flat=True)))
    if late and up is None:
        what = f"tasks waiting for the site to start: {late}"
        return CheckResult(
            "tasks", WARNING, what, "Start it with make up; the worker will perform them."
        )
    if late and up is not None and up < MAX_WAIT:
        what = f"tasks that waited while the site was stopped: {late}"
        return CheckResult(
            "tasks", WARNING, what, "No action is needed: the worker is performing them."
        )
    if late:
        return CheckResult(
            "tasks",
            WRONG,
            f"tasks waiting for more than {MAX_WAIT.seconds // 60} minutes: {late}",
            "Read the logs of the workers, in the folder log of the data folder.",
        )
    if silent:
        return CheckResult(
            "tasks",
            WARNING,
            f"tasks whose worker ended before they were done: {silent}",
            "Start the site with make up: a worker starts them again within minutes.",
        )
    if long:
        return CheckResult(
            "tasks",
            WARNING,
            f"tasks running for an unusually long time: {', '.join(long)}",
            "Read the logs of the workers, in the folder log of the data folder. A restart "
            "of the site starts these tasks again.",
        )
    if names:
        return CheckResult(
            "tasks",
            WARNING,
            f"tasks that failed in the last day: {failed.count()} ({', '.join(names)})",
            "Read the logs of the workers, in the folder log of the data folder.",
        )
    return CheckResult("tasks", OK, "no tasks are delayed, and none failed in the last day")


def files(folder: Path) -> CheckResult:
    """Check whether the files are complete: all by their size, a sample by their hash."""
    from majlis.kernel.files import file_path
    from majlis.kernel.models import StoredFile

    if problem := find_problem(folder):
        return CheckResult("files", WRONG, problem.problem, problem.mend)
    missing, damaged = [], []
    for sha256, size in StoredFile.objects.values_list("sha256", "size").iterator():
        try:
            if file_path(sha256).stat().st_size != size:
                damaged.append(sha256)
        except OSError:
            missing.append(sha256)
    known = {*missing, *damaged}
    sample = StoredFile.objects.order_by("?").values_list("sha256", flat=True)[:SAMPLED_FILES]
    damaged += [each for each in sample if each not in known and _hash(file_path(each)) != each]
    if missing or damaged:
        return CheckResult(
            "files",
            WRONG,
            f"files missing: {len(missing)}, damaged: {len(damaged)} (first: "
            f"{(missing + damaged)[0]})",
            f"Copy them from a backup to {folder}; the name of each is its hash.",
        )
    number = StoredFile.objects.count()
    return CheckResult(
        "files", OK, f"files present: {number}; checked and undamaged: {len(sample)}"
    )


def backups(configuration: Configuration) -> CheckResult:
    """Check whether backups are made by schedule, and the last one is neither late nor failed."""
    from majlis.site.queries import last_backup

    state = last_backup()
    if state.every is None and configuration.demo:
        return CheckResult("backups", OK, "not scheduled, as for any demonstration")
    if problem := _missing_program(configuration):
        return CheckResult("backups", WRONG, problem.problem, problem.mend)
    if state.every is None:
        return CheckResult(
            "backups",
            WARNING,
            "not scheduled",
            "Set MAJLIS_BACKUP_TO; or run majlis backup --real by a schedule of your own.",
        )
    hours = int(state.age.total_seconds() // 3600) if state.age is not None else 0
    if state.latest is None:
        what = f"none is complete; the first attempt was {hours} hours ago" if hours else "none yet"
    else:
        what = f"the last one was made {hours} hours ago ({(state.latest.size or 0) // 10**6} MB)"
    command = "majlis backup --now" if configuration.demo else "majlis backup --real --now"
    mend = f"Run {command} to see why."
    if state.failure is not None:
        what = f"{what}; the last attempt reported: {state.failure.error}"
    if state.is_late:
        return CheckResult("backups", WRONG, what, mend)
    if state.failure is not None:
        return CheckResult("backups", WARNING, what, mend)
    if state.latest is None:
        return CheckResult(
            "backups", WARNING, what, f"Wait for the first one, or make it: {command}."
        )
    return CheckResult("backups", OK, what)


def _missing_program(configuration: Configuration) -> SiteError | None:
    """Why the database cannot be backed up with the programs here; None if it can."""
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("show server_version_num")
        release = int(cursor.fetchone()[0]) // 10000
    try:
        dump_program(configuration, release)
    except SiteError as error:
        return error
    return None


def _hash(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
