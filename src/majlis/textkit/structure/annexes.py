"""The lines that head annexes."""

from __future__ import annotations

import re

from majlis.textkit.lexicon import lexicon
from majlis.textkit.structure.front import annex_number
from majlis.textkit.structure.heads import kind_words
from majlis.textkit.structure.items import Item, fold_text

_TITLE_MARK = re.compile(r"\s?[.：:\-–—]\s|\s?：")
_ASIDE = re.compile(r"\s?\[[^\[\]]{1,40}\]?")  # "[English only]"
_COUNTED = re.compile(r"\s?(?:№|[^\W\d_]{1,3}[.°])\s?\d{1,3}")
_NUMBER_ONLY = re.compile(
    r"\W{0,3}(?:[^\W\d_]{1,4}[.°]\s?|№\s?)?[\w./&-]{0,20}\d[\w./&-]{0,20}(?: \S{1,6})?(?:\s?\([^()]{1,40}\))?\)?"
)
_WIDE_GAP = re.compile(r"\S+ \S{1,6}(?:\t| {2,})\s*\S")
_OPENING = 40  # characters
_SHORT = 6  # characters
_FEW = 4  # words


def is_annex(items: list[Item], place: int, language: str) -> bool:
    """Whether a line heads an annex: the word with its number, perhaps a title or the text it belongs to."""
    item = items[place]
    hint = item.block.hint
    if item.size > 25 or item.end not in ("none", "stop") or item.label is not None:
        return False
    if hint in ("table", "footnote", "front"):
        return False
    pattern = lexicon(language).pattern("lines", "annex", start=True)
    text = fold_text(item.text).strip(" .[]*")
    if language == "zh":
        text = _bare_annex(text)
    found = pattern.match(text)
    if found is None:
        return False
    # the line is the word and its number, perhaps a title after a mark; not a sentence about one
    rest = text[found.end() :]
    if len(rest) <= 2:
        return True
    if (
        item.end != "none" and not item.text[-1:].isdigit()
    ):  # the stop in "decision 3/CP.9" ends none
        return False
    if _of_text(rest, language) or _ASIDE.fullmatch(rest) or _COUNTED.fullmatch(rest):
        return True
    if rest[-1].isdigit():
        return False
    # in capitals it needs no mark: "ANNEX 1 Terms of reference"
    return (
        _TITLE_MARK.match(rest) is not None
        or (bool(annex_number(text)) and item.text.split(" ", 1)[0].isupper())
        or _titles_annex(items, place, rest)
    )


def _bare_annex(text: str) -> str:
    """A Chinese line without what may stand before the word: the number of the text ("第5/3号决议附件")."""
    if len(text) <= _SHORT:
        text = text.replace(" ", "")
    kind = kind_words("zh").search(text[:_OPENING])
    return text[kind.end() :].removeprefix("的") if kind and text.startswith("第") else text


def _of_text(rest: str, language: str) -> bool:
    """Whether the line says to which text the annex belongs, and no more: "to resolution 5/3"."""
    kind = kind_words(language).search(rest[:_OPENING])
    return (
        kind is not None
        and len(rest[: kind.start()].split()) <= _FEW
        and _NUMBER_ONLY.fullmatch(rest, kind.end()) is not None
    )


def _titles_annex(items: list[Item], place: int, rest: str) -> bool:
    """Whether a title stands on the line of an annex without a mark: the first paragraph follows it."""
    letter = next((c for c in rest if c.isalpha()), "")
    following = next((i for i in items[place + 1 : place + 3] if i.block.hint != "footnote"), None)
    label = following.label if following is not None else None
    return (
        rest[:1].isspace()
        and letter != ""
        and not letter.islower()
        and items[place].size <= 16
        and (
            (label is not None and label.path == (1,))
            or items[place].language == "zh"  # where a blank stands in no sentence
            or _WIDE_GAP.match(items[place].text) is not None
        )
    )
