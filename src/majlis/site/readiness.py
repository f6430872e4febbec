"""Whether this process can answer requests: the database, its tables, the folder of files.

Anybody may ask, so the answer is kept for some seconds, and the database is asked by a connection of its own
for a limited time: neither many questions nor a database that hangs hold a request up.
"""

from __future__ import annotations

import os
import threading
import time
from concurrent.futures import Future, ThreadPoolExecutor
from functools import cache
from importlib import import_module
from pathlib import Path
from pkgutil import iter_modules

import psycopg
from django.apps import apps
from django.conf import settings
from django.db import connection
from django.db.migrations.loader import MigrationLoader

DATABASE_SECONDS = 3.0
"""How long the database may take to answer."""
KEPT_SECONDS = 3.0
"""How long an answer is kept."""
APPLIED_MIGRATIONS = "select app, name from django_migrations"

type Migration = tuple[str, str]


@cache
def expected_migrations() -> frozenset[Migration]:
    """The migrations of this code, by application and name. Their modules are not imported: that would take memory."""
    expected: set[Migration] = set()
    for application in apps.get_app_configs():
        name, _explicit = MigrationLoader.migrations_module(application.label)
        try:
            places = import_module(name).__path__ if name else []
        except ModuleNotFoundError:
            continue
        expected |= {(application.label, each.name) for each in iter_modules(places)}
    return frozenset(expected)


def applied_migrations() -> frozenset[Migration]:
    """The migrations that were applied to the database. Raises psycopg.Error."""
    parameters = connection.get_connection_params() | {"connect_timeout": int(DATABASE_SECONDS)}
    with psycopg.connect(**parameters) as own, own.cursor() as cursor:
        cursor.execute(APPLIED_MIGRATIONS)
        return frozenset((app, name) for app, name in cursor.fetchall())


def are_files_writable(folder: Path) -> bool:
    """Whether files can be stored; a folder that does not exist yet is made with the first file."""
    while not folder.exists() and folder != folder.parent:
        folder = folder.parent
    return os.access(folder, os.W_OK | os.X_OK)


class Readiness:
    """Says what is missing, and keeps the answer for some seconds."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._asked_at = -KEPT_SECONDS
        self._missing: tuple[str, ...] = ()
        self._executor = ThreadPoolExecutor(1, thread_name_prefix="readiness")
        self._question: Future[frozenset[Migration]] | None = None

    def missing(self) -> tuple[str, ...]:
        """What is missing of ``database``, ``migrations``, ``files``; nothing if the process is ready."""
        with self._lock:
            if time.monotonic() - self._asked_at >= KEPT_SECONDS:
                self._missing = self._ask()
                self._asked_at = time.monotonic()
            return self._missing

    def _ask(self) -> tuple[str, ...]:
        missing = []
        applied = self._ask_database()
        if applied is None:
            missing.append("database")
        elif not expected_migrations() <= applied:
            missing.append("migrations")
        if not are_files_writable(settings.MAJLIS_FILES):
            missing.append("files")
        return tuple(missing)

    def _ask_database(self) -> frozenset[Migration] | None:
        """The applied migrations; None if the database does not answer, or not in time."""
        if self._question is not None and not self._question.done():
            return None  # the last question still waits
        self._question = self._executor.submit(applied_migrations)
        try:
            return self._question.result(DATABASE_SECONDS)
        except psycopg.errors.UndefinedTable:
            return frozenset()
        except (psycopg.Error, TimeoutError):
            return None


readiness = Readiness()
"""The readiness of this process."""
