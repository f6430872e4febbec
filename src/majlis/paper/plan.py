"""What is settled before anything is printed: levels and anchors of headings, numbers of tables and charts."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

from majlis.paper.blocks import (
    Block,
    Chart,
    Clause,
    Content,
    Document,
    Footnote,
    Heading,
    Items,
    Link,
    Note,
    Paragraph,
    Passage,
    Quote,
    Table,
    runs,
)
from majlis.paper.errors import PaperError

# What XML cannot hold, and what no printer shows; unpaired surrogates are in no encoding.
_UNPRINTABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufeff\ufffe\uffff]")
_BREAKS = re.compile("\r\n?|[\u2028\u2029]")


@dataclass(frozen=True, slots=True)
class Placed:
    """A block in its place. ``level``, ``anchor``: of a heading; ``number``: of a table or chart, else 0.

    ``language``: that of the passage in which it stands, else that of the document.
    """

    block: Block
    language: str
    level: int = 0
    anchor: str = ""
    number: int = 0


def clean(text: str) -> str:
    """Text that can be printed: line breaks as ``\\n``, no other control character."""
    return _UNPRINTABLE.sub("", _BREAKS.sub("\n", text))


def placed(document: Document) -> tuple[Placed, ...]:
    """The blocks of a document in their places; those of passages one by one.

    Raises PaperError where two headings have one anchor, or a link leads to none of them.
    """
    found: list[Placed] = []
    level = headings = tables = figures = 0
    for block, language in _in_languages(document.blocks, document.language):
        if isinstance(block, Heading):
            headings += 1
            level = min(block.level, level + 1)
            found.append(Placed(block, language, level, block.anchor or f"heading-{headings}"))
        elif isinstance(block, Table):
            tables += 1
            found.append(Placed(block, language, number=tables))
        elif isinstance(block, Chart):
            figures += 1
            found.append(Placed(block, language, number=figures))
        else:
            found.append(Placed(block, language))
    _check_anchors(found)
    return tuple(found)


def _in_languages(blocks: tuple[Block, ...], language: str) -> Iterator[tuple[Block, str]]:
    for block in blocks:
        if isinstance(block, Passage):
            yield from _in_languages(block.blocks, block.language)
        else:
            yield block, language


def _check_anchors(found: list[Placed]) -> None:
    anchors = Counter(place.anchor for place in found if place.anchor)
    twice = next((name for name, times in anchors.items() if times > 1), None)
    if twice:
        raise PaperError(
            f"Two headings have the anchor {twice!r}.", "Give each a different anchor."
        )
    for place in found:
        for link in _links(place.block):
            if link.address.startswith("#") and link.address[1:] not in anchors:
                raise PaperError(
                    f"A link leads to {link.address!r}, but no heading has that anchor.",
                    "Give the heading this anchor, or correct the link.",
                )


def _links(block: Block) -> Iterator[Link]:
    for content in contents(block):
        for part in runs(content):
            if isinstance(part, Link):
                yield part
            elif isinstance(part, Footnote):
                yield from (inner for inner in runs(part.content) if isinstance(inner, Link))


def contents(block: Block) -> Iterator[Content]:
    """All content of a block, in the order of print."""
    if isinstance(block, Heading | Paragraph | Clause | Note):
        yield block.content
    elif isinstance(block, Quote):
        yield from (block.content, block.source)
    elif isinstance(block, Items):
        for item in block.items:
            yield item.content
            if item.items:
                yield from contents(item.items)
    elif isinstance(block, Table):
        yield block.caption
        yield from (column.head for column in block.columns)
        for row in block.rows:
            yield from row
    elif isinstance(block, Chart):
        yield block.caption
