"""Files of a version: Word, PDF, Akoma Ntoso, HTML, Markdown."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from django.urls import reverse

from majlis.instruments.models import Version
from majlis.instruments.texts.pdf import render_pdf
from majlis.instruments.texts.storage import load_text
from majlis.textkit.model import Text


@dataclass(frozen=True)
class FileFormat:
    """A file format: its label, its media type, and the function that writes it."""

    label: str
    media_type: str
    write: Callable[[Text], bytes | str]


def _docx(text: Text) -> bytes:
    from majlis.textkit.write.docx import write_docx  # noqa: PLC0415 - heavy

    return write_docx(text)


def _akn(text: Text) -> bytes:
    from majlis.textkit.write.akn import write_akn  # noqa: PLC0415 - heavy

    return write_akn(text)


def _html(text: Text) -> str:
    from majlis.textkit.write.html import write_html  # noqa: PLC0415 - heavy

    return write_html(text)


def _markdown(text: Text) -> str:
    from majlis.textkit.write.markdown import write_markdown  # noqa: PLC0415 - heavy

    return write_markdown(text)


DOCX_MEDIA_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
FILE_FORMATS = {
    "docx": FileFormat("DOCX", DOCX_MEDIA_TYPE, _docx),
    "pdf": FileFormat("PDF", "application/pdf", render_pdf),
    "xml": FileFormat("Akoma Ntoso", "application/xml; charset=utf-8", _akn),
    "html": FileFormat("HTML", "text/html; charset=utf-8", _html),
    "md": FileFormat("Markdown", "text/markdown; charset=utf-8", _markdown),
}


def file_url(version: Version, language: str, suffix: str) -> str:
    """The URL of a file."""
    args = [version.instrument.slug, version.slug, language, suffix]
    return reverse("instruments:version_file", args=args)


def render_file(version: Version, language: str, suffix: str) -> bytes | str:
    """The content of a file. Raises LanguageVersion.DoesNotExist."""
    return FILE_FORMATS[suffix].write(load_text(version, language))
