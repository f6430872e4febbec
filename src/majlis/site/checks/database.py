"""Checks of the database: version, extensions, tables, what the application's role may do."""

from __future__ import annotations

import time
from collections.abc import Iterator

from majlis.site import rights
from majlis.site.checks.finding import OK, WARNING, WRONG, Finding
from majlis.site.configuration import Configuration
from majlis.site.provision import EXTENSIONS

OLDEST = 160000
FARTHEST = 5.0  # seconds between two clocks
DURABLE = ("fsync", "full_page_writes", "synchronous_commit")


def look(configuration: Configuration) -> Iterator[Finding]:
    """Look at the database as the application's role; stop at the first thing that bars the rest."""
    from django.db import DatabaseError, OperationalError, connection

    try:
        connection.ensure_connection()
    except OperationalError as error:
        yield Finding(
            "database",
            WRONG,
            f"it does not let the application in ({' '.join(str(error).split())})",
            "Start the site with make up, or correct DATABASE_URL.",
        )
        return
    yield from server()
    yield extensions()
    yield database_clock()
    try:
        yield migrations()
        yield privileges(configuration)
    except DatabaseError as error:
        words = " ".join(str(error).split())
        yield Finding("tables", WRONG, words, "Start the site with make up, which makes tables.")


def _ask(question: str) -> list[tuple[object, ...]]:
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute(question)
        rows: list[tuple[object, ...]] = cursor.fetchall()
    return rows


def server() -> Iterator[Finding]:
    """Version, encoding, and whether it keeps what it acknowledged."""
    from django.db import connection

    number = connection.info.server_version if hasattr(connection, "info") else 0
    number = number or connection.connection.info.server_version
    release = f"PostgreSQL {number // 10000}.{number % 10000}"
    encoding = str(_ask("show server_encoding")[0][0])
    if number < OLDEST:
        yield Finding("database", WRONG, release, "Use PostgreSQL 16 or later.")
    elif encoding != "UTF8":
        yield Finding(
            "database", WRONG, f"its encoding is {encoding}", "Make the database with UTF8."
        )
    else:
        yield Finding("database", OK, f"{release}, UTF-8")
    loose = [name for name in DURABLE if _ask(f"show {name}")[0][0] == "off"]
    if loose:
        yield Finding(
            "durability",
            WRONG,
            f"{', '.join(loose)} off: a power cut would lose what people were told is kept",
            "Turn it on in the database's configuration.",
        )
    else:
        yield Finding("durability", OK, "what is acknowledged is on the disk")


def extensions() -> Finding:
    """Whether the extensions that searching needs are there."""
    there = {row[0] for row in _ask("select extname from pg_extension")}
    missing = [name for name in EXTENSIONS if name not in there]
    if missing:
        return Finding(
            "extensions",
            WRONG,
            f"missing: {', '.join(missing)}",
            "As a superuser: " + " ".join(f"create extension {name};" for name in missing),
        )
    return Finding("extensions", OK, ", ".join(EXTENSIONS))


def database_clock() -> Finding:
    """Whether the clocks of this machine and of the database agree."""
    before = time.time()
    told = _ask("select extract(epoch from clock_timestamp())::float8")[0][0]
    apart = abs(float(str(told)) - (before + time.time()) / 2)
    if apart > FARTHEST:
        return Finding(
            "database clock",
            WRONG,
            f"it is {apart:.0f} seconds from the clock of this machine",
            "Set both clocks by the same time service (NTP).",
        )
    return Finding("database clock", OK, f"{apart:.1f} seconds from the clock of this machine")


def migrations() -> Finding:
    """Whether the tables are those that this code expects."""
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
        return Finding(
            "migrations",
            WRONG,
            f"the database was changed by a newer release ({'.'.join(unknown[0])})",
            "Run that release, or restore a backup made by this one.",
        )
    if plan:
        return Finding(
            "migrations",
            WRONG,
            f"{len(plan)} steps are still to be done, first {plan[0][0]}",
            "Start the site with make up, which does them.",
        )
    return Finding("migrations", OK, "all tables are as this release needs them")


def privileges(configuration: Configuration) -> Finding:
    """Whether the audit is out of the application's reach."""
    found = rights.weaknesses()
    if not found:
        return Finding(
            "audit", OK, "the application can add to the audit, and change nothing in it"
        )
    what = f"the application's role {found[0].role} {', '.join(each.what for each in found)}"
    if configuration.own_cluster:
        return Finding("audit", WRONG, what, "Start the site with make up, which sets the rights.")
    return Finding(
        "audit",
        WARNING,
        what,
        "Give the application a role of its own in DATABASE_URL, and name the owner of the tables in "
        "DATABASE_OWNER_URL.",
    )
