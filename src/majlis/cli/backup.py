"""``majlis backup``: write the whole site into one file."""

from __future__ import annotations

import argparse
from pathlib import Path

from majlis.cli.check import add_real, configuration_of
from majlis.cli.output import print_bytes, readable
from majlis.cli.up import say


def add_to(rooms: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Add the command ``backup`` to the command line."""
    command = rooms.add_parser(
        "backup",
        help="back up the whole site to one file",
        description="Back up the database, files and secret key of the site to one file, with a hash "
        "of each part. It works while the site is running, and records a single moment. "
        "The file contains all data entrusted to the site: store it where only you can "
        "read it.",
        allow_abbrev=False,
    )
    add_real(command)
    command.add_argument(
        "file", metavar="FILE", help="the backup file to create; it must not exist yet"
    )
    command.set_defaults(run=run)


def run(chosen: argparse.Namespace) -> int:
    """Write the backup; return 1 if a stored file is damaged. Raises SiteError."""
    from majlis.site.backup import make_backup

    target = Path(chosen.file).expanduser().absolute()
    backup = make_backup(configuration_of(chosen), target, say)
    rows = sum(backup.manifest.rows.values())
    parts = sum(part.name.startswith("files/") for part in backup.manifest.parts)
    summary = f"{target}: {rows} rows of {len(backup.manifest.rows)} tables, {parts} files"
    print_bytes(f"{readable(summary)}\n".encode())
    for name in backup.damaged:
        say(f"The file {name} has changed since it was saved. Copy it from an earlier backup.")
    return 1 if backup.damaged else 0
