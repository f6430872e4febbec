"""Prepares a site for this code: migrations, privileges, static files, profile, demonstration data.

It waits for the database, without limit. Of several servers that start at once one prepares, and the others
wait for it.

The supervisor runs it as the role that owns the tables. Each printed line is progress; a line that begins
with ``link`` and a tab holds a link that is shown at the end, a line with ``refused`` and a tab the reason
of a failure.
"""

from __future__ import annotations

import os
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

from majlis.site import parent_death
from majlis.site.configuration import Configuration, load_configuration
from majlis.site.errors import SiteError
from majlis.site.progress import CountedProgress

if TYPE_CHECKING:
    from django.db.migrations.migration import Migration

FIRST_PAUSE, LONGEST_PAUSE = 0.5, 3.0
"""Seconds between two attempts to reach the database."""
PREPARATION_LOCK = 7_121_991_210_031
"""The number of the lock that one server holds while it prepares the database; any number will do."""


def main() -> int:
    """Prepare the site of the configuration; return the exit status."""
    import django

    parent_death.forbid_reading()  # the address of the database's owner is in its environment
    configuration = load_configuration()
    django.setup()
    wait_for_database()
    try:
        with turn_to_prepare():
            prepare(configuration, unchanged="--unchanged" in sys.argv[1:])
    except SiteError as error:
        _say(f"refused\t{error}")
        return 1
    return 0


def prepare(configuration: Configuration, unchanged: bool = False) -> None:
    """Run all steps in order; a step without work does nothing. Raises SiteError.

    ``unchanged``: this machine did it before with the same code; if the database has all tables of this code,
    nothing is left to do.
    """
    from django.core.management import call_command

    from majlis.portal.demonstration.story import load_demonstration
    from majlis.site import installation, privileges

    installation.refuse_other_kind(configuration)
    installation.refuse_other_key(configuration)
    installation.refuse_unreleased_register()
    if unchanged and installation.is_recorded() and not _migration_plan():
        installation.record_kind(configuration)  # it also compares the folder of files
        return
    _migrate()
    installation.record_kind(configuration)
    privileges.grant_privileges(configuration)
    _say("Collecting style sheets and scripts")
    call_command("collectstatic", interactive=False, verbosity=0)
    _say("Loading the profile")
    call_command("load_profile", verbosity=0)
    if configuration.demo:
        load_demonstration(report=_say)
    else:
        for line in first_administrator_link(configuration):
            _say(f"link\t{line}")


def _say(line: str) -> None:
    print(line, flush=True)


def wait_for_database() -> None:
    """Wait until the database can be reached, and say what is in the way."""
    from django.db import OperationalError, connection

    said, pause = "", FIRST_PAUSE
    while True:
        try:
            connection.ensure_connection()
        except OperationalError as error:
            reason = " ".join(str(error).split())
            if reason != said:
                said = reason
                _say(f"Waiting for the database: {reason}")
            time.sleep(pause)
            pause = min(pause * 2, LONGEST_PAUSE)
        else:
            return


@contextmanager
def turn_to_prepare() -> Iterator[None]:
    """Hold the right to prepare the database; another server that prepares it now is waited for.

    The lock is one of a transaction, which a pooler of connections in between passes on.
    """
    from django.db import connection

    turn = connection.get_new_connection(connection.get_connection_params())
    try:
        turn.autocommit = False
        turn.execute("set local idle_in_transaction_session_timeout = 0")
        row = turn.execute("select pg_try_advisory_xact_lock(%s)", [PREPARATION_LOCK]).fetchone()
        if not row[0]:
            _say("Waiting for another server, which is preparing the database")
            turn.execute("select pg_advisory_xact_lock(%s)", [PREPARATION_LOCK])
        yield
    finally:
        turn.close()


def _migration_plan() -> list[tuple[Migration, bool]]:
    from django.db import connection
    from django.db.migrations.executor import MigrationExecutor

    executor = MigrationExecutor(connection)
    plan: list[tuple[Migration, bool]] = executor.migration_plan(executor.loader.graph.leaf_nodes())
    return plan


def _migrate() -> None:
    from django.core.management import call_command
    from django.core.management.commands.migrate import Command

    plan = _migration_plan()
    if not plan:
        return
    counted = CountedProgress("Creating tables", len(plan), _say)

    class Migrate(Command):
        """The command of Django, which also counts its steps."""

        def migration_progress_callback(
            self, action: str, migration: Migration | None = None, fake: bool = False
        ) -> None:
            """Count a migration that was applied."""
            if action == "apply_success":
                counted.advance()

    call_command(Migrate(), interactive=False, verbosity=0)


def first_administrator_link(configuration: Configuration) -> list[str]:
    """What to print of the link for the first administrator; nothing if there is an administrator already.

    A start leaves a link that still works as it is, also one that another server printed.
    """
    from majlis.kernel.actor import Actor
    from majlis.kernel.errors import WrongState
    from majlis.parties.accounts.actions import people

    try:
        link = people.offer_first_administrator(Actor.as_system("start"))
    except WrongState:
        return []
    if link.path:
        return [
            "To become the first administrator, open this link. It works once:",
            f"{configuration.public_address}{link.path}",
        ]
    made, ends = (f"{moment:%Y-%m-%d %H:%M} UTC" for moment in (link.made_at, link.expires_at))
    return [
        f"The link for the first administrator was given on {made}, and works until {ends}.",
        "For another link, run: majlis make-administrator ADDRESS --real",
    ]


if __name__ == "__main__":
    os.umask(0o077)
    sys.exit(main())
