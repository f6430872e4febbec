"""Documents as plain text, for mail and for readers of text: one line for each paragraph, never wrapped."""

from __future__ import annotations

from collections.abc import Iterator

from majlis.paper.blocks import (
    Chart,
    Clause,
    Content,
    Document,
    Footnote,
    Heading,
    Inline,
    Items,
    Link,
    Note,
    Number,
    Paragraph,
    Quote,
    Run,
    Symbol,
    Table,
    plain,
    runs,
)
from majlis.paper.languages import direction_of, number, said, scheme
from majlis.paper.plan import Placed, clean, placed
from majlis.paper.tabular import data_table

COLONS = {"zh": "：", "fr": "\N{NO-BREAK SPACE}: "}
"""The colon between a name and its value, where it is not ": "."""
INDENT = "  "
BULLET = "\N{EN DASH} "
ISOLATE_START, ISOLATE_END = "\N{FIRST STRONG ISOLATE}", "\N{POP DIRECTIONAL ISOLATE}"


def write(document: Document) -> str:
    """The whole document as text. Headings are underlined, the rows of a table are lists of names and values."""
    return _Writer(document).whole()


class _Writer:
    """One document under work: the footnotes called so far."""

    def __init__(self, document: Document) -> None:
        self.document = document
        self.language = document.language
        self.footnotes: list[str] = []

    def whole(self) -> str:
        """All blocks, with an empty line between them, and the footnotes at the end."""
        parts = [*self.front()]
        for place in placed(self.document):
            self.language = place.language
            parts.append("\n".join(self.block(place)))
        self.language = self.document.language
        if self.footnotes:
            parts.append(_underlined(said(self.language, "footnotes"), "-"))
            parts += self.footnotes
        return "\n\n".join(filter(None, parts)) + "\n"

    def front(self) -> Iterator[str]:
        """Title and cover."""
        cover = self.document.cover
        if cover is not None and cover.symbol:
            yield self.inline(Symbol(cover.symbol))
        yield _underlined(_one_line(self.document.title), "=")
        if cover is not None:
            yield from filter(None, [_one_line(cover.subtitle), *map(self.content, cover.lines)])

    def block(self, place: Placed) -> Iterator[str]:
        """The lines of one block."""
        match place.block:
            case Heading() as heading:
                yield _underlined(_one_line(self.content(heading.content)), "-")
            case Paragraph() as paragraph:
                yield self.content(paragraph.content)
            case Clause() as clause:
                label = f"{clause.label} " if clause.label else ""
                yield f"{INDENT * clause.level}{label}{self.content(clause.content)}"
            case Items() as items:
                yield from self.items(items, 0)
            case Table() as table:
                yield from self.table(table)
            case Chart() as chart:
                yield from filter(None, [self.content(chart.caption), clean(chart.alternative)])
                yield from self.table(data_table(chart, self.language))
            case Note() as note:
                head = clean(note.head) or said(self.language, "note")
                yield f"{head}{self.colon}{self.content(note.content)}"
            case Quote() as quote:
                yield from (f"> {line}" for line in self.content(quote.content).split("\n"))
                if quote.source:
                    yield self.content(quote.source)

    @property
    def colon(self) -> str:
        """The colon of the present language, with its space."""
        return COLONS.get(self.language, ": ")

    def items(self, items: Items, depth: int) -> Iterator[str]:
        """The items of a list, each with its label."""
        counted = None if items.count == "bulleted" else scheme(self.language, items.count, depth)
        for place, item in enumerate(items.items):
            label = f"{counted.label(items.start + place)} " if counted else BULLET
            yield f"{INDENT * depth}{label}{self.content(item.content)}"
            if item.items is not None:
                yield from self.items(item.items, depth + 1)

    def table(self, table: Table) -> Iterator[str]:
        """The rows of a table; in one of two columns, each row is a line."""
        heads = [self.content(column.head) for column in table.columns]
        if caption := self.content(table.caption):
            yield caption
        for row in table.rows:
            cells = [self.content(cell) for cell in row]
            if table.row_heads and len(cells) == 2:
                yield f"{cells[0]}{self.colon}{cells[1]}"
                continue
            if table.row_heads:
                yield cells.pop(0)
            named = zip(heads[-len(cells) :] if cells else (), cells, strict=True)
            for head, cell in named:
                if cell:
                    yield f"{INDENT}{head}{self.colon}{cell}" if head else f"{INDENT}{cell}"

    def content(self, content: Content) -> str:
        """Runs, one after the other."""
        return "".join(map(self.inline, runs(content)))

    def inline(self, part: Inline) -> str:
        """One run; words in the other direction are isolated."""
        match part:
            case str():
                return clean(part)
            case Symbol():
                return self.isolated(clean(part.text), "ltr")
            case Number():
                return number(self.language, part.value, part.places)
            case Link():
                return self.link(part)
            case Footnote():
                place = len(self.footnotes) + 1
                self.footnotes.append("")
                self.footnotes[place - 1] = f"[{place}] {self.content(part.content)}"
                return f"[{place}]"
            case Run():
                return self.isolated(clean(part.text), part.direction or "")

    def link(self, link: Link) -> str:
        """The words of a link, and its address if it leads out of the document and does not stand in them."""
        words = self.content(link.content)
        if link.address.startswith("#") or link.address in (plain(link.content), words):
            return words
        address = clean(link.address).removeprefix("mailto:")
        return words if address in words else f"{words} <{self.isolated(address, 'ltr')}>"

    def isolated(self, words: str, direction: str) -> str:
        """Words of another direction than the text around them, so that signs beside them stay in their place."""
        if not direction or direction == direction_of(self.language):
            return words
        return f"{ISOLATE_START}{words}{ISOLATE_END}"


def _one_line(text: str) -> str:
    return " ".join(clean(text).split("\n"))


def _underlined(text: str, sign: str) -> str:
    return f"{text}\n{sign * min(max(len(text), 3), 72)}"
