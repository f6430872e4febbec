"""A Word file with tracked changes, as it was taken from a page: what Word makes of it.

What Word shows is asked of its own elements: Majlis writes more beside them, by which it reads the same text again.
"""

from __future__ import annotations

import zipfile
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from lxml import etree

from majlis.instruments.models import Version
from majlis.instruments.texts.storage import load_text
from majlis.textkit.model import Text
from majlis.textkit.read import read_file
from majlis.textkit.views import view

WORD = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"


@dataclass
class Redline:
    """A file with tracked changes, and the versions between which it lies."""

    path: Path
    old: Version
    new: Version


def check_redline(taken: Redline, whole: tuple[str, ...] = ()) -> None:
    """Word is told of each change, and by whom; to accept all is the new version, to reject all the former one.

    ``whole``: words that are new from the first to the last.
    """
    with zipfile.ZipFile(taken.path) as package:
        document = etree.fromstring(package.read("word/document.xml"))
    changes = list(document.iter(f"{WORD}ins", f"{WORD}del"))
    assert {each.tag for each in changes} == {f"{WORD}ins", f"{WORD}del"}
    assert {each.get(f"{WORD}author") for each in changes} == {"Majlis"}
    inserted, deleted = changed_text(document, "ins", "t"), changed_text(document, "del", "delText")
    assert [words for words in whole if words not in inserted or words in deleted] == []
    read, new, old = read_file(taken.path), load_text(taken.new, "ar"), load_text(taken.old, "ar")
    assert provision_texts(new) != provision_texts(old)
    assert provision_texts(view(read, "accept")) == provision_texts(new)
    assert provision_texts(view(read, "reject")) == provision_texts(old)
    assert text_after(document, without="del") == version_text(new)
    assert text_after(document, without="ins") == version_text(old)


def changed_text(document: Any, change: str, tag: str) -> str:
    """What a file says inside changes of one sort."""
    return "".join(
        words.text or "" for each in document.iter(WORD + change) for words in each.iter(WORD + tag)
    )


def text_after(document: Any, without: str) -> str:
    """What Word shows once all changes are accepted (``without`` what they delete) or rejected, blanks left out."""
    tags = {f"{WORD}{without}", WORD + {"del": "moveFrom", "ins": "moveTo"}[without]}
    kept = [
        words.text or ""
        for words in document.iter(f"{WORD}t", f"{WORD}delText")
        if tags.isdisjoint(each.tag for each in words.iterancestors())
    ]
    return "".join("".join(kept).split())


def version_text(text: Text) -> str:
    """The same of a version; Word keeps footnotes in a file of their own."""
    body = [each.label + each.text for each in text.walk() if each.kind != "footnote"]
    return "".join("".join(body).split())


def provision_texts(text: Text) -> list[tuple[str, str]]:
    """The provisions by label and words, in their order."""
    return [(each.label, each.text.strip()) for each in text.walk()]
