"""Tables of contents: the lines between their heading and the text, each with the number of its page.

They are front matter, whatever their words seem to be: "Annex 67" there begins no annex, and "Introduction 1"
heads nothing.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

from majlis.textkit.lexicon import lexicon
from majlis.textkit.lexicon.folding import fold
from majlis.textkit.model import Block
from majlis.textkit.structure.heads import Head, numbered_head

# The dots or the tab before the page number; a range of paragraphs may stand between ("1–6 3").
_LEADER = re.compile(
    # without a way back into the dots, which a page number never needs
    r"\S\s*(?:\.{4,}+|…{2,}+|(?:\. ){4,}+)\s*(?:\d{1,4}\s?[–-]\s?\d{1,4}\s+)?(?P<page>\d{1,4})\s*$"
    r"|\w\t+(?P<tabbed>\d{1,4})\s*$"
)
# The page number of a line under the heading of a table of contents, after any sign and blank.
_PAGE = re.compile(r"\S\s+(?P<page>\d{1,4})$")
_APART = re.compile(r"(?:\t|\.{3,}|…{2,}|(?:\. ){3,})\s*\d{1,4}$")
_LETTERS = re.compile(r"[^\W\d_]+")
# the number of a section before its name: the text may print it on a line of its own
_NUMBER = re.compile(
    r"(?:[IVXLC]{1,7}|[A-ZА-Я])[.)]\s+|[一二三四五六七八九十]{1,3}、\s*|\(?[a-z]\)\s+"
)
_LONGEST_LEADER = 400  # characters at the end of a line: its leader is tried anew from each dot
_LONGEST_HEADING = 60  # characters
_LONGEST_ENTRY = 60  # words
_LONGEST_GAP = 2  # lines that go on in the next one, or head a part
_FEWEST = 3  # entries under the heading of a table of contents
_FEWEST_LISTED = 4  # entries of a list without a heading of its own
_FARTHEST_LIST = 300  # lines among which it stands
_SENTENCE = 20  # characters
_FARTHEST = 400  # pages from one entry to the next
_AROUND = " .:：*[]"
_BRACKETS = ("(", "[", "（")  # a line in them may stand below each title
_MARKS = (".", ";", ",", "。", "；", "，", "؛", "،")


@dataclass(frozen=True, slots=True)
class Contents:
    """A table of contents: the place of its first line, and how many lines it has."""

    start: int
    lines: int


def is_entry(text: str) -> bool:
    """Whether a line alone is one of a table of contents: a leader or a tab stands before its page number."""
    line = text.rstrip()
    return line[-1:].isdigit() and _LEADER.search(line[-_LONGEST_LEADER:]) is not None


def heads_contents(text: str, language: str) -> bool:
    """Whether a line is the heading of a table of contents and nothing else."""
    return len(text) <= _LONGEST_HEADING and _is_whole(text, language, "toc")


def mark_contents(blocks: Sequence[Block], language: str) -> tuple[list[Block], list[Contents]]:
    """The blocks, those of a table of contents with the hint "front"; and where such tables are."""
    styled = [_is_styled(block) or (_is_free(block) and is_entry(block.text)) for block in blocks]
    inside = list(styled)
    headed = [
        place
        for place, block in enumerate(blocks)
        if _is_free(block) and heads_contents(block.text, language)
    ]
    if headed:
        last = _last_places(blocks, language)
        for place in headed:
            if not inside[place]:
                for each in range(place, _end(blocks, styled, place, language, last)):
                    inside[each] = True
    if not any(inside):
        for place in _listed(blocks, language):
            inside[place] = True
    _fill_gaps(blocks, inside)
    found = [
        replace(block, hint="front")
        if inside[place] and block.hint in ("", "heading", "table")
        else block
        for place, block in enumerate(blocks)
    ]
    return found, _tables(blocks, inside)


def _is_styled(block: Block) -> bool:
    return block.hint in ("", "heading") and block.style.lower().startswith("toc")


def _is_free(block: Block) -> bool:
    return block.hint in ("", "heading")


def _end(
    blocks: Sequence[Block], styled: Sequence[bool], start: int, language: str, last: dict[str, int]
) -> int:
    """Behind the last entry under a heading; ``start`` where too few entries are there.

    ``last`` has the last place of each line's words: a heading of the text repeats its entry.
    """
    page = gap = 0
    end = start
    entries: set[str] = set()
    symbols: set[str] = set()
    for place in range(start + 1, len(blocks)):
        block = blocks[place]
        text = block.text.strip()
        if not text:
            continue
        if block.hint == "footnote" or len(text.split()) > _LONGEST_ENTRY:
            break
        words, number = _words(text, language), _page_of(text)
        follows = number is not None and page <= number <= page + _FARTHEST
        if not follows and words in entries:
            break  # the text begins with what the first entry names
        head = numbered_head(text, language)
        if not follows and head is not None and _number_of(head) in symbols:
            break
        if (
            styled[place]
            or (follows and _APART.search(text))
            or (
                words
                and last[words] > place
                and not text.endswith(_MARKS)
                and text[:1] not in _BRACKETS
            )
        ):
            entries.add(words)
            if head is not None:
                symbols.add(_number_of(head))
            gap, end = 0, place + 1
            page = number if follows and number is not None else page
        elif not follows and (entries or not _is_whole(text, language, "column")):
            # a number behind words alone tells too little at the end: a sure entry must follow
            gap += 1
            if gap > _LONGEST_GAP or text.endswith(_MARKS):
                break
    return end if len(entries) >= _FEWEST else start


def _number_of(head: Head) -> str:
    """The number of a decision without the word for its kind, which an entry may leave out."""
    return head.symbol.rpartition(" ")[2] if head.symbol[-1:] not in ")）" else head.symbol


def _listed(blocks: Sequence[Block], language: str) -> list[int]:
    """The lines of a list of headings without a heading of its own, before the first sentence of a file.

    Each stands once more in the text, in the same order, behind the whole list.
    """
    lines: list[int] = []
    for place, block in enumerate(blocks[:_FARTHEST_LIST]):
        text = block.text.strip()
        longest = _SENTENCE if language != "zh" else _SENTENCE // 4
        if text.endswith((*_MARKS, ":", "：")) and len(text) > longest:
            break
        if text and _is_free(block) and not _is_masthead(text, language):
            lines.append(place)
    if len(lines) < _FEWEST_LISTED:
        return []
    last = _last_places(blocks, language)
    best: list[int] = []
    run: list[int] = []
    for place in lines:
        again = (
            last[_words(blocks[place].text, language)]
            if _words(blocks[place].text, language)
            else place
        )
        if again <= place:
            run = []
        elif run and again <= last[_words(blocks[run[-1]].text, language)]:
            run = [place]
        else:
            run.append(place)
        if run and last[_words(blocks[run[0]].text, language)] <= place:
            run = []
        if len(run) > len(best):
            best = list(run)
    return best if len(best) >= _FEWEST_LISTED else []


def _is_masthead(text: str, language: str) -> bool:
    folded = fold(text[:_LONGEST_LEADER]).text.strip()
    return any(_line(language, key).match(folded) for key in ("front", "masthead", "distribution"))


def _page_of(text: str) -> int | None:
    found = _PAGE.search(text[-_LONGEST_LEADER:])
    return int(found["page"]) if found else None


def _fill_gaps(blocks: Sequence[Block], inside: list[bool]) -> None:
    """Take in a short line between two entries: a long entry goes on in it, or its form is another."""
    before = -1
    for place, block in enumerate(blocks):
        if not block.text.strip():
            continue
        if inside[place]:
            between = [at for at in range(before + 1, place) if blocks[at].text.strip()]
            if (
                before >= 0
                and len(between) <= _LONGEST_GAP
                and all(_is_free(blocks[at]) and _fits(blocks[at].text) for at in between)
            ):
                for at in between:
                    inside[at] = True
            before = place


def _fits(text: str) -> bool:
    """Whether a line between two entries is one itself, or the first part of the one behind it."""
    return text.strip()[-1:].isdigit() and "\t" in text


def _tables(blocks: Sequence[Block], inside: Sequence[bool]) -> list[Contents]:
    """The runs of entries, blank lines left aside; some lines alone are page furniture."""
    places = [place for place, block in enumerate(blocks) if block.text.strip()]
    runs = [list(run) for entry, run in itertools.groupby(places, inside.__getitem__) if entry]
    return [Contents(run[0], len(run)) for run in runs if len(run) >= _FEWEST]


def _last_places(blocks: Sequence[Block], language: str) -> dict[str, int]:
    return {_words(block.text, language): place for place, block in enumerate(blocks)}


def _words(text: str, language: str) -> str:
    """The words of a line without numbers and marks, to be compared with another line."""
    own = text[:_LONGEST_LEADER].lstrip()
    if (head := numbered_head(own, language)) is not None:
        # with its number: the words of many such lines are the same
        return f"{head.symbol} {' '.join(_LETTERS.findall(fold(head.title).text))}".casefold()
    if (number := _NUMBER.match(own)) is not None:
        own = own[number.end() :]
    return " ".join(_LETTERS.findall(fold(own).text)).casefold()


def _is_whole(text: str, language: str, key: str) -> bool:
    return _line(language, key).fullmatch(fold(text).text.strip(_AROUND)) is not None


@lru_cache(maxsize=16)
def _line(language: str, key: str) -> re.Pattern[str]:
    return lexicon(language).pattern("lines", key, start=True)
