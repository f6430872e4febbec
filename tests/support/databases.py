"""The databases of the tests: each kind is made once a run, and cloned by the server for whoever needs one.

All processes of a run share one cluster. The first that needs a template makes it, while the others wait.
"""

from __future__ import annotations

import fcntl
import os
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import cache
from itertools import count
from pathlib import Path

from django.contrib.contenttypes.models import ContentType
from django.core.management import call_command
from django.db import OperationalError, connection, transaction
from django.test import override_settings

from tests.support.tasks import DUMMY_TASKS

MIGRATED = "template_migrated"
PROFILE = "template_profile"
DEMONSTRATION = "template_demonstration"
_numbers = count()


def template_folder(template: str) -> Path:
    """Where the files of a template lie, and whether it is made."""
    return Path(os.environ["MAJLIS_TEST_FOLDER"]) / template


def use(name: str) -> None:
    """Let this process ask another database from now on."""
    connection.close()
    connection.settings_dict["NAME"] = name
    ContentType.objects.clear_cache()


def _execute(command: str) -> None:
    with connection._nodb_cursor() as cursor:
        cursor.execute(command)


def drop(name: str) -> None:
    """Drop a database, whoever still holds a connection: a browser's loop may."""
    _execute(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')


def _made_once(template: str, source: str, fill: Callable[[Path], None]) -> None:
    """Make a template, unless another process of the run has done it."""
    folder = template_folder(template)
    with folder.with_suffix(".lock").open("w") as gate:
        fcntl.flock(gate, fcntl.LOCK_EX)
        if folder.exists():
            return
        files = folder.with_suffix(".part")
        shutil.rmtree(files, ignore_errors=True)
        files.mkdir()
        before = connection.settings_dict["NAME"]
        drop(template)
        _execute(f'CREATE DATABASE "{template}" TEMPLATE "{source}"')
        use(template)
        try:
            fill(files)
        finally:
            use(before)
        files.rename(folder)


def _migrate(_files: Path) -> None:
    call_command("migrate", verbosity=0, interactive=False)


def _load_profile(files: Path) -> None:
    with override_settings(MAJLIS_FILES=files, TASKS=DUMMY_TASKS):
        call_command("load_profile", "wsis", verbosity=0)


def _load_demonstration(files: Path) -> None:
    shutil.copytree(template_folder(PROFILE), files, dirs_exist_ok=True)
    with override_settings(MAJLIS_DEMO=True, MAJLIS_FILES=files, TASKS=DUMMY_TASKS):
        call_command("demonstration", verbosity=0)


def clone_migrated(name: str) -> None:
    """A database with all tables, and with nothing in them but what migrations bring."""
    _made_once(MIGRATED, "template1", _migrate)
    drop(name)
    _execute(f'CREATE DATABASE "{name}" TEMPLATE "{MIGRATED}"')


@cache
def _tables() -> list[str]:
    with connection.cursor() as cursor:
        return sorted(connection.introspection.table_names(cursor))


def _filled() -> dict[str, tuple[int, int]]:
    """The tables that hold rows, with how many, and the latest transaction that wrote one."""
    parts = [
        f"SELECT '{each}', count(*), max(xmin::text::bigint) FROM \"{each}\"" for each in _tables()
    ]
    with connection.cursor() as cursor:
        cursor.execute(" UNION ALL ".join(parts))
        return {table: (rows, latest) for table, rows, latest in cursor.fetchall() if rows}


@cache
def _filled_by_migrations(name: str) -> dict[str, tuple[int, int]]:
    return _filled()


def note_what_migrations_bring() -> None:
    """Remember what is in a fresh database of this process."""
    _filled_by_migrations(connection.settings_dict["NAME"])


def remove_what_was_committed() -> None:
    """Empty the tables that are not as they were; few are, and emptying all takes more than a second.

    Where a test changed what migrations bring, or holds a lock on something, a fresh clone takes the place of all.
    """
    name = connection.settings_dict["NAME"]
    use(name)
    before = _filled_by_migrations(name)
    now = _filled()
    if any(now.get(table) != rows for table, rows in before.items()):
        _renew(name)
        return
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            # The audit's guard refuses it otherwise; the cluster is the tests' own.
            cursor.execute(
                "SET LOCAL session_replication_role = replica; SET LOCAL lock_timeout = '5s'"
            )
            for table in now.keys() - before.keys():
                cursor.execute(f'DELETE FROM "{table}"')
    except OperationalError:
        _renew(name)


def _renew(name: str) -> None:
    connection.close()
    clone_migrated(name)
    _filled_by_migrations.cache_clear()
    note_what_migrations_bring()


@contextmanager
def migrated() -> Iterator[str]:
    """The address of another database with all tables; it is gone afterwards."""
    server = os.environ["DATABASE_URL"].rpartition("/")[0]
    name = f"{connection.settings_dict['NAME']}_{next(_numbers)}"
    clone_migrated(name)
    try:
        yield f"{server}/{name}"
    finally:
        drop(name)


@contextmanager
def _clone(template: str, files: Path) -> Iterator[None]:
    """This process asks a clone of a template, whose files are in ``files``; it is gone afterwards."""
    before = connection.settings_dict["NAME"]
    name = f"{before}_{next(_numbers)}"
    _execute(f'CREATE DATABASE "{name}" TEMPLATE "{template}"')
    shutil.copytree(template_folder(template), files, dirs_exist_ok=True)
    use(name)
    try:
        yield
    finally:
        use(before)
        drop(name)


@contextmanager
def profile(files: Path) -> Iterator[None]:
    """This process asks a database with the profile of WSIS, and nothing else."""
    _made_once(MIGRATED, "template1", _migrate)
    _made_once(PROFILE, MIGRATED, _load_profile)
    with _clone(PROFILE, files):
        yield


@contextmanager
def demonstration(files: Path) -> Iterator[None]:
    """This process asks a database with the demonstration."""
    _made_once(MIGRATED, "template1", _migrate)
    _made_once(PROFILE, MIGRATED, _load_profile)
    _made_once(DEMONSTRATION, PROFILE, _load_demonstration)
    with _clone(DEMONSTRATION, files):
        yield
