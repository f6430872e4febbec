"""What a document is made of: blocks, and the runs inside them (``runs``). Nothing changes once made."""

from __future__ import annotations

import math
import re
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from majlis.paper.errors import PaperError
from majlis.paper.languages import LANGUAGES, direction_of
from majlis.paper.runs import (
    Content,
    Direction,
    Footnote,
    Inline,
    Link,
    Number,
    Run,
    Symbol,
    check_language,
    plain,
    runs,
)

__all__ = [
    "Align",
    "Attachment",
    "Block",
    "Chart",
    "Clause",
    "Column",
    "Content",
    "Contents",
    "Cover",
    "Document",
    "Footnote",
    "Heading",
    "Inline",
    "Item",
    "Items",
    "Link",
    "Note",
    "Number",
    "PageBreak",
    "Paragraph",
    "Passage",
    "Quote",
    "Run",
    "Series",
    "Symbol",
    "Table",
    "plain",
    "runs",
]

_ANCHOR = re.compile(r"[A-Za-z][A-Za-z0-9_-]*")
_OURS = re.compile(r"(heading|table|figure|note|call)-")

type Align = Literal["start", "end", "centre", "number"]
type Count = Literal["numbered", "decimal", "letters", "bulleted"]
type ChartKind = Literal["columns", "bars", "stacked", "line"]
DEEPEST_LIST = 9
"""Levels of a list at most."""
MOST_SERIES = 6
"""Series of a chart at most: so many can be told apart in black and white."""


def _without_footnotes(content: Content, place: str) -> None:
    if any(isinstance(part, Footnote) for part in runs(content)):
        raise PaperError(
            f"A footnote is not allowed in {place}.", "Put it in a paragraph, a caption or a cell."
        )


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading, 1 to 6 below the title. A level that is skipped is printed one below the heading before.

    ``anchor`` is what ``Link(..., "#anchor")`` leads to.
    """

    level: int
    content: Content
    anchor: str = ""

    def __post_init__(self) -> None:
        if not 1 <= self.level <= 6:
            raise PaperError(
                f"A heading cannot have level {self.level}.", "Use a level from 1 to 6."
            )
        if not plain(self.content).strip():
            raise PaperError("A heading has no text.", "Enter its text.")
        _without_footnotes(self.content, "a heading")
        if self.anchor and (not _ANCHOR.fullmatch(self.anchor) or _OURS.match(self.anchor)):
            raise PaperError(
                f"A heading cannot have the anchor {self.anchor!r}.",
                "Begin with a letter and continue with letters, digits, - and _; "
                "heading-, table-, figure- and note- are reserved.",
            )


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph."""

    content: Content


@dataclass(frozen=True, slots=True)
class Clause:
    """A paragraph of a text that was adopted: its label stands as it was printed, nothing is counted anew.

    ``level`` is how deep it stands, 0 first; deeper than DEEPEST_LIST is printed as that.
    """

    content: Content
    label: str = ""
    level: int = 0

    def __post_init__(self) -> None:
        if self.level < 0:
            raise PaperError(f"A clause cannot have level {self.level}.", "Use 0 or more.")


@dataclass(frozen=True, slots=True)
class Item:
    """An item of a list, and the list under it."""

    content: Content
    items: Items | None = None


@dataclass(frozen=True, slots=True)
class Items:
    """A list. ``numbered`` counts as the document's language does at each depth: 1. (a) (i), or 一、（一）."""

    items: tuple[Item, ...]
    count: Count = "bulleted"
    start: int = 1

    def __post_init__(self) -> None:
        if self.start < 1:
            raise PaperError(f"A list cannot start at {self.start}.", "Start at 1 or later.")
        if not self.items:
            raise PaperError("A list has no items.", "State in a paragraph that there are none.")
        if self.depth > DEEPEST_LIST:
            raise PaperError(
                f"A list has {self.depth} levels.", f"Use at most {DEEPEST_LIST}, as in Word."
            )

    @property
    def depth(self) -> int:
        """How many levels it has."""
        return 1 + max(item.items.depth if item.items else 0 for item in self.items)


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a table: its head, where its cells stand, its width beside the others'.

    ``number`` stands to the right in every language, so that ones stand under ones.
    """

    head: Content
    align: Align = "start"
    width: float = 1

    def __post_init__(self) -> None:
        _without_footnotes(self.head, "the head of a column")
        if not (math.isfinite(self.width) and 0.05 <= self.width <= 20):
            raise PaperError(
                f"A column cannot have the width {self.width}.", "Use a width from 0.05 to 20."
            )


@dataclass(frozen=True, slots=True)
class Table:
    """A table. Its column heads are repeated on each page; the first cell of a row heads it if ``row_heads``."""

    caption: Content
    columns: tuple[Column, ...]
    rows: tuple[tuple[Content, ...], ...]
    row_heads: bool = True

    def __post_init__(self) -> None:
        if not self.columns:
            raise PaperError("A table has no columns.", "Give it at least one.")
        for place, row in enumerate(self.rows, 1):
            if len(row) != len(self.columns):
                raise PaperError(
                    f"Row {place} of a table has {len(row)} cells for {len(self.columns)} columns.",
                    "Use empty cells for missing content.",
                )


@dataclass(frozen=True, slots=True)
class Series:
    """The values of a chart under one name, one a category; None where there is none."""

    name: str
    values: tuple[float | None, ...]


@dataclass(frozen=True, slots=True)
class Chart:
    """A chart as data; its table is always printed beside it.

    ``alternative`` says in a sentence what the chart shows, for those who do not see it; ``head`` is the
    head of the column of categories, ``unit`` what the values count.
    """

    kind: ChartKind
    caption: Content
    alternative: str
    head: str
    categories: tuple[str, ...]
    series: tuple[Series, ...]
    unit: str = ""

    def __post_init__(self) -> None:
        if not self.alternative.strip():
            raise PaperError(
                "A chart has no text alternative.", "Describe its content in a sentence."
            )
        if not self.categories or not 1 <= len(self.series) <= MOST_SERIES:
            raise PaperError(
                f"A chart cannot show {len(self.series)} series of {len(self.categories)} categories.",
                f"Use at least one category and one to {MOST_SERIES} series.",
            )
        for series in self.series:
            if len(series.values) != len(self.categories):
                raise PaperError(
                    f"The series {series.name!r} has {len(series.values)} values "
                    f"for {len(self.categories)} categories.",
                    "Use None for missing values.",
                )
            if not all(value is None or abs(value) < 1e15 for value in series.values):
                raise PaperError(
                    f"The series {series.name!r} has a value that cannot be drawn.",
                    "Use numbers below 1,000,000,000,000,000, or None.",
                )
            if self.kind == "stacked" and any(
                value is not None and value < 0 for value in series.values
            ):
                raise PaperError("Negative values cannot be stacked.", "Use columns.")


@dataclass(frozen=True, slots=True)
class Note:
    """Words set apart, under the word "Note" or a head of their own."""

    content: Content
    head: str = ""


@dataclass(frozen=True, slots=True)
class Quote:
    """Words of somebody else, and where they stand."""

    content: Content
    source: Content = ""
    language: str | None = None

    def __post_init__(self) -> None:
        check_language(self.language)


@dataclass(frozen=True, slots=True)
class Contents:
    """The table of contents, down to a level of headings."""

    depth: int = 3

    def __post_init__(self) -> None:
        if not 1 <= self.depth <= 6:
            raise PaperError(
                f"Contents cannot have depth {self.depth}.", "Use a depth from 1 to 6."
            )


@dataclass(frozen=True, slots=True)
class PageBreak:
    """What follows begins on a new page."""


@dataclass(frozen=True, slots=True)
class Passage:
    """Blocks in another of the six languages than the document, read in its direction: a document in a collection."""

    language: str
    blocks: tuple[Block, ...]

    def __post_init__(self) -> None:
        if self.language not in LANGUAGES:
            raise PaperError(
                f"The language {self.language!r} is not supported.",
                f"Use one of {', '.join(LANGUAGES)}.",
            )


type Block = (
    Heading | Paragraph | Clause | Items | Table | Chart | Note | Quote | Contents | PageBreak | Passage
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Attachment:
    """A file inside the PDF. ``name`` is what the reader sees; ``path`` is where its bytes are now.

    ``original``: the document was made from this file, which prevails over what is printed.
    """

    name: str
    path: Path
    media_type: str
    description: str
    original: bool = True

    def __post_init__(self) -> None:
        if not self.name.strip() or "/" in self.name or not self.description.strip():
            raise PaperError(
                f"A file cannot be attached as {self.name!r}.",
                "Give it a name without / and a description.",
            )


@dataclass(frozen=True, slots=True)
class Cover:
    """The first page: the document's title, and this. ``lines`` stand at its foot (place, date, who)."""

    subtitle: str = ""
    symbol: str = ""
    lines: tuple[Content, ...] = ()


@dataclass(frozen=True, slots=True)
class Document:
    """A document in one of the six languages.

    ``running_head`` stands on top of each page; the title does if it is empty. ``author`` and ``subject`` are
    only kept in the file. ``attachments`` are in the PDF only, which then follows PDF/A-3 too; names are unique.
    """

    language: str
    title: str
    blocks: tuple[Block, ...] = ()
    cover: Cover | None = None
    running_head: str = ""
    author: str = ""
    subject: str = ""
    attachments: tuple[Attachment, ...] = ()

    def __post_init__(self) -> None:
        if len({each.name for each in self.attachments}) < len(self.attachments):
            raise PaperError("Two attached files have one name.", "Give each a different name.")
        if self.language not in LANGUAGES:
            raise PaperError(
                f"The language {self.language!r} is not supported.",
                f"Use one of {', '.join(LANGUAGES)}.",
            )
        if not self.title.strip():
            raise PaperError("A document has no title.", "Give it a title.")

    @property
    def direction(self) -> Direction:
        """``rtl`` for Arabic, else ``ltr``."""
        return direction_of(self.language)
