"""A pooler between the site and PostgreSQL, which gives a connection for the time of one transaction."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any
from urllib.parse import quote, unquote, urlsplit

import pytest
from django.db import connection
from django.test import Client
from django.utils import timezone

import majlis
from majlis.commons.live.database import listening_parameters
from majlis.instruments.imports import bulk
from majlis.kernel.errors import WrongState
from majlis.kernel.models import Record, User
from majlis.site.checks import OK, WRONG, database
from majlis.site.periodic_tasks import enqueue_due_tasks
from tests.site.site_process import becomes_true, new_folder
from tests.support.people import person
from tests.support.tasks import DATABASE_TASKS, run_tasks

SOURCE = Path(majlis.__file__).parent
SESSION_LOCK = re.compile(r"pg_(try_)?advisory_(lock|unlock)\w*", re.IGNORECASE)
PROGRAM = shutil.which("pgbouncer") or shutil.which("pgbouncer", path="/usr/sbin")
PORT, CONNECTIONS = 6432, 3
THREADS, ROUNDS = 8, 5
PAGES = (
    "/en/",
    "/fr/mandates/",
    "/en/mandates/?format=csv",
    "/ar/texts/",
    "/en/texts/?format=xlsx",
    "/en/search/?q=reading",
    "/zh/calendar/",
    "/es/account/sign-in/",
)


@pytest.mark.django_db
def test_no_rows_are_read_by_a_cursor_of_the_server() -> None:
    person()
    person()
    rows = User.objects.iterator(chunk_size=1)
    next(rows)
    with connection.cursor() as cursor:
        cursor.execute("SELECT name FROM pg_cursors WHERE name LIKE '_django%'")
        assert cursor.fetchall() == []
    assert next(rows)


def test_no_lock_belongs_to_a_session_of_the_database() -> None:
    found = [
        str(path.relative_to(SOURCE))
        for path in SOURCE.rglob("*.py")
        if SESSION_LOCK.search(path.read_text(encoding="utf-8"))
    ]
    assert found == [], "use pg_advisory_xact_lock or pg_try_advisory_xact_lock"


@pytest.mark.django_db
def test_live_pages_listen_to_the_database_itself(settings: Any) -> None:
    assert "conninfo" not in listening_parameters()
    settings.MAJLIS_DIRECT_DATABASE = "postgresql://majlis_app@database/majlis"
    assert listening_parameters() == {"conninfo": settings.MAJLIS_DIRECT_DATABASE}


@pytest.mark.django_db(transaction=True)
def test_the_check_hears_a_notification(settings: Any) -> None:
    assert database.notifications().state == OK
    settings.MAJLIS_DIRECT_DATABASE = "postgresql://nobody@127.0.0.1:1/none"
    assert "DATABASE_DIRECT_URL" in database.notifications().mend


@pytest.fixture
def pooler(reading_rooms: None) -> Iterator[str]:
    """The folder of the socket of a pooler in transaction mode, between this process and its database."""
    if PROGRAM is None:
        pytest.skip("pgbouncer is not on this machine")
    server = unquote(urlsplit(os.environ["DATABASE_URL"]).netloc.rpartition("@")[2])
    owner = Path(server, ".s.PGSQL.5432").stat()  # the socket is open to its account only
    as_owner = {"user": owner.st_uid, "group": owner.st_gid, "extra_groups": []}
    user: dict[str, Any] = as_owner if os.geteuid() == 0 else {}
    folder = new_folder(user)
    (folder / "pgbouncer.ini").write_text(
        f"[databases]\n* = host={server} user=postgres\n[pgbouncer]\npool_mode = transaction\n"
        f"auth_type = any\nlisten_port = {PORT}\nunix_socket_dir = {folder}\n"
        f"default_pool_size = {CONNECTIONS}\nquery_wait_timeout = 60\nlogfile = {folder}/log\n",
        encoding="utf-8",
    )
    process = subprocess.Popen([PROGRAM, "-q", folder / "pgbouncer.ini"], **user)
    settings = connection.settings_dict
    before = {name: settings[name] for name in ("HOST", "PORT")}
    try:
        assert becomes_true((folder / f".s.PGSQL.{PORT}").exists, 20)
        connection.close()
        settings |= {"HOST": str(folder), "PORT": str(PORT)}
        yield str(folder)
    finally:
        connection.close()
        settings |= before
        process.terminate()
        process.wait(20)
        shutil.rmtree(folder, ignore_errors=True)


def read_pages(number: int) -> list[tuple[str, int]]:
    """Ask for all pages and read rows by an iterator; pages that were refused, with their status."""
    try:
        client = Client(raise_request_exception=False)
        refused = []
        for page in PAGES:
            response = client.get(page, headers={"accept-language": "en"}, follow=True)
            if b"".join(response) == b"" or response.status_code != 200:
                refused.append((page, response.status_code))
        everything = Record.objects.count()
        rows = list(Record.objects.order_by("pk").iterator(chunk_size=2))
        if len(rows) != everything:
            refused.append((f"iterator {number}", len(rows)))
        return refused
    finally:
        connection.close()


@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
def test_pages_downloads_tasks_and_imports_run_through_a_pooler(pooler: str, settings: Any) -> None:
    settings.TASKS = DATABASE_TASKS
    with ThreadPoolExecutor(THREADS) as threads:
        refused = [
            each for part in threads.map(read_pages, range(THREADS * ROUNDS)) for each in part
        ]
    assert refused == []
    enqueue_due_tasks(timezone.now())
    failed = [each.task_path for each in run_tasks() if each.status != "SUCCESSFUL"]
    assert failed == []
    with bulk.single_run():
        assert Record.objects.count()  # another transaction meanwhile
        with pytest.raises(WrongState, match="Another command"), bulk.single_run():
            pass
    with bulk.single_run():
        pass


@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
def test_the_check_says_that_live_pages_hear_nothing_through_a_pooler(
    pooler: str, settings: Any
) -> None:
    found = database.notifications()
    assert found.state == WRONG and "DATABASE_DIRECT_URL" in found.mend
    server = os.environ["DATABASE_URL"].rpartition("/")[0]
    settings.MAJLIS_DIRECT_DATABASE = f"{server}/{quote(connection.settings_dict['NAME'])}"
    assert database.notifications().state == OK
