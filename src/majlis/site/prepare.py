"""Brings a site to the state that this code needs: tables, rights, static files, profile, first people.

Run by the supervisor as the role that owns the tables. Each line printed is progress; a line that
begins with ``link`` and a tab is shown to the person at the end, one with ``refused`` says why not.
"""

from __future__ import annotations

import os
import sys
from importlib import import_module
from importlib.util import find_spec

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
        _say(f"refused\t{error}")
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
    _say("Loading the profile")
    call_command("load_profile", verbosity=0)
    if configuration.demo:
        _say("Inviting fictional people")
        invite_fictional_people()
    elif link := first_administrators_link(configuration):
        _say(
            f"link\tTo become the first administrator, open this link; it works once:\nlink\t{link}"
        )


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


def invite_fictional_people() -> None:
    """Let each room that has a ``demonstration`` make its fictional records; people come last, since
    they hold roles for what the rooms made.
    """
    from django.conf import settings

    from majlis.parties.accounts import demonstration

    for room in settings.ROOMS:
        name = f"{room}.demonstration"
        load_records = getattr(import_module(name), "load", None) if find_spec(name) else None
        if load_records is not None:
            load_records()
    demonstration.load_people()


def first_administrators_link(configuration: Configuration) -> str:
    """The link that makes the first administrator; "" where there is one already."""
    from majlis.kernel.actor import Actor
    from majlis.kernel.errors import WrongState
    from majlis.parties.accounts import actions

    try:
        path = actions.offer_first_administrator(Actor.as_system("start"))
    except WrongState:
        return ""
    return f"{configuration.public_address}{path}"


if __name__ == "__main__":
    os.umask(0o077)
    sys.exit(main())
