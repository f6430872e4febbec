"""Whether a plain text is wrapped, and which of its lines go on from the line before."""

from __future__ import annotations

import itertools
import re
from collections import Counter
from dataclasses import dataclass, replace

from majlis.textkit.errors import TextError
from majlis.textkit.lexicon import fold, lexicon
from majlis.textkit.numbering import Label, parse_label
from majlis.textkit.openings import opening
from majlis.textkit.structure.heads import begins_decision, numbered_head

_HAN = re.compile("[\u3000-\u303f\u4e00-\u9fff\uff00-\uffef]")
_MANY_HAN = re.compile("[\u3000-\u303f\u4e00-\u9fff\uff00-\uffef]+")
_MARKS = ",;:.،؛，；：。"
_CALL = re.compile(rf"[^\W\d][{_MARKS}]\d{{1,3}}$")  # of a footnote
_LISTING = ",،，"
_TAB = re.compile(r"[^\W\d_]\w[^\t]{0,200}\t")  # behind words: a label has one too
_CLOSING = " \t\u00a0\"'”’»)）]』」"
_HYPHENS = "-\u2010\u00ad"
_WIDEST = 170  # columns; a Chinese sign takes two
_NARROWEST = 30
_NARROW = (
    55  # a longest line below this may be a list of short lines: more must show that it is none
)
_SLACK = 0.85  # print of proportional width is not wrapped at an exact count of characters
_RAGGED = 0.45  # of the width: a line shorter than this was not broken by the edge of a page
_BREAKS = 3  # lines broken at an exact count: no list of whole paragraphs has as many by chance
_HIGHEST_LABEL = 200
_NEAR, _MANY_NEAR = 0.7, 0.25  # of the width; of the lines of a page, that come so near to its edge
_DEEP = 0.08  # of the lines that go on: as many may stand where first lines do
_FEWEST_DOUBLE = 12  # lines, with a blank one behind each
_CHUNKS = (
    0.7  # of the lines within a paragraph: as many end in words, where blank lines part paragraphs
)
_KEPT = 0.9  # of the broken lines
_LONGER = 30  # of so many lines, one may be longer than the page: a table, an address
_FAR_LONGER = 1.25


def is_han(sign: str) -> bool:
    """Whether a sign is Chinese, which needs no blank where lines are joined."""
    return bool(sign) and _HAN.match(sign) is not None


def columns(line: str, han: int = 2) -> int:
    """How wide a line is printed, in columns of a page, where a Chinese sign takes ``han`` of them."""
    size = len(line.rstrip())
    if han == 1 or line.isascii():
        return size
    return size + sum(map(len, _MANY_HAN.findall(line)))


def ends_with_mark(line: str) -> bool:
    """Whether a line ends as a whole paragraph or an item does, past quotes and brackets."""
    tail = line[-60:].rstrip(_CLOSING)
    return (tail or " ")[-1] in _MARKS or _CALL.search(tail) is not None


@dataclass(frozen=True, slots=True)
class Wrapping:
    """``width``: the longest line, in columns. ``indent``: what sets off the first line of a paragraph;
    0 for nothing. ``hanging``: the other lines are set off instead. ``deep``: points are set off as wholes.

    ``slack``: the share of the width that a full line fills. ``sure``: enough lines are broken to tell;
    else only a line that begins small goes on from one that begins big. ``apart``: blank lines part
    the paragraphs.
    """

    width: int
    indent: int
    language: str = "en"
    slack: float = _SLACK
    sure: bool = True
    hanging: bool = False
    deep: bool = False
    apart: bool = False
    han: int = 2

    def parted(self) -> Wrapping:
        """The same in a text of which blank lines are known to part the paragraphs."""
        return replace(self, apart=True, slack=min(self.slack, _RAGGED)) if self.sure else self

    def full(self, line: str, following: str) -> bool:
        """Whether the first word of the line that follows had no more room on the line."""
        word = _first_word(following, self.han)
        return columns(line, self.han) + 1 + word > self.slack * self.width

    def goes_on(self, line: str, following: str, head: str = "", *, closed: bool = False) -> bool:
        """Whether the second of two neighbouring lines goes on in the paragraph of the first.

        ``head``: the first line of that paragraph. ``closed``: the lines up to the next blank one end
        as a paragraph does.
        """
        if not (
            self.full(line, following)
            or (closed and self.apart)
            or self._goes_on_early(line, following)
        ):
            return False
        if not self.sure:
            return not self._lists(following) and (
                _breaks_small(line, following) or self._breaks_paragraph(line, following)
            )
        if _TAB.search(line) or _TAB.search(following):
            return False  # rows of a table
        marked = ends_with_mark(line)
        if self._set_off(line, following):
            return False
        if (
            (not self.indent or self.deep)
            and marked
            and self._begins(line, following, head or line)
        ):
            return False
        if self._names_body(following) or self._tells_meeting(line):
            return False
        if begins_decision(following, line, self.language):
            return False
        label = parse_label(following)
        if label is None or label.ordinal > _HIGHEST_LABEL:
            return True
        # a number at the start of a line is a label only where the line before may end a paragraph
        if not marked:
            return self.hanging or self.deep or bool(self.indent) or not _indent(following)
        return _counts_on(line, label)

    def crosses(self, line: str, following: str, head: str) -> bool:
        """Whether a line behind the foot and head of a page goes on in the paragraph before them."""
        if not self.sure or not line.strip() or not following.strip():
            return False
        number = numbered_head(following.strip(), self.language)
        if number is not None and (
            not number.title or begins_decision(following, line, self.language)
        ):
            return False
        small = following.strip()[:1].islower()
        found = opening(following.strip(), self.language)
        sentence = not ends_with_mark(line) or _begins_big(head)
        if found is not None and found.certain and not (small and sentence):
            return False
        if ends_with_mark(line):
            return small and line.rstrip()[-1] in _LISTING and self.full(line, following)
        if parse_label(following) is not None or self._names_body(following):
            return False
        if small or not _has_case(following):
            return small or self.full(line, following)
        return columns(line, self.han) + 1 + _first_word(following, self.han) > _SLACK * self.width

    def _goes_on_early(self, line: str, following: str) -> bool:
        """Whether a line that the edge of the page did not break goes on all the same."""
        if not self.sure:
            return False
        text = following.strip()
        marked = ends_with_mark(line)
        if line.rstrip()[-1:] in _HYPHENS:
            return text[:1].islower() and line.rstrip()[-2:-1].isalpha()
        if not self.apart or columns(line, self.han) < 0.5 * _RAGGED * self.width:
            return False
        small = text[:1].islower() or (marked and not _has_case(text))
        if not small or (marked and line.rstrip()[-1] not in _LISTING):
            return False
        found = opening(text, self.language)
        return parse_label(text) is None and not (found is not None and found.certain)

    def _set_off(self, line: str, following: str) -> bool:
        """Whether its indent shows that a line begins a paragraph."""
        if not self.indent:
            return False
        if self.hanging:
            less = _indent(following) < _indent(line)
            return less or (_indent(following) == 0 and ends_with_mark(line) and _indent(line) == 0)
        if self.deep:
            return _indent(following) > _indent(line)
        return _indent(following) >= self.indent

    def _lists(self, line: str) -> bool:
        """Whether a line may be an item under a heading: it has a label, or begins with "that", "to"."""
        words = lexicon(self.language)
        return parse_label(line) is not None or any(
            words.pattern("words", key, start=True).match(fold(line.strip()[:60]).text)
            for key in ("that", "to")
        )

    def _breaks_paragraph(self, line: str, following: str) -> bool:
        """Whether a line that opens as a whole paragraph does ends in a word, so that it is none yet."""
        label = parse_label(line)
        found = opening(line[label.end if label else 0 :], self.language)
        after = opening(following, self.language)
        return (
            (_begins_big(line) or (label is not None and _has_case(line[label.end :])))
            and not ends_with_mark(line)
            and found is not None
            and found.certain
            and not (after is not None and after.certain)
        )

    def _tells_meeting(self, line: str) -> bool:
        """Whether a line short of the edge says at which meeting a text was adopted: the date follows."""
        if self.slack > _SLACK or columns(line, self.han) > 0.8 * self.width:
            return False
        form = lexicon(self.language).pattern("lines", "meeting", start=True)
        return form.match(fold(line.strip()[:60]).text) is not None

    def _names_body(self, line: str) -> bool:
        """Whether a line is a whole formula, which goes on from no title, however long that is."""
        text = line.strip()
        form = lexicon(self.language).pattern("formula", "patterns", start=True)
        return (
            text[-1] in ",،，"
            and not text[:1].islower()
            and form.fullmatch(fold(text[:300]).text.strip(" ,،，")) is not None
        )

    def _begins(self, line: str, following: str, head: str) -> bool:
        """Whether a full line that ends in a mark ends its paragraph: the next opens as paragraphs do."""
        text = following.strip()
        small = text[:1].islower()
        mark = line.rstrip(_CLOSING)[-1]
        if mark in ";؛；" and not small:
            return True
        if self.apart and mark in _LISTING and self.full(line, following):
            return False
        found = opening(text, self.language)
        if found is not None and found.certain:
            if found.parts == {"operative"} and mark in _LISTING and _is_numbered(head):
                return False  # the paragraphs there have numbers
            # among paragraphs that begin big, a small verb stands within a sentence
            return not small or not _begins_big(head) or self._names_body(head)
        words = lexicon(self.language)
        return mark in ".。" and any(
            words.pattern("lines", key, start=True).match(fold(text[:300]).text.strip())
            for key in ("meeting", "annex", "section")
        )


def wrapping(lines: list[str]) -> Wrapping | None:
    """How a text is wrapped; None where each line is a paragraph of its own."""
    lengths = sorted(columns(line) for line in lines if line.strip())
    if len(lengths) < 3 or not _NARROWEST <= _width(lengths) <= _WIDEST:
        return None
    pairs = [(a, b) for a, b in itertools.pairwise(lines) if a.strip() and b.strip()]
    han, width = _measure(lines, pairs, _width(lengths))
    return _wrapping(lines, pairs, width, han)


def double_spaced(lines: list[str]) -> list[int]:
    """The places of the lines without the blank one that stands behind each; nothing where none does.

    Where two or more are blank, one stays.
    """
    words = [bool(line.strip()) for line in lines]
    count = sum(words)
    close = sum(a and b for a, b in itertools.pairwise(words))
    if count < _FEWEST_DOUBLE or close > 0.1 * count or len(lines) - count < 0.8 * count:
        return []
    kept = [place for place, word in enumerate(words) if word or (place and not words[place - 1])]
    pairs = [(a, b) for a, b in itertools.pairwise(line for line in lines if line.strip())]
    going = sum(
        not ends_with_mark(a) and parse_label(b) is None and not b.strip()[:1].isupper()
        for a, b in pairs
    )
    return kept if going >= 0.3 * len(pairs) else []


def _measure(lines: list[str], pairs: list[tuple[str, str]], width: int) -> tuple[int, int]:
    """How many columns a Chinese sign takes, and the width: the count by which more lines are full."""
    counted = _width(sorted(columns(line, 1) for line in lines if line.strip()))
    if counted == width:
        return 2, width
    by_columns = _broken(pairs, Wrapping(width - 1, 0, slack=1.0))[0]
    by_signs = _broken(pairs, Wrapping(counted, 0, slack=1.0, han=1))[0]
    return (1, counted) if len(by_signs) > len(by_columns) else (2, width)


def _wrapping(
    lines: list[str], pairs: list[tuple[str, str]], width: int, han: int
) -> Wrapping | None:
    lengths = [columns(line, han) for line in lines if line.strip()]
    exact = Wrapping(width, 0, slack=1.0, han=han)
    counted, filled = _broken(pairs, exact)
    guess = Wrapping(width, 0, han=han)
    broken, wrapped = _broken(pairs, guess)
    by_count = len(counted) >= max(_BREAKS, 0.5 * filled) and (
        len(_going_on(counted)) >= 0.75 * len(_going_on(broken))
    )
    if by_count or (counted and len(_going_on(counted)) == len(_going_on(broken))):
        guess = exact
    dense = sum(size >= _NEAR * width for size in lengths) >= _MANY_NEAR * len(lengths)
    language = _language(lines)
    # a count that most lines keep, but not nearly all, is that of no program
    kept = by_count and len(_going_on(counted)) >= _KEPT * len(_going_on(broken))
    ragged = None if kept or not dense else _ragged(pairs, guess, len(lengths), language)
    if ragged is not None:
        guess = ragged
        broken, wrapped = _broken(pairs, guess)
    apart = len(lines) - len(lengths) >= 2
    narrow = width * (3 - han if _HAN.search("".join(lines[:200])) else 1) < _NARROW
    if narrow and apart and _in_chunks(lines, width, han):
        return Wrapping(width, 0, language, _RAGGED, apart=True, han=han)
    if narrow and not (dense and _surely(pairs, guess, language)):
        return None
    indent = _first_indent(lines, guess)
    if not by_count and ragged is None:
        parted = indent > 0 or apart  # paragraphs are set off
        if (
            not broken
            or len(broken) < 0.5 * wrapped
            or len(broken) < (0.03 if parted else 0.25) * len(lengths)
            or (len(broken) < 3 and not (parted and len(_small(broken)) == len(broken)))
        ):
            if apart and _in_chunks(lines, width, han):
                return Wrapping(width, 0, language, _RAGGED, apart=True, han=han)
            if narrow or not filled:
                return None
            return Wrapping(width, 0, language, 1.0, sure=False, han=han)
    hanging = deep = False
    inside = sum(_indent(b) >= indent for _, b in broken)
    if not indent or inside > _DEEP * len(broken):
        indent, hanging, deep = _set_off(pairs, guess)
    blanks = apart and _parts(lines, guess)
    slack = min(guess.slack, _RAGGED) if blanks else guess.slack
    return Wrapping(width, indent, language, slack, True, hanging, deep, blanks, han)


def _width(lengths: list[int]) -> int:
    """The width of the page by the lengths of its lines, of which few are longer: tables, addresses."""
    last = len(lengths) - 1 - len(lengths) // _LONGER
    usual = lengths[int(0.85 * (len(lengths) - 1))]
    fewest = len(lengths) - 1 - len(lengths) // 20
    while last > fewest and lengths[last] > _FAR_LONGER * usual:
        last -= 1
    return lengths[last]


def _ragged(
    pairs: list[tuple[str, str]], guess: Wrapping, count: int, language: str
) -> Wrapping | None:
    """The wrapping of lines that end in words far from the edge: most lines do, and are no headings."""
    open_ = [(a, b) for a, b in pairs if not ends_with_mark(a) and parse_label(b) is None]
    small = _going_on(open_)
    inner = [(a, b) for a, b in open_ if parse_label(a) is None and not _opens(a, language)]
    if len(inner) < max(4, 0.3 * len(open_)):
        return None  # headings, and what stands under them
    if len(open_) < max(8, 0.25 * count) or len(small) < 0.4 * len(open_):
        return None
    han, width = guess.han, guess.width
    filled = sorted((columns(a, han) + 1 + _first_word(b, han)) / width for a, b in small)
    slack = min(filled[int(0.02 * (len(filled) - 1))] - 0.05, _SLACK)
    if filled[len(filled) // 4] < _RAGGED:
        return None
    return Wrapping(width, 0, slack=max(slack, _RAGGED) - 0.01, han=han)


def _surely(pairs: list[tuple[str, str]], guess: Wrapping, language: str) -> bool:
    """Whether narrow lines are wrapped and no list: most that end in a word are full, and go on small."""
    broken, _ = _broken(pairs, guess)
    open_ = [(a, b) for a, b in pairs if not ends_with_mark(a) and parse_label(b) is None]
    going = _going_on(broken)
    if len(going) < max(_BREAKS, 0.75 * len(_going_on(open_))):
        return False  # short lines are followed by small ones: headings, and what stands under them
    if sum(_opens(b, language) for _, b in broken) > 0.2 * len(broken):
        return False  # headings
    cased = len(going) < len(broken) or any(_has_case(b) for _, b in going)
    return len(going) >= (0.07 if cased else 0.15) * len(pairs)


def _parts(lines: list[str], guess: Wrapping) -> bool:
    """Whether blank lines part the paragraphs: what ends before them ends so, what goes on does not."""
    whole = inner = whole_marked = inner_marked = 0
    for line, following in itertools.pairwise([*lines, ""]):
        if not line.strip():
            continue
        if following.strip():
            inner += 1
            inner_marked += ends_with_mark(line)
        elif guess.full(line, "x") or ends_with_mark(line):
            whole += 1
            whole_marked += ends_with_mark(line)
    few = max(2, 0.05 * (whole + inner))
    return whole >= few and whole_marked >= 0.6 * whole and inner_marked <= 0.4 * inner


def closed_lines(lines: list[str]) -> list[bool]:
    """For each line, whether the last before the next blank one ends as a paragraph does."""
    closed = [False] * len(lines)
    for place in range(len(lines) - 1, -1, -1):
        last = place + 1 == len(lines) or not lines[place + 1].strip()
        closed[place] = ends_with_mark(lines[place]) if last else closed[place + 1]
    return closed


def _in_chunks(lines: list[str], width: int, han: int) -> bool:
    """Whether blank lines part paragraphs of several lines, of which all but the last end in words.

    A heading and the item under it look so too, but headings are short.
    """
    closed = closed_lines(lines)
    inner: list[tuple[str, str]] = []
    ends = marked = 0
    for place, line in enumerate(lines):
        if not line.strip():
            continue
        following = lines[place + 1] if place + 1 < len(lines) else ""
        if not following.strip():
            ends += 1
            marked += closed[place]
        elif closed[place]:
            inner.append((line, following))
    open_ = [columns(a, han) for a, b in inner if not ends_with_mark(a) and parse_label(b) is None]
    if len(open_) < max(1, _CHUNKS * len(inner)) or marked < max(2, 0.5 * ends):
        return False
    return sorted(open_)[len(open_) // 2] >= 0.5 * width


def _set_off(pairs: list[tuple[str, str]], guess: Wrapping) -> tuple[int, bool, bool]:
    """The indent that sets paragraphs off, whether it hangs, and whether points are set off as wholes."""
    more = less = same = 0
    begin_more = begin_less = 0
    steps: Counter[int] = Counter()
    for line, following in pairs:
        step = _indent(following) - _indent(line)
        if (
            not ends_with_mark(line)
            and guess.full(line, following)
            and parse_label(following) is None
        ):
            more += step > 0
            less += step < 0
            same += step == 0
            steps[abs(step)] += step != 0
        elif ends_with_mark(line) and not guess.full(line, following):
            begin_more += step > 0
            begin_less += step < 0
    size = steps.most_common(1)[0][0] if steps else 0
    if size and less >= 3 and less > 4 * more and begin_more >= 2 * begin_less:
        return size, False, True
    if size and more >= 3 and more > 4 * less and begin_less >= 2 * begin_more:
        return size, True, False
    return 0, False, False


def _broken(pairs: list[tuple[str, str]], layout: Wrapping) -> tuple[list[tuple[str, str]], int]:
    """The full lines that end in any word, with the next ones; and how many lines are full.

    Where a whole paragraph ends stands a mark; where a line is broken, any word.
    """
    full = [(a, b) for a, b in pairs if layout.full(a, b)]
    open_ = [(a, b) for a, b in full if not ends_with_mark(a) and parse_label(b) is None]
    return open_, len(full)


def _small(pairs: list[tuple[str, str]]) -> list[tuple[str, str]]:
    return [(a, b) for a, b in pairs if b.strip()[:1].islower()]


def _going_on(pairs: list[tuple[str, str]]) -> list[tuple[str, str]]:
    """The pairs of which the second line begins small; all, in a script that has no capitals."""
    cased = sum(_has_case(b) for _, b in pairs)
    return _small(pairs) if cased >= 0.5 * len(pairs) else pairs


def _has_case(line: str) -> bool:
    first = line.strip()[:1]
    return first.lower() != first.upper()


def _begins_big(line: str) -> bool:
    label = parse_label(line)
    return line[label.end if label is not None else 0 :].strip()[:1].isupper()


def _is_numbered(line: str) -> bool:
    label = parse_label(line)
    return label is not None and not label.weak


def _breaks_small(line: str, following: str) -> bool:
    """Whether a line that begins big and ends in a word is followed by one that begins small."""
    return _begins_big(line) and not ends_with_mark(line) and following.strip()[:1].islower()


def _opens(line: str, language: str) -> bool:
    found = opening(line.strip(), language)
    return found is not None and found.certain


def _counts_on(line: str, label: Label) -> bool:
    """Whether a number behind a comma goes on in a list of numbers or a date: it is no label then."""
    return label.weak and line.rstrip()[-1] in _LISTING


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


def _first_word(line: str, han: int) -> int:
    text = line.strip()
    return han if is_han(text[:1]) else len(text[:200].split(None, 1)[0])


def _indent(line: str) -> int:
    return len(line.expandtabs(4)) - len(line.expandtabs(4).lstrip())
