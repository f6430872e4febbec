"""Whether a plain text is wrapped, and which of its lines go on from the line before."""

from __future__ import annotations

import itertools
import re
from collections import Counter
from dataclasses import dataclass

from majlis.textkit.errors import TextError
from majlis.textkit.lexicon import fold, lexicon
from majlis.textkit.numbering import parse_label
from majlis.textkit.openings import opening
from majlis.textkit.structure.heads import begins_decision

_HAN = re.compile("[\u3000-\u303f\u4e00-\u9fff\uff00-\uffef]")
_MARKS = ",;:.،؛，；：。"
_WIDEST = 130
_NARROWEST = 55  # a shorter longest line is a list of short lines, not a page
_NARROWEST_HAN = 30  # a Chinese sign takes the room of two letters
_SLACK = 0.85  # print of proportional width is not wrapped at an exact count of characters
_BREAKS = 3  # lines broken at an exact count: no list of whole paragraphs has as many by chance
_HIGHEST_LABEL = 200


def is_han(sign: str) -> bool:
    """Whether a sign is Chinese, which needs no blank where lines are joined."""
    return bool(sign) and _HAN.match(sign) is not None


@dataclass(frozen=True, slots=True)
class Wrapping:
    """``width``: the longest line. ``indent``: what sets off a paragraph's first line; 0 for nothing.

    ``slack``: the share of the width that a full line fills. ``sure``: enough lines are broken to tell;
    else only a line that begins small goes on from one that begins big.
    """

    width: int
    indent: int
    language: str = "en"
    slack: float = _SLACK
    sure: bool = True

    def full(self, line: str, following: str) -> bool:
        """Whether the first word of the line that follows had no more room on the line."""
        return len(line.rstrip()) + 1 + _first_word(following) > self.slack * self.width

    def goes_on(self, line: str, following: str) -> bool:
        """Whether the second of two neighbouring lines goes on in the paragraph of the first."""
        if not self.full(line, following):
            return False
        if not self.sure:
            return not self._lists(following) and (
                _breaks_small(line, following) or self._breaks_paragraph(line, following)
            )
        if self.indent:
            if _indent(following) >= self.indent:
                return False
        elif line.rstrip()[-1:] in _MARKS and self._begins(line, following):
            return False
        if self._names_body(following) or begins_decision(following, line, self.language):
            return False
        label = parse_label(following)
        if label is None or label.ordinal > _HIGHEST_LABEL:
            return True
        # a number at the start of a line is a label only where the line before may end a paragraph
        return line.rstrip()[-1:] not in _MARKS and not (self.indent == 0 and _indent(following))

    def _lists(self, line: str) -> bool:
        """Whether a line may be an item under a heading: it has a label, or begins with "that", "to"."""
        words = lexicon(self.language)
        return parse_label(line) is not None or any(
            words.pattern("words", key, start=True).match(fold(line.strip()[:60]).text)
            for key in ("that", "to")
        )

    def _breaks_paragraph(self, line: str, following: str) -> bool:
        """Whether a line that opens as a whole paragraph does ends in a word, so that it is none yet."""
        found = opening(line, self.language)
        after = opening(following, self.language)
        return (
            _begins_big(line)
            and line.rstrip()[-1:] not in _MARKS
            and found is not None
            and found.certain
            and not (after is not None and after.certain)
        )

    def _names_body(self, line: str) -> bool:
        """Whether a line is a whole formula, which goes on from no title, however long that is."""
        text = line.strip()
        form = lexicon(self.language).pattern("formula", "patterns", start=True)
        return (
            text[-1] in ",،，"
            and not text[:1].islower()
            and form.fullmatch(fold(text[:300]).text.strip(" ,،，")) is not None
        )

    def _begins(self, line: str, following: str) -> bool:
        """Whether a full line that ends in a mark ends its paragraph: the next opens as paragraphs do."""
        text = following.strip()
        small = text[:1].islower()
        mark = line.rstrip()[-1]
        if mark in ";؛；" and not small:
            return True
        found = opening(text, self.language)
        if found is not None and found.certain:
            # among paragraphs that begin big, a small verb stands within a sentence
            return not small or not _begins_big(line)
        words = lexicon(self.language)
        return mark in ".。" and any(
            words.pattern("lines", key, start=True).match(fold(text[:300]).text.strip())
            for key in ("meeting", "annex", "section")
        )


def wrapping(lines: list[str]) -> Wrapping | None:
    """How a text is wrapped; None where each line is a paragraph of its own."""
    lengths = [len(line.rstrip()) for line in lines if line.strip()]
    width = max(lengths, default=0)
    longest = max(lines, key=lambda line: len(line.rstrip()), default="")
    narrowest = _NARROWEST_HAN if _HAN.search(longest) else _NARROWEST
    if len(lengths) < 3 or not narrowest <= width <= _WIDEST:
        return None
    pairs = [(a, b) for a, b in itertools.pairwise(lines) if a.strip() and b.strip()]
    exact = Wrapping(width, 0, slack=1.0)
    counted, filled = _broken(pairs, exact)
    guess = Wrapping(width, 0)
    broken, wrapped = _broken(pairs, guess)
    by_count = len(counted) >= max(_BREAKS, 0.5 * filled, 0.7 * len(_small(broken)))
    if by_count or (counted and len(_small(counted)) == len(_small(broken))):
        guess = exact
    indent = _first_indent(lines, guess)
    if not by_count:
        apart = indent > 0 or len(lines) - len(lengths) >= 2  # paragraphs are set off
        if (
            not broken
            or len(broken) < 0.5 * wrapped
            or len(broken) < (0.03 if apart else 0.25) * len(lengths)
            or (len(broken) < 3 and not (apart and len(_small(broken)) == len(broken)))
        ):
            return Wrapping(width, 0, _language(lines), 1.0, sure=False) if filled else None
    return Wrapping(width, indent, _language(lines), guess.slack)


def _broken(pairs: list[tuple[str, str]], layout: Wrapping) -> tuple[list[tuple[str, str]], int]:
    """The full lines that end in any word, with the next ones; and how many lines are full.

    Where a whole paragraph ends stands a mark; where a line is broken, any word.
    """
    full = [(a, b) for a, b in pairs if layout.full(a, b)]
    open_ = [(a, b) for a, b in full if a.rstrip()[-1:] not in _MARKS and parse_label(b) is None]
    return open_, len(full)


def _small(pairs: list[tuple[str, str]]) -> list[tuple[str, str]]:
    return [(a, b) for a, b in pairs if b.strip()[:1].islower()]


def _begins_big(line: str) -> bool:
    return line.strip()[:1].isupper()


def _breaks_small(line: str, following: str) -> bool:
    """Whether a line that begins big and ends in a word is followed by one that begins small."""
    return (
        _begins_big(line) and line.rstrip()[-1:] not in _MARKS and following.strip()[:1].islower()
    )


def _language(lines: list[str]) -> str:
    from majlis.textkit.language import detect

    try:
        return detect("\n".join(lines))[0]
    except TextError:
        return "en"  # whoever builds the text says so


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
