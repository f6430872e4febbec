"""Lifecycles: the states of a model, and the verbs that lead from one state to another."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TypedDict

from django.db import models
from django.utils.functional import Promise

from majlis.kernel.errors import WrongState
from majlis.kernel.json_types import JSON


@dataclass(frozen=True)
class Transition:
    """A verb that leads from any state of ``sources`` to ``target``."""

    verb: str
    sources: tuple[str, ...]
    target: str


class StateChange(TypedDict):
    """The values before and after a transition, for the audit: ``act.note(instance, **change)``."""

    old: dict[str, JSON]
    new: dict[str, JSON]


LIFECYCLES: dict[str, Lifecycle] = {}


@dataclass(frozen=True)
class Lifecycle:
    """All states and transitions of one model. The first state is the initial one."""

    name: str
    states: Mapping[str, str | Promise]
    transitions: tuple[Transition, ...]

    def __post_init__(self) -> None:
        for transition in self.transitions:
            unknown = {*transition.sources, transition.target} - set(self.states)
            if unknown:
                raise ValueError(
                    f"{self.name}: {transition.verb} names unknown states {sorted(unknown)}"
                )
        LIFECYCLES[self.name] = self

    @property
    def initial(self) -> str:
        """The state of a new instance."""
        return next(iter(self.states))

    @property
    def choices(self) -> list[tuple[str, str | Promise]]:
        """States and their names, as the choices of a model field."""
        return list(self.states.items())

    def verbs_from(self, state: str) -> list[str]:
        """The verbs that are possible in a state, in the order of the transitions."""
        return [each.verb for each in self.transitions if state in each.sources]

    def move(
        self, instance: models.Model, verb: str, field: str = "state", target: str = ""
    ) -> StateChange:
        """Move an instance to the next state; return ``{"old": {field: …}, "new": {field: …}}`` for the audit.

        ``target`` chooses the state where the verb leads to one of several.
        Raises WrongState if the verb is not possible in the current state, or if the row has left the
        state that was read: of two concurrent calls one fails.
        """
        current: str = getattr(instance, field)
        for transition in self.transitions:
            leads_there = target in ("", transition.target)
            if transition.verb == verb and current in transition.sources and leads_there:
                break
        else:
            raise WrongState()
        rows = type(instance)._base_manager.filter(pk=instance.pk, **{field: current})
        if rows.update(**{field: transition.target}) != 1:
            raise WrongState()
        setattr(instance, field, transition.target)
        return {"old": {field: current}, "new": {field: transition.target}}

    def graph(self) -> str:
        """The lifecycle as a Mermaid state diagram, for the manual."""
        lines = ["stateDiagram-v2", f"    [*] --> {self.initial}"]
        lines += [
            f"    {source} --> {transition.target}: {transition.verb}"
            for transition in self.transitions
            for source in transition.sources
        ]
        return "\n".join(lines)


def is_possible(verb: str, state: str) -> bool:
    """Whether a verb leads from a state to another, or is in no lifecycle."""
    sources = [
        transition.sources
        for lifecycle in LIFECYCLES.values()
        for transition in lifecycle.transitions
        if transition.verb == verb
    ]
    return not sources or any(state in each for each in sources)
