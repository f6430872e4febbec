"""Comparisons as files: Word with tracked changes, PDF with a redline."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from majlis.instruments.texts.files import DOCX_MEDIA_TYPE
from majlis.instruments.texts.pdf import render_pdf
from majlis.kernel.json_types import JSON
from majlis.look.parts import StrOrPromise
from majlis.textkit.compare.marked import redline
from majlis.textkit.compare.result import Comparison
from majlis.textkit.write.docx import write_docx


@dataclass(frozen=True)
class RedlineFormat:
    """A file format of a comparison: its label, its media type, and the function that writes it."""

    label: StrOrPromise
    media_type: str
    write: Callable[[Comparison], bytes | str | dict[str, JSON]]


def _docx(comparison: Comparison) -> bytes:
    return write_docx(redline(comparison, author="Majlis"))


def _pdf(comparison: Comparison) -> bytes:
    return render_pdf(redline(comparison))


REDLINE_FORMATS = {
    "docx": RedlineFormat(_("DOCX with tracked changes"), DOCX_MEDIA_TYPE, _docx),
    "pdf": RedlineFormat("PDF", "application/pdf", _pdf),
    "json": RedlineFormat("JSON", "application/json; charset=utf-8", Comparison.as_dict),
}
