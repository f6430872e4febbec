"""UN style: a paragraph opens with its verb; operative ones are numbered, points hang under them."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable

from majlis.textkit.lexicon import lexicon
from majlis.textkit.model import Kind, Provision
from majlis.textkit.structure.asides import mark_asides
from majlis.textkit.structure.front import is_date_line, is_formula
from majlis.textkit.structure.items import Item, fold_text, is_line
from majlis.textkit.structure.nest import Nester, Node
from majlis.textkit.structure.sections import heads_section, join_numbers
from majlis.textkit.structure.states import classify, mark_main
from majlis.textkit.structure.tree import Draft, asking_list, grow, main_verb, own_verb, point_verb

# Labels that a section heading may bear.
_SECTION_SERIES = frozenset({"A.", "I.", "A)", "I)", "一", "(一)", "㈠", "甲", "(A)", "(I)"})
_OPEN_QUOTES = '“„«"'
_LONG_LINE = 8  # words
_ADOPTING = ("endorses", "declares")


def section_headings(items: list[Item], language: str) -> set[int]:
    """Indexes of section headings: short lines without a mark at the end that are no paragraphs."""
    found = set()
    mains = [index for index, item in enumerate(items) if item.main]
    listed = _listed(items, language)
    count = 0  # the number of the last operative paragraph
    for index, item in enumerate(items[:-1]):
        if item.aside:
            continue
        if item.block.hint == "heading" or (
            item.block.hint == ""
            and index not in listed
            and (heads_section(items, index) or _heads(items, index, mains, count, language))
        ):
            found.add(index)
        elif item.main and item.label is not None:
            count = item.label.ordinal
    return found


def _heads(items: list[Item], index: int, mains: list[int], count: int, language: str) -> bool:
    """``mains``: the indexes of the items of the operative count; ``count``: the last of their numbers."""
    item = items[index]
    numbered = bool(mains)
    if item.end == "colon":
        return _heads_with_colon(items, index)
    if not item.bare() or (item.text[:1] in _OPEN_QUOTES and item.end == "none"):
        return False
    label = item.label
    verb = item.opening is not None and item.opening.certain
    if label is not None and item.main:
        return not verb and _breaks_count(items, index, mains, count)
    if label is not None and (verb or label.series not in _SECTION_SERIES):
        return False
    if verb and (
        item.size > 14
        or _is_broken(items, index)
        or _among_its_like(items, index, numbered, language)
    ):
        return False
    if _acts(item) or _titles_points(items, index, numbered):
        return False
    return not is_line(item, language, "meeting") and not is_date_line(item, language)


def _is_broken(items: list[Item], index: int) -> bool:
    """Whether a paragraph goes on in the next line, which begins small and opens with no verb.

    A script without capitals tells less: there the line must be longer than most headings.
    """
    after = _after(items, index)
    if after is None or after.label is not None:
        return False
    if after.opening is not None and after.opening.certain:
        return False
    first = after.text[:1]
    small = first.islower() or (items[index].size >= _LONG_LINE and not _has_case(items[index]))
    return small and (first.islower() or after.end != "none")


def _has_case(item: Item) -> bool:
    letter = next((c for c in item.text if c.isalpha()), "")
    return letter.lower() != letter.upper()


def _heads_with_colon(items: list[Item], index: int) -> bool:
    """A heading that ends in a colon stands between whole paragraphs and opens with no verb."""
    item = items[index]
    before, after = _before(items, index), _after(items, index)
    return (
        item.label is None
        and item.size <= 10
        and item.opening is None
        and before is not None
        and before.end in ("semicolon", "stop", "comma")
        and after is not None
        and (after.main or after.label is None)
        and _part(after) is not None
    )


def _titles_points(items: list[Item], index: int, numbered: bool) -> bool:
    """Whether a bare line is itself a point, which the points below it go on from.

    "(i) Protection of gardens" before "(a) Protect ..."; without numbers, the list that a colon opened
    is still open, and what follows opens with no verb of its own.
    """
    after = _after(items, index)
    if after is None:
        return False
    if items[index].label is not None:
        return after.label is not None and not after.main
    if after.label is not None or after.end == "none":
        return False
    if numbered:
        return _follows_colon(items, index) and _part(after) is None
    if after.opening is not None and after.opening.certain:
        return False
    points: list[Item] = []
    for earlier in reversed(items[max(0, index - 40) : index]):
        if earlier.end == "colon":
            return not _ends_list(points, after)
        if not earlier.aside and _part(earlier) is not None:
            return False
        points.append(earlier)
    return False


def _follows_colon(items: list[Item], index: int) -> bool:
    """Whether a line is the first under a colon that opens no text with a title of its own."""
    before = _before(items, index)
    return before is not None and before.end == "colon" and not _adopts(before)


def _adopts(item: Item) -> bool:
    """Whether an item opens a text ("Adopts the following Declaration:"), which begins with its title."""
    found = item.opening
    return found is not None and found.verb is not None and found.verb.key in _ADOPTING


def _ends_list(points: list[Item], after: Item) -> bool:
    """Whether points that all begin alike ("To ...", "That ...") are followed by a line that does not."""
    lex = lexicon(after.language)
    forms = [lex.pattern("words", key, start=True) for key in ("to", "that")]
    first = {_first_word(point) for point in points if not point.aside}
    hanging = any(all(form.match(word) for word in first) for form in forms)
    return (
        bool(first)
        and (hanging or (len(first) == 1 < len(points)))
        and (_first_word(after) not in first)
    )


def _first_word(item: Item) -> str:
    return fold_text(item.text).split(" ", 1)[0]


def _acts(item: Item) -> bool:
    """Whether a line states the ground of action ("Acting under ..."), which heads nothing."""
    found = item.opening
    return found is not None and found.verb is not None and found.verb.key == "acting"


def _listed(items: list[Item], language: str) -> set[int]:
    """Indexes of bare lines in a row, two or more, that are the points a colon opened."""
    found: set[int] = set()
    first = 0
    while first < len(items):
        last = first
        while last < len(items) and _unmarked(items[last], language):
            last += 1
        opens = items[first - 1] if first else None
        if last - first > 1 and opens is not None and opens.end == "colon" and not _adopts(opens):
            found.update(range(first, last))
        first = last + 1
    return found


def _unmarked(item: Item, language: str) -> bool:
    return (
        item.label is None
        and item.bare()
        and (item.opening is None or not item.opening.certain)
        and not is_line(item, language, "section")
    )


def _breaks_count(items: list[Item], index: int, mains: list[int], count: int) -> bool:
    """Whether a number is not the next one, while the number after it is."""
    label = items[index].label
    at = bisect_right(mains, index)
    following = items[mains[at]] if at < len(mains) else None
    return (
        label is not None
        and following is not None
        and following.label is not None
        and count > 0
        and label.ordinal != count + 1
        and following.label.ordinal == count + 1
    )


def _among_its_like(items: list[Item], index: int, numbered: bool, language: str) -> bool:
    """Whether a short line that opens with a verb stands among paragraphs of its part.

    Where operative paragraphs are numbered, one without a number is none. A Chinese verb looks like
    its noun, so there it tells a paragraph from a heading only among recitals.
    """
    if language == "zh":
        return all(
            other is not None and other.end == "comma"
            for other in (_before(items, index), _after(items, index))
        )
    part = _part(items[index])
    before, after = _before(items, index), _after(items, index)
    around = {_part(other) for other in (before, after) if other is not None}
    if part == "operative":
        return not numbered and part in around and items[index].size >= 3
    return around == {part}


def _before(items: list[Item], index: int) -> Item | None:
    return next((i for i in reversed(items[max(0, index - 4) : index]) if not i.aside), None)


def _after(items: list[Item], index: int) -> Item | None:
    return next((i for i in items[index + 1 : index + 5] if not i.aside), None)


def _opens_preamble(items: list[Item], index: int) -> bool:
    """Whether a recital follows: a body's name without its comma may be a heading as well."""
    after = _after(items, index)
    return after is not None and _opens(after, "preambular")


def _part(item: Item) -> str | None:
    found = item.opening
    if found is None or not found.certain or len(found.parts) > 1:
        return None
    return next(iter(found.parts))


def _moved(indexes: Iterable[int], gone: set[int]) -> frozenset[int]:
    """The indexes after some lines went."""
    lines = sorted(gone)
    return frozenset(index - bisect_left(lines, index) for index in indexes)


def un_region(items: list[Item], language: str) -> list[Provision]:
    """Provisions of what follows the formula in a text of UN style."""
    mark_main(items, language)
    mark_asides(items, language)
    formulas = frozenset(
        i
        for i, item in enumerate(items)
        if not item.aside
        and is_formula(item, language)
        and (item.end != "none" or _opens_preamble(items, i))
    )
    found = section_headings(items, language) - formulas
    gone = join_numbers(items, found)
    items = [item for index, item in enumerate(items) if index not in gone]
    formulas = _moved(formulas, gone)
    headings = _moved(found - gone, gone)
    states = classify(items, headings, language, formulas)
    nester = Nester[Draft]()
    dotted = any(item.main for item in items)
    before = ""
    for index, (item, state) in enumerate(zip(items, states, strict=True)):
        if item.aside:
            nester.hang(Draft(item, item.aside))
            continue
        if item.block.hint == "front":
            nester.divide(Draft(item, "front"))
            continue
        if index in formulas:
            nester.divide(Draft(item, "formula"))
            continue
        if index in headings and state != "back":
            nester.divide(Draft(item, "heading"))
            continue
        if state != before:
            nester.close()
            before = state
        if state == "back":
            nester.divide(Draft(item, "back"))
            continue
        kind: Kind = "preambular" if state == "preambular" else "operative"
        _place(nester, item, kind, language, dotted=dotted)
    for root in nester.roots:
        _govern(root, language)
    return grow(nester.roots)


def _govern(over: Node[Draft], language: str) -> None:
    """Give each point its verb: its own, or that of what it stands under."""
    led = over.value.item.end == "colon"
    points = [
        node.value for node in over.children if node.value.kind in ("preambular", "operative")
    ]
    asks = asking_list([d.item.opening for d in points if d.item.label])
    for draft in points:
        found = draft.item.opening
        own = draft.verb if asks and found and found.certain else ""
        draft.verb = point_verb(own, over.value.verb, language, led=led) or draft.verb
    for node in over.children:
        _govern(node, language)


def _place(nester: Nester[Draft], item: Item, kind: Kind, language: str, *, dotted: bool) -> None:
    draft = Draft(item, kind, own_verb(item) if _opens(item, kind) else "")
    label = item.label
    if kind == "operative" and item.main and not draft.verb:
        draft.verb = main_verb(item.text, language)
    if label is not None and (item.main if kind == "operative" else label.series in ("1", "pp")):
        nester.root(draft, label, item.depth)
        return
    if label is not None:
        nester.add(draft, item.labels, depth=item.depth)
    else:
        last = nester.last
        opened = last is not None and (
            last.value.item.end == "colon" or (bool(last.children) and not _opens(item, kind))
        )
        continues = dotted and kind == "operative" and not _opens(item, kind)
        under = last is not None and not _opens(item, kind) and (opened or continues)
        nester.add(draft, (), under_last=under)


def _opens(item: Item, kind: str) -> bool:
    found = item.opening
    # the ending of a word alone makes no verb of the names in a list
    return found is not None and kind in found.parts and (found.certain or item.end != "none")
