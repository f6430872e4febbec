"""Printable documents, with an explanation where one cannot be typeset."""

from __future__ import annotations

from collections.abc import Callable

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from majlis.kernel.errors import Fault
from majlis.look.bidi import parts_of
from majlis.paper.blocks import Document
from majlis.paper.errors import PaperError
from majlis.paper.runs import Inline, Link, Run, Symbol


def print_document(writer: Callable[[Document], bytes], document: Document) -> bytes:
    """The file of a document. Raises Fault, with another way to print, where it cannot be typeset."""
    try:
        return writer(document)
    except PaperError:
        raise Fault(
            _("Some content on this page cannot be converted to PDF."),
            _("Print the page from your browser, or download the Word file if available."),
        ) from None


def text_run(text: str, language: str) -> Inline:
    """A text for print, with its language unless that is the language of the document."""
    return text if language in ("", get_language() or "en") else Run(text, language=language)


def print_runs(text: str) -> tuple[Inline, ...]:
    """A text for print, its parts in other languages each with its language."""
    return tuple(text_run(words, language) for words, language in parts_of(text))


def with_address_linked(text: str, address: str) -> tuple[Inline, ...]:
    """A text for print, in which the address of a page is a link that reads from left to right."""
    before, _address, after = text.partition(address)
    symbol = Symbol(address)
    return (before, Link((symbol,), address) if address.startswith("http") else symbol, after)
