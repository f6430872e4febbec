"""Write a text as Markdown (CommonMark) that a person can read and edit.

Each provision is one paragraph, heading or list item with its printed label; what Markdown cannot
say stands in a comment at its end, which no renderer shows, and ``read_markdown`` takes it back.
Revisions are ``<ins>`` and ``<del>``, as CommonMark passes them through. A footnote is written as
``[^id]:`` and called at the end of the provision that it belongs to.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator

from majlis.textkit.carry import (
    HTML_TAGS,
    grouped,
    provision_attributes,
    ready_to_write,
    revision_attributes,
    text_record,
)
from majlis.textkit.model import Provision, Run, Text

_LISTED = frozenset({"operative", "preambular", "paragraph"})
# Always markup in CommonMark or its common extensions; `&` only before what may be an entity.
_MARKUP = re.compile(r"[\\`*_\[\]<>~]|&(?=[A-Za-z#])")
# Line breaks and tabs would end or change the paragraph, so they are written as entities.
_LINES = re.compile("[\t\n\r\x0b\x0c\x1c-\x1e\x85\u2028\u2029]")
# What makes a block of its own at the start of a line: 1. 1) - + # = | :
_START = re.compile(r"(\d{1,9})([.)])|([-+#=|:])")
_NUMBER = re.compile(r"(0|[1-9][0-9]{0,8})([.)])")
_VALUE = {"&": "&amp;", '"': "&quot;", "<": "&lt;", ">": "&gt;"}


def write_markdown(text: Text) -> str:
    """The text as Markdown. ``read_markdown(write_markdown(text).encode()) == carry.normal(text)``.

    Raises TextError where the tree is too deep to write.
    """
    text = ready_to_write(text)
    record = json.dumps(text_record(text), ensure_ascii=False).replace("--", "-\\u002d")
    blocks = [f"<!-- majlis-text {_LINES.sub(_json_escape, record)} -->"]
    blocks.extend(_siblings(text.provisions, level=0, indent=0, heading=2))
    return "\n\n".join(blocks) + "\n"


def _json_escape(match: re.Match[str]) -> str:
    return f"\\u{ord(match[0]):04x}"


def _siblings(
    provisions: tuple[Provision, ...], level: int, indent: int, heading: int
) -> Iterator[str]:
    """The blocks of siblings and of those below them. ``indent``: spaces inside lists.

    A label like ``1.`` is Markdown's own where it begins a list or goes on with it, because renderers
    count on from the first item; any other label is printed behind a bullet.
    """
    before: tuple[int, str] | None = None
    for p in provisions:
        number = _NUMBER.fullmatch(p.label)
        mine = (int(number[1]), number[2]) if number else None
        native = (
            mine is not None
            and p.kind in _LISTED
            and p.old_label is None
            and p.runs != ()
            and (before is None or mine == (before[0] + 1, before[1]))
        )
        before = mine if native else None
        if native:
            lead = f"{p.label} "
        else:
            lead = "- " if p.kind in _LISTED and p.label else ""
        yield _block(p, level, indent, heading, lead, native=native)
        yield from _siblings(
            p.children,
            level + 1,
            indent + len(lead),
            heading + 1 if p.kind in ("heading", "annex") else heading,
        )


def _block(p: Provision, level: int, indent: int, heading: int, lead: str, *, native: bool) -> str:
    """One provision in one line."""
    if p.kind in ("title", "heading", "annex") and (p.label or p.runs):
        lead += "#" * (1 if p.kind == "title" and not level else min(heading, 6)) + " "
    elif p.kind == "footnote":
        lead = f"[^{_note_name(p)}]: "
    label = "" if native else label_words(p)
    body = " ".join(part for part in (label, write_inline(p.runs)) if part)
    calls = "".join(f"[^{_note_name(c)}]" for c in p.children if c.kind == "footnote")
    parts = (protect(body), calls, _comment(p, level))
    return " " * indent + lead + " ".join(part for part in parts if part)


def _note_name(p: Provision) -> str:
    return re.sub(r"[^\w-]", "_", p.id) or "note"


def label_words(p: Provision) -> str:
    """The label as it stands before the wording; a changed one shows the old and the new."""
    if not p.label and not p.old_label:
        return ""
    if p.old_label is None:
        return protect(escape(p.label))
    return "".join(
        f"<{tag}>{escape(label)}</{tag}>"
        for tag, label in (("del", p.old_label), ("ins", p.label))
        if label
    )


def protect(body: str) -> str:
    """The body of a block with what would be markup, or be lost, at its start and end escaped."""
    match = _START.match(body)
    if match:
        at = match.end() - 1
        body = f"{body[:at]}\\{body[at:]}"
    if body[:1] == " ":
        body = "&#32;" + body[1:]
    if body[-1:] == " ":
        body = body[:-1] + "&#32;"
    return body


def escape(text: str) -> str:
    """Text that Markdown shows as it is, inside a paragraph."""
    text = _MARKUP.sub(lambda match: "\\" + match[0], text)
    return _LINES.sub(lambda match: f"&#{ord(match[0])};", text)


def write_inline(runs: tuple[Run, ...]) -> str:
    """The runs as inline Markdown."""
    out = ""
    for revision, group in grouped(runs):
        if not revision:
            for run in group:
                out += _run(run, out[-1:])
            continue
        tag = "ins" if revision.op == "inserted" else "del"
        inner = ""
        for run in group:
            inner += _run(run, inner[-1:] or ">")
        out += f"<{tag}{_attributes(revision_attributes(revision), 'data-')}>{inner}</{tag}>"
    return out


def _run(run: Run, before: str) -> str:
    """One run: stars where CommonMark's flanking rules are sure to read them, else tags."""
    inner = escape(run.text)
    stars = {frozenset({"italic"}): "*", frozenset({"bold"}): "**"}.get(run.marks, "")
    if stars and before != "*" and run.text[0].isalnum() and run.text[-1].isalnum():
        return f"{stars}{inner}{stars}"
    for mark, tag in reversed(HTML_TAGS.items()):
        if mark in run.marks:
            inner = f"<{tag}>{inner}</{tag}>"
    return inner


def _attributes(fields: dict[str, str], prefix: str = "") -> str:
    return "".join(f' {prefix}{key}="{_value(value)}"' for key, value in fields.items())


def _value(value: str) -> str:
    """An attribute's value: no quote, no angle bracket, no line break, no two hyphens."""
    value = re.sub('[&"<>]', lambda match: _VALUE[match[0]], value)
    value = _LINES.sub(lambda match: f"&#{ord(match[0])};", value)
    return value.replace("--", "-&#45;")


def _comment(p: Provision, level: int) -> str:
    fields = provision_attributes(p)
    kind = fields.pop("kind")
    if level:
        fields["level"] = str(level)
    return f"<!-- {kind}{_attributes(fields)} -->"
