"""The command ``majlis`` with all its subcommands.

This module imports little, because ``majlis --version`` and ``majlis --help`` load it. A subcommand imports
what it needs when it runs.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from typing import NoReturn

from majlis.cli import accounts, backup, bring, check, restore, text, tour, up
from majlis.cli.output import debugging, defect, let_output_go, readable
from majlis.site.errors import SiteError
from majlis.textkit.errors import TextError

FAILED = 1
INTERRUPTED = 130
PIPE_CLOSED = 141


class Parser(argparse.ArgumentParser):
    """An argument parser whose errors are one line that refers to the help."""

    def error(self, message: str) -> NoReturn:
        """Print one line on standard error and exit with status 2."""
        self.exit(2, f"{self.prog}: {message}. See: {self.prog} --help\n")


class Version(argparse.Action):
    """Prints the version of the installed package, which is looked up only for this option."""

    def __call__(self, parser: argparse.ArgumentParser, *unused: object) -> NoReturn:
        """Print ``majlis`` and its version, and exit."""
        from importlib.metadata import version

        print(f"majlis {version('majlis')}")
        parser.exit()


def build_parser() -> argparse.ArgumentParser:
    """The parser of the whole command line."""
    parser = Parser(
        prog="majlis",
        description="Follow up the decisions of conferences: read texts, compare versions and find "
        "mandates.",
        epilog="Help on a command: majlis text --help, majlis text read --help.",
        allow_abbrev=False,
    )
    parser.add_argument(
        "--version", action=Version, nargs=0, help="print the version of majlis and exit"
    )
    rooms = parser.add_subparsers(title="commands", metavar="COMMAND", required=True)
    for room in (up, check, backup, restore, accounts, bring, text, tour):
        room.add_to(rooms)
    return parser


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command; return the exit status.

    0 success; 1 an error, reported on one line; 2 an invalid command line; 130 interrupted by the
    keyboard; 141 the reader of standard output closed it.
    """
    try:
        chosen = build_parser().parse_args(arguments)
        status: int = chosen.run(chosen)
        sys.stdout.flush()
    except KeyboardInterrupt:
        return INTERRUPTED
    except (TextError, SiteError) as error:
        print(f"majlis: {readable(str(error))}", file=sys.stderr)
        try:
            sys.stdout.flush()
        except OSError:
            let_output_go()
        return FAILED
    except BrokenPipeError:
        let_output_go()
        return PIPE_CLOSED
    except Exception as error:
        if debugging():
            raise
        print(f"majlis: {readable(defect(error))}", file=sys.stderr)
        return FAILED
    return status
