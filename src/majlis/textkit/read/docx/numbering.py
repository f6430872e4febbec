"""List numbers as Word counts them, from numbering.xml (ECMA-376 part 1, 17.9)."""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace

from majlis.textkit.read.docx.names import ALTERNATE, VAL, W, branch, is_on, number
from majlis.textkit.read.docx.numfmt import format_number
from majlis.textkit.read.docx.styles import Styles
from majlis.textkit.read.docx.tree import Props
from majlis.textkit.xmlsafe import Element

LEVELS = 9
_PLACE = re.compile(r"%([1-9])")
_MAX_LINKS = 8
_MAX_TEXT = 255  # characters of a w:lvlText: Word takes far fewer
_DEFAULT_FORMAT = "decimal"

# Bullets that a symbol font keeps in the private use area, as characters that any font has.
_BULLETS = {
    "\uf0b7": "•", "·": "•",
    "\uf0a7": "▪", "\uf0d8": "➢", "\uf0fc": "✓", "\uf076": "❖", "\uf0a8": "◻",
    "\uf06f": "□", "\uf02d": "–", "\uf0be": "–", "\uf0e0": "→", "\uf06e": "■", "\uf06c": "●",
}  # fmt: skip
_PRIVATE = re.compile("[\ue000-\uf8ff]")

# Number formats of the binary file format, which w:numberingChange still uses (MSONFC).
_OLD_FORMATS = {
    0: "decimal",
    1: "upperRoman",
    2: "lowerRoman",
    3: "upperLetter",
    4: "lowerLetter",
    5: "ordinal",
    22: "decimalZero",
    23: "bullet",
    255: "none",
}
_OLD_LABEL = re.compile(r"%\d:(\d{1,9}):(\d{1,3}):([^%]*)")


@dataclass(frozen=True, slots=True)
class Level:
    """A w:lvl. ``restart``: None the usual way, 0 never, else after that level (1 first)."""

    start: int = 1
    format: str = _DEFAULT_FORMAT
    custom: str = ""
    text: str = ""
    legal: bool = False
    restart: int | None = None
    style: str = ""


@dataclass(frozen=True, slots=True)
class Num:
    """A w:num: levels with its own overrides; ``counters`` is its abstractNum, which counts."""

    id: int
    counters: int
    levels: tuple[Level, ...]
    starts: dict[int, int] = field(default_factory=dict)


class Numbering:
    """The list definitions of a file and the styles that refer to them."""

    def __init__(self, root: Element | None, styles: Styles) -> None:
        self._styles = styles
        self._nums: dict[int, Element] = {}
        self._abstract: dict[int, Element] = {}
        self._by_style: dict[str, int] = {}
        self._parsed: dict[int, Num | None] = {}
        self._levels: dict[int, tuple[Level, ...]] = {}
        for element in root if root is not None else ():
            if element.tag == W + "num":
                self._nums.setdefault(_key(element, "numId"), element)
            elif element.tag == W + "abstractNum":
                key = _key(element, "abstractNumId")
                self._abstract.setdefault(key, element)
                link = element.find(W + "styleLink")
                if link is not None:
                    self._by_style.setdefault(link.get(VAL, ""), key)

    def place(self, props: Props) -> tuple[Num, int] | None:
        """The list and level (0 first) of a paragraph, None where it has no number.

        What the paragraph says itself wins, then its styles; numId 0 takes the number away. With
        the number from a style, the level is the one that names the style (w:lvl/w:pStyle).
        """
        num_id, level = props.num, props.level
        from_style = num_id is None
        chain = self._styles.chain(props.style)
        for style in chain:
            if from_style and num_id is None:
                num_id = style.props.num
            if from_style and level is None:
                level = style.props.level
        num = self._num(num_id) if num_id else None
        if num is None:
            return None
        if from_style and props.level is None:
            for style in chain:
                for at, candidate in enumerate(num.levels):
                    if candidate.style == style.id:
                        return num, at
        return num, min(max(level or 0, 0), LEVELS - 1)

    def _num(self, num_id: int) -> Num | None:
        if num_id not in self._parsed:
            element = self._nums.get(num_id)
            self._parsed[num_id] = self._parse(num_id, element) if element is not None else None
        return self._parsed[num_id]

    def _parse(self, num_id: int, element: Element) -> Num | None:
        abstract_id = self._resolve(_child_number(element, "abstractNumId"))
        if abstract_id is None:
            return None
        if abstract_id not in self._levels:
            self._levels[abstract_id] = _read_levels(self._abstract[abstract_id])
        levels = list(self._levels[abstract_id])
        starts: dict[int, int] = {}
        for override in element.iterchildren(W + "lvlOverride"):
            at = number(override.get(W + "ilvl"))
            if at is None or not 0 <= at < LEVELS:
                continue
            own = override.find(W + "lvl")
            if own is not None:
                levels[at] = _read_level(own)
            start = _child_number(override, "startOverride")
            if start is not None:
                starts[at] = start
                levels[at] = replace(levels[at], start=start)
        return Num(num_id, abstract_id, tuple(levels), starts)

    def _resolve(self, abstract_id: int | None) -> int | None:
        """Follow w:numStyleLink to the definition that holds the levels."""
        for _ in range(_MAX_LINKS):
            element = self._abstract.get(abstract_id) if abstract_id is not None else None
            if element is None:
                return None
            link = element.find(W + "numStyleLink")
            if link is None:
                return abstract_id
            style_id = link.get(VAL, "")
            following = self._by_style.get(style_id)
            if following is None:
                for style in self._styles.chain(style_id):
                    num = self._nums.get(style.props.num or 0)
                    following = _child_number(num, "abstractNumId") if num is not None else None
                    break
            if following == abstract_id:
                return abstract_id
            abstract_id = following
        return None


class Counters:
    """The running counts of one story (body, a text box, the notes).

    Lists on one abstractNum share their counts. A level starts again after any higher level, or as
    w:lvlRestart says; a level that was passed over counts as having begun; a w:startOverride takes
    effect where its list first comes to that level.
    """

    def __init__(self) -> None:
        self._values: dict[int, list[int | None]] = {}
        self._seen: set[tuple[int, int]] = set()

    def label(self, num: Num, at: int) -> str:
        """Count one paragraph and give its label."""
        values = self._values.setdefault(num.counters, [None] * LEVELS)
        for above in range(at):
            if values[above] is None:
                values[above] = num.levels[above].start
        value = values[at]
        first = (num.id, at) not in self._seen
        self._seen.add((num.id, at))
        if value is None or (first and at in num.starts):
            values[at] = num.levels[at].start
        else:
            values[at] = value + 1
        for below in range(at + 1, LEVELS):
            restart = num.levels[below].restart
            if restart is None or at < restart:
                values[below] = None
        return _label(num.levels, at, [value or 0 for value in values])


def old_label(original: str) -> str:
    """The label that w:numberingChange keeps: ``%1:3:0:.`` is ``3.``; other strings are labels."""
    parts = _OLD_LABEL.findall(original)
    if not parts:
        return original.strip()
    return "".join(
        format_number(int(value), _OLD_FORMATS.get(int(code), _DEFAULT_FORMAT)) + text
        for value, code, text in parts
    ).strip()


def _label(levels: tuple[Level, ...], at: int, values: list[int]) -> str:
    level = levels[at]
    if level.format == "bullet":
        return _PRIVATE.sub("•", "".join(_BULLETS.get(sign, sign) for sign in level.text)).strip()

    def printed(match: re.Match[str]) -> str:
        place = int(match[1]) - 1
        if place > at:
            return ""
        other = levels[place]
        name = other.format
        if level.legal and name not in ("none", "bullet", "decimalZero"):
            name = "decimal"
        return format_number(values[place], name, other.custom)

    # each level has one place in a label; without the bound a small file prints a place many times
    return _PLACE.sub(printed, level.text, count=LEVELS).strip()


def _read_levels(abstract: Element) -> tuple[Level, ...]:
    levels = [Level() for _ in range(LEVELS)]
    for element in abstract.iterchildren(W + "lvl"):
        at = number(element.get(W + "ilvl"))
        if at is not None and 0 <= at < LEVELS:
            levels[at] = _read_level(element)
    return tuple(levels)


def _read_level(element: Element) -> Level:
    start, restart, name, custom, text, legal, style = 0, None, _DEFAULT_FORMAT, "", "", False, ""
    for child in element:
        if child.tag == ALTERNATE:
            # Word writes a custom format in a Choice that older readers skip.
            chosen = branch(child)
            custom_format = chosen.find(W + "numFmt") if chosen is not None else None
            if custom_format is None:
                continue
            child = custom_format
        tag = child.tag
        if tag == W + "start":
            start = number(child.get(VAL)) or 0
        elif tag == W + "numFmt":
            name, custom = child.get(VAL, _DEFAULT_FORMAT), child.get(W + "format", "")
        elif tag == W + "lvlText":
            text = child.get(VAL, "")[:_MAX_TEXT]
            if child.get(W + "null", "0") not in ("0", "false", "off"):
                text = ""
        elif tag == W + "lvlRestart":
            restart = number(child.get(VAL))
        elif tag == W + "isLgl":
            legal = is_on(child)
        elif tag == W + "pStyle":
            style = child.get(VAL, "")
    return Level(start, name, custom, text, legal, restart, style)


def _key(element: Element, name: str) -> int:
    value = number(element.get(W + name))
    return -1 if value is None else value


def _child_number(element: Element, name: str) -> int | None:
    child = element.find(W + name)
    return number(child.get(VAL)) if child is not None else None
