"""The front matter of a text, as its pages fold it: the masthead, and the table of contents."""

from __future__ import annotations

import itertools
import re
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass

from django.utils.translation import get_language, ngettext

from majlis.look import formats
from majlis.textkit.structure.contents import heads_contents, is_entry

LONGEST_LINE = 200
"""Characters of a line of the front matter; what is longer is read, not folded."""
FEWEST_ENTRIES = 3
"""Lines of a table of contents that has no heading."""
_HEADINGS = ("title", "heading", "annex")
_WORD = re.compile(r"[^\W\d_]+")
MASTHEAD, CONTENTS = "masthead", "contents"


@dataclass(frozen=True)
class FrontLine:
    """What the folds ask of a row: its kind, its words, and their language."""

    kind: str
    words: str
    language: str


@dataclass(frozen=True)
class Segment[Row]:
    """Rows of a page in reading order; those with a ``label`` are folded under it, ``opened`` or not."""

    rows: list[Row]
    label: str = ""
    opened: bool = False


def fold_front[Row](
    rows: Sequence[Row],
    line_of: Callable[[Row], FrontLine],
    *,
    first: bool = True,
    opens: Callable[[Row], bool] = lambda _row: False,
) -> list[Segment[Row]]:
    """The rows as segments: the masthead and the table of contents folded, everything else open.

    ``first``: the rows begin the text; lines of the front matter further down are no masthead.
    ``opens``: whether a row is to be seen at once.
    """
    lines = [line_of(row) for row in rows]
    headings = {
        _letters(line.words)
        for line in lines
        if line.kind in _HEADINGS and len(line.words) <= LONGEST_LINE
    }
    folds: list[str] = []
    for is_front, run in itertools.groupby(lines, _is_front):
        of_run = list(run)
        begin = _contents_begin(of_run, headings) if is_front else len(of_run)
        masthead = MASTHEAD if is_front and first and not folds else ""
        folds += [masthead] * begin + [CONTENTS] * (len(of_run) - begin)
    segments: list[Segment[Row]] = []
    for fold, pairs in itertools.groupby(zip(folds, rows, strict=True), lambda pair: pair[0]):
        of_fold = [row for _fold, row in pairs]
        label = fold_label(fold, len(of_fold)) if fold else ""
        segments.append(Segment(of_fold, label, any(opens(row) for row in of_fold)))
    return segments


def fold_label(fold: str, count: int) -> str:
    """The label of a fold with the number of its lines."""
    words = (
        ngettext("Masthead (%(n)s line)", "Masthead (%(n)s lines)", count)
        if fold == MASTHEAD
        else ngettext("Table of contents (%(n)s line)", "Table of contents (%(n)s lines)", count)
    )
    return words % {"n": formats.number(count, get_language() or "en")}


def _is_front(line: FrontLine) -> bool:
    return line.kind == "front" and len(line.words) <= LONGEST_LINE


def _contents_begin(lines: Sequence[FrontLine], headings: Collection[tuple[str, ...]]) -> int:
    """Where the table of contents begins in a run of lines; behind them where there is none.

    ``headings``: the words of the headings of the text. A list that repeats them is one too.
    """
    for place, line in enumerate(lines):
        if heads_contents(line.words, line.language) and place + 1 < len(lines):
            return place
        if is_entry(line.words):
            entries = sum(is_entry(each.words) for each in lines[place:])
            return place if entries >= FEWEST_ENTRIES else len(lines)
    listed = [place for place, line in enumerate(lines) if _is_listed(line.words, headings)]
    return listed[0] if len(listed) >= FEWEST_ENTRIES else len(lines)


def _is_listed(words: str, headings: Collection[tuple[str, ...]]) -> bool:
    """Whether a line repeats a heading, with its number before it perhaps."""
    letters = _letters(words)
    return any(letters[start:] in headings for start in range(min(3, len(letters))))


def _letters(words: str) -> tuple[str, ...]:
    return tuple(each.casefold() for each in _WORD.findall(words))
