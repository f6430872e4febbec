"""Files of a version: Word, PDF, Akoma Ntoso, HTML, Markdown."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from django.urls import reverse

from majlis.instruments.models import Version
from majlis.instruments.texts.pdf import render_pdf
from majlis.instruments.texts.storage import load_text
from majlis.textkit.model import Text
from majlis.textkit.write.akn import write_akn
from majlis.textkit.write.docx import write_docx
from majlis.textkit.write.html import write_html
from majlis.textkit.write.markdown import write_markdown


@dataclass(frozen=True)
class FileFormat:
    """A file format: its label, its media type, and the function that writes it."""

    label: str
    media_type: str
    write: Callable[[Text], bytes | str]


DOCX_MEDIA_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
FILE_FORMATS = {
    "docx": FileFormat("DOCX", DOCX_MEDIA_TYPE, write_docx),
    "pdf": FileFormat("PDF", "application/pdf", render_pdf),
    "xml": FileFormat("Akoma Ntoso", "application/xml; charset=utf-8", write_akn),
    "html": FileFormat("HTML", "text/html; charset=utf-8", write_html),
    "md": FileFormat("Markdown", "text/markdown; charset=utf-8", write_markdown),
}


def file_url(version: Version, language: str, suffix: str) -> str:
    """The URL of a file."""
    args = [version.instrument.slug, version.slug, language, suffix]
    return reverse("instruments:version_file", args=args)


def render_file(version: Version, language: str, suffix: str) -> bytes | str:
    """The content of a file. Raises LanguageVersion.DoesNotExist."""
    return FILE_FORMATS[suffix].write(load_text(version, language))
