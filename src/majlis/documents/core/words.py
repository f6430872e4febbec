"""What is in a document file: its text as Akoma Ntoso, its plain words, and how many they are.

A Word file is read by the text engine; of a PDF file only the words are read, and it stays an attachment. A text
that is written in a form has paragraphs with an empty line between them, and items that begin with a number or a
letter.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from majlis.documents.core.pdf_words import pdf_words
from majlis.kernel import files
from majlis.kernel.models import StoredFile
from majlis.textkit.errors import TextError
from majlis.textkit.model import Text
from majlis.textkit.read import read_bytes
from majlis.textkit.read.plain import read_plain
from majlis.textkit.structure import build
from majlis.textkit.views import view
from majlis.textkit.write.akn import write_akn

MAX_WORDS_STORED = 4_000_000
"""Characters of the words of a file that are stored for the search."""
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
    """The content of a stored file in a language; empty for what holds no words that can be read, such as a scan."""
    path = files.stored_path(stored.sha256)
    if stored.media_type == files.PDF:
        return FileContent(words=pdf_words(path)[:MAX_WORDS_STORED])
    try:
        return content_of(read_bytes(path.read_bytes(), "accept", language, name=name_for(stored)))
    except TextError:
        return FileContent()


def name_for(stored: StoredFile) -> str:
    """A name that tells the text engine the format of a stored file."""
    return f"file.{files.SHORT_NAMES.get(stored.media_type, 'bin').lower()}"


def content_of(text: Text) -> FileContent:
    """A text as Akoma Ntoso and as plain words."""
    return FileContent(write_akn(text).decode("utf-8"), plain_words(text)[:MAX_WORDS_STORED])


def read_typed(typed: str, language: str) -> FileContent:
    """The content of a text that was typed into a form; its words are as they were typed.

    Raises TextError for a text that is too long or too deep for the engine.
    """
    typed = typed.replace("\r\n", "\n").strip()
    if not typed:
        return FileContent()
    blocks, notes = read_plain(typed)
    return FileContent(write_akn(build(blocks, language, notes=notes)).decode("utf-8"), typed)


def plain_words(text: Text) -> str:
    """The words of a text as it is now, a provision in each line, with their labels."""
    lines = (
        " ".join(filter(None, (provision.label, provision.text.strip())))
        for provision in view(text, "accept").walk()
    )
    return "\n".join(line for line in lines if line)


def count_words(words: str) -> int:
    """The number of words of a text in any language; labels such as ``1.`` or ``(a)`` count as words.

    Han characters, between which no spaces stand, count by ``HAN_IN_A_WORD``.
    """
    han = len(_HAN.findall(words))
    return len(_WORD.findall(_HAN.sub(" ", words))) + round(han / HAN_IN_A_WORD)
