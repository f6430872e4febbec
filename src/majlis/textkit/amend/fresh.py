"""What is new: ids, kinds, labels and verbs of the provisions that amendments add."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace

from majlis.textkit.amend.base import Base
from majlis.textkit.amend.merge import Edit, rewritten
from majlis.textkit.amend.plan import Plan, added_under
from majlis.textkit.amend.record import Amendment
from majlis.textkit.errors import TextError
from majlis.textkit.model import Kind, Provision, merge_runs, without_past
from majlis.textkit.numbering import number_of
from majlis.textkit.openings import opening

_UNSAFE = re.compile(r"[^\w.-]+")


class Fresh:
    """The trees that the applied amendments add, ready to be put in."""

    def __init__(self, base: Base, plan: Plan, amendments: Sequence[Amendment]) -> None:
        self.base = base
        self.amendments = {amendment.id: amendment for amendment in amendments}
        adding = [a for arrivals in plan.arrivals.values() for a in arrivals if a.op != "move"]
        gone = {i for target in plan.deleted for i in base.below(target)}
        taken = set(base.provisions) - gone
        wanted: dict[str, int] = {}
        for amendment in adding:
            for tree in added_under(amendment):
                for provision in tree.walk():
                    wanted[provision.id] = wanted.get(provision.id, 0) + 1
        self._own = {i for i, times in wanted.items() if i and times == 1 and i not in taken}
        self._taken = taken | self._own
        # By id, so that fresh ids do not hang on the order of submission.
        self.trees = {
            amendment.id: tuple(self._trees(amendment))
            for amendment in sorted(adding, key=lambda a: a.id)
        }

    def _trees(self, amendment: Amendment) -> Iterable[Provision]:
        neighbour, parent = self._beside(amendment)
        slug = _UNSAFE.sub("_", amendment.id).strip("_") or "new"
        trees = added_under(amendment)
        for tree in trees:
            if amendment.op == "add" and amendment.provision is None:
                tree = replace(tree, kind=_kind(neighbour, parent))
            if amendment.op == "add" and amendment.label is not None:
                tree = replace(tree, label=amendment.label, number="")
            yield self._ready(tree, f"add_{slug}", neighbour, parent)

    def _beside(self, amendment: Amendment) -> tuple[Provision | None, Provision | None]:
        """The base provision that stands next to what is added, and the one that holds it."""
        place = amendment.place
        if place is None:
            target = self.base.provisions[amendment.target]
            return (target.children[0] if target.children else None), target
        if place.where in ("before", "after"):
            holder = self.base.parents[place.of]
            return self.base.provisions[place.of], self.base.provisions.get(holder or "")
        children = self.base.children(place.of or None)
        at = 0 if place.where == "first" else -1
        return (children[at] if children else None), self.base.provisions.get(place.of)

    def _ready(
        self, tree: Provision, wanted: str, neighbour: Provision | None, parent: Provision | None
    ) -> Provision:
        identity = tree.id
        if identity not in self._own:
            identity, again = wanted, 1
            while identity in self._taken:
                again += 1
                identity = f"{wanted}_{again}"
            self._taken.add(identity)
        number = tree.number or (number_of(tree.label) if tree.label else "")
        ready = replace(
            without_past(tree),
            id=identity,
            number=number,
            runs=merge_runs(tree.runs),
            verb=tree.verb or self._verb_of_new(tree, neighbour, parent),
        )
        children = tuple(
            self._ready(child, f"{identity}__{at}", None, ready)
            for at, child in enumerate(tree.children, start=1)
        )
        return replace(ready, children=children)

    def _verb_of_new(
        self, tree: Provision, neighbour: Provision | None, parent: Provision | None
    ) -> str:
        if tree.kind not in ("operative", "preambular"):
            return ""
        if neighbour is not None and neighbour.kind == tree.kind and not _opens(neighbour):
            return neighbour.verb  # its siblings have the verb of what stands above them
        own = self._opening(tree.text)
        return own or (parent.verb if parent is not None else "")

    def verb(self, provision: Provision, edits: Sequence[Edit]) -> str:
        """The verb of a base provision after edits to its wording."""
        if not edits or not provision.verb or not _opens(provision):
            return provision.verb
        runs = rewritten(provision.runs, [edit.hunk for edit in edits])
        return self._opening("".join(run.text for run in runs)) or provision.verb

    def _opening(self, text: str) -> str:
        try:
            found = opening(text, self.base.text.language)
        except TextError:  # a language without a lexicon
            return ""
        return text[found.start : found.end] if found and found.verb else ""


def _opens(provision: Provision) -> bool:
    return provision.text.casefold().startswith(provision.verb.casefold())


def _kind(neighbour: Provision | None, parent: Provision | None) -> Kind:
    """The kind of a provision of which only the words are given: that of its neighbour."""
    if neighbour is not None:
        return neighbour.kind
    if parent is not None and parent.kind in ("operative", "preambular"):
        return parent.kind
    return "paragraph"
