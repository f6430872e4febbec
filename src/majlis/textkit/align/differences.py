"""What differs between two language versions once their provisions stand side by side."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise
from statistics import median
from typing import Any, Literal

from majlis.textkit.align.evidence import Item, joined
from majlis.textkit.align.likeness import Likeness
from majlis.textkit.lexicon import fold
from majlis.textkit.numbering import chinese

DifferenceKind = Literal["missing", "label", "date", "citation", "number", "structure", "length"]
Pair = tuple[Item | None, Item | None]

# What editions add and leave out as they please: mast, distribution, job number.
_EDITION = frozenset({"front", "back"})
# Numbers up to here are often written as words.
_WORDS = 100
# Evidence that a provision and the next together are the counterpart, beyond that of the first alone.
_GAIN = 0.4
# Standard deviations from the usual length; and the shortest provision whose length says anything.
_FAR = 3.5
_LONG = 60


@dataclass(frozen=True, slots=True)
class Difference:
    """One thing out of step. ``a`` and ``b`` are ids, None where the side has no such provision.

    ``detail``: what each side alone has, by side (dates, citations, numbers, labels, kinds, ids).
    ``message``: the same for a reader, in English.
    """

    kind: DifferenceKind
    a: str | None
    b: str | None
    message: str
    detail: dict[str, list[str]]

    def as_dict(self) -> dict[str, Any]:
        """The difference as JSON."""
        return {
            "kind": self.kind,
            "a": self.a,
            "b": self.b,
            "message": self.message,
            "detail": self.detail,
        }


def differences(
    pairs: Sequence[Pair], likeness: Likeness, languages: tuple[str, str]
) -> list[Difference]:
    """Every difference in the reading order of the pairs."""
    found: list[Difference] = []
    held = _held(pairs, likeness)
    labelled = tuple(_labelled(pairs, side) for side in (0, 1))
    usual = _usual(pairs, likeness)
    # Lines of a mast that one side takes for its title are no title that the other lacks.
    titled = all(any(i is not None and i.kind == "title" for i in side) for side in zip(*pairs))
    for a, b in pairs:
        if a is not None and b is not None:
            extra = (held.get(a.id, []), held.get(b.id, []))
            found += _of_pair(a, b, extra, languages)
            found += _labels(a, b, (labelled[0], labelled[1]))
            if not any(extra):
                found += _length(a, b, likeness, usual)
        else:
            found += _alone(a, b, held, titled)
    return found


def _alone(
    a: Item | None, b: Item | None, held: dict[str, list[Item]], titled: bool
) -> Iterable[Difference]:
    item = a or b
    if item is None or item.kind in _EDITION or item.provision.change == "deleted":
        return
    if item.kind == "title" and titled:
        return
    for owner, parts in held.items():
        if item in parts:
            yield Difference(
                "structure",
                a.id if a else owner,
                b.id if b else owner,
                "One side holds in one provision what the other has in two.",
                {"a": [a.id] if a else [owner], "b": [b.id] if b else [owner]},
            )
            return
    yield Difference(
        "missing",
        a.id if a else None,
        b.id if b else None,
        "The second text lacks this provision." if a else "The first text lacks this provision.",
        {"a": [a.id] if a else [], "b": [b.id] if b else []},
    )


def _held(pairs: Sequence[Pair], likeness: Likeness) -> dict[str, list[Item]]:
    """Unmatched provisions that the matched one before them (on the other side) seems to hold.

    By the id of that one: its words fit the whole better than its own counterpart alone.
    """
    held: dict[str, list[Item]] = {}
    for (a, b), run in _runs(pairs):
        if a is None or b is None or not run:
            continue
        alone_a = [one for one, other in run if one is not None and other is None]
        alone_b = [other for one, other in run if other is not None and one is None]
        for mine, parts, owner in ((a, alone_a, b), (b, alone_b, a)):
            if not parts or len(parts) < len(run):
                continue
            first, whole = joined(mine, []), joined(mine, parts)
            if owner is b:
                gain = likeness.content(whole, b) - likeness.content(first, b)
            else:
                gain = likeness.content(a, whole) - likeness.content(a, first)
            if gain > _GAIN:
                held[owner.id] = parts
    return held


def _runs(pairs: Sequence[Pair]) -> Iterable[tuple[Pair, list[Pair]]]:
    """Each full pair with the pairs after it that lack a side."""
    full: Pair = (None, None)
    run: list[Pair] = []
    for pair in pairs:
        if None in pair:
            run.append(pair)
        else:
            yield full, run
            full, run = pair, []
    yield full, run


def _of_pair(
    a: Item, b: Item, extra: tuple[list[Item], list[Item]], languages: tuple[str, str]
) -> Iterable[Difference]:
    if a.kind in _EDITION or b.kind in _EDITION:
        return
    # Where a side holds more than this provision, the parts on the other side speak with it.
    one, other = [a, *extra[1]], [b, *extra[0]]
    if a.kind != b.kind:
        yield Difference(
            "structure", a.id, b.id,
            f"One side has this as {a.kind}, the other as {b.kind}.",
            {"a": [a.kind], "b": [b.kind]},
        )  # fmt: skip
    elif a.depth != b.depth:
        yield Difference(
            "structure", a.id, b.id,
            "The two stand at different levels.",
            {"a": [str(a.depth)], "b": [str(b.depth)]},
        )  # fmt: skip
    yield from _figures(a, b, one, other, languages)


def _figures(
    a: Item, b: Item, one: list[Item], other: list[Item], languages: tuple[str, str]
) -> Iterable[Difference]:
    all_a, all_b = _every(one), _every(other)

    def lacking(
        mine: list[Item], theirs: set[str], side: int
    ) -> tuple[list[str], list[str], list[str]]:
        words = "\n".join(i.words for i in (other if side == 0 else one))
        language = languages[1 - side]
        there = {d for i in (other if side == 0 else one) for d in i.dates}
        dates = sorted({d for i in mine for d in i.dates if not _dated(d, there, theirs)})
        cited = sorted(
            {
                f"{number} ({year})" if year else number
                for i in mine
                for number, year in i.citations
                if not _parts(number) <= theirs or (year and year not in theirs)
            }
        )
        numbers = sorted(
            {
                n
                for i in mine
                for n in i.numbers
                if n not in theirs and not _spelt(n, words, language)
            },
            key=lambda n: (len(n), n),
        )
        return dates, cited, numbers

    mine, yours = lacking(one, all_b, 0), lacking(other, all_a, 1)
    for place, kind, what in ((0, "date", "dates"), (1, "citation", "cited numbers")):
        if mine[place] or yours[place]:
            yield _differ(kind, a, b, mine[place], yours[place], what)
    big = [[n for n in side[2] if int(n) > _WORDS] for side in (mine, yours)]
    if (mine[2] and yours[2]) or big[0] or big[1]:
        both = bool(mine[2] and yours[2])
        yield _differ(
            "number", a, b, mine[2] if both else big[0], yours[2] if both else big[1], "numbers"
        )


def _differ(kind: Any, a: Item, b: Item, one: list[str], other: list[str], what: str) -> Difference:
    said = "; ".join(
        f"only the {side} has {', '.join(values)}"
        for side, values in (("first", one), ("second", other))
        if values
    )
    return Difference(kind, a.id, b.id, f"The {what} differ: {said}.", {"a": one, "b": other})


def _every(side: list[Item]) -> set[str]:
    """Every number on a side, whatever it is part of."""
    found: set[str] = set()
    for item in side:
        found |= item.numbers
        for number, year in item.citations:
            found |= _parts(number) | ({year} if year else set())
        for date in item.dates:
            found |= _parts(date)
        found |= _parts(fold(item.words).text)
    return found


def _parts(text: str) -> set[str]:
    digits = "".join(c if c.isdigit() else " " for c in text)
    return {part.lstrip("0") or "0" for part in digits.split()}


def _dated(date: str, there: set[str], numbers: set[str]) -> bool:
    """Whether a date has its counterpart: the same, or the part of it that the other side says."""
    if date in there:
        return True
    if "/" in date or len(date) == 4:
        # A year or a range of years may stand as plain numbers, or within a fuller date.
        return _parts(date) <= numbers
    if date.startswith("--"):
        return any(other.endswith(date[1:]) for other in there)
    if len(date) == 7:
        return any(other.startswith(date) for other in there)
    return f"-{date[4:]}" in there or any(date in other.split("/") for other in there)


def _spelt(number: str, words: str, language: str) -> bool:
    """Whether Chinese signs say the number."""
    return language == "zh" and len(number) < 3 and number != "0" and chinese(int(number)) in words


def _labelled(pairs: Sequence[Pair], side: int) -> set[tuple[str | None, str]]:
    """Lists (parent and kind) of a side in which two provisions or more are numbered."""
    count: dict[tuple[str | None, str], int] = {}
    for pair in pairs:
        item = pair[side]
        if item is not None and item.ordinals:
            count[item.parent, item.kind] = count.get((item.parent, item.kind), 0) + 1
    return {key for key, number in count.items() if number > 1}


def _labels(
    a: Item, b: Item, lists: tuple[set[tuple[str | None, str]], set[tuple[str | None, str]]]
) -> Iterable[Difference]:
    if a.kind in _EDITION or b.kind in _EDITION or a.ordinals & b.ordinals:
        return
    if not a.ordinals and not b.ordinals:
        return
    if not a.ordinals and (a.parent, a.kind) not in lists[0]:
        return
    if not b.ordinals and (b.parent, b.kind) not in lists[1]:
        return
    one, other = a.provision.label or a.provision.number, b.provision.label or b.provision.number
    yield Difference(
        "label", a.id, b.id,
        f"The numbers differ: {one or 'none'} and {other or 'none'}.",
        {"a": [one] if one else [], "b": [other] if other else []},
    )  # fmt: skip


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


def _length(
    a: Item, b: Item, likeness: Likeness, usual: Callable[[Item, Item], float]
) -> Iterable[Difference]:
    if a.kind in _EDITION or max(len(a.words), len(b.words)) < _LONG:
        return
    far = usual(a, b)
    if abs(far) > _FAR:
        longer = "first" if far > 0 else "second"
        yield Difference(
            "length", a.id, b.id,
            f"The {longer} is far longer than usual beside the other.",
            {"a": [str(len(a.words))], "b": [str(len(b.words))]},
        )  # fmt: skip
