"""Brings a site to the state that this code needs: tables, rights, static files, profile, first people.

Run by the supervisor as the role that owns the tables. Each line printed is progress; a line that
begins with ``link`` and a tab is shown to the person at the end.
"""

from __future__ import annotations

import os
import sys
from importlib.util import find_spec
from typing import Any

from majlis.site.configuration import Configuration, load
from majlis.site.errors import SiteError


def main() -> int:
    """Prepare the site of the configuration; the exit status."""
    import django

    configuration = load()
    django.setup()
    try:
        prepare(configuration)
    except SiteError as error:
        print(error, flush=True)
        return 1
    return 0


def prepare(configuration: Configuration) -> None:
    """All steps, in order; each does nothing where there is nothing to do. Raises SiteError."""
    from django.core.management import call_command

    from majlis.site import marks, rights

    marks.refuse_other_kind(configuration)
    _migrate()
    marks.keep(configuration)
    rights.grant(configuration)
    _say("Gathering style sheets and fonts")
    call_command("collectstatic", interactive=False, verbosity=0)
    _run_if_there("load_profile", "Loading the profile")
    if configuration.demo:
        _run_if_there("demonstration", "Inviting fictional people")
    else:
        _offer_first_administrator()


def _say(line: str) -> None:
    print(line, flush=True)


def _migrate() -> None:
    from django.core.management import call_command
    from django.db import connection
    from django.db.migrations.executor import MigrationExecutor

    executor = MigrationExecutor(connection)
    plan = executor.migration_plan(executor.loader.graph.leaf_nodes())
    if plan:
        _say(f"Making tables ({len(plan)} steps)")
        call_command("migrate", interactive=False, verbosity=0)


def _run_if_there(command: str, words: str) -> None:
    from django.core.management import call_command, get_commands

    if command in get_commands():
        _say(words)
        call_command(command, verbosity=0)


def _offer_first_administrator() -> None:
    if find_spec("majlis.parties") is None:
        return
    from majlis.parties import actions

    offered: Any = actions.offer_first_administrator()
    if offered:
        _say(f"link\tTo become the first administrator, open this link (it works once): {offered}")


if __name__ == "__main__":
    os.umask(0o077)
    sys.exit(main())
