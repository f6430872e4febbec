"""Numbers of paragraphs and notes, counted over what one side of the changes leaves."""

from __future__ import annotations

from collections import deque

from majlis.textkit.read.docx.lines import Line, side_lines
from majlis.textkit.read.docx.names import VAL, W, number
from majlis.textkit.read.docx.numbering import Counters, Numbering, old_label
from majlis.textkit.read.docx.numfmt import format_number
from majlis.textkit.read.docx.tree import Items, Paragraph, Piece, Side
from majlis.textkit.xmlsafe import Element

_NOTE_FORMATS = {"footnote": "decimal", "endnote": "lowerRoman"}


class Labels:
    """Labels and levels of paragraphs, numbers of notes, on one side of the changes.

    Made from the body; text boxes are stories of their own, and so are the notes together.
    """

    def __init__(
        self,
        items: Items,
        side: Side,
        numbering: Numbering,
        settings: Element | None,
        last: Element | None,
    ) -> None:
        self._side = side
        self._numbering = numbering
        self._settings = settings
        self._labels: dict[int, str] = {}
        self._levels: dict[int, int] = {}
        self._refs: dict[int, str] = {}
        self._notes = Counters()
        self._counts = {"footnote": 0, "endnote": 0}
        self._begun: set[str] = set()
        self._said: dict[tuple[bool, str, str], str | None] = {}
        lines = side_lines(items, side)
        self._sections: deque[Element | None] = deque(
            paragraph.section
            for line in lines
            for paragraph in line.paragraphs
            if paragraph.section is not None
        )
        self._sections.append(last)
        self._story(lines, Counters(), body=True)

    def label(self, paragraph: Paragraph) -> str:
        """The printed number before a paragraph, empty where it has none or is not there."""
        return self._labels.get(id(paragraph), "")

    def level(self, paragraph: Paragraph) -> int | None:
        """The list level (0 first) of a numbered paragraph."""
        return self._levels.get(id(paragraph))

    def ref(self, piece: Piece) -> str:
        """The number of the note that a piece calls, empty where the call is not there."""
        return self._refs.get(id(piece), "")

    def _story(self, lines: list[Line], counters: Counters, body: bool = False) -> None:
        for line in lines:
            self._count(line, counters)
            for paragraph in line.paragraphs:
                for piece in paragraph.pieces:
                    if piece.kind and piece.shown(self._side):
                        self._anchor(piece)
                if body and paragraph.section is not None:
                    self._next_section()

    def _count(self, line: Line, counters: Counters) -> None:
        props = line.last.props_of(self._side)
        lead = line.lead(self._side)
        if props.fixed is not None:
            self._labels[id(lead)] = old_label(props.fixed)
        empty = not lead.shows(self._side)
        # Word numbers an empty paragraph, but not one that only ends a section, nor a hidden one.
        hidden = any(piece.text and piece.state.alive(self._side) for piece in lead.pieces)
        if empty and (hidden or line.last.section is not None):
            return
        placed = self._numbering.place(props)
        if placed is None:
            return
        num, level = placed
        label = counters.label(num, level)
        self._labels.setdefault(id(lead), label)
        self._levels[id(lead)] = level

    def _anchor(self, piece: Piece) -> None:
        if piece.kind == "box":
            self._story(side_lines(piece.items, self._side), Counters())
        elif piece.kind in self._counts:
            self._refs[id(piece)] = piece.target or self._next_note(piece.kind)
            self._story(side_lines(piece.items, self._side), self._notes)

    def _next_note(self, kind: str) -> str:
        if kind not in self._begun:
            self._begun.add(kind)
            self._counts[kind] = (number(self._setting(kind, "numStart")) or 1) - 1
        self._counts[kind] += 1
        name = self._setting(kind, "numFmt") or _NOTE_FORMATS[kind]
        return format_number(self._counts[kind], name)

    def _next_section(self) -> None:
        self._sections.popleft()
        self._said = {key: said for key, said in self._said.items() if key[0]}
        for kind in self._counts:
            if self._setting(kind, "numRestart") == "eachSect":
                self._begun.discard(kind)

    def _setting(self, kind: str, name: str) -> str | None:
        """A setting of the notes (w:footnotePr): the section's own, else the file's."""
        section = self._sections[0] if self._sections else None
        for of_file, holder in ((False, section), (True, self._settings)):
            key = (of_file, kind, name)
            if key not in self._said:  # both may be long, and there may be very many notes
                properties = holder.find(W + kind + "Pr") if holder is not None else None
                setting = properties.find(W + name) if properties is not None else None
                self._said[key] = str(setting.get(VAL, "")) if setting is not None else None
            said = self._said[key]
            if said is not None:
                return said
        return None
