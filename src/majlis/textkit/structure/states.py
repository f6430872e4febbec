"""Preamble, operative part or neither: the likeliest sequence of states in a text of UN style.

Each paragraph gives evidence (its opening verb, its label, its last mark); the likeliest sequence of
states is found by dynamic programming, so that one odd paragraph among regular ones is read as its
neighbours are. The same rule serves texts whose numbers were lost.
"""

from __future__ import annotations

from majlis.textkit.openings import Opening, opening
from majlis.textkit.structure.items import End, Item, is_line

STATES = ("preambular", "operative", "back")
_Scores = tuple[float, float, float]

# Cost of going from one state (row) to the next (column), in the order of STATES. A second preamble is
# rare without a heading before it, and usual after the formula of a quoted text.
_STEP: tuple[_Scores, _Scores, _Scores] = ((0.0, -0.5, -7.0), (-6.0, 0.0, -5.0), (-9.0, -7.0, 0.0))
_AFTER_HEADING: tuple[_Scores, _Scores, _Scores] = (
    (0.0, -0.5, -7.0), (-2.0, 0.0, -5.0), (-9.0, -6.0, 0.0),
)  # fmt: skip
_AFTER_FORMULA: tuple[_Scores, _Scores, _Scores] = (
    (0.0, -1.5, -7.0), (0.0, -1.5, -7.0), (0.0, -1.5, -7.0),
)  # fmt: skip
# a list goes on in the part that its paragraph belongs to
_IN_LIST: tuple[_Scores, _Scores, _Scores] = (
    (0.0, -4.0, -7.0), (-8.0, 0.0, -5.0), (-9.0, -9.0, 0.0),
)  # fmt: skip
_AFTER_STOP = -1.0  # from operative to back, once a full stop has ended the operative part
_START: _Scores = (0.0, -1.5, -8.0)

# What the last mark of a paragraph says.
_END: dict[End, _Scores] = {
    "comma": (2.5, -1.5, -2.0),
    "semicolon": (-1.0, 1.5, -2.0),
    "stop": (-3.0, 0.5, 0.0),
    "colon": (0.0, 0.5, 0.0),
    "none": (-1.0, -0.5, 1.5),
}
_POINT = 0.15  # a point may open with any word ("(a) Promoting ..."): it follows its paragraph


def classify(
    items: list[Item],
    headings: frozenset[int],
    language: str,
    formulas: frozenset[int] = frozenset(),
) -> list[str]:
    """The state of each item: "preambular", "operative" or "back"; headings take their neighbour's.

    ``headings`` and ``formulas`` hold the indexes of items already known as such.
    """
    dotted = any(item.main for item in items)
    best = _START
    trail: list[tuple[int, int, int] | None] = []
    steps = ((0.0,) * 3,) * 3  # the first paragraph comes from nowhere
    in_list = stopped = False
    for index, item in enumerate(items):
        if index in headings or index in formulas or item.aside:
            trail.append(None)
            if index in formulas:
                steps = _AFTER_FORMULA
            elif index in headings and steps is _STEP:
                steps = _AFTER_HEADING
            in_list = in_list and bool(item.aside)
            continue
        in_list = in_list and is_point(item)
        if in_list and steps is _STEP:
            steps = _IN_LIST
        evidence = _evidence(item, language, dotted, in_list, in_list and not stopped)
        in_list = in_list or item.end == "colon"
        best, came = _forward(best, steps, stopped, evidence)
        trail.append(came)
        stopped = item.end == "stop"
        steps = _STEP
    return _backward(items, best, trail, headings | formulas)


def _forward(
    best: _Scores, steps: tuple[_Scores, ...], stopped: bool, evidence: _Scores
) -> tuple[_Scores, tuple[int, int, int]]:
    scores: list[float] = []
    came: list[int] = []
    for state in range(3):
        options = [best[before] + steps[before][state] for before in range(3)]
        if stopped and state == 2:
            options[1] = best[1] + max(steps[1][2], _AFTER_STOP)
        score = max(options)
        scores.append(score + evidence[state])
        came.append(options.index(score))
    return (scores[0], scores[1], scores[2]), (came[0], came[1], came[2])


def _backward(
    items: list[Item],
    best: _Scores,
    trail: list[tuple[int, int, int] | None],
    headings: frozenset[int],
) -> list[str]:
    state = best.index(max(best))
    states = [state] * len(items)
    for index in range(len(items) - 1, -1, -1):
        states[index] = state
        came = trail[index]
        if came is not None:
            state = came[state]
    # a heading belongs to what it heads
    for index in sorted(headings, reverse=True):
        if index + 1 < len(states):
            states[index] = states[index + 1]
    return [STATES[state] for state in states]


def mark_main(items: list[Item], language: str) -> None:
    """Mark the items that bear a number of the operative count: ``1.``, ``OP1``.

    Where no paragraph has such a number, ``1)``, ``(1)`` or a bare ``1`` before operative verbs counts.
    """
    series = {"1", "op"}
    if not any(item.label is not None and item.label.series in series for item in items):
        for other in ("(1)", "1)"):
            verbs = [i for i in items if i.label is not None and i.label.series == other]
            if sum(_demands(item.opening) for item in verbs) >= 2:
                series = {other}
        _take_bare_numbers(items, language)
    for item in items:
        label = item.label
        item.main = label is not None and label.series in series and len(label.path) == 1
    _take_points_out(items)


def _take_points_out(items: list[Item]) -> None:
    """A count begun anew at a deeper level of a list, under a point that ends in a colon, is of points."""
    before: Item | None = None
    inside: tuple[int, int] | None = None  # level and number of the point before
    for item in items:
        if item.label is None or item.depth is None:
            continue
        place = (item.depth, item.label.ordinal)
        if item.main and (
            (inside is not None and place == (inside[0], inside[1] + 1))
            or (
                place[1] == 1
                and before is not None
                and not before.main
                and before.end == "colon"
                and item.depth > (before.depth or 0)
            )
        ):
            item.main, inside = False, place
        elif item.main or (inside is not None and item.depth < inside[0]):
            inside = None
        before = item


def _take_bare_numbers(items: list[Item], language: str) -> None:
    chosen: list[Item] = []
    for item in items:
        if (
            item.weak
            and item.weak[0].ordinal == len(chosen) + 1
            and _demands(opening(item.text[item.weak[0].end :], language))
        ):
            chosen.append(item)
    if len(chosen) >= 2:
        for item in chosen:
            item.accept_weak()


def _demands(found: Opening | None) -> bool:
    return found is not None and found.certain and "operative" in found.parts


def is_point(item: Item) -> bool:
    """Whether an item after a colon goes on with the list that the colon opened."""
    if item.label is not None:
        return not item.main
    found = item.opening
    return found is None or not found.certain or found.parts != {"operative"}


def _evidence(item: Item, language: str, dotted: bool, in_list: bool, open_list: bool) -> _Scores:
    """What an item says of its state; ``open_list``: no full stop has ended the list it stands in."""
    preambular, operative, back = _END[item.end]
    label = item.label
    point = in_list or (label is not None and not item.main)
    if point:
        # the marks inside a list are those of a list
        preambular, operative = 0.25 * preambular, 0.25 * operative
        if open_list and item.end == "none":
            back = 0.0  # names in a list bear no mark either
    found = item.opening
    if found and (found.certain or not point):
        weight = (1.0 if found.certain else 0.6) * (_POINT if point else 1.0)
        if found.parts == {"preambular"}:
            preambular, operative = preambular + 4.0 * weight, operative - 3.0 * weight
        elif found.parts == {"operative"}:
            preambular, operative = preambular - 4.0 * weight, operative + 4.0 * weight
        else:
            preambular, operative = preambular + 1.5 * weight, operative + 1.5 * weight
        back -= 3.0 * weight
    if label is not None:
        if label.series == "pp":
            preambular += 8.0
        elif label.series == "op":
            operative += 8.0
        elif item.main:
            preambular -= 4.0
            operative += 3.0
        # points stand under either; they follow their neighbours
    elif dotted and found and found.parts != {"preambular"}:
        # others have numbers, this one has none; the more so where its verb may open a recital
        operative -= 1.0 if found.parts == {"operative"} else 3.5
    if item.decides:
        return preambular - 4.0, operative + 8.0, back - 3.0
    if item.end in ("none", "stop", "comma", "colon") and is_line(item, language, "meeting"):
        return preambular - 4.0, operative - 4.0, back + 7.0
    if item.block.hint == "table":
        back += 1.0
    return preambular, operative, back
