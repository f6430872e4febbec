"""A real site at rest and in trouble: its memory and processor time, how soon a task begins, how soon it is back.

The memory is the sum of all processes, database included, each with its share of what they share (PSS). The
yardstick of the return is the database itself: the time until it answers a bare query again.
"""

from __future__ import annotations

import os
import shutil
import signal
import statistics
import tempfile
import time
import urllib.error
import urllib.request
from pathlib import Path

import psutil  # type: ignore[import-untyped]
import psycopg
from measuring import Row, row
from site_start import _end, _environment, _up

SETTLING, IDLE = 150.0, 60.0
"""Seconds until a site has done its first work, and seconds for which it is watched."""
VISITS = 20
TASKS = 10
KILLS = 5
PATIENCE = 60.0


def measure() -> list[Row]:
    """The rows of a site at rest and in trouble."""
    folder = Path(tempfile.mkdtemp(prefix="majlis-bench-"))
    folder.chmod(0o755)
    environment = _environment(folder) | {"MAJLIS_DEMO": "0"}
    site, _seconds = _up(environment)
    try:
        return _measure(site.pid, environment, folder / "data/real")
    finally:
        _end(site, signal.SIGINT)
        shutil.rmtree(folder, ignore_errors=True)


def _measure(supervisor: int, environment: dict[str, str], folder: Path) -> list[Row]:
    page = f"http://127.0.0.1:{environment['MAJLIS_PORT']}/en/mandates/"
    time.sleep(SETTLING)
    processes = _processes(supervisor)
    fresh = sum(_memory(each) for each in processes)
    worker = [each for each in processes if "majlis.site.worker_group" in " ".join(each.cmdline())]
    before = sum(sum(each.cpu_times()[:2]) for each in worker)
    time.sleep(IDLE)
    busy = 100 * (sum(sum(each.cpu_times()[:2]) for each in worker) - before) / IDLE
    for _ in range(VISITS):
        _status(page)
    visited = sum(_memory(each) for each in _processes(supervisor))
    begins = [_begin_of_task(folder) for _ in range(TASKS)]
    pages, bare = zip(*(_return(supervisor, page, folder) for _ in range(KILLS)), strict=True)
    return [
        row("memory of a site at rest (PSS)", fresh, "MB"),
        row("memory after some visits (PSS)", visited, "MB", fresh),
        row("all processes of an idle worker, of one core", busy, "%"),
        row("from the queue to the begin of a task, longest", max(begins), "s"),
        row("pages after the database was killed, median", statistics.median(pages), "s", statistics.median(bare)),
        row("pages after the database was killed, longest", max(pages), "s", max(bare)),
        row("processes that wanted a core (load average)", os.getloadavg()[0], ""),
    ]  # fmt: skip


def _processes(supervisor: int) -> list[psutil.Process]:
    parent = psutil.Process(supervisor)
    return [parent, *parent.children(recursive=True)]


def _memory(process: psutil.Process) -> float:
    """Megabytes of a process, with its share of what it shares with others (PSS)."""
    try:
        lines = Path(f"/proc/{process.pid}/smaps_rollup").read_text(encoding="ascii").splitlines()
    except OSError:
        return 0.0
    return next(int(line.split()[1]) for line in lines if line.startswith("Pss:")) / 1024


def _status(page: str) -> int:
    try:
        with urllib.request.urlopen(page, timeout=30) as answer:
            return int(answer.status)
    except urllib.error.HTTPError as error:
        with error:
            return error.code
    except OSError:
        return 0


def _address(folder: Path) -> str:
    from majlis.site.configuration import load_configuration

    settings = {"MAJLIS_DATA": str(folder.parent), "MAJLIS_DEMO": "0"}
    return load_configuration(settings).database_url


def _begin_of_task(folder: Path) -> float:
    """The seconds from the queue to the begin of a small task."""
    with psycopg.connect(_address(folder), autocommit=True) as connection:
        row = connection.execute(
            "insert into django_tasks_database_dbtaskresult (id, status, enqueued_at, args_kwargs, priority, "
            "task_path, worker_ids, queue_name, backend_name, run_after, exception_class_path, traceback) "
            "values (gen_random_uuid(), 'READY', now(), '{\"args\": [], \"kwargs\": {}}', 0, "
            "'majlis.site.tasks.tidy_up', '[]', 'default', 'default', now(), '', '') returning id"
        ).fetchone()
        assert row is not None
        until = time.monotonic() + PATIENCE
        while time.monotonic() < until:
            found = connection.execute(
                "select extract(epoch from started_at - enqueued_at) from django_tasks_database_dbtaskresult "
                "where id = %s and started_at is not null",
                [row[0]],
            ).fetchone()
            if found is not None:
                time.sleep(1.3)  # the next one comes while the worker waits
                return float(found[0])
            time.sleep(0.05)
    raise RuntimeError("a task did not begin")


def _return(supervisor: int, page: str, folder: Path) -> tuple[float, float]:
    """Kill the database with all its processes; the seconds until a page answers, and until a bare query does."""
    database = next(
        each for each in psutil.Process(supervisor).children() if each.name() == "postgres"
    )
    for each in (database, *database.children(recursive=True)):
        each.kill()
    killed, bare = time.monotonic(), 0.0
    while time.monotonic() - killed < PATIENCE:
        if not bare and _answers(folder):
            bare = time.monotonic() - killed
        if bare and _status(page) == 200:
            return time.monotonic() - killed, bare
        time.sleep(0.05)
    raise RuntimeError("the site did not come back")


def _answers(folder: Path) -> bool:
    try:
        with psycopg.connect(_address(folder), connect_timeout=2) as connection:
            connection.execute("select 1")
    except psycopg.Error:
        return False
    return True


if __name__ == "__main__":
    for each in measure():
        print(each)
