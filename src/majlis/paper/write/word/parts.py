"""The parts of a Word file beside its text: settings, footnotes, heads and feet of pages, properties."""

from __future__ import annotations

from xml.sax.saxutils import escape

from majlis.paper.blocks import Document
from majlis.paper.languages import parts, words
from majlis.paper.plan import clean
from majlis.paper.style import colour
from majlis.paper.write.word.inline import apart, field, look_of, text_runs
from majlis.paper.write.word.package import NAMESPACES

_FIELDS = {"{page}": "PAGE", "{pages}": "NUMPAGES"}


def settings(document: Document) -> str:
    """How Word treats the document."""
    region = words(document.language)["region"]
    kinds = {"ar": "bidi", "zh": "eastAsia"}
    return (
        f'<w:settings {NAMESPACES}><w:zoom w:percent="100"/><w:defaultTabStop w:val="425"/>'
        '<w:characterSpacingControl w:val="doNotCompress"/>'
        '<w:footnotePr><w:footnote w:id="-1"/><w:footnote w:id="0"/></w:footnotePr>'
        '<w:compat><w:compatSetting w:name="compatibilityMode" '
        'w:uri="http://schemas.microsoft.com/office/word" w:val="15"/></w:compat>'
        f'<w:themeFontLang w:{kinds.get(document.language, "val")}="{region}"/></w:settings>'
    )


def footnotes(document: Document, bodies: list[str]) -> str:
    """The footnotes, behind the two lines that part them from the text."""
    lines = "".join(
        f'<w:footnote w:type="{kind}" w:id="{place}"><w:p><w:pPr>{_bidi(document)}</w:pPr>'
        f"<w:r><w:{kind}/></w:r></w:p></w:footnote>"
        for place, kind in ((-1, "separator"), (0, "continuationSeparator"))
    )
    notes = "".join(
        f'<w:footnote w:id="{place}">{body}</w:footnote>' for place, body in enumerate(bodies, 1)
    )
    return f"<w:footnotes {NAMESPACES}>{lines}{notes}</w:footnotes>"


def _bidi(document: Document) -> str:
    return "<w:bidi/>" if document.direction == "rtl" else ""


def header(document: Document) -> str:
    """The running head, and the symbol at the other end of its line."""
    look = look_of(document.language)
    inner = text_runs(document.running_head or document.title, look)
    if document.cover and document.cover.symbol:
        symbol = apart(document.cover.symbol, look_of("en"), "ltr")
        inner += f"<w:r><w:tab/></w:r>{symbol}"
    border = f'<w:bottom w:val="single" w:sz="4" w:space="4" w:color="{colour("rule")[1:]}"/>'
    return (
        f'<w:hdr {NAMESPACES}><w:p><w:pPr><w:pStyle w:val="Header"/><w:pBdr>{border}</w:pBdr>'
        f"{_bidi(document)}</w:pPr>{inner}</w:p></w:hdr>"
    )


def footer(document: Document) -> str:
    """The number of the page and of all pages, in the words of the language."""
    look = look_of(document.language)
    inner = "".join(
        field(_FIELDS[part], "1", look) if part in _FIELDS else text_runs(part, look)
        for part in parts(document.language, "page")
    )
    return (
        f'<w:ftr {NAMESPACES}><w:p><w:pPr><w:pStyle w:val="Footer"/>{_bidi(document)}</w:pPr>'
        f"{inner}</w:p></w:ftr>"
    )


def core(document: Document) -> str:
    """Title, author, subject, language. No time: it would be that of the printing."""
    told = {
        "dc:title": document.title,
        "dc:subject": document.subject,
        "dc:creator": document.author,
        "dc:language": words(document.language)["region"],
    }
    inner = "".join(
        f"<{name}>{escape(clean(value))}</{name}>" for name, value in told.items() if value
    )
    return (
        '<cp:coreProperties xmlns:cp="http://schemas.openxmlformats.org/package/2006/metadata/'
        'core-properties" xmlns:dc="http://purl.org/dc/elements/1.1/">'
        f"{inner}</cp:coreProperties>"
    )
