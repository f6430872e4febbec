"""``majlis text``: the text engine on the command line.

Each command prints one JSON object per line, in the order of its files. A file with an error gives a line
with ``file`` and ``error``; the command goes on with the others, and the exit status is 1.
"""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Callable
from typing import TYPE_CHECKING

from majlis.cli.files import document, open_amendments, open_text
from majlis.cli.output import Outputs, attempt, complain, json_line, print_bytes, print_error
from majlis.textkit.errors import TextError

if TYPE_CHECKING:
    from majlis.textkit.model import Text

SUFFIXES = {"json": ".json", "akn": ".xml", "docx": ".docx", "html": ".html", "md": ".md"}
# Formats of which several documents cannot be joined in one file, unlike JSON lines and Markdown.
_ONE_DOCUMENT_EACH = frozenset({"akn", "docx", "html"})

_LANGUAGE_HELP = "language of the text: ar, zh, en, fr, ru or es (default: detected)"
_FILE_HELP = "a .docx, Akoma Ntoso .xml, .html, .md or plain text file, or - for standard input"
_OUTPUT_HELP = (
    "output file; or a folder (an existing one, or a name that ends with /) for one file "
    "per input (default: standard output)"
)


def add_to(rooms: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Add the command ``text`` and its subcommands to the command line."""
    room = rooms.add_parser(
        "text",
        help="read, compare, align and amend texts; find mandates",
        description="Read the structure of texts, compare versions, find mandates, align languages "
        "and apply amendments.",
        epilog="Each command prints one JSON object per line. A file that cannot be read gives "
        "a line with its name and the error; the other files are processed, and the exit "
        "status is 1.",
        allow_abbrev=False,
    )
    commands = room.add_subparsers(title="commands", metavar="COMMAND", required=True)
    _add_read(commands)
    _add_compare(commands)
    _add_mandates(commands)
    _add_align(commands)
    _add_amend(commands)


def _add_read(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    command = commands.add_parser(
        "read",
        help="read the structure of files",
        description="Read each file into a tree of provisions: title, preamble, operative part and "
        "annexes, with labels, numbers, verbs and tracked changes.",
        allow_abbrev=False,
    )
    command.add_argument("files", nargs="+", metavar="FILE", help=_FILE_HELP)
    command.add_argument(
        "--changes",
        choices=("accept", "reject", "keep"),
        default="keep",
        help="tracked changes: accept for the new text, reject for the old text, keep for "
        "both (default: keep)",
    )
    _add_form(command, tuple(SUFFIXES), "JSON lines, Akoma Ntoso, Word, HTML or Markdown")
    command.set_defaults(run=run_read)


def _add_compare(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    command = commands.add_parser(
        "compare",
        help="compare two versions of a text",
        description="Align the provisions of two versions, including moved, split, merged and "
        "renumbered ones, then compare their wording. Tracked changes in the files are "
        "accepted.",
        allow_abbrev=False,
    )
    command.add_argument("old", metavar="OLD", help=f"the older version: {_FILE_HELP}")
    command.add_argument("new", metavar="NEW", help="the newer version, in the same formats")
    command.add_argument(
        "--author",
        default="Majlis",
        metavar="NAME",
        help="author of the tracked changes in Word, which have the time of the comparison "
        "(default: Majlis)",
    )
    _add_form(command, ("json", "html", "docx"), "JSON, an HTML page, or Word with tracked changes")
    command.set_defaults(run=run_compare)


def _add_mandates(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    command = commands.add_parser(
        "mandates",
        help="find mandates: addressees, actions and due dates",
        description="Find the mandates in each file: addressees, verb, force, action, deliverable, "
        "recipients, due date and recurrence, each with its source in the text. Tracked "
        "changes in the files are accepted.",
        allow_abbrev=False,
    )
    command.add_argument("files", nargs="+", metavar="FILE", help=_FILE_HELP)
    command.add_argument("--language", metavar="xx", help=_LANGUAGE_HELP)
    command.set_defaults(run=run_mandates)


def _add_align(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    command = commands.add_parser(
        "align",
        help="align two language versions",
        description="Pair the provisions of two language versions of a text and report omissions and "
        "differences. Tracked changes in the files are accepted.",
        allow_abbrev=False,
    )
    command.add_argument("file_a", metavar="FILE_A", help=f"one language version: {_FILE_HELP}")
    command.add_argument(
        "file_b", metavar="FILE_B", help="the other language version, in the same formats"
    )
    command.add_argument("--language-a", metavar="xx", help=_LANGUAGE_HELP)
    command.add_argument("--language-b", metavar="xx", help="language of the other text")
    command.set_defaults(run=run_align)


def _add_amend(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    command = commands.add_parser(
        "amend",
        help="apply amendments to a text",
        description="Apply amendments (add, replace, delete, move) to a base text. Amendments that "
        "exclude one another are not applied: they are conflicts for people to settle. "
        "JSON includes the conflicts; with other formats, each is a line on standard "
        "error, and the exit status is 1 although the document is written. Tracked "
        "changes in the base text are accepted.",
        allow_abbrev=False,
    )
    command.add_argument("base", metavar="BASE", help=f"the text to amend: {_FILE_HELP}")
    command.add_argument(
        "amendments",
        metavar="AMENDMENTS",
        help="a JSON list of amendments in UTF-8, or - for standard input",
    )
    command.add_argument(
        "--brackets",
        action="store_true",
        help="show disputed wording in the text as [present wording] [Author: other wording]",
    )
    command.add_argument(
        "--renumber",
        action="store_true",
        help="renumber lists whose items changed; references to them remain unchanged",
    )
    command.add_argument(
        "--redline",
        action="store_true",
        help="output the base text with each amendment as a tracked change by its author, not "
        "the consolidated text; JSON always contains both",
    )
    _add_form(command, tuple(SUFFIXES), "one JSON line, Akoma Ntoso, Word, HTML or Markdown")
    command.set_defaults(run=run_amend)


def _add_form(command: argparse.ArgumentParser, forms: tuple[str, ...], what: str) -> None:
    """Add the options for the language of a text, and for the format and target of the output."""
    command.add_argument("--language", metavar="xx", help=_LANGUAGE_HELP)
    command.add_argument(
        "--format",
        choices=forms,
        default="json",
        help=f"output format: {what} (default: json)",
    )
    command.add_argument("--output", metavar="FILE_OR_FOLDER", help=_OUTPUT_HELP)


def run_read(chosen: argparse.Namespace) -> int:
    """``majlis text read``: print each file as JSON, or as a document of another format."""

    def work(file: str) -> bytes:
        from majlis.textkit.model import as_dict
        from majlis.textkit.views import settled

        text = open_text(file, chosen.changes, chosen.language)
        if chosen.format == "json":
            return json_line(as_dict(text))
        return document(text if chosen.changes == "keep" else settled(text), chosen.format)

    return each_file(chosen.files, work, chosen.format, chosen.output)


def run_mandates(chosen: argparse.Namespace) -> int:
    """``majlis text mandates``: print the mandates of each file as a JSON line."""

    def work(file: str) -> bytes:
        from majlis.textkit.mandates import mandates

        result = mandates(open_text(file, "accept", chosen.language)).as_dict()
        return json_line({"file": file} | result | {"file": file})

    return each_file(chosen.files, work, "json", None)


def run_compare(chosen: argparse.Namespace) -> int:
    """``majlis text compare``: print the changes from the old version to the new one."""

    def work(old: Text, new: Text) -> bytes:
        from majlis.textkit.compare import compare, redline

        comparison = compare(old, new)
        if chosen.format == "json":
            return json_line(comparison.as_dict())
        if chosen.format == "html":  # the page shows neither author nor time of changes
            return document(redline(comparison), "html")
        return document(redline(comparison, chosen.author, _now()), "docx")

    languages = (chosen.language, chosen.language)
    return two_files((chosen.old, chosen.new), work, chosen.format, chosen.output, languages)


def run_align(chosen: argparse.Namespace) -> int:
    """``majlis text align``: print the aligned provisions of two language versions."""

    def work(one: Text, other: Text) -> bytes:
        from majlis.textkit.align import align

        return json_line(align(one, other).as_dict())

    languages = (chosen.language_a, chosen.language_b)
    return two_files((chosen.file_a, chosen.file_b), work, "json", None, languages)


def run_amend(chosen: argparse.Namespace) -> int:
    """``majlis text amend``: print the consolidated text or the redline, and the conflicts.

    It reads base and amendments even if the first one is invalid, to report all errors in one run.
    """
    from majlis.textkit.amend import apply
    from majlis.textkit.views import settled

    pair = (chosen.base, chosen.amendments)
    if pair == ("-", "-"):
        raise TextError("Only one of the two files can be standard input.", "Name the other file.")
    outputs = Outputs(chosen.output, SUFFIXES[chosen.format], list(pair))
    _refuse_mixing(outputs, chosen.format, 1)
    base, base_error = attempt(open_text, chosen.base, "accept", chosen.language)
    amendments, amendments_error = attempt(open_amendments, chosen.amendments)
    for file, error in zip(pair, (base_error, amendments_error), strict=True):
        if error:
            _report(file, error, chosen.format, chosen.output)
    if base is None or amendments is None:
        return 1
    options = {"brackets": chosen.brackets, "renumber": chosen.renumber}
    outcome, error = attempt(lambda: apply(base, amendments, **options))
    if outcome is None:
        _report(chosen.amendments, error, chosen.format, chosen.output)
        return 1

    def work() -> bytes:
        if chosen.format == "json":
            return json_line(outcome.as_dict())
        shown = outcome.redline if chosen.redline else settled(outcome.text)
        return document(shown, chosen.format)

    _, error = attempt(lambda: outputs.write(chosen.base, work()))
    if error:
        _report(chosen.base, error, chosen.format, chosen.output)
        return 1
    if chosen.format == "json":
        return 0  # the conflicts are in the result
    for conflict in outcome.conflicts:
        print_error({"file": chosen.amendments, "conflict": conflict.as_dict()})
    return int(bool(outcome.conflicts))


def each_file(files: list[str], work: Callable[[str], bytes], form: str, place: str | None) -> int:
    """Call ``work`` for each file and write its result; return the exit status."""
    outputs = Outputs(place, SUFFIXES[form], files)
    _refuse_mixing(outputs, form, len(files))
    one_file = place is not None and not outputs.folder
    gathered: list[bytes] = []
    failed = False

    def step(file: str) -> None:
        data = work(file)
        if one_file:
            gathered.append(data)
        else:
            outputs.write(file, data)

    for file in files:
        _, error = attempt(step, file)
        if error:
            failed = True
            _report(file, error, form, place)
    if gathered:
        outputs.write(files[0], b"".join(gathered))
    return int(failed)


def two_files(
    pair: tuple[str, str],
    work: Callable[[Text, Text], bytes],
    form: str,
    place: str | None,
    languages: tuple[str | None, str | None],
) -> int:
    """Read both files, call ``work`` and write its result; return the exit status.

    It reads both files even if the first one is invalid, to report all errors in one run.
    """
    outputs = Outputs(place, SUFFIXES[form], list(pair))
    _refuse_mixing(outputs, form, 1)
    texts: list[Text] = []
    for file, language in zip(pair, languages, strict=True):
        text, error = attempt(open_text, file, "accept", language)
        if error or text is None:
            _report(file, error, form, place)
        else:
            texts.append(text)
    if len(texts) < 2:
        return 1
    _, error = attempt(lambda: outputs.write(pair[1], work(*texts)))
    if error:
        _report(pair[1], error, form, place)
        return 1
    return 0


def _now() -> str:
    """The time in UTC as ISO 8601; SOURCE_DATE_EPOCH overrides it for reproducible output.

    Raises TextError if SOURCE_DATE_EPOCH is invalid.
    """
    from datetime import UTC, datetime

    fixed = os.environ.get("SOURCE_DATE_EPOCH")
    try:
        moment = datetime.now(UTC) if fixed is None else datetime.fromtimestamp(int(fixed), UTC)
    except (ValueError, OverflowError, OSError) as error:
        raise TextError(
            "SOURCE_DATE_EPOCH is not a valid time.",
            "Set it to a whole number of seconds since 1970, or unset it.",
        ) from error
    return moment.strftime("%Y-%m-%dT%H:%M:%SZ")


def _refuse_mixing(outputs: Outputs, form: str, count: int) -> None:
    """Raise TextError before any work if several documents would go into one file, or a Word file to a terminal."""
    if form in _ONE_DOCUMENT_EACH and count > 1 and not outputs.folder:
        raise TextError(
            f"{count} files cannot be written as one {form} document.",
            "Use --output FOLDER/ to get one document for each file.",
        )
    if form == "docx" and outputs.place is None and sys.stdout.isatty():
        raise TextError(
            "A Word file cannot be shown in a terminal.",
            "Use --output FILE.docx, or send the output to a file.",
        )


def _report(file: str, error: str, form: str, place: str | None) -> None:
    """Print an error line: among JSON lines on standard output, else on standard error."""
    if form == "json" and place is None:
        print_bytes(json_line({"file": file, "error": error}))
    else:
        complain(file, error)
