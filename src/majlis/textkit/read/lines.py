"""Paragraphs that a page parts by line breaks only, or that stand in it as typed."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from majlis.textkit.model import Block, Run, merge_runs
from majlis.textkit.numbering import parse_label
from majlis.textkit.openings import opening
from majlis.textkit.read.wrapping import Wrapping, ends_with_mark, wrapping

_LISTING = ",،，、"
_SEVERAL = 3  # lines: a paragraph with fewer breaks has one for its looks


def in_paragraphs(
    blocks: list[Block], breaks: dict[int, list[int]], soft: dict[int, set[int]] | None = None
) -> list[list[Block]]:
    """What each block becomes: several, where each of its lines is a paragraph.

    ``breaks``: for a block, by its place, the characters of its text at which its lines begin. ``soft``:
    in a format that joins lines and parts paragraphs by blank ones, those of them that nothing marks.
    """
    if not breaks:
        return [_as_typed(block) for block in blocks]
    lines: list[str] = []
    for place, cuts in breaks.items():
        lines += [*_lines(blocks[place].text, cuts), ""]
    layout = wrapping(lines)
    if layout and soft is not None:
        layout = layout.parted()
    language = layout.language if layout else _language(lines)
    out: list[list[Block]] = []
    for place, block in enumerate(blocks):
        cuts = breaks.get(place, [])
        if not cuts:
            out.append(_as_typed(block))
            continue
        plain = soft.get(place, set()) if soft else set()
        kept = _kept(block.text, cuts, plain, layout, language)
        out.append(_cut(block, kept))
    return out


def _cut(block: Block, cuts: list[int]) -> list[Block]:
    """A block, cut where paragraphs begin; its label is that of the first."""
    if not cuts:
        return [block]
    text = block.text
    spans = [
        (start, start + len(text[start:end].rstrip(" ")))
        for start, end in zip([0, *cuts], [*cuts, len(text)], strict=True)
    ]
    out: list[Block] = []
    for runs in cut_in_spans(block.runs, spans):
        if out:
            block = replace(block, label="", old_label="", bookmarks=())
        if runs:
            out.append(replace(block, runs=runs))
    return out or [block]


def cut_in_spans(
    runs: Sequence[Run], spans: Sequence[tuple[int, int]]
) -> Iterator[tuple[Run, ...]]:
    """The runs of each stretch of characters, in one way through them: there may be many of both."""
    place = at = 0  # a run, and the characters before it
    for start, end in spans:
        found: list[Run] = []
        while place < len(runs) and at < end:
            run = runs[place]
            piece = run.text[max(0, start - at) : end - at]
            if piece:
                found.append(replace(run, text=piece))
            if at + len(run.text) > end:
                break  # the next stretch begins in it
            at += len(run.text)
            place += 1
        yield merge_runs(found)


def _as_typed(block: Block) -> list[Block]:
    """The paragraphs of a block whose lines stand in the page as a typewriter wrote them."""
    if block.text.count("\n") < _SEVERAL or any(run.revision for run in block.runs):
        return [block]
    from majlis.textkit.read.plain import read_plain

    found, _notes = read_plain(block.text)
    return [
        replace(
            each,
            line=block.line + each.line - 1,
            hint=each.hint or block.hint,
            bookmarks=() if place else block.bookmarks,
        )
        for place, each in enumerate(found)
    ]


def _lines(text: str, cuts: Sequence[int]) -> list[str]:
    starts = [0, *cuts]
    return [text[a:b].strip() for a, b in zip(starts, [*cuts, len(text)], strict=True)]


def _kept(
    text: str, cuts: list[int], soft: set[int], layout: Wrapping | None, language: str
) -> list[int]:
    """The breaks of a block at which another paragraph begins."""
    lines = _lines(text, cuts)
    several = len(lines) >= _SEVERAL
    kept: list[int] = []
    head = lines[0]
    for cut, before, line in zip(cuts, lines, lines[1:], strict=False):
        if layout is not None and layout.sure:
            parts = not layout.goes_on(before or " ", line or " ", head)
        else:
            parts = _parts(before, line, language, several and cut not in soft)
        if parts:
            kept.append(cut)
            head = line
    return kept


def _parts(before: str, line: str, language: str, several: bool) -> bool:
    """Whether a paragraph begins at a break, where lines are not wrapped."""
    if not before or not line:
        return True
    marked = ends_with_mark(before)
    found = opening(line, language)
    opens = (found is not None and found.certain) or parse_label(line) is not None
    if marked and opens:
        return True
    if line[:1].islower():
        return False
    if not several:
        return marked and before[-1:] not in _LISTING
    return marked or parse_label(line) is None


def _language(lines: list[str]) -> str:
    from majlis.textkit.errors import TextError
    from majlis.textkit.language import detect

    try:
        return detect("\n".join(lines))[0]
    except TextError:
        return "en"
