"""What a format cannot say natively, carried as attributes: the same names in every format.

The writers print these beside the native markup (Akoma Ntoso: attributes in our namespace; HTML:
``data-*``; Markdown: a comment; DOCX: a custom XML part) and the readers take them back, so that
``read(write(x)) == normal(x)`` for each format.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import asdict, replace
from typing import cast, get_args

from majlis.textkit.errors import TextError
from majlis.textkit.model import (
    JSON,
    Change,
    Comment,
    Kind,
    Mark,
    Note,
    Part,
    Provision,
    Revision,
    Run,
    Text,
    merge_runs,
)
from majlis.textkit.xmlsafe import clean_characters

# The namespace of our own attributes and elements in XML.
NAMESPACE = "https://majlis.example/ns/1"

# Trees deeper than this are refused by the writers: no text is, and parsers elsewhere would choke.
MAX_TREE_DEPTH = 40

MARKS: tuple[Mark, ...] = get_args(Mark)
HTML_TAGS: dict[Mark, str] = {
    "bold": "b",
    "italic": "i",
    "underline": "u",
    "strike": "s",
    "superscript": "sup",
    "subscript": "sub",
}
"""How HTML, and HTML in Markdown, writes a mark; outermost first."""
_KINDS: frozenset[str] = frozenset(get_args(Kind))
_CHANGES: frozenset[str] = frozenset(get_args(Change))
TEXT_KEYS = ("language", "kind", "body", "symbol", "title", "date")
PART_KEYS = ("root", "kind", "body", "symbol", "title", "date")
COMMENT_KEYS = ("author", "date", "provision")
NOTE_KEYS = ("kind", "provision")
_INTEGER = re.compile(r"\s*-?[0-9]{1,9}\s*")


def integer(text: str | None, default: int = 0) -> int:
    """The integer that an attribute says, ``default`` where it says none or one past nine digits.

    For files of strangers: Python refuses integers of thousands of digits and takes digits of any
    script for numbers in some places and not in others.
    """
    return int(text) if text is not None and _INTEGER.fullmatch(text) else default


def json_of(text: str) -> JSON:
    """The JSON value that an attribute carries, None where it is none that can be read."""
    try:
        value: JSON = json.loads(text)
    except (ValueError, RecursionError):
        return None
    return value


def normal(text: Text) -> Text:
    """The text as every format can hold it: what ``read(write(text))`` gives.

    Neighbouring runs with equal marks and revision are one run, empty runs are none, characters that
    XML 1.0 cannot hold are U+FFFD, and each provision has an id of its own. A text that a reader
    made is already in this form.
    """
    c = clean_characters

    def provision(p: Provision) -> Provision:
        return replace(
            p,
            id=c(p.id),
            runs=merge_runs(_clean_run(run) for run in p.runs),
            label=c(p.label),
            number=c(p.number),
            old_label=None if p.old_label is None else c(p.old_label),
            old_number=None if p.old_number is None else c(p.old_number),
            old_id=None if p.old_id is None else c(p.old_id),
            verb=c(p.verb),
            old_verb=None if p.old_verb is None else c(p.old_verb),
            old_parent=None if p.old_parent is None else c(p.old_parent),
            mark=_clean_revision(p.mark),
            children=tuple(provision(child) for child in p.children),
        )

    return Text(
        provisions=_with_own_ids(tuple(provision(p) for p in text.provisions)),
        language=c(text.language),
        kind=c(text.kind),
        body=c(text.body),
        symbol=c(text.symbol),
        title=c(text.title),
        date=c(text.date),
        parts=tuple(Part(*(c(getattr(part, key)) for key in PART_KEYS)) for part in text.parts),
        comments=tuple(
            Comment(c(m.text), c(m.author), c(m.date), c(m.provision)) for m in text.comments
        ),
        notes=tuple(Note(c(n.kind), c(n.message), c(n.provision), n.line) for n in text.notes),
        file=text.file,
    )


def _clean_run(run: Run) -> Run:
    return Run(clean_characters(run.text), run.marks, _clean_revision(run.revision))


def _clean_revision(revision: Revision | None) -> Revision | None:
    if revision is None:
        return None
    c = clean_characters
    return replace(revision, author=c(revision.author), date=c(revision.date))


def ready_to_write(text: Text) -> Text:
    """``normal(text)``; raises TextError where the tree is deeper than MAX_TREE_DEPTH."""
    level = list(text.provisions)
    for _ in range(MAX_TREE_DEPTH):
        level = [child for p in level for child in p.children]
        if not level:
            return normal(text)
    raise TextError(
        f"Provisions in the text are nested more than {MAX_TREE_DEPTH} levels deep.",
        "Check the structure: a provision may be at the wrong level.",
    )


def provision_attributes(p: Provision) -> dict[str, str]:
    """All fields of a provision but its runs and children; empty ones are left out."""
    found = {"kind": p.kind, "id": p.id}
    if p.label:
        found["label"] = p.label
    if p.number:
        found["number"] = p.number
    if p.old_label is not None:
        found["old-label"] = p.old_label
    if p.old_number is not None:
        found["old-number"] = p.old_number
    if p.old_id is not None:
        found["old-id"] = p.old_id
    if p.verb:
        found["verb"] = p.verb
    if p.old_verb is not None:
        found["old-verb"] = p.old_verb
    if p.old_parent is not None:
        found["old-parent"] = p.old_parent
    if p.change:
        found["change"] = p.change
    if p.mark:
        found["mark"] = p.mark.op
        found |= {f"mark-{key}": value for key, value in revision_attributes(p.mark).items()}
    if p.inferred:
        found["inferred"] = "1"
    return found


def provision_from(
    attributes: Mapping[str, str],
    runs: tuple[Run, ...],
    children: tuple[Provision, ...],
) -> Provision:
    """A provision from ``provision_attributes``; unknown kinds become paragraphs."""
    kind = attributes.get("kind", "")
    change = attributes.get("change")
    return Provision(
        id=attributes.get("id", ""),
        kind=cast(Kind, kind) if kind in _KINDS else "paragraph",
        runs=runs,
        label=attributes.get("label", ""),
        number=attributes.get("number", ""),
        old_label=attributes.get("old-label"),
        old_number=attributes.get("old-number"),
        old_id=attributes.get("old-id"),
        verb=attributes.get("verb", ""),
        old_verb=attributes.get("old-verb"),
        old_parent=attributes.get("old-parent"),
        change=cast(Change, change) if change in _CHANGES else None,
        mark=_mark_from(attributes),
        inferred=attributes.get("inferred") == "1",
        children=children,
    )


def _mark_from(attributes: Mapping[str, str]) -> Revision | None:
    op = attributes.get("mark")
    if op not in ("inserted", "deleted"):
        return None
    prefix = "mark-"
    own = {k.removeprefix(prefix): v for k, v in attributes.items() if k.startswith(prefix)}
    return revision_from(op == "inserted", own)


def revision_attributes(revision: Revision) -> dict[str, str]:
    """All fields of a revision but its op, which the element says; empty ones are left out."""
    found: dict[str, str] = {}
    if revision.author:
        found["author"] = revision.author
    if revision.date:
        found["date"] = revision.date
    if revision.moved:
        found["moved"] = "1"
    if revision.inferred:
        found["inferred"] = "1"
    if revision.reverted:
        found["reverted"] = "1"
    return found


def revision_from(inserted: bool, attributes: Mapping[str, str]) -> Revision:
    """A revision from ``revision_attributes`` and the op that the element says."""
    return Revision(
        "inserted" if inserted else "deleted",
        attributes.get("author", ""),
        attributes.get("date", ""),
        attributes.get("moved") == "1",
        attributes.get("inferred") == "1",
        attributes.get("reverted") == "1",
    )


def nested(rows: Sequence[tuple[int, Provision]]) -> tuple[Provision, ...]:
    """Provisions without children in reading order, each with its level, as a tree.

    Each stands under the nearest one before it whose level is lower.
    """
    later: list[tuple[int, Provision]] = []  # those that still have no parent, the nearest last
    for level, provision in reversed(rows):
        children = []
        while later and later[-1][0] > level:
            children.append(later.pop()[1])
        later.append((level, replace(provision, children=tuple(children))))
    return tuple(provision for _, provision in reversed(later))


def grouped(runs: tuple[Run, ...]) -> list[tuple[Revision | None, list[Run]]]:
    """Neighbouring runs under one revision, together."""
    groups: list[tuple[Revision | None, list[Run]]] = []
    for run in runs:
        if groups and groups[-1][0] == run.revision:
            groups[-1][1].append(run)
        else:
            groups.append((run.revision, [run]))
    return groups


def text_record(text: Text) -> dict[str, JSON]:
    """Everything of a text but its provisions, as plain data (for JSON)."""
    return {
        **{key: getattr(text, key) for key in TEXT_KEYS},
        "parts": [asdict(part) for part in text.parts],
        "comments": [asdict(comment) for comment in text.comments],
        "notes": [asdict(note) for note in text.notes],
    }


def text_from_record(record: Mapping[str, JSON], provisions: tuple[Provision, ...]) -> Text:
    """A text from ``text_record``. Whatever is missing or of a wrong type is left empty."""

    def plain(source: Mapping[str, JSON], key: str) -> str:
        value = source.get(key, "")
        return value if isinstance(value, str) else ""

    def rows(key: str) -> list[Mapping[str, JSON]]:
        value = record.get(key, [])
        return [row for row in value if isinstance(row, dict)] if isinstance(value, list) else []

    def line(row: Mapping[str, JSON]) -> int:
        value = row.get("line", 0)
        return value if isinstance(value, int) else 0

    return Text(
        provisions=_with_own_ids(provisions),
        **{key: plain(record, key) for key in TEXT_KEYS},
        parts=tuple(Part(*(plain(row, key) for key in PART_KEYS)) for row in rows("parts")),
        comments=tuple(
            Comment(plain(row, "text"), *(plain(row, key) for key in COMMENT_KEYS))
            for row in rows("comments")
        ),
        notes=tuple(
            Note(plain(row, "kind"), plain(row, "message"), plain(row, "provision"), line(row))
            for row in rows("notes")
        ),
    )


def _with_own_ids(provisions: tuple[Provision, ...]) -> tuple[Provision, ...]:
    """The provisions with an id each: somebody may have added some, or doubled one with its id."""
    taken: dict[str, int] = {}

    def visit(provision: Provision) -> Provision:
        stem = provision.id or provision.kind
        unique = stem
        while unique in taken:
            taken[stem] += 1  # how often it was asked for: many of one id stay quick
            unique = f"{stem}_{taken[stem]}"
        taken[unique] = 1
        children = tuple(visit(child) for child in provision.children)
        return replace(provision, id=unique, children=children)

    return tuple(visit(provision) for provision in provisions)
