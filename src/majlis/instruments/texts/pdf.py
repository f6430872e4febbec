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
    """A text as a document: labels as they were printed, tracked changes underlined or struck through.

    The title is printed once: a provision of that kind is not printed again.
    """
    top = title or text.title or text.symbol or "—"
    blocks: list[Block] = [Paragraph(note)] if note else []
    said = _normalized(top)
    depth = {each.id: 0 for each in text.provisions}
    for each in text.walk():
        for child in each.children:
            depth[child.id] = depth[each.id] + (each.kind not in ("heading", "annex"))
        if each.kind == "title" and _normalized(each.text) in said:
            continue
        blocks += build_block(each, depth[each.id])
    return Document(
        language=text.language,
        title=_SPACE.sub(" ", top).strip() or "—",
        blocks=tuple(blocks),
        cover=None,
        running_head=_SPACE.sub(" ", text.symbol or top)[:120],
    )


def _normalized(words: str) -> str:
    return _SPACE.sub(" ", words).strip().casefold()


def build_block(each: Provision, level: int) -> list[Block]:
    """A provision as a block; nothing where it has neither label nor words."""
    content = tuple(_build_run(run) for run in each.runs)
    if not each.text.strip():
        return [Clause("", each.label, level)] if each.label.strip() else []
    if each.kind in ("title", "heading", "annex"):
        label = (f"{each.label} ",) if each.label else ()
        return [Heading(2 if each.kind == "heading" else 1, (*label, *content))]
    if each.kind in ("front", "back", "formula") and not each.label:
        return [Paragraph(content)]
    return [Clause(content, each.label, level)]


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
