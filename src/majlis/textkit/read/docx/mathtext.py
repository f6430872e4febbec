"""Mathematics (m:oMath): the characters that it holds, in order, with their tracked changes."""

from __future__ import annotations

from collections.abc import Iterator

from majlis.textkit.read.docx import names as n
from majlis.textkit.read.docx.tracks import WRAPPERS, tracked
from majlis.textkit.read.docx.tree import State
from majlis.textkit.xmlsafe import Element

_TEXTS = frozenset((n.MATH_TEXT, n.T, n.W + "delText"))
_RUNS = frozenset((n.MATH_RUN, n.R))


def math_runs(element: Element, state: State) -> Iterator[tuple[str, State]]:
    """Each m:t below an element, with its state.

    A tracked change stands around runs, inside a run around its text, or inside a run before its
    text (then it tracks the run). A deleted control character (w:del in m:ctrlPr) takes the object
    that it belongs to with it, as Word does; an inserted one says nothing of its content.
    """
    tag = element.tag
    if tag in _TEXTS:
        if element.text:
            yield element.text, state
        return
    if tag in WRAPPERS:
        state = tracked(element, state)
    elif tag in _RUNS:
        for change in _marks(element):
            state = tracked(change, state)
    else:
        deletion = _deleted_control(element)
        if deletion is not None:
            state = tracked(deletion, state)
    for part in element:
        child = n.branch(part) if part.tag == n.ALTERNATE else part
        if child is not None and not _is_properties(child.tag):
            yield from math_runs(child, state)


def _is_properties(tag: str) -> bool:
    return tag == n.RPR or (isinstance(tag, str) and tag.startswith(n.M) and tag.endswith("Pr"))


def _marks(run: Element) -> Iterator[Element]:
    """The changes that track a whole run: without text of their own, or in its properties."""
    for child in run:
        if child.tag in WRAPPERS and not any(True for _ in child.iter(*_TEXTS)):
            yield child
        elif child.tag == n.RPR:
            yield from (change for change in child if change.tag in WRAPPERS)


def _deleted_control(element: Element) -> Element | None:
    for properties in element:
        if not _is_properties(properties.tag):
            continue
        for control in properties.iterchildren(n.M + "ctrlPr"):
            for change in control.iter(n.DEL, n.MOVE_FROM):
                return change
    return None
