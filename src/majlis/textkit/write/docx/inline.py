"""Runs of a Word file: text, tabs, breaks, marks, tracked changes."""

from __future__ import annotations

import re

from lxml import etree

from majlis.textkit.docx_carry import to_word
from majlis.textkit.model import Revision, Run
from majlis.textkit.write.docx.direction import stretches
from majlis.textkit.write.docx.parts import W
from majlis.textkit.xmlsafe import Element

_SPACE = "{http://www.w3.org/XML/1998/namespace}space"
_DATE = re.compile(
    r"\d{4}-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12]\d|3[01])T"
    r"(?:[01]\d|2[0-3]):[0-5]\d:[0-5]\d(?:\.\d{1,6})?(?:Z|[+-](?:0\d|1[0-4]):[0-5]\d)?"
)
_PIECES = re.compile("([\t\n])")


def element(tag: str) -> Element:
    """A root element of WordprocessingML."""
    return etree.Element(f"{{{W}}}{tag}", nsmap={"w": W})


def sub(parent: Element, tag: str, **attributes: str) -> Element:
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

    def __init__(self, language: str, rtl: bool) -> None:
        self._rtl = rtl
        # curly quotes and the like are in the fonts of both scripts: here the Chinese one is meant
        self._hint = "eastAsia" if language == "zh" else ""
        self._next = 0

    def next_id(self) -> str:
        """A number that no other change or bookmark of the file has."""
        self._next += 1
        return str(self._next)

    def tracked(
        self, parent: Element, revision: Revision, op: str = "", *, move: bool = False
    ) -> Element:
        """The element of a tracked change with its number, author and date.

        ``ins`` or ``del``; with ``move``, ``moveTo`` or ``moveFrom``.
        """
        names = ("moveTo", "moveFrom") if move else ("ins", "del")
        made = sub(parent, names[(op or revision.op) == "deleted"], id=self.next_id())
        return _signed(made, revision)

    def range_start(self, parent: Element, revision: Revision, name: str) -> tuple[str, str]:
        """Begin the range of a move; the tag and the number of its end are returned."""
        tag = "moveToRange" if revision.op == "inserted" else "moveFromRange"
        number = self.next_id()
        _signed(sub(parent, f"{tag}Start", id=number, name=name), revision)
        return f"{tag}End", number

    def wrapper(self, paragraph: Element, revision: Revision, *, move: bool = False) -> Element:
        """Where runs of a revision go; a reverted one is a deletion inside an insertion."""
        if revision.reverted and revision.op == "deleted":
            paragraph = self.tracked(paragraph, revision, "inserted")
        return self.tracked(paragraph, revision, move=move)

    def run(self, paragraph: Element, run: Run, *, move: bool = False, ltr: bool = False) -> None:
        """One run of the model. ``move``: it is part of a move; ``ltr``: of a paragraph that runs
        left to right whatever the text does.
        """
        if not run.text:
            return
        holder = self.wrapper(paragraph, run.revision, move=move) if run.revision else paragraph
        # what a move took away is still written as text (ECMA-376 part 1, 17.13.5.22)
        deleted = run.revision is not None and run.revision.op == "deleted" and not move
        said = to_word(run.text)
        for words, rtl in stretches(said) if self._rtl and not ltr else ((said, False),):
            made = sub(holder, "r")
            self._properties(made, run, rtl)
            for piece in _PIECES.split(words):
                if piece == "\t":
                    sub(made, "tab")
                elif piece == "\n":
                    sub(made, "br")
                elif piece:
                    text = sub(made, "delText" if deleted else "t")
                    text.set(_SPACE, "preserve")
                    text.text = piece

    def _properties(self, made: Element, run: Run, rtl: bool) -> None:
        if not run.marks and not rtl and not self._hint:
            return
        props = sub(made, "rPr")
        if self._hint:
            sub(props, "rFonts", hint=self._hint)
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
        if rtl:
            sub(props, "rtl")


def _signed(made: Element, revision: Revision) -> Element:
    made.set(f"{{{W}}}author", revision.author or "Majlis")  # Word demands an author
    if valid_date(revision.date):
        made.set(f"{{{W}}}date", revision.date)
    return made
