"""``majlis restore``: restore a site from a backup."""

from __future__ import annotations

import argparse
import os
from pathlib import Path

from majlis.cli.output import print_bytes, readable
from majlis.cli.up import say


def add_to(rooms: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Add the command ``restore`` to the command line."""
    command = rooms.add_parser(
        "restore",
        help="restore a site from a backup, in a new folder",
        description="Verify a backup, then restore its site in a folder that is empty or does not "
        "exist yet. A demonstration remains a demonstration, and a real site a real "
        "site. To start it, set MAJLIS_DATA to that folder. If DATABASE_URL or MAJLIS_FILES "
        "is set, that database or folder is filled; it must be empty.",
        allow_abbrev=False,
    )
    command.add_argument(
        "file",
        metavar="FILE",
        help="a file created by majlis backup, or its address in a bucket (s3://bucket/name)",
    )
    command.add_argument(
        "--into", metavar="FOLDER", required=True, help="the folder for the restored site"
    )
    command.add_argument(
        "--identity",
        metavar="FILE",
        help="the secret key of an encrypted backup, in a file of age; if the file has a "
        "passphrase, it is asked for",
    )
    command.set_defaults(run=run)


def run(chosen: argparse.Namespace) -> int:
    """Restore the backup. Raises SiteError if it is damaged or the folder is not empty."""
    from majlis.site.configuration import load_configuration
    from majlis.site.restore import restore_backup

    folder = Path(chosen.into).expanduser().absolute()
    source = chosen.file
    if not source.startswith("s3:"):
        source = str(Path(source).expanduser())
    identity = Path(chosen.identity).expanduser() if chosen.identity else None
    manifest = restore_backup(load_configuration(os.environ), source, folder, say, identity)
    real = "" if manifest.kind == "demo" else " DEMO=0"
    print_bytes(
        f"{readable(f'Site restored. Start it with: make up{real} MAJLIS_DATA={folder}')}\n".encode()
    )
    return 0
