"""``majlis import``: import many texts with progress; the same command resumes after an interruption."""

from __future__ import annotations

import argparse
import os
import sys
import time
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from majlis.cli.check import add_real, configuration_of
from majlis.cli.output import debugging, defect, json_line, print_bytes, readable
from majlis.textkit.errors import TextError

if TYPE_CHECKING:
    from majlis.instruments.imports.targets import DestinationValues

STATES = ("draft", "proposed", "adopted", "in_force", "superseded", "not_adopted", "issued")
SAID_AFTER = 2.0
"""Seconds between two lines of progress if standard error is no terminal."""


def add_to(rooms: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Add the command ``import`` to the command line."""
    command = rooms.add_parser(
        "import",
        help="import texts into the site",
        description="Import files (.docx, Akoma Ntoso .xml, .html, .md, plain text) and all files in "
        "folders. Each becomes an import for a person to check; with --publish, it is "
        "published at once, completely or not at all. Files are recognized by their "
        "content, so the same command resumes an interrupted import. Files imported or "
        "corrected by a person are not published without a check.",
        epilog="One JSON object per line gives the outcome of each file: published, read, "
        "known, or failed with the reason. Progress, and a list of failed files at the "
        "end, go to standard error. The exit status is 1 if a file failed. Under root, "
        "the account of the site reads the files.",
        allow_abbrev=False,
    )
    command.add_argument("files", nargs="+", metavar="FILE", help="a file or a folder")
    command.add_argument("--publish", action="store_true", help="publish the texts without a check")
    command.add_argument(
        "--language",
        choices=("ar", "zh", "en", "fr", "ru", "es"),
        default="",
        help="language of the texts (default: detected)",
    )
    command.add_argument(
        "--state",
        choices=STATES,
        help="state of the versions (default: as stated in each text, otherwise draft)",
    )
    command.add_argument(
        "--body", metavar="SLUG", help="the body of all texts: the end of the address of its page"
    )
    command.add_argument("--kind", help="the kind of all texts, such as resolution")
    command.add_argument(
        "--jobs",
        type=_number,
        metavar="N",
        help="number of files read at the same time (default: one per processor core)",
    )
    command.add_argument("--quiet", action="store_true", help="do not show progress")
    add_real(command)
    command.set_defaults(run=run)


def _number(words: str) -> int:
    if not (words.isascii() and words.isdecimal() and 1 <= int(words) <= 64):
        raise argparse.ArgumentTypeError("enter a number from 1 to 64")
    return int(words)


def run(chosen: argparse.Namespace) -> int:
    """Import the files; return 1 if one failed. Raises SiteError, and TextError before any import."""
    from majlis.instruments.imports.reader_pool import list_files
    from majlis.site.account_process import become_account_of
    from majlis.site.command_database import running_database, set_up_django

    configuration = configuration_of(chosen)
    become_account_of(configuration, create=False)
    paths = list(list_files(Path(each) for each in chosen.files))
    if not paths:
        raise TextError("No files found.", "Name files, or folders that contain files.")
    with running_database(configuration):
        set_up_django(configuration)
        return bring_in(chosen, paths)


def bring_in(chosen: argparse.Namespace, paths: Sequence[Path]) -> int:
    """Import the files with a running database."""
    from django.db import OperationalError

    from majlis.instruments.imports.bulk import BulkOptions, import_files, single_run
    from majlis.kernel.actor import Actor
    from majlis.kernel.errors import Fault
    from majlis.site.errors import SiteError

    options = BulkOptions(
        chosen.publish,
        chosen.language,
        _values(chosen),
        explain=None if debugging() else defect,
    )
    failed: list[tuple[str, str]] = []
    progress = Progress(len(paths), chosen.quiet)
    try:
        with single_run():
            actor = Actor.as_system("import")
            for outcome in import_files(actor, paths, options, chosen.jobs or os.cpu_count() or 1):
                if outcome.status == "failed":
                    failed.append((outcome.file, outcome.error))
                print_bytes(json_line(outcome.as_dict()))
                progress.one_more(len(failed))
    except Fault as fault:
        raise SiteError(str(fault.what), str(fault.mend)) from fault
    except OperationalError as error:
        raise SiteError(
            "The database no longer responds.",
            "Completed imports are saved. Start the site and run the same command again.",
        ) from error
    progress.end()
    _list(failed, len(paths))
    return 1 if failed else 0


class Progress:
    """A progress line on standard error: overwritten on a terminal, else printed every two seconds."""

    def __init__(self, total: int, quiet: bool) -> None:
        self.total = total
        self.quiet = quiet
        self.count = 0
        self.begun = self.said = time.monotonic()

    def one_more(self, failed: int) -> None:
        """Count one file, and print the progress if it is time."""
        self.count += 1
        now = time.monotonic()
        watched = sys.stderr.isatty()
        last = self.count == self.total
        if self.quiet or not (watched or last or now - self.said >= SAID_AFTER):
            return
        self.said = now
        rate = self.count / max(now - self.begun, 0.001)
        left = (self.total - self.count) / rate
        line = (
            f"{self.count} of {self.total}, {failed} failed, {rate:.1f} per second, "
            f"{left:.0f} seconds left"
        )
        sys.stderr.write(f"\r{line:<78}" if watched else f"{line}\n")
        sys.stderr.flush()

    def end(self) -> None:
        """End the line on a terminal."""
        if not self.quiet and sys.stderr.isatty():
            sys.stderr.write("\n")


def _list(failed: Sequence[tuple[str, str]], total: int) -> None:
    """Print the failed files with their errors on standard error."""
    if failed:
        lines = [f"{len(failed)} of {total} files failed:"]
        lines += [f"  {readable(file)}: {readable(error)}" for file, error in failed]
        sys.stderr.write("\n".join(lines) + "\n")


def _values(chosen: argparse.Namespace) -> DestinationValues:
    """The values for all files. Raises TextError for an unknown body or kind."""
    from majlis.instruments.models.choices import InstrumentKind
    from majlis.parties.models import Body

    values: DestinationValues = {}
    if chosen.state:
        values["state"] = chosen.state
    if chosen.kind:
        if chosen.kind not in InstrumentKind.values:
            raise TextError(
                f"There is no kind '{chosen.kind}'.",
                f"Use one of {', '.join(InstrumentKind.values)}.",
            )
        values["kind"] = chosen.kind
    if chosen.body:
        body = Body.objects.filter(slug=chosen.body).first()
        if body is None:
            raise TextError(
                f"There is no body '{chosen.body}'.", "Use the end of the address of its page."
            )
        values["body"] = body
    return values
