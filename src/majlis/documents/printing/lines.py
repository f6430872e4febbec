"""What a printed document says, line by line; made into a text to read and compare, and into blocks to print.

A printed document is a tree of lines. The pieces of a line have a language each, so that a title that is not
translated is printed in its own language and marked.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Literal

from majlis.kernel.models.wording import LocalizedText
from majlis.look import formats
from majlis.look.bidi import isolate
from majlis.look.languages import name_of
from majlis.paper.blocks import Block, Clause, Heading, Inline, Paragraph, Run, Symbol
from majlis.textkit.ids import assign_ids
from majlis.textkit.model import Provision, Text
from majlis.textkit.model import Run as EngineRun

type LineKind = Literal["heading", "paragraph"]


@dataclass(frozen=True)
class Piece:
    """A stretch of a line; ``language`` is empty for that of the document.

    ``is_symbol``: it is the symbol of a document, which reads from left to right in every language.
    """

    text: str
    language: str = ""
    is_symbol: bool = False


@dataclass(frozen=True)
class Line:
    """A line with those below it; ``label``: its number, as printed."""

    pieces: Sequence[Piece]
    label: str = ""
    kind: LineKind = "paragraph"
    below: Sequence[Line] = ()

    @property
    def text(self) -> str:
        """The words of the line."""
        return "".join(each.text for each in self.pieces)


def line(text: str, **values: object) -> Line:
    """A line in the language of the document."""
    return Line((Piece(text),), **values)  # type: ignore[arg-type]


def translated(words: LocalizedText, language: str) -> tuple[Piece, ...]:
    """A title in the language of the document; the original, with its language in brackets, where it has none."""
    if not words.language or words.language == language:
        return (Piece(words.text),)
    before, after = formats.with_brackets("\0", name_of(words.language), language).split("\0")
    return (Piece(before), Piece(words.text, words.language), Piece(after))


def in_own_language(words: LocalizedText, language: str) -> tuple[Piece, ...]:
    """A name in the language that it has, which is not said of a name."""
    return (Piece(words.text, words.language if words.language != language else ""),)


def joined(pieces: Iterable[Sequence[Piece]], separator: str) -> tuple[Piece, ...]:
    """Several stretches of a line with a separator between them."""
    found: list[Piece] = []
    for each in pieces:
        if each:
            found += [Piece(separator)] if found else []
            found += each
    return tuple(found)


def text_of(lines: Sequence[Line], language: str, title: str) -> Text:
    """The lines as a text of the engine, to be read on a page, compared and searched."""
    provisions = [_provision(each, language) for each in lines]
    return Text(assign_ids(provisions, language), language=language, title=title)


def _provision(line: Line, language: str) -> Provision:
    return Provision(
        id="",
        kind=line.kind,
        runs=(EngineRun("".join(_plain(piece, language) for piece in line.pieces)),),
        label=line.label,
        number=line.label,
        children=tuple(_provision(each, language) for each in line.below),
    )


def _plain(piece: Piece, language: str) -> str:
    """A stretch as plain text of a line in the language."""
    if piece.language or piece.is_symbol:
        return isolate(piece.text, language)
    return piece.text


def blocks_of(lines: Sequence[Line], level: int = 0) -> list[Block]:
    """The lines as blocks for print, each piece in its language."""
    blocks: list[Block] = []
    for each in lines:
        content = tuple(_inline(piece) for piece in each.pieces)
        if each.kind == "heading":
            blocks.append(Heading(1, content))
        elif each.label or level:
            blocks.append(Clause(content, each.label, level))
        else:
            blocks.append(Paragraph(content))
        blocks += blocks_of(each.below, level + (each.kind != "heading"))
    return blocks


def _inline(piece: Piece) -> Inline:
    if piece.is_symbol:
        return Symbol(piece.text)
    return Run(piece.text, language=piece.language) if piece.language else piece.text
