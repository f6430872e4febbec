"""One resolution as the United Nations and several converters would mark it in Akoma Ntoso.

A text is a list of ``(class, label, words)`` in reading order, as the marked texts have it; the level
of a point is told by its label. Each style takes such a list and the code of its language.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from xml.sax.saxutils import escape

from tests.textkit.foreign_akn import META, NS

Row = tuple[str, str, str]
CODES = {"en": "eng", "fr": "fra", "es": "spa", "ru": "rus", "zh": "zho", "ar": "ara"}
_SECOND = re.compile(r"\(?[ivx]+\)|[㈠-㈩]|’\d+‘")
_FIRST = re.compile(r"\(?[a-h]\)|\([أ-د]\)|[•]")


@dataclass
class Node:
    """A row with what stands under it."""

    row: Row
    below: list[Node] = field(default_factory=list)


@dataclass(frozen=True)
class Parts:
    """Cover, formula, preamble, operative part, and what follows it."""

    cover: list[Row]
    formula: Row
    preamble: list[Row]
    operative: list[Row]
    rest: list[Row]


def parts(rows: list[Row]) -> Parts:
    """Where each part begins, by the classes of the rows."""
    first = next(n for n, row in enumerate(rows) if row[0] == "P")
    last = max(n for n, row in enumerate(rows) if row[0] == "P")
    end = max(n for n, row in enumerate(rows) if row[0] == "O")
    return Parts(
        rows[: first - 1],
        rows[first - 1],
        rows[first : last + 1],
        rows[last + 1 : end + 1],
        rows[end + 1 :],
    )


def tree(rows: list[Row]) -> list[Node]:
    """The operative part with its points under their paragraphs."""
    top: list[Node] = []
    for row in rows:
        node = Node(row)
        if _SECOND.fullmatch(row[1]):
            top[-1].below[-1].below.append(node)
        elif _FIRST.fullmatch(row[1]):
            top[-1].below.append(node)
        else:
            top.append(node)
    return top


def _p(words: str) -> str:
    return f"<p>{escape(words)}</p>"


def _line(row: Row) -> str:
    return _p(f"{row[1]} {row[2]}".strip())


def _num(row: Row) -> str:
    return f"<num>{escape(row[1])}</num>" if row[1] else ""


def _document(language: str, inside: str, rest: str = "", tag: str = "statement") -> bytes:
    meta = META.format(date="2040-05-12", language=CODES[language])
    return (
        f'<akomaNtoso xmlns="{NS}"><{tag} name="resolution">{meta}{inside}{rest}</{tag}></akomaNtoso>'
    ).encode()


def _cover(text: Parts, tag: str = "coverPage") -> str:
    lines = "".join(f"<p><docTitle>{escape(row[2])}</docTitle></p>" for row in text.cover)
    return f"<{tag}>{lines}</{tag}>"


def as_issued(rows: list[Row], language: str) -> bytes:
    """Containers, lists with an introduction, headings in paragraphs of their own."""
    text = parts(rows)

    def point(node: Node) -> str:
        if not node.below:
            return f"<point>{_num(node.row)}<content>{_p(node.row[2])}</content></point>"
        return f"<point>{_num(node.row)}{listed(node)}</point>"

    def listed(node: Node) -> str:
        return f"<list><intro>{_p(node.row[2])}</intro>{''.join(map(point, node.below))}</list>"

    def paragraph(node: Node) -> str:
        if node.row[0] == "X":
            return f'<paragraph class="H23"><subheading>\t{escape(node.row[2])}</subheading></paragraph>'
        inner = listed(node) if node.below else f"<content>{_p(node.row[2])}</content>"
        return f"<paragraph>{_num(node.row)}{inner}</paragraph>"

    recitals = "".join(f'<container name="r">{_line(row)}</container>' for row in text.preamble)
    body = "".join(map(paragraph, tree(text.operative)))
    rest = "".join(map(_line, text.rest))
    return _document(
        language,
        f'{_cover(text)}<preamble><formula name="enactingFormula">{_p(text.formula[2])}</formula>'
        f"{recitals}</preamble><mainBody>{body}</mainBody>",
        f"<conclusions>{rest}</conclusions>" if rest else "",
    )


def block_lists(rows: list[Row], language: str) -> bytes:
    """Recitals, sections with a heading, points as items of block lists."""
    text = parts(rows)

    def items(nodes: list[Node]) -> str:
        if not nodes:
            return ""
        each = "".join(f"<item>{_num(n.row)}{_p(n.row[2])}{items(n.below)}</item>" for n in nodes)
        return f"<blockList>{each}</blockList>"

    body, ends = "", ""
    for node in tree(text.operative):
        if node.row[0] == "X":
            body += f"{ends}<section><heading>{escape(f'{node.row[1]} {node.row[2]}'.strip())}</heading>"
            ends = "</section>"
        else:
            inner = f"<content>{_p(node.row[2])}{items(node.below)}</content>"
            body += f"<paragraph>{_num(node.row)}{inner}</paragraph>"
    recitals = "".join(f"<recital>{_line(row)}</recital>" for row in text.preamble)
    rest = "".join(map(_line, text.rest))
    annex = f'<doc name="annex"><mainBody>{rest}</mainBody></doc>'
    return _document(
        language,
        f"{_cover(text, 'preface')}<preamble><formula>{_p(text.formula[2])}</formula>"
        f"<recitals>{recitals}</recitals></preamble><mainBody>{body}{ends}</mainBody>",
        f"<attachments>{annex}</attachments>" if len(text.rest) > 1 else "",
    )


def numbers_in_words(rows: list[Row], language: str) -> bytes:
    """Every line a paragraph whose number is part of its words, points beside their paragraph."""
    text = parts(rows)
    body = "".join(
        f"<paragraph><content>{_line(row)}</content></paragraph>"
        for row in (*text.operative, *text.rest)
    )
    recitals = "".join(map(_line, (text.formula, *text.preamble)))
    return _document(
        language, f"{_cover(text)}<preamble>{recitals}</preamble><mainBody>{body}</mainBody>"
    )


def only_lines(rows: list[Row], language: str) -> bytes:
    """All of it bare lines in the main body, the cover as well."""
    return _document(language, f"<mainBody>{''.join(map(_line, rows))}</mainBody>", tag="doc")


def no_preamble(rows: list[Row], language: str) -> bytes:
    """A cover, and all the rest numbered or unnumbered paragraphs of the main body."""
    text = parts(rows)
    body = "".join(
        f"<paragraph>{_num(row)}<content>{_p(row[2])}</content></paragraph>"
        for row in (text.formula, *text.preamble, *text.operative, *text.rest)
    )
    return _document(language, f"{_cover(text)}<mainBody>{body}</mainBody>")


def one_content(rows: list[Row], language: str) -> bytes:
    """A paragraph and its points as lines of one content, headings in containers of their own."""
    text = parts(rows)

    def lines(node: Node) -> str:
        return _line(node.row) + "".join(map(lines, node.below))

    body = "".join(
        f'<hcontainer name="h"><heading>{escape(node.row[2])}</heading></hcontainer>'
        if node.row[0] == "X"
        else f"<paragraph><content>{lines(node)}</content></paragraph>"
        for node in tree(text.operative)
    )
    recitals = "".join(f"<recital>{_line(row)}</recital>" for row in text.preamble)
    return _document(
        language,
        f"{_cover(text)}<preamble>{_p(text.formula[2])}<recitals>{recitals}</recitals></preamble>"
        f"<mainBody>{body}</mainBody>",
    )


def subparagraphs(rows: list[Row], language: str) -> bytes:
    """Blocks for recitals, cross-headings, subparagraphs and clauses for points."""
    text = parts(rows)

    def level(node: Node, *tags: str) -> str:
        inner = f"<content>{_p(node.row[2])}</content>"
        if node.below:
            below = "".join(level(child, *tags[1:]) for child in node.below)
            inner = f"<intro>{_p(node.row[2])}</intro>{below}"
        return f"<{tags[0]}>{_num(node.row)}{inner}</{tags[0]}>"

    body = "".join(
        f"<crossHeading>{escape(node.row[2])}</crossHeading>"
        if node.row[0] == "X"
        else level(node, "paragraph", "subparagraph", "clause")
        for node in tree(text.operative)
    )
    recitals = "".join(
        f'<block name="recital">{escape(f"{row[1]} {row[2]}".strip())}</block>'
        for row in text.preamble
    )
    return _document(
        language,
        f"{_cover(text)}<preamble><formula>{_p(text.formula[2])}</formula>{recitals}</preamble>"
        f"<mainBody>{body}</mainBody>",
    )


STYLES: tuple[Callable[[list[Row], str], bytes], ...] = (
    as_issued,
    block_lists,
    numbers_in_words,
    only_lines,
    no_preamble,
    one_content,
    subparagraphs,
)
