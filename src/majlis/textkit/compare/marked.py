"""A comparison as one text with tracked changes."""

from __future__ import annotations

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from itertools import product

from majlis.textkit.compare.chain import Candidate, chain
from majlis.textkit.compare.result import Comparison, Span
from majlis.textkit.compare.words import spans
from majlis.textkit.model import Change, Provision, Revision, Run, Text, merge_runs
from majlis.textkit.views import OLD_SUFFIX


def redline(comparison: Comparison, author: str = "", date: str = "") -> Text:
    """The new text with tracked changes that accept to it and reject to the old text.

    ``author`` and ``date`` (ISO 8601) are put on every revision. What is guaranteed:

    - ``view(redline, "accept")`` has the provisions of the new text: ids, kinds, labels, numbers,
      wording and marks, in the same tree.
    - ``view(redline, "reject")`` has those of the old text in its reading order: kinds, labels,
      numbers and wording. A provision that stayed bears the id, the verb and the marks of the new
      text; one that was deleted has its own again (``__old`` is added in the redline where the new
      text has the same id, and taken off by the view where that id is free). Its parent is kept
      where the parent is still there and the reading order allows it.
    - A provision that moved is there twice, both halves with ``moved`` revisions. Of a provision that
      was split the longest piece that keeps the order carries the change and the others are
      insertions; of several that were merged it is likewise, and the others are deletions. Where the
      kind changed, or one side has no wording, the one is deleted and the other inserted.
    """
    ours, theirs = list(comparison.old.walk()), list(comparison.new.walk())
    marking = _Marking(author, date, comparison.new.language)
    stayed = _stayed(comparison, ours, theirs)
    moved_old = {i for item in comparison.changes if item.op == "moved" for i in item.old_at}
    moved_new = {j for item in comparison.changes if item.op == "moved" for j in item.new_at}
    marked = [
        marking.changed(ours[stayed[j]], provision)
        if j in stayed
        else marking.inserted(provision, moved=j in moved_new)
        for j, provision in enumerate(theirs)
    ]
    kept = set(stayed.values())
    ids = _Ids(provision.id for provision in theirs)
    deleted = {
        i: replace(marking.deleted(provision, moved=i in moved_old), id=ids.free(provision.id))
        for i, provision in enumerate(ours)
        if i not in kept
    }
    provisions = _tree(comparison, marked, deleted, stayed)
    return replace(comparison.new, provisions=provisions)


def _stayed(
    comparison: Comparison, ours: Sequence[Provision], theirs: Sequence[Provision]
) -> dict[int, int]:
    """Place in new to place in old of the provisions that are the same one in both views."""
    pairs: list[Candidate] = []
    for item in comparison.changes:
        if item.op == "moved":
            continue
        for i, j in product(item.old_at, item.new_at):
            here, there = ours[i], theirs[j]
            if here.kind == there.kind and bool(here.text.strip()) == bool(there.text.strip()):
                pairs.append((i, j, 1 + min(len(here.text), len(there.text))))
    # A piece may stand apart from its whole, so not every pair keeps the order of both texts.
    return {j: i for i, j, _ in chain(pairs, len(theirs))}


class _Ids:
    """Hands out ids that are not taken."""

    def __init__(self, taken: Iterable[str]) -> None:
        self._taken = set(taken)

    def free(self, wanted: str) -> str:
        """The id itself, or with as many suffixes as it takes."""
        while wanted in self._taken:
            wanted += OLD_SUFFIX
        self._taken.add(wanted)
        return wanted


@dataclass(frozen=True, slots=True)
class _Marking:
    """Writes revisions of one author and date."""

    author: str
    date: str
    language: str

    def inserted(self, provision: Provision, *, moved: bool) -> Provision:
        revision = Revision("inserted", self.author, self.date, moved)
        return _bare(provision, _revised(provision.runs, revision), "inserted")

    def deleted(self, provision: Provision, *, moved: bool) -> Provision:
        revision = Revision("deleted", self.author, self.date, moved)
        return _bare(provision, _revised(provision.runs, revision), "deleted")

    def changed(self, old: Provision, new: Provision) -> Provision:
        found = spans(old.text, new.text, self.language)
        same = all(op == "=" for op, _ in found)
        runs = new.runs if same else self._runs(found, old.runs, new.runs)
        return replace(
            _bare(new, merge_runs(runs), None if same else "changed"),
            old_label=None if old.label == new.label else old.label,
            old_number=None if old.number == new.number else old.number,
        )

    def _runs(
        self, found: Iterable[Span], old: Sequence[Run], new: Sequence[Run]
    ) -> tuple[Run, ...]:
        deletion = Revision("deleted", self.author, self.date)
        insertion = Revision("inserted", self.author, self.date)
        runs: list[Run] = []
        i = j = 0
        for op, text in found:
            if op == "-":
                runs += _revised(_cut(old, i, i + len(text)), deletion)
            elif op == "+":
                runs += _revised(_cut(new, j, j + len(text)), insertion)
            else:
                runs += _cut(new, j, j + len(text))
            i += len(text) if op != "+" else 0
            j += len(text) if op != "-" else 0
        return tuple(runs)


def _bare(provision: Provision, runs: tuple[Run, ...], change: Change | None) -> Provision:
    """The provision with these runs, without children and without what an earlier view left."""
    return replace(
        provision,
        runs=runs,
        change=change,
        old_label=None,
        old_number=None,
        inferred=False,
        children=(),
    )


def _revised(runs: Iterable[Run], revision: Revision) -> tuple[Run, ...]:
    return merge_runs(replace(run, revision=revision) for run in runs)


def _cut(runs: Sequence[Run], start: int, end: int) -> list[Run]:
    """The runs that hold the characters ``start`` to ``end``, cut to them."""
    found: list[Run] = []
    at = 0
    for run in runs:
        piece = run.text[max(0, start - at) : max(0, end - at)]
        if piece:
            found.append(replace(run, text=piece))
        at += len(run.text)
        if at >= end:
            break
    return found


@dataclass(slots=True, eq=False)
class _Node:
    """A provision of the tree while it grows."""

    provision: Provision
    parent: _Node | None = None
    children: list[_Node] = field(default_factory=list)

    def frozen(self) -> Provision:
        if not self.children:
            return self.provision
        return replace(self.provision, children=tuple(child.frozen() for child in self.children))


def _tree(
    comparison: Comparison,
    marked: Sequence[Provision],
    deleted: dict[int, Provision],
    stayed: dict[int, int],
) -> tuple[Provision, ...]:
    """The tree of new with each deleted provision after the one that stood before it in old."""
    root = _Node(Provision("", "front"))
    nodes: list[_Node] = []

    def plant(provisions: Iterable[Provision], parent: _Node) -> None:
        for provision in provisions:
            node = _Node(marked[len(nodes)], parent)
            nodes.append(node)
            parent.children.append(node)
            plant(provision.children, node)

    plant(comparison.new.provisions, root)
    at_new = {i: j for j, i in stayed.items()}
    stops = sorted(at_new)
    after: dict[int, list[int]] = defaultdict(list)  # place in new, -1 for the start: places in old
    for i in sorted(deleted):
        before = bisect_right(stops, i)
        after[at_new[stops[before - 1]] if before else -1].append(i)
    parents = _parents(comparison.old)
    standing = {-1: root} | {i: nodes[j] for i, j in at_new.items()}
    successors = [*nodes[1:], None]
    for j, places in after.items():
        node = nodes[j] if j >= 0 else root
        following = successors[j] if j >= 0 else (nodes[0] if nodes else None)
        top = following.parent if following and following.parent else root
        for i in places:
            node = _hang(deleted[i], node, top, standing.get(parents[i]))
            standing[i] = node
    return tuple(child.frozen() for child in root.children)


def _hang(provision: Provision, node: _Node, top: _Node, wanted: _Node | None) -> _Node:
    """Put a provision right after ``node`` in reading order, under ``wanted`` if that can be.

    It can stand under ``node`` or any provision that holds it, up to ``top``, the one that holds what
    comes next. Otherwise it becomes the next sibling of ``node``, or its first child where what comes
    next is already that.
    """
    path = [node]
    while path[-1] is not top and path[-1].parent is not None:
        path.append(path[-1].parent)
    parent = wanted if wanted in path else path[min(1, len(path) - 1)]
    step = path.index(parent)
    place = parent.children.index(path[step - 1]) + 1 if step else 0
    hung = _Node(provision, parent)
    parent.children.insert(place, hung)
    return hung


def _parents(text: Text) -> list[int]:
    """For each provision in reading order the place of the one that holds it, -1 at the top."""
    found: list[int] = []

    def visit(provisions: Iterable[Provision], parent: int) -> None:
        for provision in provisions:
            found.append(parent)
            visit(provision.children, len(found) - 1)

    visit(text.provisions, -1)
    return found
