"""Any Markdown file to blocks: paragraphs, headings, list items, quotes, table cells, footnotes.

The block rules are those of CommonMark 0.31 as far as a text needs them, with the tables and
footnotes of the common extensions. Raw HTML blocks count as paragraphs; comments are left out.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace

from majlis.textkit.carry import MAX_TREE_DEPTH
from majlis.textkit.model import Block, Run
from majlis.textkit.read.lines import in_paragraphs
from majlis.textkit.read.markdown.inline import HARD, parse_inline, stripped
from majlis.textkit.read.markdown.matter import matter_of
from majlis.textkit.read.numbers import with_numbers

_LINE = "\u2028"  # stands where a line of the file ends, until it is clear whether a paragraph does
_ENDS = re.compile(f"[{_LINE}{HARD}]")
_QUOTE = re.compile(r"(?:> *+)++")
_ATX = re.compile(r"(#{1,6})(?![^ \t])")
_SETEXT = re.compile(r"(=+|-+)[ \t]*$")
_RULE = re.compile(r"(?:(?:\*[ \t]*){3,}|(?:-[ \t]*){3,}|(?:_[ \t]*){3,})$")
_ITEM = re.compile(r"(?P<mark>[-*+]|(?P<n>\d{1,9})(?P<end>[.)]))(?P<gap>[ \t]+|$)")
_FENCE = re.compile(r"(`{3,}|~{3,})")
_NOTE = re.compile(r"\[\^(?P<name>[^\]\s]+)\]:[ \t]*")
_DEFINITION = re.compile(r"\[[^\]\[^][^\]\[]*\]:[ \t]*\S+")
# no way back inside: a long rule that is none would be tried from each of its blanks
_TABLE_RULE = re.compile(r"\|?[ \t]*+:?-++:?[ \t]*+(?:\|[ \t]*+:?-++:?[ \t]*+)*+\|?[ \t]*+$")
_CELL = re.compile(r"(?<!\\)\|")


@dataclass(slots=True)
class _List:
    """A list that is open: where its items' content begins and what comes next."""

    indent: int
    mark: str
    value: int


@dataclass(slots=True)
class _Paragraph:
    lines: list[str] = field(default_factory=list)
    line: int = 0
    label: str = ""
    level: int | None = None
    style: str = ""
    hint: str = ""
    note: str = ""
    code: bool = False


def blocks_of(text: str) -> list[Block]:
    """The blocks of a Markdown text. Footnotes stand right after the block that calls them."""
    matter = matter_of(text)
    skipped, body = matter.lines, text[matter.end :]
    walk = _Walk()
    for number, line in enumerate(_without_comments(body).split("\n"), skipped + 1):
        walk.take(line.rstrip("\r").expandtabs(4), number)
    walk.flush()
    return with_numbers(_with_notes(_in_paragraphs(walk.done)))


def _in_paragraphs(done: list[_Done]) -> list[_Done]:
    """The blocks, those apart whose lines are paragraphs of their own; the last one has the calls."""
    breaks = {place: one.cuts for place, one in enumerate(done) if one.cuts}
    if not breaks:
        return done
    out: list[_Done] = []
    soft = {place: one.soft for place, one in enumerate(done) if one.soft}
    parts = in_paragraphs([one.block for one in done], breaks, soft)
    for one, blocks in zip(done, parts, strict=True):
        out += [_Done(block, [], one.note) for block in blocks[:-1]]
        out.append(_Done(blocks[-1], one.calls, one.note))
    return out


def _without_comments(text: str) -> str:
    """The text without HTML comments, its lines counted as before."""
    kept: list[str] = []
    at = 0
    while (start := text.find("<!--", at)) >= 0 and (end := text.find("-->", start + 4)) >= 0:
        kept += [text[at:start], "\n" * text.count("\n", start, end)]
        at = end + 3
    return "".join(kept) + text[at:]


@dataclass(slots=True)
class _Done:
    """A block, the footnotes that it calls, its name where it is one, and where its lines begin.

    ``soft``: those of its lines before which nothing but the end of a line stands.
    """

    block: Block
    calls: list[str]
    note: str
    cuts: list[int] = field(default_factory=list)
    soft: set[int] = field(default_factory=set)


class _Walk:
    """Line after line; a paragraph ends where a blank line or another block begins."""

    def __init__(self) -> None:
        self.done: list[_Done] = []
        self.open = _Paragraph()
        self.lists: list[_List] = []
        self.fence = ""
        self.table = False
        self.hard = False  # blanks at the end of the line break it

    def flush(self) -> None:
        """End the paragraph at hand."""
        paragraph, self.open = self.open, _Paragraph()
        if not paragraph.lines:
            return
        calls: list[str] = []
        words = "\n".join(line.strip(" ") for line in paragraph.lines)
        if words.endswith("\\") and not words.endswith("\\\\"):
            words = words[:-1]  # a line break before another block
        if paragraph.code:
            runs: tuple[Run, ...] = (Run(paragraph.lines[0]),)
        else:
            runs = stripped(parse_inline(_ENDS.sub(" ", words), calls, _LINE))
        if not runs:
            return
        block = Block(
            runs,
            label=paragraph.label,
            old_label=paragraph.label,
            style=paragraph.style,
            level=paragraph.level,
            hint=paragraph.hint,
            line=paragraph.line,
        )
        text = block.text
        cuts = [place + 1 for place, sign in enumerate(text) if sign in (_LINE, HARD)]
        soft = {cut for cut in cuts if text[cut - 1] == _LINE}
        if cuts:
            runs = tuple(replace(run, text=_ENDS.sub(" ", run.text)) for run in runs)
            block = replace(block, runs=runs)
        if paragraph.note or paragraph.hint:
            cuts = []  # the words of a footnote or a heading are one paragraph
        self.done.append(_Done(block, calls, paragraph.note, cuts, soft))

    def take(self, line: str, number: int) -> None:
        """One line of the file."""
        bare = line.strip(" ")
        self.hard = line.endswith("  ")
        if self.fence:
            self._in_fence(line, bare, number)
            return
        if not bare:
            self.flush()
            self.table = False
            return
        indent = len(line) - len(line.lstrip(" "))
        fence = _FENCE.match(bare)
        if fence:
            self.flush()
            self.fence = fence[1]
            return
        quote = _QUOTE.match(bare)
        if quote:
            if self.open.style != "quote":
                self.flush()
            bare = bare[quote.end() :]
            self.open.style = "quote"
        if not bare:
            self.flush()
            return
        if not self._special(bare, indent, number):
            self._words(bare, indent, number)

    def _in_fence(self, line: str, bare: str, number: int) -> None:
        if bare.startswith(self.fence) and not bare.strip(self.fence[0]):
            self.fence = ""
            return
        if bare:
            self._alone(_Paragraph([line], number, code=True))

    def _alone(self, paragraph: _Paragraph) -> None:
        self.flush()
        self.open = paragraph
        self.flush()

    def _special(self, bare: str, indent: int, number: int) -> bool:
        """A heading, rule, list item, footnote, definition or table row; False for plain words."""
        atx = _ATX.match(bare)
        if atx:
            depth = len(atx[1])
            self.lists = []
            words = _heading_words(bare[depth:])
            self._alone(_Paragraph([words], number, "", depth - 1, f"heading {depth}", "heading"))
            return True
        under = _SETEXT.match(bare)
        if under and self.open.lines and not self.open.label and not self.open.hint:
            depth = 1 if under[1][0] == "=" else 2
            self.open.hint, self.open.style = "heading", f"heading {depth}"
            self.open.level = depth - 1
            self.flush()
            return True
        if _RULE.match(bare):
            self.flush()
            self.lists = []
            return True
        note = _NOTE.match(bare)
        if note:
            self.flush()
            self.open = _Paragraph([bare[note.end() :]], number, hint="footnote", note=note["name"])
            return True
        if _DEFINITION.match(bare) and not self.open.lines:
            return True
        if self._row(bare, number):
            return True
        item = _ITEM.match(bare)
        if item and (not self.open.lines or self._interrupts(item, indent)):
            self._item(item, bare, indent, number)
            return True
        return False

    def _interrupts(self, item: re.Match[str], indent: int) -> bool:
        """Whether an item may begin in a paragraph: "2041." at the start of a line goes on in it."""
        if item["n"] in (None, "1"):
            return True
        return bool(self.lists) and indent < self.lists[-1].indent and item.end() < len(item.string)

    def _row(self, bare: str, number: int) -> bool:
        """A row of a table: its rule turns the line before it into the head."""
        if "|" in bare and len(self.open.lines) == 1 and _TABLE_RULE.match(bare):
            head, line = self.open.lines[0], self.open.line
            self.open = _Paragraph()
            self.table = True
            self._cells(head, line)
            return True
        if self.table and "|" in bare:
            self._cells(bare, number)
            return True
        return False

    def _cells(self, row: str, number: int) -> None:
        for cell in _CELL.split(row.strip(" ").strip("|")):
            self._alone(_Paragraph([cell.strip(" ").replace("\\|", "|")], number, hint="table"))

    def _item(self, item: re.Match[str], bare: str, indent: int, number: int) -> None:
        self.flush()
        while self.lists and indent < self.lists[-1].indent:
            if len(self.lists) > 1 and indent >= self.lists[-2].indent:
                self.lists.pop()
                break
            if len(self.lists) == 1 or indent < self.lists[-2].indent:
                if len(self.lists) == 1:
                    break
                self.lists.pop()
        mark = item["end"] or item["mark"]
        value = int(item["n"] or 0)
        inside = indent + len(item["mark"]) + 1
        last = self.lists[-1] if self.lists else None
        if last is None or indent >= last.indent:
            self.lists.append(_List(inside, mark, value))
        elif last.mark == mark:
            last.value += 1
            last.indent = inside
        else:
            self.lists[-1] = _List(inside, mark, value)
        label = f"{self.lists[-1].value}{mark}" if item["n"] else "•"
        level = min(len(self.lists) - 1, MAX_TREE_DEPTH)
        self.open = _Paragraph([], number, label, level, "list")
        rest = bare[item.end() :]
        if rest:
            self.open.lines.append(rest + "\\" if self.hard else rest)

    def _words(self, bare: str, indent: int, number: int) -> None:
        if not self.open.lines:
            self.open.line = self.open.line or number
            if indent == 0 and not self.open.label:
                self.lists = []
            elif self.lists and not self.open.label:
                self.open.level, self.open.style = len(self.lists) - 1, "list"
        self.open.lines.append(bare + "\\" if self.hard else bare)


def _heading_words(rest: str) -> str:
    """The words of a heading: what stands after its signs, without the signs that close it."""
    rest = rest.strip(" \t")
    open_ = rest.rstrip("#")
    return open_.rstrip(" \t") if open_[-1:] in (" ", "\t") else rest


def _with_notes(done: list[_Done]) -> list[Block]:
    """Each footnote after the block that calls it first; those never called at their own place."""
    bodies = {one.note: one.block for one in done if one.note}
    called = {name for one in done for name in one.calls}
    out: list[Block] = []
    for one in done:
        if one.note and one.note in called:
            continue
        out.append(replace(one.block, ref=one.note) if one.note else one.block)
        for call in one.calls:
            if call in bodies:
                out.append(replace(bodies.pop(call), ref=call))
    return out
