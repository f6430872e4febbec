"""Reads texts of documents, in a limited process for a stranger's: plain Python without Django."""

from __future__ import annotations

from pathlib import Path
from typing import TypedDict, cast

from majlis.instruments.core.text_reader import as_result, warm_up
from majlis.textkit.model import JSON, Block, Text
from majlis.textkit.read import read_bytes
from majlis.textkit.read.docx import read_docx
from majlis.textkit.read.docx.package import Package, main_root
from majlis.textkit.read.plain import read_plain
from majlis.textkit.structure import build
from majlis.textkit.views import view
from majlis.textkit.write.akn import write_akn
from majlis.textkit.xmlsafe import Element

__all__ = [
    "Content",
    "WordFile",
    "content_of",
    "plain_words",
    "read_content",
    "read_text_below",
    "read_typed_text",
    "read_word_file",
    "warm_up",
]

MAX_WORDS_STORED = 4_000_000
"""Characters of the words of a file that are stored for the search."""
ACTIVE_CONTENT = (b"macroEnabled", b"vbaProject", b"activeX", b"oleObject")
"""What the list of content types of a Word file has if the file holds programs."""
W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
"""The namespace of WordprocessingML, as in ``contributions.template``."""


class Content(TypedDict):
    """A text as Akoma Ntoso and as plain words."""

    text: str
    words: str


class WordFile(TypedDict):
    """A Word file without its text.

    ``marks``: its hidden properties by name; ``controls``: the texts of its content controls by tag, empty where the
    hint still stands there; ``cells``: the texts of its tables; ``changes`` and ``comments``: how many there are.
    """

    has_programs: bool
    marks: dict[str, str]
    controls: dict[str, str]
    cells: list[str]
    changes: int
    comments: int


@as_result
def read_content(path: Path, language: str, name: str) -> JSON:
    """The ``Content`` of a file that the engine reads. Raises TextError."""
    return cast(JSON, content_of(read_bytes(path.read_bytes(), "accept", language, name=name)))


@as_result
def read_typed_text(typed: str, language: str) -> JSON:
    """A text that was typed into a form, as Akoma Ntoso. Raises TextError."""
    blocks, notes = read_plain(typed)
    return write_akn(build(blocks, language, notes=notes)).decode("utf-8")


@as_result
def read_word_file(path: Path) -> JSON:
    """The ``WordFile`` of a file. Raises TextError."""
    data = path.read_bytes()
    package = Package(data)
    types = package.read("[Content_Types].xml") or b""
    content = read_docx(data)
    file = WordFile(
        has_programs=any(each in types for each in ACTIVE_CONTENT),
        marks=_marks(package),
        controls=_controls(main_root(package)),
        cells=[block.text.strip() for block in content.blocks if block.hint == "table"],
        changes=content.formatting_changes
        + sum(
            sum(run.revision is not None for run in block.runs) + (block.mark is not None)
            for block in content.blocks
        ),
        comments=len(content.comments),
    )
    return cast(JSON, file)


@as_result
def read_text_below(path: Path, bookmark: str, heading: str, hint: str, language: str) -> JSON:
    """The ``Content`` below a bookmark or a heading, without a hint; None without either. Raises TextError."""
    content = read_docx(path.read_bytes())
    marked = (place for place, block in enumerate(content.blocks) if bookmark in block.bookmarks)
    headed = (
        place
        for place, block in enumerate(content.blocks)
        if block.text.strip() == heading and block.hint != "table"
    )
    start = next(marked, next(headed, None))
    if start is None:
        return None
    blocks: list[Block] = [
        block for block in content.blocks[start + 1 :] if block.text.strip() != hint
    ]
    if not any(block.text.strip() for block in blocks):
        return cast(JSON, Content(text="", words=""))
    return cast(JSON, content_of(build(blocks, language)))


def content_of(text: Text) -> Content:
    """A text as Akoma Ntoso and as plain words."""
    return Content(text=write_akn(text).decode("utf-8"), words=plain_words(text)[:MAX_WORDS_STORED])


def plain_words(text: Text) -> str:
    """The words of a text as it is now, a provision in each line, with their labels."""
    lines = (
        " ".join(filter(None, (provision.label, provision.text.strip())))
        for provision in view(text, "accept").walk()
    )
    return "\n".join(line for line in lines if line)


def _marks(package: Package) -> dict[str, str]:
    """The hidden properties of a Word file by name; empty for a file without any."""
    found: dict[str, str] = {}
    for relation in package.relations(""):
        if relation.kind == "custom-properties":
            root = package.xml(relation.target)
            for each in root if root is not None else ():
                found[each.get("name", "")] = "".join(map(str, each.itertext())).strip()
    return found


def _controls(root: Element) -> dict[str, str]:
    """The texts of content controls by their tag; empty where the hint still stands there."""
    found: dict[str, str] = {}
    for control in root.iter(f"{W}sdt"):
        settings = control.find(f"{W}sdtPr")
        tag = settings.find(f"{W}tag") if settings is not None else None
        name = tag.get(f"{W}val", "") if tag is not None else ""
        if settings is None or not name:
            continue
        is_hint = settings.find(f"{W}showingPlcHdr") is not None
        content = control.find(f"{W}sdtContent")
        text = "" if is_hint or content is None else _text_of(content)
        found.setdefault(name, text)
    return found


def _text_of(element: Element) -> str:
    """The words of a part of a Word file; a break, and the end of a paragraph, end a line."""
    pieces: list[str] = []
    for each in element.iter(f"{W}t", f"{W}br", f"{W}tab", f"{W}p"):
        if each.tag == f"{W}t":
            pieces.append(each.text or "")
        else:
            pieces.append("\t" if each.tag == f"{W}tab" else "\n")
    return "".join(pieces).strip()
