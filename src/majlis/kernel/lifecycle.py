"""States and the verbs that lead from one to another, as a table."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, TypedDict

from django.db import models
from django.utils.functional import Promise

from majlis.kernel.errors import WrongState


@dataclass(frozen=True)
class Transition:
    """A verb leads from any of ``catalogue_files`` to ``target``."""

    verb: str
    sources: tuple[str, ...]
    target: str


class StateChange(TypedDict):
    """What a step changed, as the audit wants it: ``act.note(thing, **change)``."""

    old: dict[str, Any]
    new: dict[str, Any]


LIFECYCLES: dict[str, Lifecycle] = {}


@dataclass(frozen=True)
class Lifecycle:
    """All states of one kind of thing, and all transitions. The first state is the initial one."""

    name: str
    states: Mapping[str, str | Promise]
    transitions: tuple[Transition, ...]

    def __post_init__(self) -> None:
        for each in self.transitions:
            unknown = {*each.sources, each.target} - set(self.states)
            if unknown:
                raise ValueError(f"{self.name}: {each.verb} names unknown states {sorted(unknown)}")
        LIFECYCLES[self.name] = self

    @property
    def initial(self) -> str:
        """The state in which a thing begins."""
        return next(iter(self.states))

    @property
    def choices(self) -> list[tuple[str, str | Promise]]:
        """States with their names, for a model's field."""
        return list(self.states.items())

    def verbs_from(self, state: str) -> list[str]:
        """The verbs that are possible from a state, in the order of the table."""
        return [each.verb for each in self.transitions if state in each.sources]

    def move(self, instance: models.Model, verb: str, field: str = "state") -> StateChange:
        """Move an instance along; return ``{"old": {field: …}, "new": {field: …}}`` for the audit.

        The row is changed only if it is still in the state that was read, so of two people who do
        the same step at once one is told. Raises WrongState.
        """
        now: str = getattr(instance, field)
        for each in self.transitions:
            if each.verb == verb and now in each.sources:
                break
        else:
            raise WrongState()
        rows = type(instance)._base_manager.filter(pk=instance.pk, **{field: now})
        if rows.update(**{field: each.target}) != 1:
            raise WrongState()
        setattr(instance, field, each.target)
        return {"old": {field: now}, "new": {field: each.target}}

    def graph(self) -> str:
        """The graph as a Mermaid state diagram, for the manual."""
        lines = ["stateDiagram-v2", f"    [*] --> {self.initial}"]
        lines += [
            f"    {source} --> {each.target}: {each.verb}"
            for each in self.transitions
            for source in each.sources
        ]
        return "\n".join(lines)
