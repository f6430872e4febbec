"""Read HTML: our own pages back to the text, any other page to blocks."""

from __future__ import annotations

import codecs
import re

from majlis.textkit.errors import TextError
from majlis.textkit.model import Block, Text
from majlis.textkit.xmlsafe import MAX_BYTES, Element, bound_tags, clean_characters

__all__ = ["read_html"]

MAX_DEPTH = 250
_BOMS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_META = re.compile(rb"<meta[^>]{0,200}charset\s*=\s*[\"']?([A-Za-z0-9_.:-]{2,40})", re.IGNORECASE)
_ATTRIBUTE = r"[\s/]*+[^\s<>/=]++(?:\s*+=\s*+(?:\"[^\"]*+\"|'[^']*+'|[^\s<>]*+))?+"
MOST_ATTRIBUTES = 1000
"""Attributes of an element. libxml2 compares each with all before it."""
_MANY_ATTRIBUTES = re.compile(
    rf"(<[A-Za-z][^\s<>/]*+(?:{_ATTRIBUTE}){{{MOST_ATTRIBUTES}}}+)(?:{_ATTRIBUTE})++"
)
_BREAK = re.compile(r"</?wbr\b[^<>]*>", re.IGNORECASE)
# What browsers read under these names (WHATWG Encoding Standard).
_ALIASES = {"iso8859-1": "cp1252", "ascii": "cp1252", "gb2312": "gb18030", "gbk": "gb18030"}


def read_html(data: bytes) -> list[Block] | Text:
    """A Text where ``write_html`` wrote the page, else the page's blocks in reading order.

    ``read_html(write_html(text).encode()) == carry.normal(text)``. The encoding is that of the byte
    order mark, the ``meta`` element, else UTF-8 (else Windows-1252). Scripts, styles, navigation and
    hidden parts are no text. Raises TextError where the page is too large, too deep or holds no words.
    """
    from majlis.textkit.read.html.blocks import blocks_of
    from majlis.textkit.read.html.own import own_main, read_own

    root = parse_html(data)
    main = own_main(root)
    if main is not None:
        return read_own(main)
    blocks = blocks_of(root)
    if not blocks:
        raise TextError(
            "The HTML page contains no text.",
            "If its text is loaded by JavaScript, save the page as text.",
        )
    return blocks


def decode(data: bytes) -> str:
    """The characters of an HTML page."""
    for mark, encoding in _BOMS:
        if data.startswith(mark):
            return data.decode(encoding, errors="replace").removeprefix("\ufeff")
    said = _META.search(data[:4096])
    if said:
        try:
            name = codecs.lookup(said[1].decode("ascii")).name
        except LookupError:
            name = "utf-8"
        name = _ALIASES.get(name, name)
        if not name.startswith("utf"):
            try:
                return data.decode(name, errors="replace")
            except (LookupError, UnicodeError):
                pass
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError:
        return data.decode("utf-8" if said else "cp1252", errors="replace")


def parse_html(data: bytes) -> Element:
    """The root element of a page (lxml), parsed as leniently as browsers do.

    Raises TextError where the page is larger than MAX_BYTES, holds too many tags, is nested too
    deep, or is empty.
    """
    import lxml.html
    from lxml import etree

    if len(data) > MAX_BYTES:
        raise TextError(
            f"The HTML page exceeds the limit of {MAX_BYTES // 2**20} MB.",
            "Split it into smaller pages.",
        )
    bound_tags(data, "HTML")
    # libxml2 takes it for a container of all that follows; a place to break a line holds nothing
    text = _BREAK.sub("", clean_characters(decode(data)))
    text = _MANY_ATTRIBUTES.sub(r"\1", text)
    parser = lxml.html.HTMLParser(
        encoding="utf-8", remove_comments=True, remove_pis=True, no_network=True, huge_tree=False
    )
    try:
        root = lxml.html.document_fromstring(text.encode("utf-8"), parser=parser)
    except (etree.ParserError, etree.XMLSyntaxError, ValueError):
        raise TextError(
            "The file is not a readable HTML page.", "Check that it is complete."
        ) from None
    level = [root]
    for _ in range(MAX_DEPTH):
        level = [child for element in level for child in element]
        if not level:
            return root
    raise TextError(
        f"Elements in the HTML page are nested more than {MAX_DEPTH} levels deep.",
        "Save it as plain text and use that file.",
    )
