"""Texts as files: Word, PDF, Akoma Ntoso, HTML, Markdown."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from django.urls import reverse

from majlis.instruments.models import Version
from majlis.instruments.printed import as_pdf
from majlis.instruments.store import text_of
from majlis.textkit.model import Text


@dataclass(frozen=True)
class Form:
    """A format: what it is called, its media type, and what writes it."""

    label: str
    media_type: str
    write: Callable[[Text], bytes | str]


def _docx(text: Text) -> bytes:
    from majlis.textkit.write.docx import write_docx

    return write_docx(text)


def _akn(text: Text) -> bytes:
    from majlis.textkit.write.akn import write_akn

    return write_akn(text)


def _html(text: Text) -> str:
    from majlis.textkit.write.html import write_html

    return write_html(text)


def _markdown(text: Text) -> str:
    from majlis.textkit.write.markdown import write_markdown

    return write_markdown(text)


DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
FORMS = {
    "docx": Form("DOCX", DOCX, _docx),
    "pdf": Form("PDF", "application/pdf", as_pdf),
    "xml": Form("Akoma Ntoso", "application/xml; charset=utf-8", _akn),
    "html": Form("HTML", "text/html; charset=utf-8", _html),
    "md": Form("Markdown", "text/markdown; charset=utf-8", _markdown),
}


def address_of(version: Version, language: str, suffix: str) -> str:
    """Where the file is."""
    where = [version.instrument.slug, version.slug, language, suffix]
    return reverse("instruments:file", args=where)


def written(version: Version, language: str, suffix: str) -> bytes | str:
    """The file. Raises LanguageVersion.DoesNotExist."""
    return FORMS[suffix].write(text_of(version, language))
