"""Checks of the operation: the running site, its worker, its queue, its secrets and files."""

from __future__ import annotations

import hashlib
import time
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

from majlis.site import worker
from majlis.site.checks.result import OK, WARNING, WRONG, CheckResult
from majlis.site.configuration import Configuration
from majlis.site.lock import FolderLock

MAX_WAIT = timedelta(minutes=10)
SAMPLED_FILES = 50


def check_operation(configuration: Configuration, running: bool) -> Iterator[CheckResult]:
    """Check the processes, the queue of tasks, the secrets and the files."""
    from django.db import DatabaseError

    holder = FolderLock(configuration.folder).holder() if running else None
    if holder is not None:
        yield CheckResult("site", OK, f"it runs at {holder.address} (process {holder.process})")
        yield heartbeat(worker.heartbeat_age(configuration.folder))
    else:
        yield CheckResult("site", WARNING, "it is not running", "Start it with make up.")
    try:
        up = timedelta(seconds=time.time() - holder.since) if holder is not None else None
        yield queue(up=up)
        yield secrets()
        yield files(configuration.files)
    except DatabaseError:
        pass  # another check reports missing tables


def heartbeat(age: float | None) -> CheckResult:
    """Check whether the worker is alive. ``age``: seconds since its last heartbeat, None without one."""
    if age is not None and age < worker.STALE_SECONDS:
        return CheckResult("worker", OK, f"it gave a sign of life {age:.0f} seconds ago")
    what = "it never gave a sign of life" if age is None else f"silent for {age:.0f} seconds"
    return CheckResult("worker", WRONG, what, "Stop the site with Ctrl-C and start it again.")


def secrets() -> CheckResult:
    """Check whether the configured keys can decrypt all secrets."""
    from majlis.parties.accounts import reencryption

    usage = reencryption.key_usage()
    if usage.lost:
        return CheckResult(
            "secrets",
            WRONG,
            f"no secret key reads {usage.lost} of second steps or organizations' sign-in",
            "Run this with the keys of the site. Where the site itself has lost the key, name it in "
            "MAJLIS_OLD_SECRET_KEYS and start again, or have them set up anew.",
        )
    if usage.old:
        return CheckResult(
            "secrets",
            WARNING,
            f"{usage.old} are still under an old secret key",
            "Start the site with MAJLIS_OLD_SECRET_KEYS, which encrypts them anew.",
        )
    return CheckResult("secrets", OK, f"the secret key reads all {usage.present}")


def queue(*, up: timedelta | None) -> CheckResult:
    """Check whether tasks run in time, and how many failed in the last day.

    ``up``: how long the site has been running; None if it is not. Tasks that waited while the site was
    stopped are no defect: the worker has MAX_WAIT from the start.
    """
    from django.tasks import TaskResultStatus
    from django.utils import timezone
    from django_tasks_db.models import DBTaskResult

    now = timezone.now()
    late = DBTaskResult.objects.ready().filter(enqueued_at__lt=now - MAX_WAIT).count()
    failed = DBTaskResult.objects.filter(
        status=TaskResultStatus.FAILED, finished_at__gt=now - timedelta(days=1)
    )
    names = sorted(set(failed.values_list("task_path", flat=True)))
    if late and up is None:
        what = f"{late} wait for the site to run"
        return CheckResult("tasks", WARNING, what, "Start it with make up; the worker does them.")
    if late and up is not None and up < MAX_WAIT:
        what = f"{late} waited while the site stood still"
        return CheckResult(
            "tasks", WARNING, what, "Nothing is to be done: the worker does them now."
        )
    if late:
        return CheckResult(
            "tasks",
            WRONG,
            f"{late} have waited for more than {MAX_WAIT.seconds // 60} minutes",
            "See what the log of the worker says, in the folder log of the data folder.",
        )
    if names:
        return CheckResult(
            "tasks",
            WARNING,
            f"{failed.count()} failed in the last day ({', '.join(names)})",
            "See what the log of the worker says, in the folder log of the data folder.",
        )
    return CheckResult("tasks", OK, "none waits for long, and none failed in the last day")


def files(folder: Path) -> CheckResult:
    """Check whether the files are complete: all by their size, a sample by their hash."""
    from majlis.kernel.files import file_path
    from majlis.kernel.models import StoredFile

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
            f"{len(missing)} are missing and {len(damaged)} are not what they were "
            f"(first {(missing + damaged)[0]})",
            f"Copy them from a backup to {folder}; each has its hash as its name.",
        )
    number = StoredFile.objects.count()
    return CheckResult("files", OK, f"{number} are there; {len(sample)} were read and are whole")


def _hash(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
