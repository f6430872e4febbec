"""What a Word file says, before structure is found: ``read_docx``."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Literal

from majlis.textkit.errors import TextError
from majlis.textkit.model import Block, Comment, View
from majlis.textkit.read.docx.blocks import Writer
from majlis.textkit.read.docx.labels import Labels
from majlis.textkit.read.docx.names import FORMATTING, ID, INS, W
from majlis.textkit.read.docx.numbering import Numbering
from majlis.textkit.read.docx.package import Package, main_root
from majlis.textkit.read.docx.styles import Styles
from majlis.textkit.read.docx.tree import Items, Side
from majlis.textkit.read.docx.walk import Walk, read_story
from majlis.textkit.xmlsafe import Element, local_name

_MAX_CUSTOM = 100
_NUMBERING_INSERTED = f"{W}numPr/{INS}"
_CORE = ("title", "language")


@dataclass(frozen=True, slots=True)
class DocxContent:
    """Blocks and what stands beside them.

    ``anchors``: for each comment the index in ``blocks`` of the paragraph where it begins, -1
    where nothing says so. ``core``: ``title`` and ``language`` of the file's properties, where it
    has them. ``custom``: the custom XML parts by the namespace of their root element.
    ``formatting_changes``: how many tracked changes alter properties (of runs, paragraphs, tables,
    sections, numbering, styles, content controls) and no text, ``formatting_authors`` who made
    them; the same in each view.
    """

    blocks: list[Block]
    comments: list[Comment] = field(default_factory=list)
    anchors: list[int] = field(default_factory=list)
    core: dict[str, str] = field(default_factory=dict)
    custom: dict[str, bytes] = field(default_factory=dict)
    formatting_changes: int = 0
    formatting_authors: tuple[str, ...] = ()


def read_docx(data: bytes, view: View = "keep") -> DocxContent:
    """Read a Word file (.docx, .docm, .dotx; ECMA-376 transitional or strict).

    One Block for each paragraph in document order, empty ones too, with the text that Word
    has:

    - cell paragraphs have hint "table"; text boxes follow the paragraph that anchors them;
      footnotes and endnotes (hint "footnote", ``ref`` the number) follow the paragraph that calls
      them, and the call itself is no text. A text box in an alternate form is read once.
    - Left out: headers, footers, field instructions, embedded objects, and hidden text (w:vanish),
      which Word's own text contains but no reader of the document sees.
    - A page or column break is a line break inside a paragraph and nothing at its ends.

    Views: ``accept`` and ``reject`` give the text and the numbers that Word gives when all changes
    are accepted or rejected; ``label`` and ``old_label`` are then the same. ``keep`` gives each
    paragraph of the file with revisions on its runs and its mark, ``label`` as in ``accept`` and
    ``old_label`` as in ``reject``. What one change inserted and another deleted is a deletion with
    ``reverted``: neither ``accept`` nor ``reject`` has it.

    Raises TextError for anything that is not a readable Word file.
    """
    package = Package(data)
    root = main_root(package)
    body = root.find(W + "body")
    if body is None:
        raise TextError(
            "The Word file contains no document body.", "Open it in Word and save it again."
        )
    parts = _Parts(package)
    walk = Walk(parts.styles, parts.old_styles, parts.notes)
    items = read_story(body, walk)
    section = body.find(W + "sectPr")

    def labels(side: Side) -> Labels:
        styles = parts.styles if side == "accept" else parts.old_styles
        return Labels(items, side, Numbering(parts.numbering, styles), parts.settings, section)

    writer = Writer(
        view,
        parts.old_styles if view == "reject" else parts.styles,
        labels("accept") if view != "reject" else None,
        labels("reject") if view != "accept" else None,
    )
    writer.story(items)
    comments, anchors = _comments(parts, writer)
    roots = [root, parts.root("styles"), parts.root("footnotes"), parts.root("endnotes")]
    formatting = [change for part in roots if part is not None for change in _formatting(part)]
    authors = (change.get(W + "author") for change in formatting)
    return DocxContent(
        blocks=writer.blocks,
        comments=comments,
        anchors=anchors,
        core=_core(package),
        custom=_custom(package, parts),
        formatting_changes=len(formatting),
        formatting_authors=tuple(dict.fromkeys(author for author in authors if author)),
    )


class _Parts:
    """The parts that the main part refers to, by the kind of the relationship."""

    def __init__(self, package: Package) -> None:
        self._package = package
        self._roots: dict[str, Element | None] = {}
        self.relations = package.relations(package.main)
        self.styles = Styles(self.root("styles"))
        self.old_styles = self.styles
        if _changes(self.root("styles")):
            self.old_styles = Styles(self.root("styles"), old=True)
        self.numbering = self.root("numbering")
        self.settings = self.root("settings")
        self.notes: dict[tuple[str, str], Element] = {}
        kinds: tuple[Literal["footnote", "endnote"], ...] = ("footnote", "endnote")
        for kind in kinds:
            root = self.root(kind + "s")
            for note in root if root is not None else ():
                if note.tag == W + kind:
                    self.notes.setdefault((kind, note.get(ID, "")), note)

    def root(self, kind: str) -> Element | None:
        """The root of the first part of a kind, None where the file has none."""
        if kind not in self._roots:
            target = next((rel.target for rel in self.relations if rel.kind == kind), None)
            self._roots[kind] = self._package.xml(target) if target else None
        return self._roots[kind]


def _changes(root: Element | None) -> bool:
    return root is not None and any(True for _ in root.iter(W + "pPrChange", W + "rPrChange"))


def _formatting(root: Element) -> Iterator[Element]:
    yield from root.iterfind(f".//{_NUMBERING_INSERTED}")
    yield from root.iter(*FORMATTING)


def _comments(parts: _Parts, writer: Writer) -> tuple[list[Comment], list[int]]:
    root = parts.root("comments")
    comments: list[Comment] = []
    anchors: list[int] = []
    for element in root.iterchildren(W + "comment") if root is not None else ():
        comment_id = element.get(ID, "")
        if comment_id in writer.dropped and comment_id not in writer.called:
            continue
        walk = Walk(parts.styles, parts.old_styles, {}, in_note=True)
        comments.append(
            Comment(
                _plain(read_story(element, walk), writer),
                element.get(W + "author", ""),
                element.get(W + "date", ""),
            )
        )
        anchors.append(writer.anchors.get(comment_id, -1))
    return comments, anchors


def _plain(items: Items, writer: Writer) -> str:
    inner = Writer(writer.view, writer.styles, None, None)
    inner.story(items)
    return "\n".join(block.text for block in inner.blocks).strip()


def _core(package: Package) -> dict[str, str]:
    found: dict[str, str] = {}
    kind = "core-properties"  # a package has one part of it (ECMA-376 part 2, 11.1)
    target = next((rel.target for rel in package.relations("") if rel.kind == kind), None)
    root = package.xml(target) if target else None
    for element in root if root is not None else ():
        name = local_name(element)
        value = (element.text or "").strip()
        if name in _CORE and value:
            found.setdefault(name, value)
    return found


def _custom(package: Package, parts: _Parts) -> dict[str, bytes]:
    found: dict[str, bytes] = {}
    targets = [rel.target.lower() for rel in parts.relations if rel.kind == "customXml"]
    for target in list(dict.fromkeys(targets))[:_MAX_CUSTOM]:
        try:
            data = package.read(target)
            root = package.xml(target)
        except TextError:
            # A part of another program's making is no reason to refuse the text.
            continue
        if data is not None and root is not None:
            found.setdefault(str(root.tag).rpartition("}")[0].lstrip("{"), data)
    return found
