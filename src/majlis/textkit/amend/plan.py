"""What is to be done: all amendments looked at together, so that their order does not matter.

Every amendment that is in a conflict is left out, and so is each that it is in conflict with; what one
leaves out never makes room for another. Only then is anything built.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from majlis.textkit.amend.base import Base, Gap, shape
from majlis.textkit.amend.brackets import is_balanced
from majlis.textkit.amend.merge import Edit, Hunk, Merged, carried, merged, rewritten
from majlis.textkit.amend.record import Alternative, Amendment, Conflict, ConflictKind
from majlis.textkit.model import Provision


@dataclass(frozen=True, slots=True)
class Dispute:
    """Characters ``start`` to ``end`` of a base provision, and what is proposed instead."""

    start: int
    end: int
    alternatives: tuple[Alternative, ...]


@dataclass(slots=True)
class Plan:
    """Changes without conflict, by base provision and by place, and the conflicts."""

    edits: dict[str, tuple[Edit, ...]] = field(default_factory=dict)
    labels: dict[str, Amendment] = field(default_factory=dict)
    deleted: dict[str, Amendment] = field(default_factory=dict)
    moved: dict[str, Amendment] = field(default_factory=dict)
    arrivals: dict[Gap, list[Amendment]] = field(default_factory=dict)
    conflicts: list[Conflict] = field(default_factory=list)
    disputes: dict[str, tuple[Dispute, ...]] = field(default_factory=dict)
    applied: tuple[str, ...] = ()


class Settling:
    """Finds the conflicts among amendments to one base."""

    def __init__(self, base: Base, amendments: Sequence[Amendment]) -> None:
        self.base = base
        self.amendments = amendments
        self.plan = Plan()
        self.held: set[str] = set()
        self.gaps: dict[str, Gap] = {}
        self.deletes: dict[str, list[Amendment]] = defaultdict(list)
        self.replaces: dict[str, list[Amendment]] = defaultdict(list)
        self.moves: dict[str, list[Amendment]] = defaultdict(list)
        self.emptied: dict[str, list[Amendment]] = defaultdict(list)
        self.whole: dict[str, dict[str, tuple[Amendment, str]]] = defaultdict(dict)
        self.ranks = {amendment.id: at for at, amendment in enumerate(amendments)}
        self.known: set[tuple[str, str, tuple[str, ...]]] = set()
        # The amendments that are placed under a provision, and those that replace or move one, by its id.
        self.placed: dict[str | None, list[Amendment]] = defaultdict(list)
        self.standing: dict[str, list[Amendment]] = defaultdict(list)

    def settle(self) -> Plan:
        """The plan; conflicts in the order in which the amendments were submitted."""
        for amendment in self.amendments:
            if amendment.op in ("replace", "move"):
                self.standing[amendment.target].append(amendment)
            self._place(amendment)
        self._wordings()
        self._emptied()
        self._deletions()
        self._moves()
        self._collect()
        self.plan.conflicts.sort(key=lambda c: (self.ranks[c.amendments[0]], c.kind, c.provision))
        return self.plan

    def _conflict(
        self,
        kind: ConflictKind,
        provision: str,
        amendments: Iterable[Amendment],
        message: str,
        alternatives: tuple[Alternative, ...] = (),
        *,
        hold: bool = True,
    ) -> None:
        wanted = {amendment.id for amendment in amendments}
        ids = tuple(sorted(wanted, key=self.ranks.__getitem__))
        if hold:
            self.held |= wanted
        if (kind, provision, ids) in self.known:
            return
        self.known.add((kind, provision, ids))
        self.plan.conflicts.append(Conflict(kind, provision, ids, message, alternatives))

    # Where each one stands.

    def _place(self, amendment: Amendment) -> None:
        missing = [
            identity
            for identity in (amendment.target, amendment.place.of if amendment.place else "")
            if identity and identity not in self.base.provisions
        ]
        if missing:
            self._conflict(
                "unknown", missing[0], [amendment], f"The text has no provision '{missing[0]}'."
            )
            return
        if amendment.place:
            gap = self.gaps[amendment.id] = self.base.gap(amendment.place)
            self.placed[gap.parent].append(amendment)
        if amendment.op in ("delete", "move") and self._stale(amendment):
            present = self.base.provisions[amendment.target].text
            self._conflict(
                "stale",
                amendment.target,
                [amendment],
                f"The wording of '{amendment.target}' has changed since the author saw it.",
            )
            if amendment.op == "delete":
                self._dispute_whole(amendment.target, present, [(amendment, "")])
        if amendment.op == "delete":
            self.deletes[amendment.target].append(amendment)
        elif amendment.op == "move":
            self.moves[amendment.target].append(amendment)
        elif amendment.op == "replace":
            self.replaces[amendment.target].append(amendment)
            tree = amendment.provision
            children = self.base.provisions[amendment.target].children
            if tree is not None and shape(tree.children) != shape(children):
                self.emptied[amendment.target].append(amendment)

    def _stale(self, amendment: Amendment) -> bool:
        if amendment.base is None:
            return False
        return amendment.base.split() != self.base.provisions[amendment.target].text.split()

    # Changes to wordings.

    def _wordings(self) -> None:
        for target, replaces in self.replaces.items():
            present = self.base.provisions[target].text
            found = [(a, self._hunks(a, present)) for a in replaces]
            labels = {a.label for a in replaces if a.label is not None}
            lost = [a for a, hunks in found if hunks is None]
            carrying = [(a, hunks) for a, hunks in found if hunks is not None]
            together = merged(carrying, present)
            blank = not self._left(target, together).strip() and any(a.wording for a in replaces)
            wordings = [(a, self._whole(a, hunks, target)) for a, hunks in found]
            torn = not is_balanced(self._left(target, together)) and all(
                is_balanced(text) for _, text in wordings
            )
            if not lost and not together.groups and len(labels) < 2 and not blank and not torn:
                continue
            if lost:
                message = (
                    f"A change to '{target}' affects wording that has changed since its "
                    "author saw it."
                )
                self._dispute_whole(target, present, wordings)
            else:
                message = f"Changes to '{target}' affect the same wording."
                self._dispute_words(target, together)
            if not lost and not together.groups:
                message = (
                    f"Changes to '{target}' together leave it without text."
                    if blank
                    else f"'{target}' is given different labels."
                )
            self._conflict("overlap", target, replaces, message, _alternatives(wordings))

    def _left(self, target: str, together: Merged) -> str:
        runs = self.base.provisions[target].runs
        done = rewritten(runs, [edit.hunk for edit in together.edits])
        return "".join(run.text for run in done)

    def _hunks(self, amendment: Amendment, present: str) -> list[Hunk] | None:
        if not amendment.wording:
            return []  # the label alone is amended
        return carried(amendment, present)

    def _whole(self, amendment: Amendment, hunks: list[Hunk] | None, target: str) -> str:
        if hunks is None:
            return amendment.new_text
        return "".join(run.text for run in rewritten(self.base.provisions[target].runs, hunks))

    def _dispute_whole(
        self, target: str, present: str, wordings: Sequence[tuple[Amendment, str]]
    ) -> None:
        """Dispute the whole wording; it takes the place of disputes about single words."""
        whole = self.whole[target]
        whole.update({amendment.id: (amendment, text) for amendment, text in wordings})
        ordered = [whole[identity] for identity in sorted(whole, key=self.ranks.__getitem__)]
        self.plan.disputes[target] = (Dispute(0, len(present), _alternatives(ordered)),)

    def _dispute_words(self, target: str, together: Merged) -> None:
        disputes = []
        for group in self._unbroken(
            target, [*((edit,) for edit in together.edits), *together.groups]
        ):
            start, end, wordings = self._proposed(target, group)
            disputes.append(Dispute(start, end, _alternatives(wordings)))
        disputes.sort(key=lambda dispute: dispute.start)
        self.plan.disputes[target] = tuple(disputes)

    def _proposed(
        self, target: str, group: Sequence[Edit]
    ) -> tuple[int, int, list[tuple[Amendment, str]]]:
        """Where the edits of a group begin and end, and what each amendment says there."""
        present = self.base.provisions[target].runs
        start = min(edit.hunk.start for edit in group)
        end = max(edit.hunk.end for edit in group)
        wanted: dict[str, tuple[Amendment, list[Hunk]]] = {}
        for edit in group:
            for amendment in edit.amendments:
                wanted.setdefault(amendment.id, (amendment, []))[1].append(edit.hunk)
        wordings = []
        for identity in sorted(wanted, key=self.ranks.__getitem__):
            amendment, own = wanted[identity]
            runs = rewritten(present, own)
            grown = sum(len(h.text) - (h.end - h.start) for h in own)
            text = "".join(run.text for run in runs)[start : end + grown]
            wordings.append((amendment, text))
        return start, end, wordings

    def _unbroken(self, target: str, groups: Iterable[Sequence[Edit]]) -> Iterator[Sequence[Edit]]:
        """The groups, those made one between which a bracket of the draft would be torn."""
        present = self.base.provisions[target].text
        left = sorted(groups, key=lambda group: min(edit.hunk.start for edit in group))
        if not is_balanced(present):
            yield from left
            return
        joined: list[Edit] = []
        for group in left:
            joined += group
            start, end, wordings = self._proposed(target, joined)
            if all(map(is_balanced, (present[start:end], *(text for _, text in wordings)))):
                yield joined
                joined = []
        if joined:
            yield joined

    def _emptied(self) -> None:
        """Replacements of all that stands under a provision."""
        for target, replaces in self.emptied.items():
            shapes = {shape(a.provision.children) for a in replaces if a.provision is not None}
            if len(shapes) > 1:
                self._conflict(
                    "overlap",
                    target,
                    replaces,
                    f"The provisions under '{target}' are replaced twice.",
                )
            for child in self.base.provisions[target].children:
                self.deletes[child.id] += replaces
            ids = {a.id for a in replaces}
            for amendment in self.placed[target]:
                if amendment.id not in ids:
                    self._conflict(
                        "delete-add",
                        target,
                        [*replaces, amendment],
                        f"The provisions under '{target}' are replaced, and another is "
                        "placed there.",
                    )

    # Deletions against everything else.

    def _deletions(self) -> None:
        for target, deletes in self.deletes.items():
            inside = self.base.below(target)
            ids = {a.id for a in deletes}
            met = {
                a.id: a
                for identity in inside
                for a in (*self.standing.get(identity, ()), *self.placed.get(identity, ()))
                if a.id not in ids
            }
            for amendment in sorted(met.values(), key=lambda a: self.ranks[a.id]):
                gap = self.gaps.get(amendment.id)
                if amendment.op in ("replace", "move") and amendment.target in inside:
                    self._against(deletes, amendment)
                elif gap and gap.parent in inside:
                    self._conflict(
                        "delete-move" if amendment.op == "move" else "delete-add",
                        gap.parent,
                        [*deletes, amendment],
                        f"'{gap.parent}' is deleted, and a provision is placed under it.",
                    )

    def _against(self, deletes: Sequence[Amendment], amendment: Amendment) -> None:
        target = amendment.target
        present = self.base.provisions[target].text
        wording = present
        if amendment.op == "replace":
            wording = self._whole(amendment, self._hunks(amendment, present), target)
            kind: ConflictKind = "delete-replace"
            message = f"'{target}' is deleted by one amendment and replaced by another."
        else:
            kind = "delete-move"
            message = f"'{target}' is deleted by one amendment and moved by another."
        wordings = [*((a, "") for a in deletes), (amendment, wording)]
        self._conflict(kind, target, [*deletes, amendment], message, _alternatives(wordings))
        self._dispute_whole(target, present, wordings)

    # Moves.

    def _moves(self) -> None:
        for target, moves in self.moves.items():
            if len({self.gaps[a.id] for a in moves}) > 1:
                self._conflict("moves", target, moves, f"'{target}' is moved to different places.")
            if any(self.gaps[a.id].parent in self.base.below(target) for a in moves):
                self._conflict("cycle", target, moves, f"'{target}' is moved under itself.")
        for amendment in self.amendments:
            place = amendment.place
            if not place or amendment.id not in self.gaps or place.where in ("first", "last"):
                continue
            movers = [a for a in self.moves.get(place.of, []) if a.id != amendment.id]
            if movers and place.of != amendment.target:
                self._conflict(
                    "anchor",
                    place.of,
                    [*movers, amendment],
                    f"A provision is placed next to '{place.of}', which is itself moved.",
                )
        self._cycles()

    def _cycles(self) -> None:
        moving = {
            target: moves[0]
            for target, moves in self.moves.items()
            if not any(a.id in self.held for a in moves)
        }
        for start in moving:
            trail: list[str] = []
            at: str | None = start
            while at is not None and at not in trail:
                trail.append(at)
                at = self.gaps[moving[at].id].parent if at in moving else self.base.parents[at]
            if at == start:
                around = [a for identity in trail for a in self.moves.get(identity, [])]
                first = min(trail, key=self.base.rank)
                self._conflict("cycle", first, around, "Provisions are moved under one another.")

    # What is left.

    def _collect(self) -> None:
        plan, held = self.plan, self.held
        left = [a for a in self.amendments if a.id not in held]
        for target, replaces in self.replaces.items():
            live = [a for a in replaces if a.id not in held]
            present = self.base.provisions[target].text
            found = [(a, self._hunks(a, present) or []) for a in live]
            edits = merged(found, present).edits
            if edits:
                plan.edits[target] = edits
            for amendment in live:
                label = amendment.label
                if label is not None and label != self.base.provisions[target].label:
                    plan.labels.setdefault(target, amendment)
        for target, deletes in self.deletes.items():
            live = [a for a in deletes if a.id not in held]
            if live:
                plan.deleted[target] = live[0]
        for amendment in left:
            gap = self.gaps.get(amendment.id)
            if amendment.op == "move" and gap and not self.base.stays(amendment.target, gap):
                if plan.moved.setdefault(amendment.target, amendment) is amendment:
                    plan.arrivals.setdefault(gap, []).append(amendment)
            elif amendment.op == "add" and gap:
                plan.arrivals.setdefault(gap, []).append(amendment)
        for target, replaces in self.emptied.items():
            live = [a for a in replaces if a.id not in held]
            if live:
                # All say the same; the ids of what is new are those of the first by id.
                end = Gap(target, len(self.base.provisions[target].children))
                plan.arrivals.setdefault(end, []).append(min(live, key=lambda a: a.id))
        for gap, arrivals in plan.arrivals.items():
            if len(arrivals) > 1:
                moves = (a for one in arrivals if one.op == "move" for a in self.moves[one.target])
                self._conflict(
                    "order",
                    gap.parent or "",
                    [*arrivals, *(a for a in moves if a.id not in held)],
                    "Several provisions are placed at one point, and their order is not given.",
                    hold=False,
                )
        plan.applied = tuple(a.id for a in left)


def _alternatives(wordings: Sequence[tuple[Amendment, str]]) -> tuple[Alternative, ...]:
    """One alternative for each different wording, in the order of submission."""
    by_text: dict[str, list[Amendment]] = {}
    for amendment, text in wordings:
        by_text.setdefault(text, []).append(amendment)
    return tuple(
        Alternative(
            tuple(a.id for a in amendments),
            tuple(dict.fromkeys(a.author for a in amendments)),
            text,
        )
        for text, amendments in by_text.items()
    )


def added_under(amendment: Amendment) -> tuple[Provision, ...]:
    """The new provisions that an amendment puts at a place; none for a move."""
    tree = amendment.provision
    if amendment.op == "replace":
        return tree.children if tree else ()
    if amendment.op == "add":
        return (tree,) if tree else (Provision("", "paragraph", amendment.wording),)
    return ()
