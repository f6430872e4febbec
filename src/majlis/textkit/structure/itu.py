"""ITU style: a heading carries the verb ("considering", "instructs the Secretary-General"), items follow."""

from __future__ import annotations

import itertools
from dataclasses import replace

from majlis.textkit.lexicon import lexicon
from majlis.textkit.model import Kind, Provision, Run, merge_runs
from majlis.textkit.structure.asides import mark_asides
from majlis.textkit.structure.items import Item, fold_text, is_line
from majlis.textkit.structure.nest import Nester
from majlis.textkit.structure.quotes import asks_only, quoted_headings, recites
from majlis.textkit.structure.tree import Draft, grow, own_verb, provision

_FULL_LINE = 50  # characters: a shorter line was not broken by the edge of the page
_LONGEST_HEADING = 60  # words; some name three directors and whom they consult


def is_verb_heading(item: Item) -> bool:
    """Whether a line is a heading that consists of a verb and, maybe, whom it addresses."""
    return _opens_with_verb(item) and (
        item.end == "none" or _only_verb(item) or (item.end == "colon" and _asks(item))
    )


def _opens_with_verb(item: Item) -> bool:
    return (
        item.label is None
        and not item.weak
        and 0 < item.size <= _LONGEST_HEADING
        and item.block.hint not in ("table", "footnote")
        and item.opening is not None
        and item.opening.certain
    )


def _only_verb(item: Item) -> bool:
    """A heading that keeps its mark: nothing but the verb, an adverb, "that" (Russian sets them off)."""
    found = item.opening
    if item.end not in ("comma", "colon") or found is None:
        return False
    rest = fold_text(item.text[found.end :]).strip(" ,:，،")
    words = lexicon(item.language)
    return not rest or any(
        words.pattern("words", key).fullmatch(rest) for key in ("modifiers", "that")
    )


def _asks(item: Item) -> bool:
    return item.opening is not None and "operative" in item.opening.parts


def verb_headings(items: list[Item], language: str) -> set[int]:
    """Indexes of the headings; one that ends in a comma is told by the list that begins after it."""
    found = {index for index, item in enumerate(items) if is_verb_heading(item)}
    for index, item in enumerate(items[:-1]):
        if item.end == "comma" and starts_small(item.text) and _opens_with_verb(item):
            following = items[index + 1]
            if not is_verb_heading(following) and opens_list(following, language):
                found.add(index)
    return found


def starts_small(text: str) -> bool:
    """Whether a line begins as the headings do: with a small letter, or one without case."""
    return text[:1] == text[:1].lower() or text.isupper()


def opens_list(item: Item, language: str) -> bool:
    """Whether an item may be the first under a heading: number 1, letter a, or "to", or "that"."""
    labels = item.labels or item.weak
    if labels:
        return any(label.ordinal in (0, 1) for label in labels)
    lex = lexicon(language)
    forms = lex.pattern("words", "to", start=True), lex.pattern("words", "that", start=True)
    return item.text[:1].islower() and any(form.match(item.text) for form in forms)


def looks_itu(items: list[Item]) -> bool:
    """Whether the text after a formula is in ITU style."""
    heads = [is_verb_heading(item) and item.end != "colon" for item in items]
    headings = sum(heads)
    # a heading has items under it; paragraphs that lost their marks follow each other
    if sum(a and b for a, b in itertools.pairwise(heads)) >= 0.5 * max(headings, 1):
        return False
    paragraphs = sum(
        item.opening is not None
        and item.opening.certain
        and (
            (item.label is None and item.end in ("comma", "semicolon", "stop"))
            or (item.label is not None and item.label.series == "1")
        )
        and not is_verb_heading(item)
        for item in items
    )
    first = next((item for item in items if item.block.hint != "footnote"), None)
    if first is not None and is_verb_heading(first) and first.size <= 8 and headings >= 2:
        return True
    return headings >= 2 and headings >= paragraphs


def itu_region(items: list[Item], language: str) -> list[Provision]:
    """Provisions of what follows the formula in a text of ITU style."""
    items = _whole_headings(items, language)
    mark_asides(items, language)
    headings = {i for i in verb_headings(items, language) if not items[i].aside}
    quoted = quoted_headings(items, headings)
    headings -= quoted
    quotes = {id(items[i]) for i in quoted}
    out: list[Provision] = []
    marks = sorted(headings)
    last_recital = max((i for i in marks if recites(items[i])), default=-1)
    asked = False
    if not marks or marks[0] > 0:
        end = marks[0] if marks else len(items)
        out += _block(items[:end], "preambular", "", quotes, run_in=True)
    for place, index in enumerate(marks):
        end = marks[place + 1] if place + 1 < len(marks) else len(items)
        heading = items[index]
        recited = index < last_recital
        kind = _part(heading, recited=recited, asked=asked)
        asked = asked or asks_only(heading)
        body, back = _cut_back(items[index + 1 : end], language, last=place + 1 == len(marks))
        verb = own_verb(heading)
        # before a recital nothing operative begins: such words are quoted from another text
        run_in = not quotes and not recited
        children = _block(body, kind, verb, quotes, run_in=run_in)
        out.append(provision(Draft(heading, "heading", verb), children))
        out += [provision(Draft(item, item.aside or "back")) for item in back]
    return out


def _whole_headings(items: list[Item], language: str) -> list[Item]:
    """The items, an operative heading that plain text breaks over two lines in one again.

    Its second line is a bare one between the first and the list that the heading opens.
    """
    out: list[Item] = []
    for index, item in enumerate(items):
        before = out[-1] if out else None
        if (
            before is not None
            and index + 1 < len(items)
            and items[index - 1] is before
            and before.end == "none"
            and len(before.text) >= _FULL_LINE
            and _asks(before)
            and is_verb_heading(before)
            and not is_verb_heading(item)
            and item.end in ("none", "comma")
            and item.label is None
            and not item.weak
            and item.size <= 20
            and item.block.hint == ""
            and item.block.style.startswith("plain")
            and item.block.line == before.block.line + 1
            and opens_list(items[index + 1], language)
        ):
            text = f"{before.text} {item.text}"
            out[-1] = replace(
                before,
                text=text,
                runs=merge_runs((*before.runs, Run(" "), *item.runs)),
                end="none",
                size=before.size + item.size,
            )
        else:
            out.append(item)
    return out


def _part(heading: Item, *, recited: bool, asked: bool) -> Kind:
    """Preambular or operative; a verb of both parts (Chinese) takes that of its neighbours.

    ``recited``: a heading of the preamble follows; ``asked``: an operative one stands before.
    """
    assert heading.opening is not None
    if len(heading.opening.parts) == 1:
        return "preambular" if "preambular" in heading.opening.parts else "operative"
    # the last mark of a preambular block is a comma, of the operative part a stop
    return "operative" if asked and not recited else "preambular"


def _cut_back(items: list[Item], language: str, *, last: bool) -> tuple[list[Item], list[Item]]:
    """The items of the last block, and the lines after the full stop that ends the text."""
    if not last:
        return items, []
    labelled = max(
        (i for i, item in enumerate(items) if not item.aside and (item.labels or item.weak)),
        default=-1,
    )
    before: Item | None = None
    for index, item in enumerate(items):
        if item.aside:
            continue
        if is_line(item, language, "meeting") or is_line(item, language, "reasons"):
            return items[:index], items[index:]
        if before is not None and before.end == "stop" and index > labelled:
            return items[:index], items[index:]
        before = item
    return items, []


def _block(
    items: list[Item], kind: Kind, verb: str, quotes: set[int], *, run_in: bool
) -> list[Provision]:
    """The items under one heading as nested lists.

    ``quotes``: items that are quoted headings; ``run_in``: a paragraph with a verb opens a block.
    """
    nester = Nester[Draft]()
    for item in items:
        if item.aside:
            nester.hang(Draft(item, item.aside))
            continue
        last = nester.last
        quoting = last is not None and id(last.value.item) in quotes
        if item.weak and (
            nester.expects(item.weak)
            or (item.weak[0].ordinal == 1 and (quoting or not nester.depth))
        ):
            item.accept_weak()
        elif item.weak and nester.roots and _is_note(item):
            nester.hang(Draft(item, "footnote"))
            continue
        # the first line under a heading is its item, whatever it opens with (Chinese has no infinitive)
        own = _run_in(item) if run_in and (nester.roots or not verb) else None
        if own:
            kind, verb = own, own_verb(item)
            nester.divide(Draft(item, kind, verb))
            continue
        draft = Draft(item, kind, verb)
        if id(item) in quotes:
            nester.quote(draft)
        elif item.labels:
            nester.add(draft, item.labels, depth=item.depth)
        else:
            # an unnumbered paragraph goes on from the numbered item before it, or is its point
            opened = last is not None and last.value.item.end == "colon"
            nester.add(draft, (), under_last=opened or quoting or nester.numbered)
    return grow(nester.roots)


def _is_note(item: Item) -> bool:
    """A sentence with a number that no list awaits; only scripts without case need to ask so late."""
    first = item.text[item.weak[0].end :][:1]
    return item.end == "stop" and first.isalpha() and first.lower() == first.upper()


def _run_in(item: Item) -> Kind | None:
    """The part of a paragraph that carries its own verb and opens a block of its own."""
    found = item.opening
    if item.end not in ("comma", "stop") or not _opens_with_verb(item) or found is None:
        return None
    if found.parts == {"operative"}:
        return "operative"
    return None
