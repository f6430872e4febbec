"""Parsing XML from strangers: no DTD, no entity, no network, bounded size and depth.

Also what XML 1.0 (production 2, ``Char``) cannot hold, and what stands for it: U+FFFD.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from majlis.textkit.errors import TextError

if TYPE_CHECKING:
    from lxml.etree import _Element

type Element = _Element

MAX_BYTES = 64 * 1024 * 1024
MAX_DEPTH = 150
MAX_TAGS = 1_200_000
"""Tags and attributes of one document or part (counted by their signs < and =). A page of an
ordinary report has some 700; with three times as many for heavy revisions, this is some 500 pages.
Each costs up to a third of a kilobyte once it is read."""

REPLACEMENT = "\ufffd"
_ILLEGAL = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
# The first `<!` of a prolog that is neither a comment nor CDATA is a document type.
_DOCTYPE = re.compile(rb"<\x00?!\x00?D\x00?O\x00?C\x00?T\x00?Y\x00?P\x00?E", re.IGNORECASE)


def clean_characters(text: str) -> str:
    """The text with each character that XML 1.0 cannot hold replaced by U+FFFD.

    Those are the control characters except tab, line feed and carriage return, lone surrogates,
    U+FFFE and U+FFFF.
    """
    return _ILLEGAL.sub(REPLACEMENT, text)


def count_tags(data: bytes) -> int:
    """How many tags and attributes there are at most, told by their signs."""
    return data.count(b"<") + data.count(b"=")


def bound_tags(data: bytes, what: str) -> None:
    """Raise TextError where there are more tags and attributes than MAX_TAGS."""
    if count_tags(data) > MAX_TAGS:
        raise TextError(
            f"The {what} file contains more than {MAX_TAGS:,} tags and attributes.",
            "Split it into smaller files.",
        )


def parse_xml(data: bytes, what: str) -> Element:
    """The root element of an XML document (an lxml element).

    ``what`` names the expected format in the error. Raises TextError where the bytes are no
    well-formed XML, declare a document type, or pass MAX_BYTES, MAX_TAGS or MAX_DEPTH.
    """
    from lxml import etree

    if len(data) > MAX_BYTES:
        raise TextError(
            f"The {what} file exceeds the limit of {MAX_BYTES // 2**20} MB.",
            "Split it into smaller files.",
        )
    bound_tags(data, what)
    if _DOCTYPE.search(data[:65536]):
        raise TextError(
            (
                f"The {what} file declares a document type (DOCTYPE), which is refused for "
                "security reasons."
            ),
            "Save it again without the DOCTYPE line.",
        )
    parser = etree.XMLParser(
        resolve_entities=False,
        load_dtd=False,
        no_network=True,
        dtd_validation=False,
        huge_tree=False,
        remove_comments=True,
        remove_pis=True,
    )
    try:
        root = etree.fromstring(data, parser)
    except (etree.XMLSyntaxError, ValueError) as error:
        reason = str(error).split("(")[0].strip() or "the file is empty"
        raise TextError(
            f"The {what} file is not well-formed XML: {reason}.",
            "Check that the file is complete and was saved as XML.",
        ) from None
    if root.getroottree().docinfo.internalDTD is not None:
        raise TextError(
            (
                f"The {what} file declares a document type (DOCTYPE), which is refused for "
                "security reasons."
            ),
            "Save it again without the DOCTYPE line.",
        )
    _bound_depth(root, what)
    return root


def _bound_depth(root: Element, what: str) -> None:
    """Raise TextError where elements nest deeper than MAX_DEPTH."""
    level = [root]
    for _ in range(MAX_DEPTH):
        level = [child for element in level for child in element]
        if not level:
            return
    raise TextError(
        f"Elements in the {what} file are nested more than {MAX_DEPTH} levels deep.",
        "Check that the file contains a text, not raw data.",
    )


def text_of(element: Element) -> str:
    """All text inside an element."""
    return "".join(str(part) for part in element.itertext())


def attributes_of(element: Element, prefix: str = "") -> dict[str, str]:
    """The attributes of an element whose names begin with a prefix, without the prefix."""
    items = ((str(key), str(value)) for key, value in element.attrib.items())
    return {key.removeprefix(prefix): value for key, value in items if key.startswith(prefix)}


def local_name(element: Element) -> str:
    """The tag without its namespace; empty for comments and entities."""
    tag = element.tag
    return tag.rpartition("}")[2] if isinstance(tag, str) else ""
