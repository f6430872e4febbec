"""The metadata of an Akoma Ntoso document: FRBR identification and what only we say.

The schema demands a date in each FRBR part. Where the text has no full date, the UN's own dummy
``0001-01-01`` stands there (as in its files), which readers refuse; none is invented.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from lxml import etree

from majlis.textkit.akn_names import body_code, language_code
from majlis.textkit.carry import COMMENT_KEYS, NOTE_KEYS, PART_KEYS, TEXT_KEYS
from majlis.textkit.model import Text
from majlis.textkit.write.akn.inline import add, own
from majlis.textkit.xmlsafe import Element

DUMMY_DATE = "0001-01-01"
SOURCE = "#majlis"


@dataclass(frozen=True, slots=True)
class Address:
    """What goes into the IRIs of one document. ``component``: main, annex_1, ..."""

    body: str
    date: str
    number: str
    language: str
    component: str = "main"

    @property
    def work(self) -> str:
        """The IRI of the work: the text whatever its language."""
        return f"/akn/un/statement/deliberation/{self.body}/{self.date}/{self.number}"

    @property
    def expression(self) -> str:
        """The IRI of the expression: the text in its language."""
        return f"{self.work}/{self.language}@"


def address_of(text: Text) -> Address:
    """The address of a text; whatever is unknown has a neutral word."""
    return Address(
        body=body_code(text.body) or _slug(text.body) or "unknown",
        date=full_date(text.date) or DUMMY_DATE,
        number=_number(text.symbol) or "text",
        language=language_code(text.language),
    )


def full_date(date: str) -> str:
    """The date if it is a whole ISO date that exists, or empty."""
    from datetime import date as calendar

    if not re.fullmatch(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", date) or date == DUMMY_DATE:
        return ""
    try:
        calendar.fromisoformat(date)
    except ValueError:
        return ""
    return date


def _slug(text: str) -> str:
    return re.sub(r"[^a-z0-9]+", "-", text.lower()).strip("-")[:80]


def _number(symbol: str) -> str:
    """``S/RES/2690 (2023)`` as ``2690-2023``, ``A/RES/70/125`` as ``70-125``, others slugged whole."""
    after = re.search(r"/RES/(.+)$", symbol)
    return _slug(after.group(1) if after else symbol)


def write_meta(holder: Element, address: Address, text: Text | None = None) -> None:
    """The ``meta`` element; with ``text``, its own record goes in too."""
    meta = add(holder, "meta")
    identification = add(meta, "identification", source=SOURCE)
    part = f"!{address.component}"
    author = f"#{address.body}"

    work = add(identification, "FRBRWork")
    _core(work, f"{address.work}/{part}", address.work, address.date, "adoption", author)
    add(work, "FRBRcountry", value="un")
    if text and text.symbol:
        add(work, "FRBRnumber", value=text.symbol)
    expression = add(identification, "FRBRExpression")
    _core(
        expression,
        f"{address.expression}/{part}",
        address.expression,
        address.date,
        "adoption",
        author,
    )
    add(expression, "FRBRlanguage", language=address.language)
    manifestation = add(identification, "FRBRManifestation")
    _core(
        manifestation,
        f"{address.expression}/{part}.xml",
        f"{address.expression}.xml",
        address.date,
        "adoption",
        SOURCE,
    )
    if text:
        _references(meta, address, text)
        _record(meta, text)


def _core(holder: Element, this: str, uri: str, date: str, name: str, author: str) -> None:
    add(holder, "FRBRthis", value=this)
    add(holder, "FRBRuri", value=uri)
    add(holder, "FRBRdate", date=date, name=name)
    add(holder, "FRBRauthor", href=author)


def _references(meta: Element, address: Address, text: Text) -> None:
    references = add(meta, "references", source=SOURCE)
    if text.body:
        add(
            references,
            "TLCOrganization",
            eId=address.body,
            href=f"/akn/ontology/organization/un/{address.body}",
            showAs=text.body,
        )
    add(
        references,
        "TLCConcept",
        eId="docSymbol",  # a capital, so that it never meets the code of a body
        href="/akn/ontology/reference/un/symbol",
        showAs="Symbol",
    )


def _record(meta: Element, text: Text) -> None:
    """What only we say: the fields of the text, its parts, comments and notes."""
    proprietary = add(meta, "proprietary", source=SOURCE)

    def put(name: str, fields: dict[str, str], wording: str | None = None) -> None:
        element = etree.SubElement(proprietary, own(name), fields)
        element.text = wording

    put("text", _said(text, TEXT_KEYS) | {"version": "1"})
    for part in text.parts:
        put("part", _said(part, PART_KEYS))
    for comment in text.comments:
        put("comment", _said(comment, COMMENT_KEYS), comment.text)
    for note in text.notes:
        put("note", _said(note, NOTE_KEYS) | {"line": str(note.line)}, note.message)


def _said(source: object, keys: tuple[str, ...]) -> dict[str, str]:
    return {key: getattr(source, key) for key in keys if getattr(source, key)}
