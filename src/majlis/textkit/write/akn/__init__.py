"""Write a text as Akoma Ntoso 3.0 in the habits of AKN4UN, valid against the OASIS schema.

What Akoma Ntoso cannot say goes into attributes of our own namespace (the schema allows foreign
attributes on every element used here) and into ``meta/proprietary``; ``read.akn`` takes them back.
"""

from __future__ import annotations

from typing import Any

from majlis.textkit.carry import NAMESPACE, ready_to_write
from majlis.textkit.model import Text

__all__ = ["write_akn"]


def write_akn(text: Text) -> bytes:
    """The text as an Akoma Ntoso file (UTF-8, with its XML declaration).

    Revisions stand as ``ins`` and ``del``. Raises TextError where the tree is too deep to write.
    ``read_akn(write_akn(text)) == carry.normal(text)``.
    """
    from lxml import etree

    from majlis.textkit.akn_names import is_statement
    from majlis.textkit.write.akn.body import Writer, write_parts
    from majlis.textkit.write.akn.inline import AKN, add
    from majlis.textkit.write.akn.meta import address_of, write_meta

    text = ready_to_write(text)
    address = address_of(text)
    # lxml's types know no default namespace here
    namespaces: Any = {None: AKN, "m": NAMESPACE}
    root = etree.Element(f"{{{AKN}}}akomaNtoso", nsmap=namespaces)
    tag = "statement" if is_statement(text.kind) else "doc"
    document = add(root, tag, name=text.kind or "text")
    write_meta(document, address, text)
    write_parts(Writer(text, address), document, text.provisions, cover=True)
    return bytes(etree.tostring(root, xml_declaration=True, encoding="UTF-8"))
