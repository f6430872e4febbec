"""How soon the findings of a resolution are there, and a mail is sent, beside a running rebuild of the search.

Both processes of the worker run as on a site. The yardstick is the same with no heavy task beside it. The aim for
findings is 10 seconds. The memory is that of each process after its work: the heavy one has loaded the model.
"""

from __future__ import annotations

import io
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import psutil  # type: ignore[import-untyped]
from measuring import Row, row
from resolutions import resolutions
from served import database

TEXTS = 5
PATIENCE = 300.0
"""Seconds that are waited for a task."""


def measure() -> list[Row]:
    """The longest waits for findings and mail, beside a rebuild and without it, and the memory of the processes."""
    with database() as folder:
        from django.core.management import call_command

        from majlis.commons.search.tasks import rebuild

        with workers(folder / "data/demo") as processes:
            first, *texts = (text for _name, text in resolutions(1 + 2 * TEXTS))
            waits([first])  # the process has loaded what it needs
            alone = waits(texts[:TEXTS])
            load = os.getloadavg()[0]
            call_command("load_profile", verbosity=0)
            rebuild.enqueue()
            wait_for_embeddings()
            beside = waits(texts[TEXTS:])
            still = unfinished("compute_vectors", "rebuild")
            light, heavy = (megabytes(each.pid) for each in processes)
    if not still:
        raise RuntimeError("the rebuild was over before the findings were")
    return [
        row("findings of a resolution beside a rebuild of the search", beside[0], "s", alone[0]),
        row("mail beside a rebuild of the search", beside[1], "s", alone[1]),
        row("memory of the worker (PSS)", light, "MB"),
        row("memory of the heavy worker (PSS)", heavy, "MB", light),
        row("processes that wanted a core before (load average)", load, ""),
    ]


def megabytes(process: int) -> float:
    """The memory of a process, with its share of what it shares with others (PSS)."""
    lines = Path(f"/proc/{process}/smaps_rollup").read_text(encoding="ascii").splitlines()
    return next(int(line.split()[1]) for line in lines if line.startswith("Pss:")) / 1024


@contextmanager
def workers(folder: Path) -> Iterator[list[psutil.Process]]:
    """The processes of the worker on the database of the environment: that of mail and short work, the heavy one."""
    folder.mkdir(parents=True)
    with open(folder / "worker.log", "wb") as log:
        command = [sys.executable, "-m", "majlis.site.worker_group"]
        group = subprocess.Popen(command, stdout=log, stderr=log, start_new_session=True)
        try:
            until = time.monotonic() + PATIENCE
            while len(forked := psutil.Process(group.pid).children()) < 2:
                if time.monotonic() > until:
                    raise RuntimeError("the processes of the worker were not forked")
                time.sleep(0.1)
            yield sorted(forked, key=lambda process: process.create_time())
        finally:
            os.killpg(group.pid, signal.SIGKILL)
            group.wait()


def waits(texts: list[str]) -> tuple[float, float]:
    """Publish each text and send a mail; the longest time until the findings were there, and the mail was sent."""
    longest = [0.0, 0.0]
    for text in texts:
        version = published(text)
        tasks = (findings_task(version), mail_task())
        for place, task in enumerate(tasks):
            until = time.monotonic() + PATIENCE
            while task.finished_at is None:
                if time.monotonic() > until:
                    raise RuntimeError(f"{task.task_path} was not done")
                time.sleep(0.1)
                task.refresh_from_db()
            wait = (task.finished_at - task.enqueued_at).total_seconds()
            longest[place] = max(longest[place], wait)
    return longest[0], longest[1]


def published(text: str) -> Any:
    """The text as it is imported and published: its first version."""
    from majlis.instruments.imports import actions, publish, read
    from majlis.instruments.models import Destination
    from majlis.kernel.actor import Actor

    system = Actor.as_system("bench")
    imported = actions.upload_import(system, name="a.txt", stream=io.BytesIO(text.encode()))
    imported = read.read_file(system, imported)
    publish.set_destination(system, imported, root="", published_as=Destination.As.INSTRUMENT)
    return publish.publish_import(system, imported)[0]


def findings_task(version: Any) -> Any:
    """The task that extracts the findings of a version."""
    from django_tasks_db.models import DBTaskResult

    name = "majlis.mandates.extraction.tasks.extract_findings_of_version"
    return DBTaskResult.objects.get(task_path=name, args_kwargs__args__0=version.pk)


def mail_task() -> Any:
    """A mail, put into the queue."""
    from django_tasks_db.models import DBTaskResult

    from majlis.parties.mail import deliver

    result = deliver.enqueue("admitted", "a@example.org", "en", {"name": "Amal", "url": "/"})
    return DBTaskResult.objects.get(pk=result.id)


def unfinished(*names: str) -> bool:
    """Whether a task of one of these names waits or runs."""
    from django_tasks_db.models import DBTaskResult

    return any(
        DBTaskResult.objects.filter(
            task_path__endswith=f".{name}", status__in=("READY", "RUNNING")
        ).exists()
        for name in names
    )


def wait_for_embeddings() -> None:
    """Wait until the rebuild computes vectors, which takes longest."""
    from majlis.commons.search.models import SearchEntry

    until = time.monotonic() + PATIENCE
    while not SearchEntry.objects.exclude(vector=None).exists():
        if time.monotonic() > until:
            raise RuntimeError("the rebuild computed no vectors")
        time.sleep(0.5)


if __name__ == "__main__":
    for each in measure():
        print(each)
