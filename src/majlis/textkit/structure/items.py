"""An item is a block with what the rules look at: its label, its opening verb, how it ends."""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from functools import lru_cache
from typing import Literal

from majlis.textkit.lexicon import fold, lexicon
from majlis.textkit.model import (
    Block,
    Change,
    Kind,
    Revision,
    Run,
    change_of,
    merge_runs,
    view_runs,
)
from majlis.textkit.numbering import Label, readings, reverse_path
from majlis.textkit.openings import Opening, opening
from majlis.textkit.structure.contents import mark_contents
from majlis.textkit.structure.heads import Head
from majlis.textkit.structure.marks import only_joining_marks

End = Literal["comma", "semicolon", "stop", "colon", "none"]

_ENDS: dict[str, End] = {
    ",": "comma", "،": "comma", "，": "comma",
    ";": "semicolon", "؛": "semicolon", "；": "semicolon",
    ".": "stop", "。": "stop", "．": "stop", "!": "stop", "?": "stop", "؟": "stop",
    ":": "colon", "：": "colon",
}  # fmt: skip
# What may stand after the last mark: quotes, brackets, footnote calls, blanks.
_TAIL = re.compile(
    "(?<=[;.,:；。，：؛،])\\s*(?:\\[?\\d{1,3}\\]?\\s?/?|[a-z]/|[¹²³⁰⁴-⁹]+)$|[\\s\"'”’»)）\\]」』\u200e\u200f*_]+$"
)
# "decision 3/CP.9", "FCCC/CP/2033/10/Add.1": the stop is that of a symbol, and no note is called
_SYMBOL_END = re.compile(r"/(?:[A-Z]{2,5}|Add|Rev|Corr|Res|Dec)\.\d{1,3}\Z")
_LONGEST_SYMBOL_END = 12
_HAN = re.compile("[\u4e00-\u9fff]")
_NOT_HAN = re.compile("[^\u4e00-\u9fff]+")
_LONGEST_TAIL = 80
_WORD = re.compile(r"\w+")
CONTENTS_NOTE = "Lines set apart as a table of contents: {count}."


@dataclass(slots=True, eq=False)
class Item:
    """One block on its way into the tree. ``text`` is the new wording (the old where deleted)."""

    block: Block
    text: str
    runs: tuple[Run, ...]
    labels: tuple[Label, ...] = ()
    old_label: str | None = None
    old_number: str | None = None
    opening: Opening | None = None
    end: End = "none"
    size: int = 0  # words; two Han characters count as one
    change: Change | None = None
    weak: tuple[Label, ...] = ()
    aside: Kind | None = None  # page furniture or a footnote among the paragraphs
    page: bool = False  # head or foot of a page, of a document whose pages repeat its symbol
    main: bool = False  # bears a number of the operative count
    annex: bool = False  # heads an annex
    head: Head | None = None  # begins one of several decisions in the file
    decides: bool = False  # a whole decision in one sentence, under its numbered title
    notes: list[str] = field(default_factory=list)
    language: str = "en"

    @property
    def label(self) -> Label | None:
        """The likeliest reading of the label."""
        return self.labels[0] if self.labels else None

    @property
    def depth(self) -> int | None:
        """The level of a list in which the source counts it, None where its number is typed or none."""
        return self.block.level if self.labels and self.block.label else None

    def accept_weak(self) -> None:
        """Take a bare number before the text as its label after all."""
        if not self.weak:
            return
        self.labels, self.weak = self.weak, ()
        self.runs = cut(self.runs, self.labels[0].end, self.labels[0].end)
        self.text = self.text[self.labels[0].end :]
        self.opening = opening(self.text, self.language)

    def bare(self, max_words: int = 30) -> bool:
        """Whether it looks like a heading or a title: short, and no mark at the end."""
        return self.end == "none" and 0 < self.size <= max_words


def end_of(text: str) -> End:
    """How a paragraph ends, past quotes, brackets and footnote calls."""
    # what may stand behind the last mark is short; a whole long paragraph would be tried at each place
    tail = text.rstrip()[-_LONGEST_TAIL:]
    if _SYMBOL_END.search(tail[-_LONGEST_SYMBOL_END:]):
        return "none"
    for _ in range(3):
        mark = _ENDS.get(tail[-1:])
        if mark:
            return mark
        shorter = _TAIL.sub("", tail)
        if shorter == tail:
            break
        tail = shorter
    # "; and" ends an item but one
    last = _WORD.findall(tail[-12:])
    longest = 2 if last and _HAN.search(last[-1]) else 4
    if last and len(last[-1]) <= longest and last[-1].isalpha() and tail.endswith(last[-1]):
        mark = _ENDS.get(tail[: -len(last[-1])].rstrip()[-1:])
        if mark in ("semicolon", "comma"):
            return mark
    return "none"


def make_items(blocks: Iterable[Block], language: str) -> list[Item]:
    """Items of all blocks that hold text, labels found and reversed decimals set right."""
    items: list[Item] = []
    joined = False  # to the one before, in some view
    found, tables = mark_contents(only_joining_marks(blocks), language)
    lines = {table.start: table.lines for table in tables}
    for place, block in enumerate(found):
        item = _item(block, language, joined=joined)
        if item:
            if place in lines:
                item.notes.append(CONTENTS_NOTE.format(count=lines[place]))
            items.append(item)
            joined = block.mark is not None
    if language == "ar":
        _set_decimals_right(items)
    return items


def _item(block: Block, language: str, *, joined: bool = False) -> Item | None:
    runs = block.runs
    revised = any(run.revision for run in runs)
    new = "".join(r.text for r in view_runs(runs, "accept")) if revised else block.text
    old = "".join(r.text for r in view_runs(runs, "reject")) if revised else new
    if not block.text.strip():
        return None
    # what is in neither text is read for the view that keeps it
    said = next(text for text in (new, old, block.text) if text.strip())
    item = Item(block, said, runs, language=language)
    item.change = change_of(runs) if revised else None
    if block.label or block.old_label:
        label = block.old_label if item.change == "deleted" else block.label
        item.labels = readings(label + "\t") or _unread(label)
        if block.old_label != block.label and item.change not in ("inserted", "deleted"):
            before = readings(block.old_label + "\t") or _unread(block.old_label)
            item.old_label = block.old_label
            item.old_number = before[0].number if before else ""
    elif block.hint not in ("title", "formula", "front", "footnote"):
        _typed_label(item, new, old, revised)
    item.runs = _trim(item.runs, start=not joined, end=block.mark is None)
    item.text = item.text.strip()
    item.end = end_of(item.text)
    item.size = words_in(item.text)
    item.opening = opening(item.text, language)
    return item


def words_in(text: str) -> int:
    """How many words a text has; two Han characters count as one."""
    count = len(_WORD.findall(text))
    if text.isascii() or _HAN.search(text) is None:
        return count
    return count + len(_NOT_HAN.sub("", text)) // 2


def _unread(label: str) -> tuple[Label, ...]:
    label = label.strip()
    return (Label(label, label.strip(".()").lower(), "other", (0,), 0),) if label else ()


def _typed_label(item: Item, new: str, old: str, revised: bool) -> None:
    found = readings(new if new.strip() else old)
    strong = tuple(label for label in found if not label.weak)
    if found and not strong:
        item.weak = found
        return
    before = readings(old) if revised and new.strip() and old.strip() else ()
    before = tuple(label for label in before if not label.weak)
    if not strong and not before:
        return
    item.labels = strong
    new_end = strong[0].end if strong else 0
    if revised and new.strip() and old.strip():
        old_end = before[0].end if before else 0
        if before[:1] != strong[:1] and (before or strong):
            item.old_label = before[0].printed if before else ""
            item.old_number = before[0].number if before else ""
    else:
        old_end = new_end
    item.runs = cut(item.runs, new_end, old_end)
    item.text = item.text[new_end:]


def cut(runs: tuple[Run, ...], new_end: int, old_end: int) -> tuple[Run, ...]:
    """Runs without the first ``new_end`` characters of the new and ``old_end`` of the old view.

    A character that only one view loses stays for the other as a revision, so both stay exact.
    """

    if len(runs) == 1 and runs[0].revision is None and new_end == old_end:
        return merge_runs((Run(runs[0].text[new_end:], runs[0].marks),))
    out: list[Run] = []
    new_at = old_at = 0
    for run in runs:
        op = run.revision.op if run.revision else None
        if run.revision and run.revision.reverted:
            out.append(run)
        elif op == "inserted":
            out.append(replace(run, text=run.text[max(0, new_end - new_at) :]))
            new_at += len(run.text)
        elif op == "deleted":
            out.append(replace(run, text=run.text[max(0, old_end - old_at) :]))
            old_at += len(run.text)
        else:
            gone_new = min(len(run.text), max(0, new_end - new_at))
            gone_old = min(len(run.text), max(0, old_end - old_at))
            both, either = min(gone_new, gone_old), max(gone_new, gone_old)
            if either > both:
                kept = Revision("deleted" if gone_new > gone_old else "inserted", inferred=True)
                out.append(replace(run, text=run.text[both:either], revision=kept))
            out.append(replace(run, text=run.text[either:]))
            new_at += len(run.text)
            old_at += len(run.text)
    return merge_runs(out)


def _trim(runs: tuple[Run, ...], *, start: bool, end: bool) -> tuple[Run, ...]:
    """Without blanks at the very start and end (an indent is no text)."""

    kept = list(runs)
    while start and kept and not kept[0].text.strip():
        kept.pop(0)
    while end and kept and not kept[-1].text.strip():
        kept.pop()
    if start and kept and kept[0].text[0].isspace():
        kept[0] = replace(kept[0], text=kept[0].text.lstrip())
    if end and kept and kept[-1].text[-1].isspace():
        kept[-1] = replace(kept[-1], text=kept[-1].text.rstrip())
    return tuple(kept)


def slice_runs(runs: tuple[Run, ...], start: int, end: int) -> tuple[Run, ...]:
    """The runs of a stretch of a text, without blanks at its ends."""
    out: list[Run] = []
    at = 0
    for run in runs:
        out.append(replace(run, text=run.text[max(0, start - at) : max(0, end - at)]))
        at += len(run.text)
    kept = list(merge_runs(out))
    if kept:
        kept[0] = replace(kept[0], text=kept[0].text.lstrip())
        kept[-1] = replace(kept[-1], text=kept[-1].text.rstrip())
    return merge_runs(kept)


def _set_decimals_right(items: list[Item]) -> None:
    """Decimals that a right-to-left layout stored in reverse (1.10.2 for 2.10.1).

    The list itself tells: stored reversed, it is the first component that counts up.
    """
    paths = [i.label.path for i in items if i.label and len(i.label.path) > 1]
    forward = backward = 0
    for a, b in itertools.pairwise(paths):
        if len(a) == len(b):
            forward += a[:-1] == b[:-1] and b[-1] == a[-1] + 1
            backward += a[1:] == b[1:] and b[0] == a[0] + 1
    single = {i.label.path[0] for i in items if i.label and len(i.label.path) == 1}
    if not forward and not backward:
        backward = sum(p[-1] in single and p[0] not in single for p in paths)
    if backward <= forward:
        return
    for item in items:
        if item.labels and len(item.labels[0].path) > 1:
            item.labels = tuple(reverse_path(label) for label in item.labels)


def is_line(item: Item, language: str, key: str) -> bool:
    """Whether the item is one of the lines that the lexicon lists under ``[lines] key``."""
    text = fold_text(item.text)
    if key == "meeting":
        text = text.lstrip("(（")  # "(Ninth plenary meeting, 21 May 2033)"
    return lexicon(language).pattern("lines", key, start=True).match(text) is not None


@lru_cache(maxsize=4096)
def fold_text(text: str) -> str:
    """Folded text without the way back, for tests of the start of a line."""
    return fold(text[:300]).text.strip()
