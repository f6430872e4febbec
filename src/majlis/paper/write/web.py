"""Documents as HTML: semantic, without style or script, footnotes linked both ways."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from html import escape
from itertools import groupby

from majlis.paper.blocks import (
    DEEPEST_LIST,
    Block,
    Chart,
    Clause,
    Column,
    Content,
    Contents,
    Cover,
    Document,
    Footnote,
    Heading,
    Inline,
    Items,
    Link,
    Note,
    Number,
    PageBreak,
    Paragraph,
    Quote,
    Run,
    Symbol,
    Table,
    runs,
)
from majlis.paper.chart import draw, whole_svg
from majlis.paper.languages import direction_of, number, said, scheme
from majlis.paper.plan import Placed, clean, placed
from majlis.paper.runs import unlinked
from majlis.paper.tabular import data_table


def page(document: Document, stylesheet_address: str) -> str:
    """A whole page."""
    return (
        f'<!DOCTYPE html>\n<html lang="{document.language}" dir="{document.direction}">\n<head>\n'
        '<meta charset="utf-8">\n<meta name="viewport" content="width=device-width">\n'
        f"<title>{_text(document.title).replace('<br>', ' ')}</title>\n"
        f'<link rel="stylesheet" href="{escape(stylesheet_address)}">\n</head>\n<body>\n<main>\n'
        f"{article(document, 1)}\n</main>\n</body>\n</html>\n"
    )


def article(document: Document, top: int) -> str:
    """The document as an article whose title is a heading of level ``top``."""
    writer = _Writer(document, top)
    body = [*writer.front(), *writer.blocks()]
    return "\n".join(
        [
            f'<article class="paper" lang="{document.language}" dir="{document.direction}">',
            *filter(None, body),
            *writer.notes(),
            "</article>",
        ]
    )


def _text(text: str) -> str:
    return escape(clean(text), quote=False).replace("\n", "<br>")


class _Writer:
    """One document under work: the footnotes called so far."""

    def __init__(self, document: Document, top: int) -> None:
        self.document = document
        self.language = document.language
        self.top = top
        self.places = placed(document)
        self.footnotes: list[str] = []

    def front(self) -> Iterator[str]:
        """Title and cover."""
        cover = self.document.cover or Cover()
        yield f'<header class="{"cover" if self.document.cover else "title"}">'
        if cover.symbol:
            yield f'<p class="symbol">{self.inline(Symbol(cover.symbol))}</p>'
        yield self.heading(0, _text(self.document.title))
        if cover.subtitle:
            yield f'<p class="subtitle">{_text(cover.subtitle)}</p>'
        yield from (f'<p class="line">{self.content(line)}</p>' for line in cover.lines)
        yield "</header>"

    def blocks(self) -> Iterator[str]:
        """All blocks; those of a passage in an element of its language."""
        for language, places in groupby(self.places, key=lambda place: place.language):
            self.language = language
            inner = "\n".join(filter(None, map(self.block, places)))
            apart = language != self.document.language
            yield f"<div{_tongue(language)}>{inner}</div>" if apart else inner
        self.language = self.document.language

    def heading(self, level: int, words: str, anchor: str = "") -> str:
        """A heading some levels below the title; below h6 the level is told beside."""
        depth = level + self.top
        more = f' aria-level="{depth}"' if depth > 6 else ""
        name = f' id="{escape(anchor)}"' if anchor else ""
        return f"<h{min(depth, 6)}{name}{more}>{words}</h{min(depth, 6)}>"

    def block(self, place: Placed) -> str:
        """One block."""
        block = place.block
        match block:
            case Heading():
                return self.heading(place.level, self.content(block.content), place.anchor)
            case Paragraph():
                return f"<p>{self.content(block.content)}</p>"
            case Clause():
                label = f'<span class="label">{_text(block.label)}</span> ' if block.label else ""
                level = min(block.level, DEEPEST_LIST)
                return f'<p class="clause level-{level}">{label}{self.content(block.content)}</p>'
            case Items():
                return self.items(block, 0)
            case Table():
                return self.table(block, f"table-{place.number}", self.caption("table", place))
            case Chart():
                return self.chart(block, place)
            case _:
                return self.aside(block)

    def aside(self, block: Block) -> str:
        """Blocks that stand apart from the text."""
        match block:
            case Note():
                head = _text(block.head or said(self.language, "note"))
                words = self.content(block.content)
                return f'<div class="note" role="note"><p><strong>{head}</strong></p><p>{words}</p></div>'
            case Quote():
                source = f'<p class="source">{self.content(block.source)}</p>'
                return (
                    f"<blockquote><p{_tongue(block.language)}>{self.content(block.content)}</p>"
                    f"{source if block.source else ''}</blockquote>"
                )
            case Contents():
                return self.contents(block.depth)
            case PageBreak():
                return '<div class="page-break"></div>'
        raise TypeError(f"no block: {block!r}")

    def contents(self, depth: int) -> str:
        """The headings as links, in lists as deep as they are."""
        shown = [place for place in self.places if place.level and place.level <= depth]
        if not shown:
            return ""
        name = _text(said(self.language, "contents"))
        out = [f'<nav class="contents" aria-label="{escape(name)}">']
        out.append(f'<p class="contents-head">{name}</p>')
        level = 0
        for place in shown:
            if place.level > level:
                out.append("<ol>" * (place.level - level))
            else:
                out.append("</li></ol>" * (level - place.level) + "</li>")
            level = place.level
            assert isinstance(place.block, Heading)
            words = self.content(unlinked(place.block.content))
            tongue = _tongue(place.language) if place.language != self.language else ""
            out.append(f'<li><a href="#{escape(place.anchor)}"{tongue}>{words}</a>')
        out.append("</li></ol>" * level + "</nav>")
        return "".join(out)

    def items(self, block: Items, depth: int) -> str:
        """A list. Labels are text: no counter of a browser knows those of all languages."""
        if block.count == "bulleted":
            return f"<ul>{''.join(self._bullets(block, depth))}</ul>"
        counted = scheme(self.language, block.count, depth)
        rows = []
        for place, item in enumerate(block.items):
            label = escape(counted.label(block.start + place))
            under = self.items(item.items, depth + 1) if item.items else ""
            words = f'<span class="label">{label}</span> {self.content(item.content)}'
            rows.append(f'<div role="listitem"><div>{words}</div>{under}</div>')
        return f'<div class="labelled" role="list">{"".join(rows)}</div>'

    def _bullets(self, block: Items, depth: int) -> Iterator[str]:
        for item in block.items:
            under = self.items(item.items, depth + 1) if item.items else ""
            yield f"<li>{self.content(item.content)}{under}</li>"

    def caption(self, kind: str, place: Placed) -> str:
        """A caption behind the number of its table or chart."""
        assert isinstance(place.block, Table | Chart)
        lead = _text(said(self.language, kind, number=place.number))
        return f"<strong>{lead.rstrip()}</strong> {self.content(place.block.caption)}".rstrip()

    def table(self, table: Table, name: str, caption: str) -> str:
        """A table in a region that scrolls by itself where it is too wide."""
        heads = "".join(
            f'<th scope="col"{_align(column)}>{self.content(column.head)}</th>'
            for column in table.columns
        )
        rows = "\n".join(f"<tr>{''.join(self._cells(table, row))}</tr>" for row in table.rows)
        return (
            f'<div class="scroll" role="region" tabindex="0" aria-labelledby="{name}-caption">'
            f'<table id="{name}"><caption id="{name}-caption">{caption}</caption>\n'
            f"<thead><tr>{heads}</tr></thead>\n<tbody>{rows}</tbody></table></div>"
        )

    def _cells(self, table: Table, row: tuple[Content, ...]) -> Iterator[str]:
        for place, (column, cell) in enumerate(zip(table.columns, row, strict=True)):
            heads = place == 0 and table.row_heads
            tag, scope = ("th", ' scope="row"') if heads else ("td", "")
            yield f"<{tag}{scope}{_align(column)}>{self.content(cell)}</{tag}>"

    def chart(self, chart: Chart, place: Placed) -> str:
        """The drawing with its words, and its table."""
        name = f"figure-{place.number}"
        drawn = whole_svg(
            draw(chart, self.language), name, f"{name}-shows", self.document.direction == "rtl"
        )
        data = said(self.language, "data", number=place.number)
        return (
            f'<figure class="chart" id="{name}"><figcaption id="{name}-caption">{self.caption("figure", place)}</figcaption>\n'
            f'<div class="scroll" role="region" tabindex="0" aria-labelledby="{name}-caption">{drawn}</div>\n'
            f'<p class="shows" id="{name}-shows">{_text(chart.alternative)}</p>\n'
            f"{self.table(data_table(chart, self.language), f'{name}-data', _text(data))}</figure>"
        )

    def content(self, content: Content) -> str:
        """Runs, one after the other."""
        return "".join(map(self.inline, runs(content)))

    def inline(self, part: Inline) -> str:
        """One run."""
        match part:
            case str():
                return _text(part)
            case Symbol():
                return f'<bdi class="symbol" dir="ltr">{_text(part.text)}</bdi>'
            case Number():
                return f'<bdi class="number">{number(self.language, part.value, part.places)}</bdi>'
            case Link():
                return f'<a href="{escape(clean(part.address))}">{self.content(part.content)}</a>'
            case Footnote():
                return self.call(part)
            case Run():
                return self.run(part)

    def run(self, run: Run) -> str:
        """Words with a look or a language of their own."""
        words = _text(run.text)
        words = f"<em>{words}</em>" if run.emphasis else words
        words = f"<strong>{words}</strong>" if run.strong else words
        words = f"<u>{words}</u>" if run.underlined else words
        words = {"raised": f"<sup>{words}</sup>", "lowered": f"<sub>{words}</sub>"}.get(
            run.height or "", words
        )
        words = {"inserted": f"<ins>{words}</ins>", "deleted": f"<del>{words}</del>"}.get(
            run.change or "", words
        )
        if run.direction and run.direction != self.document.direction:
            tongue = f' lang="{escape(run.language)}"' if run.language else ""
            return f'<bdi{tongue} dir="{run.direction}">{words}</bdi>'
        return f"<span{_tongue(run.language)}>{words}</span>" if run.language else words

    def call(self, footnote: Footnote) -> str:
        """The call of a footnote; the footnote itself is kept for the end."""
        self.footnotes.append("")
        place = len(self.footnotes)
        self.footnotes[place - 1] = self.content(footnote.content)
        name = escape(said(self.language, "footnote", number=place))
        return (
            f'<bdi><sup><a class="call" id="call-{place}" href="#note-{place}" role="doc-noteref" '
            f'aria-label="{name}">{place}</a></sup></bdi>'
        )

    def notes(self) -> Iterable[str]:
        """The footnotes, each with a link back to its call."""
        if not self.footnotes:
            return
        name = _text(said(self.language, "footnotes"))
        yield '<section class="footnotes" role="doc-endnotes">'
        yield self.heading(1, name) + "<ol>"
        for place, words in enumerate(self.footnotes, 1):
            back = escape(said(self.language, "back", number=place))
            arrow = "\u2191"
            yield (
                f'<li id="note-{place}">{words} <a href="#call-{place}" role="doc-backlink" '
                f'aria-label="{back}">{arrow}</a></li>'
            )
        yield "</ol></section>"


def _align(column: Column) -> str:
    return "" if column.align == "start" else f' class="{column.align}"'


def _tongue(language: str | None) -> str:
    return f' lang="{escape(language)}" dir="{direction_of(language)}"' if language else ""
