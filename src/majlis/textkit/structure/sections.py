"""The number of a section on a line of its own, above the line that names the section."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace

from majlis.textkit.lexicon import lexicon
from majlis.textkit.numbering import Label, readings
from majlis.textkit.structure.items import Item, cut, fold_text

_LONGEST = 12  # characters
_ROMAN = frozenset("IVX")
_AROUND = " .、-–:"


def is_section_number(item: Item) -> bool:
    """Whether a line is the number of a section and nothing else: "II", "A.", "一、"."""
    if item.block.hint not in ("", "heading", "title") or item.aside or item.change or item.weak:
        return False
    if item.block.label or any(run.revision for run in item.runs):
        return False
    text = item.text or (item.label.printed if item.label is not None else "")
    return not (item.text and item.labels) and is_bare_number(text, item.language)


def is_bare_number(text: str, language: str) -> bool:
    """Whether words are the number of a section and nothing else."""
    if not text or len(text) > _LONGEST or len(text.split()) > 2:
        return False
    found = lexicon(language).pattern("lines", "section", start=True)
    return found.fullmatch(fold_text(text).strip(_AROUND)) is not None


def heads_section(items: list[Item], index: int) -> bool:
    """Whether a bare line stands under the number of a section."""
    item = items[index]
    return (
        index > 0
        and item.label is None
        and not item.weak
        and item.bare()
        and not item.text[:1].islower()
        and is_section_number(items[index - 1])
    )


def join_numbers(items: list[Item], headings: Collection[int]) -> set[int]:
    """Give each heading its number, alone above it or before a tab; the lines that are gone so."""
    gone: set[int] = set()
    for index in headings:
        heading = items[index]
        if heading.label is not None or heading.change:
            continue
        printed, tab, name = heading.text.partition("\t")
        if tab and name.strip() and is_bare_number(printed, heading.language):
            heading.labels, heading.text = (_label(printed),), name.strip()
            words = "".join(run.text for run in heading.runs)
            size = len(words) - len(words[len(printed) :].lstrip())
            heading.runs = cut(heading.runs, size, size)
            continue
        if not heads_section(items, index):
            continue
        number = items[index - 1]
        heading.labels = (_label(number.text or number.labels[0].printed),)
        number.runs = heading.runs  # what is anchored there is anchored at the heading
        gone.add(index - 1)
    return gone


def _label(printed: str) -> Label:
    bare = printed.strip(_AROUND)
    found = readings(f"{bare}.\t") or readings(f"{bare}、\t")
    if not found:
        return Label(printed, "", "other", (0,), 0)  # spelt as a word
    roman = [label for label in found if label.series == "I."]
    best = roman[0] if roman and set(bare) <= _ROMAN else found[0]
    return replace(best, printed=printed)
