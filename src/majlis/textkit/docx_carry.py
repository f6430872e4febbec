"""What a Word file cannot hold of a text, and how it is carried beside the words.

A custom XML part names each provision by the hidden bookmark of its paragraph and holds its fields,
the cut of its wording into runs (lengths, marks, revisions) and a print of the paragraph's words.
It never holds the words themselves, so nothing that a person deletes in Word lives on in the file.
While the print still fits, the runs come back exactly; where a person edited the paragraph, the
paragraph speaks for itself.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Mapping

from majlis.textkit.carry import MARKS, integer, revision_attributes, revision_from
from majlis.textkit.model import Run, merge_runs

BOOKMARK = "_majlis_"
"""Names of our bookmarks begin so; a leading underscore hides a bookmark in Word."""

# Word has one kind of line break inside a paragraph: these are written as it.
_BREAKS = re.compile("\r\n|[\n\r\x85\u2028\u2029]")


def to_word(text: str) -> str:
    """The text as Word gives it back: each line break is a line feed."""
    return _BREAKS.sub(lambda match: "\n" * len(match[0]), text)


def fingerprint(runs: Iterable[Run]) -> str:
    """A short print of what a paragraph says and of which parts are inserted or deleted."""
    parts: list[str] = []
    last = ""
    for run in runs:
        sign = _sign(run)
        parts += [run.text] if sign == last else ["\0", sign, run.text]
        last = sign
    return hashlib.sha256("".join(parts).encode("utf-8")).hexdigest()[:16]


def _sign(run: Run) -> str:
    """What a tracked change makes of a run; a reverted insertion is in neither text."""
    if run.revision is None:
        return "="
    if run.revision.op == "inserted":
        return "+"
    return "/" if run.revision.reverted else "-"


def cut_of(runs: tuple[Run, ...]) -> list[dict[str, str]]:
    """The cut of a wording into runs; an empty list for one plain run, or none."""
    if len(runs) == 1 and not runs[0].marks and not runs[0].revision and not patches(runs[0].text):
        return []
    rows = []
    for run in runs:
        row = {"length": str(len(run.text))}
        if run.marks:
            row["marks"] = " ".join(mark for mark in MARKS if mark in run.marks)
        if run.revision:
            row["op"] = run.revision.op
            row |= revision_attributes(run.revision)
        changed = patches(run.text)
        if changed:
            row["breaks"] = changed
        rows.append(row)
    return rows


def runs_from(text: str, rows: list[Mapping[str, str]]) -> tuple[Run, ...] | None:
    """The runs of a wording from its words and its cut; None where the lengths do not fit."""
    if not rows:
        return (Run(text),) if text else ()
    runs: list[Run] = []
    at = 0
    for row in rows:
        length = integer(row.get("length"))
        piece = text[at : at + length] if length > 0 else ""
        if length <= 0 or len(piece) != length:
            return None
        at += length
        marks = frozenset(mark for mark in MARKS if mark in row.get("marks", "").split())
        op = row.get("op")
        revision = revision_from(op == "inserted", row) if op else None
        runs.append(Run(patched(piece, row.get("breaks", "")), marks, revision))
    return merge_runs(runs) if at == len(text) else None


def patches(text: str) -> str:
    """Where line breaks are other than a line feed: ``place:code point``, set apart by blanks."""
    return " ".join(
        f"{match.start() + offset}:{ord(sign)}"
        for match in _BREAKS.finditer(text)
        for offset, sign in enumerate(match[0])
        if sign != "\n"
    )


def patched(text: str, changes: str) -> str:
    """The text with its own line breaks put back."""
    if not changes:
        return text
    signs = list(text)
    for change in changes.split():
        place, _, code = change.partition(":")
        at, sign = integer(place, -1), integer(code, -1)
        if 0 <= at < len(signs) and 0 <= sign < 0x3000:
            signs[at] = chr(sign)
    return "".join(signs)
