"""``majlis up``: start the site and keep it running."""

from __future__ import annotations

import argparse
import sys

from majlis.cli.check import configuration_of
from majlis.cli.output import readable


def add_to(rooms: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Add the command ``up`` to the command line."""
    command = rooms.add_parser(
        "up",
        help="start the site and keep it running until Ctrl-C",
        description="Start the site (database, server and worker) and keep it running until Ctrl-C. "
        "It is a demonstration with fictional people unless --real or MAJLIS_DEMO=0 is "
        "given. The address is printed on a separate line once the site responds; "
        "progress goes to standard error.",
        allow_abbrev=False,
    )
    command.add_argument(
        "--real",
        action="store_true",
        help="start a real site, initially empty, as MAJLIS_DEMO=0 does",
    )
    command.add_argument(
        "--with-parent",
        action="store_true",
        help="stop when the process that started this command ends (used by make up)",
    )
    command.set_defaults(run=run)


def run(chosen: argparse.Namespace) -> int:
    """Run the site; return the exit status. Raises SiteError if it cannot start or stay up."""
    from majlis.site.supervisor import up

    return up(configuration_of(chosen), say, chosen.with_parent)


def say(line: str) -> None:
    """Print a line of progress on standard error."""
    print(readable(line), file=sys.stderr, flush=True)
