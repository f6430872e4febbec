"""Word files: ``read_docx`` gives paragraphs, their numbers and every tracked change."""

from __future__ import annotations

from majlis.textkit.read.docx.content import DocxContent, read_docx

__all__ = ["DocxContent", "read_docx"]
