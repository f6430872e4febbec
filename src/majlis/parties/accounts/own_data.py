"""What is held on a person, by every room: shown, taken away, erased.

A room that keeps something of people registers it in its ``AppConfig.ready``::

    own_data.register(own_data.Holding(
        "drafts", _("Drafts"), export=drafts_of, erase=erase_drafts,
        columns={"title": _("Title")}, kept=""))

``export(user)`` gives rows of plain values (text, numbers, ISO dates), the same keys in each;
``erase(user, act)`` empties or unlinks what is personal, inside the transaction of the verb, and returns
how many rows it changed. What is not erased is said with its reason in ``kept``.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.utils.functional import Promise

from majlis.kernel.models import User
from majlis.kernel.verbs import Act

Words = str | Promise
Rows = Sequence[Mapping[str, Any]]


def nothing(user: User, act: Act) -> int:
    """Erase nothing: for what goes with the account itself, or must be kept."""
    return 0


@dataclass(frozen=True)
class Holding:
    """One kind of thing held on people: its key in the file, its name, and what to do with it.

    ``columns`` names the keys for the page, ``shown`` how to show the value of a key there;
    ``records`` are the keys whose values are addresses of records: the page names those that the person may see,
    and says nothing of the others. ``kept`` says why it stays after an erasure, if it does; ``correct`` is the name of the URL where the person can change it.
    """

    key: str
    name: Words
    export: Callable[[User], Rows]
    erase: Callable[[User, Act], int] = nothing
    columns: Mapping[str, Words] = field(default_factory=dict)
    shown: Mapping[str, Callable[[Any], Any]] = field(default_factory=dict, kw_only=True)
    records: Sequence[str] = field(default=(), kw_only=True)
    kept: Words = field(default="", kw_only=True)
    correct: str = field(default="", kw_only=True)


HOLDINGS: dict[str, Holding] = {}


def register(holding: Holding) -> None:
    """Make a holding known; the same key again takes its place."""
    HOLDINGS[holding.key] = holding


def held_on(user: User) -> dict[str, list[dict[str, Any]]]:
    """Everything held on the person: key of the holding -> rows of plain values."""
    return {key: [dict(row) for row in each.export(user)] for key, each in HOLDINGS.items()}
