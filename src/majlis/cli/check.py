"""``majlis check``: what is wrong with the site, and how to mend it."""

from __future__ import annotations

import argparse
import os
from dataclasses import asdict
from typing import Any

from majlis.cli.output import json_line, print_bytes, readable


def add_to(rooms: Any) -> None:
    """Hang ``redeem_token`` on the command line."""
    command = rooms.add_parser(
        "check",
        help="say what is wrong with the site and how to mend it",
        description="Look at settings, disk, folder, clock, mail, database, extensions, migrations, "
        "the rights on the audit, server, worker, tasks and files, and say for each whether it is in "
        "order and how to mend it. It works while the site runs and while it does not. The exit "
        "status is 1 where something is wrong.",
        allow_abbrev=False,
    )
    add_real(command)
    command.add_argument("--json", action="store_true", help="print one JSON object a line")
    command.set_defaults(run=run)


def add_real(command: argparse.ArgumentParser) -> None:
    """Give a command the option that chooses the real site."""
    command.add_argument(
        "--real",
        action="store_true",
        help="the real site, and not the demonstration, as MAJLIS_DEMO=0 does",
    )


def configuration_of(chosen: argparse.Namespace) -> Any:
    """The configuration that a command works on. Raises SiteError."""
    from majlis.site.configuration import load_configuration

    environ = dict(os.environ)
    if chosen.real:
        environ["MAJLIS_DEMO"] = "0"
    return load_configuration(environ)


def run(chosen: argparse.Namespace) -> int:
    """Print what was found; 1 where something is wrong."""
    from majlis.site.checks import WRONG, run_checks

    worst = 0
    for found in run_checks(configuration_of(chosen)):
        if chosen.json:
            print_bytes(json_line(asdict(found)))
        else:
            print_bytes(f"{found.state:8} {found.name:15} {readable(found.what)}\n".encode())
            if found.mend:
                print_bytes(f"{'':24} {readable(found.mend)}\n".encode())
        if found.state == WRONG:
            worst = 1
    return worst
