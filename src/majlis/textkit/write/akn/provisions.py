"""One provision as Akoma Ntoso: in the body (paragraph, list, point, hcontainer) or as a block."""

from __future__ import annotations

import re
from collections.abc import Iterable
from itertools import groupby

from majlis.textkit.carry import provision_attributes
from majlis.textkit.model import Kind, Provision
from majlis.textkit.write.akn.inline import add, add_wording, own, set_own
from majlis.textkit.xmlsafe import Element

# What may be a point of a list.
_LISTED: frozenset[Kind] = frozenset({"operative", "preambular", "paragraph"})


class EIds:
    """Gives each provision an eId: its own id, made fit for the schema and unique in the file."""

    def __init__(self, *taken: str) -> None:
        self._given: dict[str, int] = dict.fromkeys(taken, 1)

    def give(self, identity: str) -> str:
        """A unique eId without white space."""
        wanted = re.sub(r"\s", "_", identity) or "provision"
        count = self._given.get(wanted, 0)
        self._given[wanted] = count + 1
        if not count:
            return wanted
        while (name := f"{wanted}__dup_{count + 1}") in self._given:
            count += 1
        self._given[name] = 1
        return name


def mark(ids: EIds, element: Element, p: Provision) -> None:
    """Say that ``element`` is the provision: its eId and all that Akoma Ntoso has no place for."""
    identity = ids.give(p.id)
    element.set("eId", identity)
    fields = provision_attributes(p)
    fields.pop("label", None)
    if fields["id"] == identity:
        del fields["id"]
    set_own(element, fields.items())


def add_number(element: Element, p: Provision) -> None:
    """The label as ``num``; a changed label shows the old one as ``del`` and the new as ``ins``."""
    if not p.label and not p.old_label:
        return
    num = add(element, "num")
    num.set("{http://www.w3.org/XML/1998/namespace}space", "preserve")
    if p.old_label is None:
        num.text = p.label
        return
    for tag, label in (("del", p.old_label), ("ins", p.label)):
        if label:
            add(num, tag).text = label


def add_notes(ids: EIds, wording: Element, p: Provision) -> tuple[Provision, ...]:
    """Put the footnotes among the children at the end of the wording; return the other children.

    A footnote that stands after another child says its place among the children.
    """
    others = tuple(child for child in p.children if child.kind != "footnote")
    if len(others) == len(p.children):
        return others
    leading = len(p.children) - len(others)
    natural = all(child.kind == "footnote" for child in p.children[:leading])
    for place, child in enumerate(p.children):
        if child.kind == "footnote":
            note = _add_note(ids, wording, child)
            if not natural:
                note.set(own("place"), str(place))
    return others


def _add_note(ids: EIds, wording: Element, p: Provision) -> Element:
    note = add(wording, "authorialNote", marker=p.label, placement="bottom")
    mark(ids, note, p)
    paragraph = add_wording(note, "p", p.runs)
    write_items(ids, note, add_notes(ids, paragraph, p))
    return note


def write_items(ids: EIds, holder: Element, provisions: Iterable[Provision]) -> None:
    """Provisions as the items of a ``blockList``, where only blocks may stand."""
    children = list(provisions)
    if not children:
        return
    blocks = add(holder, "blockList")
    for p in children:
        item = add(blocks, "item")
        mark(ids, item, p)
        add_number(item, p)
        paragraph = add_wording(item, "p", p.runs)
        write_items(ids, item, add_notes(ids, paragraph, p))


def add_block(ids: EIds, holder: Element, tag: str, p: Provision, name: str) -> None:
    """A provision as a named block (container, formula); one with a label as an item inside it."""
    if p.kind == "footnote":
        container = add(holder, "container", name="footnote")
        _add_note(ids, add(container, "p"), p)
        return
    if p.label or p.old_label:
        write_items(ids, add(holder, "container", name=name), [p])
        return
    block = add(holder, tag, name=name)
    mark(ids, block, p)
    paragraph = add_wording(block, "p", p.runs)
    write_items(ids, block, add_notes(ids, paragraph, p))


def add_body(ids: EIds, holder: Element, p: Provision, *, in_list: bool) -> None:
    """A provision in the hierarchy of the main body."""
    if p.kind == "footnote":
        container = add(holder, "hcontainer", name="footnote")
        _add_note(ids, add(add(container, "content"), "p"), p)
        return
    if p.kind in ("heading", "annex"):
        _add_heading(ids, holder, p)
        return
    if p.kind in ("operative", "paragraph") or in_list:
        element = add(holder, "point" if in_list else "paragraph")
    else:
        element = add(holder, "hcontainer", name=p.kind)
    mark(ids, element, p)
    add_number(element, p)
    if all(child.kind == "footnote" for child in p.children):
        add_notes(ids, add_wording(add(element, "content"), "p", p.runs), p)
        return
    others = [child for child in p.children if child.kind != "footnote"]
    listed = all(child.kind in _LISTED for child in others)
    inner = add(element, "list") if listed else element
    add_notes(ids, add_wording(add(inner, "intro"), "p", p.runs), p)
    if not listed:
        _add_mixed(ids, inner, others)
        return
    closing = others[-1] if _is_wrap_up(others) else None
    for child in others[:-1] if closing else others:
        add_body(ids, inner, child, in_list=True)
    if closing:
        wrap = add(inner, "wrapUp")
        mark(ids, wrap, closing)
        add_notes(ids, add_wording(wrap, "p", closing.runs), closing)


def _add_mixed(ids: EIds, holder: Element, provisions: Iterable[Provision]) -> None:
    """Children of mixed kinds: points in lists, the others as they are."""
    for listed, group in groupby(provisions, lambda child: child.kind in _LISTED):
        inner = add(holder, "list") if listed else holder
        for child in group:
            add_body(ids, inner, child, in_list=listed)


def _is_wrap_up(children: list[Provision]) -> bool:
    """The last child closes the list: no label, nothing below it, and labelled points before it."""
    last = children[-1]
    return (
        len(children) > 1
        and not (last.label or last.old_label)
        and all(child.kind == "footnote" for child in last.children)
        and all(child.label for child in children[:-1])
    )


def _add_heading(ids: EIds, holder: Element, p: Provision) -> None:
    """A heading with what stands under it is an ``hcontainer``; alone, a paragraph's ``subheading``."""
    others = [child for child in p.children if child.kind != "footnote"]
    alone = p.kind == "heading" and not others
    if alone:
        element = add(holder, "paragraph")
    else:
        name = (p.verb or "heading") if p.kind == "heading" else p.kind
        element = add(holder, "hcontainer", name=name)
    mark(ids, element, p)
    add_number(element, p)
    heading = add_wording(element, "subheading" if alone else "heading", p.runs)
    add_notes(ids, heading, p)
    for child in others:
        add_body(ids, element, child, in_list=False)
