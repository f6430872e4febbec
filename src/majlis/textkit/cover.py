"""The lines with which a text begins, in which a body may be named: those of its cover, and its formula."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from majlis.textkit.lexicon import fold, lexicon
from majlis.textkit.model import Text

FIRST = 12
"""Lines that are looked at."""
LONGEST = 300
"""Signs of a line that can be a name."""
_AROUND = " .,;:،؛，；：。()（）«»“”\"'*_-"
_PARTED = re.compile(r"[\n\t]+")


@dataclass(frozen=True, slots=True)
class Line:
    """A line; ``formula``: in it the body that acts names itself."""

    words: str
    formula: bool = False


def first_lines(text: Text) -> Iterator[Line]:
    """The lines before the first words that are more than a cover, a title or a formula; each cell of a row is one."""
    seen = 0
    for each in text.provisions:
        if each.kind not in ("front", "title", "formula"):
            return
        for words in _PARTED.split(each.text):
            if words.strip() and len(words) <= LONGEST and seen < FIRST:
                yield Line(words.strip(), each.kind == "formula")
            seen += bool(words.strip())


def bare(name: str, language: str) -> str:
    """A name to be compared with another: without article, signs around it, case, and ways of spelling."""
    plain = " ".join(fold(name).text.split()).strip(_AROUND)
    article = lexicon(language).pattern("formula", "article", start=True).match(plain)
    return (plain[article.end() :] if article else plain).strip(_AROUND).casefold()
