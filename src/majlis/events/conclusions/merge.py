"""Two people's changes to one text, merged: by paragraphs, and by words inside a paragraph that both changed.

Changes that touch no common place are both in the result. Where they touch, nothing is guessed: there is
no result, and people decide. Words that both added at different places count as touching, since nobody
can tell whether they are meant once or twice.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from itertools import product, zip_longest

from majlis.textkit.amend.merge import hunks, meet, rewritten
from majlis.textkit.model import Run

PARAGRAPHS = "\n\n"
"""What stands between two paragraphs."""


def tidy_text(text: str) -> str:
    """A text as it is saved: each line that has words is a paragraph, with a blank line between two.

    Browsers send line breaks as CRLF, and spaces at the ends of lines are not seen.
    """
    lines = (line.strip() for line in text.replace("\0", "").splitlines())
    return PARAGRAPHS.join(line for line in lines if line)


def paragraphs(text: str) -> list[str]:
    """The paragraphs of a tidy text."""
    return text.split(PARAGRAPHS) if text else []


def merge_texts(base: str, mine: str, theirs: str) -> str | None:
    """What the changes of two people make of a text together; None where they cannot be merged.

    All three are tidy texts. The result does not depend on who is first.
    """
    if mine in (base, theirs):
        return theirs
    if theirs == base:
        return mine
    olds, ours, others = paragraphs(base), paragraphs(mine), paragraphs(theirs)
    my_edits, their_edits = _edits(olds, ours), _edits(olds, others)
    if _adds_twice(my_edits, their_edits):
        return None
    merged: list[str] = []
    at = 0
    for group in _groups(my_edits, their_edits):
        merged += olds[at : group.start]
        done = group.merged(olds)
        if done is None:
            return None
        merged += done
        at = group.end
    merged += olds[at:]
    return PARAGRAPHS.join(merged)


@dataclass(frozen=True, slots=True)
class _Edit:
    """Paragraphs ``start`` to ``end`` of the base become ``new``."""

    start: int
    end: int
    new: tuple[str, ...]

    def touches(self, other: _Edit) -> bool:
        """Whether the edits change a common paragraph, or both add or delete paragraphs at one place."""
        first, second = sorted((self, other), key=lambda edit: (edit.start, edit.end))
        if first.end > second.start:
            return True
        return first.end == second.start and not (first.is_in_place or second.is_in_place)

    @property
    def is_in_place(self) -> bool:
        """Whether each paragraph is replaced by one."""
        return self.end - self.start == len(self.new)


@dataclass(slots=True)
class _Group:
    """Edits of both people that touch one another."""

    mine: list[_Edit]
    theirs: list[_Edit]

    @property
    def start(self) -> int:
        """The first paragraph of the base that is changed."""
        return min(edit.start for edit in (*self.mine, *self.theirs))

    @property
    def end(self) -> int:
        """The paragraph of the base after the last one that is changed."""
        return max(edit.end for edit in (*self.mine, *self.theirs))

    def merged(self, olds: Sequence[str]) -> list[str] | None:
        """The paragraphs in the place of those that are changed; None where the changes touch."""
        old = list(olds[self.start : self.end])
        mine, theirs = self._applied(self.mine, olds), self._applied(self.theirs, olds)
        if all(edit.is_in_place for edit in (*self.mine, *self.theirs)):
            # Each paragraph by itself: its first word is no neighbour of the last one of the paragraph above.
            pairs = [_merged_words(*each) for each in zip(old, mine, theirs, strict=True)]
            done = [each for each in pairs if each is not None]
            return done if len(done) == len(pairs) else None
        words = _merged_words(*(PARAGRAPHS.join(each) for each in (old, mine, theirs)))
        return None if words is None else paragraphs(tidy_text(words))

    def _applied(self, edits: Sequence[_Edit], olds: Sequence[str]) -> list[str]:
        """The paragraphs of the group after the edits of one person."""
        done: list[str] = []
        at = self.start
        for edit in edits:
            done += [*olds[at : edit.start], *edit.new]
            at = edit.end
        return [*done, *olds[at : self.end]]


def _edits(olds: Sequence[str], news: Sequence[str]) -> list[_Edit]:
    """What turns the paragraphs of the base into those of a person, in reading order."""
    opcodes = SequenceMatcher(None, olds, news, autojunk=False).get_opcodes()
    return [_Edit(i, i2, tuple(news[j:j2])) for op, i, i2, j, j2 in opcodes if op != "equal"]


def _groups(mine: Sequence[_Edit], theirs: Sequence[_Edit]) -> Iterator[_Group]:
    """The edits of both in reading order, those that touch together."""
    group: _Group | None = None
    marked = [(edit, True) for edit in mine] + [(edit, False) for edit in theirs]
    for edit, is_mine in sorted(marked, key=lambda each: (each[0].start, each[0].end, each[0].new)):
        inside = group is not None and any(
            edit.touches(other) for other in (*group.mine, *group.theirs)
        )
        if group is None or not inside:
            if group is not None:
                yield group
            group = _Group([], [])
        (group.mine if is_mine else group.theirs).append(edit)
    if group is not None:
        yield group


def _merged_words(base: str, mine: str, theirs: str) -> str | None:
    """The changes of two people to some words; None where they touch."""
    if mine in (base, theirs):
        return theirs
    if theirs == base:
        return mine
    ours, others = hunks(base, (Run(mine),)), hunks(base, (Run(theirs),))
    own = [hunk for hunk in ours if not any(hunk.same(other) for other in others)]
    foreign = [hunk for hunk in others if not any(hunk.same(other) for other in ours)]
    if any(meet(a, b, base) for a, b in [*product(own, others), *product(foreign, ours)]):
        return None
    if {hunk.text.strip() for hunk in own} & {hunk.text.strip() for hunk in foreign} - {""}:
        return None
    return "".join(run.text for run in rewritten((Run(base),), [*others, *own]))


def _adds_twice(mine: Sequence[_Edit], theirs: Sequence[_Edit]) -> bool:
    """Whether both added the same paragraph at different places; as when both moved it."""
    return any(
        not a.touches(b) and set(a.new) & set(b.new) and a != b for a, b in product(mine, theirs)
    )


def paragraph_pairs(old: str, new: str) -> Iterator[tuple[str, str]]:
    """The paragraphs of two texts side by side, in reading order; "" where one of them has none."""
    olds, news = paragraphs(old), paragraphs(new)
    for _op, i, i2, j, j2 in SequenceMatcher(None, olds, news, autojunk=False).get_opcodes():
        yield from zip_longest(olds[i:i2], news[j:j2], fillvalue="")
