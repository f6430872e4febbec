"""Pages that ``write_html`` wrote: the text back, with whatever a person edited in it."""

from __future__ import annotations

from majlis.textkit.carry import (
    HTML_TAGS,
    integer,
    json_of,
    provision_from,
    revision_from,
    text_from_record,
)
from majlis.textkit.model import JSON, Mark, Provision, Revision, Run, Text, merge_runs
from majlis.textkit.xmlsafe import Element, attributes_of, text_of

MARKS: dict[str, Mark] = {tag: mark for mark, tag in HTML_TAGS.items()} | {
    "strong": "bold",
    "em": "italic",
    "strike": "strike",
}
"""The marks of HTML's elements: those that we write, and their older or kindred names."""


def own_main(root: Element) -> Element | None:
    """The element that makes a page ours, or None."""
    return next((e for e in root.iter("main") if e.get("data-majlis") == "1"), None)


def read_own(main: Element) -> Text:
    """The text of a page of ours."""
    data: dict[str, JSON] = {**attributes_of(main, "data-")}
    data["parts"] = json_of(main.get("data-parts", "[]"))
    data["comments"] = [
        {
            "text": _words(item, "words"),
            "author": "".join(text_of(e) for e in item.iter("cite")),
            "date": _words(item, "date"),
            "provision": item.get("data-provision", ""),
        }
        for item in main.iter("li")
        if item.get("class") == "comment"
    ]
    data["notes"] = [
        {
            "kind": item.get("data-kind", ""),
            "message": _words(item, "words"),
            "provision": item.get("data-provision", ""),
            "line": integer(item.get("data-line", "")),
        }
        for item in main.iter("li")
        if item.get("class") == "note"
    ]
    return text_from_record(data, _provisions(main))


def _words(item: Element, name: str) -> str:
    return next((text_of(e) for e in item.iter("span") if e.get("class") == name), "")


def _provisions(holder: Element) -> tuple[Provision, ...]:
    """The provisions right below an element, past lists."""
    found: list[Provision] = []
    for child in holder:
        classes = (child.get("class") or "").split()
        if "provision" in classes:
            found.append(_provision(child))
        elif child.tag in ("ol", "ul", "div", "section"):
            found.extend(_provisions(child))
        elif child.tag in ("p", "li") and holder.tag == "main":
            # somebody put a paragraph of their own between ours
            runs = _trimmed(read_runs(child))
            if runs:
                found.append(Provision("", "paragraph", runs))
    return tuple(found)


def _provision(element: Element) -> Provision:
    fields = attributes_of(element, "data-")
    fields.setdefault("id", element.get("id", ""))
    runs: list[Run] = []
    for wording in element:
        if wording.tag not in ("p", "h1", "h2", "h3", "h4", "h5", "h6"):
            continue
        if "provision" in (wording.get("class") or "").split():
            continue
        spans = [e for e in wording if e.tag == "span"]
        for span in spans:
            if span.get("class") == "label":
                fields["label"] = _label(span)
        words = next((span for span in spans if span.get("class") == "words"), None)
        found = read_runs(words) if words is not None else ()
        if words is None and not spans:
            found = _trimmed(read_runs(wording))
        if runs and found:
            runs.append(Run("\n"))
        runs.extend(found)
    return provision_from(fields, merge_runs(runs), _provisions(element))


def _trimmed(runs: tuple[Run, ...]) -> tuple[Run, ...]:
    text = "".join(run.text for run in runs)
    return runs if text.strip() else ()


def _label(span: Element) -> str:
    """The label as it is now, without what was deleted and what only a screen reader says."""
    return "".join(
        run.text for run in read_runs(span) if run.revision is None or run.revision.op == "inserted"
    )


def read_runs(element: Element) -> tuple[Run, ...]:
    """The runs in an element, white space as it stands."""
    runs: list[Run] = []
    _read(element, frozenset(), None, runs)
    return merge_runs(runs)


def _read(
    element: Element, marks: frozenset[Mark], revision: Revision | None, runs: list[Run]
) -> None:
    if element.text:
        runs.append(Run(element.text, marks, revision))
    for child in element:
        if child.get("class") != "visually-hidden":
            inner, inside = marks, revision
            if child.tag in MARKS:
                inner = marks | {MARKS[child.tag]}
            elif child.tag in ("ins", "del"):
                inside = revision_of(child)
            if child.tag == "br":
                runs.append(Run("\n", marks, revision))
            _read(child, inner, inside, runs)
        if child.tail:
            runs.append(Run(child.tail, marks, revision))


def revision_of(element: Element) -> Revision:
    """The revision that an ``ins`` or ``del`` says, with its standard ``datetime`` if it has one."""
    fields = attributes_of(element, "data-")
    if date := element.get("datetime"):
        fields.setdefault("date", date)
    return revision_from(element.tag == "ins", fields)
