"""A text, or a redline, as a tagged PDF."""

from __future__ import annotations

import re

from majlis.paper import write
from majlis.paper.blocks import Block, Clause, Document, Heading, Paragraph
from majlis.paper.runs import Change, Height, Inline
from majlis.paper.runs import Run as Printed
from majlis.textkit.model import Provision, Run, Text

_SPACE = re.compile(r"\s+")


def render_pdf(text: Text) -> bytes:
    """A text as a tagged PDF."""
    return write.pdf(build_document(text))


def build_document(text: Text, title: str = "", note: str = "") -> Document:
    """A text as a document: labels as printed, tracked changes underlined or struck through.

    The title is printed once: a provision of kind title that repeats it is left out.
    """
    top = title or text.title or text.symbol or "—"
    blocks: list[Block] = [Paragraph(note)] if note else []
    blocks += text_blocks(text, top)
    return Document(
        language=text.language,
        title=_SPACE.sub(" ", top).strip() or "—",
        blocks=tuple(blocks),
        cover=None,
        running_head=_SPACE.sub(" ", text.symbol or top)[:120],
    )


def text_blocks(text: Text, title: str, below: int = 0) -> list[Block]:
    """The provisions of a text as blocks, without the title that is printed above; headings ``below`` another level."""
    blocks: list[Block] = []
    normalized_title = _normalized(title)
    depth = {root.id: 0 for root in text.provisions}
    for provision in text.walk():
        for child in provision.children:
            depth[child.id] = depth[provision.id] + (provision.kind not in ("heading", "annex"))
        if provision.kind == "title" and _normalized(provision.text) in normalized_title:
            continue
        blocks += build_block(provision, depth[provision.id], below)
    return blocks


def _normalized(words: str) -> str:
    return _SPACE.sub(" ", words).strip().casefold()


def build_block(provision: Provision, level: int, below: int = 0) -> list[Block]:
    """A provision as a block; an empty list where it has neither label nor text. ``below``: as in ``text_blocks``."""
    content = tuple(_build_run(run) for run in provision.runs)
    if not provision.text.strip():
        return [Clause("", provision.label, level)] if provision.label.strip() else []
    if provision.kind in ("title", "heading", "annex"):
        label = (f"{provision.label} ",) if provision.label else ()
        heading_level = below + (2 if provision.kind == "heading" else 1)
        return [Heading(min(heading_level, 6), (*label, *content))]
    if provision.kind in ("front", "back", "formula") and not provision.label:
        return [Paragraph(content)]
    return [Clause(content, provision.label, level)]


def _build_run(run: Run) -> Inline:
    change: Change | None = run.revision.op if run.revision else None
    height: Height | None = None
    if "superscript" in run.marks:
        height = "raised"
    elif "subscript" in run.marks:
        height = "lowered"
    return Printed(
        run.text,
        strong="bold" in run.marks,
        emphasis="italic" in run.marks,
        underlined="underline" in run.marks,
        change="deleted" if "strike" in run.marks else change,
        height=height,
    )
