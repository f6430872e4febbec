"""Fictional ITU texts as a converter makes Akoma Ntoso of a PDF: numbers glued, items and headings merged."""

from __future__ import annotations

import re
from xml.sax.saxutils import escape

_NUMBER = re.compile(r"(\w{1,2}\)|\d+)\s+(.*)")
_OPENING = re.compile(r"(?:[a-z]+ing|aware|mindful)(?: [a-z]+){0,3}")
_BEFORE = 3  # lines before the preamble: kind and number, title, formula
_META = (
    '<meta><identification source="#itu"><FRBRWork><FRBRthis value="/akn/un/x/!main"/>'
    '<FRBRdate date="2034-11-15" name="adoption"/><FRBRauthor href="#itu-pp"/></FRBRWork>'
    '</identification><references source="#c"><TLCOrganization eId="itu-pp" href="/o/itu-pp"'
    ' showAs="ITU Plenipotentiary Conference"/></references></meta>'
)


def converted(lines: list[str], items: set[int], *, merged: bool) -> bytes:
    """Akoma Ntoso of a text, whose operative items stand on the lines (from 1) of ``items``.

    The number of a first item is always glued to its text. ``merged``: in every second block the first
    two items are one, and every third heading stands at the end of the item before it.
    """
    kind, _, number = lines[0].partition(" ")
    preamble, operative = _blocks(lines, items)
    parts = [
        '<akomaNtoso xmlns="http://docs.oasis-open.org/legaldocml/ns/akn/3.0">',
        f'<statement name="resolution">{_META}<preface><longTitle><p><docType>{kind}</docType>',
        f'<docNumber>{number}</docNumber></p></longTitle><container name="title">{_p(lines[1])}',
        f'</container></preface><preamble><formula name="enactingFormula">{_p(lines[2])}</formula>',
    ]
    for place, (heading, below) in enumerate(preamble):
        recitals = _items("recital", below, merged and place % 2 == 0)
        parts.append(
            f"<recitals><intro><p><i>{escape(heading)}</i></p></intro>{recitals}</recitals>"
        )
    parts.append("</preamble><mainBody>")
    body = ""
    for place, (heading, below) in enumerate(operative):
        if merged and place % 3 == 2:
            at = body.rindex("</p>")
            rest = "".join(_item("paragraph", line) for line in below)
            body = f"{body[:at]} {escape(heading)}{body[at:].removesuffix('</hcontainer>')}{rest}"
        else:
            head = f"<heading><i>{escape(heading)}</i></heading>"
            rest = _items("paragraph", below, merged and place % 2 == 0)
            body += f'<hcontainer name="h{place}">{head}{rest}'
        body += "</hcontainer>"
    parts.append(f"{body}</mainBody></statement></akomaNtoso>")
    return "".join(parts).encode()


def _blocks(lines: list[str], items: set[int]) -> tuple[list[tuple[str, list[str]]], ...]:
    """The headings of the preamble and of the operative part, each with its items."""
    preamble: list[tuple[str, list[str]]] = []
    operative: list[tuple[str, list[str]]] = []
    for number, line in enumerate(lines[: max(items)], start=1):
        if number <= _BEFORE:
            continue
        if number in items:
            operative[-1][1].append(line)
        elif number + 1 in items:
            operative.append((line, []))
        elif _OPENING.fullmatch(line):
            preamble.append((line, []))
        else:
            preamble[-1][1].append(line)
    return preamble, operative


def _items(tag: str, lines: list[str], merged: bool) -> str:
    if merged and len(lines) > 1:
        lines = [f"{lines[0]} {lines[1]}", *lines[2:]]
    first = _content(tag, lines[0])
    return f"<{tag}>{first}</{tag}>" + "".join(_item(tag, line) for line in lines[1:])


def _item(tag: str, line: str) -> str:
    match = _NUMBER.match(line)
    if not match:
        return f"<{tag}>{_content(tag, line)}</{tag}>"
    return f"<{tag}><num>{match[1]}</num>{_content(tag, match[2])}</{tag}>"


def _content(tag: str, text: str) -> str:
    return _p(text) if tag == "recital" else f"<content>{_p(text)}</content>"


def _p(text: str) -> str:
    return f"<p>{escape(text)}</p>"
