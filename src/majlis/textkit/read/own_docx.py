"""Word files that ``write_docx`` wrote: the text back, with whatever a person edited in Word."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace

from majlis.textkit.carry import (
    MAX_TREE_DEPTH,
    NAMESPACE,
    integer,
    nested,
    provision_from,
    text_from_record,
)
from majlis.textkit.docx_carry import BOOKMARK, fingerprint, patched, runs_from
from majlis.textkit.errors import TextError
from majlis.textkit.model import (
    JSON,
    Block,
    Kind,
    Provision,
    Run,
    Text,
    cut_runs,
    merge_runs,
    view_runs,
)
from majlis.textkit.numbering import readings
from majlis.textkit.openings import opening_kind
from majlis.textkit.read.docx import DocxContent
from majlis.textkit.xmlsafe import attributes_of

_OURS = f"{{{NAMESPACE}}}"


@dataclass(slots=True)
class _Record:
    """What the custom part says of one provision."""

    fields: dict[str, str]
    rows: list[dict[str, str]]
    level: int
    lead: int
    print: str


def from_docx(content: DocxContent) -> Text | None:
    """The text of a Word file of ours, None where another program made the file.

    ``content`` must be of the view ``keep``. ``from_docx(read_docx(write_docx(text)))`` is
    ``carry.normal(text)``. A paragraph that a person changed is read from the file; one that they
    added stands after the one before it, with the kind that its words or its neighbour give it; one
    that they deleted is gone, and what stood under it moves up.
    """
    from majlis.textkit.xmlsafe import parse_xml

    data = content.custom.get(NAMESPACE)
    if data is None:
        return None
    try:
        root = parse_xml(data, "Word")
    except TextError:
        return None
    if root.tag != f"{_OURS}text" or root.get("version") != "1":
        return None
    records: dict[str, _Record] = {}
    rows: dict[str, list[JSON]] = {"parts": [], "notes": []}
    comments: list[dict[str, str]] = []
    for element in root:
        fields = attributes_of(element)
        if element.tag == f"{_OURS}provision":
            name = fields.pop("bookmark", "")
            records[name] = _record(fields, [attributes_of(run) for run in element])
        elif element.tag == f"{_OURS}part":
            rows["parts"].append(fields)
        elif element.tag == f"{_OURS}comment":
            comments.append(fields)
        elif element.tag == f"{_OURS}note":
            line = integer(fields.get("line", ""))
            rows["notes"].append({**fields, "message": element.text or "", "line": line})
    provisions, ids = _tree(content.blocks, records, root.get("language", ""))
    said = _comments(content, comments, ids)
    return text_from_record({**attributes_of(root), **rows, "comments": said}, provisions)


def _record(fields: dict[str, str], rows: list[dict[str, str]]) -> _Record:
    return _Record(
        fields,
        rows,
        min(integer(fields.pop("level", "")), MAX_TREE_DEPTH),
        integer(fields.pop("lead", "")),
        fields.pop("print", ""),
    )


def _tree(
    blocks: list[Block], records: dict[str, _Record], language: str
) -> tuple[tuple[Provision, ...], list[str]]:
    """The provisions, and for each block the id of the provision that it became (or empty)."""
    found: dict[str, tuple[int, Block]] = {}
    order: list[str] = []
    added: dict[str, list[int]] = {}
    last = ""
    for index, block in enumerate(blocks):
        names = [n for n in block.bookmarks if n.startswith(BOOKMARK) and n in records]
        fresh = [name for name in names if name not in found]
        if fresh:
            last = fresh[0]
            found[last] = (index, block)
            order.append(last)
        elif block.text.strip():
            added.setdefault(last, []).append(index)
    told = [name for name in records if name in found]
    body = [name for name in told if found[name][1].hint != "footnote"]
    if body != [name for name in order if found[name][1].hint != "footnote"]:
        told = order  # somebody moved paragraphs: the file's order is the true one
    ids = [""] * len(blocks)

    def news(name: str, level: int, kind: Kind) -> list[tuple[int, Provision]]:
        return [(level, _new(blocks[index], kind, language)) for index in added.get(name, ())]

    rows = news("", 0, "paragraph")
    for name in told:
        index, block = found[name]
        provision = _known(block, records[name])
        ids[index] = provision.id
        level = records[name].level
        rows += [(level, provision), *news(name, level, provision.kind)]
    return nested(rows), ids


def _known(block: Block, record: _Record) -> Provision:
    """A provision of ours: exact where its paragraph still says what was written."""
    if fingerprint(block.runs) == record.print:
        runs = runs_from(block.text[record.lead :], list(record.rows))
        if runs is not None:
            return provision_from(record.fields, runs, ())
    fields = dict(record.fields)
    runs = block.runs
    if fields.get("kind") in ("heading", "annex", "title"):
        # bold is the look of the style here, not a mark of the words
        runs = tuple(replace(run, marks=run.marks - {"bold"}) for run in runs)
    if record.lead and "\t" in block.text:
        label = "".join(run.text for run in view_runs(runs, "accept")).partition("\t")[0]
        if label != fields.get("label", ""):
            fields["label"] = label
            found = readings(label + "\t")
            fields["number"] = found[0].number if found else ""
        runs = _after_tab(runs)
    return provision_from(fields, merge_runs(runs), ())


def _after_tab(runs: Iterable[Run]) -> tuple[Run, ...]:
    """The runs after the tab that ends the label (the last before the wording, where both views
    have one of their own)."""
    out: list[Run] = []
    open_views = {"accept", "reject"}
    for run in runs:
        op = run.revision.op if run.revision else ""
        mine = {"inserted": {"accept"}, "deleted": {"reject"}}.get(op, {"accept", "reject"})
        if not (mine & open_views):
            out.append(run)
            continue
        head, tab, rest = run.text.partition("\t")
        if tab:
            open_views -= mine
            if rest:
                out.append(replace(run, text=rest))
        elif mine != open_views and len(mine) == 2:
            out.append(replace(run, text=head))
    return tuple(out)


def _new(block: Block, neighbour: Kind, language: str) -> Provision:
    """A paragraph that a person added in Word."""
    runs, label, number = block.runs, block.label, ""
    text = "".join(run.text for run in view_runs(runs, "accept")) or block.text
    if label:
        found = readings(label + "\t")
        number = found[0].number if found else ""
    else:
        typed = [reading for reading in readings(text) if not reading.weak]
        if typed and not any(run.revision for run in runs):
            label, number = typed[0].printed, typed[0].number
            runs = cut_runs(runs, typed[0].end)
            text = text[typed[0].end :]
    if block.hint == "footnote":
        return Provision("", "footnote", merge_runs(runs), block.ref, block.ref)
    kind: Kind = "heading" if block.hint == "heading" else "paragraph"
    if kind == "paragraph" and neighbour in ("preambular", "operative"):
        try:
            said = opening_kind(text, language)
        except TextError:
            said = None
        kind = said or (neighbour if label else "paragraph")
    return Provision("", kind, merge_runs(runs), label, number)


def _comments(
    content: DocxContent, told: list[dict[str, str]], ids: list[str]
) -> list[dict[str, str]]:
    """Comments as the file has them; those that nobody changed as they were written."""
    waiting: dict[tuple[str, str], list[dict[str, str]]] = {}
    for fields in told:
        key = (fields.get("author", "") or "Majlis", fields.get("print", ""))
        waiting.setdefault(key, []).append(fields)
    found = []
    for comment, anchor in zip(content.comments, content.anchors, strict=True):
        same = waiting.get((comment.author, fingerprint((Run(comment.text),))))
        if same:
            fields = same.pop(0)
            text = fields.get("before", "") + comment.text + fields.get("after", "")
            found.append(
                {
                    "text": patched(text, fields.get("breaks", "")),
                    "author": fields.get("author", ""),
                    "date": fields.get("date", ""),
                    "provision": fields.get("provision", ""),
                }
            )
        else:
            found.append(
                {
                    "text": comment.text,
                    "author": comment.author,
                    "date": comment.date,
                    "provision": ids[anchor] if 0 <= anchor < len(ids) else "",
                }
            )
    return found
