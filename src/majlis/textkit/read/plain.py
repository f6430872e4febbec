"""Plain text to blocks: one block a line, or a paragraph where lines are wrapped.

Also takes apart what Word leaves behind when a document is saved as text: bookmark markers, footnote
calls and bodies in square brackets, brackets displaced by right-to-left layout. Every repair is a note
with the line, so that nothing is changed in silence.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field

from majlis.textkit.model import Block, Note, Run
from majlis.textkit.numbering import REPEATED, parse_label
from majlis.textkit.read.wrapping import (
    Wrapping,
    closed_lines,
    double_spaced,
    ends_with_mark,
    is_han,
    wrapping,
)
from majlis.textkit.structure.heads import numbered_head

_BOOKMARK = re.compile(r"\[bookmark: [^\]\n]{1,80}\]")
_FOOTNOTE_CALL = re.compile(r"\[footnoteRef:\s*(\d+)\]\s?\d*")
_FOOTNOTE_BODY = re.compile(r"\[(\d+):\s*(?:\d+)?\s*([^\]]+)\]")
_DISPLACED = re.compile(r"(?<![(\w])([A-Z][A-Z0-9+&/-]{1,15})\)\)")
_RULER = re.compile(r"[\s_\-=*~\u0640\u2014\u2013\u2500.·]{5,}")
# a number that a table or a page kept on a line of its own, before its paragraph
_ALONE = re.compile(
    rf"\d{{1,3}}{REPEATED}?[.．、]|\d{{1,3}} ?[-–]|[’‘']\d{{1,2}}[’‘']|(?:[a-zа-я]|[ivx]{{2,4}})\)"
    r"|[(（](?:[a-z]{1,4}|\d{1,2}|[\u0621-\u064a]\u0640?|[一二三四五六七八九十]{1,3})[)）]|[\u3220-\u3229]"
)

# what a page has at its foot or head: its number, the number of the print shop, the symbol of the document
_NUMBER = r"[-–—|\[(]?\s?\d{1,4}(?:\s?/\s?\d{1,4})?\s?[-–—|\])]?"
_JOB = r"(?:[A-Z]{1,3}\.)?\d{2}-\d{5}(?:\s?\([A-Z]\))?"
_SIGN = r"[A-Z]{1,5}\d{0,3}(?:/[A-Z0-9][A-Z0-9.()-]{0,12}){1,6}"
_PAGE = re.compile(rf"(?:{_NUMBER}|{_JOB}|{_SIGN})(?:\s+(?:{_NUMBER}|{_JOB}|{_SIGN})){{0,2}}")
_YEAR = re.compile(r"\d{4}")
_FOOT = re.compile(r"[_\u2014\u2013\u2500*-]{5,}")  # between the text of a page and its footnotes
_DIGITS = re.compile(r"\d+")
_LONGEST_HEAD = 110  # characters of a running head
_OFTEN = 2
_LONGEST_TURN = 30  # lines from the end of a page to the text of the next one
_HYPHENS = "-\u2010"
_WORD = re.compile(r"[^\W\d_]+(?:-[^\W\d_]+)*")
_LAST_WORD = re.compile(r"[^\W\d_]+$")
_LONGEST_WORD = 40
_CUTS = 2  # words cut at the end of a line show that the file cuts words
_GAP = re.compile(r" {2,}")
_SAMPLE = 2000  # lines that show how figures stand among Chinese signs
_CLOSE = re.compile("[\u4e00-\u9fff][0-9]")
_APART = re.compile("[\u4e00-\u9fff] [0-9]")


def read_plain(text: str) -> tuple[list[Block], list[Note]]:
    """Blocks of a plain text in order, and notes on what was repaired.

    Blank lines and rulers give no block; ``Block.line`` is the 1-based line, ``Block.style`` is
    "plain", or "plain open" where the line goes on in the next. A footnote whose body stands in the line becomes a block with hint "footnote" after it.
    """
    lines = text.replace("\r\n", "\n").replace("\r", "\n").replace("\f", "\n").split("\n")
    blocks: list[Block] = []
    notes: list[Note] = []
    marked = "[bookmark:" in text or "[footnoteRef:" in text
    for number, line in _paragraphs(lines):
        if marked or "))" in line:
            line, footnotes = _repair(line, number, notes)
        else:
            footnotes = []
        stripped = line.strip(" \u00a0\u3000\ufeff\t\v")
        if not stripped or _RULER.fullmatch(stripped):
            continue
        # a blank left at the end is where a soft line break stood
        style = "plain open" if line.endswith(" ") else "plain"
        blocks.append(Block((Run(stripped),), style=style, line=number))
        blocks += [
            Block((Run(body.strip()),), style="plain", hint="footnote", ref=ref, line=number)
            for ref, body in footnotes
        ]
    return blocks, notes


def _repair(line: str, number: int, notes: list[Note]) -> tuple[str, list[tuple[str, str]]]:
    count = len(_BOOKMARK.findall(line))
    if count:
        line = _BOOKMARK.sub("", line)
        notes.append(Note("repair", f"bookmark markers removed: {count}", line=number))
    footnotes: list[tuple[str, str]] = []
    calls = _FOOTNOTE_CALL.findall(line)
    if calls:
        called = set(calls)
        # no body is looked for behind the last bracket that may close one
        end = line.rfind("]") + 1
        for match in _FOOTNOTE_BODY.finditer(line, 0, end):
            if match[1] in called:
                footnotes.append((match[1], match[2]))
        if footnotes:
            kept = _FOOTNOTE_BODY.sub(lambda m: "" if m[1] in called else m[0], line[:end])
            line = kept + line[end:]
        line = _FOOTNOTE_CALL.sub("", line)
        notes.append(Note("repair", f"footnotes separated: {', '.join(calls)}", line=number))
    for match in list(_DISPLACED.finditer(line)):
        notes.append(
            Note(
                "repair",
                f"displaced bracket: “{match[0]}” corrected to “({match[1]})”",
                line=number,
            )
        )
    return _DISPLACED.sub(r"(\1)", line), footnotes


def _paragraphs(lines: list[str]) -> list[tuple[int, str]]:
    """``(line number, paragraph)``; wrapped lines are joined where the file is wrapped throughout."""
    layout = wrapping(lines)
    numbers: Sequence[int] = range(1, len(lines) + 1)
    if layout is None or not layout.sure:
        kept = double_spaced(lines)
        if kept:
            lines, numbers = [lines[place] for place in kept], [place + 1 for place in kept]
            layout = wrapping(lines)
    joiner = _Joiner(lines) if layout else None
    closed = closed_lines(lines)
    furniture = _furniture(lines, layout) if layout and layout.sure else frozenset()
    found: list[tuple[int, list[str]]] = []  # pieces, joined at the end: a paragraph may have many
    open_: list[str] = []  # the pieces of the paragraph at hand
    before = head = ""  # the line before, where it is no blank one; the first line of its paragraph
    page = _Page()
    for place, (number, line) in enumerate(zip(numbers, lines, strict=True)):
        ruler = bool(furniture) and _FOOT.fullmatch(line.strip()) is not None
        if not line.strip() or ruler or place in furniture:
            if before and not page.notes:
                page = _Page(before, head, open_, place)
            page.notes = (page.notes or ruler) and place not in furniture
            page.shown = page.shown or place in furniture
            if place in furniture:
                found.append((number, [line]))
            before = ""
            continue
        if page.shown and layout and layout.crosses(page.before, line, page.head):
            goes_on = place - page.since <= _LONGEST_TURN
            open_, head = (page.open, page.head) if goes_on else (open_, head)
        else:
            goes_on = bool(
                before and layout and layout.goes_on(before, line, head, closed=closed[place])
            )
        page.shown = False
        if open_ and len(open_) == 1 and not goes_on and _ALONE.fullmatch(open_[0].strip()):
            open_[:] = [f"{open_[0].rstrip()} {line.strip()}"]
        elif goes_on and joiner:
            joiner.join(open_, line.strip())
        else:
            open_, head = [line], line
            found.append((number, open_))
        before = line
    return [(number, "".join(pieces)) for number, pieces in found]


@dataclass(slots=True)
class _Page:
    """Where a page may end: the last line before, its paragraph, and where it stands.

    ``notes``: the lines since are footnotes, below a ruler. ``shown``: page furniture was among them.
    """

    before: str = ""
    head: str = ""
    open: list[str] = field(default_factory=list)
    since: int = 0
    notes: bool = False
    shown: bool = False


def _furniture(lines: list[str], layout: Wrapping) -> frozenset[int]:
    """The lines at the foot and head of pages: numbers, symbols, and what is repeated."""
    shapes = [_shape(line, layout.language) if len(line) <= _LONGEST_HEAD else "" for line in lines]
    often = Counter(shape for shape in shapes if shape and not ends_with_mark(shape))
    return frozenset(
        place
        for place, shape in enumerate(shapes)
        if shape
        and not _FOOT.fullmatch(shape)
        and (
            (_PAGE.fullmatch(lines[place].strip()) and _may_be_page(lines, place))
            or (
                often[shape] >= _OFTEN
                and _beside_blank(lines, place)
                and _heads_page(lines, place, layout)
            )
        )
    )


def _shape(line: str, language: str) -> str:
    """A line without its numbers, which the heads of pages share; the number of a decision is its own."""
    said = line.strip()
    return said if numbered_head(said, language) is not None else _DIGITS.sub("0", said)


def _heads_page(lines: list[str], place: int, layout: Wrapping) -> bool:
    """Whether a line that is repeated is none of a paragraph that several decisions share."""
    following = lines[place + 1] if place + 1 < len(lines) else ""
    if parse_label(lines[place]) is not None or following.strip()[:1].islower():
        return False
    return not following.strip() or not layout.full(lines[place], following)


def _may_be_page(lines: list[str], place: int) -> bool:
    """Whether a number is no year that the edge of the page parted from its sentence."""
    return not _YEAR.fullmatch(lines[place].strip()) or place == 0 or not lines[place - 1].strip()


def _beside_blank(lines: list[str], place: int) -> bool:
    """Whether a blank line, or the edge of the file, is above or below a line."""
    return not all(line.strip() for line in lines[max(0, place - 1) : place + 2]) or place in (
        0,
        len(lines) - 1,
    )


class _Joiner:
    """Joins the lines of a paragraph as the text itself writes its words."""

    def __init__(self, lines: list[str]) -> None:
        words = Counter(word for line in lines for word in _WORD.findall(line.lower()))
        ends = [line.rstrip() for line in lines]
        cut = sum(e[-1:] in _HYPHENS and e[-2:-1].isalpha() for e in ends)
        self._words = words
        self._hyphenates = cut >= max(_CUTS, 0.02 * len(ends))
        self._before_hyphen = {part for word in words for part in word.split("-")[:-1]}
        sample = "\n".join(lines[:_SAMPLE])
        self._close = len(_CLOSE.findall(sample)) > len(_APART.findall(sample))

    def join(self, pieces: list[str], tail: str) -> None:
        """Add a line to the pieces of a paragraph."""
        last = pieces[-1] = pieces[-1].rstrip()
        before = last[-2:-1] or (pieces[-2][-1:] if len(pieces) > 1 else "")
        if last[-1:] == "\u00ad":
            pieces[-1] = last[:-1]
        elif last[-1:] in _HYPHENS and before.isalpha() and tail[:1].islower():
            if self._cut(last, tail):
                pieces[-1] = last[:-1]
        elif not self._touches(last[-1:], tail[:1]):
            pieces.append(" ")
        pieces.append(_GAP.sub(" ", tail))

    def _touches(self, sign: str, following: str) -> bool:
        if is_han(sign) and is_han(following):
            return True
        digit = following if is_han(sign) else sign
        return (
            self._close
            and (is_han(sign) or is_han(following))
            and digit.isascii()
            and digit.isalnum()
        )

    def _cut(self, head: str, tail: str) -> bool:
        """Whether a hyphen at the end of a line cuts a word, and is no part of it."""
        first = _LAST_WORD.search(head[-_LONGEST_WORD - 1 : -1].lower())
        rest = _WORD.match(tail[:_LONGEST_WORD].lower())
        if first is None or rest is None:
            return False
        whole, joined = first[0] + rest[0], f"{first[0]}-{rest[0]}"
        if self._words[whole] != self._words[joined]:
            return self._words[whole] > self._words[joined]
        start = len(head) - 1 - len(first[0])
        if first[0] in self._before_hyphen or head[max(0, start - 1) : start] in tuple(_HYPHENS):
            return False  # a part of a compound
        return self._hyphenates and not (self._words[first[0]] and self._words[rest[0]] > 1)
