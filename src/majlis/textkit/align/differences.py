"""What differs between two language versions once their provisions stand side by side."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from functools import partial
from itertools import takewhile
from statistics import median

from majlis.textkit.align.band import rising
from majlis.textkit.align.evidence import Item, joined
from majlis.textkit.align.figures import figures_apart
from majlis.textkit.align.likeness import Likeness, same_number
from majlis.textkit.align.result import Difference

Pair = tuple[Item | None, Item | None]

# What editions add and leave out as they please: mast, distribution, job number.
_EDITION = frozenset({"front", "back"})
# Kinds that may hold the words of the next: a converter may have joined them.
_HOLDING = frozenset({"preambular", "operative", "paragraph", "heading"})
# Evidence that a provision and the next together are the counterpart, beyond that of the first alone.
_GAIN = 0.15
# Standard deviations from the usual length; and the shortest provision whose length says anything.
_FAR = 3.5
_LONG = 60


@dataclass(frozen=True, slots=True)
class Held:
    """A provision that holds, besides its counterpart, other provisions of the other side."""

    owner: str
    parts: list[Item] = field(default_factory=list)


def differences(
    pairs: Sequence[Pair], likeness: Likeness, languages: tuple[str, str]
) -> list[Difference]:
    """Every difference in the reading order of the pairs."""
    found: list[Difference] = []
    held_by_a, held_by_b = _held(pairs, likeness)
    numbered_a, numbered_b = _numbered(pairs, 0), _numbered(pairs, 1)
    usual = _usual(pairs, likeness)
    # A line of the mast that one side takes for its title is no title that the other lacks.
    titles = [
        sum(i is not None and i.kind == "title" for i in side) for side in zip(*pairs, strict=True)
    ]
    even = len(set(titles)) < 2
    moved = _moved(pairs)
    before = "", ""  # the last pair
    for a, b in pairs:
        if a is None or b is None:
            item = a or b
            if item and not (item.kind == "title" and even):
                found += _alone(item, a is None, held_by_b if b is None else held_by_a, before)
            continue
        before = a.id, b.id
        if a.kind in _EDITION or b.kind in _EDITION:
            continue
        # Where a side holds more than this provision, the parts on the other side speak with it.
        one = [a, *held_by_b.get(b.place, Held(b.id)).parts]
        other = [b, *held_by_a.get(a.place, Held(a.id)).parts]
        found += _structure(a, b)
        if b.place in moved:
            message = "The order differs."
            found.append(Difference("structure", a.id, b.id, message, {}))
        found += _labels(a, b, numbered_a, numbered_b)
        found += figures_apart(one, other, languages)
        if len(one) + len(other) == 2:
            found += _length(a, b, usual)
    return found


def _alone(
    item: Item, first_lacks: bool, held: dict[int, Held], before: tuple[str, str]
) -> Iterable[Difference]:
    if item.kind in _EDITION or item.provision.change == "deleted":
        return
    owner = next((h.owner for h in held.values() if any(p is item for p in h.parts)), None)
    a, b = (owner, item.id) if first_lacks else (item.id, owner)
    if owner is None:
        lacks = "first" if first_lacks else "second"
        after = before[0 if first_lacks else 1]
        where = f"; its place would be after {after}" if after else ""
        yield Difference("missing", a, b, f"The {lacks} text lacks this provision{where}.", {})
    else:
        yield Difference(
            "structure", a, b, "One provision on one side corresponds to two on the other.", {}
        )


def _held(pairs: Sequence[Pair], likeness: Likeness) -> tuple[dict[int, Held], dict[int, Held]]:
    """Unmatched provisions that the matched one before or after them (on the other side) seems to hold.

    By the place of that one, for either side: its words fit the whole better than its own
    counterpart alone.
    """
    by_a: dict[int, Held] = {}
    by_b: dict[int, Held] = {}
    alone = [
        {i.place for i, j in side if i and not j} for side in (pairs, [p[::-1] for p in pairs])
    ]
    for before, run, after in _runs(pairs):
        only_a = [one for one, other in run if one and not other]
        only_b = [other for one, other in run if other and not one]
        if bool(only_a) == bool(only_b):
            continue
        for (a, b), step in ((before, 1), (after, -1)):
            if a is None or b is None or likeness.same_language and a.words == b.words:
                continue
            if not {a.kind, b.kind} <= _HOLDING:
                continue
            # Where its own points are alone, they are what makes the counterpart long.
            if step < 0 and _opens(b if only_b else a, alone[1 if only_b else 0]):
                continue
            if only_a:
                held, owner, place = by_b, b, b.place
                parts = _fitting(a, only_a[::step], partial(_of_first, likeness, b))
            else:
                held, owner, place = by_a, a, a.place
                parts = _fitting(b, only_b[::step], partial(likeness.content, a))
            if parts:
                held.setdefault(place, Held(owner.id)).parts.extend(parts)
                break
    return by_a, by_b


def _opens(item: Item, alone: set[int]) -> bool:
    return bool(item.provision.children) and item.place + 1 in alone


def _of_first(likeness: Likeness, b: Item, a: Item) -> float:
    return likeness.content(a, b)


def _fitting(first: Item, parts: list[Item], content: Callable[[Item], float]) -> list[Item]:
    """The parts, from the first on, that belong to the counterpart of ``first``."""
    parts = list(takewhile(lambda part: part.kind in _HOLDING - {"heading"}, parts))
    gains = [content(joined(first, parts[:count])) for count in range(len(parts) + 1)]
    best = max(range(len(gains)), key=lambda count: gains[count])
    if gains[best] <= gains[0] + _GAIN:
        best = 0
    # No list loses all its points and keeps its opening, and none a few of them to the opening.
    below = _below(first, parts)
    if below > best and gains[below] > gains[0]:
        best = below
    return parts[:best]


def _below(first: Item, parts: Sequence[Item]) -> int:
    """How many of the parts, from the first on, stand under ``first``."""
    inside = {first.place}
    for count, part in enumerate(parts):
        if part.parent not in inside:
            return count
        inside.add(part.place)
    return len(parts)


def _runs(pairs: Sequence[Pair]) -> Iterable[tuple[Pair, list[Pair], Pair]]:
    """The pairs that lack a side, run by run, with the full pair before and the one after each."""
    none: Pair = (None, None)
    before: Pair = none
    run: list[Pair] = []
    for pair in (*pairs, none):
        if None in pair and pair != none:
            run.append(pair)
        else:
            yield before, run, pair
            before, run = pair, []


def _moved(pairs: Sequence[Pair]) -> set[int]:
    """The places in b of provisions that stand in another order than in a; a footnote stands anywhere."""
    both = [(a.place, b.place) for a, b in pairs if a and b and a.kind != "footnote"]
    return {place for _, place in both} - {place for _, place in rising(both)}


def _structure(a: Item, b: Item) -> Iterable[Difference]:
    if a.kind != b.kind:
        message = f"The kinds differ: {a.kind} and {b.kind}."
        yield Difference("structure", a.id, b.id, message, {"a": [a.kind], "b": [b.kind]})
    elif a.depth != b.depth:
        message = "The levels differ."
        detail = {"a": [str(a.depth)], "b": [str(b.depth)]}
        yield Difference("structure", a.id, b.id, message, detail)


def _numbered(pairs: Sequence[Pair], side: int) -> set[tuple[int | None, str]]:
    """Lists (parent and kind) of a side in which two provisions or more are numbered."""
    count = Counter(
        (item.parent, item.kind) for pair in pairs if (item := pair[side]) and item.ordinals
    )
    return {key for key, number in count.items() if number > 1}


def _labels(
    a: Item, b: Item, lists_a: set[tuple[int | None, str]], lists_b: set[tuple[int | None, str]]
) -> Iterable[Difference]:
    """Other numbers, or none where the rest of the list has numbers.

    Nothing is said of numbers that follow from what one side lacks, because that is said already.
    """
    if same_number(a, b) or not (a.ordinals or b.ordinals):
        return
    if not (a.ordinals or (a.parent, a.kind) in lists_a):
        return
    if not (b.ordinals or (b.parent, b.kind) in lists_b):
        return
    one, other = (i.provision.label or i.provision.number for i in (a, b))
    message = f"The numbers differ: {one or 'none'} and {(other or 'none').rstrip('.')}."
    detail = {"a": [one] if one else [], "b": [other] if other else []}
    yield Difference("label", a.id, b.id, message, detail)


def _usual(pairs: Sequence[Pair], likeness: Likeness) -> Callable[[Item, Item], float]:
    """How far a pair's length is from what is usual in these two texts."""
    seen = [
        likeness.deviation(a.words, b.words)
        for a, b in pairs
        if a is not None and b is not None and min(len(a.words), len(b.words)) >= _LONG
    ]
    middle = median(seen) if len(seen) > 3 else 0.0

    def far(a: Item, b: Item) -> float:
        return likeness.deviation(a.words, b.words) - middle

    return far


def _length(a: Item, b: Item, usual: Callable[[Item, Item], float]) -> Iterable[Difference]:
    if max(len(a.words), len(b.words)) < _LONG:
        return
    far = usual(a, b)
    if abs(far) > _FAR:
        message = f"The {'first' if far > 0 else 'second'} provision is much longer than usual."
        detail = {"a": [str(len(a.words))], "b": [str(len(b.words))]}
        yield Difference("length", a.id, b.id, message, detail)
