"""The lines with which a text begins, in which a body may be named: those of its cover, and its formula."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from majlis.textkit.adoption import find_adoption
from majlis.textkit.lexicon import fold, lexicon
from majlis.textkit.model import Text
from majlis.textkit.structure.front import body_of

FIRST = 12
"""Lines that are looked at."""
LONGEST = 300
"""Signs of a line that can be a name."""
_AROUND = " .,;:،؛，；：。()（）«»“”\"'*_-"
_PARTED = re.compile(r"[\n\t]+")
_STEM = 4  # letters at the start of a word that no case changes
_ENDING = 3  # letters at its end that a case may change


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


def acting_body(text: Text) -> str:
    """The English name of the body that acts: in its formula, or in the line that says who adopted the text.

    Empty where the lexicon knows none there, whatever organization the cover names.
    """
    formulas = [each.text for each in text.provisions if each.kind == "formula"]
    adoption = find_adoption(text)
    return body_of(formulas[:1], text.language) or (adoption.body if adoption else "")


def names_body(line: str, name: str, language: str) -> bool:
    """Whether a line has the words of a name, in whatever case they stand; both as ``bare`` makes them."""
    if language == "zh":
        return name in line
    own, words = name.split(), line.split()
    return any(
        all(_same_word(a, b, language) for a, b in zip(own, words[start:], strict=False))
        for start in range(len(words) - len(own) + 1)
    )


def _same_word(name: str, word: str, language: str) -> bool:
    word = word.strip(_AROUND)
    if name == word or language != "ru":
        return name == word
    # the case of a noun or an adjective changes its last letters
    sure = max(_STEM, len(name) - _ENDING)
    return (
        len(name) >= _STEM and name[:sure] == word[:sure] and abs(len(name) - len(word)) <= _ENDING
    )
