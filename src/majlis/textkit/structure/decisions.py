"""Files with many decisions: where each begins, and the list of them at the head of the file.

A decision begins at the line that bears its number ("Decision 3/CP.9", "WHA76.4 Lamps", "IV/7. Wells"). Such
lines also stand in lists, in running heads and in sentences: one begins a decision only where the text of a
decision follows before the next such line. The symbols are codes, the same in all languages; the words
for kinds are those of the lexicon.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace

from majlis.textkit.lexicon import lexicon
from majlis.textkit.numbering import to_european
from majlis.textkit.structure.asides import is_furniture
from majlis.textkit.structure.contents import heads_contents
from majlis.textkit.structure.front import (
    annex_number,
    body_sentence,
    date_of,
    declares,
    formula_end,
    is_date_line,
    is_formula,
    is_symbol_line,
    kind_of,
)
from majlis.textkit.structure.heads import (
    NUMERALS,
    Head,
    kind_words,
    numbered_head,
    several_words,
)
from majlis.textkit.structure.items import (
    CONTENTS_NOTE,
    Item,
    end_of,
    fold_text,
    is_line,
    words_in,
)

_FEWEST = 2  # decisions of a file that holds several
_FEWEST_LISTED = 3  # lines of a list of decisions
_MOST_WORDS = 50
_FEWEST_WORDS = 3  # of a title without a number
_FARTHEST_KIND = 40
_WINDOW = 16  # lines behind a head among which the text of the decision shows itself
_NEAR = 6  # lines between an annex and the text that it is
_SECTIONS = frozenset({"A.", "I.", "A)", "I)", "一", "(一)"})  # labels of sections
_LONGEST_LEAD = 24  # lines
_LONGEST_COVER = 40  # lines before a table of contents
_GAP = 3  # lines between two entries of a list: titles of annexes, a long title that goes on

# A small number and a title, as volumes print them that name the series on their cover.
_ALONE = re.compile(r"\d{1,4}/\d{1,4}")  # as a page number may stand too
_OF_DOCUMENT = re.compile(
    r"[A-Z][\w.()]*/.*(?i:RES|DEC)\b"
)  # the symbol of the document of one decision
_SMALL = re.compile(r"(?P<n>\d{1,3})[.]?\s+(?=[^\W\d_])")


@dataclass(frozen=True, slots=True)
class _Candidate:
    """A line that may be the head of a decision; ``sure``: nothing else has a number of this form."""

    place: int
    head: Head
    sure: bool = True


def mark_decisions(items: list[Item], language: str) -> None:
    """Mark the heads of the decisions of a file that holds several, and set the list of them apart."""
    found = [
        _Candidate(place, head, sure)
        for place, item in enumerate(items)
        for head, sure in [_head(item, language)]
        if head is not None
    ]
    if len(found) < _FEWEST:
        return
    found = _without_list(items, found, language)
    begun = _begun(items, found, language)
    if sum(_counts(each.head) for each in begun) < _FEWEST:
        return
    for each in begun:
        items[each.place].head = each.head
    _mark_titles(items, begun, language)
    _mark_running(items, begun)


def _head(item: Item, language: str) -> tuple[Head | None, bool]:
    """The number and the title of a line that bears them; and whether nothing else has such a number."""
    if item.block.hint in ("footnote", "table", "front") or item.aside or item.change or item.annex:
        return None, False
    raw = whole(item)
    if item.size > _MOST_WORDS or item.end in ("semicolon", "comma"):
        return None, False
    bare = item.bare(30) and item.label is None
    head = numbered_head(raw, language)
    if bare and head is None and kind_of([raw], language) == "declaration":
        return Head("", raw, "declaration"), False
    if head is not None and _ends_as_title(item, head):
        return head, _ALONE.fullmatch(raw) is None
    named = bare and item.size >= _FEWEST_WORDS and kind_words(language).match(fold_text(raw))
    if named and not is_line(item, language, "front"):
        return Head("", raw, "title"), False
    if (item.weak or item.label) and item.bare(30) and not date_of([raw[:120]], language):
        small = _SMALL.match(to_european(raw))
        if small is not None:
            return Head(small["n"], raw[small.end() :].strip(), "small"), False
    return None, False


def whole(item: Item) -> str:
    """The words of a line with the number that was taken for its label."""
    if not item.labels:
        return item.text
    if item.block.label:
        return f"{item.block.label} {item.text}".strip()
    return item.block.text.strip()


def _ends_as_title(item: Item, head: Head) -> bool:
    if item.end == "stop":
        return not head.title or item.size <= 25
    return True


def _without_list(items: list[Item], found: list[_Candidate], language: str) -> list[_Candidate]:
    """The candidates behind the list of those that follow; the list becomes front matter."""
    numbered = [each for each in found if each.head.symbol]
    last = {each.head.symbol: each.place for each in numbered}
    # an entry may leave out the word for the kind ("1/CP.9" of "Decision 1/CP.9")
    bare = {
        each.head.symbol
        for each in numbered
        if not kind_words(language).search(fold_text(each.head.symbol))
    }
    last_number = {_numerals(each.head.symbol): each.place for each in numbered}
    run: list[_Candidate] = []
    listed: set[int] = set()
    for each in (*found, None):
        again = (
            each is not None
            and each.head.symbol != ""
            and max(
                last[each.head.symbol],
                last_number[_numerals(each.head.symbol)] if each.head.symbol in bare else 0,
            )
            > each.place
            and each.head.symbol not in {one.head.symbol for one in run[-1:]}
        )
        near = not run or (each is not None and _only_lines(items, run[-1].place, each.place))
        if each is not None and again and near:
            run.append(each)
            continue
        if len(run) >= _FEWEST_LISTED or (len(run) == _FEWEST and each is not None and near):
            _set_apart(items, [one.place for one in run], language)
            listed.update(one.place for one in run)
        run = [each] if each is not None and again else []
    return [each for each in found if each.place not in listed]


def _only_lines(items: list[Item], before: int, after: int) -> bool:
    """Whether only lines of a list stand between two of its entries."""
    between = items[before + 1 : after]
    return len(between) <= _GAP and all(item.end == "none" or item.size <= 3 for item in between)


def _set_apart(items: list[Item], places: list[int], language: str) -> None:
    """Make the lines of a list front matter, with its heading and what stands between its entries."""
    first, last = places[0], places[-1]
    for before in range(first - 1, max(-1, first - 3), -1):
        if heads_contents(items[before].text, language):
            first = before
            break
    lines = 0
    for item in items[first : last + 1]:
        lines += item.block.hint != "front"
        _make_front(item)
    if lines:
        items[first].notes.append(CONTENTS_NOTE.format(count=lines))


def _make_front(item: Item) -> None:
    item.block = replace(item.block, hint="front")
    if item.labels and not item.block.label:
        item.labels, item.runs = (), item.block.runs
        item.text = item.block.text.strip()
        item.end, item.size = end_of(item.text), words_in(item.text)
    item.weak, item.opening, item.annex = (), None, False


def _begun(items: list[Item], found: list[_Candidate], language: str) -> list[_Candidate]:
    """The candidates behind which the text of a decision follows."""
    begun: list[_Candidate] = []
    doubtful: list[_Candidate] = []
    seen = _Seen()
    ends = _ends(items, found)
    for place, (each, end) in enumerate(zip(found, ends, strict=True)):
        symbol = each.head.symbol
        if symbol and symbol in seen:
            continue  # at the head of a page
        if not each.sure and _stands_under(items, found[max(0, place - 4) : place], each):
            continue
        window = items[each.place + 1 : min(end, each.place + 1 + _WINDOW)]
        if _parts_points(items, each.place, window, language):
            continue
        if _shows_text(window, each, language):
            begun.append(each)
            if symbol:
                seen.add(symbol)
        elif each.sure and any(item.size >= 5 and item.end != "none" for item in window):
            doubtful.append(each)
    shapes = Counter(each.head.shape for each in begun if each.sure)
    shapes.update(each.head.shape for each in doubtful if _begins_count(items, each.place))
    like = [
        each
        for each in doubtful
        if shapes[each.head.shape] >= _FEWEST and each.head.symbol not in seen
    ]
    if not like:
        return begun
    return sorted([*begun, *like], key=lambda each: each.place)


def _parts_points(items: list[Item], place: int, window: Sequence[Item], language: str) -> bool:
    """Whether a number at the head of a page stands between a colon and the points that it leads to."""
    before = next(
        (
            i
            for i in reversed(items[max(0, place - _FURNITURE) : place])
            if not _furnishes(i, language)
        ),
        None,
    )
    after = next((item for item in window if not _furnishes(item, language)), None)
    points = after is not None and after.label is not None and after.label.series in _POINTS
    return points and before is not None and before.end == "colon"


def _furnishes(item: Item, language: str) -> bool:
    return is_furniture(item, language) or item.bare(6)


def _begins_count(items: list[Item], place: int) -> bool:
    """Whether the first paragraph behind a head is the first of a count, or is not counted."""
    for item in items[place + 1 : place + 1 + _WINDOW]:
        if item.size >= 5 and item.end != "none" and not item.aside:
            return item.label is None or item.label.path == (1,)
    return False


class _Seen:
    """The symbols of the decisions that have begun; that of the document of one names it too."""

    def __init__(self) -> None:
        self._symbols: set[str] = set()
        self._numbers: dict[bool, set[tuple[str, ...]]] = {True: set(), False: set()}

    def add(self, symbol: str) -> None:
        self._symbols.add(symbol)
        self._numbers[_of_document(symbol)].add(_numerals(symbol))

    def __contains__(self, symbol: str) -> bool:
        return (
            symbol in self._symbols or _numerals(symbol) in self._numbers[not _of_document(symbol)]
        )


def _of_document(symbol: str) -> bool:
    return _OF_DOCUMENT.match(symbol) is not None


def _numerals(symbol: str) -> tuple[str, ...]:
    return tuple(NUMERALS.findall(symbol))


def _ends(items: list[Item], found: list[_Candidate]) -> list[int]:
    """Where the text behind each candidate ends: at the next sure one; behind others, at any of their kind."""
    ends: list[int] = []
    sure = numbered = following = len(items)
    for each in reversed(found):
        ends.append(sure if each.sure else numbered if each.head.symbol else following)
        following = each.place
        if each.sure:
            sure = each.place
        if each.head.symbol:
            numbered = each.place
    return ends[::-1]


def _stands_under(items: list[Item], before: list[_Candidate], each: _Candidate) -> bool:
    """Whether a line without a number of its own is the title under one, or a sentence of a text."""
    near = next((one for one in reversed(before) if one.head.symbol), None)
    return (
        near is not None
        and each.place - near.place <= _NEAR
        and all(item.end == "none" for item in items[near.place + 1 : each.place])
    )


def _shows_text(window: Sequence[Item], each: _Candidate, language: str) -> bool:
    titles = 0
    for place, item in enumerate(window):
        if item.block.hint in ("footnote", "front") or is_furniture(item, language):
            continue
        if each.head.shape == "declaration":
            if declares(item, language) and item.size >= 3:
                return True
            if not item.bare(40) and not is_date_line(item, language):
                return False
            continue
        if item.annex:
            return False
        if is_formula(item, language) and (
            item.end != "none" or any(_opens(after) for after in window[place + 1 : place + 2])
        ):
            return not declares(item, language) or each.sure
        if not each.sure:
            if each.head.symbol and titles and _names_itself(window, place):
                return True
            titles += 1
            if titles > 3 or not item.bare(60):
                return False
            continue
        if item.end == "none":
            continue
        if not titles and _counts_on(item):
            return False  # it is the next paragraph of the text in which the number stands
        titles = 1
        if item.size >= 5 and formula_end(item.text, language) > 0:
            return True
        if _opens(item):
            return True
        if body_sentence(item, language, titled=True) is not None:
            return True
    return False


def _names_itself(window: Sequence[Item], place: int) -> bool:
    """Whether a line is like a formula that no pattern knows: a name and a comma before the first recital."""
    item = window[place]
    return (
        item.end == "comma"
        and item.label is None
        and item.opening is None
        and item.size <= 20
        and not item.text[:1].islower()
        and any(_opens(after) for after in window[place + 1 : place + 2])
    )


_FURNITURE = 6  # lines at the end of a page and the head of the next

# the labels of points, the second of which begins no decision
_POINTS = ("(a)", "a)", "a.", "(1)", "1)", "(i)", "i)", "(一)", "(أ)", "أ)")


def _counts_on(item: Item) -> bool:
    label = item.label
    return (
        label is not None
        and len(label.path) == 1
        and label.path[0] > 1
        and (label.series.startswith("1") or label.series in _POINTS)
    )


def _opens(item: Item) -> bool:
    return item.opening is not None and item.opening.certain


def _mark_titles(items: list[Item], begun: list[_Candidate], language: str) -> None:
    """Set apart a list of the titles alone, before the first decision."""
    titles: set[str] = set()
    for each in begun:
        after = items[each.place + 1] if each.place + 1 < len(items) else None
        title = each.head.title or (after.text if after is not None and after.end == "none" else "")
        if title:
            titles.add(_words(title))
    run: list[int] = []
    first = begun[0].place
    for place in (*range(first), None):
        if (
            place is not None
            and items[place].block.hint != "front"
            and _words(items[place].text) in titles
        ):
            if run and not _only_lines(items, run[-1], place):
                run = []
            run.append(place)
        elif run and (place is None or not _only_lines(items, run[-1], place)):
            headed = any(
                heads_contents(item.text, language) for item in items[max(0, run[0] - 2) : run[0]]
            )
            if len(run) >= (_FEWEST if headed else _FEWEST_LISTED):
                _set_apart(items, run, language)
            run = []


def _words(text: str) -> str:
    return fold_text(text).strip(" .:;,").casefold()


def _mark_running(items: list[Item], begun: list[_Candidate]) -> None:
    """Mark lines that repeat the head of the decision they stand in: running heads of its pages."""
    ends = [each.place for each in begun[1:]] + [len(items)]
    for each, end in zip(begun, ends, strict=True):
        if not each.head.symbol or each.head.shape == "small":
            continue
        lines = {_words(each.head.symbol), _words(items[each.place].text)}
        for item in items[each.place + 2 : end]:
            if item.block.hint == "" and item.end == "none" and _words(whole(item)) in lines:
                item.aside = "front"


def unlist_annexes(items: list[Item]) -> None:
    """Make front matter of the lines of annexes that a table of contents, or the cover before it, names.

    No annex stands right behind a table of contents: its text is between. And none stands before it.
    """
    listed = [place for place, item in enumerate(items) if item.block.hint == "front"]
    if not listed:
        return
    cover = listed[0] if listed[0] <= _LONGEST_COVER else 0
    if any(item.end != "none" and item.size > _NEAR for item in items[:cover]):
        cover = 0
    for item in items[_NEAR // 2 : cover]:
        item.annex = item.annex and annex_number(item.text) != ""
    for place in listed:
        behind = place + 1
        while behind < len(items) and items[behind].annex:
            after = items[behind + 1 : behind + 3]
            _make_front(items[behind])
            behind += 1
            if len(after) == 2 and all(_names(item) for item in after) and not after[0].annex:
                _make_front(after[0])
                behind += 1


def _names(item: Item) -> bool:
    return item.bare(40) and item.label is None and item.head is None


def level_heads(items: list[Item]) -> list[int]:
    """Where the decisions begin that stand side by side in some items; none where they stand in annexes.

    A decision right behind the line of an annex is that annex, and one that a colon leads to is quoted.
    """
    heads = [place for place, item in enumerate(items) if item.head is not None]
    if not heads or any(item.annex for item in items[: heads[0]]):
        return []
    level: list[int] = []
    free: dict[str, bool] = {}  # of each series, whether its first one stands free
    for place in heads:
        shape = items[place].head.shape  # type: ignore[union-attr]
        alone = place == heads[0] or not (
            under_annex(items, place) is not None or _led(items, place)
        )
        if free.setdefault(shape, alone) and alone:
            level.append(place)
    numbered = sum(_counts(items[place].head) for place in level)
    return level if numbered >= _FEWEST else []


def _counts(head: Head | None) -> bool:
    """Whether a head alone shows that a text begins; a declaration may belong to the one before it."""
    return head is not None and head.shape != "declaration"


def last_count(items: list[Item]) -> int:
    """The last number of the paragraphs that a report counts, 0 where it counts none."""
    for item in reversed(items):
        if item.annex:
            return 0
        if _counted(item):
            return item.labels[0].path[0]
    return 0


def _counted(item: Item) -> bool:
    label = item.label
    return (
        label is not None
        and len(label.path) == 1
        and label.series.startswith("1")
        and item.end in ("stop", "colon")
        and not item.aside
    )


def report_goes_on(items: list[Item], first: int, end: int, count: int) -> int:
    """Where the report goes on in which a decision stands: at its next number, with the headings above it.

    ``count``: the last number of the report before the decision. A paragraph of the decision may have the
    next one too: it then follows its own, and opens with a verb as they do.
    """
    own = 0
    for place in range(first + 1, end):
        item = items[place]
        if item.annex:
            own = 0
            continue
        label = item.label
        if label is None or len(label.path) != 1 or not label.series.startswith("1"):
            continue
        if label.path[0] == count + 1 and _counted(item) and not (own == count and _opens(item)):
            if own == count and not _headed(items, place):
                own = label.path[0]
                continue
            start = place
            while start > first + 1 and place - start < _NEAR and _headed(items, start):
                start -= 1
            return start
        own = label.path[0]
    return end


def _headed(items: list[Item], place: int) -> bool:
    """Whether a heading stands right above a paragraph, not the end of a decision in brackets."""
    before = items[place - 1]
    return before.bare(40) and before.text[:1] not in "([（" and before.head is None


def under_annex(items: list[Item], place: int) -> int | None:
    """The line of the annex right behind which a line stands, with only its titles between."""
    for before in range(place - 1, max(-1, place - 1 - _NEAR), -1):
        item = items[before]
        if item.annex:
            return before
        if item.end != "none" or item.head is not None:
            return None
    return None


def _led(items: list[Item], place: int) -> bool:
    """Whether a colon leads to a line: "Adopts the following declaration:"."""
    for before in range(place - 1, max(-1, place - 4), -1):
        if items[before].aside or items[before].block.hint in ("front", "footnote"):
            continue
        return items[before].end == "colon" and _opens(items[before])
    return False


def held_heads(items: list[Item]) -> dict[int, int]:
    """The annexes that hold several decisions: the place of the line of each, and that of the last head."""
    of: dict[str, int] = {}
    last: int | None = None
    members: dict[int, list[int]] = {}
    for place, item in enumerate(items):
        if item.head is None:
            continue
        over = under_annex(items, place)
        if over is None:
            over = of.get(item.head.shape, last)
        if over is None:
            continue
        of[item.head.shape] = last = over
        members.setdefault(over, []).append(place)
    return {over: places[-1] for over, places in members.items() if len(places) >= _FEWEST}


def lead_of(items: list[Item], place: int, language: str, least: int) -> int:
    """Where the lines begin that stand before a head and belong to no decision: sections, mastheads.

    They begin at ``least`` or behind it.
    """
    start = _named_before(items, place, least, language)
    for at in range(start - 1, max(least, place - _LONGEST_LEAD) - 1, -1):
        item = items[at]
        if item.annex or (item.labels and item.end != "none"):
            break
        if is_date_line(item, language):
            continue  # that of a masthead, where one begins before it; else the end of what stands before
        if not (
            item.block.hint == "front"
            or item.aside == "front"
            or is_furniture(item, language)
            or is_symbol_line(item.text)
            or (item.bare(30) and _between(item, language))
        ):
            break
        start = at
    return start


def _named_before(items: list[Item], place: int, least: int, language: str) -> int:
    """Where the number of a decision stands above its head ("RESOLUTION 77/1", who adopted it, "77/1. Lamps")."""
    head = items[place].head
    if head is None or not head.symbol:
        return place
    for at in range(place - 1, max(least, place - _NEAR) - 1, -1):
        found = numbered_head(whole(items[at]), language)
        if found is not None and not found.title:
            return at if _numerals(found.symbol) == _numerals(head.symbol) else place
    return place


def _between(item: Item, language: str) -> bool:
    """Whether a bare line heads a section, or belongs to the masthead of the decision behind it."""
    if is_line(item, language, "meeting"):
        return False
    text = fold_text(item.text)
    section = lexicon(language).pattern("lines", "section", start=True)
    return (
        any(is_line(item, language, key) for key in ("front", "masthead", "distribution"))
        or section.fullmatch(text) is not None
        or (item.label is not None and item.label.series in _SECTIONS)
        or (item.size <= 12 and several_words(language).search(text[:_FARTHEST_KIND]) is not None)
    )
