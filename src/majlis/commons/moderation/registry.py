"""The registry of moderated contributions: each room registers its kinds in the ``ready`` of its application."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.functional import Promise

from majlis.kernel.lifecycle import StateChange


@dataclass(frozen=True)
class Contribution:
    """A contribution as a moderator sees it.

    ``public``: readers see it now. ``verbs`` are the decisions that its own lifecycle allows.
    """

    text: str
    language: str
    url: str
    markup: str = ""
    public: bool = True
    verbs: tuple[str, ...] = ()

    @property
    def mark(self) -> str:
        """A short hash of the text and its language, to detect later changes."""
        return hashlib.sha256(f"{self.language} {self.text}".encode()).hexdigest()[:16]


@dataclass(frozen=True)
class ContributionKind[Item]:
    """How a kind of contribution is loaded, displayed and changed by a decision.

    - ``load(keys)`` returns the contributions by key, in one query or two.
    - ``show(item)`` returns the contribution as a moderator sees it.
    - ``decide(item, verb)`` moves the contribution in its own lifecycle, which has transitions for
      the verbs of the decisions (such as ``moderation.approve_contribution``). It returns the old
      and new values for the audit.
    """

    code: str
    name: str | Promise
    load: Callable[[Iterable[int]], Mapping[int, Item]]
    show: Callable[[Item], Contribution]
    decide: Callable[[Item, str], StateChange]


CONTRIBUTION_KINDS: dict[str, ContributionKind[Any]] = {}


def register[Item](kind: ContributionKind[Item]) -> None:
    """Register a kind of contribution for moderation."""
    CONTRIBUTION_KINDS[kind.code] = kind
