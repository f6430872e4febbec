"""The styles of a Word file: all looks are in them, none on the words."""

from __future__ import annotations

from dataclasses import dataclass

from majlis.paper.languages import direction_of, words
from majlis.paper.style import colour, script_of, style
from majlis.paper.write.word.package import NAMESPACES


@dataclass(frozen=True, slots=True)
class Style:
    """A paragraph style. ``scale`` is of the size of the text; ``before``, ``after`` are twentieths of a point."""

    key: str
    name: str
    scale: float = 1
    voice: str = "text"
    bold: bool = False
    ink: str = "ink"
    before: int = 0
    after: int = 120
    keep: bool = False
    outline: int | None = None
    more: str = ""
    based: str = "Normal"
    line: int = 0


_QUOTE = '<w:ind w:left="567" w:right="567"/>'
_TAB = '<w:tabs><w:tab w:val="right" w:pos="9184"/></w:tabs>'
STYLES = (
    Style("Title", "Title", 1.9, bold=True, after=240, keep=True),
    Style("Subtitle", "Subtitle", 1.3, ink="soft", after=240),
    Style("CoverLine", "Cover Line", voice="plain", after=60),
    Style("CoverSymbol", "Cover Symbol", voice="plain", after=3400, more='<w:jc w:val="right"/>'),
    *(
        Style(
            f"Heading{level}",
            f"heading {level}",
            scale,
            bold=True,
            before=before,
            after=120,
            keep=True,
            outline=level - 1,
        )
        for level, scale, before in (
            (1, 1.4, 360),
            (2, 1.2, 280),
            (3, 1.1, 240),
            (4, 1, 200),
            (5, 1, 200),
            (6, 1, 200),
        )
    ),
    Style("Caption", "caption", 0.92, "plain", before=240, after=80, keep=True),
    Style("ListParagraph", "List Paragraph", after=60),
    Style("TableText", "Table Text", 0.88, "plain", before=40, after=40, line=240),
    Style("TableHead", "Table Head", 0.88, "plain", bold=True, before=40, after=40, line=240),
    Style("TableEnd", "Table End", 0.5, after=120, line=240),
    Style("Picture", "Picture", after=80, keep=True, line=240),
    Style("Quote", "Quote", before=120, more=_QUOTE),
    Style("QuoteSource", "Quote Source", ink="soft", more=_QUOTE),
    Style("NoteHead", "Note Head", bold=True, before=120, after=60, keep=True, more="border"),
    Style("Note", "Note", after=120, more="border"),
    Style("TOCHeading", "TOC Heading", 1.4, bold=True, before=240, keep=True),
    *(
        Style(
            f"TOC{level}",
            f"toc {level}",
            after=60,
            more=f'{_TAB}<w:ind w:left="{240 * (level - 1)}"/>',
        )
        for level in range(1, 7)
    ),
    Style("FootnoteText", "footnote text", 0.85, after=40, line=240),
    Style("Header", "header", 0.8, "plain", ink="soft", more=_TAB),
    Style("Footer", "footer", 0.8, "plain", ink="soft", more='<w:jc w:val="center"/>'),
)


def styles(language: str) -> str:
    """The part."""
    rtl = direction_of(language) == "rtl"
    return (
        f"<w:styles {NAMESPACES}>{_defaults(language)}"
        f'<w:style w:type="paragraph" w:default="1" w:styleId="Normal"><w:name w:val="Normal"/><w:qFormat/>'
        f'<w:pPr>{"<w:bidi/>" if rtl else ""}<w:spacing w:after="120" w:line="276" w:lineRule="auto"/></w:pPr>'
        f"</w:style>{_CHARACTERS.format(teal=colour('teal')[1:])}{_table()}"
        f"{''.join(_style(each, language, rtl) for each in STYLES)}</w:styles>"
    )


_CHARACTERS = (
    '<w:style w:type="character" w:default="1" w:styleId="DefaultParagraphFont">'
    '<w:name w:val="Default Paragraph Font"/></w:style>'
    '<w:style w:type="character" w:styleId="Hyperlink"><w:name w:val="Hyperlink"/>'
    '<w:rPr><w:color w:val="{teal}"/><w:u w:val="single"/></w:rPr></w:style>'
    '<w:style w:type="character" w:styleId="FootnoteReference"><w:name w:val="footnote reference"/>'
    '<w:rPr><w:vertAlign w:val="superscript"/></w:rPr></w:style>'
)


def _defaults(language: str) -> str:
    region = words(language)["region"]
    western = region if direction_of(language) == "ltr" and language != "zh" else "en-GB"
    size = _half_points(language, 1)
    return (
        f"<w:docDefaults><w:rPrDefault><w:rPr>{_faces('text')}"
        f'<w:color w:val="{colour("ink")[1:]}"/><w:sz w:val="{size}"/><w:szCs w:val="{size}"/>'
        f'<w:lang w:val="{western}" w:eastAsia="zh-CN" '
        f'w:bidi="{words("ar")["region"]}"/></w:rPr></w:rPrDefault><w:pPrDefault/></w:docDefaults>'
    )


def _half_points(language: str, scale: float) -> int:
    size: float = style()["docx"]["size"][script_of(language)]
    return round(size * scale * 2)


def _faces(voice: str) -> str:
    faces = style()["docx"][voice]
    return (
        f'<w:rFonts w:ascii="{faces["western"]}" w:hAnsi="{faces["western"]}" '
        f'w:cs="{faces["complex"]}" w:eastAsia="{faces["eastern"]}"/>'
    )


def _style(each: Style, language: str, rtl: bool) -> str:
    size = _half_points(language, each.scale)
    more, border = each.more, ""
    if more == "border":
        # Word names the sides of a border by the page, not by the direction
        side = "right" if rtl else "left"
        border = f'<w:pBdr><w:{side} w:val="double" w:sz="6" w:space="8" w:color="{colour("edge")[1:]}"/></w:pBdr>'
        more = '<w:ind w:left="227"/>'
    tabs, indent = ("", more)
    if more.startswith("<w:tabs>"):
        tabs, _, indent = more.partition("</w:tabs>")
        tabs += "</w:tabs>"
    line = f' w:line="{each.line}" w:lineRule="auto"' if each.line else ""
    outline = "" if each.outline is None else f'<w:outlineLvl w:val="{each.outline}"/>'
    return (
        f'<w:style w:type="paragraph" w:styleId="{each.key}"><w:name w:val="{each.name}"/>'
        f'<w:basedOn w:val="{each.based}"/><w:qFormat/><w:pPr>{"<w:keepNext/>" if each.keep else ""}'
        f"{border}{tabs}"
        f'<w:spacing w:before="{each.before}" w:after="{each.after}"{line}/>{indent}{outline}</w:pPr>'
        f"<w:rPr>{_faces(each.voice)}{'<w:b/><w:bCs/>' if each.bold else ''}"
        f'<w:color w:val="{colour(each.ink)[1:]}"/><w:sz w:val="{size}"/><w:szCs w:val="{size}"/></w:rPr>'
        "</w:style>"
    )


def _table() -> str:
    rule, edge = colour("rule")[1:], colour("edge")[1:]
    return (
        '<w:style w:type="table" w:default="1" w:styleId="TableNormal"><w:name w:val="Normal Table"/>'
        '<w:tblPr><w:tblCellMar><w:left w:w="85" w:type="dxa"/><w:right w:w="85" w:type="dxa"/>'
        "</w:tblCellMar></w:tblPr></w:style>"
        '<w:style w:type="table" w:styleId="PaperTable"><w:name w:val="Paper Table"/>'
        '<w:basedOn w:val="TableNormal"/><w:tblPr><w:tblBorders>'
        f'<w:bottom w:val="single" w:sz="4" w:color="{rule}"/>'
        f'<w:insideH w:val="single" w:sz="4" w:color="{rule}"/></w:tblBorders></w:tblPr>'
        '<w:tblStylePr w:type="firstRow"><w:tcPr><w:tcBorders>'
        f'<w:bottom w:val="single" w:sz="12" w:color="{edge}"/></w:tcBorders>'
        '<w:vAlign w:val="bottom"/></w:tcPr></w:tblStylePr></w:style>'
    )
