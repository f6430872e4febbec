"""Runs of Word: each says whether it is written from right to left, and in which language."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from xml.sax.saxutils import escape, quoteattr

from majlis.paper.languages import LANGUAGES, direction_of, words
from majlis.paper.plan import clean

_HEIGHTS = {"raised": "superscript", "lowered": "subscript"}
_MARKS = {"ltr": "\u200e", "rtl": "\u200f"}
# Latin or Cyrillic in right-to-left text, from letter to letter: a run of its own, or Word turns its digits round
_WESTERN = re.compile(
    "[A-Za-z\u00c0-\u024f\u0400-\u04ff]"
    "(?:[^\u0590-\u08ff\\n]*[A-Za-z0-9\u00c0-\u024f\u0400-\u04ff])?"
)


@dataclass(frozen=True, slots=True)
class Look:
    """How a run looks. ``language``: its tag; ``right_to_left``: it is written so; ``style``: its style."""

    language: str
    right_to_left: bool
    strong: bool = False
    emphasis: bool = False
    style: str = ""
    underlined: bool = False
    struck: bool = False
    height: str = ""

    def properties(self) -> str:
        """The element of properties."""
        upright = self.language.split("-")[0] in ("ar", "zh")
        bold = self.strong or (self.emphasis and upright)
        italic = self.emphasis and not upright
        return "".join(
            [
                "<w:rPr>",
                f'<w:rStyle w:val="{self.style}"/>' if self.style else "",
                '<w:rFonts w:hint="eastAsia"/>' if self.language.startswith("zh") else "",
                "<w:b/><w:bCs/>" if bold else "",
                "<w:i/><w:iCs/>" if italic else "",
                "<w:strike/>" if self.struck else "",
                '<w:u w:val="single"/>' if self.underlined else "",
                f'<w:vertAlign w:val="{_HEIGHTS[self.height]}"/>' if self.height else "",
                "<w:rtl/>" if self.right_to_left else "",
                _tongue(self.language),
                "</w:rPr>",
            ]
        )


def _tongue(language: str) -> str:
    tag = words(language)["region"] if language in LANGUAGES else language
    kind = "val"
    if direction_of(tag) == "rtl":
        kind = "bidi"
    elif tag.startswith(("zh", "ja", "ko")):
        kind = "eastAsia"
    return f"<w:lang w:{kind}={quoteattr(tag)}/>"


def look_of(language: str) -> Look:
    """The look of plain words of a document in a language."""
    return Look(language, direction_of(language) == "rtl")


def text_runs(text: str, look: Look) -> str:
    """Words as runs; in right-to-left text western words have their own."""
    return "".join(_run(piece, part) for piece, part in _pieces(clean(text), look))


def apart(text: str, look: Look, direction: str) -> str:
    """Words of the other direction, marked on both sides for programs that do not go by runs."""
    mark = _MARKS[direction]
    lines = clean(text).split("\n")
    return _run("\n".join(f"{mark}{line}{mark}" for line in lines), look)


def direction_mark() -> str:
    """The mark that keeps a number and the call of a footnote behind it apart from right to left."""
    return "<w:r><w:rPr><w:rtl/></w:rPr><w:t>\u200f</w:t></w:r>"


def _pieces(text: str, look: Look) -> Iterator[tuple[str, Look]]:
    if not look.right_to_left:
        yield text, look
        return
    at = 0
    for found in _WESTERN.finditer(text):
        yield text[at : found.start()], look
        yield found.group(), replace(look, right_to_left=False)
        at = found.end()
    yield text[at:], look


def _run(text: str, look: Look) -> str:
    if not text:
        return ""
    lines = "<w:br/>".join(_line(line) for line in text.split("\n"))
    return f"<w:r>{look.properties()}{lines}</w:r>"


def _line(line: str) -> str:
    shown = line.replace("\t", " ")
    return f'<w:t xml:space="preserve">{escape(shown)}</w:t>' if shown else ""


def field(instruction: str, shown: str, look: Look) -> str:
    """A field of Word with what it shows until it is worked out."""
    form = look.properties()
    return (
        f'<w:r>{form}<w:fldChar w:fldCharType="begin"/></w:r>'
        f'<w:r>{form}<w:instrText xml:space="preserve"> {instruction} </w:instrText></w:r>'
        f'<w:r>{form}<w:fldChar w:fldCharType="separate"/></w:r>'
        f"<w:r>{form}<w:t>{escape(shown)}</w:t></w:r>"
        f'<w:r>{form}<w:fldChar w:fldCharType="end"/></w:r>'
    )
