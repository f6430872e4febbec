"""What looks odd in a text as a whole, where no reader doubted a single line: a person should look there."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from majlis.textkit.model import Note, Provision, Text
from majlis.textkit.structure.contents import is_entry

_MOST_HEADINGS = 7
"""Headings in a row, without a paragraph between: more of them are a list."""
_COUNTED = ("operative", "paragraph")


def oddities(text: Text) -> list[Note]:
    """Notes of kind "doubt", each at its provision; those on the whole text, without one."""
    walked = list(text.walk())
    return [
        *_unnamed(text),
        *(
            _doubt("This heading ends in a number, like a line of a table of contents.", each)
            for each in walked
            if each.kind in ("heading", "annex") and is_entry(each.text)
        ),
        *_heading_runs(walked),
        *_gaps(text.provisions),
    ]


def _doubt(message: str, provision: Provision | None = None) -> Note:
    return Note("doubt", message, provision.id if provision else "")


def _unnamed(text: Text) -> Iterator[Note]:
    """A text of no known kind, and those in the same file that nothing names."""
    if text.kind in ("", "text"):
        yield _doubt("The kind of the text was not detected.")
    by_id = text.by_id()
    for part in text.parts:
        if part.root and not part.symbol and not part.title:
            yield _doubt("This separate text has neither symbol nor title.", by_id.get(part.root))


def _heading_runs(walked: Iterable[Provision]) -> Iterator[Note]:
    run: list[Provision] = []
    for each in (*walked, None):
        if each is not None and each.kind == "heading":
            run.append(each)
        elif each is None or each.kind != "footnote":
            if len(run) > _MOST_HEADINGS:
                words = f"Headings in a row from this line: {len(run)}. They may be a list."
                yield _doubt(words, run[0])
            run = []


def _gaps(siblings: Sequence[Provision]) -> Iterator[Note]:
    """Paragraphs side by side whose numbers do not follow one another.

    A count may begin anew, and two may run side by side, as those of sections and of paragraphs do.
    """
    counts: list[int] = []  # the last number of each, the latest at the end
    for each in siblings:
        if each.kind in _COUNTED and each.change != "deleted" and each.number.isdecimal():
            number = int(each.number)
            if number - 1 in counts:
                counts.remove(number - 1)
            elif counts and number != 1:
                yield _doubt(f"Number {number} is not the next number after {counts[-1]}.", each)
            counts.append(number)
        yield from _gaps(each.children)
