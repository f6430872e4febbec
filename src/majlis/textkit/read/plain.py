"""Plain text to blocks: one block a line, or a paragraph where lines are wrapped.

Also takes apart what Word leaves behind when a document is saved as text: bookmark markers, footnote
calls and bodies in square brackets, brackets displaced by right-to-left layout. Every repair is a note
with the line, so that nothing is changed in silence.
"""

from __future__ import annotations

import re

from majlis.textkit.model import Block, Note, Run
from majlis.textkit.numbering import REPEATED
from majlis.textkit.read.wrapping import is_han, wrapping

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
    found: list[tuple[int, list[str]]] = []  # pieces, joined at the end: a paragraph may have many
    before = ""  # the line before, where it is no blank one
    for number, line in enumerate(lines, 1):
        if not line.strip():
            before = ""
            continue
        last = found[-1][1] if found else []
        if last and len(last) == 1 and _ALONE.fullmatch(last[0].strip()):
            last[:] = [f"{last[0].rstrip()} {line.strip()}"]
        elif before and layout and layout.goes_on(before, line):
            last[-1] = last[-1].rstrip()
            tail = line.strip()
            if not _joins(last, tail):
                last.append(" ")
            last.append(tail)
        else:
            found.append((number, [line]))
        before = line
    return [(number, "".join(pieces)) for number, pieces in found]


def _joins(head: list[str], tail: str) -> bool:
    """Whether a line goes on without a blank: behind a hyphen, or between Chinese signs."""
    last = head[-1]
    before = last[-2:-1] or (head[-2][-1:] if len(head) > 1 else "")
    if last.endswith("-") and before.isalpha() and tail[:1].islower():
        return True
    return is_han(last[-1:]) and is_han(tail[:1])
