"""ITU style: a heading carries the verb ("considering", "instructs the Secretary-General"), items follow."""

from __future__ import annotations

from majlis.textkit.lexicon import lexicon
from majlis.textkit.model import Kind, Provision
from majlis.textkit.structure.asides import mark_asides
from majlis.textkit.structure.items import Item, fold_text, is_line
from majlis.textkit.structure.nest import Nester
from majlis.textkit.structure.tree import Draft, grow, own_verb, provision

_LONGEST_HEADING = 60  # words; some name three directors and whom they consult


def is_verb_heading(item: Item) -> bool:
    """Whether a line is a heading that consists of a verb and, maybe, whom it addresses."""
    return _opens_with_verb(item) and (
        item.end == "none" or _only_verb(item) or (item.end == "colon" and _asks(item))
    )


def _opens_with_verb(item: Item) -> bool:
    return (
        item.label is None
        and not item.weak
        and 0 < item.size <= _LONGEST_HEADING
        and item.block.hint not in ("table", "footnote")
        and item.opening is not None
        and item.opening.certain
    )


def _only_verb(item: Item) -> bool:
    """A heading that keeps its mark: nothing but the verb, an adverb, "that" (Russian sets them off)."""
    found = item.opening
    if item.end not in ("comma", "colon") or found is None:
        return False
    rest = fold_text(item.text[found.end :]).strip(" ,:，،")
    words = lexicon(item.language)
    return not rest or any(
        words.pattern("words", key).fullmatch(rest) for key in ("modifiers", "that")
    )


def _asks(item: Item) -> bool:
    return item.opening is not None and "operative" in item.opening.parts


def verb_headings(items: list[Item], language: str) -> set[int]:
    """Indexes of the headings; one that ends in a comma is told by the list that begins after it."""
    found = {index for index, item in enumerate(items) if is_verb_heading(item)}
    for index, item in enumerate(items[:-1]):
        if item.end == "comma" and starts_small(item.text) and _opens_with_verb(item):
            following = items[index + 1]
            if not is_verb_heading(following) and opens_list(following, language):
                found.add(index)
    return found


def starts_small(text: str) -> bool:
    """Whether a line begins as the headings do: with a small letter, or one without case."""
    return text[:1] == text[:1].lower() or text.isupper()


def opens_list(item: Item, language: str) -> bool:
    """Whether an item may be the first under a heading: number 1, letter a, or "to", or "that"."""
    labels = item.labels or item.weak
    if labels:
        return any(label.ordinal in (0, 1) for label in labels)
    lex = lexicon(language)
    forms = lex.pattern("words", "to", start=True), lex.pattern("words", "that", start=True)
    return item.text[:1].islower() and any(form.match(item.text) for form in forms)


def looks_itu(items: list[Item]) -> bool:
    """Whether the text after a formula is in ITU style."""
    headings = sum(is_verb_heading(item) and item.end != "colon" for item in items)
    paragraphs = sum(
        item.opening is not None
        and item.opening.certain
        and item.end in ("comma", "semicolon", "stop")
        and not is_verb_heading(item)
        and (item.label is None or item.label.series == "1")
        for item in items
    )
    first = next((item for item in items if item.block.hint != "footnote"), None)
    if first is not None and is_verb_heading(first) and first.size <= 8 and headings >= 2:
        return True
    return headings >= 2 and headings >= paragraphs


def itu_region(items: list[Item], language: str) -> list[Provision]:
    """Provisions of what follows the formula in a text of ITU style."""
    mark_asides(items, language)
    headings = {i for i in verb_headings(items, language) if not items[i].aside}
    quoted = {i for i in headings if _quoted(items, i, headings)}
    headings -= quoted
    quotes = {id(items[i]) for i in quoted}
    out: list[Provision] = []
    marks = sorted(headings)
    if not marks or marks[0] > 0:
        end = marks[0] if marks else len(items)
        out += _block(items[:end], "preambular", "", quotes)
    for place, index in enumerate(marks):
        end = marks[place + 1] if place + 1 < len(marks) else len(items)
        heading = items[index]
        kind = _part(heading, place, marks, items)
        body, back = _cut_back(items[index + 1 : end], language, last=place + 1 == len(marks))
        verb = own_verb(heading)
        out.append(provision(Draft(heading, "heading", verb), _block(body, kind, verb, quotes)))
        out += [provision(Draft(item, item.aside or "back")) for item in back]
    return out


def _part(heading: Item, place: int, marks: list[int], items: list[Item]) -> Kind:
    """Preambular or operative; a verb of both parts (Chinese) takes that of its neighbours."""
    assert heading.opening is not None
    if len(heading.opening.parts) == 1:
        return "preambular" if "preambular" in heading.opening.parts else "operative"
    for later in marks[place + 1 :]:
        found = items[later].opening
        if found is not None and found.parts == {"preambular"}:
            return "preambular"
    for earlier in marks[:place]:
        found = items[earlier].opening
        if found is not None and found.parts == {"operative"}:
            return "operative"
    # the last mark of a preambular block is a comma, of the operative part a stop
    return "preambular"


def _quoted(items: list[Item], index: int, headings: set[int]) -> bool:
    """Whether a heading is quoted inside a recital: the recital's list goes on after it.

    In the list "... f), g) that Resolution N requests the Council: / invites members: / h)" the lines
    after g) are another instrument's headings.
    """
    before = next(
        (
            item.label
            for item in reversed(items[:index])
            if item.label is not None and _lettered(item)
        ),
        None,
    )
    if before is None or not _inside_list(items, index, headings):
        return False
    for later in range(index + 1, len(items)):
        item = items[later]
        if item.label is None or not _lettered(item):
            continue
        ordinals = {la.ordinal for la in item.labels if la.series == before.series}
        if before.ordinal + 1 in ordinals:
            own = items[index].opening
            later_preamble = any(
                i > later
                and (found := items[i].opening) is not None
                and found.parts == {"preambular"}
                for i in headings
            )
            return items[index].end == "colon" or (
                own is not None and own.parts == {"operative"} and later_preamble
            )
        if 1 in ordinals:
            return False
    return False


def _inside_list(items: list[Item], index: int, headings: set[int]) -> bool:
    """Whether the lettered list before the line was still open (its last item did not end it)."""
    for earlier in range(index - 1, -1, -1):
        if items[earlier].label is not None and _lettered(items[earlier]):
            return True
        if earlier in headings and items[earlier].end == "none":
            return False
    return False


def _lettered(item: Item) -> bool:
    return item.label is not None and item.label.series.rstrip("hijaru") in (
        "a)", "(a)", "أ)", "(أ)", "a.",
    )  # fmt: skip


def _cut_back(items: list[Item], language: str, *, last: bool) -> tuple[list[Item], list[Item]]:
    """The items of the last block, and the lines after the full stop that ends the text."""
    if not last:
        return items, []
    before: Item | None = None
    for index, item in enumerate(items):
        if item.aside:
            continue
        if is_line(item, language, "meeting"):
            return items[:index], items[index:]
        if before is not None and before.end == "stop" and item.label is None and not item.weak:
            tail = [t for t in items[index:] if not t.aside]
            if all(t.label is None and not t.weak for t in tail):
                return items[:index], items[index:]
        before = item
    return items, []


def _block(items: list[Item], kind: Kind, verb: str, quotes: set[int]) -> list[Provision]:
    """The items under one heading as nested lists; ``quotes``: items that are quoted headings."""
    nester = Nester()
    for item in items:
        if item.aside:
            nester.hang(Draft(item, item.aside))
            continue
        if item.weak and (
            nester.expects(item.weak) or (item.weak[0].ordinal == 1 and not nester.depth)
        ):
            item.accept_weak()
        run_in = _run_in(item)
        if run_in and not quotes:
            kind, verb = run_in, own_verb(item)
            nester.divide(Draft(item, kind, verb))
            continue
        draft = Draft(item, kind, verb)
        if id(item) in quotes:
            nester.quote(draft)
        elif item.labels:
            nester.add(draft, item.labels)
        else:
            # an unnumbered paragraph goes on from the numbered item before it, or is its point
            last = nester.last
            opened = last is not None and last.value.item.end == "colon"
            nester.add(draft, (), under_last=opened or nester.numbered)
    return grow(nester.roots)


def _run_in(item: Item) -> Kind | None:
    """The part of a paragraph that carries its own verb and opens a block of its own."""
    found = item.opening
    if item.end not in ("comma", "stop") or not _opens_with_verb(item) or found is None:
        return None
    if found.parts == {"operative"}:
        return "operative"
    return None
