"""``majlis backup``: write the whole site into one file, by hand or as scheduled."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import TYPE_CHECKING

from majlis.cli.check import add_real, configuration_of
from majlis.cli.output import print_bytes, readable
from majlis.cli.up import say

if TYPE_CHECKING:
    from majlis.site.configuration import Configuration


def add_to(rooms: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Add the command ``backup`` to the command line."""
    command = rooms.add_parser(
        "backup",
        help="back up the whole site to one file",
        description="Back up the database, files and secret key of the site to one file, with a hash "
        "of each part. It works while the site is running, and records a single moment. "
        "The file contains all data entrusted to the site: store it where only you can "
        "read it, or set MAJLIS_BACKUP_KEY, and it is encrypted.",
        allow_abbrev=False,
    )
    add_real(command)
    action = command.add_mutually_exclusive_group(required=True)
    action.add_argument(
        "file", metavar="FILE", nargs="?", help="the backup file to create; it must not exist yet"
    )
    action.add_argument(
        "--now", action="store_true", help="make the scheduled backup now, in MAJLIS_BACKUP_TO"
    )
    action.add_argument(
        "--list", action="store_true", help="list the scheduled backups in MAJLIS_BACKUP_TO"
    )
    action.add_argument(
        "--new-key",
        metavar="FILE",
        help="create a key pair: the secret key in this file, the public key on standard output",
    )
    command.set_defaults(run=run)


def run(chosen: argparse.Namespace) -> int:
    """Do what the options ask; return 1 if a stored file is damaged. Raises SiteError."""
    if chosen.new_key:
        return create_key(Path(chosen.new_key).expanduser())
    from majlis.site.account_process import become_account_of

    configuration = configuration_of(chosen)
    if chosen.now:
        become_account_of(configuration, create=False)
        return back_up_now(configuration)
    if chosen.list:
        become_account_of(configuration, create=False)
        return list_all(configuration)
    return back_up_to(configuration, Path(chosen.file).expanduser().absolute())


def back_up_to(configuration: Configuration, target: Path) -> int:
    """Write a backup to a file; return 1 if a stored file is damaged."""
    from majlis.site.backup import make_backup

    backup = make_backup(configuration, target, say)
    _print(f"{target}: {backup.rows} rows of {backup.tables} tables, {backup.files} files")
    for name in backup.damaged:
        say(f"The file {name} has changed since it was saved. Copy it from an earlier backup.")
    return 1 if backup.damaged else 0


def back_up_now(configuration: Configuration) -> int:
    """Make the scheduled backup; return 1 if it has an error."""
    from majlis.site.command_database import running_database, set_up_django

    with running_database(configuration, say):
        set_up_django(configuration)
        from majlis.site.scheduled_backups import run_backup

        made = run_backup(configuration, say)
        _print(f"{made.address} ({made.size} bytes)")
        if made.error:
            say(made.error)
        return 1 if made.error else 0


def list_all(configuration: Configuration) -> int:
    """Print the address, time and size of each scheduled backup, oldest first."""
    from majlis.site.command_database import running_database, set_up_django

    with running_database(configuration, say):
        set_up_django(configuration)
        from majlis.site.scheduled_backups import list_backups

        for saved in list_backups(configuration):
            _print(f"{saved.address}  {saved.made_at.isoformat()}  {saved.size} bytes")
    return 0


def create_key(path: Path) -> int:
    """Create a key pair; print the public key."""
    from majlis.site.backup_encryption import create_identity

    public = create_identity(path)
    _print(public)
    say(f"Set MAJLIS_BACKUP_KEY to this public key. Keep {path} away from the site, and copy it.")
    return 0


def _print(line: str) -> None:
    print_bytes(f"{readable(line)}\n".encode())
