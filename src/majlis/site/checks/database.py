"""Checks of the database: version, extensions, tables, privileges of the application's role."""

from __future__ import annotations

import time
from collections.abc import Iterator

from majlis.site import privileges
from majlis.site.checks.result import OK, WARNING, WRONG, CheckResult
from majlis.site.configuration import Configuration
from majlis.site.database_setup import EXTENSIONS

MIN_VERSION = 160000
MAX_CLOCK_DRIFT = 5.0  # seconds between two clocks
MAX_NOTIFICATION_WAIT = 2.0  # seconds
CHECK_CHANNEL = "majlis_check"
DURABILITY_SETTINGS = ("fsync", "full_page_writes", "synchronous_commit")


def check_database(configuration: Configuration) -> Iterator[CheckResult]:
    """Check the database as the application's role; stop at the first problem that prevents the rest."""
    from django.db import DatabaseError, OperationalError, connection

    try:
        connection.ensure_connection()
    except OperationalError as error:
        yield CheckResult(
            "database",
            WRONG,
            f"the application cannot connect ({' '.join(str(error).split())})",
            "Start the site with make up, or correct DATABASE_URL.",
        )
        return
    yield from server()
    yield extensions()
    yield database_clock()
    yield notifications()
    try:
        yield migrations()
        yield application_privileges(configuration)
    except DatabaseError as error:
        message = " ".join(str(error).split())
        yield CheckResult(
            "tables", WRONG, message, "Start the site with make up, which creates the tables."
        )


def _query(sql: str) -> list[tuple[object, ...]]:
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute(sql)
        rows: list[tuple[object, ...]] = cursor.fetchall()
    return rows


def server() -> Iterator[CheckResult]:
    """Check version, encoding, and whether committed transactions are durable."""
    from django.db import connection

    number = connection.info.server_version if hasattr(connection, "info") else 0
    number = number or connection.connection.info.server_version
    release = f"PostgreSQL {number // 10000}.{number % 10000}"
    encoding = str(_query("show server_encoding")[0][0])
    if number < MIN_VERSION:
        yield CheckResult("database", WRONG, release, "Use PostgreSQL 16 or later.")
    elif encoding != "UTF8":
        yield CheckResult(
            "database", WRONG, f"the encoding is {encoding}", "Create the database with UTF8."
        )
    else:
        yield CheckResult("database", OK, f"{release}, UTF-8")
    disabled = [name for name in DURABILITY_SETTINGS if _query(f"show {name}")[0][0] == "off"]
    if disabled:
        yield CheckResult(
            "durability",
            WRONG,
            f"{', '.join(disabled)} off: a power failure could erase saved data",
            "Turn it on in the configuration of the database.",
        )
    else:
        yield CheckResult("durability", OK, "confirmed changes are on the disk")


def extensions() -> CheckResult:
    """Check whether the required extensions are installed."""
    installed = {row[0] for row in _query("select extname from pg_extension")}
    missing = [name for name in EXTENSIONS if name not in installed]
    if missing:
        return CheckResult(
            "extensions",
            WRONG,
            f"missing: {', '.join(missing)}",
            "As a superuser: " + " ".join(f"create extension {name};" for name in missing),
        )
    return CheckResult("extensions", OK, ", ".join(EXTENSIONS))


def database_clock() -> CheckResult:
    """Check whether the clocks of this machine and of the database agree."""
    before = time.time()
    database_time = _query("select extract(epoch from clock_timestamp())::float8")[0][0]
    drift = abs(float(str(database_time)) - (before + time.time()) / 2)
    if drift > MAX_CLOCK_DRIFT:
        return CheckResult(
            "database clock",
            WRONG,
            f"{drift:.0f} seconds from the clock of this machine",
            "Set both clocks with the same time service (NTP).",
        )
    return CheckResult("database clock", OK, f"{drift:.1f} seconds from the clock of this machine")


def notifications() -> CheckResult:
    """Check whether live pages hear of changes: not through a pooler in transaction mode."""
    import psycopg
    from django.db import connection

    from majlis.commons.live.database import listening_parameters

    try:
        with psycopg.connect(**listening_parameters(), autocommit=True) as listener:
            listener.execute(f"LISTEN {CHECK_CHANNEL}")
            with connection.cursor() as cursor:
                cursor.execute(f"NOTIFY {CHECK_CHANNEL}")
            heard = next(listener.notifies(timeout=MAX_NOTIFICATION_WAIT, stop_after=1), None)
    except psycopg.OperationalError as error:
        return CheckResult(
            "live pages",
            WRONG,
            f"no connection to listen ({' '.join(str(error).split())})",
            "Correct DATABASE_DIRECT_URL.",
        )
    if heard is None:
        return CheckResult(
            "live pages",
            WRONG,
            "the database sends no notifications: a pooler is in between",
            "Name the database itself in DATABASE_DIRECT_URL.",
        )
    return CheckResult("live pages", OK, "the database sends notifications")


def migrations() -> CheckResult:
    """Check whether all migrations of this code are applied, and no unknown ones."""
    from django.db import connection
    from django.db.migrations.executor import MigrationExecutor

    executor = MigrationExecutor(connection)
    loader = executor.loader
    plan = executor.migration_plan(loader.graph.leaf_nodes())
    applied = loader.applied_migrations or {}
    unknown = [
        key
        for key in applied
        if key not in loader.disk_migrations and key[0] in loader.migrated_apps
    ]
    if unknown:
        return CheckResult(
            "migrations",
            WRONG,
            f"the database was changed by a newer release ({'.'.join(unknown[0])})",
            "Run that release, or restore a backup made by this release.",
        )
    if plan:
        return CheckResult(
            "migrations",
            WRONG,
            f"steps still to be performed: {len(plan)}; the first is in {plan[0][0]}",
            "Start the site with make up, which performs them.",
        )
    return CheckResult("migrations", OK, "all tables match this release")


def application_privileges(configuration: Configuration) -> CheckResult:
    """Check whether the application's role cannot change the audit."""
    excess = privileges.excess_privileges()
    if not excess:
        return CheckResult(
            "audit", OK, "the application can add entries to the audit log, but cannot change it"
        )
    what = f"the application's role {excess[0].role} {', '.join(each.what for each in excess)}"
    if configuration.own_cluster:
        return CheckResult(
            "audit", WRONG, what, "Start the site with make up, which sets the rights."
        )
    return CheckResult(
        "audit",
        WARNING,
        what,
        "Give the application a separate role in DATABASE_URL, and name the owner of the "
        "tables in DATABASE_OWNER_URL.",
    )
