"""Tracked changes of a Word file that no word of the text carries, as notes."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby

from majlis.textkit.model import Block, Note, Revision, change_of
from majlis.textkit.read.docx.content import DocxContent

_UNKNOWN = "an unknown author"
_Found = tuple[str, Revision, int]  # what changed, by whom, and in which paragraph of the file


def unsaid_notes(content: DocxContent, shown: Sequence[Block]) -> list[Note]:
    """A note of each change in ``content`` that the text will not show.

    ``shown``: its blocks with the marks that the text keeps (``structure.marks``). What is told are
    paragraphs without words, paragraph marks, blanks around the words of a paragraph (kind
    ``blank``: one note for neighbours alike), and what ``formatting_notes`` tells.
    """
    notes = formatting_notes(content)
    every = (found for pair in zip(content.blocks, shown, strict=True) for found in _unsaid(*pair))
    for (what, revision), group in groupby(every, key=lambda found: found[:2]):
        lines = [line for _, _, line in group]
        count = f"{len(lines)} times: " if len(lines) > 1 else ""
        notes.append(Note("blank", f"{count}{what} {_by(revision)}", line=lines[0]))
    return notes


def formatting_notes(content: DocxContent) -> list[Note]:
    """One note of all the changes that alter no text, with their authors; none where there is none."""
    if not content.formatting_changes:
        return []
    who = ", ".join(content.formatting_authors) or _UNKNOWN
    said = f"tracked changes to formatting only: {content.formatting_changes}"
    return [Note("formatting", f"{said}, by {who}")]


def _unsaid(block: Block, shown: Block) -> Iterator[_Found]:
    """The changes of one paragraph that neither its words nor its mark in the text say."""
    words = [at for at, run in enumerate(block.runs) if run.text.strip()]
    first, last = (words[0], words[-1]) if words else (len(block.runs), -1)
    told = {run.revision for run in block.runs[first : last + 1]}
    blanks = (run for at, run in enumerate(block.runs) if not first <= at <= last)
    for revision in dict.fromkeys(run.revision for run in blanks):
        if revision is not None and revision not in told and (words or revision != block.mark):
            yield "spaces around a paragraph", revision, block.line
    mark = block.mark
    if mark is None or shown.mark is not None or change_of(block.runs) == mark.op:
        return
    place = " in a table" if block.hint == "table" else ""
    what = "a paragraph mark" if words else "an empty paragraph"
    yield what + place, mark, block.line


def _by(revision: Revision) -> str:
    done = "moved" if revision.moved else "inserted" if revision.op == "inserted" else "deleted"
    if revision.reverted:
        done = "inserted and deleted"
    who = revision.author or _UNKNOWN
    return f"{done} by {who}" + (f", {revision.date}" if revision.date else "")
