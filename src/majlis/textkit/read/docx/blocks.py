"""From the paragraphs of a Word file to Blocks, in one of the three views."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field, replace

from majlis.textkit.model import Block, Mark, Revision, Run, View
from majlis.textkit.read.docx.labels import Labels
from majlis.textkit.read.docx.lines import Line, all_lines, side_lines
from majlis.textkit.read.docx.styles import Styles
from majlis.textkit.read.docx.tree import Items, Paragraph, Piece, Side


@dataclass(slots=True)
class Writer:
    """Writes blocks in one view. ``anchors``: id of a comment to the index of its block;

    ``called``: ids of comments whose call is there, ``dropped``: whose call is not.
    """

    view: View
    styles: Styles
    new: Labels | None
    old: Labels | None
    blocks: list[Block] = field(default_factory=list)
    anchors: dict[str, int] = field(default_factory=dict)
    called: set[str] = field(default_factory=set)
    dropped: set[str] = field(default_factory=set)

    def story(self, items: Items, ref: str = "") -> None:
        """Write a story; ``ref`` is the number of the note that it is."""
        lines = all_lines(items) if self.view == "keep" else side_lines(items, self.view)
        for line in lines:
            self._line(line, ref)

    def _line(self, line: Line, ref: str) -> None:
        pieces = [piece for paragraph in line.paragraphs for piece in paragraph.pieces]
        shown = [(piece, revision) for piece, revision in map(self._look, pieces) if piece]
        runs = _runs(
            ((piece.text, piece.kind, self._marks(piece), revision) for piece, revision in shown),
            strip=line.paragraphs[0].after_reference,
        )
        self._comments(pieces)
        self.blocks.append(self._block(line, runs, ref))
        for piece, _ in shown:
            if piece.kind == "box":
                self.story(piece.items, ref)
            elif piece.kind in ("footnote", "endnote"):
                self.story(piece.items, self._ref(piece))

    def _block(self, line: Line, runs: tuple[Run, ...], ref: str) -> Block:
        first, last = line.paragraphs[0], line.last
        side: Side = "reject" if self.view == "reject" else "accept"
        props = last.props_of(side)
        lead = line.lead(side)
        new = self.new.label(lead) if self.new else None
        old = self.old.label(lead) if self.old else None
        level = self.new.level(lead) if self.new else None
        if level is None and self.old:
            level = self.old.level(lead)
        outline = self.styles.outline(props)
        return Block(
            runs=runs,
            label=(new if new is not None else old) or "",
            old_label=(old if old is not None else new) or "",
            style=self.styles.name(props.style),
            level=level if level is not None else outline,
            hint=last.hint or ("heading" if outline is not None else ""),
            mark=self._mark(first) if self.view == "keep" else None,
            line=first.line,
            ref=ref,
            bookmarks=tuple(name for part in line.paragraphs for name in part.bookmarks),
        )

    def _mark(self, paragraph: Paragraph) -> Revision | None:
        state = paragraph.mark
        return state.revision(state.new, state.old)

    def _ref(self, piece: Piece) -> str:
        return (self.new.ref(piece) if self.new else "") or (
            self.old.ref(piece) if self.old else ""
        )

    def _marks(self, piece: Piece) -> frozenset[Mark]:
        return piece.old_marks if self.view == "reject" else piece.marks

    def _look(self, piece: Piece) -> tuple[Piece | None, Revision | None]:
        """The piece if this view shows it, with its revision in the view ``keep``."""
        if self.view != "keep":
            return (piece if piece.shown(self.view) else None), None
        new, old = piece.shown("accept"), piece.shown("reject")
        if new or old:
            return piece, piece.state.revision(new, old)
        in_neither = not piece.state.new and not piece.state.old
        if in_neither and not piece.hidden and not piece.code and not piece.old_code:
            return piece, piece.state.revision(False, False)
        return None, None

    def _comments(self, pieces: Iterable[Piece]) -> None:
        for piece in pieces:
            if piece.kind == "reference":
                there = self.view == "keep" or piece.state.alive(self.view)
                (self.called if there else self.dropped).add(piece.target)
            if piece.kind in ("comment", "reference"):
                self.anchors.setdefault(piece.target, len(self.blocks))


def _runs(
    parts: Iterable[tuple[str, str, frozenset[Mark], Revision | None]], strip: bool
) -> tuple[Run, ...]:
    """Runs with equal neighbours joined.

    A page or column break is a line break inside a text and nothing at its ends. ``strip`` takes
    off the blank between a note's number and its text.
    """
    runs: list[Run] = []
    texts: list[str] = []

    def add(text: str, marks: frozenset[Mark], revision: Revision | None) -> None:
        if runs and runs[-1].marks == marks and runs[-1].revision == revision:
            texts.append(text)
            return
        if runs:
            runs[-1] = replace(runs[-1], text="".join(texts))
        runs.append(Run("", marks, revision))
        texts[:] = [text]

    waiting: list[Revision | None] = []
    for text, kind, marks, revision in parts:
        if kind == "break":
            waiting += [revision] if runs else []
            continue
        if not text:
            continue
        for of_break in waiting:
            add("\n", marks, of_break)
        waiting.clear()
        if strip:
            text = text.lstrip()
            if not text:
                continue
            strip = False
        add(text, marks, revision)
    if runs:
        runs[-1] = replace(runs[-1], text="".join(texts))
    return tuple(runs)
