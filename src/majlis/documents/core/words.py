"""What is in a document file: its text as Akoma Ntoso, its plain words, and how many they are.

A Word file is read by the text engine; of a PDF file only the words are read, and it stays an attachment. A text
that is written in a form has paragraphs with an empty line between them, and items that begin with a number or a
letter.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path
from typing import cast

from majlis.documents.core import pdf_reader, word_reader
from majlis.documents.core.word_reader import MAX_WORDS_STORED, Content
from majlis.instruments.core.limited_text import run_reader
from majlis.kernel import files
from majlis.kernel.limited_process import MEMBER, MIB, Limits, UnreadableFile, run_limited
from majlis.kernel.models import StoredFile
from majlis.textkit.errors import TextError
from majlis.textkit.model import Text

PDF_LIMITS = Limits("pdf", 2, 30, 60.0, 2048 * MIB, 64 * MIB, patience=10.0)
"""For the words of one PDF file."""
MAX_PDF_BYTES = 64 * MIB
"""Bytes of a PDF file that is read."""
HAN_IN_A_WORD = 1.5
"""Han characters that count as one word: a Chinese text has about so many for each word of the English one."""

_HAN = re.compile("[\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff]")
_WORD = re.compile(r"\w[\w'’ʼ.\-\u2010\u2011]*")


@dataclass(frozen=True)
class FileContent:
    """What is in a file: ``text`` as Akoma Ntoso, empty where it cannot be read; ``words`` as plain text."""

    text: str = ""
    words: str = ""


def read_stored_file(stored: StoredFile, language: str) -> FileContent:
    """The content of a stored file in a language; empty for what holds no words that can be read, such as a scan.

    Raises ReadersBusy.
    """
    path = files.stored_path(stored.sha256)
    if stored.media_type == files.PDF:
        return FileContent(words=pdf_words(path)[:MAX_WORDS_STORED])
    try:
        content = run_reader(word_reader.read_content, MEMBER, path, language, name_for(stored))
    except TextError:
        return FileContent()
    return file_content(content)


def file_content(content: object) -> FileContent:
    """What ``word_reader`` gave for a file."""
    return FileContent(**cast(Content, content))


def pdf_words(path: Path) -> str:
    """The words of a PDF file, a page below the other; empty for a scan, and for a file that cannot be read.

    Raises ReadersBusy.
    """
    if path.stat().st_size > MAX_PDF_BYTES:
        return ""
    try:
        words = str(run_limited(pdf_reader.read_pages, PDF_LIMITS, path))
    except UnreadableFile:
        return ""
    return words.encode(errors="replace").decode().replace("\0", "").strip()


def name_for(stored: StoredFile) -> str:
    """A name that tells the text engine the format of a stored file."""
    return f"file.{files.SHORT_NAMES.get(stored.media_type, 'bin').lower()}"


def content_of(text: Text) -> FileContent:
    """A text as Akoma Ntoso and as plain words."""
    return file_content(word_reader.content_of(text))


def read_typed(typed: str, language: str) -> FileContent:
    """The content of a text that was typed into a form; its words are as they were typed.

    Raises TextError for a text that is too long or too deep for the engine, ReadersBusy.
    """
    typed = typed.replace("\r\n", "\n").strip()
    if not typed:
        return FileContent()
    text = run_reader(word_reader.read_typed_text, MEMBER, typed, language)
    return FileContent(str(text), typed)


def count_words(words: str) -> int:
    """The number of words of a text in any language; labels such as ``1.`` or ``(a)`` count as words.

    Han characters, between which no spaces stand, count by ``HAN_IN_A_WORD``.
    """
    han = len(_HAN.findall(words))
    return len(_WORD.findall(_HAN.sub(" ", words))) + round(han / HAN_IN_A_WORD)
