"""The model of a text: immutable dataclasses that every reader fills and every writer prints.

A *Text* is a tree of *Provisions*; a provision's wording is a tuple of *Runs*. A run may carry a
*Revision* (a tracked change). Readers of flat formats first make *Blocks* (one a paragraph), which
``structure`` turns into the tree.

Three views of one text: ``keep`` (everything, revisions marked), ``accept`` (the new text) and
``reject`` (the old one).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, field, replace
from typing import Literal

type JSON = str | int | float | bool | None | Sequence[JSON] | Mapping[str, JSON]

Kind = Literal[
    "title",
    "formula",
    "preambular",
    "operative",
    "heading",
    "paragraph",
    "footnote",
    "annex",
    "front",
    "back",
]
Change = Literal["inserted", "deleted", "changed"]
View = Literal["keep", "accept", "reject"]
Mark = Literal["bold", "italic", "underline", "strike", "superscript", "subscript"]

KINDS: tuple[Kind, ...] = (
    "title",
    "formula",
    "preambular",
    "operative",
    "heading",
    "paragraph",
    "footnote",
    "annex",
    "front",
    "back",
)
LANGUAGES: tuple[str, ...] = ("ar", "zh", "en", "fr", "ru", "es")
RIGHT_TO_LEFT = frozenset({"ar"})
_OLD_KEYS = ("old_label", "old_id", "old_verb", "old_parent")


@dataclass(frozen=True, slots=True)
class Revision:
    """A tracked change: who inserted or deleted, and when.

    ``moved`` marks one half of a move; ``inferred`` a change that no program recorded but that was
    decoded from a text into which tracked changes had been flattened. ``reverted`` marks the deletion of
    what another tracked change had inserted: such text is in neither the new nor the old text.
    ``date`` is as the file has it (ISO 8601 in Word files) or empty.
    """

    op: Literal["inserted", "deleted"]
    author: str = ""
    date: str = ""
    moved: bool = False
    inferred: bool = False
    reverted: bool = False


@dataclass(frozen=True, slots=True)
class Run:
    """A stretch of text with the same marks and the same revision."""

    text: str
    marks: frozenset[Mark] = frozenset()
    revision: Revision | None = None


@dataclass(frozen=True, slots=True)
class Block:
    """One paragraph of a flat source, before structure is found.

    ``label``/``old_label``: the number computed from numbering definitions (new and old view), never
    part of ``runs``; empty where the number, if any, is typed in the runs. ``style``: the name of the
    paragraph style. ``level``: depth of a list or outline, 0 first, None where unknown. ``hint``: a
    kind that the format itself states ("footnote", "heading", "table", or a Kind). ``mark``: the
    revision of the paragraph mark. ``line``: 1-based line or paragraph in the source. ``bookmarks``:
    names of the bookmarks that start in it.
    """

    runs: tuple[Run, ...]
    label: str = ""
    old_label: str = ""
    style: str = ""
    level: int | None = None
    hint: str = ""
    mark: Revision | None = None
    line: int = 0
    ref: str = ""  # the footnote's number, where hint is "footnote"
    bookmarks: tuple[str, ...] = ()

    @property
    def text(self) -> str:
        """All runs joined, inserted and deleted alike."""
        return text_of_runs(self.runs)


@dataclass(frozen=True, slots=True)
class Provision:
    """A citable part of a text. See docs/reference/json.md for the keys that ``as_dict`` gives.

    ``runs`` exclude the label and include the opening verb. ``label`` is as printed, ``number`` the
    normalised one (Latin letters and European digits). ``old_label``, ``old_number``, ``old_id``,
    ``old_verb`` and ``old_parent`` (an old id, empty at the top) are those before the revision, None
    where it did not change them or the old tree follows from the new one. ``mark``: the
    revision of the paragraph mark between this provision and the next one, so that the view without
    it joins the two; None where the words say as much.
    """

    id: str
    kind: Kind
    runs: tuple[Run, ...] = ()
    label: str = ""
    number: str = ""
    old_label: str | None = None
    old_number: str | None = None
    old_id: str | None = None
    verb: str = ""
    old_verb: str | None = None
    change: Change | None = None
    mark: Revision | None = None
    inferred: bool = False
    children: tuple[Provision, ...] = ()
    old_parent: str | None = None

    @property
    def text(self) -> str:
        """All runs joined, inserted and deleted alike."""
        return text_of_runs(self.runs)

    def with_id(self, identity: str, children: tuple[Provision, ...]) -> Provision:
        """The provision with another id and other children; ``replace`` takes three times as long."""
        return Provision(
            identity,
            self.kind,
            self.runs,
            self.label,
            self.number,
            self.old_label,
            self.old_number,
            self.old_id,
            self.verb,
            self.old_verb,
            self.change,
            self.mark,
            self.inferred,
            children,
            self.old_parent,
        )

    def walk(self) -> Iterator[Provision]:
        """This provision and all below it, in reading order."""
        yield self
        for child in self.children:
            yield from child.walk()


@dataclass(frozen=True, slots=True)
class Part:
    """One of several texts in a file: ``root`` is the id of the provision that holds it."""

    root: str
    kind: str
    body: str = ""
    symbol: str = ""
    title: str = ""
    date: str = ""


@dataclass(frozen=True, slots=True)
class Comment:
    """A reader's comment in the margin of a Word file. ``provision`` is an id, or empty."""

    text: str
    author: str = ""
    date: str = ""
    provision: str = ""


@dataclass(frozen=True, slots=True)
class Note:
    """Something a person should look at: a repair, a doubt. ``provision`` is an id, or empty."""

    kind: str
    message: str
    provision: str = ""
    line: int = 0


@dataclass(frozen=True, slots=True)
class Text:
    """A whole text in one language. ``kind``: resolution, decision, report, ... or "text"."""

    provisions: tuple[Provision, ...]
    language: str = "en"
    kind: str = "text"
    body: str = ""
    symbol: str = ""
    title: str = ""
    date: str = ""
    parts: tuple[Part, ...] = ()
    comments: tuple[Comment, ...] = ()
    notes: tuple[Note, ...] = ()
    file: str = field(default="", compare=False)

    @property
    def direction(self) -> str:
        """``rtl`` or ``ltr``."""
        return "rtl" if self.language in RIGHT_TO_LEFT else "ltr"

    def walk(self) -> Iterator[Provision]:
        """Every provision in reading order."""
        for provision in self.provisions:
            yield from provision.walk()

    def by_id(self) -> dict[str, Provision]:
        """Every provision by its id."""
        return {provision.id: provision for provision in self.walk()}

    def parents(self) -> dict[str, str | None]:
        """Id of each provision to the id of the one that holds it, None at the top."""
        found: dict[str, str | None] = {}

        def visit(provisions: Iterable[Provision], parent: str | None) -> None:
            for provision in provisions:
                found[provision.id] = parent
                visit(provision.children, provision.id)

        visit(self.provisions, None)
        return found


def text_of_runs(runs: Sequence[Run]) -> str:
    """The text of some runs. Most wordings are one run, and are asked for very often."""
    return runs[0].text if len(runs) == 1 else "".join([run.text for run in runs])


def merge_runs(runs: Iterable[Run]) -> tuple[Run, ...]:
    """Join neighbours with equal marks and revision; drop empty runs."""
    merged: list[Run] = []
    texts: list[str] = []  # those of the last run, joined once: they may be very many

    def end_last() -> None:
        if len(texts) > 1:
            merged[-1] = replace(merged[-1], text="".join(texts))

    for run in runs:
        if not run.text:
            continue
        if texts and merged[-1].marks == run.marks and merged[-1].revision == run.revision:
            texts.append(run.text)
        else:
            end_last()
            merged.append(run)
            texts = [run.text]
    end_last()
    return tuple(merged)


def cut_runs(runs: Iterable[Run], start: int, end: int | None = None) -> tuple[Run, ...]:
    """The part of the runs that holds the characters ``start`` to ``end`` (None: to the last)."""
    found: list[Run] = []
    at = 0
    for run in runs:
        if end is not None and at >= end:
            break
        piece = run.text[max(0, start - at) : None if end is None else end - at]
        if piece:
            found.append(run if piece == run.text else replace(run, text=piece))
        at += len(run.text)
    return merge_runs(found)


def view_runs(runs: Iterable[Run], view: View) -> tuple[Run, ...]:
    """The runs as a view shows them: ``accept`` drops deletions, ``reject`` insertions.

    Both clear the revision of what stays; ``keep`` returns the runs as they are.
    """
    if view == "keep":
        return merge_runs(runs)
    dropped = "deleted" if view == "accept" else "inserted"
    return merge_runs(
        run if run.revision is None else replace(run, revision=None)
        for run in runs
        if run.revision is None or (run.revision.op != dropped and not run.revision.reverted)
    )


def change_of(runs: Iterable[Run]) -> Change | None:
    """What tracked changes made of a provision: wholly inserted or deleted, changed, or nothing.

    Reverted words, which are in neither text, count only where there are no others.
    """
    revisions = [run.revision for run in runs if run.text.strip()]
    said = [revision for revision in revisions if not (revision and revision.reverted)]
    ops = {revision.op if revision else None for revision in said or revisions}
    if ops <= {None}:
        return None
    if ops == {"inserted"}:
        return "inserted"
    if ops == {"deleted"}:
        return "deleted"
    return "changed"


def as_dict(text: Text) -> dict[str, JSON]:
    """The JSON contract of ``majlis text read`` (docs/reference/json.md): one flat list, parents by id."""
    parents = text.parents()
    return {
        "file": text.file,
        "language": text.language,
        "direction": text.direction,
        "kind": text.kind,
        "body": text.body,
        "symbol": text.symbol,
        "title": text.title,
        "date": text.date,
        "provisions": [
            {
                "id": p.id,
                "kind": p.kind,
                "parent": parents[p.id],
                "label": p.label,
                "number": p.number,
                "old_number": p.old_number,
                "verb": p.verb,
                "text": p.text,
                "change": p.change,
                "inferred": p.inferred,
            }
            | {key: old for key in _OLD_KEYS if (old := getattr(p, key)) is not None}
            | ({"mark": p.mark.op} if p.mark else {})
            | ({"spans": spans_of(p.runs)} if _needs_spans(p) else {})
            | ({"revisions": found} if (found := _revisions(p)) else {})
            for p in text.walk()
        ],
        "parts": [asdict(part) for part in text.parts],
        "comments": [asdict(comment) for comment in text.comments],
        "notes": [asdict(note) for note in text.notes],
    }


def parent_places(walked: Sequence[Provision]) -> list[int]:
    """For each provision of a walk in reading order the place of the one that holds it, -1 at the top."""
    found: list[int] = []
    pending: list[list[int]] = []  # places whose children are still to come, and how many
    for at, provision in enumerate(walked):
        while pending and not pending[-1][1]:
            pending.pop()
        found.append(pending[-1][0] if pending else -1)
        if pending:
            pending[-1][1] -= 1
        pending.append([at, len(provision.children)])
    return found


def without_past(provision: Provision) -> Provision:
    """The provision, not those below it, without what it says of the time before a revision."""
    return replace(
        provision,
        change=None,
        mark=None,
        inferred=False,
        old_label=None,
        old_number=None,
        old_id=None,
        old_verb=None,
        old_parent=None,
    )


def revised(runs: Iterable[Run]) -> bool:
    """Whether any of the runs carries a revision."""
    return any(run.revision is not None for run in runs)


def _needs_spans(p: Provision) -> bool:
    """Whether ``change`` and ``text`` alone do not tell the words of both texts."""
    if p.change == "changed":
        return revised(p.runs)
    return any(run.revision is not None and run.revision.reverted for run in p.runs)


def _revisions(p: Provision) -> list[dict[str, JSON]]:
    """Each tracked change of the words: where it stands, who made it and when; the mark's last."""
    found: list[dict[str, JSON]] = []
    at = 0
    for text, revision in (*((run.text, run.revision) for run in p.runs), ("", p.mark)):
        if revision is not None:
            row: dict[str, JSON] = {"op": revision.op, "start": at, "end": at + len(text)}
            row |= {"author": revision.author, "date": revision.date}
            flags = ("moved", "inferred", "reverted")
            found.append(row | {flag: True for flag in flags if getattr(revision, flag)})
        at += len(text)
    return found


def spans_of(runs: Iterable[Run]) -> list[list[str]]:
    """Runs as ``[op, text]`` with op ``=`` ``+`` ``-``, neighbours of one op joined.

    ``=`` and ``-`` joined are the old text, ``=`` and ``+`` the new one.
    """
    signs = {None: "=", "inserted": "+", "deleted": "-"}
    spans: list[list[str]] = []
    for run in runs:
        if run.revision is not None and run.revision.reverted:
            continue  # neither the old nor the new text has it
        sign = signs[run.revision.op if run.revision else None]
        if spans and spans[-1][0] == sign:
            spans[-1][1] += run.text
        else:
            spans.append([sign, run.text])
    return spans
