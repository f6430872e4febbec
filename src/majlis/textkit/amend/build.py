"""The redline of a plan, node by node: base provisions where they stay, go and come, and new ones."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field, replace

from majlis.textkit.amend.base import Base, Gap
from majlis.textkit.amend.bracketed import disputed_runs
from majlis.textkit.amend.fresh import Fresh
from majlis.textkit.amend.merge import Edit, cut
from majlis.textkit.amend.plan import Plan
from majlis.textkit.amend.record import Amendment
from majlis.textkit.model import Change, Provision, Revision, Run, change_of, merge_runs
from majlis.textkit.views import OLD_SUFFIX


@dataclass(slots=True)
class Node:
    """A provision of the redline before its wording is marked.

    ``state``: ``here`` (at its place in both texts), ``gone`` (only in the base) or ``come`` (only in
    the consolidated text). ``by`` says whose doing ``gone`` and ``come`` are; ``moved`` that the
    provision is the other half of a move.
    """

    provision: Provision
    state: str
    by: Amendment | None = None
    moved: bool = False
    new: bool = False
    children: list[Node] = field(default_factory=list)

    @property
    def id(self) -> str:
        """The id of the provision, base or new."""
        return self.provision.id


class Builder:
    """Makes the redline's tree of a plan."""

    def __init__(self, base: Base, plan: Plan, fresh: Fresh, *, brackets: bool) -> None:
        self.base = base
        self.plan = plan
        self.fresh = fresh
        self.brackets = brackets
        self.labels: dict[str, tuple[str, str]] = {}

    def nodes(self) -> list[Node]:
        """The whole tree, from the top."""
        return self._under(None, None)

    def _under(self, parent: str | None, mover: Amendment | None) -> list[Node]:
        """What stands under a provision; all of it has come where ``mover`` moved it."""
        found: list[Node] = []
        children = self.base.children(parent)
        for index in range(len(children) + 1):
            for amendment in self.plan.arrivals.get(Gap(parent, index), ()):
                found += self._arrival(amendment)
            if index == len(children):
                break
            child = children[index]
            deletion = self.plan.deleted.get(child.id)
            move = self.plan.moved.get(child.id)
            if deletion or move:
                if mover is None:
                    found.append(self._gone(child, deletion or move, moved=deletion is None))
            else:
                found.append(self._staying(child, mover))
        return found

    def _staying(self, child: Provision, mover: Amendment | None) -> Node:
        if mover is not None:
            return Node(child, "come", mover, True, children=self._under(child.id, mover))
        edits = self.plan.edits.get(child.id, ())
        if edits and not child.text.strip():
            # Runs alone cannot say that a blank provision gets words: it goes and comes as a whole.
            return Node(
                child,
                "come",
                edits[0].amendments[0],
                children=self._under(child.id, edits[0].amendments[0]),
            )
        return Node(child, "here", children=self._under(child.id, None))

    def _arrival(self, amendment: Amendment) -> list[Node]:
        if amendment.op == "move":
            child = self.base.provisions[amendment.target]
            return [Node(child, "come", amendment, True, children=self._under(child.id, amendment))]
        return [self._new(tree, amendment) for tree in self.fresh.trees[amendment.id]]

    def _new(self, tree: Provision, amendment: Amendment) -> Node:
        children = [self._new(child, amendment) for child in tree.children]
        return Node(tree, "come", amendment, new=True, children=children)

    def _gone(self, child: Provision, by: Amendment | None, *, moved: bool) -> Node:
        children = []
        for below in child.children:
            deletion, move = self.plan.deleted.get(below.id), self.plan.moved.get(below.id)
            own = deletion or move
            children.append(self._gone(below, own or by, moved=deletion is None if own else moved))
        return Node(child, "gone", by, moved, children=children)

    # From nodes to provisions.

    def provisions(self, nodes: Iterable[Node]) -> tuple[Provision, ...]:
        """The redline's provisions."""
        nodes = list(nodes)
        self._taken = {n.id for n in walk(nodes) if n.state != "gone"}
        return tuple(self._marked(node) for node in nodes)

    def _marked(self, node: Node) -> Provision:
        provision = node.provision
        if node.state == "gone":
            marked = self._whole(node, provision.runs, "deleted")
            identity = provision.id
            while identity in self._taken:
                identity += OLD_SUFFIX
            self._taken.add(identity)
            marked = replace(marked, id=identity)
        else:
            edits = () if node.new else self.plan.edits.get(provision.id, ())
            runs = _edited(provision.runs, edits, node)
            if self.brackets and not node.new:
                disputes = self.plan.disputes.get(provision.id, ())
                runs = disputed_runs(runs, disputes, self.fresh.amendments) if disputes else runs
            if node.state == "come":
                marked = self._whole(node, runs, "inserted")
            else:
                change = change_of(runs)
                marked = replace(provision, runs=runs, change=change)
            marked = self._relabelled(replace(marked, verb=self.fresh.verb(provision, edits)), node)
        return replace(marked, children=tuple(self._marked(child) for child in node.children))

    def _whole(self, node: Node, runs: tuple[Run, ...], change: Change) -> Provision:
        revision = _revision(change, node.by, node.moved)
        return replace(
            node.provision,
            runs=merge_runs(
                replace(
                    run, revision=replace(run.revision, moved=False) if run.revision else revision
                )
                for run in runs
                if not (run.revision and run.revision.op != change)
            ),
            change=change,
        )

    def _relabelled(self, provision: Provision, node: Node) -> Provision:
        label, number = self.labels.get(node.id, (node.provision.label, node.provision.number))
        if (label, number) == (node.provision.label, node.provision.number):
            return provision
        relabelled = replace(provision, label=label, number=number)
        if node.new:
            return relabelled
        return replace(relabelled, old_label=node.provision.label, old_number=node.provision.number)


def walk(nodes: Iterable[Node]) -> Iterable[Node]:
    """All nodes in reading order."""
    for node in nodes:
        yield node
        yield from walk(node.children)


def _revision(change: str, by: Amendment | None, moved: bool = False) -> Revision:
    op = "deleted" if change == "deleted" else "inserted"
    return Revision(op, by.author if by else "", by.date if by else "", moved)


def _edited(runs: tuple[Run, ...], edits: Iterable[Edit], node: Node) -> tuple[Run, ...]:
    """The runs with each edit as a deletion and an insertion by whoever wants it."""
    done: list[Run] = []
    at = 0
    for edit in edits:
        hunk = edit.hunk
        authors = ", ".join(dict.fromkeys(a.author for a in edit.amendments if a.author))
        date = edit.amendments[0].date
        done += cut(runs, at, hunk.start)
        deletion = Revision("deleted", authors, date)
        done += (replace(run, revision=deletion) for run in cut(runs, hunk.start, hunk.end))
        insertion = Revision("inserted", authors, date)
        done += (replace(run, revision=insertion) for run in hunk.runs)
        at = hunk.end
    done += cut(runs, at, sum(len(run.text) for run in runs))
    return merge_runs(done)
