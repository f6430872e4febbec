"""Printable documents, with an explanation where one cannot be typeset."""

from __future__ import annotations

from collections.abc import Callable

from django.utils.translation import gettext as _

from majlis.kernel.errors import Fault
from majlis.paper.blocks import Document
from majlis.paper.errors import PaperError


def print_document(writer: Callable[[Document], bytes], document: Document) -> bytes:
    """The file of a document. Raises Fault, with another way to print, where it cannot be typeset."""
    try:
        return writer(document)
    except PaperError:
        raise Fault(
            _("Some content of this page cannot be converted to PDF."),
            _("Print the page from your browser, or download the Word file if available."),
        ) from None
