"""Input and output of texts: from a file or standard input, and as a document."""

from __future__ import annotations

import gc
import sys
from typing import TYPE_CHECKING

from majlis.textkit.errors import TextError

if TYPE_CHECKING:
    from majlis.textkit.amend import Amendment
    from majlis.textkit.model import Text, View


_NEW_OBJECTS = 200_000  # objects after which garbage is looked for; two thousand without a word


def open_text(file: str, view: View, language: str | None) -> Text:
    """Read a text from a file, or from standard input if the name is ``-``. Raises TextError."""
    from dataclasses import replace

    from majlis.textkit.read import read_bytes, read_file

    # A text is many thousand objects that all stay: the search for garbage among them costs a fifth.
    gc.set_threshold(_NEW_OBJECTS)
    code = language.lower() if language else None
    if file != "-":
        return replace(read_file(file, view=view, language=code), file=file)
    return replace(read_bytes(_standard_input(), view, code), file=file)


def open_amendments(file: str) -> tuple[Amendment, ...]:
    """Read amendments from a JSON file, or from standard input if the name is ``-``. Raises TextError."""
    from majlis.textkit.amend import amendments_from_json
    from majlis.textkit.read import file_bytes

    return amendments_from_json(_standard_input() if file == "-" else file_bytes(file))


def _standard_input() -> bytes:
    """All of standard input. Raises TextError if it exceeds the size limit of files."""
    from majlis.textkit.read import MAX_BYTES

    data = sys.stdin.buffer.read(MAX_BYTES + 1)
    if len(data) > MAX_BYTES:
        raise TextError(
            f"Standard input exceeds the limit of {MAX_BYTES // 2**20} MB.",
            "Remove images or split it.",
        )
    return data


def document(text: Text, form: str) -> bytes:
    """A text as a document in the format akn, docx, html or md. Raises TextError."""
    if form == "akn":
        from majlis.textkit.write.akn import write_akn

        return write_akn(text)
    if form == "docx":
        from majlis.textkit.write.docx import write_docx

        return write_docx(text)
    if form == "html":
        from majlis.textkit.write.html import write_html

        return write_html(text, standalone=True).encode("utf-8", "replace")
    from majlis.textkit.write.markdown import write_markdown

    return write_markdown(text).encode("utf-8", "replace")
