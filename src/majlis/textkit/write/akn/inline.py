"""Runs as Akoma Ntoso inline markup: b, i, u, sup, sub, span, ins, del."""

from __future__ import annotations

from collections.abc import Iterable

from lxml import etree

from majlis.textkit.carry import NAMESPACE, grouped, revision_attributes
from majlis.textkit.model import Mark, Run
from majlis.textkit.xmlsafe import Element

AKN = "http://docs.oasis-open.org/legaldocml/ns/akn/3.0"
SPACE = "{http://www.w3.org/XML/1998/namespace}space"

# Outermost first; Akoma Ntoso has no element for strike, so a classed span carries it.
_ELEMENTS: tuple[tuple[Mark, str], ...] = (
    ("bold", "b"),
    ("italic", "i"),
    ("underline", "u"),
    ("superscript", "sup"),
    ("subscript", "sub"),
    ("strike", "span"),
)


def own(name: str) -> str:
    """An attribute or element name in our namespace."""
    return f"{{{NAMESPACE}}}{name}"


def add(parent: Element, tag: str, **attributes: str) -> Element:
    """A new Akoma Ntoso element at the end of ``parent``; a trailing ``_`` in a name is dropped."""
    return etree.SubElement(
        parent, f"{{{AKN}}}{tag}", {key.rstrip("_"): value for key, value in attributes.items()}
    )


def add_wording(parent: Element, tag: str, runs: tuple[Run, ...]) -> Element:
    """An element with the runs in it, white space kept."""
    element = add(parent, tag)
    element.set(SPACE, "preserve")
    write_runs(element, runs)
    return element


def write_runs(element: Element, runs: tuple[Run, ...]) -> None:
    """Put the runs at the end of ``element``."""
    for revision, group in grouped(runs):
        holder = element
        if revision:
            holder = add(element, "ins" if revision.op == "inserted" else "del")
            classes = [
                name
                for name, said in (
                    ("moved", revision.moved),
                    ("inferred", revision.inferred),
                    ("reverted", revision.reverted),
                )
                if said
            ]
            if classes:
                holder.set("class", " ".join(classes))
            set_own(holder, revision_attributes(revision).items())
        for run in group:
            _write_run(holder, run)


def set_own(element: Element, attributes: Iterable[tuple[str, str]]) -> None:
    """Set attributes in our namespace."""
    for key, value in attributes:
        element.set(own(key), value)


def _write_run(holder: Element, run: Run) -> None:
    inner = holder
    for mark, tag in _ELEMENTS:
        if mark in run.marks:
            inner = add(inner, tag)
            if mark == "strike":
                inner.set("class", "strike")
    append_text(inner, run.text)


def append_text(element: Element, text: str) -> None:
    """Add text after whatever the element already holds."""
    if len(element):
        element[-1].tail = (element[-1].tail or "") + text
    else:
        element.text = (element.text or "") + text
