"""From nodes to provisions."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from majlis.textkit.lexicon import lexicon
from majlis.textkit.model import Kind, Provision
from majlis.textkit.openings import Opening, opening
from majlis.textkit.structure.items import Item
from majlis.textkit.structure.nest import Node

_AROUND_VERB = " ,،，*_"
_COMMA = re.compile("[,،，] ?")
_FARTHEST_VERB = 600  # characters of a clause before the verb


@dataclass(slots=True, eq=False)
class Draft:
    """What hangs in the tree while it grows. ``verb``: the governing verb's words."""

    item: Item
    kind: Kind
    verb: str = ""
    inferred: bool = False


def provision(draft: Draft, children: Iterable[Provision] = ()) -> Provision:
    """A provision of an item, without an id."""
    item = draft.item
    label = item.label
    # Word numbers a footnote by its place: the number stands at the call, not in the words
    note = item.block.ref if draft.kind == "footnote" else ""
    return Provision(
        id="",
        kind=draft.kind,
        runs=item.runs,
        label=label.printed if label else note,
        number=label.number if label else note,
        old_label=item.old_label,
        old_number=item.old_number,
        verb=draft.verb,
        change=item.change,
        mark=item.block.mark,
        inferred=draft.inferred,
        children=tuple(children),
    )


def grow(nodes: Iterable[Node[Draft]]) -> list[Provision]:
    """The provisions of a forest whose values are Drafts."""
    return [provision(node.value, grow(node.children)) for node in nodes]


def own_verb(item: Item) -> str:
    """The words of the opening verb, empty where there is none."""
    if item.opening is None:
        return ""
    return item.text[item.opening.start : item.opening.end].strip(_AROUND_VERB)


def point_verb(own: str, above: str, language: str, *, led: bool) -> str:
    """The verb that governs a point: its own, or that of what it stands under.

    ``own``: its opening verb, where the lexicon has it (an ending alone makes no verb of the nouns in a
    list) and its list is an ``asking_list``. ``led``: a colon leads to the point; where verbs have one
    form only, it then opens with what is to be done, and who asks stands above.
    """
    one_form = not lexicon(language).table("morphology")["inflected"]
    return above if above and (not own or (led and one_form)) else own


def asking_list(openings: Sequence[Opening | None]) -> bool:
    """Whether most points of a list open with a verb: one alone among nouns is a noun too ("Rules on")."""
    return 2 * sum(found is not None and found.certain for found in openings) > len(openings)


def main_verb(text: str, language: str) -> str:
    """The verb of a paragraph that a clause opens ("While noting that ..., urges ..."), or nothing.

    It stands behind the first comma after which a verb follows that can only open an operative paragraph.
    """
    for comma in _COMMA.finditer(text, 0, _FARTHEST_VERB):
        rest = text[comma.end() :]
        found = opening(rest, language)
        if found is not None and found.certain and found.parts == {"operative"}:
            return rest[found.start : found.end].strip(_AROUND_VERB)
    return ""
