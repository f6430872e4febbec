"""The redline of a plan, node by node: base provisions where they stay, go and come, and new ones."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from typing import Literal

from majlis.textkit.amend.base import Base, Gap
from majlis.textkit.amend.bracketed import disputed_runs
from majlis.textkit.amend.fresh import Fresh
from majlis.textkit.amend.merge import Edit
from majlis.textkit.amend.plan import Plan
from majlis.textkit.amend.record import Amendment
from majlis.textkit.ids import FreeIds
from majlis.textkit.model import Provision, Revision, Run, change_of, cut_runs, merge_runs


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
        self._free = FreeIds(())

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
            found += self._old(child, mover)
        return found

    def _old(self, child: Provision, mover: Amendment | None) -> list[Node]:
        """What becomes of a base provision at its own place."""
        deletion = self.plan.deleted.get(child.id)
        leaving = deletion or self.plan.moved.get(child.id)
        if leaving:
            gone = self._gone(child, leaving, moved=deletion is None)
            return [gone] if mover is None else []
        edits = self.plan.edits.get(child.id, ())
        if mover is None and edits and not child.text.strip():
            # Runs alone cannot say that a blank provision gets words: it goes and comes as a whole.
            by = edits[0].amendments[0]
            return [self._gone(child, by, moved=True), self._come(child, by)]
        if mover is not None:
            return [self._come(child, mover)]
        return [Node(child, "here", children=self._under(child.id, None))]

    def _come(self, child: Provision, by: Amendment) -> Node:
        return Node(child, "come", by, True, children=self._under(child.id, by))

    def _arrival(self, amendment: Amendment) -> list[Node]:
        if amendment.op == "move":
            return [self._come(self.base.provisions[amendment.target], amendment)]
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
        self._free = FreeIds(n.id for n in walk(nodes) if n.state != "gone")
        return tuple(self._marked(node, ("", "")) for node in nodes)

    def _marked(self, node: Node, above: tuple[str, str]) -> Provision:
        """``above``: the verb of the provision that holds this one, before and after."""
        provision = node.provision
        if node.state == "gone":
            marked = self._free.own(self._whole(node, provision.runs, "deleted"))
        else:
            edits = () if node.new else self.plan.edits.get(provision.id, ())
            runs = _edited(provision.runs, edits)
            if self.brackets and not node.new and provision.text.strip():
                disputes = self.plan.disputes.get(provision.id, ())
                runs = disputed_runs(runs, disputes, self.fresh.amendments)
            if node.state == "come":
                marked = self._whole(node, runs, "inserted")
            else:
                marked = replace(provision, runs=runs, change=change_of(runs))
            inherited = not node.new and provision.verb == above[0] != ""
            verb = above[1] if inherited else self.fresh.verb(provision, edits)
            if verb != marked.verb:
                old_verb = None if node.new else provision.verb
                marked = replace(marked, verb=verb, old_verb=old_verb)
            marked = self._relabelled(marked, node)
        verbs = (provision.verb, marked.verb)
        return replace(
            marked, children=tuple(self._marked(child, verbs) for child in node.children)
        )

    def _whole(
        self, node: Node, runs: tuple[Run, ...], change: Literal["inserted", "deleted"]
    ) -> Provision:
        by = node.by
        revision = Revision(change, by.author if by else "", by.date if by else "", node.moved)
        kept = (run for run in runs if not (run.revision and run.revision.op != change))
        return replace(
            node.provision,
            runs=merge_runs(
                run if run.revision else replace(run, revision=revision) for run in kept
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


def _edited(runs: tuple[Run, ...], edits: Iterable[Edit]) -> tuple[Run, ...]:
    """The runs with each edit as a deletion and an insertion by whoever wants it."""
    done: list[Run] = []
    at = 0
    for edit in edits:
        hunk = edit.hunk
        authors = ", ".join(dict.fromkeys(a.author for a in edit.amendments if a.author))
        date = edit.amendments[0].date
        done += cut_runs(runs, at, hunk.start)
        deletion = Revision("deleted", authors, date)
        done += (replace(run, revision=deletion) for run in cut_runs(runs, hunk.start, hunk.end))
        insertion = Revision("inserted", authors, date)
        done += (replace(run, revision=insertion) for run in hunk.runs)
        at = hunk.end
    done += cut_runs(runs, at, sum(len(run.text) for run in runs))
    return merge_runs(done)
