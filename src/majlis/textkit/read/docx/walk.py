"""The walk through the XML of a Word file: blocks, tables and what stands inside a paragraph.

The nesting of calls follows the nesting of elements, which ``xmlsafe`` bounds.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

from majlis.textkit.errors import TextError
from majlis.textkit.model import Revision
from majlis.textkit.read.docx import names as n
from majlis.textkit.read.docx.fields import Fields
from majlis.textkit.read.docx.mathtext import math_runs
from majlis.textkit.read.docx.styles import Styles, read_props
from majlis.textkit.read.docx.symbols import symbol
from majlis.textkit.read.docx.tracks import WRAPPERS, tracked, tracked_by
from majlis.textkit.read.docx.tree import (
    PLAIN,
    Cell,
    Items,
    Paragraph,
    Piece,
    Row,
    State,
    Table,
)
from majlis.textkit.xmlsafe import Element

MAX_PARAGRAPHS = 100_000
"""Paragraphs of a Word file, those of tables, notes and text boxes too: 500 pages with 60 on
each are 30,000. Each costs up to a twentieth of a millisecond and two kilobytes."""

_SIMPLE = {
    n.W + "tab": "\t",
    n.W + "ptab": "\t",
    n.W + "cr": "\n",
    n.W + "noBreakHyphen": "\u2011",
    n.W + "softHyphen": "\u00ad",
}
_REFERENCES = (n.W + "footnoteRef", n.W + "endnoteRef")
_DRAWINGS = (n.W + "drawing", n.W + "pict", n.ALTERNATE)
# A character of a colour font; its Fallback repeats it as text.
_SYMBOL_EXTENDED = "{http://schemas.microsoft.com/office/word/2015/wordml/symex}symEx"
_GOBACK = "_GoBack"  # where the cursor was: no bookmark of the author's


@dataclass(slots=True)
class Walk:
    """What the walk carries: styles of both sides, the notes of the file, and its counts."""

    styles: Styles
    old_styles: Styles
    notes: dict[tuple[str, str], Element]
    line: int = 0
    count: int = 0
    in_note: bool = False
    used: dict[tuple[str, str], set[str]] = field(default_factory=dict)
    waiting: list[str] = field(default_factory=list)
    waiting_comments: list[Piece] = field(default_factory=list)


def read_story(root: Element, walk: Walk, hint: str = "", state: State = PLAIN) -> Items:
    """The paragraphs and tables of a story: the body, a text box, a note, a comment."""
    items: Items = []
    fields = Fields()
    _blocks(root, state, _Place(walk, fields, hint), items)
    fields.close()
    return items


@dataclass(slots=True)
class _Place:
    walk: Walk
    fields: Fields
    hint: str


def _blocks(parent: Element, state: State, place: _Place, items: Items) -> None:
    for child in parent:
        tag = child.tag
        if tag == n.P:
            items.append(_paragraph(child, state, place))
        elif tag == n.TBL:
            items.append(Table(_rows(child, state, place)))
        elif tag in WRAPPERS:
            _blocks(child, tracked(child, state), place, items)
        elif tag in (n.MATH, n.MATH_PARAGRAPH):
            # Mathematics may stand between paragraphs; Word gives it one of its own.
            paragraph = _new_paragraph(None, state, place)
            _inline_one(child, state, paragraph, place)
            items.append(paragraph)
        elif tag == n.BOOKMARK:
            place.walk.waiting.append(child.get(n.W + "name", ""))
        elif tag == n.COMMENT_START:
            place.walk.waiting_comments.append(_comment(child, state, "comment"))
        elif (inner := _inner(child)) is not None:
            _blocks(inner, state, place, items)


def _inner(element: Element) -> Element | None:
    """The element whose children count as children of its parent, None where there is none."""
    tag = element.tag
    if tag == n.SDT:
        return element.find(n.SDT_CONTENT)
    if tag == n.ALTERNATE:
        return n.branch(element)
    return element if tag in n.TRANSPARENT else None


def _rows(parent: Element, state: State, place: _Place) -> list[Row]:
    rows: list[Row] = []
    for child in parent:
        if child.tag == n.TR:
            own = tracked_by(child.find(n.TRPR), state)
            rows.append(Row(own, _cells(child, own, place)))
        elif child.tag in WRAPPERS:
            rows.extend(_rows(child, tracked(child, state), place))
        elif (inner := _inner(child)) is not None:
            rows.extend(_rows(inner, state, place))
    return rows


def _cells(parent: Element, state: State, place: _Place) -> list[Cell]:
    cells: list[Cell] = []
    for child in parent:
        if child.tag == n.TC:
            own = tracked_by(child.find(n.TCPR), state)
            items: Items = []
            hint = place.hint or "table"
            _blocks(child, own, _Place(place.walk, place.fields, hint), items)
            cells.append(Cell(own, items))
        elif (inner := _inner(child)) is not None:
            cells.extend(_cells(inner, state, place))
    return cells


def _new_paragraph(ppr: Element | None, state: State, place: _Place) -> Paragraph:
    walk = place.walk
    walk.count += 1
    if walk.count > MAX_PARAGRAPHS:
        raise TextError(
            (
                f"The Word file contains more than {MAX_PARAGRAPHS:,} paragraphs, including "
                "empty ones."
            ),
            "Split it into smaller files.",
        )
    if not walk.in_note:
        walk.line += 1
    mark = state
    section = None
    for child in ppr if ppr is not None else ():
        if child.tag == n.RPR:
            mark = tracked_by(child, mark)
        elif child.tag == n.W + "sectPr":
            section = child
    paragraph = Paragraph(
        read_props(ppr), read_props(ppr, old=True), mark, walk.line, place.hint, section
    )
    paragraph.bookmarks.extend(name for name in walk.waiting if name and name != _GOBACK)
    paragraph.pieces.extend(walk.waiting_comments)
    walk.waiting.clear()
    walk.waiting_comments.clear()
    return paragraph


def _paragraph(element: Element, state: State, place: _Place) -> Paragraph:
    paragraph = _new_paragraph(element.find(n.PPR), state, place)
    _inline(element, state, paragraph, place)
    return paragraph


def _inline(parent: Element, state: State, paragraph: Paragraph, place: _Place) -> None:
    for child in parent:
        _inline_one(child, state, paragraph, place)


def _inline_one(child: Element, state: State, paragraph: Paragraph, place: _Place) -> None:
    tag = child.tag
    if tag == n.R:
        _run(child, state, paragraph, place)
    elif tag in WRAPPERS:
        _inline(child, tracked(child, state), paragraph, place)
    elif tag == n.BOOKMARK:
        name = child.get(n.W + "name", "")
        if name and name != _GOBACK:
            paragraph.bookmarks.append(name)
    elif tag == n.COMMENT_START:
        paragraph.pieces.append(_comment(child, state, "comment"))
    elif tag in (n.MATH, n.MATH_PARAGRAPH):
        for text, own in math_runs(child, state):
            _add(paragraph, place, Piece(text, own))
    elif (inner := _inner(child)) is not None:
        _inline(inner, state, paragraph, place)


def _comment(element: Element, state: State, kind: str) -> Piece:
    return Piece("", state, kind=kind, target=element.get(n.ID, ""))


def _add(paragraph: Paragraph, place: _Place, piece: Piece) -> None:
    place.fields.hold(piece)
    paragraph.pieces.append(piece)


def _run(run: Element, state: State, paragraph: Paragraph, place: _Place) -> None:
    rpr = run.find(n.RPR)
    piece = _styled(rpr, state, paragraph, place.walk)
    texts: list[str] = []
    sign: list[str] = []  # the custom mark of the notes that are called, read once

    def custom_mark() -> str:
        if not sign:
            said = (text.text or "" for text in run if text.tag in (n.T, n.W + "delText"))
            sign.append("".join(said).strip())
        return sign[0]

    def flush() -> None:
        if texts:
            add("".join(texts))
            texts.clear()

    def add(text: str, kind: str = "", target: str = "", items: Items | None = None) -> None:
        new = Piece(text, piece.state, piece.marks, piece.old_marks, piece.hidden, piece.old_hidden)
        new.kind, new.target, new.items = kind, target, items if items is not None else []
        _add(paragraph, place, new)

    for child in run:
        tag = child.tag
        if tag == n.T:
            texts.append(child.text or "")
        elif tag in _SIMPLE:
            texts.append(_SIMPLE[tag])
        elif tag == n.W + "delText":
            flush()
            # Deleted text is deleted, even where the wrapper that should say so is missing.
            own = piece.state
            if own.new:
                piece.state = own.tracked(Revision("deleted"))
            add(child.text or "")
            piece.state = own
        elif tag == n.W + "br":
            if child.get(n.W + "type", "textWrapping") == "textWrapping":
                texts.append("\n")
            else:
                flush()
                add("", kind="break")
        elif tag == n.W + "fldChar":
            flush()
            place.fields.character(child.get(n.W + "fldCharType", ""), piece.state)
        elif tag == n.W + "sym":
            texts.append(symbol(child.get(n.W + "font", ""), child.get(n.W + "char", "")))
        elif tag in _REFERENCES:
            paragraph.after_reference = True
        elif tag in (n.FOOTNOTE, n.ENDNOTE):
            flush()
            _note(child, custom_mark, add, piece.state, place)
        elif tag == n.COMMENT:
            flush()
            paragraph.pieces.append(_comment(child, piece.state, "reference"))
        elif tag in _DRAWINGS:
            flush()
            _run_drawing(child, piece.state, place, add)
        elif tag == n.W + "ruby":
            flush()
            base = child.find(n.W + "rubyBase")
            if base is not None:
                _inline(base, piece.state, paragraph, place)
    flush()


def _styled(rpr: Element | None, state: State, paragraph: Paragraph, walk: Walk) -> Piece:
    """An empty piece with the state and marks of a run."""
    if rpr is None:
        marks, hidden = walk.styles.marks(None, paragraph.props.style)
        old_marks, old_hidden = walk.old_styles.marks(None, paragraph.old_props.style)
        return Piece("", state, marks, old_marks, hidden, old_hidden)
    marks, hidden = walk.styles.marks(rpr, paragraph.props.style)
    old_rpr: Element | None = rpr
    change = rpr.find(n.W + "rPrChange")
    if change is not None:
        old_rpr = change.find(n.RPR)
    if old_rpr is rpr and walk.old_styles is walk.styles and _same_style(paragraph):
        return Piece("", state, marks, marks, hidden, hidden)
    old_marks, old_hidden = walk.old_styles.marks(old_rpr, paragraph.old_props.style)
    return Piece("", state, marks, old_marks, hidden, old_hidden)


def _same_style(paragraph: Paragraph) -> bool:
    return paragraph.props.style == paragraph.old_props.style


def _note(
    child: Element,
    custom_mark: Callable[[], str],
    add: Callable[..., None],
    state: State,
    place: _Place,
) -> None:
    """A call of a note, with what the note says.

    Each note is told once, at its first call; again only at a call on a side of the changes where
    it was not told yet (programs give both halves of a move the same note).
    """
    kind = "footnote" if child.tag == n.FOOTNOTE else "endnote"
    key = (kind, child.get(n.ID, ""))
    walk = place.walk
    element = walk.notes.get(key)
    if element is None or walk.in_note:
        return
    sides = {side for side, alive in (("new", state.new), ("old", state.old)) if alive}
    if key in walk.used and sides <= walk.used[key]:
        return
    walk.used.setdefault(key, set()).update(sides)
    walk.in_note = True
    items = read_story(element, walk, "footnote", state)
    walk.in_note = False
    custom = ""
    if child.get(n.W + "customMarkFollows", "0") not in ("0", "false", "off"):
        custom = custom_mark()
    add("", kind=kind, target=custom, items=items)


def _run_drawing(element: Element, state: State, place: _Place, add: Callable[..., None]) -> None:
    """The text boxes of a drawing; alternate content of a run may also hold plain run content."""
    stack = [element]
    while stack:
        current = stack.pop()
        if current.tag == n.BOX:
            add("", kind="box", items=read_story(current, place.walk, place.hint, state))
        elif current.tag == n.ALTERNATE:
            chosen = n.branch(current)
            if chosen is not None:
                stack.append(chosen)
        elif current.tag == n.T:
            add(current.text or "")
        elif current.tag == _SYMBOL_EXTENDED:
            add(symbol("", current.get(_SYMBOL_EXTENDED.replace("symEx", "char"), "")))
        elif current.tag != n.W + "object":
            stack.extend(reversed(current))
