"""The parts of a Word file that are the same for each text, or nearly so (ECMA-376, part 1)."""

from __future__ import annotations

from dataclasses import dataclass
from xml.sax.saxutils import escape

from majlis.textkit.model import Text

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
R = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml"
_HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'

# Two letters -> what Word calls the language, and which of its three scripts it is.
_LANGUAGES = {
    "en": ("val", "en-GB"),
    "fr": ("val", "fr-FR"),
    "es": ("val", "es-ES"),
    "ru": ("val", "ru-RU"),
    "zh": ("eastAsia", "zh-CN"),
    "ar": ("bidi", "ar-SA"),
}


@dataclass(frozen=True, slots=True)
class _Style:
    """One paragraph style: its id, the name that Word shows, what it stands on, its properties."""

    key: str
    name: str
    base: str
    paragraph: str = ""
    run: str = ""


_BOLD = "<w:b/><w:bCs/>"
_CENTRE = '<w:jc w:val="center"/>'
_AFTER = '<w:spacing w:after="120"/>'
_HEADINGS = tuple(
    _Style(
        f"Heading{level}",
        f"heading {level}",
        "Normal",
        f'<w:keepNext/><w:spacing w:before="240" w:after="120"/><w:outlineLvl w:val="{level - 1}"/>',
        _BOLD + (f'<w:sz w:val="{size}"/><w:szCs w:val="{size}"/>'),
    )
    for level, size in enumerate((32, 28, 26, 24, 24, 24), 1)
)
_STYLES = (
    _Style("Title", "Title", "Normal", f'<w:spacing w:after="240"/>{_CENTRE}', f"{_BOLD}<w:sz w:val=\"36\"/><w:szCs w:val=\"36\"/>"),
    *_HEADINGS,
    _Style("FootnoteText", "footnote text", "Normal", "", '<w:sz w:val="20"/><w:szCs w:val="20"/>'),
    _Style("CommentText", "annotation text", "Normal", "", '<w:sz w:val="20"/><w:szCs w:val="20"/>'),
    _Style("MajlisFront", "Majlis front", "Normal", _AFTER),
    _Style("MajlisFormula", "Majlis formula", "Normal", _AFTER),
    _Style("MajlisPreambular", "Majlis preambular", "Normal", _AFTER),
    _Style("MajlisOperative", "Majlis operative", "Normal", _AFTER),
    _Style("MajlisParagraph", "Majlis paragraph", "Normal", _AFTER),
    _Style("MajlisBack", "Majlis back", "Normal", _AFTER),
)  # fmt: skip


def styles(text: Text) -> str:
    """The style table; the document's language is its default."""
    slot, code = _LANGUAGES.get(text.language, ("val", "en-GB"))
    codes = {"val": "en-GB", "eastAsia": "zh-CN", "bidi": "ar-SA"} | {slot: code}
    language = " ".join(f'w:{name}="{value}"' for name, value in codes.items())
    fonts = (
        '<w:rFonts w:ascii="Times New Roman" w:hAnsi="Times New Roman" w:cs="Times New Roman" '
        'w:eastAsia="SimSun"/>'
    )
    body = "".join(
        f'<w:style w:type="paragraph" w:styleId="{style.key}"'
        f"{'' if not style.key.startswith('Majlis') else ' w:customStyle=' + chr(34) + '1' + chr(34)}>"
        f'<w:name w:val="{style.name}"/><w:basedOn w:val="{style.base}"/><w:qFormat/>'
        f"<w:pPr>{style.paragraph}</w:pPr><w:rPr>{style.run}</w:rPr></w:style>"
        for style in _STYLES
    )
    return (
        f'{_HEAD}<w:styles xmlns:w="{W}"><w:docDefaults><w:rPrDefault><w:rPr>{fonts}'
        f'<w:sz w:val="24"/><w:szCs w:val="24"/><w:lang {language}/></w:rPr></w:rPrDefault>'
        f"<w:pPrDefault/></w:docDefaults>"
        '<w:style w:type="paragraph" w:default="1" w:styleId="Normal"><w:name w:val="Normal"/>'
        "<w:qFormat/></w:style>"
        '<w:style w:type="character" w:default="1" w:styleId="DefaultParagraphFont">'
        '<w:name w:val="Default Paragraph Font"/></w:style>'
        f"{body}"
        '<w:style w:type="character" w:styleId="FootnoteReference"><w:name '
        'w:val="footnote reference"/><w:rPr><w:vertAlign w:val="superscript"/></w:rPr></w:style>'
        '<w:style w:type="character" w:styleId="CommentReference"><w:name '
        'w:val="annotation reference"/><w:rPr><w:sz w:val="16"/><w:szCs w:val="16"/></w:rPr>'
        "</w:style></w:styles>"
    )


def settings() -> str:
    """Settings: no compatibility mode, and which footnotes are the separators."""
    return (
        f'{_HEAD}<w:settings xmlns:w="{W}"><w:defaultTabStop w:val="567"/>'
        '<w:footnotePr><w:footnote w:id="-1"/><w:footnote w:id="0"/></w:footnotePr>'
        '<w:compat><w:compatSetting w:name="compatibilityMode" '
        'w:uri="http://schemas.microsoft.com/office/word" w:val="15"/></w:compat></w:settings>'
    )


def separators(rtl: bool) -> str:
    """The two lines that Word wants between text and footnotes, on the side where lines begin."""
    bidi = "<w:pPr><w:bidi/></w:pPr>" if rtl else ""
    return "".join(
        f'<w:footnote w:type="{kind}" w:id="{number}"><w:p>{bidi}<w:r><w:{kind}/></w:r></w:p>'
        "</w:footnote>"
        for number, kind in ((-1, "separator"), (0, "continuationSeparator"))
    )


FOOTER = "rId1"
"""The relationship of the main part to its footer: the first one."""


def footer() -> str:
    """The number of the page, in the middle."""
    return (
        f'{_HEAD}<w:ftr xmlns:w="{W}"><w:p><w:pPr>{_CENTRE}</w:pPr>'
        '<w:fldSimple w:instr=" PAGE "><w:r><w:t>1</w:t></w:r></w:fldSimple></w:p></w:ftr>'
    )


def core(text: Text) -> str:
    """The file's properties: title and language. No date: none is known."""
    return (
        f'{_HEAD}<cp:coreProperties xmlns:cp="{_PACKAGE}/metadata/core-properties" '
        'xmlns:dc="http://purl.org/dc/elements/1.1/">'
        f"<dc:title>{escape(text.title or text.symbol)}</dc:title>"
        f"<dc:language>{escape(text.language)}</dc:language></cp:coreProperties>"
    )


def content_types() -> str:
    """The content type of each part."""
    overrides = {
        "/word/document.xml": f"{_TYPE}.document.main+xml",
        "/word/styles.xml": f"{_TYPE}.styles+xml",
        "/word/settings.xml": f"{_TYPE}.settings+xml",
        "/word/footnotes.xml": f"{_TYPE}.footnotes+xml",
        "/word/comments.xml": f"{_TYPE}.comments+xml",
        "/word/footer1.xml": f"{_TYPE}.footer+xml",
        "/docProps/core.xml": "application/vnd.openxmlformats-package.core-properties+xml",
        "/customXml/itemProps1.xml": "application/vnd.openxmlformats-officedocument."
        "customXmlProperties+xml",
    }
    said = "".join(
        f'<Override PartName="{name}" ContentType="{kind}"/>' for name, kind in overrides.items()
    )
    return (
        f'{_HEAD}<Types xmlns="{_PACKAGE}/content-types">'
        '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.'
        'relationships+xml"/><Default Extension="xml" ContentType="application/xml"/>'
        f"{said}</Types>"
    )


def relations(entries: list[tuple[str, str]]) -> str:
    """A relationships part: (kind, target) in order, ids rId1, rId2, ..."""
    said = "".join(
        f'<Relationship Id="rId{number}" Type="{_kind(kind)}" Target="{target}"/>'
        for number, (kind, target) in enumerate(entries, 1)
    )
    return f'{_HEAD}<Relationships xmlns="{_PACKAGE}/relationships">{said}</Relationships>'


def _kind(kind: str) -> str:
    if kind == "core-properties":
        return f"{_PACKAGE}/relationships/metadata/core-properties"
    return f"{R}/{kind}"


def item_properties() -> str:
    """The properties part that Word wants beside a custom XML part."""
    return (
        f'{_HEAD}<ds:datastoreItem ds:itemID="{{6D616A6C-6973-4E54-8000-746578746B69}}" '
        'xmlns:ds="http://schemas.openxmlformats.org/officeDocument/2006/customXml">'
        "<ds:schemaRefs/></ds:datastoreItem>"
    )
