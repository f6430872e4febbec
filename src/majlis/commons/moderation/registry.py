"""What is moderated: each room registers its kind of contribution in the ``ready`` of its application."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.functional import Promise


@dataclass(frozen=True)
class Contribution:
    """A contribution as a moderator sees it: its words, their language, and where it stands.

    ``public_record``: readers see it now. ``verbs`` are the decisions that its own lifecycle allows.
    """

    text: str
    language: str
    url: str
    markup: Any = ""
    public: bool = True
    verbs: tuple[str, ...] = ()

    @property
    def mark(self) -> str:
        """A short mark of the words, to tell whether they are still those that somebody saw."""
        return hashlib.sha256(f"{self.language} {self.text}".encode()).hexdigest()[:16]


@dataclass(frozen=True)
class ContributionKind:
    """How a kind of contribution is moderated.

    - ``load(keys)`` gives the contributions of these keys, in one query or two.
    - ``show(item)`` gives what a moderator needs to see of one.
    - ``decide(item, verb)`` moves the contribution itself (its own lifecycle names the verbs
      ``moderation.approve``, ``hide_contribution``, ``refuse``, ``ask``) and returns old and new for the audit.
    """

    code: str
    name: str | Promise
    load: Callable[[Iterable[int]], Mapping[int, Any]]
    show: Callable[[Any], Contribution]
    decide: Callable[[Any, str], Mapping[str, Any]]


CONTRIBUTION_KINDS: dict[str, ContributionKind] = {}


def register(
    code: str,
    name: str | Promise,
    *,
    load: Callable[[Iterable[int]], Mapping[int, Any]],
    show: Callable[[Any], Contribution],
    decide: Callable[[Any, str], Mapping[str, Any]],
) -> None:
    """Make a kind of contribution known to the moderators' queue."""
    CONTRIBUTION_KINDS[code] = ContributionKind(code, name, load, show, decide)
