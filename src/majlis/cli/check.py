"""``majlis check``: check the site, and say how to mend problems."""

from __future__ import annotations

import argparse
import os
from dataclasses import asdict
from typing import TYPE_CHECKING

from majlis.cli.output import json_line, print_bytes, readable

if TYPE_CHECKING:
    from majlis.site.configuration import Configuration


def add_to(rooms: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Add the command ``check`` to the command line."""
    command = rooms.add_parser(
        "check",
        help="report problems of the site and how to correct them",
        description="Check settings, disk, folder, clock, mail, database, extensions, migrations, "
        "rights on the audit log, server, worker, tasks and files. Report the state of "
        "each and how to correct problems. It works whether or not the site is running. "
        "The exit status is 1 if a state is wrong.",
        allow_abbrev=False,
    )
    add_real(command)
    command.add_argument("--json", action="store_true", help="print one JSON object per line")
    command.set_defaults(run=run)


def add_real(command: argparse.ArgumentParser) -> None:
    """Add the option ``--real`` to a command."""
    command.add_argument(
        "--real",
        action="store_true",
        help="use the real site, not the demonstration, as MAJLIS_DEMO=0 does",
    )


def configuration_of(chosen: argparse.Namespace) -> Configuration:
    """The configuration for the options of a command. Raises SiteError."""
    from majlis.site.configuration import load_configuration

    environ = dict(os.environ)
    if chosen.real:
        environ["MAJLIS_DEMO"] = "0"
    return load_configuration(environ)


def run(chosen: argparse.Namespace) -> int:
    """Print the results; return 1 if any of them is WRONG."""
    from majlis.site.account_process import become_account_of
    from majlis.site.checks import WRONG, run_checks

    status = 0
    configuration = configuration_of(chosen)
    become_account_of(configuration, create=False)
    for result in run_checks(configuration):
        if chosen.json:
            print_bytes(json_line(asdict(result)))
        else:
            print_bytes(f"{result.state:8} {result.name:15} {readable(result.what)}\n".encode())
            if result.mend:
                print_bytes(f"{'':24} {readable(result.mend)}\n".encode())
        if result.state == WRONG:
            status = 1
    return status
