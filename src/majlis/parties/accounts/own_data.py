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

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import batched
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from majlis.kernel.models import Record, User
from majlis.kernel.verbs import Act

Words = str | Promise
Rows = Sequence[Mapping[str, Any]]

# What stands where the address of a record would, if the person may not see that record today.
CLOSED = _("This record is no longer open to you.")
AT_ONCE = 1000


def nothing(user: User, act: Act) -> int:
    """Erase nothing: for what goes with the account itself, or must be kept."""
    return 0


@dataclass(frozen=True)
class Holding:
    """One kind of thing held on people: its key in the file, its name, and what to do with it.

    ``columns`` names the keys for the page, ``page_text`` how to show the value of a key there;
    ``sheet_records`` are the keys whose values are addresses of records: where the person may no longer see one, page and
    file say so instead (``CLOSED``). ``kept`` says why it stays after an erasure, if it does; ``correct`` is the name of the URL where the person can change it.
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
    """Everything held on the person: key of the holding -> rows of plain values.

    Their own words are all there; a record that they may not see today has no address here.
    """
    held = {key: [dict(row) for row in each.export(user)] for key, each in HOLDINGS.items()}
    named = [
        (row, name)
        for key, rows in held.items()
        for name in HOLDINGS[key].records
        for row in rows
        if row.get(name)
    ]
    seen = open_to(user, {row[name] for row, name in named})
    for row, name in named:
        if row[name] not in seen:
            row[name] = str(CLOSED)
    return held


def open_to(user: User, addresses: Iterable[str]) -> set[str]:
    """Those of the addresses whose records the person may see today."""
    seen: set[str] = set()
    for some in batched(sorted(addresses), AT_ONCE):
        found = Record.objects.visible_to(user).filter(address__in=some)
        seen.update(found.values_list("address", flat=True))
    return seen
