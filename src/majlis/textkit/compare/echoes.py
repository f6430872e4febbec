"""The words that went from one provision to another: of a move, of a split, of a merger."""

from __future__ import annotations

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import accumulate

from majlis.textkit.compare.result import JOINT, ChangeItem
from majlis.textkit.compare.words import spans
from majlis.textkit.model import Provision
from majlis.textkit.words import tokenise

Stretches = list[tuple[int, int]]
"""Where in a wording something stands: first character and the one after the last, in order."""

_LEAST = 2  # words of a stretch that is told to have moved out of a provision that stayed


@dataclass(slots=True)
class Moved:
    """The stretches that moved, by the place of their provision in old and in new."""

    old: dict[int, Stretches] = field(default_factory=lambda: defaultdict(list))
    new: dict[int, Stretches] = field(default_factory=lambda: defaultdict(list))


@dataclass(frozen=True, slots=True)
class _Echo:
    """``size`` characters at ``here`` of old provision ``i`` that stand at ``there`` of new ``j``."""

    i: int
    here: int
    j: int
    there: int
    size: int


def stretches_moved(
    changes: Iterable[ChangeItem],
    ours: Sequence[Provision],
    theirs: Sequence[Provision],
    stayed: Mapping[int, int],
) -> Moved:
    """What moved between provisions that are not the same one in both views.

    ``stayed`` maps the places in new to those in old of the provisions that are. A stretch is the
    same words on both sides, and there is none where a word-by-word comparison of a provision that
    stayed has found its words unchanged.
    """
    found = Moved()
    at_new = {i: j for j, i in stayed.items()}
    for item in changes:
        if item.op == "moved":
            echoes = list(_echoes(item, ours, theirs))
            if not echoes:
                # nothing of it is the same, yet it is the one that moved
                (i,), (j,) = item.old_at, item.new_at
                found.old[i].append((0, len(ours[i].text)))
                found.new[j].append((0, len(theirs[j].text)))
        elif item.op in ("split", "merged"):
            echoes = [e for e in _echoes(item, ours, theirs) if stayed.get(e.j) != e.i]
            for i in item.old_at:
                if i in at_new:
                    cut = _differing(ours[i], theirs[at_new[i]], "-")
                    echoes = [part for e in echoes for part in _within(e, i, None, cut)]
            for j in item.new_at:
                if j in stayed:
                    cut = _differing(ours[stayed[j]], theirs[j], "+")
                    echoes = [part for e in echoes for part in _within(e, None, j, cut)]
            echoes = [e for e in echoes if _counts(ours[e.i].text[e.here : e.here + e.size])]
        else:
            continue
        for e in echoes:
            found.old[e.i].append((e.here, e.here + e.size))
            found.new[e.j].append((e.there, e.there + e.size))
    return found


def _echoes(
    item: ChangeItem, ours: Sequence[Provision], theirs: Sequence[Provision]
) -> Iterator[_Echo]:
    """What is the same in the texts of an item, cut where a provision of either side ends."""
    olds, news = [ours[i].text for i in item.old_at], [theirs[j].text for j in item.new_at]
    old_starts, new_starts = _starts(olds), _starts(news)
    a = b = 0
    for op, text in item.spans:
        if op == "=":
            at, end = 0, len(text)
            while at < end:
                p = bisect_right(old_starts, a + at) - 1
                q = bisect_right(new_starts, b + at) - 1
                here, there = a + at - old_starts[p], b + at - new_starts[q]
                size = min(end - at, len(olds[p]) - here, len(news[q]) - there)
                if size > 0:
                    yield _Echo(item.old_at[p], here, item.new_at[q], there, size)
                at += size if size > 0 else len(JOINT)
        a += len(text) if op != "+" else 0
        b += len(text) if op != "-" else 0


def _starts(texts: Sequence[str]) -> list[int]:
    """Where each text begins in all of them joined."""
    return list(accumulate((len(text) + len(JOINT) for text in texts[:-1]), initial=0))


def _differing(old: Provision, new: Provision, sign: str) -> Stretches:
    """The stretches of old (``-``) or of new (``+``) that the other does not have."""
    found: Stretches = []
    at = 0
    for op, text in spans(old.text, new.text):
        if op in ("=", sign):
            if op == sign:
                found.append((at, at + len(text)))
            at += len(text)
    return found


def _within(echo: _Echo, i: int | None, j: int | None, cut: Stretches) -> Iterator[_Echo]:
    """The parts of an echo inside stretches of old ``i`` or of new ``j``; another's is left whole."""
    if i not in (None, echo.i) or j not in (None, echo.j):
        yield echo
        return
    start = echo.there if i is None else echo.here
    for first, last in cut:
        shift = max(0, first - start)
        size = min(echo.size, last - start) - shift
        if size > 0:
            yield _Echo(echo.i, echo.here + shift, echo.j, echo.there + shift, size)


def _counts(text: str) -> bool:
    return sum(token[0].isalnum() for token in tokenise(text)) >= _LEAST
