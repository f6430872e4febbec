"""Names of the elements of WordprocessingML (ECMA-376 part 1) that the reader looks at."""

from __future__ import annotations

import re

from majlis.textkit.xmlsafe import Element

W_URI = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
M_URI = "http://schemas.openxmlformats.org/officeDocument/2006/math"
MC_URI = "http://schemas.openxmlformats.org/markup-compatibility/2006"
W = f"{{{W_URI}}}"
M = f"{{{M_URI}}}"
MC = f"{{{MC_URI}}}"

P, R, T, PPR, RPR = W + "p", W + "r", W + "t", W + "pPr", W + "rPr"
TBL, TR, TC, TRPR, TCPR = W + "tbl", W + "tr", W + "tc", W + "trPr", W + "tcPr"
INS, DEL, MOVE_FROM, MOVE_TO = W + "ins", W + "del", W + "moveFrom", W + "moveTo"
SDT, SDT_CONTENT, BOX = W + "sdt", W + "sdtContent", W + "txbxContent"
BOOKMARK, COMMENT_START, COMMENT = (
    W + "bookmarkStart",
    W + "commentRangeStart",
    W + "commentReference",
)
FOOTNOTE, ENDNOTE = W + "footnoteReference", W + "endnoteReference"
ALTERNATE, CHOICE, FALLBACK = MC + "AlternateContent", MC + "Choice", MC + "Fallback"
MATH, MATH_PARAGRAPH, MATH_RUN, MATH_TEXT = M + "oMath", M + "oMathPara", M + "r", M + "t"

TRANSPARENT = frozenset(
    W + name for name in ("smartTag", "customXml", "hyperlink", "fldSimple", "dir", "bdo")
)
"""Wrappers whose content counts as if it stood outside."""

FORMATTING = tuple(
    W + name
    for name in (
        "pPrChange",
        "rPrChange",
        "sectPrChange",
        "tblPrChange",
        "tblPrExChange",
        "tblGridChange",
        "trPrChange",
        "tcPrChange",
        "numberingChange",
        "cellMerge",
        "customXmlInsRangeStart",
        "customXmlDelRangeStart",
    )
)
"""Tracked changes that alter no text."""

VAL = W + "val"
ID = W + "id"

_INTEGER = re.compile(r"[+-]?\d{1,9}")
_OFF = frozenset(("0", "false", "off"))


def number(text: str | None) -> int | None:
    """The integer that an attribute holds, None where it holds none (or one past nine digits)."""
    if text is None or not _INTEGER.fullmatch(text.strip()):
        return None
    return int(text)


def is_on(element: Element) -> bool:
    """Whether an on/off property (ST_OnOff) is on: it is, unless its value says no."""
    return element.get(VAL, "1") not in _OFF


def branch(alternate: Element) -> Element | None:
    """The one branch of mc:AlternateContent that Word shows, or None.

    Word takes the first Choice whose required namespaces it knows, else the Fallback (ECMA-376
    part 3). It knows those of Microsoft and of the standard.
    """
    for child in alternate:
        if child.tag == CHOICE:
            declared = child.nsmap
            needed = [declared.get(prefix, "") for prefix in child.get("Requires", "").split()]
            known = ("http://schemas.microsoft.com/", "http://schemas.openxmlformats.org/")
            if all(uri.startswith(known) for uri in needed):
                return child
        elif child.tag == FALLBACK:
            return child
    return None
