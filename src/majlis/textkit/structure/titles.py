"""The lines of a title as provisions: the number apart, a title that plain text breaks in one."""

from __future__ import annotations

from dataclasses import replace

from majlis.textkit.model import Provision, Run, merge_runs
from majlis.textkit.structure.front import (
    is_number_line,
    is_titleish,
    kind_of,
    numbered_title,
    numbered_title_end,
)
from majlis.textkit.structure.items import Item
from majlis.textkit.structure.tree import Draft, provision


def titles_of(items: list[Item], language: str) -> list[Provision]:
    """The lines that lead up to a text; what is no title among them is front matter."""
    out: list[Provision] = []
    for place, item in enumerate(items):
        if not is_titleish(item, language):
            out.append(provision(Draft(item, "front")))
            continue
        made = provision(Draft(item, "title"))
        number = numbered_title(item.text)
        if number and not made.label:
            made = _split_number(made, number)
        before = out[-1] if out else None
        if before is not None and _same_title(items[place - 1], item, language):
            joined = merge_runs((*before.runs, Run(" "), *made.runs))
            out[-1] = replace(before, runs=joined)
        else:
            out.append(made)
    return out


def heads_report(titles: list[Item], language: str) -> bool:
    """Whether the last line of a title, before a sentence, heads that sentence ("Purpose") in a report.

    Where every line stands alone, as files without styles have them, a blank line behind it tells nothing.
    """
    if len(titles) < 3:
        return False
    before, item, following = titles[-3:]
    return (
        item.size <= 3
        and item.block.hint != "title"
        and not is_number_line(item, language)
        and not following.bare(60)
        and item.block.line - before.block.line == following.block.line - item.block.line
        and kind_of([each.text for each in titles[:-2]], language) == "report"
        and not kind_of([item.text], language)
    )


def _split_number(made: Provision, number: str) -> Provision:
    text = made.runs[0].text
    cut = numbered_title_end(text)
    head, rest = text[:cut].strip(), text[cut:]
    if not rest.strip():
        return replace(made, number=number)  # a symbol alone on its line is what the line says
    runs = (replace(made.runs[0], text=rest), *made.runs[1:])
    return replace(made, label=head, number=number, runs=runs)


def _same_title(before: Item, item: Item, language: str) -> bool:
    """Whether a title goes on from the line before it (plain text breaks long titles)."""
    return (
        before.block.style == "plain open"
        and item.block.line == before.block.line + 1
        and not is_number_line(before, language)
        and not is_number_line(item, language)
        and not numbered_title(item.text)
    )
