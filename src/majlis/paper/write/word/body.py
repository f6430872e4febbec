"""The text of a Word file."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from xml.sax.saxutils import quoteattr

from majlis.paper.blocks import (
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
    plain,
    runs,
)
from majlis.paper.chart import Drawing
from majlis.paper.languages import direction_of, number, parts, said
from majlis.paper.plan import Placed, clean, placed
from majlis.paper.runs import unlinked
from majlis.paper.tabular import data_table
from majlis.paper.write.word.inline import (
    Look,
    apart,
    direction_mark,
    field,
    look_of,
    text_runs,
)
from majlis.paper.write.word.numbering import DEEPEST, Numbering
from majlis.paper.write.word.package import DRAWING_NAMESPACES, NAMESPACES, Package

MEASURE = 9184
"""The width of the text in twentieths of a point: 16.2 cm."""
_WIDE = 5_832_000
"""The same in the unit of drawings, 360,000 to a centimetre."""
_SEQUENCES = {"table": "Table", "figure": "Figure"}


class Body:
    """The text of one document under work; the footnotes and lists found in it."""

    def __init__(
        self, document: Document, package: Package, pictures: Iterator[tuple[Drawing, bytes]]
    ) -> None:
        self.document = document
        self.speak(document.language)
        self.package = package
        self.pictures = pictures
        self.places = placed(document)
        headings = (place.anchor for place in self.places if place.anchor)
        self.bookmarks = {anchor: f"heading_{order}" for order, anchor in enumerate(headings, 1)}
        self.numbering = Numbering(document.language)
        self.footnotes: list[str] = []
        self.part = "document"
        self.break_before = False

    def whole(self) -> str:
        """The part."""
        blocks = self.front()
        for place in self.places:
            self.speak(place.language)
            blocks += self.block(place)
        self.speak(self.document.language)
        if self.break_before:
            blocks += self.paragraph("Normal", "")
        return (
            f"<w:document {NAMESPACES} {DRAWING_NAMESPACES}><w:body>{blocks}{self.section()}"
            "</w:body></w:document>"
        )

    def speak(self, language: str) -> None:
        """Go on in a language: that of the document, or of a passage of it."""
        self.language = language
        self.rtl = direction_of(language) == "rtl"
        self.look = look_of(language)

    def section(self) -> str:
        """The page: A4, its head and foot, none on a cover; from right to left in Arabic."""
        return (
            '<w:sectPr><w:headerReference w:type="default" r:id="header"/>'
            '<w:footerReference w:type="default" r:id="footer"/>'
            '<w:pgSz w:w="11906" w:h="16838"/><w:pgMar w:top="1474" w:right="1361" w:bottom="1361" '
            'w:left="1361" w:header="709" w:footer="709" w:gutter="0"/>'
            f"{'<w:titlePg/>' if self.document.cover else ''}{'<w:bidi/>' if self.rtl else ''}</w:sectPr>"
        )

    def front(self) -> str:
        """Title and cover."""
        document, cover = self.document, self.document.cover or Cover()
        title = self.paragraph("Title", text_runs(document.title, self.look))
        if document.cover is None:
            return title
        self.break_before = False
        symbol = self.inline(Symbol(cover.symbol), self.look) if cover.symbol else ""
        rows = [self.paragraph("CoverSymbol", symbol), title]
        if cover.subtitle:
            rows.append(self.paragraph("Subtitle", text_runs(cover.subtitle, self.look)))
        rows += [self.paragraph("CoverLine", self.content(line, self.look)) for line in cover.lines]
        self.break_before = True
        return "".join(rows)

    def paragraph(self, style: str, inner: str, number: str = "", align: str = "") -> str:
        """A paragraph. The one after a page break begins its page."""
        broken = "<w:pageBreakBefore/>" if self.break_before and self.part == "document" else ""
        if self.part == "document":
            self.break_before = False
        return (
            f'<w:p><w:pPr><w:pStyle w:val="{style}"/>{broken}{number}{"<w:bidi/>" if self.rtl else ""}'
            f"{align}</w:pPr>{inner}</w:p>"
        )

    def block(self, place: Placed) -> str:
        """One block."""
        block = place.block
        match block:
            case Heading():
                return self.heading(block, place)
            case Paragraph():
                return self.paragraph("Normal", self.content(block.content))
            case Clause():
                return self.clause(block)
            case Items():
                return "".join(self.items(block, 0))
            case Table():
                caption = self.caption("table", place)
                return self.paragraph("Caption", caption) + self.table(block, block.caption)
            case Chart():
                return self.chart(block, place)
            case _:
                return self.aside(block)

    def aside(self, block: Block) -> str:
        """Blocks that stand apart from the text."""
        match block:
            case Note():
                head = text_runs(block.head or said(self.language, "note"), self.look)
                words = self.content(block.content)
                return self.paragraph("NoteHead", head) + self.paragraph("Note", words)
            case Quote():
                look = look_of(block.language) if block.language else self.look
                words = self.paragraph("Quote", self.content(block.content, look))
                source = self.content(block.source)
                return words + (self.paragraph("QuoteSource", source) if block.source else "")
            case Contents():
                return self.contents(block.depth)
            case PageBreak():
                self.break_before = True
                return ""
        raise TypeError(f"no block: {block!r}")

    def clause(self, clause: Clause) -> str:
        """A paragraph whose label hangs before its words."""
        left = 567 * (1 + min(clause.level, 4))
        label = f"{text_runs(clause.label, self.look)}<w:r><w:tab/></w:r>" if clause.label else ""
        hanging = ' w:hanging="567"' if label else ""
        indent = f'<w:ind w:left="{left}"{hanging}/>'
        return self.paragraph("Normal", label + self.content(clause.content), align=indent)

    def heading(self, heading: Heading, place: Placed) -> str:
        """A heading with a bookmark round it."""
        name = self.bookmarks[place.anchor]
        order = name.partition("_")[2]
        return self.paragraph(
            f"Heading{place.level}",
            f'<w:bookmarkStart w:id="{order}" w:name="{name}"/>{self.content(heading.content)}'
            f'<w:bookmarkEnd w:id="{order}"/>',
        )

    def contents(self, depth: int) -> str:
        """A field of contents, filled in but for the pages, which Word works out when it opens the file."""
        shown = [place for place in self.places if place.level and place.level <= depth]
        if not shown:
            return ""
        rows = [self.paragraph("TOCHeading", text_runs(said(self.language, "contents"), self.look))]
        opening = (
            '<w:r><w:fldChar w:fldCharType="begin" w:dirty="true"/></w:r><w:r><w:instrText '
            f'xml:space="preserve"> TOC \\o "1-{depth}" \\h \\z \\u </w:instrText></w:r>'
            '<w:r><w:fldChar w:fldCharType="separate"/></w:r>'
        )
        closing = '<w:r><w:fldChar w:fldCharType="end"/></w:r>'
        for order, place in enumerate(shown):
            assert isinstance(place.block, Heading)
            words = self.content(unlinked(place.block.content), look_of(place.language))
            entry = f'<w:hyperlink w:anchor="{self.bookmarks[place.anchor]}">{words}</w:hyperlink>'
            first, last = order == 0, order == len(shown) - 1
            inner = f"{opening if first else ''}{entry}{closing if last else ''}"
            rows.append(self.paragraph(f"TOC{place.level}", inner))
        return "".join(rows)

    def items(self, block: Items, depth: int) -> Iterator[str]:
        """A list, its items as paragraphs of one numbering."""
        name = self.numbering.begin(block, depth)
        number = (
            f'<w:numPr><w:ilvl w:val="{min(depth, DEEPEST)}"/><w:numId w:val="{name}"/></w:numPr>'
        )
        for item in block.items:
            yield self.paragraph("ListParagraph", self.content(item.content), number)
            if item.items:
                yield from self.items(item.items, depth + 1)

    def caption(self, kind: str, place: Placed) -> str:
        """A caption behind the number of its table or chart, which Word counts too."""
        assert isinstance(place.block, Table | Chart)
        strong = replace(self.look, strong=True)
        lead = "".join(
            field(f"SEQ {_SEQUENCES[kind]} \\* ARABIC", str(place.number), strong)
            if part.startswith("{")
            else text_runs(part, strong)
            for part in parts(self.language, kind)
        )
        return lead + self.content(place.block.caption)

    def table(self, table: Table, name: Content) -> str:
        """A table; its first row is repeated on each page."""
        whole = sum(column.width for column in table.columns)
        widths = [round(MEASURE * column.width / whole) for column in table.columns]
        grid = "".join(f'<w:gridCol w:w="{width}"/>' for width in widths)
        told = quoteattr(" ".join(clean(plain(name)).split()))
        heads = [column.head for column in table.columns]
        rows = [self.row(table, heads, widths, True)]
        rows += [self.row(table, list(row), widths, False) for row in table.rows]
        return (
            f'<w:tbl><w:tblPr><w:tblStyle w:val="PaperTable"/>{"<w:bidiVisual/>" if self.rtl else ""}'
            f'<w:tblW w:w="{MEASURE}" w:type="dxa"/><w:tblLayout w:type="fixed"/>'
            f'<w:tblLook w:val="0{"6A" if table.row_heads else "62"}0" w:firstRow="1" w:lastRow="0" '
            f'w:firstColumn="{int(table.row_heads)}" w:lastColumn="0" w:noHBand="1" w:noVBand="1"/>'
            f"<w:tblCaption w:val={told}/></w:tblPr><w:tblGrid>{grid}</w:tblGrid>{''.join(rows)}</w:tbl>"
            f"{self.paragraph('TableEnd', '')}"
        )

    def row(self, table: Table, cells: list[Content], widths: list[int], head: bool) -> str:
        """A row; no page breaks inside it."""
        inner = "".join(
            f'<w:tc><w:tcPr><w:tcW w:w="{width}" w:type="dxa"/></w:tcPr>'
            + self.paragraph(
                "TableHead" if head or (table.row_heads and place == 0) else "TableText",
                self.content(cell),
                align=self.align(table.columns[place]),
            )
            + "</w:tc>"
            for place, (cell, width) in enumerate(zip(cells, widths, strict=True))
        )
        return (
            f"<w:tr><w:trPr><w:cantSplit/>{'<w:tblHeader/>' if head else ''}</w:trPr>{inner}</w:tr>"
        )

    def align(self, column: Column) -> str:
        """Where the words of a column stand. In right-to-left paragraphs Word takes left for where they begin."""
        ends = {"start": "", "end": "right", "centre": "center"}
        ends["number"] = "left" if self.rtl else "right"
        side = ends[column.align]
        return f'<w:jc w:val="{side}"/>' if side else ""

    def chart(self, chart: Chart, place: Placed) -> str:
        """A picture with words for those who do not see it, and its table."""
        drawing, png = next(self.pictures)
        caption = self.paragraph("Caption", self.caption("figure", place))
        high = round(_WIDE * drawing.height / drawing.width)
        name = self.package.picture(png)
        order = name.removeprefix("picture")
        told = quoteattr(clean(chart.alternative))
        picture = (
            '<w:r><w:drawing><wp:inline distT="0" distB="0" distL="0" distR="0">'
            f'<wp:extent cx="{_WIDE}" cy="{high}"/><wp:docPr id="{order}" name="{name}" descr={told}/>'
            '<a:graphic><a:graphicData uri="http://schemas.openxmlformats.org/drawingml/2006/picture">'
            f'<pic:pic><pic:nvPicPr><pic:cNvPr id="{order}" name="{name}" descr={told}/><pic:cNvPicPr/>'
            f'</pic:nvPicPr><pic:blipFill><a:blip r:embed="{name}"/><a:stretch><a:fillRect/></a:stretch>'
            f'</pic:blipFill><pic:spPr><a:xfrm><a:off x="0" y="0"/><a:ext cx="{_WIDE}" cy="{high}"/>'
            '</a:xfrm><a:prstGeom prst="rect"><a:avLst/></a:prstGeom></pic:spPr></pic:pic>'
            "</a:graphicData></a:graphic></wp:inline></w:drawing></w:r>"
        )
        data = said(self.language, "data", number=place.number)
        return (
            caption
            + self.paragraph("Picture", picture)
            + self.paragraph("Caption", text_runs(data, self.look))
            + self.table(data_table(chart, self.language), data)
        )

    def content(self, content: Content, look: Look | None = None) -> str:
        """Runs, one after the other."""
        return "".join(self.inline(part, look or self.look) for part in runs(content))

    def inline(self, part: Inline, look: Look) -> str:
        """One run."""
        match part:
            case str():
                return text_runs(part, look)
            case Symbol():
                western = replace(look, right_to_left=False)
                return apart(part.text, western, "ltr") if self.rtl else text_runs(part.text, look)
            case Number():
                return text_runs(number(self.language, part.value, part.places), look)
            case Link():
                return self.link(part, look)
            case Footnote():
                return self.call(part)
            case Run():
                return self.run(part, look)

    def run(self, run: Run, look: Look) -> str:
        """Words with a look or a language of their own."""
        direction = run.direction or direction_of(self.language)
        mine = replace(
            look,
            language=run.language or look.language,
            right_to_left=direction == "rtl",
            strong=run.strong or look.strong,
            emphasis=run.emphasis,
            underlined=run.underlined or run.change == "inserted",
            struck=run.change == "deleted",
            height=run.height or "",
        )
        if direction == direction_of(self.language):
            return text_runs(run.text, mine)
        return apart(run.text, mine, direction)

    def link(self, link: Link, look: Look) -> str:
        """A link to an address or to a heading."""
        inner = self.content(link.content, replace(look, style="Hyperlink"))
        address = clean(link.address)
        if address.startswith("#"):
            return f'<w:hyperlink w:anchor="{self.bookmarks[address[1:]]}">{inner}</w:hyperlink>'
        return f'<w:hyperlink r:id="{self.package.link(self.part, address)}">{inner}</w:hyperlink>'

    def call(self, footnote: Footnote) -> str:
        """The call of a footnote; the footnote itself goes to its part."""
        self.part = "footnotes"
        mark = replace(self.look, style="FootnoteReference").properties()
        inner = f"<w:r>{mark}<w:footnoteRef/></w:r>{text_runs(' ', self.look)}"
        self.footnotes.append(
            self.paragraph("FootnoteText", inner + self.content(footnote.content))
        )
        self.part = "document"
        before = direction_mark() if self.rtl else ""
        return f'{before}<w:r>{mark}<w:footnoteReference w:id="{len(self.footnotes)}"/></w:r>'
