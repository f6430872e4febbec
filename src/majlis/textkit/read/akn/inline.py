"""Inline markup of Akoma Ntoso as runs."""

from __future__ import annotations

from majlis.textkit.carry import NAMESPACE, revision_from
from majlis.textkit.model import Mark, Revision, Run, merge_runs
from majlis.textkit.xmlsafe import Element, attributes_of, local_name

_TAGS: dict[str, Mark] = {
    "b": "bold",
    "i": "italic",
    "u": "underline",
    "sup": "superscript",
    "sub": "subscript",
}
_CLASSES: dict[str, Mark] = {
    "bold": "bold",
    "italic": "italic",
    "underline": "underline",
    "strike": "strike",
    "superscript": "superscript",
    "subscript": "subscript",
}
# Never text: pictures, notes (read apart), metadata inside the text.
_SKIPPED = frozenset(
    {
        "img",
        "authorialNote",
        "marker",
        "noteRef",
        "meta",
        "foreign",
        "subFlow",
        "embeddedStructure",
        "quotedStructure",
    }
)
_OWN = f"{{{NAMESPACE}}}"


def own_attributes(element: Element) -> dict[str, str]:
    """The attributes in our namespace, by their short name."""
    return attributes_of(element, _OWN)


def read_runs(element: Element) -> tuple[Run, ...]:
    """The runs in an element, white space as it stands. Notes and pictures are left out."""
    runs: list[Run] = []
    _read(element, frozenset(), None, runs)
    return merge_runs(runs)


def _read(
    element: Element, marks: frozenset[Mark], revision: Revision | None, runs: list[Run]
) -> None:
    if element.text:
        runs.append(Run(element.text, marks, revision))
    for child in element:
        tag = local_name(child)
        if tag in ("br", "eol"):
            runs.append(Run("\n" if tag == "br" else " ", marks, revision))
        elif tag and tag not in _SKIPPED:
            if tag in ("docDate", "docNumber") and _glued(runs, child):
                runs.append(Run(" ", marks, revision))
            inner = marks
            if tag in _TAGS:
                inner = marks | {_TAGS[tag]}
            for name in (child.get("class") or "").split():
                if name in _CLASSES:
                    inner = inner | {_CLASSES[name]}
            inside = revision
            if tag in ("ins", "del"):
                inside = revision_from(tag == "ins", own_attributes(child))
            _read(child, inner, inside, runs)
        if child.tail:
            runs.append(Run(child.tail, marks, revision))


def _glued(runs: list[Run], child: Element) -> bool:
    """A date or number element right after a Latin, Cyrillic or Arabic letter: its space was lost."""
    if not runs or child.prefix == "m" or not child.text:
        return False
    last = runs[-1].text[-1:]
    return last.isalpha() and last < "\u2e80" and child.text[:1].isdigit()
