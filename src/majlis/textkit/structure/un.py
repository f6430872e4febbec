"""UN style: which paragraphs are preamble, which are operative, where the text ends.

Each paragraph gives evidence (its opening verb, its label, its last mark); the likeliest sequence of
states is found by dynamic programming, so that one odd paragraph among regular ones is read as its
neighbours are. The same rule serves texts whose numbers were lost.
"""

from __future__ import annotations

from majlis.textkit.model import Kind, Provision
from majlis.textkit.structure.items import Item, is_line
from majlis.textkit.structure.nest import Nester, Node
from majlis.textkit.structure.tree import Draft, grow, own_verb

# Labels that a section heading may bear.
_SECTION_SERIES = frozenset({"A.", "I.", "A)", "I)", "一", "(一)", "(A)", "(I)"})
STATES = ("preambular", "operative", "back")

# Cost of going from one state to the next. A second preamble is rare without a heading before it.
_STEP: dict[tuple[str, str], float] = {
    ("preambular", "preambular"): 0.0,
    ("preambular", "operative"): -0.5,
    ("preambular", "back"): -7.0,
    ("operative", "operative"): 0.0,
    ("operative", "preambular"): -6.0,
    ("operative", "back"): -5.0,
    ("back", "back"): 0.0,
    ("back", "operative"): -7.0,
    ("back", "preambular"): -9.0,
}
_AFTER_HEADING = {("operative", "preambular"): -2.0, ("back", "operative"): -6.0}


def classify(items: list[Item], headings: set[int], language: str) -> list[str]:
    """The state of each item: "preambular", "operative" or "back"; headings take their neighbour's.

    ``headings`` holds the indexes of items already known as section headings.
    """
    if not items:
        return []
    dotted = any(_strong(item) for item in items)
    best: dict[str, float] = {"preambular": 0.0, "operative": -1.5, "back": -8.0}
    trail: list[dict[str, str]] = []
    stopped = after_heading = in_list = False
    for index, item in enumerate(items):
        if index in headings:
            trail.append({state: state for state in STATES})
            after_heading = True
            continue
        in_list = in_list and _is_point(item)
        evidence = _evidence(item, language, dotted, in_list)
        in_list = in_list or item.end == "colon"
        now: dict[str, float] = {}
        came: dict[str, str] = {}
        for state in STATES:
            options = []
            for before in STATES:
                step = _STEP[before, state]
                if after_heading:
                    step = _AFTER_HEADING.get((before, state), step)
                if (before, state) == ("operative", "back") and stopped:
                    step = -1.0
                options.append((best[before] + (step if index else 0.0), before))
            score, came[state] = max(options)
            now[state] = score + evidence[state]
        best = now
        trail.append(came)
        stopped = item.end == "stop"
        after_heading = False
    state = max(best, key=lambda key: best[key])
    states = [state] * len(items)
    for index in range(len(items) - 1, 0, -1):
        states[index] = state
        state = trail[index][state]
    states[0] = state
    _headings_look_ahead(states, headings)
    return states


def _headings_look_ahead(states: list[str], headings: set[int]) -> None:
    """A heading belongs to what it heads."""
    for index in sorted(headings, reverse=True):
        if index + 1 < len(states):
            states[index] = states[index + 1]


def _strong(item: Item) -> bool:
    label = item.label
    return label is not None and label.series in ("1", "op") and len(label.path) == 1


def _is_point(item: Item) -> bool:
    """Whether an item after a colon goes on with the list that the colon opened."""
    if item.label is not None:
        return not _strong(item)
    found = item.opening
    return found is None or not found.certain or found.parts != {"operative"}


def _evidence(item: Item, language: str, dotted: bool, in_list: bool) -> dict[str, float]:
    preambular = operative = back = 0.0
    found = item.opening
    point = item.label is not None and not _strong(item)
    if found:
        # a point may open with any word ("(a) Promoting ..."): it follows its paragraph
        weight = (1.0 if found.certain else 0.6) * (0.15 if point or in_list else 1.0)
        if found.parts == {"preambular"}:
            preambular, operative = 4.0 * weight, -3.0 * weight
        elif found.parts == {"operative"}:
            preambular, operative = -4.0 * weight, 4.0 * weight
        else:
            preambular = operative = 1.5 * weight
        back = -3.0 * weight
    label = item.label
    if label is not None:
        if label.series == "pp":
            preambular += 8.0
        elif label.series == "op":
            operative += 8.0
        elif _strong(item):
            preambular -= 4.0
            operative += 3.0
        # points stand under either; they follow their neighbours
    elif dotted and found and found.parts != {"preambular"}:
        operative -= 1.0  # others have numbers, this one has none
    if item.end == "comma":
        preambular += 2.5
        operative -= 1.5
        back -= 2.0
    elif item.end == "semicolon":
        preambular -= 1.0
        operative += 1.5
        back -= 2.0
    elif item.end == "stop":
        preambular -= 3.0
        operative += 0.5
    elif item.end == "colon":
        operative += 0.5
    else:
        back += 1.5
        preambular -= 1.0
        operative -= 0.5
    if is_line(item, language, "meeting"):
        back += 7.0
        operative -= 4.0
        preambular -= 4.0
    if item.block.hint == "table":
        back += 1.0
    return {"preambular": preambular, "operative": operative, "back": back}


def section_headings(items: list[Item], language: str) -> set[int]:
    """Indexes of section headings: short lines without a mark at the end that are no paragraphs."""
    found = set()
    for index, item in enumerate(items):
        hint = item.block.hint
        if hint == "heading":
            found.add(index)
        elif hint == "" and item.bare() and not _strong(item) and index + 1 < len(items):
            verb = item.opening is not None and item.opening.certain
            if verb and (item.size > 14 or item.label is not None):
                continue
            if item.label is not None and item.label.series not in _SECTION_SERIES:
                continue
            if not is_line(item, language, "meeting") and not is_line(item, language, "front"):
                found.add(index)
    return found


def un_region(items: list[Item], language: str) -> list[Provision]:
    """Provisions of what follows the formula in a text of UN style."""
    headings = section_headings(items, language)
    states = classify(items, headings, language)
    nester = Nester()
    dotted = any(_strong(item) for item in items)
    before = ""
    for index, (item, state) in enumerate(zip(items, states, strict=True)):
        if item.block.hint == "footnote":
            nester.hang(Draft(item, "footnote"))
            continue
        if item.block.hint == "front":
            nester.divide(Draft(item, "front"))
            continue
        if index in headings and state != "back":
            nester.divide(Draft(item, "heading"))
            continue
        if state != before:
            nester.close()
            before = state
        if state == "back":
            kind: Kind = "footnote" if _is_note(item) else "back"
            nester.divide(Draft(item, kind))
            continue
        kind = "preambular" if state == "preambular" else "operative"
        _place(nester, item, kind, dotted)
    return grow(nester.roots)


def _place(nester: Nester, item: Item, kind: Kind, dotted: bool) -> None:
    draft = Draft(item, kind, own_verb(item) if _opens(item, kind) else "")
    label = item.label
    if label is not None and (
        _strong(item) if kind == "operative" else label.series in ("1", "pp")
    ):
        nester.root(draft, label)
        return
    if label is not None and (nester.depth or nester.roots):
        node = nester.add(draft, item.labels)
    else:
        last = nester.last
        opened = last is not None and (
            last.value.item.end == "colon" or (bool(last.children) and not _opens(item, kind))
        )
        continues = dotted and kind == "operative" and not _opens(item, kind)
        under = last is not None and not _opens(item, kind) and (opened or continues)
        node = nester.add(draft, (), under_last=under)
    if not draft.verb and node not in nester.roots:
        draft.verb = _verb_above(nester, node)


def _verb_above(nester: Nester, node: Node) -> str:
    """A point is governed by the verb of the paragraph it stands under."""
    root = nester.roots[-1]
    return str(root.value.verb) if root is not node else ""


def _opens(item: Item, kind: str) -> bool:
    return item.opening is not None and kind in item.opening.parts


def _is_note(item: Item) -> bool:
    """A footnote printed at the foot: a bare number and a sentence."""
    return bool(item.weak) and item.end == "stop"
