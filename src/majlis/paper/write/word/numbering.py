"""Lists of Word: definitions of counting, and one list after the other that begins anew."""

from __future__ import annotations

from xml.sax.saxutils import quoteattr

from majlis.paper.blocks import Items
from majlis.paper.languages import scheme
from majlis.paper.style import style
from majlis.paper.write.word.package import NAMESPACES

DEEPEST = 8
"""The deepest level that Word knows, from 0."""
_FORMATS = {
    "decimal": "decimal",
    "latin": "lowerLetter",
    "roman": "lowerRoman",
    "cyrillic": "russianLower",
    "abjad": "arabicAbjad",
    "chinese": "chineseCountingThousand",
}
_STEP = 425
"""Twentieths of a point from a level to the next."""


class Numbering:
    """The lists of one document."""

    def __init__(self, language: str) -> None:
        self.language = language
        self._counts: list[str] = []
        self._lists: list[tuple[int, int, int]] = []

    def begin(self, items: Items, depth: int) -> int:
        """The number of a new list at a depth."""
        if items.count not in self._counts:
            self._counts.append(items.count)
        count = self._counts.index(items.count) + 1
        self._lists.append((count, min(depth, DEEPEST), items.start))
        return len(self._lists)

    def whole(self) -> str:
        """The part."""
        counts = "".join(self._count(place, name) for place, name in enumerate(self._counts, 1))
        lists = "".join(
            f'<w:num w:numId="{place}"><w:abstractNumId w:val="{count}"/>'
            f'<w:lvlOverride w:ilvl="{depth}"><w:startOverride w:val="{start}"/></w:lvlOverride>'
            "</w:num>"
            for place, (count, depth, start) in enumerate(self._lists, 1)
        )
        return f"<w:numbering {NAMESPACES}>{counts}{lists}</w:numbering>"

    def _count(self, place: int, name: str) -> str:
        levels = "".join(self._level(name, depth) for depth in range(DEEPEST + 1))
        return (
            f'<w:abstractNum w:abstractNumId="{place}"><w:multiLevelType w:val="multilevel"/>'
            f"{levels}</w:abstractNum>"
        )

    def _level(self, name: str, depth: int) -> str:
        if name == "bulleted":
            bullets = style()["docx"]["bullets"]
            kind, text = "bullet", bullets[depth % len(bullets)]
        else:
            counted = scheme(self.language, name, depth)
            kind, text = _FORMATS[counted.count], counted.form.format(f"%{depth + 1}")
        return (
            f'<w:lvl w:ilvl="{depth}"><w:start w:val="1"/><w:numFmt w:val="{kind}"/>'
            f'<w:lvlText w:val={quoteattr(text)}/><w:lvlJc w:val="left"/>'
            f'<w:pPr><w:ind w:left="{_STEP * (depth + 1) + 284}" w:hanging="{_STEP + 55}"/></w:pPr></w:lvl>'
        )
