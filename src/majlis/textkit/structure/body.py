"""Texts without a formula: reports, terms of reference, annexes, conclusions, letters."""

from __future__ import annotations

from majlis.textkit.model import Provision
from majlis.textkit.openings import opens_as_point
from majlis.textkit.structure.items import Item, is_line
from majlis.textkit.structure.nest import Nester, Node
from majlis.textkit.structure.sections import heads_section, join_numbers
from majlis.textkit.structure.tree import Draft, grow

_HEADING_WORDS = 30
_SECTIONS = ("A.", "I.", "一")  # labels that sections bear


def body_region(items: list[Item], language: str) -> list[Provision]:
    """Headings, numbered paragraphs and lists as a tree; an unnumbered paragraph under its heading."""
    numbered = [index for index in range(len(items)) if heads_section(items, index)]
    gone = join_numbers(items, numbered)
    items = [item for index, item in enumerate(items) if index not in gone]
    nester = Nester[Draft]()
    section: Node[Draft] | None = None
    for index, item in enumerate(items):
        if item.block.hint == "footnote":
            nester.hang(Draft(item, "footnote"))
            continue
        if item.page:
            nester.hang(Draft(item, "front"))
            continue
        if item.block.hint == "front" or item.aside == "front":
            nester.divide(Draft(item, "front"))
            section = None
            continue
        if item.weak and _weak_is_label(nester, item, items, index):
            item.accept_weak()
        if is_line(item, language, "meeting") and item.bare():
            nester.divide(Draft(item, "back"))
            section = None
        elif _is_heading(items, index):
            draft = Draft(item, "heading")
            if item.labels and item.label is not None and item.label.series != "-":
                if section is None and _begins_sections(item) and not nester.expects(item.labels):
                    nester.close()  # paragraphs stand before the first section
                section = nester.add(draft, item.labels, depth=item.depth)
            else:
                section = nester.add(draft, ())
        elif item.labels:
            node = nester.add(Draft(item, "paragraph"), item.labels, depth=item.depth)
            if node is nester.roots[-1]:
                section = None  # a numbered paragraph beside the section ends it
        elif section is not None and nester.holds(section) and item.block.hint != "table":
            # the section's own paragraphs; its lists stay open for what follows
            nester.insert(section, Draft(item, "paragraph"))
        else:
            nester.add(Draft(item, "paragraph"), ())
    _adopt(nester.roots, language)
    return grow(nester.roots)


def _begins_sections(item: Item) -> bool:
    return any(label.series in _SECTIONS and label.ordinal == 1 for label in item.labels)


def _weak_is_label(nester: Nester[Draft], item: Item, items: list[Item], index: int) -> bool:
    label = item.weak[0]
    if label.ordinal > 200:
        return False
    if nester.expects(item.weak):
        return True
    if label.ordinal != 1:
        return False
    # a first one needs a second one
    return any(
        later.weak and later.weak[0].ordinal == 2 or (later.label and later.label.path[0] == 1)
        for later in items[index + 1 : index + 40]
    )


def _is_heading(items: list[Item], index: int) -> bool:
    item = items[index]
    if item.block.hint == "heading":
        if item.size <= _HEADING_WORDS or item.end not in ("stop", "colon"):
            return True
        item.notes.append(
            "This paragraph has the style of a heading. An alternative reading is possible."
        )
        return False
    if item.block.hint or not item.bare(_HEADING_WORDS) or index + 1 >= len(items):
        return False
    label = item.label
    if label is None:
        return item.size <= 15 and items[index + 1].block.hint != "table"
    if label.series in _SECTIONS:
        return True
    if label.series.startswith("1") and label.series not in ("1)",):
        # "2 Activities" heads "2.1 ..."; a list of short lines heads nothing
        following = items[index + 1].label
        if following is None:
            return True
        return len(following.path) > len(label.path) or following.series != label.series
    return False


def _adopt(nodes: list[Node[Draft]], language: str) -> None:
    """Items printed beside a paragraph that ends in a colon, though they are its points.

    The form shows it: only the words before the colon can govern how they open. Decimals stay where
    their numbers put them: 3.14 is no point of 3.13.
    """
    index = 0
    while index < len(nodes):
        node = nodes[index]
        _adopt(node.children, language)
        if node.value.item.end == "colon" and not node.children:
            last = index + 1
            while last < len(nodes) and opens_as_point(nodes[last].value.item.text, language):
                last += 1
            label = nodes[index + 1].label if last > index + 1 else None
            if label is not None and len(label.path) == 1:
                node.children = nodes[index + 1 : last]
                for child in node.children:
                    child.value.item.notes.append(
                        "This item is subordinate to the preceding paragraph but printed at the same level."
                    )
                    _adopt(child.children, language)
                del nodes[index + 1 : last]
        index += 1
