"""One text of a file without its annexes: cover, titles, formula, and the regions that follow."""

from __future__ import annotations

from dataclasses import replace

from majlis.textkit.model import Provision, Run, merge_runs
from majlis.textkit.structure.body import body_region
from majlis.textkit.structure.front import (
    body_of,
    body_sentence,
    date_of,
    declares,
    is_formula,
    is_number_line,
    is_symbol_line,
    is_titleish,
    kind_of,
    numbered_title,
    numbered_title_end,
    symbol_of,
)
from majlis.textkit.structure.items import Item, is_line
from majlis.textkit.structure.itu import is_verb_heading, itu_region, looks_itu
from majlis.textkit.structure.tree import Draft, provision
from majlis.textkit.structure.un import un_region


class PartDraft:
    """What is known of one of the texts in a file; ``key`` is the number of its annex, from 1."""

    def __init__(self, key: int = 0) -> None:
        self.key = key
        self.kind = self.body = self.symbol = self.title = self.date = ""


def _opens(items: list[Item]) -> bool:
    """Whether the next line opens with a verb: then a body's name without its comma is a formula."""
    return any(item.opening is not None and item.opening.certain for item in items)


def one_text(
    items: list[Item], language: str, part: PartDraft, annex: Item | None
) -> list[Provision]:
    """The provisions of one text without its annexes; what is known of it goes into ``part``."""
    formulas = _formulas(items, language, annex is not None)
    if not formulas:
        return _without_formula(items, language, part, annex)
    out: list[Provision] = []
    done = 0
    for place, index in enumerate(formulas):
        start = _title_start(items, done, index, language)
        if place == 0:
            out += _cover(items[done:start], language, annex is not None)
            _describe(part, items[:start], items[start:index], items[index], language)
        else:
            out += _region(items[done:start], language)
        out += _titles(items[start:index], language)
        out.append(provision(Draft(items[index], "formula")))
        done = index + 1
        if place + 1 < len(formulas):
            end = _title_start(items, done, formulas[place + 1], language)
            out += _region(items[done:end], language)
            done = end
    region = items[done:]
    out += _region(region, language)
    part.date = part.date or date_of((i.text for i in region[-6:] if i.bare()), language)
    return out


def _formulas(items: list[Item], language: str, in_annex: bool) -> list[int]:
    """Where a text begins: the lines in which a body names itself."""
    found: list[int] = []
    for index, item in enumerate(items):
        # a second text in the same file shows its title before its formula; an annexed declaration
        # speaks for itself: none of its paragraphs is operative here
        if (
            is_formula(item, language)
            and not (in_annex and declares(item, language))
            and (not found or items[index - 1].bare(60))
            and (item.end in ("comma", "colon") or _opens(items[index + 1 : index + 2]))
        ):
            found.append(index)
    return found


def _part(item: Item) -> str:
    found = item.opening
    return next(iter(found.parts)) if found and found.certain and len(found.parts) == 1 else ""


def _region(items: list[Item], language: str) -> list[Provision]:
    if not items:
        return []
    return itu_region(items, language) if looks_itu(items) else un_region(items, language)


def _title_start(items: list[Item], done: int, formula: int, language: str) -> int:
    """Where the titles before a formula begin: the bare lines that lead up to it."""
    start = formula
    while start > done and formula - start < 8 and is_titleish(items[start - 1], language):
        start -= 1
        if is_number_line(items[start], language) or numbered_title(items[start].text):
            break
    return start


def _cover(items: list[Item], language: str, in_annex: bool) -> list[Provision]:
    """What stands before the titles: cover lines, or the body of a report that a text follows."""
    if not items:
        return []
    lines = sum(item.size > 40 for item in items)
    if lines >= 3 and not in_annex:
        return body_region(items, language)
    return [
        provision(Draft(item, "footnote" if item.block.hint == "footnote" else "front"))
        for item in items
    ]


def _titles(items: list[Item], language: str) -> list[Provision]:
    out: list[Provision] = []
    for item in items:
        made = provision(Draft(item, "title"))
        number = numbered_title(item.text)
        if number and not made.label:
            made = _split_number(made, number)
        before = out[-1] if out else None
        if before is not None and _same_title(items, item, language):
            joined = merge_runs((*before.runs, Run(" "), *made.runs))
            out[-1] = replace(before, runs=joined)
        else:
            out.append(made)
    return out


def _split_number(made: Provision, number: str) -> Provision:
    text = made.runs[0].text
    cut = numbered_title_end(text)
    head, rest = text[:cut].strip(), text[cut:]
    runs = (replace(made.runs[0], text=rest), *made.runs[1:])
    return replace(made, label=head, number=number, runs=runs)


def _same_title(items: list[Item], item: Item, language: str) -> bool:
    """Whether a title goes on from the line before it (plain text breaks long titles)."""
    place = items.index(item)
    before = items[place - 1]
    return (
        before.block.style == "plain open"
        and item.block.line == before.block.line + 1
        and not is_number_line(before, language)
        and not is_number_line(item, language)
        and not numbered_title(item.text)
    )


def _describe(
    part: PartDraft, front: list[Item], titles: list[Item], formula: Item | None, language: str
) -> None:
    lines = [item.text for item in (*titles, *front)]
    part.kind = kind_of(lines, language) or ("resolution" if formula else "")
    part.body = body_of([formula.text] if formula else [], language) or body_of(
        lines, language, whole=True
    )
    named = [i for i in titles if is_number_line(i, language) and not numbered_title(i.text)]
    rest = [i for i in titles if i not in named]
    part.title = " ".join(_title_words(i.text) for i in rest) or (named[0].text if named else "")
    symbols = [symbol_of(i.text) for i in front if is_symbol_line(i.text)]
    numbered = next((n for i in titles if (n := numbered_title(i.text))), "")
    part.symbol = next(iter(symbols), "") or (named[0].text.strip() if named else numbered)
    part.date = date_of((i.text for i in (*titles, *reversed(front))), language)


def _title_words(text: str) -> str:
    return text[numbered_title_end(text) :].strip()


def _without_formula(
    items: list[Item], language: str, part: PartDraft, annex: Item | None
) -> list[Provision]:
    start = 0
    while start < len(items) and _is_cover(items[start], language):
        start += 1
    end = start
    while end < len(items) and end - start < 6 and _is_top_title(items, end, language):
        end += 1
    front, titles, rest = items[:start], items[start:end], items[end:]
    _describe(part, front, titles, None, language)
    out = _cover(front, language, True) + _titles(titles, language)
    begin = _resolution_start(rest, language, annex is not None)
    if begin is not None:
        before = _lost_formula(rest[:begin])
        return out + before + _region(rest[begin:], language)
    first = _first_numbered(rest)
    while first and (rest[first - 1].block.hint == "heading" or rest[first - 1].label is not None):
        first -= 1  # a heading right before section 1 belongs to it
    if first and annex is None:
        cover = rest[:first]
        out += [
            provision(Draft(item, "heading" if _cover_heading(cover, i) else "front"))
            for i, item in enumerate(cover)
        ]
        rest = rest[first:]
    return out + body_region(rest, language)


def _cover_heading(items: list[Item], index: int) -> bool:
    item = items[index]
    return item.bare(10) and index + 1 < len(items) and not items[index + 1].bare(10)


def _first_numbered(items: list[Item]) -> int:
    """Where section 1 begins, if the text has numbered sections; 0 where it has none."""
    for index, item in enumerate(items[:60]):
        label = item.label or (item.weak[0] if item.weak else None)
        if label is not None and label.path == (1,) and label.series.startswith("1"):
            return index
        if label is not None and label.path[:2] == (1, 1):
            return index
    return 0


def _is_cover(item: Item, language: str) -> bool:
    return item.label is None and (
        is_symbol_line(item.text)
        or item.block.hint == "front"
        or (item.bare() and is_line(item, language, "front"))
    )


def _is_top_title(items: list[Item], index: int, language: str) -> bool:
    item = items[index]
    if item.block.hint == "title":
        return True
    if item.block.hint == "heading" or item.label is not None or item.weak:
        return False
    if index + 1 >= len(items) or not is_titleish(item, language):
        return False
    if is_verb_heading(item):
        return False
    # a short line straight before a sentence heads that sentence, not the text
    following = items[index + 1]
    apart = following.block.line - item.block.line > 1 or item.block.line == 0
    return not (index > 0 and item.size <= 6 and not following.bare(60) and not apart)


def _resolution_start(items: list[Item], language: str, in_annex: bool) -> int | None:
    """Where the paragraphs of a resolution begin in a text that has no formula; None where nowhere."""
    headings = [i for i, item in enumerate(items) if is_verb_heading(item) and item.end == "none"]
    if len(headings) >= 3 and {"preambular", "operative"} <= {_part(items[i]) for i in headings}:
        return headings[0]
    if in_annex:
        return None
    if _opens_as_resolution(items):
        return 0
    for index, item in enumerate(items[:20]):
        found = body_sentence(item, language)
        if found is not None:
            item.opening = found
            return index
    return None


def _lost_formula(items: list[Item]) -> list[Provision]:
    """What stands before the first paragraph: a formula that no pattern knows, after other lines."""
    out = [provision(Draft(item, "front")) for item in items]
    if items and items[-1].end == "comma" and items[-1].label is None:
        out[-1] = replace(out[-1], kind="formula")
    return out


def _opens_as_resolution(items: list[Item]) -> bool:
    """A text whose formula was lost, or that never had one: its paragraphs open with such verbs."""
    verbs = sum(
        item.opening is not None and item.opening.certain and len(item.opening.parts) < 3
        for item in items
    )
    both = {
        part
        for item in items
        if item.opening is not None and item.opening.certain
        for part in item.opening.parts
    }
    return verbs >= 3 and verbs >= 0.4 * len(items) and both >= {"operative"}
