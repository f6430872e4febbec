"""``majlis tour``: show the text engine at work on the sample texts, as tables."""

from __future__ import annotations

import argparse
import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from majlis.cli.output import print_bytes, readable
from majlis.textkit.errors import TextError

if TYPE_CHECKING:
    from majlis.textkit.align import Alignment
    from majlis.textkit.compare import Comparison
    from majlis.textkit.mandates import MandateList
    from majlis.textkit.model import Text

BEFORE = "tidal-gardens.2024.en.txt"
AFTER = "tidal-gardens.2026.en.docx"
OTHER_LANGUAGE = "tidal-gardens.2026.ar.txt"
WIDTHS = (15, 11, 50)  # with two separators of two spaces, 80 columns
NEAR = 16
# Control characters that would change the direction of a whole row.
_DIRECTING = re.compile("[\u202a-\u202e\u2066-\u2069]")
_ISOLATE, _POP = "\N{FIRST STRONG ISOLATE}", "\N{POP DIRECTIONAL ISOLATE}"


def add_to(rooms: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Add the command ``tour`` to the command line."""
    command = rooms.add_parser(
        "tour",
        help="show the results of the text engine for the sample texts",
        description="Read the sample texts and print the results of the engine: structure, tracked "
        "changes, differences between two versions, mandates, and the alignment of two "
        "languages.",
        allow_abbrev=False,
    )
    command.add_argument(
        "folder",
        nargs="?",
        default="samples",
        metavar="FOLDER",
        help="the folder of the sample texts (default: samples)",
    )
    command.set_defaults(run=run)


def run(chosen: argparse.Namespace) -> int:
    """Print the tour of a folder of samples. Raises TextError if a sample is missing."""
    folder = Path(chosen.folder)
    missing = [name for name in (BEFORE, AFTER, OTHER_LANGUAGE) if not (folder / name).is_file()]
    if missing:
        raise TextError(
            f"The sample {missing[0]} is not in {folder}.",
            "Run the tour from the top folder of the repository, or name the folder of samples.",
        )
    for line in tour(folder):
        print_bytes(readable(line).encode() + b"\n")
    return 0


def tour(folder: Path) -> Iterator[str]:
    """The lines of the tour."""
    from majlis.textkit.align import align
    from majlis.textkit.compare import compare
    from majlis.textkit.mandates import mandates
    from majlis.textkit.read import read_file

    with_changes = read_file(folder / AFTER, view="keep")
    new = read_file(folder / AFTER, view="accept")
    old = read_file(folder / BEFORE, view="accept")
    other = read_file(folder / OTHER_LANGUAGE, view="accept")
    yield from _heading(f"Structure of {AFTER}", f"majlis text read {folder / AFTER}")
    yield from table(("provision", "kind", "text"), structure(new), WIDTHS)
    yield from _heading("Tracked changes", f"majlis text read --changes keep {folder / AFTER}")
    yield from table(("provision", "change", "text"), tracked(with_changes), WIDTHS)
    yield from _heading(
        f"From {BEFORE} to {AFTER}", f"majlis text compare {folder / BEFORE}", folder / AFTER
    )
    comparison = compare(old, new)
    yield f"similarity {round(comparison.similarity, 4):.2f}"
    yield from table(("provision", "change", "text"), differences(comparison), WIDTHS)
    yield from _heading("Mandates", f"majlis text mandates {folder / AFTER}")
    yield from table(("addressee", "force, due date", "action"), asked(mandates(new)), (17, 30, 29))
    yield from _heading(
        "English and Arabic side by side",
        f"majlis text align {folder / AFTER}",
        folder / OTHER_LANGUAGE,
    )
    aligned = align(new, other)
    yield from table(("English", "score", "Arabic"), beside(aligned, new, other), (35, 5, 36))
    for difference in aligned.differences:
        yield f"  {difference.kind}: {difference.a} | {difference.b}"
    yield ""


def structure(text: Text) -> Iterator[tuple[str, str, str]]:
    """A row for each provision: id, kind, label and text."""
    for provision in text.walk():
        yield provision.id, provision.kind, f"{provision.label} {provision.text}".strip()


def tracked(text: Text) -> Iterator[tuple[str, str, str]]:
    """A row for each provision with tracked changes: insertions as {+text+}, deletions as [-text-]."""
    from majlis.textkit.model import spans_of

    for provision in text.walk():
        if provision.change:
            yield provision.id, provision.change, marked(spans_of(provision.runs))


def differences(comparison: Comparison) -> Iterator[tuple[str, str, str]]:
    """A row for each provision that differs between the versions."""
    for change in comparison.changes:
        if change.op != "equal":
            yield ", ".join(change.new or change.old), change.op, marked(change.spans)


def asked(found: MandateList) -> Iterator[tuple[str, str, str]]:
    """A row for each mandate: addressees, force and due date, action."""
    for mandate in found.mandates:
        when = mandate.deadline or mandate.occasion or mandate.recurrence or ""
        yield (
            ", ".join(mandate.actors),
            ", ".join(filter(None, (mandate.force, when))),
            mandate.action or "",
        )


def beside(aligned: Alignment, one: Text, other: Text) -> Iterator[tuple[str, str, str]]:
    """A row for each pair of provisions, with the text of both."""
    ones, others = one.by_id(), other.by_id()
    for a, b, score in aligned.pairs:
        yield (
            ones[a].text if a else "(none)",
            "" if score is None else f"{score:.2f}",
            others[b].text if b else "(none)",
        )


def marked(spans: Iterable[Sequence[str]]) -> str:
    """Spans as text: insertions as {+text+}, deletions as [-text-], with shortened context."""
    signs = {"+": "{{+{}+}}", "-": "[-{}-]"}
    spans = list(spans)
    pieces = []
    for place, (op, words) in enumerate(spans):
        if op != "=":
            pieces.append(signs[op].format(words))
        elif place == 0:
            pieces.append(_shortened(words, 0, NEAR))
        elif place == len(spans) - 1:
            pieces.append(_shortened(words, NEAR, 0))
        else:
            pieces.append(_shortened(words, NEAR, NEAR))
    return "".join(pieces)


def _shortened(words: str, first: int, last: int) -> str:
    """The first and the last characters of a text, cut between words if the text is long."""
    if len(words) <= first + last + NEAR // 2:
        return words
    head = words[:first].rpartition(" ")[0] + " " if first else ""
    tail = " " + words[len(words) - last :].partition(" ")[2] if last else ""
    return f"{head}…{tail}"


def table(
    heads: Sequence[str], rows: Iterable[Sequence[str]], widths: Sequence[int]
) -> Iterator[str]:
    """The lines of a table; a cell that is too long is cut with an ellipsis."""
    yield "  ".join(_cell(head, width) for head, width in zip(heads, widths, strict=True)).rstrip()
    yield "  ".join("-" * width for width in widths)
    for row in rows:
        cells = (_cell(cell, width) for cell, width in zip(row, widths, strict=True))
        yield "  ".join(cells).rstrip()


def _cell(words: str, width: int) -> str:
    """A text in exactly ``width`` columns, isolated if it has right-to-left characters."""
    words = _DIRECTING.sub("", readable(" ".join(words.split())))
    shown, used = "", 0
    for character in words:
        step = columns(character)
        if used + step > width - 1 and columns(words[len(shown) :]) > width - used:
            shown, used = shown + "…", used + 1
            break
        shown, used = shown + character, used + step
    if any(unicodedata.bidirectional(character) in ("R", "AL") for character in shown):
        shown = f"{_ISOLATE}{shown}{_POP}"
    return shown + " " * (width - used)


def columns(words: str) -> int:
    """The width of a text in columns of a terminal: combining marks have none, wide characters two."""
    return sum(
        0
        if unicodedata.category(sign) in ("Mn", "Me", "Cf")
        else 2
        if unicodedata.east_asian_width(sign) in ("W", "F")
        else 1
        for sign in words
    )


def _heading(title: str, *command: object) -> Iterator[str]:
    """A title, and the command with the same result, with each file on a line continued by a backslash."""
    yield ""
    yield title
    yield "=" * columns(title)
    for index, words in enumerate(command):
        continuation = " \\" if index < len(command) - 1 else ""
        yield f"{'    ' if index else '$ '}{words}{continuation}"
    yield ""
