"""Corrections that a person makes in what a reader found: kind, level, label, split, merge, old or new.

Each gives a new text; the words are those that were there (a label that was merged away goes back to
the words, and one that stands where they are split comes out of them). Ids follow the numbers and are made anew where a correction changes the structure, so a
list of corrections is applied in its order, and taken back by leaving the last one out.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Literal, cast, get_args

from majlis.textkit.carry import nested
from majlis.textkit.errors import TextError
from majlis.textkit.flattened.naming import renamed
from majlis.textkit.model import (
    KINDS,
    Change,
    Kind,
    Part,
    Provision,
    Revision,
    Run,
    Text,
    change_of,
    cut_runs,
    merge_runs,
)
from majlis.textkit.numbering import number_of, parse_label, reverse_path
from majlis.textkit.openings import opening

EditOp = Literal["kind", "in", "out", "label", "split", "merge", "change", "part", "describe"]
OPS: tuple[EditOp, ...] = get_args(EditOp)
CHANGES = ("inserted", "deleted", "kept", "swapped")
ASKING: tuple[Kind, ...] = ("heading", "preambular", "operative")
PART_KEYS = ("kind", "body", "symbol", "title", "date")
_SPLIT = "__split"

Row = tuple[int, Provision]


@dataclass(frozen=True, slots=True)
class Edit:
    """One correction of the provision ``id`` of a text.

    ``op``: ``kind`` (``value`` a Kind); ``in`` and ``out`` (a level deeper or higher, with all that is
    below it); ``label`` (``value`` the label as printed, empty for none); ``split`` (before the character
    ``at`` of its words); ``merge`` (with the provision before it); ``change`` (``value`` inserted, deleted, kept or
    swapped: what was taken for old is new and the other way round; with ``at`` and ``end`` of these
    characters only); ``part`` (a text of its own begins here; ``value`` "no" where it does not);
    ``describe`` (``values``: kind, body, symbol, title, date of the part that begins here, or of the whole
    text where ``id`` is empty).
    """

    op: EditOp
    id: str = ""
    value: str = ""
    at: int = 0
    end: int | None = None
    values: Mapping[str, str] | None = None


def edited(text: Text, edits: Iterable[Edit]) -> Text:
    """The text after these corrections, in their order. Raises TextError as ``edit`` does."""
    for each in edits:
        text = edit(text, each)
    return text


def edit(text: Text, wanted: Edit) -> Text:
    """The text after one correction. Raises TextError where it is none that can be made there."""
    if wanted.op not in OPS:
        raise TextError(f"There is no correction '{wanted.op}'.", f"Use one of {', '.join(OPS)}.")
    if wanted.op == "describe":
        return _describe(text, wanted)
    rows = list(_rows(text.provisions))
    at = next((n for n, (_, each) in enumerate(rows) if each.id == wanted.id), None)
    if at is None:
        raise TextError(
            f"No provision has the identifier “{wanted.id}”.",
            "The text has since changed. View it again.",
        )
    if wanted.op == "part":
        return _part(text, wanted)
    if wanted.op == "change":
        rows[at] = (rows[at][0], _changed(rows[at][1], wanted))
        return replace(text, provisions=nested(rows))
    made, ids = _STRUCTURE[wanted.op](rows, at, wanted, text.language)
    return _renamed(text, made, ids)


def _rows(provisions: Iterable[Provision], level: int = 0) -> Iterator[Row]:
    for provision in provisions:
        yield level, replace(provision, children=())
        yield from _rows(provision.children, level + 1)


def _below(rows: Sequence[Row], at: int) -> int:
    """The place behind the last provision that stands under the one at ``at``."""
    end = at + 1
    while end < len(rows) and rows[end][0] > rows[at][0]:
        end += 1
    return end


def _kind(
    rows: list[Row], at: int, wanted: Edit, language: str
) -> tuple[list[Row], dict[str, str]]:
    if wanted.value not in KINDS:
        raise TextError(f"There is no kind '{wanted.value}'.", f"Use one of {', '.join(KINDS)}.")
    was, kind = rows[at][1].kind, wanted.value
    for n in range(at, _below(rows, at)):
        level, each = rows[n]
        if n == at or each.kind == was:
            rows[n] = (level, replace(each, kind=kind))
    _govern(rows, at, language)
    return rows, {}


def _in(rows: list[Row], at: int, _wanted: Edit, language: str) -> tuple[list[Row], dict[str, str]]:
    if not at or rows[at - 1][0] < rows[at][0]:
        raise TextError(
            "No provision precedes this one at its level, so it cannot move down.",
            "Move the higher provision first.",
        )
    return _moved(rows, at, 1, language), {}


def _out(
    rows: list[Row], at: int, _wanted: Edit, language: str
) -> tuple[list[Row], dict[str, str]]:
    if not rows[at][0]:
        raise TextError(
            "The provision is already at the highest level.",
            "Move the subordinate provisions instead.",
        )
    return _moved(rows, at, -1, language), {}


def _moved(rows: list[Row], at: int, by: int, language: str) -> list[Row]:
    for n in range(at, _below(rows, at)):
        rows[n] = (rows[n][0] + by, rows[n][1])
    _govern(rows, at, language)
    return rows


def _label(
    rows: list[Row], at: int, wanted: Edit, _language: str
) -> tuple[list[Row], dict[str, str]]:
    label = wanted.value.strip()
    level, each = rows[at]
    rows[at] = (level, replace(each, label=label, number=number_of(label) if label else ""))
    return rows, {}


def _split(
    rows: list[Row], at: int, wanted: Edit, language: str
) -> tuple[list[Row], dict[str, str]]:
    level, each = rows[at]
    words = each.text
    if not words[: wanted.at].strip() or not words[wanted.at :].strip():
        raise TextError(
            "One of the two provisions would have no text.",
            "Select a place between two words of the provision.",
        )
    first = merge_runs(cut_runs(each.runs, 0, wanted.at))
    second = _trimmed(merge_runs(cut_runs(each.runs, wanted.at)))
    label, number, end = _own_label(second, each)
    head = replace(each, runs=_trimmed(first, end=True), mark=None)
    tail = Provision(
        id=f"{each.id}{_SPLIT}",
        kind=each.kind,
        label=label,
        number=number,
        runs=_trimmed(cut_runs(second, end)) if end else second,
        verb=each.verb,
        change=each.change,
        mark=each.mark,
        inferred=each.inferred,
    )
    rows[at : at + 1] = [(level, _with_change(head)), (level, _with_change(tail))]
    _govern(rows, at + 1, language)
    return rows, {}


def _own_label(runs: tuple[Run, ...], before: Provision) -> tuple[str, str, int]:
    """The label that words begin with, its number, and where it ends; empty where they begin with none.

    What only a blank sets off ("3 that") is a label where the one split from has one of that shape. Its number
    runs the way of that one: some bodies print paragraph 10 of section 2 as 10.2 in Arabic.
    """
    found = parse_label(runs[0].text)
    like = parse_label(f"{before.label}\t") if before.label else None
    if found is None or not "".join(run.text for run in runs)[found.end :].strip():
        return "", "", 0
    printed = runs[0].text[: found.end].strip()
    if found.weak and (like is None or _signs(printed) != _signs(before.label)):
        return "", "", 0
    turned = like is not None and before.number not in ("", like.number)
    return printed, (reverse_path(found) if turned else found).number, found.end


def _signs(label: str) -> str:
    return "".join(sign for sign in label if not sign.isalnum())


def _merge(
    rows: list[Row], at: int, _wanted: Edit, language: str
) -> tuple[list[Row], dict[str, str]]:
    if not at:
        raise TextError("No provision precedes this one.", "Merge the following provision instead.")
    level, each = rows[at]
    above, before = rows[at - 1]
    joint = "" if language == "zh" else " "
    own = each.runs[0].revision if each.runs else None
    label = (Run(f"{each.label}{joint or ' '}", revision=own),) if each.label else ()
    if before.text and each.text and not before.text[-1].isspace():
        label = (Run(joint, revision=own), *label)
    runs = merge_runs((*before.runs, *label, *each.runs))
    rows[at - 1] = (above, _with_change(replace(before, runs=runs, mark=each.mark)))
    # What stood under it is now under the one before, on the level where it was or the next one up.
    end, by = _below(rows, at), above - level
    for n in range(at + 1, end):
        rows[n] = (rows[n][0] + by, rows[n][1])
    del rows[at]
    return rows, {each.id: before.id}


_Step = Callable[[list[Row], int, Edit, str], tuple[list[Row], dict[str, str]]]
_STRUCTURE: Mapping[str, _Step] = {
    "kind": _kind,
    "in": _in,
    "out": _out,
    "label": _label,
    "split": _split,
    "merge": _merge,
}


def _trimmed(runs: tuple[Run, ...], *, end: bool = False) -> tuple[Run, ...]:
    """Runs without the blank on the side where they were cut."""
    words = "".join(run.text for run in runs)
    if end:
        return cut_runs(runs, 0, len(words.rstrip()))
    return cut_runs(runs, len(words) - len(words.lstrip()))


def _with_change(each: Provision) -> Provision:
    """The provision with the change that its words say, where they say one."""
    if any(run.revision for run in each.runs):
        return replace(each, change=change_of(each.runs))
    return replace(each, change=None) if each.change == "changed" else each


def _govern(rows: list[Row], at: int, language: str) -> None:
    """Give a provision, and what had its verb from it, the verb that rules it where it stands now."""
    level, each = rows[at]
    above = next((rows[n][1] for n in range(at - 1, -1, -1) if rows[n][0] < level), None)
    found = opening(each.text, language) if each.kind in ASKING else None
    own = each.text[found.start : found.end].strip() if found and found.certain else ""
    verb = own if own or above is None or each.kind not in ASKING else above.verb
    for n in range(at, _below(rows, at)):
        depth, one = rows[n]
        if n == at or one.verb == each.verb:
            rows[n] = (depth, replace(one, verb=verb))


def _renamed(text: Text, rows: Sequence[Row], gone: Mapping[str, str]) -> Text:
    """The text with these provisions, ids after the numbers, and all that refers to them."""
    ids = {"": ""} | {each.id: each.id for _, each in rows} | dict(gone)
    provisions = nested(rows)
    moved = replace(
        text,
        provisions=provisions,
        parts=tuple(part for part in text.parts if part.root not in gone),
        comments=tuple(replace(c, provision=ids.get(c.provision, "")) for c in text.comments),
        notes=tuple(replace(n, provision=ids.get(n.provision, "")) for n in text.notes),
    )
    return renamed(moved, provisions, ())


def _changed(each: Provision, wanted: Edit) -> Provision:
    if wanted.value not in CHANGES:
        raise TextError(
            f"There is no change '{wanted.value}'.", f"Use one of {', '.join(CHANGES)}."
        )
    end = len(each.text) if wanted.end is None else wanted.end
    if not 0 <= wanted.at < end <= len(each.text):
        raise TextError(
            "The provision does not contain these characters.", "Select part of its wording."
        )
    inside = tuple(_run(run, wanted.value) for run in cut_runs(each.runs, wanted.at, end))
    before = cut_runs(each.runs, 0, wanted.at) if wanted.at else ()
    runs = merge_runs((*before, *inside, *cut_runs(each.runs, end)))
    change: Change | None = change_of(runs)
    if change == each.change:
        return replace(each, runs=runs)
    past = {"old_label": None, "old_number": None, "old_id": None, "old_verb": None}
    # What stood in one of the two texts only, or stands in both as it is, has no earlier number.
    kept = {} if change == "changed" else past
    return replace(each, runs=runs, change=change, inferred=False, **kept)  # type: ignore[arg-type]


def _run(run: Run, value: str) -> Run:
    if value == "kept":
        return replace(run, revision=None)
    if value == "swapped":
        if run.revision is None:
            return run
        other: Literal["inserted", "deleted"] = (
            "deleted" if run.revision.op == "inserted" else "inserted"
        )
        return replace(run, revision=replace(run.revision, op=other, reverted=False))
    op = cast(Literal["inserted", "deleted"], value)
    was = run.revision or Revision(op)
    return replace(run, revision=replace(was, op=op, reverted=False))


def _part(text: Text, wanted: Edit) -> Text:
    parts = [each for each in text.parts if each.root != wanted.id]
    if wanted.value != "no":
        whole = Part("", text.kind, text.body, text.symbol, text.title, text.date)
        found = text.by_id()[wanted.id]
        heading = next((c for c in found.children if c.kind == "title"), found)
        kept = next((each for each in text.parts if each.root == wanted.id), None)
        parts = parts or [whole]
        parts.append(kept or Part(wanted.id, "text", title=heading.text))
    places = {each.id: place for place, each in enumerate(text.walk())}
    parts.sort(key=lambda part: places.get(part.root, -1))
    return replace(text, parts=tuple(parts) if len(parts) > 1 else ())


def _describe(text: Text, wanted: Edit) -> Text:
    values = {
        key: value.strip() for key, value in (wanted.values or {}).items() if key in PART_KEYS
    }
    if wanted.id and all(part.root != wanted.id for part in text.parts):
        raise TextError(
            f"No separate text begins at “{wanted.id}”.",
            "Mark the start of a separate text there first.",
        )
    parts = tuple(
        replace(part, **values) if part.root == wanted.id else part for part in text.parts
    )
    if wanted.id:
        return replace(text, parts=parts)
    return replace(text, parts=parts, **values)  # type: ignore[arg-type]
