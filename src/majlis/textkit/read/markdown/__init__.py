"""Read Markdown: our own files back to the text, any other file to blocks."""

from __future__ import annotations

from typing import TYPE_CHECKING

from majlis.textkit.errors import TextError
from majlis.textkit.model import Block, Text
from majlis.textkit.xmlsafe import MAX_BYTES, clean_characters

if TYPE_CHECKING:
    from majlis.textkit.read.markdown.matter import Matter

__all__ = ["read_front_matter", "read_markdown"]


def read_markdown(data: bytes) -> list[Block] | Text:
    """A Text where ``write_markdown`` wrote the file, else its blocks in reading order.

    ``read_markdown(write_markdown(text).encode()) == carry.normal(text)``. Raises TextError where
    the file is too large, is not UTF-8, or holds no words.
    """
    from majlis.textkit.read.markdown.blocks import blocks_of
    from majlis.textkit.read.markdown.own import is_own, read_own

    if len(data) > MAX_BYTES:
        raise TextError(
            f"The Markdown file exceeds the limit of {MAX_BYTES // 2**20} MB.",
            "Split it into smaller files.",
        )
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError:
        raise TextError(
            "The Markdown file is not encoded in UTF-8.", "Save it again in UTF-8."
        ) from None
    text = clean_characters(text.removeprefix("\ufeff"))
    if is_own(text):
        return read_own(text)
    blocks = blocks_of(text)
    if not blocks:
        raise TextError("The Markdown file contains no text.", "Check that it is not empty.")
    return blocks


def read_front_matter(data: bytes) -> Matter:
    """What the front matter of a Markdown file says of its text."""
    from majlis.textkit.read.markdown.matter import matter_of

    return matter_of(clean_characters(data.decode("utf-8").removeprefix("\ufeff")))
