"""Makes small .docx files from snippets of WordprocessingML, for tests."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping

from majlis.textkit.model import View
from majlis.textkit.read.docx import read_docx

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
NAMESPACES = " ".join(
    f'xmlns:{prefix}="{uri}"'
    for prefix, uri in {
        "w": W,
        "m": "http://schemas.openxmlformats.org/officeDocument/2006/math",
        "mc": "http://schemas.openxmlformats.org/markup-compatibility/2006",
        "r": "http://schemas.openxmlformats.org/officeDocument/2006/relationships",
        "v": "urn:schemas-microsoft-com:vml",
        "wps": "http://schemas.microsoft.com/office/word/2010/wordprocessingShape",
        "w16se": "http://schemas.microsoft.com/office/word/2015/wordml/symex",
        "odd": "http://example.org/unknown",
    }.items()
)
HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>'
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml"
_TRACK = 'w:id="1" w:author="{author}" w:date="2031-05-04T10:00:00Z"'


def r(text: str, rpr: str = "") -> str:
    """A run."""
    return f'<w:r>{_rpr(rpr)}<w:t xml:space="preserve">{text}</w:t></w:r>'


def d(text: str, author: str = "Dara") -> str:
    """A deleted run."""
    inner = f'<w:r><w:delText xml:space="preserve">{text}</w:delText></w:r>'
    return f"<w:del {_TRACK.format(author=author)}>{inner}</w:del>"


def i(*content: str, author: str = "Ines") -> str:
    """Inserted content; a plain text becomes a run."""
    return _wrap("ins", content, author)


def gone(*content: str) -> str:
    """Content of any kind deleted; text must be deleted text already."""
    return _wrap("del", content, "Dara")


def moved_from(*content: str) -> str:
    """Content moved away."""
    return _wrap("moveFrom", content, "Mo")


def moved_to(*content: str) -> str:
    """Content moved here."""
    return _wrap("moveTo", content, "Mo")


def track(name: str, author: str = "Ines", attributes: str = "") -> str:
    """An empty element that states a change: of a mark, a row, a cell."""
    return f"<w:{name} {_TRACK.format(author=author)} {attributes}/>"


def p(*content: str, ppr: str = "", mark: str = "", style: str = "", num: str = "") -> str:
    """A paragraph; ``mark`` names the changes of its mark, ``num`` is numId or numId:ilvl."""
    properties = f'<w:pStyle w:val="{style}"/>' if style else ""
    if num:
        num_id, _, level = num.partition(":")
        ilvl = f'<w:ilvl w:val="{level}"/>' if level else ""
        properties += f'<w:numPr>{ilvl}<w:numId w:val="{num_id}"/></w:numPr>'
    marks = "".join(track(name) for name in mark.split())
    properties += ppr if "<w:pPrChange" not in ppr else ""
    properties += f"<w:rPr>{marks}</w:rPr>" if marks else ""
    properties += ppr if "<w:pPrChange" in ppr else ""
    inner = "".join(_content(part) for part in content)
    return f"<w:p><w:pPr>{properties}</w:pPr>{inner}</w:p>"


def tbl(*rows: str) -> str:
    """A table."""
    return f"<w:tbl><w:tblPr/><w:tblGrid/>{''.join(rows)}</w:tbl>"


def tr(*cells: str, trpr: str = "") -> str:
    """A table row; a cell that is no w:tc is wrapped into one."""
    inner = "".join(cell if cell.startswith("<w:tc>") else tc(cell) for cell in cells)
    return f"<w:tr><w:trPr>{trpr}</w:trPr>{inner}</w:tr>"


def tc(*blocks: str, tcpr: str = "") -> str:
    """A table cell."""
    return f"<w:tc><w:tcPr>{tcpr}</w:tcPr>{''.join(blocks)}</w:tc>"


def sdt(content: str) -> str:
    """A content control."""
    return f"<w:sdt><w:sdtPr/><w:sdtContent>{content}</w:sdtContent></w:sdt>"


def field(kind: str) -> str:
    """A field character in its run."""
    return f'<w:r><w:fldChar w:fldCharType="{kind}"/></w:r>'


def code(text: str, name: str = "instrText") -> str:
    """A field instruction in its run."""
    return f'<w:r><w:{name} xml:space="preserve">{text}</w:{name}></w:r>'


def docx(body: str, **parts: str) -> bytes:
    """A Word file: ``body`` and, by name, the content of styles, numbering, footnotes, ...

    ``core`` is the content of the core properties.
    """
    return package(document(body), **parts)


def document(body: str) -> str:
    """The XML of a main part."""
    return f"{HEAD}<w:document {NAMESPACES}><w:body>{body}<w:sectPr/></w:body></w:document>"


def package(main: str | bytes, **parts: str) -> bytes:
    """A Word file around the XML of its main part."""
    core = parts.pop("core", "")
    roots = {
        "footnotes": "footnotes",
        "endnotes": "endnotes",
        "comments": "comments",
        "numbering": "numbering",
        "styles": "styles",
        "settings": "settings",
    }
    files: dict[str, str | bytes] = {
        "[Content_Types].xml": f'{HEAD}<Types xmlns="{_PACKAGE}/content-types">'
        '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.'
        'relationships+xml"/><Default Extension="xml" ContentType="application/xml"/>'
        f'<Override PartName="/word/document.xml" ContentType="{_TYPE}.document.main+xml"/>'
        + "".join(
            f'<Override PartName="/word/{name}.xml" ContentType="{_TYPE}.{name}+xml"/>'
            for name in parts
        )
        + "</Types>",
        "_rels/.rels": _relations(
            {f"{_OFFICE}/officeDocument": "word/document.xml"}
            | ({f"{_PACKAGE}/relationships/metadata/core-properties": "core.xml"} if core else {})
        ),
        "word/_rels/document.xml.rels": _relations(
            {f"{_OFFICE}/{name}": f"{name}.xml" for name in parts}
        ),
        "word/document.xml": main,
    }
    for name, content in parts.items():
        root = roots[name]
        files[f"word/{name}.xml"] = f"{HEAD}<w:{root} {NAMESPACES}>{content}</w:{root}>"
    if core:
        files["core.xml"] = (
            f'{HEAD}<cp:coreProperties xmlns:cp="{_PACKAGE}/metadata/core-properties" '
            f'xmlns:dc="http://purl.org/dc/elements/1.1/">{core}</cp:coreProperties>'
        )
    return zipped(files)


def zipped(files: Mapping[str, str | bytes]) -> bytes:
    """A zip file of these entries."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    return buffer.getvalue()


def texts(data: bytes, view: View = "keep") -> list[str]:
    """The text of each block."""
    return [block.text for block in read_docx(data, view).blocks]


def labels(data: bytes, view: View = "accept") -> list[str]:
    """The label of each block."""
    return [block.label for block in read_docx(data, view).blocks]


def _wrap(name: str, content: tuple[str, ...], author: str) -> str:
    inner = "".join(_content(part) for part in content)
    return f"<w:{name} {_TRACK.format(author=author)}>{inner}</w:{name}>"


def _content(part: str) -> str:
    return part if part.startswith("<") or not part else r(part)


def _rpr(rpr: str) -> str:
    return f"<w:rPr>{rpr}</w:rPr>" if rpr else ""


def _relations(targets: Mapping[str, str]) -> str:
    inner = "".join(
        f'<Relationship Id="rId{at}" Type="{kind}" Target="{target}"/>'
        for at, (kind, target) in enumerate(targets.items(), 1)
    )
    return f'{HEAD}<Relationships xmlns="{_PACKAGE}/relationships">{inner}</Relationships>'
