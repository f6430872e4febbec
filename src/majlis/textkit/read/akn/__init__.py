"""Read Akoma Ntoso: our own files exactly, those of others as they are.

Others means AKN4UN as the United Nations issue it, what converters make, other kinds of documents
(acts, debates, judgments: headings and paragraphs), Akoma Ntoso 2.0, and files without a namespace.
"""

from __future__ import annotations

from majlis.textkit.model import Text, View

__all__ = ["read_akn"]


def read_akn(data: bytes, view: View = "keep") -> Text:
    """The text of an Akoma Ntoso file in one view of its revisions.

    ``read_akn(write_akn(text)) == carry.normal(text)``. Raises TextError where the bytes are not
    well-formed XML, not Akoma Ntoso, too large or too deep, declare a DTD, or hold no words.
    """
    from majlis.textkit.read.akn.foreign import read_foreign
    from majlis.textkit.read.akn.own import own_record, read_own
    from majlis.textkit.views import view as shown
    from majlis.textkit.xmlsafe import parse_xml

    root = parse_xml(data, "Akoma Ntoso")
    record = own_record(root)
    text = read_foreign(root) if record is None else read_own(root, record)
    return shown(text, view)
