"""Markdown that ``write_markdown`` wrote: the text back, with whatever a person edited in it."""

from __future__ import annotations

import re

from majlis.textkit.carry import (
    MAX_TREE_DEPTH,
    integer,
    json_of,
    nested,
    provision_from,
    text_from_record,
)
from majlis.textkit.model import KINDS, Provision, Text
from majlis.textkit.numbering import readings
from majlis.textkit.read.markdown.inline import parse_inline, stripped, unescape
from majlis.textkit.write.markdown import label_words

_HEAD = re.compile(r"\s*<!-- majlis-text (\{.*?\}) -->")
_COMMENT = re.compile(r" ?<!-- (?P<kind>[a-z]+)(?P<fields>(?: [a-z-]+=\"[^\"]*\")*) -->\s*$")
_FIELD = re.compile(r" ([a-z-]+)=\"([^\"]*)\"")
_LEAD = re.compile(
    r" *(?:- |(?P<label>[0-9]{1,9}[.)]) )?(?:#{1,6} )?(?:\[\^[^\]\s]+\]:(?: |$))?(?P<body>.*)$",
    re.DOTALL,
)
_CALLS = re.compile(r"(?: |^)(?:\[\^[^\]\s]+\])+$")
_KINDS = frozenset(KINDS)


def is_own(text: str) -> bool:
    """Whether ``write_markdown`` wrote the text."""
    return _HEAD.match(text) is not None


def read_own(text: str) -> Text:
    """The text of a Markdown file of ours."""
    head = _HEAD.match(text)
    said = json_of(head[1]) if head else None
    record = said if isinstance(said, dict) else {}
    rows: list[tuple[int, Provision]] = []
    for block in _blocks(text[head.end() if head else 0 :]):
        row = _row(block, rows[-1][0] if rows else 0)
        if row is not None:
            rows.append(row)
    return text_from_record(record, nested(rows))


def _blocks(text: str) -> list[str]:
    """Paragraphs: ended by our comment or by a blank line; wrapped lines joined."""
    out: list[str] = []
    held: list[str] = []
    for line in text.split("\n"):
        line = line.removesuffix("\r")
        if line.strip(" \t"):
            held.append(line)
            if not _COMMENT.search(line):
                continue
        if held:
            out.append(held[0] + "".join(f" {more.strip(' ')}" for more in held[1:]))
            held = []
    if held:
        out.append(held[0] + "".join(f" {more.strip(' ')}" for more in held[1:]))
    return out


def _row(block: str, level: int) -> tuple[int, Provision] | None:
    """The level and the provision of a block; ``level``: that of the block before it."""
    comment = _COMMENT.search(block)
    body = block[: comment.start()] if comment else block
    if comment is None or comment["kind"] not in _KINDS:
        runs = stripped(parse_inline(re.sub(r"^ *(?:[-*+]|#{1,6}) +", "", body)))
        return (level, Provision("", "paragraph", runs)) if runs else None
    fields = {key: unescape(value) for key, value in _FIELD.findall(comment["fields"])}
    fields["kind"] = comment["kind"]
    said = fields.pop("level", "0")
    lead = _LEAD.match(body)
    body = lead["body"] if lead else body
    calls = _CALLS.search(body)
    if calls:
        body = body[: calls.start()]
    native = lead["label"] if lead else None
    if native and native != fields.get("label"):
        fields |= {"label": native, "number": native[:-1]}
    made = provision_from(fields, parse_inline(body), ()) if native else _with_label(body, fields)
    # the writers go no deeper, and the walk down a tree of strangers must end
    return min(integer(said), MAX_TREE_DEPTH), made


def _with_label(body: str, fields: dict[str, str]) -> Provision:
    """The provision: its printed label, as the comment tells it, is taken off the body.

    Where a person changed the printed label, the new one is read off.
    """
    bare = provision_from(fields, (), ())
    printed = label_words(bare)
    if printed and body == printed:
        body = ""
    elif printed and body.startswith(printed + " "):
        body = body[len(printed) + 1 :]
    elif printed:
        text = "".join(run.text for run in parse_inline(body))
        found = [label for label in readings(text) if not label.weak]
        if found:
            fields = fields | {"label": found[0].printed, "number": found[0].number}
            plain = label_words(provision_from({"label": found[0].printed}, (), ()))
            body = body.removeprefix(plain).lstrip(" ")
    return provision_from(fields, parse_inline(body), ())
