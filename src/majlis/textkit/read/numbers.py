"""Numbers of paragraphs that stand alone in a block before the words that they belong to."""

from __future__ import annotations

import re
from dataclasses import replace

from majlis.textkit.model import Block, Run, merge_runs
from majlis.textkit.numbering import REPEATED, parse_label

_LABEL = re.compile(
    rf"\(?\d{{1,3}}{REPEATED}?[.)．、]|\d{{1,3}} ?[-–]|[’‘']\d{{1,2}}[’‘']|(?:[a-zа-я]|[ivx]{{1,5}})[.)]"
    r"|[(（](?:[a-zа-я]|[ivx]{1,5}|\d{1,2}|[\u0621-\u064a]\u0640?|[一二三四五六七八九十]{1,3})[)）]|[\u3220-\u3229]"
    r"|[\u0621-\u064a]\u0640? ?[)）.-]|[一二三四五六七八九十]{1,3}、"
)
_LONGEST = 12
_PARAGRAPH_ENDS = frozenset(";,؛،；，")
_STOPS = frozenset(".。")
_LONG_SENTENCE = 80  # characters, of a heading that ends in a stop and is none
_LONGEST_BEGINNING = 60
_HEADED = (
    "heading",
    "",
)  # a number in an element for headings, and its words in one for paragraphs


def is_label(text: str) -> bool:
    """Whether words are the number of a paragraph and nothing else."""
    return len(text) <= _LONGEST and _LABEL.fullmatch(text) is not None


def _freed(block: Block) -> Block:
    """An item without its bullet, where its words begin with a number; a sentence that no heading is."""
    if block.hint == "heading" and _is_sentence(block.text):
        return replace(block, hint="", style="", level=None)
    if block.label != "•" or len(block.runs) == 0:
        return block
    found = parse_label(block.text[:_LONGEST_BEGINNING])
    if found is None or found.weak or found.series == "-":
        return block
    return replace(block, label="", old_label="")


def _is_sentence(text: str) -> bool:
    """Whether words in the element for headings end as a paragraph does."""
    last = text.rstrip()[-1:]
    return last in _PARAGRAPH_ENDS or (last in _STOPS and len(text) >= _LONG_SENTENCE)


def with_numbers(blocks: list[Block]) -> list[Block]:
    """The blocks, a number that stands alone before its paragraph in one with it."""
    out: list[Block] = []
    for block in map(_freed, blocks):
        last = out[-1] if out else None
        if (
            last is not None
            and not last.label
            and (last.hint == block.hint in ("", "table") or (last.hint, block.hint) == _HEADED)
            and block.label in ("", "•")
            and is_label(last.text.strip())
            and not is_label(block.text.strip())
        ):
            runs = merge_runs((*last.runs, Run(" "), *block.runs))
            out[-1] = replace(block, runs=runs, label="", old_label="", bookmarks=last.bookmarks)
        else:
            out.append(block)
    return out
