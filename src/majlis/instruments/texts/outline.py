"""The outline of a text: names of its provisions with their headings, levels of headings, contents."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.utils.translation import get_language

from majlis.instruments.citations import format
from majlis.instruments.citations.names import excerpt
from majlis.instruments.core.subqueries import Chain
from majlis.instruments.models import Provision, ProvisionWording
from majlis.instruments.texts.queries import HEADING_KINDS, TextLine
from majlis.look import formats
from majlis.look.bidi import foreign_part, joined

FEWEST_HEADINGS = 5
"""Headings of a text that has a list of contents."""
LONGEST_ENTRY = 160
"""Characters of a heading in the list of contents."""
FIRST_LEVEL, LAST_LEVEL = 2, 6
"""Levels of headings in HTML below the title of the page."""


class Outline:
    """The provisions of a version in reading order, as they are listed and named in one language."""

    def __init__(self, lines: Sequence[TextLine]) -> None:
        self.lines = lines
        self._by_key = {line.key: line for line in lines}
        self._of_eid = {line.eid: line for line in lines}
        self._pairs: dict[int, tuple[Provision, ProvisionWording]] = {}

    def headings(self) -> list[TextLine]:
        """The headings and annexes that have words."""
        return [line for line in self.lines if line.kind in HEADING_KINDS and line.words.strip()]

    def size(self, eids: Iterable[str]) -> int:
        """The characters of provisions together."""
        return sum(self._of_eid[eid].size for eid in eids if eid in self._of_eid)

    def headings_of(self, eid: str) -> set[str]:
        """The headings above a provision."""
        line = self._of_eid.get(eid)
        return {each.eid for each in self._headings_above(line)} if line is not None else set()

    def levels(self) -> dict[str, int]:
        """The level in HTML of each heading, by eid: one below the heading that it is under."""
        levels: dict[str, int] = {}
        for line in self.headings():
            above = self._headings_above(line)
            level = levels.get(above[0].eid, FIRST_LEVEL - 1) + 1 if above else FIRST_LEVEL
            levels[line.eid] = min(level, LAST_LEVEL)
        return levels

    def names(self, eids: Iterable[str]) -> dict[str, str]:
        """The names of provisions for links of one page: with their heading, each name once if possible."""
        lines = [self._of_eid[eid] for eid in eids if eid in self._of_eid]
        names = {line.eid: self._name(line) for line in lines}
        repeated = {name for name, count in Counter(names.values()).items() if count > 1}
        for line in lines:
            if names[line.eid] in repeated:
                names[line.eid] = self._name_under_outer_heading(line)
        return names

    def _name(self, line: TextLine) -> str:
        """A heading by its words, another provision as citations name it; with its kind where it has no number."""
        if line.kind in HEADING_KINDS and 0 < len(line.words) <= format.LONGEST_HEADING:
            return foreign_part(line.words.strip(), line.language, get_language() or "en")
        name = format.provision_reference(self._chain(line))
        place = "" if line.number else format.provision_name(*self._pair(line))
        return self._joined(name, place) if place not in ("", name) else name

    def _name_under_outer_heading(self, line: TextLine) -> str:
        """The name after the outermost heading or annex: paragraph 1 of an annex is not that of the text."""
        name, above = self._name(line), self._headings_above(line)
        named = next((each for each in above if each.kind == "heading"), None)
        if not above or (above[-1] is named and line.kind not in HEADING_KINDS):
            return name
        return self._joined(self._name(above[-1]), name)

    @staticmethod
    def _joined(name: str, other: str) -> str:
        return joined(name, formats.clause_separator(get_language() or "en"), other)

    def _above(self, line: TextLine) -> list[TextLine]:
        """The ancestors of a provision, the nearest first."""
        above: list[TextLine] = []
        while line.parent is not None and line.parent in self._by_key:
            line = self._by_key[line.parent]
            above.append(line)
        return above

    def _headings_above(self, line: TextLine) -> list[TextLine]:
        return [each for each in self._above(line) if each.kind in HEADING_KINDS and each.words]

    def _chain(self, line: TextLine) -> Chain:
        return [self._pair(each) for each in (*reversed(self._above(line)), line)]

    def _pair(self, line: TextLine) -> tuple[Provision, ProvisionWording]:
        pair = self._pairs.get(line.key)
        if pair is None:
            wording = ProvisionWording(
                label=line.label, number=line.number, text=line.words, language=line.language
            )
            pair = self._pairs[line.key] = (Provision(eid=line.eid, kind=line.kind), wording)
        return pair


def without_gaps(levels: Iterable[tuple[str, int]], before: int = 1) -> dict[str, int]:
    """Levels of headings in their order, of which none is more than one below that before it.

    ``before``: the level of the heading before the first, by default the title of the page.
    """
    drawn: dict[str, int] = {}
    for eid, level in levels:
        before = drawn[eid] = min(level, before + 1)
    return drawn


@dataclass(frozen=True)
class ContentsLine:
    """A heading in the list of contents, with the headings under it."""

    label: str
    words: str
    language: str
    url: str
    under: list[ContentsLine]


def contents(outline: Outline, url_of: dict[str, str]) -> list[ContentsLine]:
    """The list of contents, nested as the headings are; empty for a text of few headings.

    ``url_of``: the address of the part that each provision is in, empty for the part shown.
    """
    headings, levels = outline.headings(), outline.levels()
    if len(headings) < FEWEST_HEADINGS:
        return []
    top: list[ContentsLine] = []
    open_lists = [top]
    drawn = without_gaps((line.eid, levels[line.eid]) for line in headings)
    for line in headings:
        depth = drawn[line.eid] - FIRST_LEVEL
        del open_lists[depth + 1 :]
        words, url = excerpt(line.words, LONGEST_ENTRY), f"{url_of.get(line.eid, '')}#{line.eid}"
        entry = ContentsLine(line.label, words, line.language, url, [])
        open_lists[depth].append(entry)
        open_lists.append(entry.under)
    return top
