"""Whether tracked changes were flattened into a text: signs counted over the whole of it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import Protocol

from majlis.textkit.flattened.numbers import count_fused, is_number
from majlis.textkit.flattened.words import (
    doubled_mark,
    doubled_prepositions,
    doubled_verbs,
    glued,
)
from majlis.textkit.model import Provision, Text
from majlis.textkit.numbering import to_european

_SLIPS = 1000  # paragraphs in which a slip of the pen may look like a sign or two
_TYPED = re.compile(r"\s*(\d{1,6})\t")
# a semicolon with a comma beside it, or a letter glued to it; it begins with the sign that is rarer
_CLEAN = re.compile(r"[;；؛](?:(?<=[,،，].)|(?<=[,،，]\s.)|(?=\s?[,،，])|(?<!；)(?=[^\W\d_]))")


class Labelled(Protocol):
    """Anything with a printed label and a text: a Provision, a Block."""

    @property
    def label(self) -> str:
        """The label as printed, empty where there is none or where it is typed in the text."""

    @property
    def text(self) -> str:
        """The wording."""


def detect_flattened(items: Text | Iterable[Labelled], language: str = "") -> bool:
    """Whether a text bears the signs of tracked changes that were flattened into it.

    Takes a Text, or paragraphs in reading order with their ``language``. Two strong signs are asked
    (a fused number, two verbs in a row), or one with a weak one (comma and semicolon at the end of an
    item, a clause glued to a semicolon, two prepositions in a row), or three weak ones: a slip of
    the pen alone never makes a text a flattened one. Of a long text, as many are asked for each
    thousand paragraphs, since slips of the pen grow with it.
    """
    if isinstance(items, Text):
        language = items.language
        lists = list(_siblings(items.provisions))
        paragraphs: list[Labelled] = list(items.walk())
    else:
        paragraphs = list(items)
        lists = list(_lists(paragraphs))
    strong = count_fused(lists)
    suspects = [item.text for item in paragraphs if _CLEAN.search(item.text)]
    weak = sum(doubled_mark(t, last=False) is not None or glued(t) is not None for t in suspects)
    if not strong and not weak:
        return False
    if strong + weak < 3 and language:
        for item in paragraphs:
            strong += doubled_verbs(item.text, language) is not None
            weak += len(doubled_prepositions(item.text, language))
    length = 1 + len(paragraphs) // _SLIPS
    return strong >= 2 * length or (strong >= length and weak >= length) or weak >= 3 * length


def _siblings(provisions: Iterable[Provision]) -> Iterator[list[str]]:
    """The numbers of each list of a tree."""
    lists: dict[str, list[str]] = {}
    for provision in provisions:
        if is_number(provision.label):
            lists.setdefault(provision.kind, []).append(_digits(provision.label))
        yield from _siblings(provision.children)
    yield from lists.values()


def _lists(paragraphs: Iterable[Labelled]) -> Iterator[list[str]]:
    """The numbers of the paragraphs, cut before each 1."""
    tokens: list[str] = []
    for item in paragraphs:
        typed = None if item.label else _TYPED.match(item.text)
        token = typed[1] if typed else item.label
        if not token or not is_number(token):
            continue
        if _digits(token) == "1":
            yield tokens
            tokens = []
        tokens.append(_digits(token))
    yield tokens


def _digits(label: str) -> str:
    return "".join(character for character in to_european(label) if character.isdigit())
