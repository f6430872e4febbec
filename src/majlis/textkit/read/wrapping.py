"""Whether a plain text is wrapped, and which of its lines go on from the line before."""

from __future__ import annotations

import itertools
import re
from collections import Counter
from dataclasses import dataclass

from majlis.textkit.numbering import parse_label

_HAN = re.compile("[\u3000-\u303f\u4e00-\u9fff\uff00-\uffef]")
_MARKS = ",;:.،؛，；：。"
_WIDEST = 130
_NARROWEST = 55  # a shorter longest line is a list of short lines, not a page
_NARROWEST_HAN = 30  # a Chinese sign takes the room of two letters
_SLACK = 0.85  # print of proportional width is not wrapped at an exact count of characters
_HIGHEST_LABEL = 200


def is_han(sign: str) -> bool:
    """Whether a sign is Chinese, which needs no blank where lines are joined."""
    return bool(sign) and _HAN.match(sign) is not None


@dataclass(frozen=True, slots=True)
class Wrapping:
    """``width``: the longest line. ``indent``: what sets off a paragraph's first line; 0 for nothing."""

    width: int
    indent: int

    def full(self, line: str, following: str) -> bool:
        """Whether the first word of the line that follows had no more room on the line."""
        return len(line.rstrip()) + 1 + _first_word(following) > _SLACK * self.width

    def goes_on(self, line: str, following: str) -> bool:
        """Whether the second of two neighbouring lines goes on in the paragraph of the first."""
        if not self.full(line, following):
            return False
        if self.indent and _indent(following) >= self.indent:
            return False
        label = parse_label(following)
        if label is None or label.ordinal > _HIGHEST_LABEL:
            return True
        # a number at the start of a line is a label only where the line before may end a paragraph
        return line.rstrip()[-1:] not in _MARKS and not (self.indent == 0 and _indent(following))


def wrapping(lines: list[str]) -> Wrapping | None:
    """How a text is wrapped; None where each line is a paragraph of its own."""
    lengths = [len(line.rstrip()) for line in lines if line.strip()]
    width = max(lengths, default=0)
    longest = max(lines, key=lambda line: len(line.rstrip()), default="")
    narrowest = _NARROWEST_HAN if _HAN.search(longest) else _NARROWEST
    if len(lengths) < 3 or not narrowest <= width <= _WIDEST:
        return None
    pairs = [(a, b) for a, b in itertools.pairwise(lines) if a.strip() and b.strip()]
    guess = Wrapping(width, 0)
    wrapped = [(a, b) for a, b in pairs if guess.full(a, b)]
    # where a whole paragraph ends stands a mark; where a line is broken, any word
    broken = [b for a, b in wrapped if a.rstrip()[-1:] not in _MARKS and parse_label(b) is None]
    if not broken or len(broken) < 0.5 * len(wrapped):
        return None
    indent = _first_indent(lines, guess)
    apart = indent > 0 or len(lines) - len(lengths) >= 2  # paragraphs are set off
    if len(broken) < (0.03 if apart else 0.25) * len(lengths):
        return None
    if len(broken) < 3 and not (apart and all(b.strip()[:1].islower() for b in broken)):
        return None
    return Wrapping(width, indent)


def _first_indent(lines: list[str], guess: Wrapping) -> int:
    """How far first lines are indented; 0 where not, or where the other lines are as well."""
    places = [
        (_indent(line), bool(before.strip()) and guess.full(before, line))
        for before, line in itertools.pairwise(["", *lines])
        if line.strip()
    ]
    firsts = Counter(indent for indent, follows in places if not follows)
    indent = firsts.most_common(1)[0][0] if firsts else 0
    less = [follows for place, follows in places if place < indent]
    return indent if less and sum(less) >= 0.9 * len(less) else 0


def _first_word(line: str) -> int:
    text = line.strip()
    return 1 if is_han(text[:1]) else len(text.split(None, 1)[0])


def _indent(line: str) -> int:
    return len(line.expandtabs(4)) - len(line.expandtabs(4).lstrip())
