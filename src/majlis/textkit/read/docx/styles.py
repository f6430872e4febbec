"""Styles of a Word file: names, marks, numbering and outline, through the basedOn chain."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from majlis.textkit.model import Mark
from majlis.textkit.read.docx.names import RPR, VAL, W, is_on, number
from majlis.textkit.read.docx.tree import NO_MARKS, Props
from majlis.textkit.xmlsafe import Element

_TOGGLES = {
    W + name: name
    for name in ("b", "bCs", "i", "iCs", "strike", "dstrike", "vanish", "u", "vertAlign")
}
_COMPLEX = (W + "rtl", W + "cs")
_RSTYLE = W + "rStyle"
_HEADING = re.compile(r"heading [1-9]", re.IGNORECASE)
_MAX_CHAIN = 32  # also what ends a circle of styles
_BODY_TEXT = 9  # the outline level of what is no heading (ECMA-376 part 1, 17.3.1.20)


Look = dict[str, bool | str]


@dataclass(frozen=True, slots=True)
class Style:
    """A style: its own settings only; ``Styles`` follows the chain."""

    id: str
    name: str
    based_on: str
    props: Props
    look: Look = field(default_factory=dict, compare=False)


class Styles:
    """The style table of one side: the new one, or the old one before changes of the styles."""

    def __init__(self, root: Element | None, old: bool = False) -> None:
        self._styles: dict[str, Style] = {}
        self._chains: dict[str, tuple[Style, ...]] = {}
        self._outlines: dict[str, int | None] = {}
        self._looks: dict[str, Look] = {}
        self.default = ""
        for element in root.iterchildren(W + "style") if root is not None else ():
            style = _style(element, old)
            self._styles.setdefault(style.id, style)
            is_default = element.get(W + "default", "0") not in ("0", "false", "off")
            if is_default and element.get(W + "type") == "paragraph":
                self.default = style.id

    def chain(self, style_id: str) -> tuple[Style, ...]:
        """The style and those that it is based on, nearest first; the default for an empty id."""
        found = self._chains.get(style_id)
        if found is None:
            styles: list[Style] = []
            current = self._styles.get(style_id or self.default)
            while current is not None and len(styles) < _MAX_CHAIN:
                styles.append(current)
                current = self._styles.get(current.based_on)
            found = self._chains[style_id] = tuple(styles)
        return found

    def name(self, style_id: str) -> str:
        """The name that Word shows for a style; the id where the table lacks it."""
        chain = self.chain(style_id)
        return chain[0].name if chain else style_id

    def outline(self, props: Props) -> int | None:
        """The outline level (0 first) where the paragraph is a heading, else None.

        A heading is what has an outline level, or a built-in style ``heading 1``..``heading 9``,
        whose name is the same in each language of Word.
        """
        level = props.outline
        if level is None:
            if props.style not in self._outlines:
                self._outlines[props.style] = _outline(self.chain(props.style))
            level = self._outlines[props.style]
        return level if level is not None and 0 <= level < _BODY_TEXT else None

    def look(self, style_id: str) -> Look:
        """What a style makes of its text, nearest setting of the chain first."""
        found = self._looks.get(style_id)
        if found is None:
            found = {}
            for style in self.chain(style_id):
                for key, value in style.look.items():
                    found.setdefault(key, value)
            self._looks[style_id] = found
        return found

    def marks(self, rpr: Element | None, paragraph_style: str) -> tuple[frozenset[Mark], bool]:
        """Marks of a run with these properties, and whether it is hidden.

        What the run says itself wins; else paragraph and character style, whose on/off settings
        cancel each other out (toggle properties, ECMA-376 part 1, 17.7.3). Runs of complex scripts
        (w:rtl, w:cs) are bold and italic by w:bCs and w:iCs only.
        """
        below = self.look(paragraph_style)
        if rpr is None:
            return _marks({}, below, {}, False)
        own: Look = {}
        character: Look = {}
        is_complex = False
        for child in rpr:
            tag = child.tag
            name = _TOGGLES.get(tag)
            if name is not None:
                own[name] = _value(name, child)
            elif tag == _RSTYLE:
                character = self.look(child.get(VAL, "")) if child.get(VAL) else {}
            elif tag in _COMPLEX:
                is_complex = is_on(child)
        return _marks(own, below, character, is_complex)


def read_props(ppr: Element | None, old: bool = False) -> Props:
    """Style, numbering and outline that a w:pPr states itself.

    ``old``: as before the tracked changes: without a numbering that was inserted (w:ins in
    w:numPr), with the label that w:numberingChange keeps.
    """
    if ppr is None:
        return Props()
    if old:
        change = ppr.find(W + "pPrChange")
        if change is not None:
            return read_props(change.find(W + "pPr"))
    style, num, level, outline, fixed = "", None, None, None, None
    for child in ppr:
        tag = child.tag
        if tag == W + "pStyle":
            style = child.get(VAL, "")
        elif tag == W + "outlineLvl":
            outline = number(child.get(VAL))
        elif tag == W + "numPr":
            num, level, fixed = _numbering(child, old)
    return Props(style, num, level, outline, fixed)


def _outline(chain: tuple[Style, ...]) -> int | None:
    for style in chain:
        if style.props.outline is not None:
            return style.props.outline
        if _HEADING.fullmatch(style.name):
            return int(style.name[-1]) - 1
    return None


def _numbering(numpr: Element, old: bool) -> tuple[int | None, int | None, str | None]:
    num = level = fixed = None
    for child in numpr:
        if child.tag == W + "numId":
            num = number(child.get(VAL))
        elif child.tag == W + "ilvl":
            level = number(child.get(VAL))
        elif child.tag == W + "numberingChange" and old:
            fixed = child.get(W + "original")
        elif child.tag == W + "ins" and old:
            return None, None, None
    return num, level, fixed


def _style(element: Element, old: bool) -> Style:
    name = element.find(W + "name")
    based = element.find(W + "basedOn")
    rpr = element.find(RPR)
    if old and rpr is not None and (change := rpr.find(W + "rPrChange")) is not None:
        rpr = change.find(RPR)
    look: Look = {}
    for child in rpr if rpr is not None else ():
        if (key := _TOGGLES.get(child.tag)) is not None:
            look[key] = _value(key, child)
    style_id = element.get(W + "styleId", "")
    return Style(
        style_id,
        name.get(VAL, style_id) if name is not None else style_id,
        based.get(VAL, "") if based is not None else "",
        read_props(element.find(W + "pPr"), old),
        look,
    )


def _value(name: str, element: Element) -> bool | str:
    if name == "u":
        return str(element.get(VAL, "single")) != "none"
    if name == "vertAlign":
        return str(element.get(VAL, "baseline"))
    return is_on(element)


_COMBINATIONS: dict[tuple[Mark, ...], frozenset[Mark]] = {}


def _marks(
    own: Look, paragraph: Look, character: Look, is_complex: bool
) -> tuple[frozenset[Mark], bool]:
    if not own and not paragraph and not character:
        return NO_MARKS, False

    def toggled(name: str) -> bool:
        if name in own:
            return bool(own[name])
        return bool(paragraph.get(name)) != bool(character.get(name))

    def nearest(name: str) -> bool | str | None:
        return own.get(name, character.get(name, paragraph.get(name)))

    marks: list[Mark] = []
    if toggled("bCs" if is_complex else "b"):
        marks.append("bold")
    if toggled("iCs" if is_complex else "i"):
        marks.append("italic")
    if nearest("u"):
        marks.append("underline")
    if toggled("strike") or toggled("dstrike"):
        marks.append("strike")
    position = nearest("vertAlign")
    if position == "superscript":
        marks.append("superscript")
    elif position == "subscript":
        marks.append("subscript")
    key = tuple(marks)
    return _COMBINATIONS.setdefault(key, frozenset(key)), toggled("vanish")
