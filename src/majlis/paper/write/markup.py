"""Documents as code for typst. All words go in as quoted strings, so that no text is ever read as code."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby

from majlis.paper.blocks import (
    DEEPEST_LIST,
    Block,
    Chart,
    Clause,
    Content,
    Contents,
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
from majlis.paper.chart import Drawing, draw, shapes_svg
from majlis.paper.languages import direction_of, number, parts, said, scheme, words
from majlis.paper.plan import Placed, clean, placed
from majlis.paper.runs import unlinked
from majlis.paper.style import script_of, style
from majlis.paper.tabular import data_table
from majlis.paper.write.typefaces import shown

ISOLATES = {"ltr": "\u2066", "rtl": "\u2067"}
POP = "\u2069"
_ALIGNS = {"start": "start", "end": "end", "centre": "center", "number": "right"}


def quoted(text: str) -> str:
    """A string as code."""
    inner = clean(text).replace("\\", "\\\\").replace('"', '\\"').replace("\t", " ")
    return '"' + inner.replace("\n", " ") + '"'


def words_code(text: str) -> str:
    """Words as content; line feeds are line breaks."""
    return "#linebreak()".join(
        f"#{quoted(line)}" if line else "" for line in shown(clean(text)).split("\n")
    )


def faces(language: str, voice: str) -> str:
    """The typefaces of a language, for the text or the plain voice, as code."""
    return (
        "("
        + "".join(f"{quoted(face)}," for face in style()["pdf"][script_of(language)][voice])
        + ")"
    )


def settings_code(language: str) -> str:
    """What the template needs to know of the language and the look."""
    look = style()["pdf"][script_of(language)]
    colours = ", ".join(f"{name}: {quoted(value)}" for name, value in style()["colours"].items())
    region = words(language)["region"].partition("-")[2]
    return (
        f"#let settings = (language: {quoted(language)}, direction: {direction_of(language)}, "
        f"region: {quoted(region)}, text-faces: {faces(language, 'text')}, "
        f"plain-faces: {faces(language, 'plain')}, size: {look['size']}pt, "
        f"leading: {look['leading']}, heading-gap: {look['below']}, line-under: {look['underline']}, "
        f"colours: ({colours}))\n"
    )


def drawing_code(drawing: Drawing, alternative: str) -> str:
    """A drawing: its shapes as a picture with words for those who do not see it, its labels on top."""
    anchors = {"left": "left", "middle": "center", "right": "right"}
    labels = "".join(
        f"({label.x:.1f}, {label.y:.1f}, {anchors[label.anchor]}, {quoted(shown(label.text))}),"
        for label in drawing.labels
    )
    return (
        f"#drawing({drawing.width:.1f}, {drawing.height:.1f}, {quoted(shapes_svg(drawing))}, "
        f"({labels}), {quoted(alternative)})"
    )


class Markup:
    """One document under work."""

    def __init__(self, document: Document) -> None:
        self.document = document
        self.language = document.language
        self.places = placed(document)
        self.linking = False
        self.heading = False
        self.voice = "text"
        self.labels = {place.anchor: f"<{place.anchor}>" for place in self.places if place.anchor}

    def whole(self) -> str:
        """The code of the document, to follow the template."""
        document = self.document
        symbol = document.cover.symbol if document.cover else ""
        foot = "".join(
            f"#{part.strip('{}')}" if part.startswith("{") else f"#{quoted(part)}"
            for part in parts(self.language, "page")
        )
        head = words_code(document.running_head or document.title)
        return "\n".join(
            [
                (
                    f"#show: paper.with(title: {quoted(document.title)}, "
                    f"symbol: {'[' + self.inline(Symbol(symbol)) + ']' if symbol else quoted('')}, "
                    f"head: [{head}], foot: (page, pages) => [{foot}], author: {quoted(document.author)}, "
                    f"subject: {quoted(document.subject)}, cover: {str(bool(document.cover)).lower()})"
                ),
                self.front(),
                *self.blocks(),
            ]
        )

    def blocks(self) -> Iterator[str]:
        """All blocks; those of a passage in its language, its direction and its typefaces."""
        for language, places in groupby(self.places, key=lambda place: place.language):
            self.language = language
            inner = "\n".join(map(self.block, places))
            if language == self.document.language:
                yield inner
            else:
                look = style()["pdf"][script_of(language)]
                yield (
                    f"#passage({quoted(language)}, {direction_of(language)}, {faces(language, 'text')}, "
                    f"{look['size']}pt, {look['leading']})[{inner}]"
                )
        self.language = self.document.language

    def front(self) -> str:
        """The title, on a cover or on top of the first page."""
        title, cover = words_code(self.document.title), self.document.cover
        if cover is None:
            return f"#title-block[{title}]"
        subtitle = f"[{words_code(cover.subtitle)}]" if cover.subtitle else "none"
        symbol = f"[{self.inline(Symbol(cover.symbol))}]" if cover.symbol else "none"
        lines = "".join(f"[{self.content(line)}]," for line in cover.lines)
        return f"#cover-page([{title}], {subtitle}, {symbol}, ({lines}))"

    def block(self, place: Placed) -> str:
        """One block."""
        block = place.block
        match block:
            case Heading():
                self.heading = True
                words = self.own(self.content(block.content), "text")
                self.heading = False
                return f"#[#heading(level: {place.level})[{words}] {self.labels[place.anchor]}]"
            case Paragraph():
                return f"#par[{self.content(block.content)}]"
            case Clause():
                level = min(block.level, DEEPEST_LIST)
                label = words_code(self.isolated(block.label, None))
                content = self.content(block.content)
                return f"#clause({level}, [{label}], [{content}], {direction_of(self.language)})"
            case Items():
                return f"#listed[{self.items(block, 0)}]"
            case Table():
                caption = self.caption("table", place)
                return f"#tabled([{caption}], {self.table(block)})"
            case Chart():
                return self.chart(block, place)
            case _:
                return self.aside(block)

    def aside(self, block: Block) -> str:
        """Blocks that stand apart from the text."""
        match block:
            case Note():
                head = words_code(block.head or said(self.language, "note"))
                content = self.content(block.content)
                return f"#note([{head}], [#par[{content}]], {direction_of(self.language)})"
            case Quote():
                body = self.content(block.content)
                if block.language:
                    body = self.tongue(block.language, body)
                source = f"[{self.content(block.source)}]" if block.source else "none"
                return f"#quoted([#quote(block: true)[{body}]], {source})"
            case Contents():
                head = words_code(said(self.language, "contents"))
                shown = any(0 < place.level <= block.depth for place in self.places)
                return f"#contents([{head}], {block.depth})" if shown else ""
            case PageBreak():
                return "#pagebreak(weak: true)"
        raise TypeError(f"no block: {block!r}")

    def items(self, block: Items, depth: int) -> str:
        """A list, its labels written out."""
        rows = "".join(
            f"[{self.content(item.content)}{self.items(item.items, depth + 1) if item.items else ''}],"
            for item in block.items
        )
        if block.count == "bulleted":
            return f"#list({rows})"
        counted = scheme(self.language, block.count, depth)
        labels = "".join(
            f"{quoted(counted.label(block.start + place))}," for place in range(len(block.items))
        )
        return f"#enum(numbering: (..n) => ({labels}).at(n.pos().last() - 1), {rows})"

    def caption(self, kind: str, place: Placed) -> str:
        """A caption behind the number of its table or chart."""
        assert isinstance(place.block, Table | Chart)
        lead = said(self.language, kind, number=place.number)
        return self.own(f"#bold[{words_code(lead)}]{self.content(place.block.caption)}", "plain")

    def table(self, table: Table) -> str:
        """A table, without caption."""
        widths = "".join(f"{column.width:.4f}fr," for column in table.columns)
        aligns = "".join(f"{_ALIGNS[column.align]}," for column in table.columns)
        # heads are repeated on each page, and what is repeated may hold no link
        heads = "".join(f"[{self.content(unlinked(column.head))}]," for column in table.columns)
        self.voice = "plain"
        cells = "".join(f"[{self.content(cell)}]," for row in table.rows for cell in row)
        self.voice = "text"
        return (
            f"sheet(({widths}), ({aligns}), ({heads}), {str(table.row_heads).lower()}, ({cells}), "
            f"{quoted(self.language)}, {faces(self.language, 'plain')})"
        )

    def chart(self, chart: Chart, place: Placed) -> str:
        """The drawing, and its table behind it."""
        drawn = drawing_code(draw(chart, self.language), chart.alternative)
        data = words_code(said(self.language, "data", number=place.number))
        return (
            f"#charted([{self.caption('figure', place)}], [{drawn}])\n"
            f"#tabled([{self.own(data, 'plain')}], {self.table(data_table(chart, self.language))})"
        )

    def content(self, content: Content) -> str:
        """Runs, one after the other."""
        return "".join(map(self.inline, runs(content)))

    def inline(self, part: Inline) -> str:
        """One run."""
        match part:
            case str():
                return words_code(part)
            case Symbol():
                return words_code(self.isolated(part.text, "ltr"))
            case Number():
                return words_code(number(self.language, part.value, part.places))
            case Link():
                return self.link(part)
            case Footnote():
                # or a number before the call would run together with it
                apart = '#"\u200f"' if direction_of(self.language) == "rtl" else ""
                return f"{apart}#footnote[#h(0.3em){self.content(part.content)}]"
            case Run():
                return self.run(part)

    def link(self, link: Link) -> str:
        """A link to an address or to a heading."""
        address = clean(link.address)
        target = self.labels[address[1:]] if address.startswith("#") else quoted(address)
        self.linking = True
        words = self.content(link.content)
        self.linking = False
        return f"#linked({target})[{words}]"

    def run(self, run: Run) -> str:
        """Words with a look or a language of their own."""
        words = words_code(self.isolated(run.text, run.direction))
        if not self.heading:
            words = f"#slanted[{words}]" if run.emphasis else words
            words = f"#bold[{words}]" if run.strong else words
        elif run.emphasis and self.slants(run):
            # the outline has the words of a heading, but none that `slanted` or `bold` sets; headings are bold by themselves
            words = f'#text(style: "italic")[{words}]'
        # PDF/UA has one line by each word: that of a link, else of a change, else of a look
        if run.change == "deleted" and not self.linking:
            words = f"#strike[{words}]"
        elif (run.underlined or run.change == "inserted") and not self.linking:
            words = f"#under[{words}]"
        if run.height:
            words = f"#{'super' if run.height == 'raised' else 'sub'}[{words}]"
        return self.tongue(run.language, words) if run.language else words

    def slants(self, run: Run) -> bool:
        """Whether the words of a run may slant; neither Arabic nor Chinese does."""
        return (run.language or self.language).split("-")[0].lower() not in ("ar", "zh")

    def tongue(self, language: str, body: str) -> str:
        """Content in a language of its own: its typefaces, at the size that suits the text around."""
        code = language.split("-")[0].lower()
        code = code if code.isascii() and code.isalpha() and 2 <= len(code) <= 3 else self.language
        sizes = [style()["pdf"][script_of(tag)]["size"] for tag in (language, self.language)]
        scale = sizes[0] / sizes[1] if self.voice == "text" else 1
        return f"#tongue({quoted(code)}, {faces(language, self.voice)}, {scale:.3f}, [{body}])"

    def own(self, body: str, voice: str) -> str:
        """Content of a passage that is printed with words of the document: in the contents, above a table."""
        if self.language == self.document.language:
            return body
        direction = direction_of(self.language)
        if direction != self.document.direction:
            # or the number of the page would change sides in the contents
            body = f"#{quoted(ISOLATES[direction])}{body}#{quoted(POP)}"
        return f"#tongue({quoted(self.language)}, {faces(self.language, voice)}, 1, [{body}])"

    def isolated(self, text: str, direction: str | None) -> str:
        """Text set apart from the other direction around it, line by line."""
        if direction is None or direction == direction_of(self.language):
            return text
        open_ = ISOLATES[direction]
        return "\n".join(f"{open_}{line}{POP}" for line in clean(text).split("\n"))
