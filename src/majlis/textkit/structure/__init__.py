"""Flat paragraphs to a tree: the texts in a file, and in each its titles, formula, preamble, operative
part and annexes, in UN style (a paragraph opens with its verb) or ITU style (a heading carries it)."""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Sequence
from dataclasses import replace

from majlis.textkit.ids import assign_ids
from majlis.textkit.model import Block, Comment, Note, Part, Provision, Text
from majlis.textkit.structure.annexes import is_annex
from majlis.textkit.structure.asides import mark_pages
from majlis.textkit.structure.body import body_region
from majlis.textkit.structure.calls import set_notes_apart
from majlis.textkit.structure.decisions import (
    held_heads,
    last_count,
    lead_of,
    level_heads,
    mark_decisions,
    report_goes_on,
    unlist_annexes,
)
from majlis.textkit.structure.front import annex_number, date_of, is_date_line, is_formula
from majlis.textkit.structure.glued import free_headings, run_on, unglue
from majlis.textkit.structure.items import Item, is_line, make_items
from majlis.textkit.structure.onetext import (
    PartDraft,
    between_texts,
    cover_text,
    name_decision,
    one_text,
    section_kind,
    volume_text,
)
from majlis.textkit.structure.proposals import Proposal, markers_apart, proposals
from majlis.textkit.structure.tree import Draft, provision

__all__ = ["build"]

_DEEPEST = 4  # annexes of annexes; farther down they stand side by side
_SENTENCE = 8  # words: a cover has no sentence
_ADOPTED = ("resolution", "decision", "recommendation")  # kinds of texts that a meeting adopts
_ADOPTION_LINES = 4
_LONG = 40  # words: three such paragraphs are no cover but a text of their own


def build(
    blocks: Iterable[Block],
    language: str,
    *,
    notes: Sequence[Note] = (),
    comments: Sequence[Comment] = (),
    anchors: Sequence[int] = (),
    title: str = "",
    file: str = "",
) -> Text:
    """The text that some blocks hold, as a tree with ids.

    ``anchors`` holds for each comment the index of the block where it begins, -1 where nothing says so.
    ``title`` is a title that the file's own properties state, used where the text shows none.
    """
    blocks = list(blocks)
    items = run_on(
        unglue(markers_apart(make_items(blocks, language), language), language), language
    )
    items = free_headings(items, language)
    for place, item in enumerate(items):
        item.annex = is_annex(items, place, language)
    mark_pages(items, language)
    mark_decisions(items, language)
    unlist_annexes(items)
    parts: list[PartDraft] = []
    proposed = proposals(items, language)
    provisions = (
        _proposed(proposed, language, parts) if proposed else _texts(items, language, parts, None)
    )
    named = assign_ids(set_notes_apart(provisions, items), language)
    ids = {id(p.runs): p.id for top in named for p in top.walk()}
    # several decisions and no cover: what holds for the whole file is what the first one says
    main = parts[0] if parts and (parts[0].head is None or not proposed) else PartDraft()
    found = tuple(
        Part(
            ids[id(part.head.runs)] if part.head else "",
            part.kind,
            part.body,
            part.symbol,
            part.title,
            part.date,
        )
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
        comments=_placed(
            comments, [blocks[at] if at >= 0 else None for at in anchors], items, named
        ),
        notes=(*notes, *structure_notes),
        file=file,
    )


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


def _placed(
    comments: Sequence[Comment],
    anchors: Sequence[Block | None],
    items: list[Item],
    provisions: tuple[Provision, ...],
) -> tuple[Comment, ...]:
    """The comments, each with the provision that its block became (the first, where several did)."""
    if not comments:
        return ()
    ids = {id(p.runs): p.id for top in provisions for p in top.walk()}
    became: dict[int, str] = {}
    for item in items:
        became.setdefault(id(item.block), ids.get(id(item.runs), ""))
    return tuple(
        replace(comment, provision=became.get(id(block), "")) if block is not None else comment
        for comment, block in itertools.zip_longest(comments, anchors)
    )


def _proposed(found: list[Proposal], language: str, parts: list[PartDraft]) -> list[Provision]:
    """The proposals of a file: each text under its marker, or beside it where it is the only one."""
    before, *proposed = found
    out: list[Provision] = []
    if len(proposed) > 1:
        if before.items:
            if sum(item.size > _LONG for item in before.items) >= 3:
                out += _texts(before.items, language, parts, None)
            else:
                parts.append(PartDraft())
                out += cover_text(before.items, language, parts[0])
        for one in proposed:
            own: list[PartDraft] = []
            children = _texts(one.items, language, own, None) + _after(one)
            own[0].head = one.marker
            parts += own
            assert one.marker is not None
            out.append(provision(Draft(one.marker, "heading"), children))
        return out
    only = proposed[0]
    assert only.marker is not None
    only.marker.aside = "front"
    out = _texts([*before.items, only.marker, *only.items], language, parts, None)
    return out + _after(only)


def _after(proposal: Proposal) -> list[Provision]:
    return [
        provision(Draft(item, "footnote" if item.block.hint == "footnote" else "back"))
        for item in proposal.after
    ]


def _texts(
    items: list[Item], language: str, parts: list[PartDraft], annex: Item | None, depth: int = 0
) -> list[Provision]:
    """One text with its annexes; ``annex`` is the line that heads it where it is one itself.

    ``depth``: in how many annexes it stands.
    """
    heads = level_heads(items)
    if heads:
        return _decisions(items, heads, language, parts, annex, depth)
    cuts = [i for i, item in enumerate(items) if item.annex]
    part = PartDraft(annex)
    parts.append(part)
    own = items[: cuts[0]] if cuts else items
    provisions = one_text(own, language, part, annex)
    behind = _adoption_behind(items, cuts, language) if part.kind in _ADOPTED and cuts else []
    items = items[: len(items) - len(behind)]
    part.date = part.date or date_of((item.text for item in behind), language)
    back = [provision(Draft(item, "back")) for item in behind]
    return provisions + _annexes(items, cuts, language, parts, depth) + back


def _adoption_behind(items: list[Item], cuts: list[int], language: str) -> list[Item]:
    """The lines behind the last annex that say at which meeting the text before it was adopted, and when.

    None where the text says so itself, before its annexes.
    """
    before = items[max(0, cuts[0] - _ADOPTION_LINES) : cuts[0]]
    if any(is_line(item, language, "meeting") for item in before):
        return []
    first = len(items)
    while first > cuts[-1] + 2 and len(items) - first < _ADOPTION_LINES:
        item = items[first - 1]
        if not (
            item.bare() and (is_line(item, language, "meeting") or is_date_line(item, language))
        ):
            break
        first -= 1
    found = items[first:]
    return found if any(is_line(item, language, "meeting") for item in found) else []


def _annexes(
    items: list[Item], cuts: list[int], language: str, parts: list[PartDraft], depth: int
) -> list[Provision]:
    """The annexes of a text; ``cuts``: the places of their lines."""
    provisions = []
    for first, last in _annex_spans(items, cuts, language, depth):
        line = items[first]
        children = _texts(items[first + 1 : last], language, parts, line, depth + 1)
        head = provision(Draft(line, "annex"), children)
        provisions.append(replace(head, number=annex_number(line.text)))
    return provisions


def _decisions(
    items: list[Item],
    heads: list[int],
    language: str,
    parts: list[PartDraft],
    annex: Item | None,
    depth: int,
) -> list[Provision]:
    """Several decisions side by side, each under its head with its annexes, and what stands before them."""
    start = lead_of(items, heads[0], language, 0)
    before, lead = items[:start], items[start : heads[0]]
    out: list[Provision] = []
    cover = between_texts(lead, language)
    if annex is None and not before and all(each.kind != "heading" for each in cover):
        out += cover
    else:
        part = PartDraft(annex)
        if any(
            item.size >= _SENTENCE and (item.end == "stop" or (item.end == "colon" and item.labels))
            for item in before
        ):
            out += _texts(before, language, parts, annex, depth)
            part = next(each for each in parts if each.head is annex)
            out += cover_text(lead, language, PartDraft())
        else:
            parts.append(part)
            out += volume_text(items[: heads[0]], language, part)
    section = ""
    count = last_count(before)  # a report may count its own paragraphs on behind each decision
    for first, last in itertools.pairwise([*heads, len(items)]):
        end = last if last == len(items) else lead_of(items, last, language, first + 1)
        tail = report_goes_on(items, first, end, count) if count else end
        section = section_kind(lead, language) or section
        out.append(_decision(items[first:tail], lead, section, language, parts, depth))
        if tail < end:
            behind = items[tail:end]
            count = last_count(behind)
            cuts = [i for i, item in enumerate(behind) if item.annex]
            out += body_region(behind[: cuts[0]] if cuts else behind, language)
            out += _annexes(behind, cuts, language, parts, depth)
        lead = items[end:last]
        out += between_texts(lead, language)
    return out


def _decision(
    items: list[Item],
    lead: list[Item],
    section: str,
    language: str,
    parts: list[PartDraft],
    depth: int,
) -> Provision:
    """One of several decisions; ``lead``: the lines before it, of which its masthead may be a part."""
    head = items[0].head
    assert head is not None
    own: list[PartDraft] = []
    place = len(parts)
    first, *rest = _texts(items, language, own, None, min(depth + 1, _DEEPEST))
    holder = replace(first, kind="title", children=(*first.children, *rest))
    items[0].runs = holder.runs
    own[0].head = items[0]
    name_decision(own[0], head, lead, section, language)
    parts[place:] = own
    return holder


def _annex_spans(
    items: list[Item], cuts: list[int], language: str, depth: int
) -> list[tuple[int, int]]:
    """Where each annex of this text begins and ends: an annex that holds a text holds its annexes."""
    spans: list[tuple[int, int]] = []
    held = held_heads(items) if len(cuts) > 1 else {}
    place = 0
    formula = 0  # the first formula behind the line of the annex
    while place < len(cuts):
        first = cuts[place]
        following = place + 1
        number = annex_number(items[first].text)
        if first in held and depth < _DEEPEST:
            following = _behind_held(items, cuts, following, held[first], number)
        elif number and depth < _DEEPEST:
            formula = max(formula, first + 1)
            while following < len(cuts) and not _goes_on(
                number, annex_number(items[cuts[following]].text)
            ):
                while formula < cuts[following] and not is_formula(items[formula], language):
                    formula += 1
                if formula == cuts[following]:
                    break  # it holds no text
                following += 1
        end = cuts[following] if following < len(cuts) else len(items)
        spans.append((first, end))
        place = following
    return spans


def _behind_held(items: list[Item], cuts: list[int], following: int, last: int, number: str) -> int:
    """The first annex behind one that holds several decisions: the last of them may have annexes too."""
    while following < len(cuts) and cuts[following] < last:
        following += 1
    inner = ""
    while following < len(cuts):
        found = annex_number(items[cuts[following]].text)
        if not (_goes_on(inner, found) if inner else found in ("", "1", "a")):
            break
        if not inner and number and _goes_on(number, found):
            break
        inner = found or inner
        following += 1
    return following


def _goes_on(number: str, following: str) -> bool:
    if number.isdigit() and following.isdigit():
        return int(following) == int(number) + 1
    return len(number) == len(following) == 1 and ord(following) == ord(number) + 1
