"""Prepares a site for this code: migrations, privileges, static files, profile, demonstration data.

The supervisor runs it as the role that owns the tables. Each printed line is progress; a line that begins
with ``link`` and a tab holds a link that is shown at the end, a line with ``refused`` and a tab the reason
of a failure.
"""

from __future__ import annotations

import os
import sys

from majlis.site.configuration import Configuration, load_configuration
from majlis.site.errors import SiteError
from majlis.site.progress import CountedProgress


def main() -> int:
    """Prepare the site of the configuration; return the exit status."""
    import django

    configuration = load_configuration()
    django.setup()
    try:
        prepare(configuration)
    except SiteError as error:
        _say(f"refused\t{error}")
        return 1
    return 0


def prepare(configuration: Configuration) -> None:
    """Run all steps in order; a step without work does nothing. Raises SiteError."""
    from django.core.management import call_command

    from majlis.portal.demonstration.story import load_demonstration
    from majlis.site import installation, privileges

    installation.refuse_other_kind(configuration)
    installation.refuse_unreleased_register()
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


def _migrate() -> None:
    from django.core.management import call_command
    from django.core.management.commands.migrate import Command
    from django.db import connection
    from django.db.migrations.executor import MigrationExecutor
    from django.db.migrations.migration import Migration

    executor = MigrationExecutor(connection)
    plan = executor.migration_plan(executor.loader.graph.leaf_nodes())
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
