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
        help="make a site from a backup, in a fresh folder",
        description="Verify a backup, then make its site in a folder that is empty or not there yet. "
        "A demonstration stays one, and so does a real site. Start it with MAJLIS_DATA set to that "
        "folder. Where DATABASE_URL is set, the database is filled there, and must be empty.",
        allow_abbrev=False,
    )
    command.add_argument("file", metavar="FILE", help="a file that majlis backup made")
    command.add_argument(
        "--into", metavar="FOLDER", required=True, help="the folder that the site is made in"
    )
    command.set_defaults(run=run)


def run(chosen: argparse.Namespace) -> int:
    """Restore the backup. Raises SiteError if it is damaged or the folder is not empty."""
    from majlis.site.configuration import load_configuration
    from majlis.site.restore import restore_backup

    folder = Path(chosen.into).expanduser().absolute()
    manifest = restore_backup(
        load_configuration(os.environ), Path(chosen.file).expanduser(), folder, say
    )
    real = "" if manifest.kind == "demo" else " DEMO=0"
    print_bytes(f"{readable(f'Restored. Start it: make up{real} MAJLIS_DATA={folder}')}\n".encode())
    return 0
