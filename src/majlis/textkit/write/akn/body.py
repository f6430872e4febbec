"""The parts of an Akoma Ntoso document: cover page, preface, preamble, main body, conclusions, annexes.

Each element that is a provision carries ``m:kind``; wrappers (list, recitals, blockList, content)
do not. So the order of such elements is the order of the tree, whatever stands between them.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from itertools import groupby

from majlis.textkit.akn_names import is_statement
from majlis.textkit.model import Provision, Text
from majlis.textkit.write.akn.inline import add, add_wording
from majlis.textkit.write.akn.meta import Address, full_date, write_meta
from majlis.textkit.write.akn.provisions import (
    EIds,
    add_block,
    add_body,
    add_notes,
    add_number,
    mark,
    write_items,
)
from majlis.textkit.xmlsafe import Element


class Writer:
    """What the parts of one file share: the text, its address, the eIds given so far."""

    def __init__(self, text: Text, address: Address) -> None:
        self.text = text
        self.address = address
        self.ids = EIds("docSymbol", address.body)
        self.parts = {part.root: part for part in text.parts}
        self.annexes = 0


def write_parts(
    writer: Writer, document: Element, provisions: tuple[Provision, ...], *, cover: bool = False
) -> None:
    """Everything of a document after its ``meta``, in the order that the schema wants."""
    preface, preamble, main, conclusions, annexes = split_parts(provisions)
    if cover:
        _write_cover(document, writer.text)
    if preface:
        holder = add(document, "preface")
        for p in preface:
            _write_preface(writer, holder, p)
    if preamble:
        _write_preamble(writer, add(document, "preamble"), preamble)
    body = add(document, "mainBody")
    for p in main:
        add_body(writer.ids, body, p, in_list=False)
    if not main:
        add(body, "p")  # the schema wants one block at least
    if conclusions:
        holder = add(document, "conclusions")
        for p in conclusions:
            add_block(writer.ids, holder, "container", p, name=p.kind)
    if annexes:
        holder = add(document, "attachments")
        for p in annexes:
            _write_annex(writer, holder, p)


def split_parts(provisions: tuple[Provision, ...]) -> tuple[tuple[Provision, ...], ...]:
    """Preface, preamble, main body, conclusions and annexes, in reading order and nothing moved."""
    start = 0
    while start < len(provisions) and provisions[start].kind in ("front", "title"):
        start += 1
    end = len(provisions)
    while end > start and provisions[end - 1].kind == "annex":
        end -= 1
    closing = end
    while closing > start and provisions[closing - 1].kind == "back":
        closing -= 1
    body, preamble_end = start, start
    while body < closing and _may_stand_in_preamble(provisions[body]):
        body += 1
        if provisions[body - 1].kind not in ("heading", "footnote") or _only_recitals(
            provisions[body - 1]
        ):
            preamble_end = body
    return (
        provisions[:start],
        provisions[start:preamble_end],
        provisions[preamble_end:closing],
        provisions[closing:end],
        provisions[end:],
    )


def _may_stand_in_preamble(p: Provision) -> bool:
    if p.kind in ("formula", "preambular", "footnote"):
        return True
    return p.kind == "heading" and (not p.children or _only_recitals(p))


def _only_recitals(p: Provision) -> bool:
    kinds = {child.kind for child in p.children if child.kind != "footnote"}
    return p.kind == "heading" and kinds == {"preambular"}


def _write_cover(document: Element, text: Text) -> None:
    """Issuing body, symbol and date, where the text has them."""
    if not (text.body or text.symbol or full_date(text.date)):
        return
    cover = add(document, "coverPage")
    if text.body:
        add(add(cover, "p"), "docAuthority").text = text.body
    if text.symbol:
        add(add(cover, "p"), "docNumber", refersTo="#docSymbol").text = text.symbol
    if full_date(text.date):
        add(add(cover, "p"), "docDate", date=text.date).text = text.date


def _write_preface(writer: Writer, holder: Element, p: Provision) -> None:
    if p.kind != "title" or p.label:
        add_block(writer.ids, holder, "container", p, name=p.kind)
        return
    title = add(holder, "longTitle")
    mark(writer.ids, title, p)
    paragraph = add(title, "p")
    add_wording(paragraph, "docTitle", p.runs)
    others = add_notes(writer.ids, paragraph, p)
    write_items(writer.ids, title, others)


def _write_preamble(writer: Writer, preamble: Element, provisions: tuple[Provision, ...]) -> None:
    """Formula, recitals and their headings.

    A recital without a number is a ``container`` named by its verb, as the UN does; numbered ones,
    and those under a heading (as ITU writes them), are ``recital`` in ``recitals``.
    """
    ids = writer.ids
    for numbered, group in groupby(provisions, lambda p: p.kind == "preambular" and p.label != ""):
        if numbered:
            _write_recitals(ids, add(preamble, "recitals"), group)
            continue
        for p in group:
            if _only_recitals(p):
                recitals = add(preamble, "recitals")
                mark(ids, recitals, p)
                add_number(recitals, p)
                heading = add_wording(recitals, "heading", p.runs)
                _write_recitals(ids, recitals, add_notes(ids, heading, p))
            elif p.kind == "formula":
                add_block(ids, preamble, "formula", p, name="enactingFormula")
            else:
                name = (p.verb or "recital") if p.kind == "preambular" else p.kind
                add_block(ids, preamble, "container", p, name=name)


def _write_recitals(ids: EIds, recitals: Element, provisions: Iterable[Provision]) -> None:
    for p in provisions:
        recital = add(recitals, "recital")
        mark(ids, recital, p)
        add_number(recital, p)
        paragraph = add_wording(recital, "p", p.runs)
        write_items(ids, recital, add_notes(ids, paragraph, p))


def _write_annex(writer: Writer, attachments: Element, p: Provision) -> None:
    """An annex as an attachment that holds a whole document of its own."""
    attachment = add(attachments, "attachment")
    mark(writer.ids, attachment, p)
    add_number(attachment, p)
    heading = add_wording(attachment, "heading", p.runs)
    others = add_notes(writer.ids, heading, p)
    part = writer.parts.get(p.id)
    kind = part.kind if part else "annex"
    document = add(attachment, "statement" if is_statement(kind) else "doc", name=kind or "annex")
    writer.annexes += 1
    write_meta(document, replace(writer.address, component=f"annex_{writer.annexes}"))
    write_parts(writer, document, others)
