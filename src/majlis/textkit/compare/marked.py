"""A comparison as one text with tracked changes."""

from __future__ import annotations

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from itertools import product

from majlis.textkit.compare.chain import Candidate, chain
from majlis.textkit.compare.echoes import Stretches, stretches_moved
from majlis.textkit.compare.result import Comparison, Span
from majlis.textkit.compare.words import spans
from majlis.textkit.ids import FreeIds
from majlis.textkit.model import (
    Change,
    Provision,
    Revision,
    Run,
    Text,
    cut_runs,
    merge_runs,
    parent_places,
    without_past,
)
from majlis.textkit.views import view


def redline(comparison: Comparison, author: str = "", date: str = "") -> Text:
    """The new text with tracked changes that accept to it and reject to the old text.

    ``author`` and ``date`` (ISO 8601) are put on every revision. What is guaranteed:

    - ``view(redline, "accept")`` has the provisions of the new text: ids, kinds, labels, numbers,
      wording and marks, in the same tree.
    - ``view(redline, "reject")`` has those of the old text in its reading order: ids, kinds, labels,
      numbers, verbs and wording, in the same tree. A provision that stayed bears the marks of the new
      text. In the redline itself one that was deleted stands under its parent where that is still
      there and the reading order allows it; ``old_parent`` says what the place does not.
    - A provision that moved is there twice. On both halves the words that came along have ``moved``
      revisions, so these are the same words; what was reworded on the way has others.
    - Of a provision that was split the longest piece that keeps the order carries the change and the
      others are insertions; of several that were merged it is likewise, and the others are deletions.
      The words that went from the one to the other have ``moved`` revisions there too.
    - Where the kind changed, or one side has no wording, the one is deleted and the other inserted.
    """
    ours, theirs = list(comparison.old.walk()), list(comparison.new.walk())
    marking = _Marking(author, date)
    stayed = _stayed(comparison, ours, theirs)
    moved = stretches_moved(comparison.changes, ours, theirs, stayed)
    marked = [
        marking.changed(ours[stayed[j]], provision, moved.old[stayed[j]], moved.new[j])
        if j in stayed
        else marking.inserted(provision, moved.new[j])
        for j, provision in enumerate(theirs)
    ]
    kept = set(stayed.values())
    ids = FreeIds(provision.id for provision in theirs)
    deleted = {
        i: ids.own(marking.deleted(provision, moved.old[i]))
        for i, provision in enumerate(ours)
        if i not in kept
    }
    provisions = _tree(comparison, marked, deleted, stayed)
    found = replace(comparison.new, provisions=provisions)
    return replace(found, provisions=_with_old_parents(found, comparison.old))


def _with_old_parents(marked: Text, old: Text) -> tuple[Provision, ...]:
    """The provisions, with the old parent where rejecting would not give it back."""
    given, parents = view(marked, "reject").parents(), old.parents()
    said = {i: p or "" for i, p in parents.items() if i in given and given[i] != p}

    def told(provision: Provision) -> Provision:
        identity = provision.id if provision.old_id is None else provision.old_id
        parent = said.get(identity) if provision.change != "inserted" else None
        children = tuple(map(told, provision.children))
        return replace(provision, children=children, old_parent=parent)

    return tuple(map(told, marked.provisions)) if said else marked.provisions


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


@dataclass(frozen=True, slots=True)
class _Marking:
    """Writes revisions of one author and date."""

    author: str
    date: str

    def inserted(self, provision: Provision, moved: Stretches) -> Provision:
        revision = Revision("inserted", self.author, self.date)
        return _bare(provision, _revised(provision.runs, revision, moved), "inserted")

    def deleted(self, provision: Provision, moved: Stretches) -> Provision:
        revision = Revision("deleted", self.author, self.date)
        return _bare(provision, _revised(provision.runs, revision, moved), "deleted")

    def changed(
        self, old: Provision, new: Provision, gone: Stretches, come: Stretches
    ) -> Provision:
        """``gone``, ``come``: the words that moved to and from other provisions."""
        found = spans(old.text, new.text)
        same = all(op == "=" for op, _ in found)
        runs = new.runs if same else self._runs(found, old.runs, new.runs, gone, come)
        return replace(
            _bare(new, merge_runs(runs), None if same else "changed"),
            old_label=None if old.label == new.label else old.label,
            old_number=None if old.number == new.number else old.number,
            old_id=None if old.id == new.id else old.id,
            old_verb=None if old.verb == new.verb else old.verb,
        )

    def _runs(
        self,
        found: Iterable[Span],
        old: Sequence[Run],
        new: Sequence[Run],
        gone: Stretches,
        come: Stretches,
    ) -> tuple[Run, ...]:
        deletion = Revision("deleted", self.author, self.date)
        insertion = Revision("inserted", self.author, self.date)
        runs: list[Run] = []
        i = j = 0
        for op, text in found:
            if op == "-":
                runs += _revised(old, deletion, gone, i, i + len(text))
            elif op == "+":
                runs += _revised(new, insertion, come, j, j + len(text))
            else:
                runs += cut_runs(new, j, j + len(text))
            i += len(text) if op != "+" else 0
            j += len(text) if op != "-" else 0
        return tuple(runs)


def _bare(provision: Provision, runs: tuple[Run, ...], change: Change | None) -> Provision:
    """The provision with these runs, without children and without what an earlier view left."""
    return replace(without_past(provision), runs=runs, change=change, children=())


def _revised(
    runs: Sequence[Run],
    revision: Revision,
    moved: Stretches,
    start: int = 0,
    end: int | None = None,
) -> tuple[Run, ...]:
    """The runs from ``start`` to ``end`` with a revision, which in the stretches that moved says so."""
    if end is None:
        end = sum(len(run.text) for run in runs)
    found: list[Run] = []

    def add(to: int, revision: Revision) -> None:
        found.extend(replace(run, revision=revision) for run in cut_runs(runs, start, to))

    for first, last in moved:
        if last <= start or first >= end:
            continue
        if start < first:
            add(first, revision)
            start = first
        last = min(last, end)
        add(last, replace(revision, moved=True))
        start = last
    if start < end:
        add(end, revision)
    return merge_runs(found)


@dataclass(slots=True, eq=False)
class _Node:
    """A provision of the tree while it grows; each child knows the next, so that one is soon put between."""

    provision: Provision
    parent: _Node | None = None
    first: _Node | None = None
    following: _Node | None = None

    def hang(self, child: _Node, before: _Node | None) -> None:
        """Put a child behind another one, or at the start."""
        if before is None:
            child.following, self.first = self.first, child
        else:
            child.following, before.following = before.following, child

    def children(self) -> tuple[Provision, ...]:
        found: list[Provision] = []
        child = self.first
        while child is not None:
            found.append(child.frozen())
            child = child.following
        return tuple(found)

    def frozen(self) -> Provision:
        return replace(self.provision, children=self.children()) if self.first else self.provision


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
        before: _Node | None = None
        for provision in provisions:
            node = _Node(marked[len(nodes)], parent)
            nodes.append(node)
            parent.hang(node, before)
            before = node
            plant(provision.children, node)

    plant(comparison.new.provisions, root)
    at_new = {i: j for j, i in stayed.items()}
    stops = sorted(at_new)
    after: dict[int, list[int]] = defaultdict(list)  # place in new, -1 for the start: places in old
    for i in sorted(deleted):
        before = bisect_right(stops, i)
        after[at_new[stops[before - 1]] if before else -1].append(i)
    parents = parent_places(list(comparison.old.walk()))
    standing = {-1: root} | {i: nodes[j] for i, j in at_new.items()}
    successors = [*nodes[1:], None]
    for j, places in after.items():
        node = nodes[j] if j >= 0 else root
        following = successors[j] if j >= 0 else (nodes[0] if nodes else None)
        top = following.parent if following and following.parent else root
        for i in places:
            node = _hang(deleted[i], node, top, standing.get(parents[i]))
            standing[i] = node
    return root.children()


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
    hung = _Node(provision, parent)
    parent.hang(hung, path[step - 1] if step else None)
    return hung
