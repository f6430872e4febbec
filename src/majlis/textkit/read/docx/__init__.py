"""Word files: ``read_docx`` gives paragraphs with their numbers and every kind of tracked change."""

from __future__ import annotations

from majlis.textkit.read.docx.content import DocxContent, read_docx

__all__ = ["DocxContent", "read_docx"]
