"""Flat paragraphs to a tree: the texts in a file, and in each its titles, formula, preamble, operative
part and annexes, in UN style (a paragraph opens with its verb) or ITU style (a heading carries it)."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace

from majlis.textkit.ids import assign_ids
from majlis.textkit.lexicon import lexicon
from majlis.textkit.model import Block, Comment, Note, Part, Provision, Run, Text, merge_runs
from majlis.textkit.structure.body import body_region
from majlis.textkit.structure.front import (
    annex_number,
    body_of,
    date_of,
    is_formula,
    is_number_line,
    is_symbol_line,
    is_titleish,
    kind_of,
    numbered_title,
    numbered_title_end,
    symbol_of,
)
from majlis.textkit.structure.glued import unglue
from majlis.textkit.structure.items import Item, fold_text, is_line, make_items
from majlis.textkit.structure.itu import is_verb_heading, itu_region, looks_itu
from majlis.textkit.structure.tree import Draft, provision
from majlis.textkit.structure.un import un_region

__all__ = ["build"]


def build(
    blocks: Iterable[Block],
    language: str,
    *,
    notes: Sequence[Note] = (),
    comments: Sequence[Comment] = (),
    title: str = "",
    file: str = "",
) -> Text:
    """The text that some blocks hold, as a tree with ids.

    ``title`` is a title that the file's own properties state, used where the text shows none.
    """
    items = unglue(make_items(blocks, language), language)
    parts: list[_PartDraft] = []
    provisions = _texts(items, language, parts, None)
    named = assign_ids(provisions, language)
    ids = _roots(named)
    main = parts[0] if parts else _PartDraft()
    found = tuple(
        Part(ids.get(part.key, ""), part.kind, part.body, part.symbol, part.title, part.date)
        for part in parts
    )
    structure_notes = _notes(items, named)
    return Text(
        provisions=named,
        language=language,
        kind=main.kind or "text",
        body=main.body,
        symbol=main.symbol,
        title=main.title or title,
        date=main.date,
        parts=found if len(found) > 1 else (),
        comments=tuple(comments),
        notes=(*notes, *structure_notes),
        file=file,
    )


class _PartDraft:
    """What is known of one of the texts in a file; ``key`` is the number of its annex, from 1."""

    def __init__(self, key: int = 0) -> None:
        self.key = key
        self.kind = self.body = self.symbol = self.title = self.date = ""


def _roots(provisions: tuple[Provision, ...]) -> dict[int, str]:
    """The n-th annex in reading order to its id; 0 is the file itself."""
    annexes = [p.id for top in provisions for p in top.walk() if p.kind == "annex"]
    return {0: ""} | dict(enumerate(annexes, 1))


def _notes(items: list[Item], provisions: tuple[Provision, ...]) -> list[Note]:
    noted = {id(item.runs): item for item in items if item.notes}
    if not noted:
        return []
    return [
        Note("inferred", message, p.id, noted[id(p.runs)].block.line)
        for top in provisions
        for p in top.walk()
        if id(p.runs) in noted
        for message in noted[id(p.runs)].notes
    ]


def _texts(
    items: list[Item], language: str, parts: list[_PartDraft], annex: Item | None
) -> list[Provision]:
    """One text with its annexes; ``annex`` is the line that heads it where it is one itself."""
    part = _PartDraft(sum(p.key > 0 for p in parts) + 1 if annex else 0)
    parts.append(part)
    cuts = [i for i, item in enumerate(items) if _is_annex(items, i, language)]
    own = items[: cuts[0]] if cuts else items
    provisions = _own(own, language, part, annex)
    for first, last in _annex_spans(items, cuts, language):
        line = items[first]
        children = _texts(items[first + 1 : last], language, parts, line)
        head = provision(Draft(line, "annex"), children)
        provisions.append(replace(head, number=annex_number(line.text)))
    return provisions


def _is_annex(items: list[Item], index: int, language: str) -> bool:
    item = items[index]
    hint = item.block.hint
    if item.label is not None or item.size > 14 or hint in ("table", "footnote", "front"):
        return False
    if item.end not in ("none", "stop") or not is_line(item, language, "annex"):
        return False
    pattern = lexicon(language).pattern("lines", "annex", start=True)
    text = fold_text(item.text).strip(" .[]*")
    found = pattern.match(text)
    # the line is the word and its number, perhaps with "to Resolution N"; not a sentence about one
    return found is not None and len(text) - found.end() <= 2


def _annex_spans(items: list[Item], cuts: list[int], language: str) -> list[tuple[int, int]]:
    """Where each annex of this text begins and ends: an annex that holds a text holds its annexes."""
    spans: list[tuple[int, int]] = []
    place = 0
    while place < len(cuts):
        first = cuts[place]
        following = place + 1
        number = annex_number(items[first].text)
        if number:
            while following < len(cuts) and not _goes_on(
                number, annex_number(items[cuts[following]].text)
            ):
                holds_text = any(
                    is_formula(item, language) for item in items[first + 1 : cuts[following]]
                )
                if not holds_text:
                    break
                following += 1
        end = cuts[following] if following < len(cuts) else len(items)
        spans.append((first, end))
        place = following
    return spans


def _goes_on(number: str, following: str) -> bool:
    if number.isdigit() and following.isdigit():
        return int(following) == int(number) + 1
    return len(number) == len(following) == 1 and ord(following) == ord(number) + 1


def _opens(items: list[Item]) -> bool:
    """Whether the next line opens with a verb: then a body's name without its comma is a formula."""
    return any(item.opening is not None and item.opening.certain for item in items)


def _own(items: list[Item], language: str, part: _PartDraft, annex: Item | None) -> list[Provision]:
    """The provisions of one text without its annexes."""
    formulas: list[int] = []
    for index, item in enumerate(items):
        # a second text in the same file shows its title before its formula
        if (
            is_formula(item, language)
            and (not formulas or items[index - 1].bare(60))
            and (item.end == "comma" or _opens(items[index + 1 : index + 2]))
        ):
            formulas.append(index)
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
    part: _PartDraft, front: list[Item], titles: list[Item], formula: Item | None, language: str
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
    items: list[Item], language: str, part: _PartDraft, annex: Item | None
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
    if _opens_as_resolution(rest):
        return out + _region(rest, language)
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
