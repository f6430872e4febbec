"""The command ``majlis``: every room hangs its subcommands here.

This module stays light: it is what ``majlis --version`` and ``majlis --help`` cost. What a
subcommand needs is imported when that subcommand runs.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from typing import NoReturn

from majlis.cli import backup, bring, check, restore, text, tour, up
from majlis.cli.output import debugging, defect, let_output_go, readable
from majlis.site.errors import SiteError
from majlis.textkit.errors import TextError

FAILED = 1
INTERRUPTED = 130
PIPE_CLOSED = 141


class Parser(argparse.ArgumentParser):
    """An argument parser whose complaint is one line that says where help is."""

    def error(self, message: str) -> NoReturn:
        """Print one line on standard error and exit with status 2."""
        self.exit(2, f"{self.prog}: {message}. See: {self.prog} --help\n")


class Version(argparse.Action):
    """Prints the version of the installed package; looks it up only when it is asked for."""

    def __call__(self, parser: argparse.ArgumentParser, *unused: object) -> NoReturn:
        """Print ``majlis`` and its version, and exit."""
        from importlib.metadata import version

        print(f"majlis {version('majlis')}")
        parser.exit()


def build_parser() -> argparse.ArgumentParser:
    """The whole command line, with a help line for each command and option."""
    parser = Parser(
        prog="majlis",
        description="Follow what conferences decide: read their texts, compare versions, find "
        "who is asked to do what.",
        epilog="Each command explains itself: majlis text --help, majlis text read --help.",
        allow_abbrev=False,
    )
    parser.add_argument(
        "--version", action=Version, nargs=0, help="print the version of majlis and exit"
    )
    rooms = parser.add_subparsers(title="commands", metavar="COMMAND", required=True)
    for room in (up, check, backup, restore, bring, text, tour):
        room.add_to(rooms)
    return parser


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command; return the exit status.

    0 all done; 1 something could not be done, and a line said what; 2 the command line was wrong;
    130 stopped by the keyboard; 141 the reader of our output went away.
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
