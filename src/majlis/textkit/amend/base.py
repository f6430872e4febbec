"""The base of amendments: its provisions by id, their places, and what makes an amendment unfit."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from majlis.textkit.amend.record import Amendment, Place
from majlis.textkit.errors import TextError
from majlis.textkit.model import Provision, Text, merge_runs, without_past
from majlis.textkit.views import has_revisions


@dataclass(frozen=True, slots=True)
class Gap:
    """Between the children of a provision of the base (None: at the top), before the ``index``-th."""

    parent: str | None
    index: int


class Base:
    """A text without tracked changes, indexed."""

    def __init__(self, text: Text) -> None:
        """Raises TextError where the text holds tracked changes or one id twice."""
        if has_revisions(text):
            raise TextError(
                "The base text still contains tracked changes.",
                "Accept or reject them first, then apply the amendments.",
            )
        self.text = replace(text, provisions=tuple(_clean(p) for p in text.provisions))
        self.provisions: dict[str, Provision] = {}
        for provision in self.text.walk():
            if not provision.id or provision.id in self.provisions:
                raise TextError(
                    f"Two provisions of the base have the id '{provision.id}'."
                    if provision.id
                    else "A provision of the base has no id.",
                    "Give each a different id.",
                )
            self.provisions[provision.id] = provision
        self.parents = self.text.parents()
        self._ranks = {identity: rank for rank, identity in enumerate(self.provisions)}
        lists = (self.text.provisions, *(each.children for each in self.provisions.values()))
        # The place of each among those of its list.
        self._at = {each.id: at for listed in lists for at, each in enumerate(listed)}

    def rank(self, identity: str) -> int:
        """The place of a provision in reading order."""
        return self._ranks[identity]

    def children(self, parent: str | None) -> tuple[Provision, ...]:
        """The provisions under one, or those at the top."""
        return self.text.provisions if parent is None else self.provisions[parent].children

    def below(self, identity: str) -> set[str]:
        """The ids of a provision and of all that stands under it."""
        return {provision.id for provision in self.provisions[identity].walk()}

    def gap(self, place: Place) -> Gap:
        """The gap that a place means. The provision that it refers to must be in the base."""
        if place.where in ("first", "last"):
            parent = place.of or None
            return Gap(parent, 0 if place.where == "first" else len(self.children(parent)))
        parent = self.parents[place.of]
        return Gap(parent, self._at[place.of] + (place.where == "after"))

    def stays(self, identity: str, gap: Gap) -> bool:
        """Whether a provision moved to a gap stays where it is."""
        if gap.parent != self.parents[identity]:
            return False
        return gap.index - self._at[identity] in (0, 1)


def _clean(provision: Provision) -> Provision:
    """Without what an earlier view left as information."""
    return replace(
        without_past(provision),
        runs=merge_runs(provision.runs),
        children=tuple(_clean(child) for child in provision.children),
    )


type Shape = tuple[tuple[str, str, str, Shape], ...]


def shape(provisions: Iterable[Provision]) -> Shape:
    """What a list of provisions says, whatever their ids."""
    return tuple((p.kind, p.label, p.text, shape(p.children)) for p in provisions)


def check(amendments: Sequence[Amendment]) -> None:
    """Raises TextError for an amendment that says too little to mean anything, or an id given twice."""
    seen: set[str] = set()
    for amendment in amendments:
        if not amendment.id:
            raise TextError("An amendment has no id.", "Give each a different id.")
        here = f"Amendment '{amendment.id}'"
        if amendment.id in seen:
            raise TextError(f"{here} occurs twice.", "Give each a different id.")
        seen.add(amendment.id)
        if amendment.op != "add" and not amendment.target:
            raise TextError(f"{here} has no target.", "Name the provision to change.")
        if amendment.op in ("add", "move"):
            if amendment.place is None:
                raise TextError(
                    f"{here} has no place.", "Name the provision before or after which it goes."
                )
            if not amendment.place.of and amendment.place.where in ("before", "after"):
                raise TextError(
                    f"{here} has an incomplete place.",
                    "Name the provision before or after which it goes.",
                )
        said = bool(amendment.new_text.strip())
        tree = amendment.provision
        if amendment.op == "add" and not said and not (tree and tree.children):
            raise TextError(f"{here} has no text to add.", "Give it a text or a provision.")
        if (
            amendment.op == "replace"
            and not said
            and (amendment.wording or amendment.label is None)
        ):
            raise TextError(f"{here} has no new wording.", "Give it a text, or use the op delete.")
        if any(run.revision for run in amendment.wording) or (
            tree and any(run.revision for p in tree.walk() for run in p.runs)
        ):
            raise TextError(
                f"{here} contains tracked changes.", "Give the new wording without them."
            )
