"""Comparisons as files: Word with tracked changes, PDF with a redline, JSON."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy as _

from majlis.instruments.files import DOCX
from majlis.look.parts import StrOrPromise
from majlis.textkit.compare.result import Comparison


@dataclass(frozen=True)
class Form:
    """A format of a comparison: what it is called, its media type, and what writes it."""

    label: StrOrPromise
    media_type: str
    write: Callable[[Comparison], Any]


def _docx(comparison: Comparison) -> bytes:
    from majlis.textkit.compare.marked import redline
    from majlis.textkit.write.docx import write_docx

    return write_docx(redline(comparison, author="Majlis"))


def _pdf(comparison: Comparison) -> bytes:
    from majlis.instruments.printed import as_pdf
    from majlis.textkit.compare.marked import redline

    return as_pdf(redline(comparison))


FORMS = {
    "docx": Form(_("DOCX with tracked changes"), DOCX, _docx),
    "pdf": Form("PDF", "application/pdf", _pdf),
    "json": Form("JSON", "application/json; charset=utf-8", Comparison.as_dict),
}
