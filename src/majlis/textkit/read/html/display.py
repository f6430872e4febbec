"""Which elements of a page stand on lines of their own, whatever their names are.

Sites print Akoma Ntoso with the names of its elements as classes (``akn-paragraph``) or as elements of
their own, and make spans blocks by a style. Tables are used to lay paragraphs out.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from majlis.textkit.read.numbers import is_label
from majlis.textkit.xmlsafe import Element, text_of

HTML_BLOCKS = frozenset(
    {
        "address", "article", "aside", "blockquote", "body", "caption", "center", "dd", "details",
        "div", "dl", "dt", "fieldset", "figcaption", "figure", "footer", "h1", "h2", "h3", "h4", "h5",
        "h6", "header", "hgroup", "hr", "html", "legend", "li", "main", "menu", "ol", "p", "pre",
        "section", "summary", "table", "tbody", "td", "tfoot", "th", "thead", "tr", "ul",
    }
)  # fmt: skip
_HEADINGS = frozenset({"h1", "h2", "h3", "h4", "h5", "h6"})
# The elements of Akoma Ntoso that are blocks, in small letters as a parser of HTML writes them.
_AKN_BLOCKS = frozenset(
    {
        "act", "akomantoso", "alinea", "amendmentbody", "amendment", "annex", "answer", "article",
        "attachment", "attachments", "bill", "block", "blockcontainer", "blocklist", "body", "book",
        "caption", "chapter", "citation", "citations", "clause", "collectionbody", "component",
        "components", "conclusions", "container", "content", "coverpage", "crossheading", "debate",
        "debatebody", "division", "doc", "documentcollection", "formula", "hcontainer", "heading",
        "indent", "interstitial", "intro", "item", "judgment", "judgmentbody", "level", "list",
        "listintroduction", "listwrapup", "longtitle", "mainbody", "officialgazette", "p", "paragraph",
        "part", "point", "portion", "preamble", "preface", "proviso", "question", "recital", "recitals",
        "rule", "section", "speech", "statement", "subchapter", "subclause", "subdivision",
        "subheading", "sublist", "subparagraph", "subpart", "subrule", "subsection", "subtitle", "title",
        "tblock", "toc", "tocitem", "tome", "transitional", "wrapup",
    }
)  # fmt: skip
# Parts of a line that stand alone where no paragraph holds them.
_AKN_LINES = frozenset(
    {"docdate", "docnumber", "docproponent", "docstage", "doctitle", "doctype", "session", "shorttitle"}
)  # fmt: skip
_AKN_HEADINGS = frozenset({"crossheading", "heading", "subheading"})
# What a number may stand in, and what therefore counts as a level.
_AKN_LEVELS = frozenset(
    {
        "alinea", "clause", "indent", "item", "paragraph", "point", "recital", "subclause",
        "subparagraph",
    }
)  # fmt: skip
_PREFIX = re.compile(r"(?:akn|akoma|akomantoso)[-_:]|an:")
_DISPLAY = re.compile(
    r"display\s*:\s*(?:block|flex|grid|list-item|table|table-row|table-cell|flow-root)\b",
    re.IGNORECASE,
)
_SELECTOR = re.compile(r"(?P<tag>[a-z][a-z0-9-]*)?(?P<classes>(?:\.[\w-]+)*)\Z", re.IGNORECASE)
_LONGEST_SHEET = 300_000  # characters
_HTML_INLINE = frozenset({"a", "abbr", "b", "cite", "em", "i", "q", "s", "small", "strong", "sub", "sup", "u"})  # fmt: skip
_CELLS = 2  # with text, of a row that lays out a number and its words
_MANY = 3  # paragraphs in a cell that is no cell of figures


def _akn_name(tag: str, classes: str) -> str:
    for name in (tag, *classes[:400].split()):
        found = _PREFIX.match(name.lower())
        if found:
            return name[found.end() :].lower()
    # elements of Akoma Ntoso itself in a page, which no HTML has
    return tag if tag not in HTML_BLOCKS and tag in (_AKN_BLOCKS | {"num"}) - {"title"} else ""


class Display:
    """How a page shows its elements."""

    def __init__(self, root: Element) -> None:
        self._tags: set[str] = set()
        self._classes: set[tuple[str, str]] = set()
        self._known: dict[tuple[str, str, str], bool] = {}
        self._names: dict[tuple[str, str], str] = {}
        self._layouts: dict[Element, bool] = {}
        left = _LONGEST_SHEET
        for sheet in root.iter("style"):
            words = (sheet.text or "")[:left]
            left -= len(words)
            self._take(words)

    def _take(self, sheet: str) -> None:
        for rule in sheet.split("}"):
            head, _, body = rule.rpartition("{")
            if not _DISPLAY.search(body):
                continue
            for selector in head.rpartition("{")[2].split(","):
                last = selector.strip().rpartition(" ")[2].rpartition(">")[2]
                found = _SELECTOR.match(last)
                if found is None or not last:
                    continue
                tag = (found["tag"] or "").lower()
                names = found["classes"].split(".")[1:]
                if names:
                    self._classes.add((tag, names[-1]))
                elif last == selector.strip():  # not only inside another element, as in a menu
                    self._tags.add(tag)

    def akn_name(self, element: Element) -> str:
        """The name of the element of Akoma Ntoso that an element of a page prints; empty for none."""
        tag = element.tag if isinstance(element.tag, str) else ""
        key = tag, element.get("class") or ""
        known = self._names.get(key)
        if known is None:
            known = self._names[key] = _akn_name(*key)
        return known

    def is_block(self, element: Element) -> bool:
        """Whether an element stands on lines of its own."""
        tag = element.tag if isinstance(element.tag, str) else ""
        if tag in HTML_BLOCKS:
            return True
        key = (tag, element.get("class") or "", element.get("style") or "")
        known = self._known.get(key)
        if known is None:
            known = self._known[key] = self._shown(element, *key)
        return known and not _in_heading(element)

    def _shown(self, element: Element, tag: str, classes: str, style: str) -> bool:
        if tag in _HTML_INLINE and not style:
            return False
        if style and _DISPLAY.search(style):
            return True
        if tag in self._tags and tag not in _HTML_INLINE:
            return True
        if any((each, name) in self._classes for name in classes.split() for each in (tag, "")):
            return True
        return self.akn_name(element) in _AKN_BLOCKS

    def is_line(self, element: Element) -> bool:
        """Whether a part of a line, as the number of a document is, stands alone here."""
        if self.akn_name(element) not in _AKN_LINES:
            return False
        return not any(
            holder.tag == "p" or holder.tag in _HEADINGS or self.akn_name(holder) in ("p", "block")
            for holder in _holders(element)
        )

    def heads(self, element: Element) -> bool:
        """Whether an element of Akoma Ntoso is a heading."""
        return self.akn_name(element) in _AKN_HEADINGS

    def is_level(self, element: Element) -> bool:
        """Whether an element of Akoma Ntoso is one that bears a number."""
        return self.akn_name(element) in _AKN_LEVELS

    def lays_out(self, cell: Element) -> bool:
        """Whether the table of a cell only lays paragraphs out."""
        table = next(cell.iterancestors("table"), None)
        if table is None:
            return True
        if table not in self._layouts:
            self._layouts[table] = _lays_out(table)
        return self._layouts[table]


def _in_heading(element: Element) -> bool:
    return any(holder.tag in _HEADINGS for holder in _holders(element))


def _holders(element: Element) -> Iterator[Element]:
    """The elements around one, the nearest first, as far as a line goes."""
    for count, holder in enumerate(element.iterancestors()):
        if count == 4:
            return
        yield holder


def _lays_out(table: Element) -> bool:
    if table.get("role") in ("presentation", "none"):
        return True
    first = table.iter("table")
    next(first)
    if next(first, None) is not None:
        return True
    if next(table.iter("th", "caption"), None) is not None:
        return False
    labelled = single = other = 0
    for row in table.iter("tr"):
        cells = [cell for cell in row if cell.tag == "td" and text_of(cell).strip()]
        if any(_holds_paragraphs(cell) for cell in cells):
            return len(cells) == 1 or not _alike(cells)
        if len(cells) == _CELLS and is_label(" ".join(text_of(cells[0]).split())):
            labelled += 1
        elif len(cells) == 1:
            single += 1
        elif cells:
            other += 1
    return other <= 0.2 * (labelled + single) and labelled + single > 0


def _holds_paragraphs(cell: Element) -> bool:
    """Whether a cell holds paragraphs, as no cell of figures does."""
    blocks = sum(1 for child in cell if child.tag in ("p", "div", "li", "ol", "ul", "dl"))
    return blocks >= _MANY


def _alike(cells: list[Element]) -> bool:
    """Whether cells hold about as much, as those of two languages do."""
    sizes = sorted(len(text_of(cell)) for cell in cells)
    return len(sizes) > 1 and sizes[-2] > 0.25 * sizes[-1]
