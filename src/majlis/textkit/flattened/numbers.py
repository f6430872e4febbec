"""The printed numbers of a list into which a renumbering was flattened: which are old, which new.

Where Word's tracked changes were lost, an item that went from 5 to 7 prints ``57``, an item that was
inserted prints its new number, one that was deleted its old one. A reading of the whole list is right
when the new numbers run without a gap and the old numbers do; among such readings the one that supposes
least is taken.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Literal

from majlis.textkit.numbering import to_european

Op = Literal["kept", "inserted", "deleted", "renumbered"]
Evidence = Literal["", "amended", "new", "old"]
"""What an item's words say: wording of both times, only of the new, only of the old; or nothing."""

_TOKEN = re.compile(r"\D{0,2}(\d{1,6})\D{0,3}")
_State = tuple[int, int]
"""The last new and the last old number."""

# What a reading supposes costs. Old before new is how Word writes a changed number.
_INSERTED = _DELETED = 2.0
_HIDDEN = 1.0
_OLD_NEW = 0.5
_NEW_OLD = 1.2
_AGAINST_WORDS = 20.0
_ODD_START = 3.0
# A reading is certain where every other one of the item costs the list at least this much more.
_MARGIN = 1.5
_UNREAD = "the numbers are not consecutive"
# No list of a text that bodies revise is longer; reading one costs time for each number.
_LONGEST = 1000
# Numbers of all lists of a text that do not run on, in which fused ones are looked for.
_MOST = 3 * _LONGEST
# Lists side by side that are tried as one.
_TRIES = 20
# A long list is read only near the path of fewest suppositions.
_BEAM = 60


@dataclass(frozen=True, slots=True)
class Reading:
    """What one printed number means. ``new``/``old``: None where the item was deleted/inserted."""

    new: int | None
    old: int | None
    op: Op
    certain: bool
    reason: str

    @property
    def inferred(self) -> bool:
        """Whether the reading says more than that the number stands as printed."""
        return self.op != "kept"

    @property
    def unread(self) -> bool:
        """Whether the number is left as printed because no reading explains its list."""
        return self.op == "kept" and self.reason == _UNREAD


@dataclass(frozen=True, slots=True)
class _Step:
    before: _State
    after: _State
    cost: float
    reading: Reading


def decode_numbers(tokens: Sequence[str], evidence: Sequence[Evidence] = ()) -> list[Reading]:
    """Each printed number of a list of siblings as its new and its old number.

    ``evidence`` is what the words of each item say, where they say anything. A list that runs 1..n
    comes out untouched; so does one that no reading explains (its readings are then not certain).
    A token that is no number reads as ``Reading(None, None, "kept", False, ...)``.
    """
    values = [_value(token) for token in tokens]
    numbered = [(i, value) for i, value in enumerate(values) if value]
    marks = [evidence[i] if i < len(evidence) else "" for i, _ in numbered]
    found = iter(_decode([value for _, value in numbered], marks))
    return [
        next(found) if value else Reading(None, None, "kept", False, "it is not a number")
        for value in values
    ]


def count_fused(lists: Iterable[Sequence[str]]) -> int:
    """How many numbers of some lists are an old and a new one written together.

    Only lists count that read without a gap; and only the first of a text, for each of their numbers costs.
    """
    left = _MOST
    fused = 0
    for tokens in lists:
        values = [value for token in tokens if (value := _value(token))]
        plain = map(int, values)
        if len(values) <= min(left, _LONGEST) and any(
            b not in (a + 1, 1) for a, b in itertools.pairwise(plain)
        ):
            left -= len(values)
            fused += _fused(values)
    return fused


def _fused(values: list[str]) -> int:
    readings = _cheapest(values, [""] * len(values)) or []
    return sum(
        reading.op == "renumbered" and value not in (str(reading.new), str(reading.old))
        for value, reading in zip(values, readings, strict=False)
    )


def is_number(token: str) -> bool:
    """Whether a printed label is one whole number, with or without its punctuation."""
    return token != "" and bool(_value(token))


def _value(token: str) -> str:
    match = _TOKEN.fullmatch(to_european(token).strip())
    return match[1] if match and not match[1].startswith("0") else ""


def _decode(values: list[str], evidence: Sequence[Evidence]) -> list[Reading]:
    plain = [int(value) for value in values]
    # Several lists may stand side by side; each begins with 1.
    firsts = [i for i, number in enumerate(plain) if i and number == 1]
    breaks = (i for i, (a, b) in enumerate(itertools.pairwise(plain), 1) if b not in (a + 1, 1))
    said = (i for i, mark in enumerate(evidence) if mark)
    last_break, last_said = max(breaks, default=0), max(said, default=-1)
    readings: list[Reading] = []
    start = 0
    for tried, again in enumerate([*firsts, None]):
        if last_said < start and last_break <= start:
            return [*readings, *map(_kept, plain[start:])]
        # The rest as one list, or what stands before the next 1; of many lists not each is tried so.
        if again is None or (tried < _TRIES and len(values) - start <= _LONGEST):
            found = _read(values[start:], evidence[start:])
            if found:
                return [*readings, *found]
        if again is None:
            return [*readings, *map(_left, plain[start:])]
        readings += _decode_one(values[start:again], evidence[start:again])
        start = again
    return readings


def _decode_one(values: list[str], evidence: Sequence[Evidence]) -> list[Reading]:
    """The numbers of one list that begins with 1 once."""
    plain = [int(value) for value in values]
    if not any(evidence) and all(b == a + 1 for a, b in itertools.pairwise(plain)):
        return [_kept(number) for number in plain]
    return _read(values, evidence) or [_left(number) for number in plain]


def _read(values: list[str], evidence: Sequence[Evidence]) -> list[Reading] | None:
    """The reading of a list that supposes least, None where none explains it, or where it is too long."""
    if len(values) > _LONGEST:
        return None
    return _cheapest(values, evidence) or _simple(values)


def _kept(number: int) -> Reading:
    return Reading(number, number, "kept", True, "the numbering continues")


def _left(number: int) -> Reading:
    return Reading(number, number, "kept", False, _UNREAD)


def splits(token: str) -> Iterator[tuple[int, int]]:
    """Every way to cut a token into two numbers: ``1012`` is 1|012 (no), 10|12, 101|2."""
    for cut in range(1, len(token)):
        if token[cut] != "0":
            yield int(token[:cut]), int(token[cut:])


def _steps(token: str, state: _State, evidence: Evidence) -> Iterator[_Step]:
    new, old = state[0] + 1, state[1] + 1
    value = int(token)

    def step(after: _State, cost: float, reading: Reading) -> _Step:
        against = (
            (evidence == "amended" and reading.op in ("inserted", "deleted"))
            or (evidence == "new" and reading.op != "inserted")
            or (evidence == "old" and reading.op != "deleted")
        )
        return _Step(state, after, cost + (_AGAINST_WORDS if against else 0), reading)

    if value == new == old:
        yield step((new, old), 0.0, _kept(value))
    if value == new:
        reason = f"{value} is the next new number, and no old number remains"
        yield step((new, state[1]), _INSERTED, Reading(value, None, "inserted", True, reason))
    if value == new != old:
        reason = f"{value} is the next new number; old number {old} is not printed"
        yield step((new, old), _HIDDEN, Reading(new, old, "renumbered", True, reason))
    if value == old:
        reason = f"{value} is the next old number, not the next new one"
        yield step((state[0], old), _DELETED, Reading(None, value, "deleted", True, reason))
    for left, right in splits(token):
        if (left, right) == (old, new) and old != new:
            reason = f"{token} is old number {old} followed by new number {new}"
            yield step((new, old), _OLD_NEW, Reading(new, old, "renumbered", True, reason))
        elif (left, right) == (new, old):
            reason = f"{token} is new number {new} followed by old number {old}"
            yield step((new, old), _NEW_OLD, Reading(new, old, "renumbered", True, reason))


def _starts(token: str) -> dict[_State, float]:
    value = int(token)
    starts: dict[_State, float] = {(value - 1, value - 1): 0.0}
    for left, right in splits(token):
        starts.setdefault((right - 1, left - 1), _ODD_START)
        starts.setdefault((left - 1, right - 1), _ODD_START)
    starts[0, 0] = 0.0
    return starts


def _cheapest(values: list[str], evidence: Sequence[Evidence]) -> list[Reading] | None:
    """The reading of the whole list that supposes least, None where no reading is without a gap."""
    layers: list[list[_Step]] = []
    spent: list[dict[_State, float]] = [_starts(values[0])]
    for token, mark in zip(values, evidence, strict=True):
        here = sorted(spent[-1].items(), key=lambda entry: entry[1])[:_BEAM]
        steps = [step for state, _ in here for step in _steps(token, state, mark)]
        reached: dict[_State, float] = {}
        for step in steps:
            cost = spent[-1][step.before] + step.cost
            reached[step.after] = min(cost, reached.get(step.after, cost))
        layers.append(steps)
        spent.append(reached)
        if not reached:
            return None
    ahead: list[dict[_State, float]] = [dict.fromkeys(spent[-1], 0.0)]
    for steps in reversed(layers):
        costs: dict[_State, float] = {}
        for step in steps:
            if step.after in ahead[-1]:
                cost = step.cost + ahead[-1][step.after]
                costs[step.before] = min(cost, costs.get(step.before, cost))
        ahead.append(costs)
    ahead.reverse()
    state = min(ahead[0], key=lambda start: spent[0][start] + ahead[0][start])
    best = spent[0][state] + ahead[0][state]
    readings: list[Reading] = []
    for place, steps in enumerate(layers):
        after = ahead[place + 1]
        open_steps = [step for step in steps if step.after in after]
        chosen = min(
            (step for step in open_steps if step.before == state),
            key=lambda step: step.cost + after[step.after],
        )
        rivals = [
            spent[place][step.before] + step.cost + after[step.after]
            for step in open_steps
            if step.reading != chosen.reading
        ]
        certain = not rivals or min(rivals) - best >= _MARGIN
        readings.append(replace(chosen.reading, certain=certain))
        state = chosen.after
    return readings


def _simple(values: list[str]) -> list[Reading] | None:
    """Where the old numbers have gaps: only the new ones must run on, and at least two are fused."""
    readings: list[Reading] = []
    last = fused = 0
    for token in values:
        value = int(token)
        pairs = list(splits(token))
        if value == last + 1:
            readings.append(Reading(value, value, "kept", False, "the numbering continues"))
        elif pair := next((pair for pair in pairs if pair[1] == last + 1), None):
            reason = f"{token} is taken as old number {pair[0]} and new number {pair[1]}"
            readings.append(Reading(pair[1], pair[0], "renumbered", False, reason))
            fused += 1
        elif pair := next((pair for pair in pairs if pair[0] == last + 1), None):
            reason = f"{token} is taken as new number {pair[0]} and old number {pair[1]}"
            readings.append(Reading(pair[0], pair[1], "renumbered", False, reason))
            fused += 1
        else:
            reason = f"{value} does not follow {last} and is taken as an old number"
            readings.append(Reading(None, value, "deleted", False, reason))
        last = readings[-1].new or last
    olds = [reading.old for reading in readings if reading.op == "renumbered"]
    rising = all(a < b for a, b in itertools.pairwise(olds) if a and b)
    return readings if fused >= 2 and rising else None
