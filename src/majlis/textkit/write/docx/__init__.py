"""Write a text as a Word file with real tracked changes, footnotes and comments."""

from __future__ import annotations

from majlis.textkit.carry import ready_to_write
from majlis.textkit.model import Text

__all__ = ["write_docx"]


def write_docx(text: Text) -> bytes:
    """The text as a .docx file (ECMA-376, transitional).

    Revisions are tracked changes, label changes too; a provision that is wholly inserted or deleted
    has its paragraph mark tracked as well, and the two halves of a move are Word's own move where
    their revisions have a date. Footnotes and comments are Word's own. A custom XML part
    carries ids, kinds and the tree, so that
    ``from_docx(read_docx(write_docx(text))) == carry.normal(text)``, also after somebody edited some
    paragraphs in Word. Raises TextError where the tree is too deep to write.
    """
    import io
    import zipfile

    from majlis.textkit.write.docx import parts
    from majlis.textkit.write.docx.body import Body

    text = ready_to_write(text)
    body = Body(text)
    files: dict[str, bytes | str] = {
        "[Content_Types].xml": parts.content_types(),
        "_rels/.rels": parts.relations(
            [("officeDocument", "word/document.xml"), ("core-properties", "docProps/core.xml")]
        ),
        "word/document.xml": body.document(),
        "word/_rels/document.xml.rels": parts.relations(
            [
                ("footer", "footer1.xml"),
                ("styles", "styles.xml"),
                ("settings", "settings.xml"),
                ("footnotes", "footnotes.xml"),
                ("comments", "comments.xml"),
                ("customXml", "../customXml/item1.xml"),
            ]
        ),
        "word/styles.xml": parts.styles(text),
        "word/settings.xml": parts.settings(),
        "word/footnotes.xml": body.footnotes(),
        "word/comments.xml": body.comments(),
        "word/footer1.xml": parts.footer(),
        "customXml/item1.xml": body.record(),
        "customXml/itemProps1.xml": parts.item_properties(),
        "customXml/_rels/item1.xml.rels": parts.relations([("customXmlProps", "itemProps1.xml")]),
        "docProps/core.xml": parts.core(text),
    }
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in files.items():
            # a fixed time, so that the same text gives the same file
            entry = zipfile.ZipInfo(name, (1980, 1, 1, 0, 0, 0))
            entry.compress_type = zipfile.ZIP_DEFLATED
            archive.writestr(entry, data)
    return out.getvalue()
