"""Runs of a Word file: text, tabs, breaks, marks, tracked changes."""

from __future__ import annotations

import re
from typing import Any

from lxml import etree

from majlis.textkit.docx_carry import to_word
from majlis.textkit.model import Revision, Run
from majlis.textkit.write.docx.parts import W

_SPACE = "{http://www.w3.org/XML/1998/namespace}space"
_DATE = re.compile(
    r"\d{4}-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12]\d|3[01])T"
    r"(?:[01]\d|2[0-3]):[0-5]\d:[0-5]\d(?:\.\d{1,6})?(?:Z|[+-](?:0\d|1[0-4]):[0-5]\d)?"
)
_PIECES = re.compile("([\t\n])")


def element(tag: str) -> Any:
    """A root element of WordprocessingML."""
    return etree.Element(f"{{{W}}}{tag}", nsmap={"w": W})


def sub(parent: Any, tag: str, **attributes: str) -> Any:
    """A new element at the end of ``parent``, its attributes in the same namespace."""
    return etree.SubElement(
        parent, f"{{{W}}}{tag}", {f"{{{W}}}{key}": value for key, value in attributes.items()}
    )


def valid_date(date: str) -> bool:
    """Whether Word takes the date (xsd:dateTime)."""
    if not _DATE.fullmatch(date) or not date.isascii():
        return False
    from datetime import date as calendar

    try:
        calendar.fromisoformat(date[:10])
    except ValueError:
        return False
    return True


class Inline:
    """Writes runs; gives each tracked change and bookmark a number of its own."""

    def __init__(self, rtl: bool) -> None:
        self._rtl = rtl
        self._next = 0

    def next_id(self) -> str:
        """A number that no other change or bookmark of the file has."""
        self._next += 1
        return str(self._next)

    def tracked(self, parent: Any, revision: Revision, op: str = "") -> Any:
        """An ``ins`` or ``del`` element with its number, author and date."""
        tag = "ins" if (op or revision.op) == "inserted" else "del"
        author = revision.author or "Majlis"  # Word demands an author
        made = sub(parent, tag, id=self.next_id(), author=author)
        if valid_date(revision.date):
            made.set(f"{{{W}}}date", revision.date)
        return made

    def wrapper(self, paragraph: Any, revision: Revision) -> Any:
        """Where runs of a revision go; a reverted one is a deletion inside an insertion."""
        if revision.reverted and revision.op == "deleted":
            paragraph = self.tracked(paragraph, revision, "inserted")
        return self.tracked(paragraph, revision)

    def run(self, paragraph: Any, run: Run) -> None:
        """One run of the model."""
        if not run.text:
            return
        holder = self.wrapper(paragraph, run.revision) if run.revision else paragraph
        made = sub(holder, "r")
        self._properties(made, run)
        deleted = run.revision is not None and run.revision.op == "deleted"
        for piece in _PIECES.split(to_word(run.text)):
            if piece == "\t":
                sub(made, "tab")
            elif piece == "\n":
                sub(made, "br")
            elif piece:
                text = sub(made, "delText" if deleted else "t")
                text.set(_SPACE, "preserve")
                text.text = piece

    def _properties(self, made: Any, run: Run) -> None:
        if not run.marks and not self._rtl:
            return
        props = sub(made, "rPr")
        if "bold" in run.marks:
            sub(props, "b")
            sub(props, "bCs")
        if "italic" in run.marks:
            sub(props, "i")
            sub(props, "iCs")
        if "strike" in run.marks:
            sub(props, "strike")
        if "underline" in run.marks:
            sub(props, "u", val="single")
        if "superscript" in run.marks:
            sub(props, "vertAlign", val="superscript")
        elif "subscript" in run.marks:
            sub(props, "vertAlign", val="subscript")
        if self._rtl:
            sub(props, "rtl")
