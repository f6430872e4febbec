"""A site that runs, under load, and every fault that was seen on one: each is survived, told, and loses nothing.

The database is one of another place, as a real site has it; the test stops it, fills its disk, and starts it again.
"""

from __future__ import annotations

import contextlib
import http.client
import json
import shutil
import signal
import subprocess
import threading
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote
from uuid import uuid4

import psutil
import psycopg
import pytest

from majlis.site.configuration import APPLICATION, OWNER
from majlis.site.postgres import Cluster
from tests.site.acknowledged import assert_all_kept, stop_writers
from tests.site.site_clients import Writer
from tests.site.site_process import Site, becomes_true, copy_data, new_folder, share_compiled
from tests.support.accounts import account_for

pytestmark = pytest.mark.slow
OUTAGE = 40.0
"""Seconds without the database: longer than any process waited before it gave up."""
MAX_ANSWER = 5.0
"""Seconds in which a page says that the database is away."""
MAX_RETURN = 10.0
"""Seconds from the return of the database until pages answer."""


@dataclass
class Database:
    """A database in another place than the site: its folder, its server, and its addresses."""

    folder: Path
    cluster: Cluster
    is_limited: bool
    name: str = "majlis_demo"

    def address(self, role: str, name: str = "") -> str:
        """The address of the database for a role."""
        return f"postgresql://{role}@{quote(str(self.cluster.socket), safe='')}/{name or self.name}"

    def settings(self, name: str = "") -> dict[str, str]:
        """The settings of a site on this database."""
        return {
            "DATABASE_URL": self.address(APPLICATION, name),
            "DATABASE_OWNER_URL": self.address(OWNER, name),
        }


@dataclass(frozen=True)
class Answer:
    """What a page answered: status, seconds until then, and when to try again (seconds; 0 if it does not say)."""

    status: int
    seconds: float
    retry_after: int


def ask(site: Site, path: str) -> Answer:
    """Ask for a page, and measure the time."""
    begun = time.monotonic()
    try:
        with urllib.request.urlopen(site.address + path, timeout=30) as answer:
            status, headers = int(answer.status), answer.headers
            answer.read()
    except urllib.error.HTTPError as error:
        with error:
            status, headers = error.code, error.headers
    except (OSError, http.client.HTTPException):
        return Answer(0, time.monotonic() - begun, 0)
    return Answer(status, time.monotonic() - begun, int(headers.get("Retry-After", 0)))


class Readers:
    """Somebody who reads all the time, so that the site is under load."""

    def __init__(self, site: Site) -> None:
        self.site = site
        self.answers: list[Answer] = []
        self.go_on = True
        self.thread = threading.Thread(target=self._read, daemon=True)
        self.thread.start()

    def _read(self) -> None:
        while self.go_on:
            self.answers.append(ask(self.site, "en/mandates/"))
            time.sleep(0.1)

    def stop(self) -> None:
        """Read no more."""
        self.go_on = False
        self.thread.join(60)


@pytest.fixture(scope="module")
def elsewhere(prepared: Site) -> Iterator[Database]:
    """A copy of the database of the demonstration, in a place of its own: in memory of limited size where we may."""
    prepared.end()
    folder = new_folder({})
    folder.chmod(0o755)
    place = folder / "database"
    place.mkdir()
    limited = _mount(place)
    account = account_for(prepared.folder)
    copy_data(prepared.folder / "cluster", place / "cluster")
    account.take(place)
    cluster = Cluster(place, account)
    cluster.start()
    database = Database(place, cluster, limited)
    try:
        yield database
    finally:
        cluster.stop()
        if limited:
            subprocess.run(["umount", place], check=False)
        shutil.rmtree(folder, ignore_errors=True)


def _mount(place: Path) -> bool:
    """Give a folder a size that can be filled; False where only the machine's administrator may."""
    command = ["mount", "-t", "tmpfs", "-o", "size=700m,mode=0755", "majlis-test", str(place)]
    return subprocess.run(command, capture_output=True, check=False).returncode == 0


@pytest.fixture
def site(prepared: Site, elsewhere: Database) -> Iterator[Site]:
    """A site on that database, prepared already, with pages by which tests write."""
    made = Site(new_folder({}), **elsewhere.settings())
    made.data.chmod(0o755)
    share_compiled(prepared, made)
    for name in ("prepared", "secret_key", "static", "files"):
        subprocess.run(["cp", "-a", prepared.folder / name, made.folder / name], check=True)
    made.settings["DJANGO_SETTINGS_MODULE"] = "tests.site.writer_settings"
    made.start()
    yield made
    made.end()
    shutil.rmtree(made.data, ignore_errors=True)


def incidents(site: Site) -> str:
    """What ``majlis check`` says of incidents."""
    lines = site.run("check", "--json").stdout.splitlines()
    found = {each["name"]: each for each in map(json.loads, lines)}
    return str(found["incidents"]["what"])


def metric(site: Site, name: str) -> float:
    """The value of a line of the metrics, by its name with its labels."""
    with urllib.request.urlopen(site.address + "metrics", timeout=10) as answer:
        lines = answer.read().decode().splitlines()
    return next(float(line.rpartition(" ")[2]) for line in lines if line.startswith(f"{name} "))


def enqueue(database: Database, queue: str, worker: str = "") -> str:
    """Put a small task into a queue, as one that waits or as one that another worker runs; return its id."""
    path = "majlis.site.tasks.tidy_up"
    key = str(uuid4())
    with psycopg.connect(database.address(APPLICATION)) as connection:
        connection.execute(
            "insert into django_tasks_database_dbtaskresult (id, status, enqueued_at, started_at, args_kwargs, "
            "priority, task_path, worker_ids, queue_name, backend_name, run_after, exception_class_path, "
            'traceback) values (%s, %s, now(), %s, \'{"args": [], "kwargs": {}}\', 0, %s, %s, %s, '
            "'default', now(), '', '')",
            [
                key,
                "RUNNING" if worker else "READY",
                "2026-01-01" if worker else None,
                path,
                json.dumps([worker] if worker else []),
                queue,
            ],
        )
    return key


def task_is_done(database: Database, key: str) -> bool:
    """Whether a task was done."""
    with psycopg.connect(database.address(APPLICATION)) as connection:
        row = connection.execute(
            "select status from django_tasks_database_dbtaskresult where id = %s", [key]
        ).fetchone()
    return row is not None and row[0] == "SUCCESSFUL"


def forked_workers(site: Site) -> list[psutil.Process]:
    """The processes of the worker that run tasks."""
    group = site.child("worker_group")
    assert becomes_true(lambda: len(group.children()) >= 2)
    return group.children()


@contextlib.contextmanager
def filled_disk(database: Database) -> Iterator[None]:
    """The disk of the database, without any room."""
    filler = database.folder / "filler"
    with contextlib.suppress(OSError), filler.open("wb", buffering=0) as file:
        while True:
            file.write(b"\0" * (1 << 20))
    try:
        yield
    finally:
        filler.unlink()


def test_every_fault_is_survived_and_told_and_loses_nothing(
    site: Site, elsewhere: Database
) -> None:
    writers = [Writer(site, "writer"), Writer(site, "reviewer", "accept/")]
    for writer in writers:
        writer.start()
    readers = Readers(site)
    database_is_away(site, elsewhere)
    workers_hang_and_are_gone(site, elsewhere)
    if elsewhere.is_limited:
        disk_is_full(site, elsewhere)
    assert site.process is not None
    assert site.process.poll() is None
    before = [len(writer.acknowledged) for writer in writers]
    assert becomes_true(
        lambda: all(
            len(writer.acknowledged) > number
            for writer, number in zip(writers, before, strict=True)
        )
    )
    readers.stop()
    stop_writers(writers)
    assert_all_kept(site, elsewhere.address(OWNER), writers)
    assert {answer.status for answer in readers.answers} <= {200, 503}
    slow = [answer for answer in readers.answers if answer.status == 503 and not answer.retry_after]
    assert not slow
    site.stop()
    assert site.nothing_is_left()


def database_is_away(site: Site, database: Database) -> None:
    """Stop the database for longer than anything waited; pages say so, and all goes on when it is back."""
    database.cluster.stop()
    until = time.monotonic() + OUTAGE
    assert becomes_true(lambda: ask(site, "en/").status == 503, 10)
    answers = []
    while time.monotonic() < until:
        answers += [ask(site, path) for path in ("en/", "en/mandates/", "ar/texts/")]
    assert {answer.status for answer in answers} == {503}
    assert all(answer.retry_after > 0 for answer in answers)
    assert sorted(answer.seconds for answer in answers)[len(answers) // 2] <= MAX_ANSWER
    assert site.status("healthz") == 200
    assert site.status("readyz") == 503
    database.cluster.start()
    assert becomes_true(lambda: ask(site, "en/mandates/").status == 200, MAX_RETURN)
    assert becomes_true(lambda: site.status("readyz") == 200, MAX_RETURN)
    assert becomes_true(lambda: "times without the database" in incidents(site))
    assert metric(site, 'majlis_incidents{kind="database_away"}') >= 1
    task = enqueue(database, "default")
    assert becomes_true(lambda: task_is_done(database, task), 30)


def workers_hang_and_are_gone(site: Site, database: Database) -> None:
    """Stop the processes of the worker without ending them; and leave a task to a worker that does not return."""
    stopped = forked_workers(site)
    for each in stopped:
        each.suspend()
    waiting = [enqueue(database, queue) for queue in ("default", "heavy")]
    lost = enqueue(database, "default", worker="a machine that is gone:1")
    assert becomes_true(lambda: not any(each.is_running() for each in stopped), 150)
    for task in (*waiting, lost):
        assert becomes_true(lambda task=task: task_is_done(database, task), 200)
    told = incidents(site)
    assert "gave no sign of activity" in told
    assert "interrupted tasks were put back" in told


def disk_is_full(site: Site, database: Database) -> None:
    """Fill the disk of the database: reading goes on or says why not; with room again, all goes on."""
    with filled_disk(database):
        assert becomes_true(lambda: _writing_fails(site), 60)
        assert ask(site, "en/mandates/").status in (200, 503)
    assert becomes_true(lambda: ask(site, "en/mandates/").status == 200, 60)
    if database.cluster.process is not None and database.cluster.process.poll() is not None:
        database.cluster.start()  # what a service does that keeps a database running
    assert becomes_true(lambda: not _writing_fails(site), 60)
    task = enqueue(database, "default")
    assert becomes_true(lambda: task_is_done(database, task), 90)


def _writing_fails(site: Site) -> bool:
    try:
        data = f"name={uuid4()}".encode()
        with urllib.request.urlopen(site.address + "write/", data, timeout=30) as answer:
            return bool(answer.status != 200)
    except (OSError, http.client.HTTPException):
        return True


def test_a_start_waits_for_the_database(site: Site, elsewhere: Database) -> None:
    site.stop()
    elsewhere.cluster.stop()
    waiting = threading.Thread(target=site.start, daemon=True)
    waiting.start()
    assert becomes_true(lambda: any("Waiting for the database" in line for line in site.said), 60)
    assert site.process is not None
    assert site.process.poll() is None
    elsewhere.cluster.start()
    waiting.join(60)
    assert site.status("en/mandates/") == 200
    site.stop()


def test_two_first_starts_at_once_both_succeed(elsewhere: Database, prepared: Site) -> None:
    elsewhere.cluster.sql(f"create database together owner {OWNER}")
    elsewhere.cluster.sql(
        "".join(
            f"create extension if not exists {name};"
            for name in ("vector", "pg_trgm", "btree_gist", "unaccent")
        )
        + f"alter schema public owner to {OWNER}; grant usage on schema public to {APPLICATION};",
        "together",
    )
    files = new_folder({})
    account_for(prepared.folder).take(files)
    settings = elsewhere.settings("together") | {
        "MAJLIS_FILES": str(files),
        "MAJLIS_DEMO": "0",
        "MAJLIS_SECRET_KEY": "a key that both servers have, of no use elsewhere",
    }
    sites = [Site(new_folder({}), **settings) for _ in range(2)]
    try:
        for each in sites:
            each.data.chmod(0o755)
            share_compiled(prepared, each)
        starts = [threading.Thread(target=each.start, daemon=True) for each in sites]
        for start in starts:
            start.start()
        for start in starts:
            start.join(400)
        assert [each.status("en/mandates/") for each in sites] == [200, 200]
        waited = [any("Waiting for another" in line for line in each.said) for each in sites]
        assert sorted(waited) == [False, True]
        for each in sites:
            each.stop(signal.SIGTERM)
    finally:
        for each in sites:
            each.end()
            shutil.rmtree(each.data, ignore_errors=True)
        shutil.rmtree(files, ignore_errors=True)
