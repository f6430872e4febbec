"""Akoma Ntoso that ``write_akn`` wrote: read back exactly, whatever a person edited in it.

An element with ``m:kind`` is a provision. So is one that our writer always marks (a paragraph, a
point, ...) where the mark is missing because somebody added it.
"""

from __future__ import annotations

from majlis.textkit.carry import (
    NAMESPACE,
    integer,
    provision_from,
    text_from_record,
)
from majlis.textkit.model import JSON, Provision, Run, Text, merge_runs
from majlis.textkit.numbering import number_of
from majlis.textkit.read.akn.inline import own_attributes, read_runs
from majlis.textkit.xmlsafe import Element, attributes_of, local_name, text_of

_ADDED = {
    "paragraph": "operative",
    "point": "operative",
    "recital": "preambular",
    "formula": "formula",
    "item": "paragraph",
    "attachment": "annex",
    "wrapUp": "operative",
}
_WORDING = frozenset({"p", "heading", "subheading"})
_SKIPPED = frozenset({"meta", "coverPage", "num"})


def own_record(root: Element) -> Element | None:
    """The ``meta/proprietary`` record that makes a file ours, or None."""
    return root.find(f".//{{{NAMESPACE}}}text[@version='1']")


def read_own(root: Element, record: Element) -> Text:
    """The text of a file of ours; ``record`` is what ``own_record`` found."""
    provisions = tuple(p for _, p in _collect(root, _Wording()))
    rows: dict[str, list[JSON]] = {"parts": [], "comments": [], "notes": []}
    for element in record.itersiblings():
        name, row = local_name(element), attributes_of(element)
        if name == "part":
            rows["parts"].append(row)
        elif name == "comment":
            rows["comments"].append(row | {"text": element.text or ""})
        elif name == "note":
            line = integer(row.get("line", ""))
            rows["notes"].append({**row, "message": element.text or "", "line": line})
    return text_from_record({**attributes_of(record), **rows}, provisions)


class _Wording:
    """Where the wording of the provision at hand is gathered."""

    def __init__(self) -> None:
        self.runs: list[Run] = []
        self.label = ""
        self.found = False

    def add(self, element: Element) -> None:
        runs = read_runs(element)
        if self.found and runs:
            self.runs.append(Run("\n"))
        self.found = True
        self.runs.extend(runs)


def _collect(element: Element, wording: _Wording) -> list[tuple[int | None, Provision]]:
    """The provisions below an element (each with its place, if it says one), and its wording."""
    found: list[tuple[int | None, Provision]] = []
    for child in element:
        tag = local_name(child)
        if _is_provision(child, tag):
            found.append(_provision(child, tag))
            continue
        if tag == "num":
            wording.label = _label(child)
        if tag in _SKIPPED or not tag:
            continue
        if tag in _WORDING:
            wording.add(child)
            for note in child.iter("{*}authorialNote"):
                if _nearest_wording(note) is child:
                    found.append(_provision(note, "authorialNote"))
        else:
            found.extend(_collect(child, wording))
    return found


def _is_provision(element: Element, tag: str) -> bool:
    return element.get(f"{{{NAMESPACE}}}kind") is not None or tag in _ADDED


def _nearest_wording(note: Element) -> Element | None:
    """The paragraph or heading that holds a note, past the inline elements between them."""
    holder = note.getparent()
    while holder is not None and local_name(holder) not in _WORDING:
        holder = holder.getparent()
    return holder


def _provision(element: Element, tag: str) -> tuple[int | None, Provision]:
    fields = own_attributes(element)
    wording = _Wording()
    children = _collect(element, wording)
    at = integer(fields.pop("place", None), -1)
    fields.setdefault("id", element.get("eId", ""))
    fields["label"] = element.get("marker", "") if tag == "authorialNote" else wording.label
    if "kind" not in fields:
        fields["kind"] = "footnote" if tag == "authorialNote" else _ADDED[tag]
        fields["number"] = number_of(wording.label)
    others = [child for spot, child in children if spot is None]
    for spot, child in children:
        if spot is not None:
            others.insert(spot, child)
    return (
        None if at < 0 else at,
        provision_from(fields, merge_runs(wording.runs), tuple(others)),
    )


def _label(num: Element) -> str:
    """The label as it is now: a ``num`` without what ``del`` holds."""
    parts = [num.text or ""]
    for child in num:
        if local_name(child) != "del":
            parts.append(text_of(child))
        parts.append(child.tail or "")
    return "".join(parts)
