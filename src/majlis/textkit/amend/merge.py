"""Changes to one wording, brought together: three-way, word by word.

A *hunk* says that the characters ``start`` to ``end`` of the present wording become some runs. The
hunks of two amendments may both be applied where they do not touch; otherwise people decide.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from majlis.textkit.amend.record import Amendment
from majlis.textkit.compare.words import spans
from majlis.textkit.model import Run, cut_runs, merge_runs

_BLANKS = re.compile(r"\s*")


@dataclass(frozen=True, slots=True)
class Hunk:
    """Characters ``start`` to ``end`` of a wording become ``runs``."""

    start: int
    end: int
    runs: tuple[Run, ...]

    @property
    def text(self) -> str:
        """The new words."""
        return "".join(run.text for run in self.runs)

    def same(self, other: Hunk) -> bool:
        """Whether both do the same; marks do not matter."""
        return (self.start, self.end, self.text) == (other.start, other.end, other.text)


@dataclass(frozen=True, slots=True)
class Edit:
    """A hunk with the amendments that want it, in the order of submission."""

    hunk: Hunk
    amendments: tuple[Amendment, ...]


@dataclass(frozen=True, slots=True)
class Merged:
    """All changes to a wording. ``groups``: the disputed places, each with all hunks at it.

    ``edits`` are the changes that nobody disputes, in reading order.
    """

    edits: tuple[Edit, ...]
    groups: tuple[tuple[Edit, ...], ...]


def hunks(old: str, new: Sequence[Run]) -> list[Hunk]:
    """What turns a wording into another, word by word."""
    found: list[Hunk] = []
    i = j = 0
    start: int | None = None
    first = 0

    def close() -> None:
        nonlocal start
        if start is not None:
            found.append(Hunk(start, i, cut_runs(new, first, j)))
            start = None

    for op, words in spans(old, "".join(run.text for run in new)):
        if op == "=":
            close()
            i, j = i + len(words), j + len(words)
            continue
        if start is None:
            start, first = i, j
        if op == "-":
            i += len(words)
        else:
            j += len(words)
    close()
    return found


def meet(a: Hunk, b: Hunk, text: str) -> bool:
    """Whether two hunks of a text touch, so that both cannot simply be applied.

    Neighbouring words count as touching: what two people made of "all wardens" by changing a word
    each is what neither of them wrote. Two deletions side by side are no dispute.
    """
    if a.same(b):
        return False
    first, second = sorted((a, b), key=lambda hunk: (hunk.start, hunk.end))
    if first.end > second.start:
        return True
    if not a.text and not b.text:
        return False
    return not text[first.end : second.start].strip()


def carried(amendment: Amendment, present: str) -> list[Hunk] | None:
    """The change of an amendment as hunks of the present wording; None where it does not carry over.

    Where the author saw other wording, their change is carried past what has changed since, if the
    two touch no common place; a change that has been made already is left out.
    """
    seen = present if amendment.base is None else amendment.base
    wanted = hunks(seen, amendment.wording)
    if seen == present:
        return wanted
    since = hunks(seen, (Run(present),))
    found: list[Hunk] = []
    for hunk in wanted:
        if any(hunk.same(other) for other in since):
            continue
        if any(meet(hunk, other, seen) for other in since):
            return None
        shift = sum(
            len(other.text) - (other.end - other.start)
            for other in since
            if other.end <= hunk.start
        )
        found.append(Hunk(hunk.start + shift, hunk.end + shift, hunk.runs))
    return found


def merged(changes: Sequence[tuple[Amendment, Sequence[Hunk]]], text: str) -> Merged:
    """The changes of several amendments to one wording, disputed places apart."""
    wanting: dict[tuple[int, int, str], list[tuple[Amendment, Hunk]]] = {}
    for amendment, found in changes:
        for hunk in found:
            wanting.setdefault((hunk.start, hunk.end, hunk.text), []).append((amendment, hunk))
    edits: list[Edit] = []
    for _, those in sorted(wanting.items()):
        # Their marks may differ: those of the first by id, whatever the order.
        _, hunk = min(those, key=lambda one: one[0].id)
        edits.append(Edit(hunk, tuple(amendment for amendment, _ in those)))
    groups = list(_groups(edits, text))
    return Merged(
        tuple(group[0] for group in groups if len(group) == 1),
        tuple(tuple(group) for group in groups if len(group) > 1),
    )


def _groups(edits: Sequence[Edit], text: str) -> Iterator[list[Edit]]:
    """Different edits in reading order, those that ``meet`` one of their group together."""
    group: list[Edit] = []
    # Where the hunks of the group end, and those of them that have words: they meet what begins before that,
    # or has only blanks between.
    end = worded = -1
    for edit in edits:
        hunk = edit.hunk
        met = (
            end > hunk.start
            or (bool(hunk.text) and _is_blank(text, end, hunk.start))
            or (worded >= 0 and _is_blank(text, worded, hunk.start))
        )
        if group and not met:
            yield group
            group, worded, end = [], -1, -1
        group.append(edit)
        end = max(end, hunk.end)
        if hunk.text:
            worded = max(worded, hunk.end)
    if group:
        yield group


def _is_blank(text: str, start: int, end: int) -> bool:
    return _BLANKS.fullmatch(text, start, end) is not None


def rewritten(runs: Sequence[Run], found: Sequence[Hunk]) -> tuple[Run, ...]:
    """The runs after hunks that do not touch one another."""
    done: list[Run] = []
    at = 0
    for hunk in sorted(found, key=lambda hunk: (hunk.start, hunk.end)):
        done += cut_runs(runs, at, hunk.start)
        done += hunk.runs
        at = hunk.end
    done += cut_runs(runs, at, sum(len(run.text) for run in runs))
    return merge_runs(done)
