"""Plain text to blocks: one block a line, or a paragraph where lines are wrapped.

Also takes apart what Word leaves behind when a document is saved as text: bookmark markers, footnote
calls and bodies in square brackets, brackets displaced by right-to-left layout. Every repair is a note
with the line, so that nothing is changed in silence.
"""

from __future__ import annotations

import itertools
import re

from majlis.textkit.model import Block, Note, Run

_BOOKMARK = re.compile(r"\[bookmark: [^\]\n]{1,80}\]")
_FOOTNOTE_CALL = re.compile(r"\[footnoteRef:\s*(\d+)\]\s?\d*")
_FOOTNOTE_BODY = re.compile(r"\[(\d+):\s*(?:\d+)?\s*([^\]]+)\]")
_DISPLACED = re.compile(r"(?<![(\w])([A-Z][A-Z0-9+&/-]{1,15})\)\)")
_RULER = re.compile(r"[\s_\-=*~\u0640\u2014\u2013\u2500.·]{5,}")
_LABEL = re.compile(r"\s*(?:\(?\w{1,4}[.)\]]|[-–•—])\s")


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
        notes.append(Note("repair", f"{count} bookmark marker(s) taken out", line=number))
    footnotes: list[tuple[str, str]] = []
    calls = _FOOTNOTE_CALL.findall(line)
    if calls:
        for match in _FOOTNOTE_BODY.finditer(line):
            if match[1] in calls:
                footnotes.append((match[1], match[2]))
        if footnotes:
            line = _FOOTNOTE_BODY.sub(lambda m: "" if m[1] in calls else m[0], line)
        line = _FOOTNOTE_CALL.sub("", line)
        notes.append(Note("repair", f"footnote {', '.join(calls)} set apart", line=number))
    for match in list(_DISPLACED.finditer(line)):
        notes.append(
            Note("repair", f"displaced bracket: '{match[0]}' read as '({match[1]})'", line=number)
        )
    return _DISPLACED.sub(r"(\1)", line), footnotes


def _paragraphs(lines: list[str]) -> list[tuple[int, str]]:
    """``(line number, paragraph)``; wrapped lines are joined where the file is wrapped throughout."""
    width = _wrap_width(lines)
    if not width:
        return [(i, line) for i, line in enumerate(lines, 1) if line.strip()]
    joined: list[tuple[int, str]] = []
    open_paragraph = False
    for i, line in enumerate(lines, 1):
        if not line.strip():
            open_paragraph = False
            continue
        if open_paragraph and not _LABEL.match(line):
            first, text = joined[-1]
            joined[-1] = (first, f"{text.rstrip()} {line.strip()}")
        else:
            joined.append((i, line))
        # a line well short of the width ends its paragraph
        open_paragraph = len(line.rstrip()) >= 0.6 * width
    return joined


def _wrap_width(lines: list[str]) -> int:
    """The width at which a file is wrapped, 0 where each line is a paragraph of its own."""
    full = [len(line.rstrip()) for line in lines if line.strip()]
    blanks = len(lines) - len(full)
    if len(full) < 8 or blanks < 3:
        return 0
    width = max(full)
    if not 50 <= width <= 110:
        return 0
    followed = near = 0
    for line, after in itertools.pairwise(lines):
        if line.strip() and after.strip():
            followed += 1
            near += len(line.rstrip()) >= 0.75 * width
    return width if followed >= 0.3 * len(full) and near >= 0.7 * followed else 0
