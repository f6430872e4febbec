"""The records: an amendment, where it stands, what came of it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from majlis.textkit.model import JSON, Provision, Run, Text, as_dict

AmendmentOp = Literal["add", "replace", "delete", "move"]
Where = Literal["before", "after", "first", "last"]
ConflictKind = Literal[
    "unknown",  # the target, or the provision that a place refers to, is not in the base
    "stale",  # the author saw other wording, and the amendment concerns the whole provision
    "overlap",  # changes to the same words
    "delete-replace",
    "delete-move",
    "delete-add",
    "order",  # several provisions at one place: all are there, the order is only that of submission
    "moves",  # one provision moved to two places
    "cycle",  # provisions moved into or beside one another
    "anchor",  # the place refers to a provision that is itself moved
]


@dataclass(frozen=True, slots=True)
class Place:
    """A place in the base: ``before`` or ``after`` a provision, or its ``first`` or ``last`` child.

    ``of`` is the id of that provision; empty for the text itself (``first`` and ``last`` only).
    """

    where: Where
    of: str = ""


@dataclass(frozen=True, slots=True)
class Amendment:
    """One proposed change.

    ``target`` is the provision to replace, delete or move; ``place`` is where to add or move.
    ``base`` is the wording that the author saw, None where that is not known: then the present wording
    is taken for it. The new wording is ``runs`` (with marks) or, where there are none, ``text``; or
    ``provision``, a tree with children and kind. ``label`` is the new label, None where it is not
    amended.
    """

    id: str
    op: AmendmentOp
    target: str = ""
    base: str | None = None
    text: str = ""
    runs: tuple[Run, ...] = ()
    provision: Provision | None = None
    place: Place | None = None
    author: str = ""
    date: str = ""
    label: str | None = None

    @property
    def wording(self) -> tuple[Run, ...]:
        """The new wording of the provision itself."""
        if self.provision is not None:
            return self.provision.runs
        if self.runs:
            return self.runs
        return (Run(self.text),) if self.text else ()

    @property
    def new_text(self) -> str:
        """The new wording without marks."""
        return "".join(run.text for run in self.wording)


@dataclass(frozen=True, slots=True)
class Alternative:
    """What a provision, or the disputed part of it, would say by these amendments."""

    amendments: tuple[str, ...]
    authors: tuple[str, ...]
    text: str


@dataclass(frozen=True, slots=True)
class Conflict:
    """Amendments that cannot all be applied, or not in a way that somebody stated.

    ``provision``: the id of the base provision concerned; its wording is left as it was, except in an
    ``order`` conflict, where the amendments are applied and only their order is open. ``message``: one
    line for a person. ``alternatives``: the whole wording of the provision by each amendment, where
    wordings are in dispute.
    """

    kind: ConflictKind
    provision: str
    amendments: tuple[str, ...]
    message: str
    alternatives: tuple[Alternative, ...] = ()

    def as_dict(self) -> dict[str, JSON]:
        """The conflict as plain data for JSON."""
        return {
            "kind": self.kind,
            "provision": self.provision,
            "amendments": list(self.amendments),
            "message": self.message,
            "alternatives": [
                {"amendments": list(a.amendments), "authors": list(a.authors), "text": a.text}
                for a in self.alternatives
            ],
        }


@dataclass(frozen=True, slots=True)
class Outcome:
    """What ``apply`` gives: the consolidated text, the redline, what is in conflict, what was applied.

    ``view(redline, "reject")`` is the base and ``view(redline, "accept")`` the consolidated text.
    ``applied`` has the ids of the applied amendments in the order of submission; every other one is
    in a conflict.
    """

    text: Text
    redline: Text
    conflicts: tuple[Conflict, ...]
    applied: tuple[str, ...]

    def as_dict(self) -> dict[str, JSON]:
        """The outcome as plain data for JSON; the texts have the keys of ``majlis text read``."""
        return {
            "text": as_dict(self.text),
            "redline": as_dict(self.redline),
            "conflicts": [conflict.as_dict() for conflict in self.conflicts],
            "applied": list(self.applied),
        }
