"""Reads the words in a PDF file by PDFium, in a limited process: plain Python without Django."""

from __future__ import annotations

from pathlib import Path

import pypdfium2

MAX_PAGES = 1_000
"""Pages that are read; the words of later ones are not found."""
MAX_CHARACTERS = 4_000_000
"""Characters of all pages together: some 1,500 printed pages."""


def read_pages(path: Path) -> str:
    """The words of the first pages of a PDF file; empty for a file that is none or is locked."""
    found: list[str] = []
    length = 0
    try:
        document = pypdfium2.PdfDocument(path)
    except pypdfium2.PdfiumError:
        return ""
    with document:
        for place in range(min(len(document), MAX_PAGES)):
            text = (
                document[place]
                .get_textpage()
                .get_text_range()
                .replace("\r\n", "\n")
                .replace("\ufffe", "")
            )
            found.append(text.strip())
            length += len(text)
            if length >= MAX_CHARACTERS:
                break
    return "\n\n".join(filter(None, found))[:MAX_CHARACTERS]
