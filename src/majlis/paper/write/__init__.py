"""The four writers. Each takes a document and gives the whole of it; none changes anything."""

from __future__ import annotations

from majlis.paper.blocks import Document

__all__ = ["docx", "fragment", "html", "pdf", "png", "stylesheet", "text"]


def html(document: Document, stylesheet_address: str = "paper.css") -> str:
    """A document as a page, which takes its style from an address: see :func:`stylesheet`.

    No style and no script stands in the page, so that the strictest policy lets it pass.
    Raises PaperError where links and anchors do not meet.
    """
    from majlis.paper.write.web import page

    return page(document, stylesheet_address)


def fragment(document: Document, top: int = 1) -> str:
    """A document as an ``article`` to put into a page; its title is a heading of level ``top``."""
    from majlis.paper.write.web import article

    return article(document, top)


def stylesheet() -> str:
    """The style of documents as pages; its layer is ``paper``."""
    from importlib.resources import files

    return (
        files("majlis.paper").joinpath("static", "paper", "paper.css").read_text(encoding="utf-8")
    )


def docx(document: Document) -> bytes:
    """A document as a Word file, with styles, numbering, footnotes and outline of its own.

    Raises PaperError where links and anchors do not meet.
    """
    from majlis.paper.write.word import write

    return write(document)


def pdf(document: Document) -> bytes:
    """A document as a tagged PDF after PDF/UA-1, fonts embedded.

    The same document gives the same bytes. Raises PaperError where links and anchors do not meet, or where no
    typeface has a sign of the text.
    """
    from majlis.paper.write.typeset import write

    return write(document)


def png(document: Document, pixels_per_inch: float = 96) -> list[bytes]:
    """The pages of the PDF as pictures. Raises what :func:`pdf` raises."""
    from majlis.paper.write.typeset import pictures

    return pictures(document, pixels_per_inch)


def text(document: Document) -> str:
    """A document as plain text, without charts and contents but with their words and figures.

    Raises PaperError where links and anchors do not meet.
    """
    from majlis.paper.write.plain_text import write

    return write(document)
