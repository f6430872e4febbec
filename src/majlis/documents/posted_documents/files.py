"""Files of a version in a language: the one that was sent or printed, and those that are rendered from the text."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from majlis.documents.models import Document, DocumentFile, DocumentVersion
from majlis.documents.posted_documents.addresses import file_url
from majlis.documents.posted_documents.changes import has_text
from majlis.documents.posted_documents.paper import printed_document
from majlis.documents.posted_documents.reading import read_text
from majlis.kernel.errors import Fault
from majlis.kernel.files import DOCX, PDF
from majlis.kernel.models import StoredFile
from majlis.look import parts
from majlis.paper import write
from majlis.paper.errors import PaperError
from majlis.textkit.model import Text
from majlis.textkit.write.akn import write_akn

RENDERED_PDF = pgettext_lazy("file", "PDF (rendered)")
"""The label of a PDF that the site makes of a text, beside the file that prevails."""


@dataclass(frozen=True)
class FileFormat:
    """A format: its label, its media type, and the function that renders it from a text, where there is one."""

    label: str | Promise
    media_type: str
    render: Callable[[Document, DocumentVersion, Text], bytes]


def _docx(document: Document, version: DocumentVersion, text: Text) -> bytes:
    return write.docx(printed_document(document, version, text))


def _pdf(document: Document, version: DocumentVersion, text: Text) -> bytes:
    return write.pdf(printed_document(document, version, text))


def _akoma_ntoso(document: Document, version: DocumentVersion, text: Text) -> bytes:
    return write_akn(text)


FORMATS = {
    "docx": FileFormat("DOCX", DOCX, _docx),
    "pdf": FileFormat("PDF", PDF, _pdf),
    "xml": FileFormat("Akoma Ntoso", "application/xml; charset=utf-8", _akoma_ntoso),
}


def stored_file(file: DocumentFile, form: str) -> StoredFile | None:
    """The stored file of a format: what was sent or printed; None where the format is rendered."""
    candidates = [each for each in (file.file, file.pdf) if each is not None]
    return next((each for each in candidates if each.media_type == FORMATS[form].media_type), None)


def render(document: Document, file: DocumentFile, form: str) -> bytes | None:
    """A format rendered from the text of a file; None where the file has no text.

    Raises Fault, with another way, where the text cannot be typeset.
    """
    text = read_text(file.text)
    if text is None:
        return None
    try:
        return FORMATS[form].render(document, file.version, text)
    except PaperError:
        raise Fault(
            _("This text cannot be converted to the format."), _("Select another format.")
        ) from None


def file_links(document: Document, file: DocumentFile) -> list[parts.Link]:
    """Links to a file of ``without_text`` in all formats, those that were sent or printed first."""
    stored = {form for form in FORMATS if stored_file(file, form) is not None}
    forms = [*(form for form in FORMATS if form in stored)]
    if has_text(file):
        # A Word file that is rendered beside a PDF that prevails would look like the original.
        forms += [form for form in FORMATS if form not in stored and (form != "docx" or not stored)]
    return [
        parts.Link(
            RENDERED_PDF
            if form == "pdf" and stored and form not in stored
            else FORMATS[form].label,
            file_url(document, file.version, file.language, form),
        )
        for form in forms
    ]
