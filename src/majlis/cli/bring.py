"""``majlis import``: many texts brought in by one command, with progress, gone on with where it ended."""

from __future__ import annotations

import argparse
import os
import sys
import time
from pathlib import Path
from typing import Any

from majlis.cli.check import add_real, configuration_of
from majlis.cli.output import json_line, print_bytes
from majlis.textkit.errors import TextError

STATES = ("draft", "proposed", "adopted", "in_force", "superseded", "not_adopted")


def add_to(rooms: Any) -> None:
    """Hang ``import`` on the command line."""
    command = rooms.add_parser(
        "import",
        help="bring texts into the site",
        description="Read files (.docx, Akoma Ntoso .xml, .html, .md, plain text; folders with all in "
        "them) and keep each as an import that a person looks at; with --publish each becomes a text at "
        "once. A file that was published before is known by its content and passed over, so the same "
        "command goes on where it was ended.",
        epilog="One JSON object a line says what became of each file: published, read, known or failed "
        "with the reason. Progress is on standard error. The exit status is 1 where a file failed.",
        allow_abbrev=False,
    )
    command.add_argument("files", nargs="+", metavar="FILE", help="a file or a folder")
    command.add_argument("--publish", action="store_true", help="publish what was read, unseen")
    command.add_argument(
        "--language",
        choices=("ar", "zh", "en", "fr", "ru", "es"),
        default="",
        help="language of the texts; found from the words if left out",
    )
    command.add_argument("--state", choices=STATES, help="state of the versions (default: draft)")
    command.add_argument("--body", metavar="SLUG", help="the body of all, as its address ends")
    command.add_argument("--kind", help="the kind of all, such as resolution")
    command.add_argument(
        "--jobs",
        type=int,
        default=0,
        metavar="N",
        help="how many read at a time (default: one a core)",
    )
    command.add_argument("--quiet", action="store_true", help="no progress")
    add_real(command)
    command.set_defaults(run=run)


def run(chosen: argparse.Namespace) -> int:
    """Bring the files in; 1 where one failed."""
    from majlis.site.athand import database_at_hand, set_up_django

    configuration = configuration_of(chosen)
    with database_at_hand(configuration):
        set_up_django(configuration)
        return bring_in(chosen)


def bring_in(chosen: argparse.Namespace) -> int:
    """The same, with a database that answers."""
    from majlis.instruments.batch import Wanted, bring, files_in
    from majlis.kernel.actor import Actor

    paths = list(files_in(Path(each) for each in chosen.files))
    wanted = Wanted(chosen.publish, chosen.language, _values(chosen))
    jobs = chosen.jobs if chosen.jobs > 0 else os.cpu_count() or 1
    begun, failed = time.monotonic(), 0
    for count, outcome in enumerate(bring(Actor.as_system("import"), paths, wanted, jobs), 1):
        failed += outcome.status == "failed"
        print_bytes(json_line(outcome.as_dict()))
        if not chosen.quiet:
            _progress(count, len(paths), failed, time.monotonic() - begun)
    if not chosen.quiet:
        sys.stderr.write("\n")
    return 1 if failed else 0


def _progress(count: int, total: int, failed: int, seconds: float) -> None:
    """A line that writes itself over on a terminal; elsewhere one for each hundred files."""
    rate = count / seconds if seconds else 0.0
    left = (total - count) / rate if rate else 0.0
    line = f"{count} of {total}, {failed} failed, {rate:.1f} a second, {left:.0f} seconds left"
    if sys.stderr.isatty():
        sys.stderr.write(f"\r{line:<78}")
        sys.stderr.flush()
    elif count % 100 == 0 or count == total:
        sys.stderr.write(f"{line}\n")


def _values(chosen: argparse.Namespace) -> dict[str, Any]:
    """What is said of all files. Raises TextError where a body or a kind is not known."""
    from majlis.instruments.kinds import InstrumentKind
    from majlis.parties.models import Body

    values: dict[str, Any] = {}
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
                f"There is no body '{chosen.body}'.", "Look at how the address of its page ends."
            )
        values["body"] = body
    return values
